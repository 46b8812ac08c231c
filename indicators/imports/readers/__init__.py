"""From the bytes of a file to a ``Book``; what the file is, its content tells and not its name."""

from indicators.imports.grids import Book
from indicators.imports.readers import guards, spreadsheets, text, web
from indicators.imports.readers.characters import decoded


def read_book(data: bytes, *, name: str) -> Book:
    """Read a file of any known kind.

    Args:
        data: the whole file.
        name: of the file, for messages alone.

    Raises:
        RefusedFileError: when it is no table, is locked, damaged, too large or not worth trusting.
    """
    guards.check_size(data)
    guards.check_kind(data, name=name)
    if data.startswith(guards.ZIP):
        return spreadsheets.read_zip(data, name=name)
    if data.startswith(guards.COMPOUND):
        return spreadsheets.read_compound(data, name=name)
    characters = decoded(data, name=name)
    if web.is_markup(characters.head):
        return web.read_markup(characters, name=name)
    return text.read_text(characters, name=name)

"""Web pages, pasted fragments of them, and the .xls that is a web page or XML inside."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from lxml import etree

from indicators.imports.grids import Book
from indicators.imports.readers import guards, spreadsheetml
from indicators.imports.readers.cells import RawSheet, make_book_in_memory
from indicators.imports.readers.characters import Characters, decoded
from indicators.imports.readers.merges import Span
from indicators.imports.readers.surroundings import texts_around

MARKUP_MAX_BYTES = 15_000_000

_MARKUP = re.compile(r"<(?:!doctype html|html|table|thead|tbody|tr|td)\b", re.IGNORECASE)
_TABLE_TAG = re.compile(r"<table\b", re.IGNORECASE)
_ROW_TAG = re.compile(r"<t[rd]\b", re.IGNORECASE)
_BEGINS_WITH_TAG = re.compile(r"[\ufeff\s]*<[!?a-z]", re.IGNORECASE)
_MULTIPART = re.compile(r"\s*(?:From:.*\n)?(?:.+\n){0,5}?Content-Type:\s*multipart/", re.IGNORECASE)

_UNSEEN = {"script", "style", "noscript", "template", "caption", "select", "svg", "head", "button"}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BLOCKS = {"p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "pre", "blockquote"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_SPACES = re.compile(r"[ \t\r\n\f]+")
# A nested table of so few cells only sets the text of its cell.
_CELLS_OF_A_SETTING = 4
# A raised mark behind a word leads to a foot note: a number, a letter or stars, in brackets or bare.
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,2}|[a-z]|\*{1,3})[\])]?")
_WORD_BEFORE = re.compile(r"[^\W\d_]{2}\s*$")
_NAME_LENGTH = 120


def is_markup(head: str) -> bool:
    """Tell a page, a fragment with a table or XML from plain text by its beginning."""
    return bool(_BEGINS_WITH_TAG.match(head) or _MARKUP.search(head) or _MULTIPART.match(head))


def read_markup(characters: Characters, *, name: str) -> Book:
    """Read every table of a page as a sheet, or SpreadsheetML as what it is.

    Raises:
        RefusedFileError: when there is no table in it.
    """
    if len(characters.data) > MARKUP_MAX_BYTES:
        raise guards.refused(
            "file_too_large",
            _("A web page of more than %(limit)d MB is not read. Save the table as .xlsx.")
            % {"limit": MARKUP_MAX_BYTES // 1_000_000},
        )
    if spreadsheetml.is_spreadsheetml(characters.head):
        sheets = spreadsheetml.read_sheets(characters)
        return make_book_in_memory(sheets, form="xls", name=name, encoding=characters.encoding)
    pages = list(_pages(characters, name=name))
    sheets = [sheet for page in pages for sheet in _tables(page)]
    if not sheets:
        raise guards.refused(
            "no_table",
            _("The page holds no table. Save the page that shows it, or copy the table into a spreadsheet."),
        )
    named = _named(sheets)
    book = make_book_in_memory(named, form="html", name=name, encoding=characters.encoding)
    told = [texts for page in pages for texts in texts_around(page, is_table=is_table)]
    around = {sheet.name: texts for sheet, texts in zip(named, told, strict=True)}
    return replace(book, around=around)


def _pages(characters: Characters, *, name: str) -> Iterator[etree._Element]:
    """Parse the page, or each page of a web archive."""
    if not _MULTIPART.match(characters.head):
        yield from _parsed("".join(characters.pieces()))
        return
    message = email.message_from_bytes(characters.data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html" and (content := part.get_payload(decode=True)):
            yield from _parsed("".join(decoded(content, name=name).pieces()))


def _parsed(text: str) -> Iterator[etree._Element]:
    if _ROW_TAG.search(text) and not _TABLE_TAG.search(text):
        text = f"<table>{text}</table>"
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        page = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise guards.damaged() from error
    if page is not None:
        yield page


def is_table(element: etree._Element) -> bool:
    """Tell a table with rows of its own from one that only sets the text of a cell."""
    return element.tag == "table" and not _is_setting(element)


def _tables(page: etree._Element) -> Iterator[RawSheet]:
    """Yield every table in the order of the page; it is called after its caption or the heading before it."""
    heading = ""
    for element in page.iter(*_HEADINGS, "table"):
        if element.tag != "table":
            heading = _one_line(element)
        elif is_table(element):
            caption = next(element.iterchildren("caption"), None)
            yield _table(element, name=(_one_line(caption) if caption is not None else "") or heading)


def _is_setting(table: etree._Element) -> bool:
    """Tell a table that only arranges the text of a cell of another table."""
    if next(table.iterancestors("td", "th"), None) is None:
        return False
    return sum(1 for _cell in table.iter("td", "th")) <= _CELLS_OF_A_SETTING


def _table(table: etree._Element, *, name: str) -> RawSheet:
    """Place the cells of a table on a grid, as browsers do."""
    lines = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    if len(lines) > guards.ROWS_MAX:
        raise guards.too_many_rows(sheet=name)
    taken: dict[int, int] = {}
    rows, spans, width = [], [], 0
    for number, line in enumerate(lines):
        row, column = {}, 0
        for cell in line.iterchildren("td", "th"):
            while taken.get(column, 0) > number:
                column += 1
            row[column] = _cell_text(cell)
            attributes = cell.keys()
            if "colspan" not in attributes and "rowspan" not in attributes:
                column += 1
                continue
            columns = _span(cell, "colspan", rest=1)
            end = number + _span(cell, "rowspan", rest=len(lines) - number)
            spans.append(Span(number, column, min(end, len(lines)) - 1, column + columns - 1))
            taken.update((covered, end) for covered in range(column, column + columns))
            column += columns
        rows.append(row)
        # Columns come in order, so the last one put in is the furthest.
        width = max(width, next(reversed(row), -1) + 1)
        guards.check_extent(len(rows), columns=width, sheet=name)
    return RawSheet(name, [tuple(row.get(column) for column in range(width)) for row in rows], tuple(spans))


def _span(cell: etree._Element, attribute: str, *, rest: int) -> int:
    """Return how many columns or rows a cell covers; 0 stands for the rest of them."""
    digits = re.match(r"\s*(\d{1,6})", cell.get(attribute, "1"))
    count = int(digits[1]) if digits else 1
    return min(count, guards.COLUMNS_MAX if attribute == "colspan" else guards.ROWS_MAX) or rest


def _cell_text(cell: etree._Element) -> str | None:
    """Return the visible text of an element; only line breaks and blocks part its lines."""
    if len(cell) == 0:
        return _SPACES.sub(" ", cell.text or "").strip(" ") or None
    parts: list[str] = []
    _gather(cell, parts)
    lines = (_SPACES.sub(" ", line).strip(" ") for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line) or None


def _gather(element: etree._Element, parts: list[str]) -> None:
    if text := element.text:
        parts.append(_SPACES.sub(" ", text))
    for child in element:
        tag = child.tag
        if _is_seen(child, tag, parts):
            is_block = tag in _BLOCKS
            if is_block or tag == "br":
                parts.append("\n")
            _gather(child, parts)
            if is_block:
                parts.append("\n")
            elif tag in ("td", "th"):
                parts.append(" ")
        if tail := child.tail:
            parts.append(_SPACES.sub(" ", tail))


def _is_seen(element: etree._Element, tag: object, parts: list[str]) -> bool:
    """Tell whether a reader of the page sees an element as part of the text."""
    if not isinstance(tag, str) or tag in _UNSEEN:
        return False
    attributes = dict(element.items())
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")):
        return False
    if tag == "table":
        return _is_setting(element)
    if tag == "sup":
        mark = "".join(element.itertext()).strip()
        return not (_NOTE_MARK.fullmatch(mark) and _WORD_BEFORE.search("".join(parts[-2:])))
    return True


def _one_line(element: etree._Element) -> str:
    text = " ".join((_cell_text(element) or "").split())
    return text[:_NAME_LENGTH]


def _named(sheets: list[RawSheet]) -> list[RawSheet]:
    """Give every table a name of its own."""
    names: set[str] = set()
    named = []
    for number, sheet in enumerate(sheets, start=1):
        name = sheet.name or _("Table %(number)d") % {"number": number}
        if name in names:
            name = f"{name} ({number})"
        names.add(name)
        named.append(RawSheet(name, sheet.rows, sheet.spans))
    return named

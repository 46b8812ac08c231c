"""From bytes to characters: the encoding of a text file, and tidy text for every reader."""

import codecs
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from django.utils.translation import gettext as _

from indicators.imports.readers import guards, legacy_fonts

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 100_000
# Characters that are gone through at once: few enough that the memory for them is used again and again.
_PIECE = 1 << 15
# Of so many pieces one is looked at to judge a text by.
_PIECES_A_SAMPLE = 32
# Bytes that are looked at to tell an encoding or a font: thousands of words, whatever the file's size.
_SAMPLE = 400_000
_SHARE_MIN = 0.6

_ODD_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_CONTROLS = bytes([*range(9), *range(14, 32)])
_VISIBLE = re.compile("[^\\s;,|\"'\ufeff\u200b-\u200f]")
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# Letters that only Vietnamese in UTF-8 has: by chance they come out of no other encoding.
_VIETNAMESE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_WESTERN = re.compile("[À-ÖØ-öø-ÿŒœŠšŽžŸ‘’“”–—…€°«»§²³\u00a0]")
_SOFT_HYPHEN = "\u00ad"
# Digits and signs as wide as Chinese characters, which input methods and scans leave behind.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_RARE_BLANKS = "\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029"
_UNTIDY = re.compile("[\uff01-\uff5e\u00a0\u00ad\u2000-\u200f\u202a-\u202f\u205f\u2060\u3000\ufeff]")
# All that Vietnamese is made of in UTF-8: plain characters, and letters of two or three bytes without the two
# blanks among them. Of three bytes are those that begin with 0xE1 and one of the others.
_LETTERS = bytes([*range(0x80), *range(0x80, 0xC0), *range(0xC2, 0xC7), 0xE1])
_OTHERS_OF_THREE = re.compile(rb"\xe1[^\xb8-\xbb]")
_BLANKS_OF_TWO = re.compile(rb"\xc2[\x85\xa0\xad]")


@dataclass(frozen=True)
class Characters:
    """The text of a file, decoded anew and piece by piece each time that it is gone through."""

    data: bytes = field(repr=False)
    encoding: str

    def lines(self) -> io.TextIOWrapper:
        """Return the lines, each ended by a plain line feed."""
        return io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline=None)

    def pieces(self) -> Iterator[str]:
        """Yield the text in pieces, each of whole lines unless one is endless."""
        with self.lines() as text:
            while piece := text.read(_PIECE):
                yield piece + text.readline(_HEAD)

    def samples(self) -> Iterator[str]:
        """Yield a piece of every million characters, to judge the whole by."""
        if self.is_wide:
            yield from islice(self.pieces(), 0, None, _PIECES_A_SAMPLE)
            return
        for start in range(0, len(self.data), _PIECES_A_SAMPLE * _PIECE):
            yield self.data[start : start + _PIECE].decode(self.encoding, errors="ignore")

    @cached_property
    def is_tidy(self) -> bool:
        """Whether the text, but for spaces around its cells, is already as readers give it."""
        return self._is_plain_utf8 or all(map(is_tidy, self.pieces()))

    def is_trimmed(self, *, delimiter: str) -> bool:
        """Tell whether no cell can have blanks around it; quotation marks leave it open."""
        marks = ['"', *(blank for blank in _RARE_BLANKS if blank != delimiter)]
        ends = f"[{re.escape(delimiter)}\r\n]"
        # Beginning with the blank, which is rarer than the ends of cells, it is found many times as fast.
        loose = f" (?:{ends}|(?<={ends} ))"
        if self._is_utf8:
            texts, has_loose = [self.data.removeprefix(codecs.BOM_UTF8)], re.compile(loose.encode()).search
            marks = [mark.encode() for mark in marks if mark.isascii() or not self._is_plain_utf8]
        else:
            texts, has_loose = self.pieces(), re.compile(loose).search
        return not any(
            text[:1].isspace()
            or text[-1:] in (" ", b" ")
            or any(mark in text for mark in marks)
            or has_loose(text)
            for text in texts
        )

    def has_few_short_lines(self, *, lines: int, length: int) -> bool:
        """Tell at a glance that a text has no more lines, and none longer, than this; else leave it open."""
        feeds, returns = self.data.count(b"\n"), self.data.count(b"\r")
        pairs = self.data.count(b"\r\n") if feeds and returns else 0
        if self.is_wide or feeds + returns - pairs >= lines:
            return False
        start = 0
        while len(self.data) - start >= length:
            end = self.data.rfind(b"\n", start, start + length)
            if end < 0:
                return False
            start = end + 1
        return True

    @cached_property
    def head(self) -> str:
        with self.lines() as text:
            return text.read(_HEAD)

    @property
    def _is_utf8(self) -> bool:
        return self.encoding in ("utf-8", "utf-8-sig")

    @cached_property
    def _is_plain_utf8(self) -> bool:
        """Whether a glance at the bytes tells of nothing but composed letters and plain characters."""
        return (
            self._is_utf8
            and not self.data.removeprefix(codecs.BOM_UTF8).translate(None, _LETTERS)
            and not _OTHERS_OF_THREE.search(self.data)
            and not _BLANKS_OF_TWO.search(self.data)
        )

    @property
    def is_wide(self) -> bool:
        return self.encoding.startswith(("utf-16", "utf-32"))


def decoded(data: bytes, *, name: str) -> Characters:
    """Find the encoding of a text file.

    A page that names its encoding is believed only where its bytes don't tell: many name a wrong one.

    Raises:
        RefusedFileError: when the bytes are no text, or damaged.
    """
    encoding = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), "")
    if not encoding and b"\0" in data:
        encoding = _wide_encoding(data)
    if not encoding:
        encoding = "utf-8" if _is_valid(data, "utf-8") else _narrow_encoding(data)
    elif not _is_valid(data, encoding):
        raise broken_encoding(data, encoding)
    characters = Characters(data, encoding)
    _check_pieces(characters, name=name)
    return characters


def _check_pieces(characters: Characters, *, name: str) -> None:
    """Refuse a text with characters of machines in it, or with nothing but blanks and delimiters."""
    if characters.is_wide and any(_CONTROL.search(piece) for piece in characters.pieces()):
        raise not_text()
    if not characters.is_wide and len(characters.data.translate(None, _CONTROLS)) < len(characters.data):
        raise not_text()
    if not any(_VISIBLE.search(piece) for piece in characters.pieces()):
        raise guards.no_text(name)


def not_text():
    return guards.refused(
        "not_text",
        _("The file holds bytes that no text has. Open it in a spreadsheet program and save it as .xlsx."),
    )


def broken_encoding(data: bytes, encoding: str):
    """Return the error that tells the first line with bytes that cannot be read."""
    row = None
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
    return guards.refused(
        "broken_encoding",
        _("Some letters cannot be read. Save the file anew as .xlsx or as CSV UTF-8."),
        row=row,
    )


def _is_valid(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(data[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _wide_encoding(data: bytes) -> str:
    """Tell which half of each pair of bytes is the empty one of plain letters, where there is no mark."""
    sample = data[:4096]
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    guess = "utf-16-le" if high > low else "utf-16-be"
    if min(low, high) * 10 > max(low, high) or len(data) % 2 or not _is_valid(data, guess):
        raise not_text()
    return guess


def _narrow_encoding(data: bytes) -> str:
    """Choose the one-byte encoding that gives the most Vietnamese syllables, as itself or in an old font."""
    sample = data[:_SAMPLE]
    torn = sample.decode("utf-8", errors="replace")
    if 2 * len(_VIETNAMESE.findall(torn)) >= torn.count("\ufffd"):
        raise broken_encoding(data, "utf-8")
    western = "cp1252" if _is_valid(data, "cp1252") else "latin-1"
    western_words = legacy_fonts.accented_words([sample.decode(western)])
    shares = {western: legacy_fonts.syllable_share(western_words)}
    if _is_valid(data, "cp1258"):
        text = unicodedata.normalize("NFC", sample.decode("cp1258"))
        shares["cp1258"] = legacy_fonts.syllable_share(legacy_fonts.accented_words([text]))
    if legacy_fonts.font_of(western_words):
        shares[western] = 1.0 if shares.get("cp1258", 0) < _SHARE_MIN else shares[western]
    best = max(shares, key=shares.__getitem__)
    if shares[best] >= _SHARE_MIN:
        return best
    if declared := _declared_encoding(data):
        return declared
    beyond = [character for character in sample.decode(western) if not character.isascii()]
    if western == "latin-1" or 10 * len(_WESTERN.findall("".join(beyond))) < 9 * len(beyond):
        raise broken_encoding(data, "utf-8")
    return western


def _declared_encoding(data: bytes) -> str:
    """Return the encoding that a page or XML names for itself, when the bytes agree."""
    declared = _DECLARED.search(data, 0, 4096)
    if declared is None:
        return ""
    try:
        encoding = declared[1].decode()
        "".encode(encoding)
    except LookupError:
        return ""
    return encoding.lower() if _is_valid(data, encoding) else ""


def tidy(text: str, *, font: str = "") -> str:
    """Return a text as readers give it: in Vietnamese letters, composed, with plain spaces, trimmed."""
    if text.isascii():
        return text.strip()
    text = legacy_fonts.convert(text, font=font)
    if _UNTIDY.search(text):
        text = _UNSEEN.sub("", _ODD_SPACES.sub(" ", text)).replace(_SOFT_HYPHEN, "")
        text = text.translate(_FULL_WIDTH)
    return unicodedata.normalize("NFC", text).strip()


def is_tidy(text: str) -> bool:
    """Tell whether a text, but for spaces around its cells, is already as readers give it."""
    return text.isascii() or (not _UNTIDY.search(text) and unicodedata.is_normalized("NFC", text))

"""What a printed name of a unit may be known by: its keys, its brackets, its short forms. No database."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from provinces import names

# Raised figures and stars point to a foot note; they go before the keys, which would take ¹ for a 1.
NOTE_MARKS = re.compile("[\u00b2\u00b3\u00b9\u00aa\u00ba\u2070-\u209f*†‡§]+")
BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
NUMBERED = re.compile(r"\A\s*(?:[IVXLC]+|[a-zđ])\s*[.)]\s+(?=\S)")
# T. Khánh Hòa, but not T.P Hà Nội.
PROVINCE_LETTER = re.compile(r"\s*[Tt]\.\s*(?=[^\W\d_]{2})(?![Pp]\b)")
GLUED_NOTE = re.compile(r"(?<=[a-z])[0-9]{1,2}$")

# What stands behind a name, or alone in the brackets behind it, and says only what kind of unit it is.
TYPE_TAILS = (("thanh", "pho"), ("tinh",), ("tp",), ("t", "p"), ("province",), ("city",), ("capital",))
TYPES = frozenset(" ".join(tail) for tail in TYPE_TAILS)
CITY = re.compile(r"^(?:[0-9]+ )?(?:ubnd |uy ban nhan dan )?(?:thanh pho|tp|t p) | (?:thanh pho|tp|city)$")
MERGER_WORDS = re.compile(r"\b(?:sau|truoc|day|sap|nhap|hop|nhat|gom|cu|moi|tu|voi|tinh|tp)\b")

# The names of rows that stand for many units: whole ("Tổng cục …" is an agency), or before more words.
AVERAGES = re.compile(
    "avg|binh quan|chung|country|do lech chuan|(?:gia tri )?(?:lon|nho) nhat|(?:grand )?total|max(?:imum)?"
    "|min(?:imum)?|national|nationwide|quoc gia|standard deviation|sum|tb|tong(?: so)?|whole country"
)
AVERAGE_LEADS = re.compile(
    "(?:(?:diem|gia tri|muc|chi so) )?(?:trung binh|trung vi|binh quan|cao nhat|thap nhat)\\b"
    "|(?:ca nuoc|toan quoc|tong cong|average|mean|median|national average|national mean)\\b"
    "|(?:tong so |tong )?[0-9]+ (?:tinh|dia phuong|bo|don vi)\\b"
)

# With their accents: Vũng Tàu is no region.
REGION_LEADS = re.compile(r"(?:[ivx]+[.)]? |[a-z0-9][.)] )?(?:các )?(?:vùng|khu vực|tiểu vùng) ")

# The same name is looked up in every set, and again for what it may have meant.
MOST_READ = 5_000

COUNTRY_TAIL = ("viet", "nam")
JOINING = frozenset({"va", "and"})
# The initials of fewer words are as often a code of a measure (HT, NT) as a unit.
LEAST_INITIALS = 3


class Printed(NamedTuple):
    """A printed name, taken apart: all of it, what stands outside brackets, and what stands in each."""

    whole: str
    outside: str
    inside: tuple[str, ...]


def tidied(text: str) -> str:
    """Return a text in NFC, on one line and with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def spelling_key(text: str) -> str:
    """Return what a confirmed answer is kept under: the tidied text without capitals."""
    return tidied(text).casefold()


def compact(key: str) -> str:
    """Return a key without its spaces: kontum and kon tum are one."""
    return key.replace(" ", "")


def is_average(text: str) -> bool:
    """Tell whether a name stands for many units: a mean, a total, a region, the country, the highest."""
    if REGION_LEADS.match(tidied(text).casefold()):
        return True
    key = names.search_key(NOTE_MARKS.sub("", text))
    return (AVERAGES.fullmatch(key) or AVERAGE_LEADS.match(key)) is not None


def take_apart(text: str) -> Printed:
    """Separate a printed name from its foot-note marks and from what stands in brackets."""
    clean = NOTE_MARKS.sub("", unicodedata.normalize("NFC", text))
    inside = tuple(part for part in BRACKETS.findall(clean) if not _says_nothing(part))
    return Printed(whole=clean, outside=BRACKETS.sub(" ", clean), inside=inside)


@lru_cache(maxsize=MOST_READ)
def readings(text: str) -> tuple[str, ...]:
    """Return the keys that a name may be known by, the surest first."""
    return tuple(each_reading(text))


def each_reading(text: str) -> Iterator[str]:
    """Yield the keys of a name as it stands, then without its number, the type behind it, and the figure of
    a foot note that lost its raise; mostly the first is known."""
    key = names.match_key(text)
    yield key
    unnumbered = names.match_key(_without_number(text))
    if unnumbered != key:
        yield unnumbered
    # One type after the other: Tĩnh reads like tỉnh, and "Ha Tinh Province" ends with both.
    untyped = unnumbered
    while (shorter := _without_tail(untyped)) != untyped:
        untyped = shorter
        yield untyped
    unnoted = GLUED_NOTE.sub("", untyped)
    if unnoted != untyped:
        yield unnoted
    if lettered := PROVINCE_LETTER.match(text):
        yield names.match_key(text[lettered.end() :])


def listed_names(inside: str) -> list[str]:
    """Return the keys of the names that brackets list: "(Hà Giang + Tuyên Quang cũ)"."""
    parts = re.split(r"[,;+&/]|\s[–-]\s|\svà\s", inside)
    keys = (" ".join(MERGER_WORDS.sub(" ", names.search_key(part)).split()) for part in parts)
    return [key for key in keys if key]


def says_city(text: str) -> bool:
    """Whether the type before or behind a name is that of a city: "TP. Bắc Ninh", "Bac Ninh (city)"."""
    return CITY.search(names.search_key(text)) is not None


def short_form(name: str) -> re.Pattern:
    """Return what fits the short forms of an official name, as compact keys.

    Each word stands in full or by its first letter, "và" and a closing "Việt Nam" may be missing:
    Bộ KH&ĐT, BKHĐT, NHNN, BHXH VN, Viện Hàn lâm KHCN Việt Nam. So may a leading "Bộ" before enough letters.
    """
    words = names.search_key(name).split()
    tail = ""
    if tuple(words[-2:]) == COUNTRY_TAIL and len(words) > LEAST_INITIALS:
        words, tail = words[:-2], f"(?:{_word('viet')}{_word('nam')})?"
    first = f"(?:{_word('bo')}|(?=[a-z]{{{LEAST_INITIALS},}}))" if words[0] == "bo" else _word(words[0])
    rest = "".join(f"(?:{_word(word)})?" if word in JOINING else _word(word) for word in words[1:])
    return re.compile(first + rest + tail)


def _word(word: str) -> str:
    return f"(?:{re.escape(word)}|{re.escape(word[0])})"


def _says_nothing(inside: str) -> bool:
    """Whether brackets hold a foot note, a figure or a mere type."""
    key = names.search_key(inside)
    return len(key) < 2 or not any(letter.isalpha() for letter in key) or key in TYPES


def _without_number(text: str) -> str:
    words = names.search_key(NUMBERED.sub("", text, count=1)).split()
    while len(words) > 1 and words[0].isdigit():
        words = words[1:]
    return " ".join(words)


def _without_tail(key: str) -> str:
    words = key.split()
    for tail in TYPE_TAILS:
        if len(words) > len(tail) and tuple(words[-len(tail) :]) == tail:
            return " ".join(words[: -len(tail)])
    return key

"""Keys made from Vietnamese names: for searching, for matching, for dictionary order and for addresses."""

import re
import unicodedata
from functools import lru_cache
from itertools import takewhile

D_WITH_STROKE = str.maketrans(dict.fromkeys("đĐðÐɖƉ", "d"))  # the letter and its two look-alikes

USUAL_MARKS = re.compile("[\u0300-\u036f]+")
ASCII_WORDS = re.compile("[0-9a-z]+")

TYPE_WORDS = (
    ("uy", "ban", "nhan", "dan"),
    ("ubnd",),
    ("thanh", "pho"),
    ("tinh",),
    ("tp",),
    ("t", "p"),
)

# Of one text several keys are asked for, one after the other.
MOST_REMEMBERED = 5_000

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
BREVE, CIRCUMFLEX, HORN = "\u0306", "\u0302", "\u031b"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng; ngang has no mark
WORD_END = "01"
PRIMARY_END = "00"
DIGITS = "0123456789"
PRIMARY_CODES = {letter: f"{code:02}" for code, letter in enumerate(DIGITS + ALPHABET, start=2)}
OTHER_LETTER = f"{len(PRIMARY_CODES) + 2:02}"


def search_key(text: str) -> str:
    """Return the text without accents, capitals and punctuation: "Bà Rịa–Vũng Tàu" → "ba ria vung tau"."""
    return " ".join(_plain_words(text))


def match_key(text: str) -> str:
    """Return the search key without the words for the type of a province that lead it: "TP.HCM" → "hcm".

    The words for districts and communes stay: phường Tân Phú and xã Tân Phú may both stand in one set.
    A text that holds nothing but such words keeps the last of them.
    """
    words = _plain_words(text)
    while leading := next((lead for lead in TYPE_WORDS if _leads(words, lead)), None):
        words = words[len(leading) :]
    return " ".join(words)


def slug(text: str) -> str:
    """Return the part of an address that names a unit: "TP. Hồ Chí Minh" → "ho-chi-minh".

    Slugs are given once and stored; letters that have no ASCII form are left out.
    """
    return "-".join(match_key(text).encode("ascii", "ignore").decode().split())


@lru_cache(maxsize=MOST_REMEMBERED)
def sort_key(text: str) -> str:
    """Return digits whose order is that of a Vietnamese dictionary.

    Two digits stand for each letter, so that every database and collation sorts the keys alike. Words are
    compared letter by letter (a ă â b c d đ …) with a space before all letters; one digit a word for its
    tone follows and only breaks ties, so the old and the new way to place it (Hoà, Hòa) are one. Numbers are
    in their own order: Phường 2 stands before Phường 2A, and that before Phường 10.
    For n characters the key has at most 4n + 3 digits.
    """
    words = _decomposed_words(text)
    primary = WORD_END.join("".join(map(_primary_code, _with_length(word))) for word in words)
    return primary + PRIMARY_END + "".join(_tone(word) for word in words)


@lru_cache(maxsize=MOST_REMEMBERED)
def _plain_words(text: str) -> tuple[str, ...]:
    if not text.isascii():
        folded = unicodedata.normalize("NFKD", text).translate(D_WITH_STROKE).casefold()
        # Folding can bring marks back (İ), hence the second decomposition before they are dropped.
        text = USUAL_MARKS.sub("", unicodedata.normalize("NFKD", folded))
    if text.isascii():  # as nearly every Vietnamese name is by now
        return tuple(ASCII_WORDS.findall(text.lower()))
    letters = (letter for letter in text if not _is_mark(letter))
    return tuple("".join(letter if letter.isalnum() else " " for letter in letters).split())


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


def _leads(words: tuple[str, ...], lead: tuple[str, ...]) -> bool:
    return len(words) > len(lead) and words[: len(lead)] == lead


def _decomposed_words(text: str) -> list[list[str]]:
    """Split the text into words, and each word into letters that carry their marks behind them."""
    words: list[list[str]] = [[]]
    for character in unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).lower()):
        if _is_mark(character):
            if words[-1]:
                words[-1][-1] += character
        elif character.isalnum():
            words[-1].append(character)
        else:
            words.append([])
    return [word for word in words if word]


def _with_length(word: list[str]) -> list[str]:
    """Put before a number that leads a word how many digits it has: the shorter one is the smaller."""
    digits = list(takewhile(DIGITS.__contains__, word))
    if not digits:
        return word
    number = "".join(digits).lstrip("0")
    return [str(min(len(number), 9)), *number, *word[len(digits) :]]


def _primary_code(letter: str) -> str:
    base, marks = letter[0].replace("ð", "đ").replace("ɖ", "đ"), letter[1:]
    shaping = "".join(mark for mark in marks if mark in (BREVE, CIRCUMFLEX, HORN))
    shaped = unicodedata.normalize("NFC", base + shaping)
    return PRIMARY_CODES.get(shaped) or PRIMARY_CODES.get(base, OTHER_LETTER)


def _tone(word: list[str]) -> str:
    return next((str(TONES.index(mark) + 1) for letter in word for mark in letter if mark in TONES), "0")

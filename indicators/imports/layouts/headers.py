"""What the words above a column say: its role, the period that it is of, and the measure that is left."""

import re
import unicodedata
from dataclasses import dataclass

from indicators.imports.layouts.layout import Role
from indicators.imports.layouts.words import (
    FILLERS,
    IN_BRACKETS,
    JOINING,
    MACHINE_NAMES,
    PHRASES,
    RANK_IN_FULL,
    TELLING,
    TOTAL_WORDS,
    UNIT_WORDS,
    WRITTEN_IN_FULL,
)
from provinces.names import search_key

JOINT = " / "

YEAR = r"(?:19|20)[0-9]{2}"
PERIOD = re.compile(
    r"(?:[0-9]+ tháng (?:đầu|cuối) năm |(?:6|sáu) tháng (?:đầu|cuối) )" + YEAR
    + r"|(?:tuần|week) ?[0-9]{1,2}(?: ?[/-] ?| năm | )" + YEAR
    + r"|(?:quý|quarter|q) ?(?:[1-4]|iv|i{1,3})(?: ?[/-] ?| năm | )" + YEAR
    + r"|(?:tháng|month) ?[0-9]{1,2}(?: ?[/-] ?| năm | )" + YEAR
    + r"|[0-9]{1,2}[/.-][0-9]{1,2}[/.-]" + YEAR
    + r"|(?<![0-9])[0-9]{1,2}/" + YEAR
    + r"|" + YEAR + r"-[0-9]{2}(?:-[0-9]{2})?(?![0-9])"
    + r"|(?<![0-9/.-])" + YEAR + r"(?![0-9])(?! ?[-–] ?[0-9])",
    re.IGNORECASE,
)  # fmt: skip
NUMBER_BEFORE = re.compile(
    r"^ *(?:(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.) ]|(?:[IVX]{1,4}|[a-z])[.)]) *"
    r"|(?:CSTP|Chỉ số thành phần|Trục nội dung|Chỉ số) ?[0-9]+ ?[:.–-]? *)",
    re.IGNORECASE,
)
# The headers that narrow columns break most.
BROKEN = {
    search_key(header).replace(" ", ""): header
    for header in ("Xếp hạng", "Thứ hạng", "Giá trị", "Điểm số", "Tổng điểm", "Ghi chú")
}
# Below the name of a measure, "Chỉ số | Xếp hạng" says no more than "Giá trị | Xếp hạng".
# What a header calls a value and a rank.
VALUES, RANKS = ("diem", "gia tri", "score", "value"), ("hang", "rank", "thu bac")
VALUE_FIRST, RANK_FIRST = "value", "rank"
BARE_INDEX, VALUE_WORD = "chi so", "Giá trị"
WORD = re.compile(r"[^\W_]+(?:_[^\W_]+)*")


@dataclass(frozen=True)
class Heading:
    """The header of one column, taken apart.

    Args:
        text: all texts above the column, joined.
        role: what its words say that the column holds; None where they don't.
        subjects: texts that may name its measure, the fullest first.
        is_bare: whether its words name no measure at all ("Điểm", "Xếp hạng 2022").
        period: the period that it names, as printed.
    """

    text: str
    role: Role | None
    subjects: tuple[str, ...]
    is_bare: bool
    period: str


def read_heading(text: str) -> Heading:
    """Take the header of a column apart."""
    segments = segments_of(text)
    if len(segments) == 1 and (machine := MACHINE_NAMES.get(segments[0].casefold())) is not None:
        return Heading(text, machine, (), True, "")
    role = next((found for segment in reversed(segments) if (found := role_of(segment))), None)
    period = next((found for segment in reversed(segments) if (found := period_in(segment))), "")
    left = [rest for segment in segments if (rest := without_fillers(segment))]
    bare = [rest for segment in segments if (rest := without_fillers(without_asides(segment)))]
    # A level that says "Giá trị" alone names no measure, whatever stands above it.
    telling = [segment for segment in segments if without_fillers(segment)]
    subjects = [JOINT.join(telling), " ".join(telling), *reversed(telling)]
    for rests in (left, bare):
        subjects += [" ".join(rests), *reversed(rests)]
    return Heading(
        text=text,
        role=role,
        subjects=tuple(dict.fromkeys(subject for subject in subjects if subject)),
        is_bare=not bare or bool(TOTAL_WORDS.fullmatch(search_key(" ".join(bare)))),
        period=period,
    )


def segments_of(text: str) -> list[str]:
    """Return the texts above a column, those that were broken within a word as they were meant."""
    segments = [
        BROKEN.get(search_key(segment).replace(" ", ""), segment) for segment in text.split(JOINT) if segment
    ]
    if len(segments) > 1 and search_key(segments[-1]) == BARE_INDEX:
        segments[-1] = VALUE_WORD
    return segments


def role_of(segment: str) -> Role | None:
    """Return what the words of one header cell say that the column holds."""
    machine = MACHINE_NAMES.get(segment.strip().casefold())
    if machine is not None and "_" in segment:
        return machine
    key = search_key(segment)
    for role, pattern in PHRASES:
        # "Tổng điểm (tối đa 100)" holds totals; their maximum stands aside.
        is_aside = role is Role.MAXIMUM and not pattern.fullmatch(search_key(without_asides(segment)))
        if pattern.fullmatch(key) and not is_aside:
            return role
    if RANK_IN_FULL.search(unicodedata.normalize("NFC", segment).casefold()):
        return Role.RANK
    return None


def names_units(text: str) -> bool:
    """Tell whether a header is that of a column of units."""
    return any(
        MACHINE_NAMES.get(segment.casefold()) is Role.UNIT or bool(UNIT_WORDS.fullmatch(search_key(segment)))
        for segment in text.split(JOINT)
    )


def period_in(text: str) -> str:
    """Return the period that a text names, as printed: "DTI năm 2022" → "2022"."""
    match = PERIOD.search(text)
    return match.group() if match else ""


def period_order(text: str) -> tuple[int, list[int]]:
    """Return a key that sorts periods as printed: by the year, then by the month and the day."""
    numbers = [int(number) for number in re.findall(r"[0-9]+", text)]
    year = next((number for number in numbers if number > 1000), 0)
    rest = [number for number in numbers if number != year]
    return year, rest if re.match(r"[0-9]{4}-", text) else rest[::-1]


def without_fillers(text: str, *, keeps_telling: bool = False) -> str:
    """Return a header without its period and the words for values and ranks: "Điểm DTI 2022" → "DTI".

    Args:
        keeps_telling: whether fillers stay that are part of a name: "Tỷ lệ hồ sơ trực tuyến".
    """
    words = WORD.findall(PERIOD.sub(" ", unicodedata.normalize("NFC", text)))
    folded = [search_key(word) for word in words]
    kept, position = [], 0
    while position < len(words):
        filler = next(
            (
                phrase
                for phrase in FILLERS
                if tuple(folded[position : position + len(phrase)]) == phrase
                and not (keeps_telling and phrase in TELLING)
                and not _is_another_word(words[position], phrase)
            ),
            None,
        )
        if filler is None:
            kept.append(words[position])
        position += len(filler) if filler else 1
    return "" if all(search_key(word) in JOINING for word in kept) else " ".join(kept)


def without_asides(text: str) -> str:
    """Return a header without its number and what stands in brackets: "1. Nhân lực số (100 điểm)"."""
    return NUMBER_BEFORE.sub("", IN_BRACKETS.sub(" ", text)).strip()


def is_value_first(text: str) -> bool:
    """Tell whether a header promises the value before the rank: "Điểm (xếp hạng)"."""
    return order_in(text) == VALUE_FIRST


def order_in(text: str) -> str:
    """Return which of value and rank a header names first: "Điểm (xếp hạng)", "DTI (hạng)"; else nothing."""
    printed = text.split(JOINT)[-1]
    key, aside = (f" {search_key(part)} " for part in (printed, " ".join(IN_BRACKETS.findall(printed))))
    values, ranks = (
        [place for word in words if (place := key.find(f" {word} ")) >= 0] for words in (VALUES, RANKS)
    )
    if values and ranks:
        return VALUE_FIRST if min(values) < min(ranks) else RANK_FIRST
    if any(f" {word} " in aside for word in RANKS):
        return VALUE_FIRST
    if any(f" {word} " in aside for word in VALUES):
        return RANK_FIRST
    return VALUE_FIRST if values and not ranks else ""


def _is_another_word(word: str, phrase: tuple[str, ...]) -> bool:
    """Tell whether a word with accents is another than the filler that it folds to."""
    written = WRITTEN_IN_FULL.get(phrase[0]) if len(phrase) == 1 else None
    return written is not None and word.casefold() not in (written, phrase[0])

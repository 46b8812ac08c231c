"""The measures of an index that is new here, told by the headers or the rows of its own table."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from indicators.imports.layouts.headers import JOINT, PERIOD, WORD, without_fillers
from indicators.imports.layouts.layout import FIGURES, Layout
from indicators.imports.layouts.proposals import NAMELESS_TOTAL
from indicators.imports.layouts.words import IN_BRACKETS, SAYING_TOTAL, TOTAL_WORDS
from indicators.imports.matching.measure_names import GROUP, TOTAL, MeasureNames, NamedMeasure
from indicators.models import Measure
from provinces import names

LONGEST_CODE = Measure._meta.get_field("code").max_length
LONGEST_NAME = Measure._meta.get_field("name").max_length
# A name of so many letters is its own short form.
SHORT_NAME = 12

# Words above several columns that name no measure.
SAYING_NOTHING = re.compile(r"(?:cac )?(?:chi so|chi tieu|tieu chi)(?: (?:thanh phan|chinh|con))?")


@dataclass(frozen=True)
class NewMeasure:
    """A measure that a table names; of several columns (value, rank) one.

    Args:
        printed: as the rows of the table or its layout call it.
    """

    code: str
    name: str
    is_total: bool
    printed: str = ""


def with_total(layout: Layout, *, scorecard_name: str) -> Layout:
    """Return a proposed layout whose total is told by the name of the index, where the headers do not.

    The question about it then falls away.
    """
    if layout.total or all(question.code != "total" for question in layout.questions):
        return layout
    names_of = {
        column.measure: measure_name(column.header) for column in layout.columns if column.role in FIGURES
    }
    totals = [
        code
        for code, name in names_of.items()
        if code == NAMELESS_TOTAL or name in total_names(names_of.values(), scorecard_name=scorecard_name)
    ]
    named = [code for code in totals if code != NAMELESS_TOTAL]
    if len(named) > 1 or not totals:
        return layout
    total = (named or totals)[0]
    columns = (
        replace(column, measure=total) if column.measure == NAMELESS_TOTAL else column
        for column in layout.columns
    )
    questions = (question for question in layout.questions if question.code != "total")
    return replace(layout, columns=tuple(columns), questions=tuple(questions), total=total)


def measures_of_columns(
    layout: Layout, *, scorecard_name: str, corrected: Mapping[str, str] | None = None
) -> list[NewMeasure]:
    """Return the measures that the columns of a wide table were given, the total first.

    Args:
        corrected: names that a person gave instead of those in the headers, by code.
    """
    corrected = corrected or {}
    found = {}
    for column in layout.columns:
        if column.role in FIGURES and column.measure:
            is_nameless = column.measure == NAMELESS_TOTAL != layout.total and layout.total
            name = measure_name(column.header) or (column.header if is_nameless else column.measure)
            found.setdefault(column.measure, name)
    total = layout.total or (NAMELESS_TOTAL if NAMELESS_TOTAL in found else "")
    made = [
        NewMeasure(
            code,
            corrected.get(code, scorecard_name if code == total else name)[:LONGEST_NAME],
            is_total=code == total,
        )
        for code, name in found.items()
    ]
    return sorted(made, key=lambda measure: not measure.is_total)


def measures_of_rows(printed: Iterable[str], *, scorecard_name: str, total: str = "") -> list[NewMeasure]:
    """Return the measures that the rows of a long table name, the total first.

    Args:
        total: the code or the name of the measure that a person said is the total.
    """
    names_of = {text: measure_name(text) for text in printed}
    totals = _chosen(names_of.values(), total) or total_names(
        names_of.values(), scorecard_name=scorecard_name
    )
    total, taken = abbreviation(scorecard_name), {abbreviation(scorecard_name)}
    made = []
    for text, name in names_of.items():
        if name in totals:
            made.insert(0, NewMeasure(total, scorecard_name[:LONGEST_NAME], is_total=True, printed=text))
        else:
            code = _unique(measure_code(name), taken)
            taken.add(code)
            made.append(NewMeasure(code, name[:LONGEST_NAME], is_total=False, printed=text))
    return _found_again({measure.code: measure for measure in made}.values(), scorecard_name=scorecard_name)


def _chosen(found: Iterable[str], total: str) -> set[str]:
    """Return the name that a person said is the total, by itself or by the code that is made from it."""
    key = names.search_key(total)
    return {name for name in found if key and key in (names.search_key(name), measure_code(name).casefold())}


def _found_again(made: Collection[NewMeasure], *, scorecard_name: str) -> list[NewMeasure]:
    """Return measures that the rows will be matched with: by the whole text of a row where no less does."""
    kinds = {True: TOTAL, False: GROUP}
    rows = (NamedMeasure(0, one.code, kinds[one.is_total], one.name) for one in made)
    book = MeasureNames(rows, total_names=[scorecard_name])
    return [
        one if book.match(one.printed) == (one.code,) else replace(one, name=one.printed[:LONGEST_NAME])
        for one in made
    ]


def indicators_of_rows(called: Mapping[str, str]) -> list[NewMeasure]:
    """Return the indicators that the rows of one unit's table list; codes stay as they are printed.

    Args:
        called: the names of the indicators by their codes, or by the names where there are none.
    """
    made = []
    for printed, name in called.items():
        code = printed if len(printed) <= LONGEST_CODE and printed != name else ""
        made.append(NewMeasure(code, (name or printed)[:LONGEST_NAME], is_total=False, printed=printed))
    return made


def total_names(found: Iterable[str], *, scorecard_name: str) -> set[str]:
    """Return which names mean the total: they bear the name of the index, or say so, or say nothing."""
    keys = {name: names.search_key(name) for name in found}
    own = {names.search_key(IN_BRACKETS.sub("", scorecard_name)), names.search_key(scorecard_name)}
    own |= {names.search_key(abbreviation(scorecard_name))}
    named = [name for name in keys if name]
    bare = {""} & set(keys)
    rules = (
        lambda key: key in own,
        lambda key: bool(TOTAL_WORDS.fullmatch(key)),
        lambda key: bool(SAYING_TOTAL.search(key)),
        lambda key: any(f" {word} " in f" {key} " for word in own if word),
        lambda key: len(named) == 1,
    )
    for rule in rules:
        if totals := {name for name in named if rule(keys[name])}:
            return totals | bare
    return bare


def measure_name(header: str) -> str:
    """Return what a header says of its measure alone: "Chỉ số chính / Hạ tầng số / Xếp hạng" → "Hạ tầng số".

    Empty where it speaks of a rank or a value and names no measure.
    """
    told = [name for part in header.split(JOINT) if (name := _subject(part))]
    return told[-1] if told else ""


def measure_code(name: str) -> str:
    """Return a code for a measure: a code or an abbreviation as it stands, else the initials."""
    words = names.search_key(name).split()
    if len(words) == 1 or "_" in name:
        return plain_code(name)
    return plain_code("".join(word if word.isdigit() else word[0] for word in words))


def abbreviation(scorecard_name: str) -> str:
    """Return the short form of a scorecard's name: what stands in brackets, a short name, else initials."""
    in_brackets = IN_BRACKETS.search(scorecard_name)
    if in_brackets and len(in_brackets[1]) <= SHORT_NAME:
        return plain_code(in_brackets[1])
    if len(scorecard_name) <= SHORT_NAME:
        return plain_code(scorecard_name)
    return measure_code(scorecard_name)


def plain_code(text: str) -> str:
    """Return a text as a code of a measure: capitals without accents, joined by a bar."""
    return "_".join(names.search_key(text).split()).upper()[:LONGEST_CODE]


def _subject(part: str) -> str:
    """Return what one header cell says of a measure, as printed but for the words around it."""
    bare = without_fillers(part)
    if not bare or SAYING_NOTHING.fullmatch(names.search_key(bare)):
        return ""
    subject = without_fillers(part, keeps_telling=True)
    whole = " ".join(PERIOD.sub(" ", part).split())
    words, told = list(WORD.finditer(whole)), subject.split()
    first = next((word.start() for word in words if word.group() == told[0]), None)
    last = next((word.end() for word in reversed(words) if word.group() == told[-1]), None)
    return subject if None in (first, last) or first >= last else whole[first:last]


def _unique(code: str, taken: set[str]) -> str:
    if code and code not in taken:
        return code
    numbered = (f"{(code or 'CS')[: LONGEST_CODE - 3]}{number}" for number in range(2, 1000))
    return next(free for free in numbered if free not in taken)

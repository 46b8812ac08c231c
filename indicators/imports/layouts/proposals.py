"""Measures for an index that the site doesn't know yet, made from the headers of its own table."""

import re

from django.utils.translation import gettext as _

from indicators.imports.layouts.arithmetic import find_total
from indicators.imports.layouts.figure_columns import Figure
from indicators.imports.layouts.headers import segments_of, without_asides, without_fillers
from indicators.imports.layouts.layout import VALUES, Question
from indicators.imports.layouts.measures import refuse_doubles
from indicators.imports.layouts.pairing import join_bare
from indicators.imports.layouts.words import SAYING_TOTAL, TOTAL_WORDS
from provinces.names import search_key

LONGEST_CODE = 20
NAMELESS_TOTAL = "TOTAL"
ACRONYM = re.compile(r"\b[A-Z]{3,10}\b")
INDEX = re.compile(r"\b(?:chi so|index)\b(?! thanh phan)")


def propose_measures(figures: list[Figure]) -> tuple[str, list[Question]]:
    """Give every figure column a measure of its own name; return the code of the total and what is open."""
    names = {}
    for figure in figures:
        if not figure.is_bare:
            names.setdefault(search_key(_name(figure)), _name(figure))
    total_name = _total_among(names, figures)
    codes = _codes(names, total_name)
    total = codes.get(total_name or "", NAMELESS_TOTAL)
    for figure in figures:
        if not figure.is_bare:
            figure.measure = codes[search_key(_name(figure))]
    has_total = bool(total_name) or any(figure.is_bare and figure.role in VALUES for figure in figures)
    join_bare(figures, total=total)
    questions = refuse_doubles(figures)
    measured = tuple(dict.fromkeys(figure.measure for figure in figures))
    if not has_total and total not in measured and len(measured) > 1:
        questions.append(_which_total(measured))
    elif rival := _index_beside(figures, total):
        questions.append(_which_of_two(rival, total))
    return (total if total in measured else ""), questions


def _index_beside(figures: list[Figure], total: str) -> str | None:
    """Return the one index beside a nameless total that holds other values: "Tổng điểm | Chỉ số CCHC"."""
    values = [figure for figure in figures if figure.role in VALUES]
    if total != NAMELESS_TOTAL:
        return None
    totals = [figure.numbers for figure in values if figure.measure == total]
    rivals = {
        figure.measure
        for figure in values
        if figure.measure != total
        and INDEX.search(search_key(figure.guess.heading.text))
        and figure.numbers not in totals
    }
    return rivals.pop() if len(rivals) == 1 else None


def _name(figure: Figure) -> str:
    segments = segments_of(figure.guess.heading.text)
    names = [name for segment in segments if (name := without_fillers(without_asides(segment)))]
    return " ".join(names) or figure.guess.heading.text


def _total_among(names: dict[str, str], figures: list[Figure]) -> str | None:
    """Return the name of the total: by its words, as the only one, or as the sum of the others."""
    if any(figure.is_bare and figure.role in VALUES for figure in figures):
        return None
    if len(names) == 1:
        return next(iter(names))
    for is_total in (
        lambda key, name: TOTAL_WORDS.fullmatch(key) or SAYING_TOTAL.search(key),
        lambda key, name: "index" in key.split(),
        lambda key, name: ACRONYM.fullmatch(_without_index(name)),
        lambda key, name: ACRONYM.search(name),
    ):
        found = [key for key, name in names.items() if is_total(key, name)]
        if len(found) == 1:
            return found[0]
    values = [figure for figure in figures if figure.role in VALUES and figure.place == figures[0].place]
    position = find_total([figure.numbers for figure in values])
    return None if position is None else search_key(_name(values[position]))


def _without_index(name: str) -> str:
    return re.sub(r"(?i)\b(?:chỉ số|index|của tỉnh|tổng)\b", "", name).strip()


def _codes(names: dict[str, str], total_name: str | None) -> dict[str, str]:
    """Return a short code for each name, none twice: the acronym of the total, the initials of others."""
    codes: dict[str, str] = {}
    for key, name in names.items():
        acronym = ACRONYM.search(name)
        words = [word.encode("ascii", "ignore").decode() for word in key.split()]
        words = [word for word in words if word]
        initials = "".join(word[0] for word in words) if len(words) > 1 else "".join(words)
        base = acronym.group() if acronym and key == total_name else initials.upper()
        codes[key] = _unused(base[:LONGEST_CODE] or "M", set(codes.values()))
    return codes


def _unused(base: str, taken: set[str]) -> str:
    code, number = base, 2
    while code in taken or code == NAMELESS_TOTAL:
        suffix = str(number)
        code, number = base[: LONGEST_CODE - len(suffix)] + suffix, number + 1
    return code


def _which_of_two(index: str, total: str) -> Question:
    message = _(
        "Both “%(index)s” and “%(total)s” may be the figure that the units are ranked by. Choose the "
        "measure that is the total: total=%(index)s or total=%(total)s."
    )
    return Question(
        code="total",
        column=None,
        message=message % {"index": index, "total": total},
        choices=(index, total),
    )


def _which_total(measured: tuple[str, ...]) -> Question:
    return Question(
        code="total",
        column=None,
        message=_(
            "No column says that it holds the total. Choose the measure that is the total: %(choices)s."
        )
        % {"choices": ", ".join(measured)},
        choices=measured,
    )

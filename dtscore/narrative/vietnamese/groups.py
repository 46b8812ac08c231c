"""What is said of one measure in one edition."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from dtscore.narrative.facts import GroupFacts, Placing, Rank, Value, is_computed
from dtscore.narrative.pieces import Part, Sentence, filled, listed
from dtscore.narrative.vietnamese import words

MOST_NAMES = 6
Figure = TypeVar("Figure", Rank, Value | None)


def group_sentences(facts: GroupFacts) -> Iterator[Sentence]:
    """Tell who is first, the average and who is last, then my unit, then what is not known."""
    yield _answer(facts)
    yield _mean(facts)
    yield _last(facts)
    yield _own(facts)
    if facts.coverage is not None:
        yield _coverage(facts)


def _answer(facts: GroupFacts) -> Sentence:
    head = {"measure": facts.measure.text, "period": words.period_text(facts.period)}
    if not facts.is_scored:
        return filled("{measure} có trong bộ chỉ số của {period} nhưng không tính điểm.", **head)
    if facts.alone is not None:
        unit, value = words.name(facts.alone.name), words.marked_value(facts.alone.value)
        return filled("{measure} {period}: {unit} đạt {value}.", **head, unit=unit, value=value)
    if facts.first:
        return filled("{measure} {period}: {first}.", **head, first=_level(facts.first, lead="xếp hạng"))
    if facts.named:
        return filled(
            "{measure} {period}: danh sách công bố có {count} đơn vị dẫn đầu, không xếp thứ tự.",
            **head,
            count=words.count_text(facts.named),
        )
    return filled("{measure} {period}: chưa công bố đơn vị đứng đầu.", **head)


def _level(placings: tuple[Placing, ...], *, lead: str) -> Sentence:
    """Tell the units of one rank, and their value; only their number where there are too many to read.

    What was not published of one of them is marked for them all.
    """
    units: Part = words.line([words.name(placing.name) for placing in placings])
    if len(placings) > MOST_NAMES:
        units = f"{words.count_text(len(placings))} đơn vị"
    rank = words.rank_with_change(_least_known([placing.rank for placing in placings]), None, lead=lead)
    value = _least_known([placing.value for placing in placings])
    if value is None:
        return filled("{units} {rank}", units=units, rank=rank)
    return filled("{units} {rank}, đạt {value}", units=units, rank=rank, value=words.marked_value(value))


def _least_known(figures: Sequence[Figure]) -> Figure:
    """Return the one of some equal figures that was not published, else the first."""
    return next((figure for figure in figures if words.marks_of([figure])), figures[0])


def _mean(facts: GroupFacts) -> Sentence:
    if facts.mean is None or facts.alone is not None:
        return ()
    mark = "theo tính toán" if is_computed(facts.mean) else "đã công bố"
    return filled("Trung bình {mark} là {mean}.", mark=mark, mean=words.value(facts.mean))


def _last(facts: GroupFacts) -> Sentence:
    if not facts.last or facts.last == facts.first:
        return ()
    return filled("Thấp nhất: {last}.", last=_level(facts.last, lead="hạng"))


def _own(facts: GroupFacts) -> Sentence:
    own = facts.own
    if own is None:
        return ()
    unit = words.name(own.name)
    if not own.is_placed:
        return filled("{unit} {reason}.", unit=unit, reason=words.absence(own))
    told: list[Part] = []
    against = facts.own_against_mean
    if own.rank is not None:
        told.append(words.rank_with_change(own.rank, own.change, lead="xếp hạng"))
    if own.value is not None:
        told.append(filled("đạt {value}", value=words.marked_value(own.value)))
    if against is not None and against.side:
        difference = words.value(against.difference)
        pattern = "theo tính toán {side} hơn trung bình {difference}"
        told.append(filled(pattern, side=words.SIDES[against.side], difference=difference))
    return filled("{unit} {facts}.", unit=unit, facts=listed(told, comma=", ", last=", "))


def _coverage(facts: GroupFacts) -> Sentence:
    period = words.period_text(facts.period)
    if facts.coverage.known == 0 and not facts.coverage.ranks:
        return filled("Chưa công bố giá trị hay thứ hạng nào theo chỉ tiêu này cho {period}.", period=period)
    if facts.coverage.known == 0:
        return filled(
            "Chưa công bố giá trị nào theo chỉ tiêu này cho {period}, chỉ có thứ hạng của một số đơn vị.",
            period=period,
        )
    return filled(
        "{period} {coverage}; {only}.",
        period=period,
        coverage=words.coverage_text(facts.coverage),
        only=words.only_told([*facts.first, *facts.last, *([facts.own] if facts.own else [])]),
    )

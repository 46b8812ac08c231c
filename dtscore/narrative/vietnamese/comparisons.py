"""What is said of several units side by side."""

from collections.abc import Iterator

from dtscore.narrative.facts import ComparisonFacts, WidestGap
from dtscore.narrative.pieces import Sentence, filled, listed
from dtscore.narrative.vietnamese import words


def comparison_sentences(facts: ComparisonFacts) -> Iterator[Sentence]:
    """Tell where each stands, by what they differ most and who is ahead, then what can't be compared."""
    yield _answer(facts)
    if facts.widest is not None:
        yield _widest(facts.widest)
    yield _ahead(facts)
    if facts.coverage is not None:
        yield filled(
            "{period} {coverage}; {only}.",
            period=words.period_text(facts.period),
            coverage=words.coverage_text(facts.coverage),
            only=words.only_told(facts.units),
        )
    if facts.has_other_sets:
        yield filled("Thứ hạng của các kỳ trên tập đơn vị khác nhau không so với nhau.")


def _answer(facts: ComparisonFacts) -> Sentence:
    head = {
        "measure": words.name(facts.measure),
        "period": words.period_text(facts.period),
        "members": words.members(facts.members),
    }
    if not any(unit.is_placed for unit in facts.units):
        return filled("{measure} {period}: chưa công bố tổng điểm của các đơn vị này.", **head)
    units = listed([words.placing_text(unit) for unit in facts.units], comma="; ", last="; ")
    count = words.unknown_count(facts.units)
    return filled("{measure} {period}, trong {members}{count}: {units}.", **head, units=units, count=count)


def _widest(gap: WidestGap) -> Sentence:
    pattern = (
        "Khoảng cách lớn nhất so với {first} là về {measure}: {unit} {side} hơn {difference} theo tính toán"
    )
    is_marked = words.marks_of([gap.unit.value, gap.first.value])
    return filled(
        f"{pattern}, {{value}} so với {{own}}." if is_marked else f"{pattern} ({{value}} so với {{own}}).",
        first=gap.first.name.text,
        measure=words.name_within(gap.measure),
        unit=gap.unit.name.text,
        side=words.SIDES[gap.side],
        difference=words.value(gap.difference),
        value=words.marked_value(gap.unit.value),
        own=words.marked_value(gap.first.value),
    )


def _ahead(facts: ComparisonFacts) -> Sentence:
    if not facts.group_count or not facts.ahead:
        return ()
    units = [
        filled("{unit} {count} nhóm", unit=ahead.unit.text, count=words.count_text(ahead.count))
        for ahead in facts.ahead
    ]
    return filled(
        "Trong {count} nhóm chỉ số có đủ giá trị, dẫn trước: {units}.",
        count=words.count_text(facts.group_count),
        units=listed(units, comma=", ", last=", "),
    )

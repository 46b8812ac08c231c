"""What is said of a whole edition: who leads, who rose, the average."""

from collections.abc import Iterator

from dtscore.narrative.facts import EditionFacts, RegionFacts, Rise, is_computed
from dtscore.narrative.pieces import Sentence, filled
from dtscore.narrative.vietnamese import words


def edition_sentences(facts: EditionFacts) -> Iterator[Sentence]:
    """Tell who leads and who rose, the average, then what can't be told."""
    yield _answer(facts)
    if facts.rise is not None:
        yield _rise(facts.rise)
    yield _mean(facts)
    if facts.coverage is not None:
        yield _coverage(facts)
    if facts.other_set is not None:
        yield words.other_set(facts.other_set)
    if facts.region is not None:
        yield _region(facts.region)


def _answer(facts: EditionFacts) -> Sentence:
    head = {"period": words.period_text(facts.period), "ranked": words.members(facts.ranked)}
    if facts.alone is not None:
        return filled("{unit} đạt {value} {period}.", **head, **_lone(facts))
    if not facts.first:
        return filled("Chưa có thứ hạng và giá trị tổng nào của {period} được công bố.", **head)
    head["known"] = "đã công bố" if words.are_published(facts.first) else "đã biết"
    if facts.first[0].rank is None:
        first = words.line([words.unit_with_value(placing) for placing in facts.first])
        return filled("Tổng điểm tốt nhất {known} của {period}: {first}.", **head, first=first)
    if facts.coverage is not None:
        first = words.line([words.unit_with_rank(placing) for placing in facts.first])
        count = words.unknown_count(facts.first)
        pattern = "Thứ hạng cao nhất {known} của {period}{count}: {first}."
        return filled(pattern, **head, first=first, count=count)
    return _best(facts, head)


def _best(facts: EditionFacts, head: dict) -> Sentence:
    """Tell who is first by rank, and who comes next."""
    best = facts.first[0].rank.place
    mark = words.marks_of(placing.rank for placing in facts.first)
    head["mark"] = f" (thứ hạng {mark})" if mark else ""
    first = [words.unit_with_value(placing) for placing in facts.first if placing.rank.place == best]
    others = [words.unit_with_value(placing) for placing in facts.first if placing.rank.place != best]
    if not others:
        return filled("{period}, {first} dẫn đầu {ranked}{mark}.", **head, first=words.line(first))
    return filled(
        "{period}, {first} dẫn đầu {ranked}{mark}, tiếp theo là {others}.",
        **head,
        first=words.line(first),
        others=words.line(others),
    )


def _lone(facts: EditionFacts) -> dict:
    return {"unit": words.name(facts.alone.name), "value": words.marked_value(facts.alone.value)}


def _rise(rise: Rise) -> Sentence:
    risers = [
        filled(
            "{unit}, {rank}", unit=words.name(riser.name), rank=words.marked_rank(riser.rank, lead="xếp hạng")
        )
        for riser in rise.units
    ]
    mark = words.MARKS.get(rise.change.basis, "")
    told = {
        "units": words.line(risers),
        "change": words.change(rise.change, with_since=True),
        "among": f" trong {words.members(rise.among)}" if rise.among else "",
        "known": words.count_text(rise.known),
        "how": f"đã biết, {mark}" if mark else "đã công bố",
        "mark": f" {mark}" if mark else "",
    }
    link = ":"
    if rise.is_complete:
        lead = "Tăng nhiều bậc nhất{among}{mark}"
    elif rise.known == 1:
        lead = "Thay đổi thứ hạng {how}{among}"
    else:
        lead, link = "Trong {known} thay đổi thứ hạng {how}{among}, tăng nhiều nhất", " là"
    # Behind the mark of a rank the change would stand in a second pair of brackets.
    has_marks = any(words.MARKS.get(riser.rank.basis) for riser in rise.units)
    order = f"{lead} ({{change}}){link} {{units}}." if has_marks else f"{lead}{link} {{units}} ({{change}})."
    return filled(order, **told)


def _mean(facts: EditionFacts) -> Sentence:
    if facts.mean is None:
        return ()
    return filled(
        "Trung bình của {ranked} là {mean}.",
        ranked=words.members(facts.ranked),
        mean=words.marked_value(facts.mean),
    )


def _coverage(facts: EditionFacts) -> Sentence:
    coverage = facts.coverage
    kinds = {"thứ hạng": coverage.ranks, "tổng điểm": coverage.values}
    left_out = ["đơn vị dẫn đầu", "thay đổi thứ hạng"]
    return filled(
        "Mới có số liệu của {known}{why} ({kinds}) nên không tính {left_out}.",
        known=words.known_units(coverage),
        why="" if coverage.count is not None else ", chưa rõ tổng số đơn vị được xếp hạng",
        kinds=", ".join(
            f"biết {kind} của {words.count_text(count)}" for kind, count in kinds.items() if count
        ),
        left_out=words.line(left_out if facts.mean else ["trung bình", *left_out]),
    )


def _region(region: RegionFacts) -> Sentence:
    if not region.first:
        return filled(
            "Chưa xếp hạng được trong vùng {region}: mới có {known}.",
            region=words.name(region.region),
            known=words.known_units(region.coverage),
        )
    # Where all were computed, the sentence says so once.
    is_alike = is_computed(*(placing.rank for placing in region.first))
    first = words.line([words.unit_with_rank(placing, with_mark=not is_alike) for placing in region.first])
    mark = " theo tính toán" if is_alike else ""
    return filled(
        "Dẫn đầu vùng {region}{mark}: {first}.", region=words.name(region.region), mark=mark, first=first
    )

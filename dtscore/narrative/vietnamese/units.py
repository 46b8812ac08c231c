"""What is said of one unit in one edition."""

from collections.abc import Iterator

from dtscore.narrative.facts import (
    COMPUTED,
    DERIVED,
    AgainstMean,
    GroupRank,
    Lead,
    Name,
    NextPlace,
    UnitFacts,
    any_computed,
    is_computed,
)
from dtscore.narrative.pieces import Part, Piece, Sentence, filled, listed
from dtscore.narrative.vietnamese import words
from indicators.notation import format_date

MOST_GROUPS = 3
BECAME = "Từ {date}, {unit} hợp nhất vào {units}."
BECAME_NAMESAKE = "{unit} (trước {date}) hợp nhất vào {units} (từ {date})."


def unit_sentences(facts: UnitFacts) -> Iterator[Sentence]:
    """Tell where it stands, then by what, then what can't be compared."""
    yield _answer(facts)
    yield _computed_leads(facts)
    yield _value(facts)
    yield _groups(facts)
    yield from _limits(facts)
    yield from _mergers(facts)


def _answer(facts: UnitFacts) -> Sentence:
    head = {"period": words.period_text(facts.period), "unit": facts.placing.name.text}
    if facts.placing.takes_part and not facts.placing.is_placed:
        return filled("{period}, {unit} tham gia nhưng không xếp hạng.", **head)
    if not facts.placing.is_placed:
        return filled("{period}, kết quả xếp hạng chung của {unit} chưa công bố.", **head)
    leads = [lead for lead in facts.leads if lead.basis != COMPUTED]
    told = [*_ranks(facts), *([_leads(leads)] if leads else [])]
    return filled("{period}, {unit} {facts}.", **head, facts=_commas(told))


def _computed_leads(facts: UnitFacts) -> Sentence:
    leads = [lead for lead in facts.leads if lead.basis == COMPUTED]
    if not leads:
        return ()
    return filled("theo tính toán, {unit} {leads}.", unit=facts.placing.name.text, leads=_leads(leads))


def _ranks(facts: UnitFacts) -> Iterator[Part]:
    placing, regional = facts.placing, facts.regional
    if placing.rank is not None:
        yield words.rank_with_change(placing.rank, placing.change, lead="xếp hạng")
    else:
        yield filled("đạt {value}, chưa công bố thứ hạng", value=words.marked_value(placing.value))
    if regional is not None and regional.rank is not None:
        # The period was named with the first change.
        named = placing.rank is not None and placing.change is not None
        yield words.rank_with_change(
            regional.rank,
            regional.change,
            lead="hạng",
            behind=regional.region.text,
            with_since=not named,
        )


def _leads(leads: list[Lead]) -> Sentence:
    """Return “là 1 trong 10 địa phương dẫn đầu về A và B, 1 trong 9 địa phương dẫn đầu về C”."""
    lists: dict[tuple[int, str], list[Name]] = {}
    for lead in leads:
        lists.setdefault((lead.count, lead.members), []).append(lead.measure)
    told = []
    for (count, members), (first, *others) in lists.items():
        head = f"1 trong {words.count_text(count)} {members or words.LOCALITIES} dẫn đầu về"
        named = [Piece(f"{head} {words.within(first.text)}", first.reference)]
        told.append(words.line([*named, *(words.name_within(measure) for measure in others)]))
    return filled("là {lists}", lists=_commas(told))


def _value(facts: UnitFacts) -> Sentence:
    """Tell the value, and how far it is from the average and from the next place."""
    value, against, next_place = facts.placing.value, facts.against_mean, facts.next_place
    if value is None:
        return ()
    known = words.marked_value(value)
    told = [*_against_mean(against, facts), *_next_place(next_place)]
    if not told:
        if facts.placing.rank is None:
            return ()
        return filled("{measure} đạt {value}.", measure=words.name(facts.measure), value=known)
    gaps = [against.difference, against.mean] if against else []
    gaps += [next_place.difference] if next_place else []
    pattern = (
        "{measure} đạt {value}; theo tính toán, {gaps}."
        if any_computed(gaps)
        else "{measure} đạt {value}, {gaps}."
    )
    return filled(pattern, measure=words.name(facts.measure), value=known, gaps=_and(told))


def _against_mean(against: AgainstMean | None, facts: UnitFacts) -> Iterator[Part]:
    if against is None:
        return
    told = {
        "basis": "" if is_computed(against.mean) else " đã công bố",
        "mean": words.value(against.mean),
        "members": words.members(facts.members),
    }
    if not against.side:
        yield filled("bằng trung bình{basis} của {members} ({mean})", **told)
        return
    yield filled(
        "{side} hơn {difference} so với trung bình{basis} {mean} của {members}",
        **told,
        side=words.SIDES[against.side],
        difference=words.value(against.difference),
    )


def _next_place(next_place: NextPlace | None) -> Iterator[Part]:
    if next_place is not None:
        yield filled(
            "còn kém {difference} để bằng {units} ở vị trí liền trên",
            difference=words.value(next_place.difference),
            units=words.line([words.name(unit) for unit in next_place.units]),
        )


def _groups(facts: UnitFacts) -> Sentence:
    """Tell the best and the weakest of the groups whose ranks are known."""
    best, weakest = facts.best_groups, facts.weakest_groups
    if len(facts.groups) < 2 or best == weakest:
        return ()
    if max(len(best), len(weakest)) > MOST_GROUPS:
        return ()
    ranks = [group.rank for group in facts.groups]
    pattern = "trong {known} nhóm chỉ số đã rõ thứ hạng, tốt nhất là {best}, thấp nhất là {weakest}."
    if any_computed(ranks):
        pattern = f"theo tính toán, {pattern}"
    known = words.count_text(len(facts.groups))
    if facts.group_count > len(facts.groups):
        known = f"{known}/{words.count_text(facts.group_count)}"
    return filled(pattern, known=known, best=_ranked_groups(best), weakest=_ranked_groups(weakest))


def _ranked_groups(groups: tuple[GroupRank, ...]) -> Sentence:
    return words.line([_ranked_group(group) for group in groups])


def _ranked_group(group: GroupRank) -> Piece:
    """Return “nhân lực số (hạng 5/63)”; that it was computed is said by the sentence."""
    rank = words.rank(group.rank, lead="hạng").text
    mark = f", {words.MARKS[DERIVED]}" if group.rank.basis == DERIVED else ""
    return Piece(f"{words.within(group.group.text)} ({rank}{mark})", group.rank.reference)


def _limits(facts: UnitFacts) -> Iterator[Sentence]:
    """Tell what can't be said or compared, and why."""
    if facts.coverage is not None:
        yield filled(
            "{period} {coverage}{comma} nên không tính trung bình, đơn vị dẫn đầu và thay đổi thứ hạng.",
            period=words.period_text(facts.period),
            coverage=words.coverage_text(facts.coverage),
            comma="," if facts.coverage.count is None else "",
        )
    if facts.unknown_before is not None:
        yield filled(
            "Số liệu {period} chưa đủ để nêu thay đổi thứ hạng.",
            period=words.period_text(facts.unknown_before),
        )
    if facts.other_set is not None:
        yield words.other_set(facts.other_set)


def _mergers(facts: UnitFacts) -> Iterator[Sentence]:
    unit = facts.placing.name.text
    if facts.merged_from is not None:
        yield filled(
            "Từ {date}, {unit} được hợp nhất từ {units}; thứ hạng cũ và mới không so với nhau.",
            date=format_date(facts.merged_from.on),
            unit=unit,
            units=words.line([words.name(old) for old in facts.merged_from.units]),
        )
    for merger in facts.merged_into:
        # The name of a province may live on in the one that it became part of.
        is_namesake = unit in {heir.text for heir in merger.units}
        yield filled(
            BECAME_NAMESAKE if is_namesake else BECAME,
            date=format_date(merger.on),
            unit=unit,
            units=words.line([words.name(heir) for heir in merger.units]),
        )


def _commas(parts: list[Part]) -> Sentence:
    return listed(parts, comma=", ", last=", ")


def _and(parts: list[Part]) -> Sentence:
    return listed(parts, comma=", ", last=" và ")

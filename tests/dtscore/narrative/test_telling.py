"""The sentences by themselves: whatever is known or missing, they read well and say nothing but the facts."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtscore.narrative.facts import (
    AgainstMean,
    Ahead,
    Change,
    ComparisonFacts,
    Coverage,
    EditionFacts,
    GroupFacts,
    GroupRank,
    Lead,
    Merger,
    Name,
    NextPlace,
    OtherSet,
    Period,
    Placing,
    Rank,
    RegionalPlacing,
    RegionFacts,
    Rise,
    UnitFacts,
    Value,
    WidestGap,
)
from dtscore.narrative.pieces import text_of
from dtscore.narrative.telling import tell
from indicators.notation import UnknownLanguageError

FORBIDDEN = re.compile(r"None|nan|NaN|  |\(\)|\( | \)|,,|,;|,:|, ,|\.\.| \.| ,|[{}]")
FIGURE = re.compile(r"[0-9]+(?:[.,/][0-9]+)*")

words = st.sampled_from(["Trà Vinh", "Huế", "Bộ Xây dựng", "TP. Hồ Chí Minh"])
numbers = st.integers(0, 5000)
bases = st.sampled_from(["published", "computed", "derived"])
periods = st.builds(Period, text=st.sampled_from(["2022", "2021", "08/11/2024"]), is_year=st.booleans())
names = st.builds(Name, text=words, reference=st.just("/x/"))
values = st.builds(Value, text=numbers.map(lambda n: f"0,{n:04}"), reference=st.just("/x/"), basis=bases)
counts = st.none() | st.integers(63, 11000)
ranks = st.builds(Rank, place=st.integers(1, 63), count=counts, reference=st.just("/x/"), basis=bases)
changes = st.builds(
    Change,
    places=st.integers(-40, 40),
    since=st.none() | periods,
    reference=st.just("/x/"),
    basis=bases,
)
placings = st.builds(
    Placing,
    name=names,
    value=st.none() | values,
    rank=st.none() | ranks,
    change=st.none() | changes,
    takes_part=st.booleans(),
)
ranked = placings.filter(lambda placing: placing.rank is not None)
valued = placings.filter(lambda placing: placing.value is not None)
coverages = st.builds(
    Coverage, known=numbers, count=counts, reference=st.just("/x/"), values=numbers, ranks=numbers
)
other_sets = st.builds(OtherSet, period=periods, ranked=st.just("34 tỉnh"), ranked_before=st.just("63 tỉnh"))
mergers = st.builds(Merger, units=st.tuples(names, names), on=st.just(date(2025, 7, 1)))
against = st.builds(AgainstMean, difference=values, mean=values, side=st.sampled_from([-1, 0, 1]))


def tuples_of(strategy, most=3, least=0):
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


unit_facts = st.builds(
    UnitFacts,
    period=periods,
    measure=names,
    members=st.sampled_from(["63 tỉnh, thành phố", "Bộ, ngành có dịch vụ công"]),
    placing=placings,
    regional=st.none()
    | st.builds(RegionalPlacing, region=names, rank=st.none() | ranks, change=st.none() | changes),
    leads=tuples_of(st.builds(Lead, measure=names, count=numbers, basis=bases)),
    against_mean=st.none() | against,
    next_place=st.none() | st.builds(NextPlace, difference=values, units=tuples_of(names, least=1)),
    groups=tuples_of(st.builds(GroupRank, group=names, rank=ranks), most=8),
    group_count=st.integers(8, 9),
    coverage=st.none() | coverages,
    unknown_before=st.none() | periods,
    other_set=st.none() | other_sets,
    merged_from=st.none() | mergers,
    merged_into=tuples_of(mergers, most=1),
)
edition_facts = st.builds(
    EditionFacts,
    period=periods,
    ranked=st.just("63 tỉnh, thành phố"),
    first=tuples_of(ranked) | tuples_of(valued.filter(lambda placing: placing.rank is None)),
    alone=st.none() | valued,
    mean=st.none() | values,
    rise=st.none()
    | st.builds(
        Rise,
        units=tuples_of(ranked, least=1),
        change=changes,
        known=numbers,
        is_complete=st.booleans(),
        among=st.sampled_from(["", "34 tỉnh, thành phố"]),
    ),
    coverage=st.none() | coverages.filter(lambda coverage: coverage.ranks or coverage.values),
    region=st.none() | st.builds(RegionFacts, region=names, first=tuples_of(ranked), coverage=coverages),
    other_set=st.none() | other_sets,
)
group_facts = st.builds(
    GroupFacts,
    period=periods,
    measure=names,
    is_scored=st.booleans(),
    first=tuples_of(ranked, most=8),
    last=tuples_of(ranked, most=8),
    named=numbers,
    alone=st.none() | valued,
    mean=st.none() | values,
    own=st.none() | placings,
    own_against_mean=st.none() | against,
    coverage=st.none() | coverages,
)
comparison_facts = st.builds(
    ComparisonFacts,
    period=periods,
    measure=names,
    members=st.just("63 tỉnh, thành phố"),
    units=tuples_of(placings, most=6),
    widest=st.none()
    | st.builds(
        WidestGap, measure=names, unit=valued, first=valued, difference=values, side=st.sampled_from([-1, 1])
    ),
    ahead=tuples_of(st.builds(Ahead, unit=names, count=numbers)),
    group_count=numbers,
    coverage=st.none() | coverages,
    has_other_sets=st.booleans(),
)
any_facts = unit_facts | edition_facts | group_facts | comparison_facts


def figures_in(text: str) -> set[str]:
    """Return the numbers of a text, a thousand written without its dot."""
    return {part for figure in FIGURE.findall(text) for part in re.split(r"/", figure.replace(".", ""))}


@given(any_facts)
def test_sentences_read_well_and_hold_no_figure_that_the_facts_lack(facts):
    narrative = tell(facts)

    assert FORBIDDEN.findall(narrative.text) == []
    for text in narrative.texts:
        assert text[0] == text[0].upper()
        assert text.endswith(".")
    # How many units or groups are named is counted in the facts, the rest stands in them.
    counted = {str(count) for count in range(10)} | {"01", "07", "01/07/2025", "2025"}
    known = figures_in(repr(facts)) | {str(abs(int(figure))) for figure in re.findall(r"-?\d+", repr(facts))}
    assert figures_in(narrative.text) <= known | counted


@given(any_facts)
def test_same_facts_are_told_the_same_and_every_reference_is_of_a_fact(facts):
    narrative = tell(facts)

    assert narrative == tell(facts)
    assert {piece.reference for sentence in narrative.sentences for piece in sentence} <= {"", "/x/"}


def with_own_addresses(facts):
    """Return facts in which the address of each value, rank and change tells how it is known."""
    if isinstance(facts, tuple):
        return tuple(with_own_addresses(fact) for fact in facts)
    if not is_dataclass(facts):
        return facts
    if isinstance(facts, (Value, Rank, Change)):
        return replace(facts, reference=f"/{type(facts).__name__}/{facts.basis}/")
    return replace(
        facts, **{field.name: with_own_addresses(getattr(facts, field.name)) for field in fields(facts)}
    )


def is_marked(sentence, place: int) -> bool:
    """Tell whether a figure bears its mark: behind it, on top for all, or before it if it is a change."""
    _blank, kind, basis, _end = sentence[place].reference.split("/")
    mark = {"computed": "theo tính toán", "derived": "suy ra"}[basis]
    figures = [at for at, piece in enumerate(sentence) if piece.reference.count("/") > 2]
    on_top = text_of(sentence[: figures[0]])
    behind = text_of(sentence[place : place + 2])
    before = text_of(sentence[:place])
    return mark in behind or mark in on_top.lower() or (kind == "Change" and mark in before)


@given(any_facts)
def test_every_rank_value_and_change_that_was_not_published_bears_its_mark(facts):
    # Differences are always computed and averages never derived.
    for sentence in tell(with_own_addresses(facts)).sentences:
        for place, piece in enumerate(sentence):
            if piece.reference.endswith(("/computed/", "/derived/")) and piece.text not in _means(facts):
                assert is_marked(sentence, place), text_of(sentence)


def _means(facts) -> set[str]:
    """Return what is told beside an average, whose figures are computed by what they are."""
    against = getattr(facts, "against_mean", None) or getattr(facts, "own_against_mean", None)
    gaps = [getattr(facts, "next_place", None), getattr(facts, "widest", None), against]
    told = {gap.difference.text for gap in gaps if gap is not None}
    return (
        told
        | ({against.mean.text} if against else set())
        | ({facts.mean.text} if getattr(facts, "mean", None) else set())
    )


def test_derived_rank_is_never_called_published():
    derived = Placing(name=Name(text="Trà Vinh"), rank=Rank(place=26, count=63, basis="derived"))
    coverage = Coverage(known=5, count=None, values=5, ranks=1)
    period = Period(text="2021")

    edition = tell(EditionFacts(period=period, ranked="63 tỉnh", first=(derived,), coverage=coverage))
    assert edition.texts[0] == "Thứ hạng cao nhất đã biết của năm 2021: Trà Vinh (hạng 26/63, suy ra)."
    units = (
        replace(derived, value=Value(text="0,4294")),
        Placing(name=Name(text="Huế"), rank=Rank(place=17, count=None)),
    )
    compared = tell(
        ComparisonFacts(
            period=period, measure=Name(text="DTI"), members="63 tỉnh", units=units, coverage=coverage
        )
    )
    assert compared.texts == [
        (
            "DTI năm 2021, trong 63 tỉnh (chưa rõ tổng số đơn vị): "
            "Trà Vinh xếp hạng 26/63 (suy ra), đạt 0,4294; Huế xếp hạng 17."
        ),
        "Năm 2021 mới có 5 đơn vị có giá trị, chưa rõ tổng số đơn vị; chỉ nêu số liệu đã biết.",
    ]


def test_nothing_known_is_told_as_nothing_published():
    facts = UnitFacts(
        period=Period(text="2022"),
        measure=Name(text="DTI"),
        members="63 tỉnh, thành phố",
        placing=Placing(name=Name(text="Cao Bằng")),
    )

    assert tell(facts).texts == ["Năm 2022, kết quả xếp hạng chung của Cao Bằng chưa công bố."]


def test_language_without_patterns_is_refused():
    facts = EditionFacts(period=Period(text="2022"), ranked="63 tỉnh, thành phố")

    with pytest.raises(UnknownLanguageError, match="fr"):
        tell(facts, language="fr")

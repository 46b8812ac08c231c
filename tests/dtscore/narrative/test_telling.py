"""The sentences by themselves: whatever is known or missing, they read well and say nothing but the facts."""

import re
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
    LeaderGroup,
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
from dtscore.narrative.telling import tell
from indicators.notation import UnknownLanguageError

FORBIDDEN = re.compile(r"None|nan|NaN|  |\(\)|\( | \)|,,|, ,|\.\.| \.| ,|[{}]")
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
    lists=tuples_of(st.builds(LeaderGroup, measure=names, units=tuples_of(names, least=1))),
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


@given(unit_facts)
def test_computed_figures_are_marked(facts):
    told = tell(facts)

    is_told = facts.placing.is_placed and facts.placing.rank is not None
    if is_told and facts.placing.rank.basis == "computed":
        assert "theo tính toán" in told.texts[0]


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

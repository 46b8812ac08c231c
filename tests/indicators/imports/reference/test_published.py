"""Every row of the published data is accounted for, and says where it was read."""

import re
from collections import Counter

import pytest
from django.db.models import Count, Q, Sum
from django.urls import reverse

from indicators.imports.reference.published import load_published
from indicators.models import (
    Benchmark,
    CompositePart,
    Edition,
    LeaderList,
    Measure,
    MeasureLink,
    Methodology,
    Ranking,
    Scorecard,
    ScoringRule,
    ScoringStep,
)
from indicators.models.basis import Basis
from indicators.workflow import open_revision
from provinces.models import (
    Region,
    ShippedSpelling,
    Source,
    Succession,
    TileCell,
    Unit,
    UnitAlias,
    UnitName,
    UnitSet,
    UnitSetMember,
)
from tests.indicators.imports.reference.tables import count_rows
from tests.officers import submission_of

pytestmark = pytest.mark.usefixtures("published_data")

COMPOSITES = ("CQS", "KTS", "XHS")
COMMON_GROUPS = ("NT", "TC", "NL", "AT")
GROUPS_FOR_ALL = ("HT", "CQS_HD", "KTS_HD", "XHS_HD")


def printed():
    """The rows that were loaded, without those that only publishing computed."""
    return Ranking.objects.published().exclude(value=None, rank=None)


def known(scorecard, edition, measure):
    """Return how many values and how many ranks are known."""
    rows = printed().filter(edition__scorecard__code=scorecard, edition__slug=edition, measure__code=measure)
    return rows.exclude(value=None).count(), rows.exclude(rank=None).count()


@pytest.mark.parametrize(
    ("model", "count"),
    [
        (Source, 50),
        (Unit, 105),
        (UnitName, 107),
        (UnitSet, 5),
        (Region, 6),
        (UnitSetMember, 116),
        (UnitAlias, 227),
        (Succession, 52),
        (TileCell, 65 + 36),
        (Scorecard, 5),
        (Methodology, 10),
        (Measure, 127 + 1 + 1 + 3),  # totals for ministries (QĐ 1726) and communes, three composites (QĐ 405)
        (CompositePart, 36),
        (MeasureLink, 20),
        (ScoringRule, 62 + 3),
        (ScoringStep, 4),
        (Edition, 17),
        (Benchmark, 10),
    ],
    ids=lambda value: value._meta.model_name if hasattr(value, "_meta") else None,
)
def test_reference_tables_are_loaded_in_full(model, count):
    assert model.objects.count() == count


@pytest.mark.parametrize(
    ("scorecard", "count"),
    [("dti-cap-tinh", 1476), ("dti-cap-bo", 58), ("dti-quoc-gia", 3)],
)
def test_rankings_are_loaded_in_full(scorecard, count):
    assert printed().filter(edition__scorecard__code=scorecard).count() == count
    assert count_rows(f"indicators/rankings/{scorecard}") == count


@pytest.mark.parametrize(
    ("edition", "measures", "expected"),
    [
        ("2020", ["DTI"], [(11, 19)]),
        ("2020", COMPOSITES, [(9, 11)]),
        ("2020", GROUPS_FOR_ALL + COMMON_GROUPS, [(0, 0)]),
        ("2021", ["DTI"], [(22, 26)]),
        ("2021", COMPOSITES, [(20, 21), (18, 20), (18, 19)]),
        ("2021", ["NT", "TC", "HT", "NL", "AT"], [(0, 1), (0, 1), (0, 1), (0, 1), (0, 2)]),
        ("2022", ["DTI"], [(63, 63)]),
        ("2022", COMPOSITES, [(1, 3)]),
        ("2022", GROUPS_FOR_ALL, [(63, 0)]),
        ("2022", COMMON_GROUPS, [(5, 0)]),
        ("2023", ["DTI"], [(63, 63)]),
        ("2023", COMPOSITES, [(0, 4)]),
        ("2023", GROUPS_FOR_ALL, [(63, 0)]),
        ("2023", COMMON_GROUPS, [(10, 0)]),
        ("2024-63", ["DTI"], [(63, 61)]),
        ("2024-63", COMPOSITES + COMMON_GROUPS, [(0, 0)]),
        ("2024-63", GROUPS_FOR_ALL, [(63, 0)]),
        ("2024-34", ["DTI"], [(34, 34)]),
        ("2024-34", GROUPS_FOR_ALL + COMMON_GROUPS, [(34, 0)]),
        ("2024-34", COMPOSITES, [(0, 0)]),
    ],
)
def test_provinces_are_covered_as_the_sources_allow(edition, measures, expected):
    found = [known("dti-cap-tinh", edition, measure) for measure in measures]

    assert found == (expected if len(expected) > 1 else expected * len(measures))


def test_scoring_rules_are_those_that_the_text_of_an_indicator_gives():
    rules = Counter(
        ScoringRule.objects.values_list("indicator__methodology__scorecard__code", "kind", "basis")
    )

    assert rules == {
        ("dti-cap-xa-tay-ninh", "direct", Basis.PUBLISHED): 32,
        ("dti-cap-xa-tay-ninh", "ratio", Basis.DERIVED): 30,
        ("dti-cap-huyen", "ratio", Basis.PUBLISHED): 2,
        ("dti-cap-huyen", "steps", Basis.PUBLISHED): 1,
    }
    ratios = ScoringRule.objects.filter(kind="ratio", basis=Basis.DERIVED).select_related("indicator")
    assert all(re.match("T[ỷỉ] lệ ", rule.indicator.name) for rule in ratios)
    assert {rule.indicator.unit_of_measure for rule in ratios} == {"%"}


def test_steps_of_the_printed_rule_bring_its_points():
    steps = ScoringStep.objects.filter(rule__indicator__code="1.1").values_list("at_least", "points")

    assert list(steps) == [(1, 5), (2, 10), (3, 15), (4, 20)]


def test_total_of_the_communes_is_the_sum_of_its_groups_and_of_their_indicators():
    measures = Measure.objects.filter(methodology__code="tay-ninh-2026")
    points = dict(measures.values_list("kind").annotate(points=Sum("max_points")))

    assert points == {"total": 960, "group": 960, "indicator": 960}
    assert measures.get(kind="total").points_basis == Basis.DERIVED


def test_every_basis_is_kept():
    ranks = Counter(printed().exclude(rank=None).values_list("rank_basis", flat=True))
    values = Counter(printed().exclude(value=None).values_list("value_basis", flat=True))

    assert ranks == {Basis.PUBLISHED: 328, Basis.ROW_ORDER: 46 + 61, Basis.DERIVED: 9}
    assert values == {Basis.PUBLISHED: 1450, Basis.DERIVED: 1}


def test_every_figure_names_its_source():
    nowhere = (
        Q(value__isnull=False, value_source=None)
        | Q(rank__isnull=False, rank_source=None)
        | Q(value__isnull=True, value_source__isnull=False)
        | Q(rank__isnull=True, rank_source__isnull=False)
        | Q(change__isnull=False, context_source=None)
        | Q(regional_rank__isnull=False, context_source=None)
        | Q(regional_change__isnull=False, context_source=None)
    )

    assert not printed().filter(nowhere).exists()


@pytest.mark.parametrize(
    ("scorecard", "edition", "unit", "expected"),
    [
        (
            "dti-cap-tinh",
            "2022",
            "tra-vinh",
            {"rank": 25, "change": 1, "regional_rank": 5, "regional_count": 13, "regional_change": 1},
        ),
        ("dti-cap-tinh", "2022", "quang-ngai-truoc-2025", {"rank": 26, "change": 34}),
        ("dti-cap-tinh", "2023", "quang-ngai-truoc-2025", {"change": 5}),
        ("dti-cap-tinh", "2022", "tien-giang", {"change": 3}),
        ("dti-cap-tinh", "2021", "vinh-long-truoc-2025", {"change": 20}),
        ("dti-cap-tinh", "2021", "ben-tre", {"rank": 31, "change": 2}),
        ("dti-cap-tinh", "2021", "tra-vinh", {"rank": 26, "rank_basis": Basis.DERIVED}),
        ("dti-cap-bo", "2022-bo-co-dvc", "bo-xay-dung", {"rank": 12, "change": 5}),
        ("dti-cap-bo", "2021-bo-co-dvc", "bo-xay-dung", {"rank": 17, "rank_basis": Basis.DERIVED}),
    ],
)
def test_published_changes_and_derived_ranks_stand_in_their_columns(scorecard, edition, unit, expected):
    row = printed().get(
        edition__scorecard__code=scorecard, edition__slug=edition, unit__slug=unit, measure__code="DTI"
    )

    assert {name: getattr(row, name) for name in expected} == expected


def test_printed_decimals_are_kept():
    printed_values = printed().exclude(value=None).values_list("value", "value_text")

    assert all(str(value.normalize()) == text.rstrip("0").rstrip(".") for value, text in printed_values)
    assert {text for _value, text in printed_values} >= {"0.71", "0.7326", "0.6077"}


@pytest.mark.parametrize(("unit_set", "members", "regions", "tiles"), [("63", 63, 6, 65), ("34", 34, 0, 36)])
def test_unit_sets_hold_their_provinces(unit_set, members, regions, tiles):
    found = UnitSet.objects.annotate(
        Count("members", distinct=True), Count("regions", distinct=True), Count("tiles", distinct=True)
    ).get(code=unit_set)

    assert (found.members__count, found.regions__count, found.tiles__count) == (members, regions, tiles)


def test_63_mergers_are_52_successions_and_11_unchanged_units():
    unchanged = Unit.objects.filter(unit_sets__code="63").filter(unit_sets__code="34")

    assert Succession.objects.count() == 52
    assert Succession.objects.values("successor").distinct().count() == 23
    assert unchanged.count() == 11
    assert not unchanged.filter(successions__isnull=False).exists()


def test_titles_of_sources_tell_them_apart():
    titles = list(Source.objects.values_list("title", flat=True))

    assert len(set(titles)) == len(titles)


def test_notes_on_measures_are_sentences():
    notes = set(Measure.objects.exclude(note="").values_list("note", flat=True))

    assert notes
    assert {note for note in notes if not re.match(r"(\d+% |[^\W\d]).+\.$", note)} == set()


def test_leader_lists_name_29_units():
    lists = LeaderList.objects.annotate(Count("units"))

    assert {row.measure.code: row.units__count for row in lists} == {"NT": 9, "HT": 10, "NL": 10}


@pytest.mark.parametrize(
    ("table", "count"), [("later/index_766", 109), ("later/targets", 80), ("later/facts", 85)]
)
def test_figures_for_later_are_kept_but_not_loaded(table, count):
    assert count_rows(table) == count


def test_editions_are_published_by_publishing():
    assert set(Edition.objects.values_list("state", flat=True)) == {Edition.State.PUBLISHED}
    assert not Edition.objects.filter(published_at=None).exists()


def test_points_of_a_methodology_add_up():
    for methodology in Methodology.objects.exclude(points_assessed=None):
        groups = [m.max_points for m in methodology.measures.filter(kind="group")]
        assert not groups or sum(groups) == methodology.points_assessed, methodology


def test_parts_of_a_composite_add_up():
    for composite in Measure.objects.filter(parts__isnull=False).distinct():
        assert sum(part.points for part in composite.parts.all()) == composite.max_points


def test_loading_again_adds_and_changes_nothing(settings, stored):
    before = stored()

    added = load_published(settings.BASE_DIR / "fixtures")

    assert not any(added.values())
    assert stored() == before


def correct_number_of_units():
    edition = Edition.objects.published().get(scorecard__code="dti-cap-tinh", slug="2022")
    revision = open_revision(edition)
    Edition.objects.filter(pk=revision.pk).update(unit_count=62)


# Those that are made together do not meet in a table.
EDITS = {
    "note": lambda: Methodology.objects.filter(code="qd-405").update(note="Đã đối chiếu với quyết định."),
    "unit that goes on": lambda: Unit.objects.filter(slug="ben-tre").update(valid_to=None),
    "name from a day": lambda: UnitName.objects.filter(unit__slug="ha-noi").update(valid_from="1945-09-02"),
    "no such spelling": lambda: UnitAlias.objects.filter(unit__slug="ha-noi").delete(),
    "square by another name": lambda: TileCell.objects.filter(unit__slug="ha-giang").update(name="H. Giang"),
    "region by another code": lambda: Region.objects.filter(code="DBSH").update(code="SH"),
    "no merger": lambda: Succession.objects.filter(predecessor__slug="ben-tre").delete(),
    "total by another code": lambda: Measure.objects.filter(kind="total").update(code="TONG"),
    "indicator by another name": lambda: Measure.objects.filter(code="").update(name="Chỉ số"),
    "no lineage": lambda: MeasureLink.objects.filter(kind="same").delete(),
    "no parts": lambda: CompositePart.objects.all().delete(),
    "number of units in a draft": correct_number_of_units,
}


def test_loading_again_leaves_all_that_officers_edited(settings, stored):
    for edit in EDITS.values():
        edit()
    before = stored()

    added = load_published(settings.BASE_DIR / "fixtures")

    assert not any(added.values())
    assert stored() == before


@pytest.mark.sqlite_alone
@pytest.mark.parametrize("begin", range(3))
def test_loading_again_leaves_what_officers_edited(settings, stored, begin):
    for edit in list(EDITS.values())[begin::3]:
        edit()
    before = stored()

    added = load_published(settings.BASE_DIR / "fixtures")

    assert not any(added.values())
    assert stored() == before


def load_with_new_spelling(tables, *, spelling="Hà Nội (Thủ đô)", unit="ha-noi"):
    tables.append("provinces/unit_aliases", unit_set="63", unit=unit, spelling=spelling)
    return {table: count for table, count in load_published(tables.directory).items() if count}


def test_loading_again_brings_new_spellings_once(tables):
    first = load_with_new_spelling(tables)
    second = load_published(tables.directory)

    assert first == {"provinces/unit_aliases": 1}
    assert not any(second.values())
    alias = UnitAlias.objects.get(spelling="Hà Nội (Thủ đô)")
    assert (alias.unit.slug, alias.unit_set.code, alias.confirmed_by) == ("ha-noi", "63", None)


def test_new_spelling_that_an_officer_took_out_stays_out(tables):
    load_with_new_spelling(tables)
    UnitAlias.objects.filter(spelling="Hà Nội (Thủ đô)").delete()

    assert not any(load_published(tables.directory).values())


def test_new_spelling_does_not_contradict_what_officers_confirmed(tables):
    unit_set, unit = UnitSet.objects.get(code="63"), Unit.objects.get(slug="tra-vinh")
    UnitAlias.objects.create(unit_set=unit_set, unit=unit, spelling="XỨ DỪA")

    assert load_with_new_spelling(tables, spelling="Xứ Dừa", unit="ben-tre") == {}


def test_database_of_an_older_version_gets_the_spellings_that_it_lacks(settings, admin_client):
    taken_out = UnitAlias.objects.get(unit_set__code="63", spelling="TP. Hà Nội")
    admin_client.post(reverse("admin:provinces_unitalias_delete", args=[taken_out.pk]), {"post": "yes"})
    UnitAlias.objects.filter(unit__slug="hue").delete()
    ShippedSpelling.objects.all().delete()

    added = load_published(settings.BASE_DIR / "fixtures")

    assert added["provinces/unit_aliases"] > 0
    assert UnitAlias.objects.filter(unit__slug="hue").exists()
    assert not UnitAlias.objects.filter(unit_set__code="63", spelling="TP. Hà Nội").exists()


def test_new_rule_book_comes_with_its_measures_and_their_lineage(tables):
    scorecard = {"scorecard": "dti-cap-tinh"}
    tables.append(
        "indicators/methodologies",
        **scorecard,
        code="qd-moi",
        name="Quyết định mới",
        value_form="share",
        scale_max="1",
        decimals="4",
        leader_count="10",
        order="4",
    )
    tables.append(
        "indicators/measures",
        **scorecard,
        methodology="qd-moi",
        kind="total",
        code="DTI",
        name="Chỉ số chuyển đổi số cấp tỉnh",
        points_basis="published",
        order="10",
    )
    ends = {"from_methodology": "qd-405", "predecessor": "DTI", "to_methodology": "qd-moi", "measure": "DTI"}
    tables.append("indicators/measure_links", **scorecard, kind="changed", **ends)

    added = load_published(tables.directory)

    new = {table: count for table, count in added.items() if count}
    assert new == {
        "indicators/methodologies": 1,
        "indicators/measures": 1,
        "indicators/measure_links": 1,
    }


def test_loading_into_an_empty_database_computes_as_before(settings, empty_database):
    added = load_published(settings.BASE_DIR / "fixtures")

    assert added["indicators/rankings/dti-cap-tinh"] == 1476
    rows = Ranking.objects.published().filter(edition__scorecard__code="dti-cap-tinh")
    hanoi = rows.get(edition__slug="2022", unit__slug="ha-noi", measure__code="CQS")
    assert hanoi.computed_rank == 40
    assert (
        rows.get(
            edition__slug="2023", unit__slug="quang-ngai-truoc-2025", measure__code="DTI"
        ).computed_change
        == 5
    )


COMMUNES = {"methodology__scorecard__code": "dti-cap-xa-tay-ninh"}


@pytest.fixture
def older_version(db):
    """The database as it was before the communes had a total and indicators had scoring rules."""
    for rows in (
        ScoringStep.history.all(),
        ScoringStep.objects.all(),
        ScoringRule.history.all(),
        ScoringRule.objects.all(),
        Measure.history.filter(kind="total", **COMMUNES),
        Measure.objects.filter(kind="total", **COMMUNES),
    ):
        rows._raw_delete(rows.db)


@pytest.mark.usefixtures("older_version")
def test_database_of_an_older_version_gets_the_total_and_the_rules_that_it_lacks(settings):
    Measure.objects.filter(code="1.1", **COMMUNES).update(name="Đã sửa")

    added = load_published(settings.BASE_DIR / "fixtures")
    again = load_published(settings.BASE_DIR / "fixtures")

    assert {table: count for table, count in added.items() if count} == {
        "indicators/measures": 1,
        "indicators/scoring_rules": 65,
        "indicators/scoring_steps": 4,
    }
    assert not any(again.values())
    assert Measure.objects.get(code="1.1", **COMMUNES).name == "Đã sửa"


@pytest.mark.usefixtures("older_version")
def test_loading_leaves_a_measure_of_officers_alone_that_bears_the_code_of_the_total(settings):
    methodology = Methodology.objects.get(scorecard__code="dti-cap-xa-tay-ninh")
    own = Measure.objects.create(
        methodology=methodology, code="DTI", name="Tổng của cán bộ", kind="composite", order=999
    )
    before = Measure.objects.filter(pk=own.pk).values().get()

    added = load_published(settings.BASE_DIR / "fixtures")

    assert added["indicators/measures"] == 0
    assert Measure.objects.filter(pk=own.pk).values().get() == before
    assert Measure.history.filter(id=own.pk).count() == 1


@pytest.mark.usefixtures("older_version")
def test_loading_leaves_a_rule_book_alone_that_units_are_scored_by_or_that_had_its_rules(settings):
    submission_of()
    [rule, *_others] = [
        ScoringRule.objects.create(indicator=indicator, kind="direct")
        for indicator in Measure.objects.filter(methodology__scorecard__code="dti-cap-huyen", code="1.1")
    ]
    rule.delete()

    assert not any(load_published(settings.BASE_DIR / "fixtures").values())

import re
from decimal import Decimal

import pytest
from django.db.models import F
from django.urls import reverse

from dtscore.pages.provenance import in_order
from indicators.models import Edition, LeaderList, Methodology, Ranking
from indicators.models.basis import Basis
from indicators.workflow import publish
from provinces.models import Source, Unit
from provinces.names import sort_key
from tests.factories import DraftFactory

pytestmark = pytest.mark.usefixtures("published_data")

PROVINCES, MINISTRIES = 0, 1


@pytest.fixture
def context(client):
    return client.get(reverse("data_quality")).context


def publish_totals(*rows, unit_count=63, note=""):
    """Publish an edition in which the first units of the set have these values and ranks."""
    draft = DraftFactory(unit_count=unit_count)
    total = draft.methodology.measures.get(kind="total")
    members = draft.unit_set.members.select_related("unit").order_by("order")
    for member, (value, rank) in zip(members, rows, strict=False):
        Ranking.objects.create(
            edition=draft,
            unit=member.unit,
            measure=total,
            value=value,
            value_basis=Basis.PUBLISHED,
            rank=rank,
            rank_basis=Basis.PUBLISHED,
            note=note,
        )
    return publish(draft)


@pytest.mark.parametrize(
    ("scorecard", "row", "measure", "values", "ranks"),
    [
        pytest.param(PROVINCES, 0, "DTI", "11/63", "19/63", id="total 2020"),
        pytest.param(PROVINCES, 1, "DTI", "22/63", "26/63", id="total 2021"),
        pytest.param(PROVINCES, 2, "DTI", "63/63", "63/63", id="total 2022"),
        pytest.param(PROVINCES, 2, "NL", "5/63", "0/63", id="workforce 2022"),
        pytest.param(PROVINCES, 3, "NT", "10/63", "0/63", id="awareness 2023"),
        pytest.param(PROVINCES, 4, "DTI", "63/63", "61/63", id="total 2024 of the 63"),
        pytest.param(PROVINCES, 5, "AT", "34/34", "0/34", id="security 2024 of the 34"),
        pytest.param(MINISTRIES, 0, "DTI", "5/18", "10/18", id="ministries 2020"),
        pytest.param(MINISTRIES, 1, "DTI", "2", "3", id="ministries of an unknown number"),
    ],
)
def test_data_quality_counts_what_was_published(context, scorecard, row, measure, values, ranks):
    table = context["coverage"][scorecard]
    column = [code for code, _name in table.measures].index(measure)
    cell = table.rows[row].cells[column]

    assert cell.values == values
    assert cell.ranks.split()[-1] == ranks


def test_data_quality_colours_by_the_share_that_is_known(context):
    totals = [row.cells[0].level for row in context["coverage"][PROVINCES].rows]

    assert totals == ["level-0", "level-1", "level-4", "level-4", "level-4", "level-4"]


def test_data_quality_finds_the_published_figures_reproduced(context):
    checks = {(check.edition.text, check.measure.split()[0]): check for check in context["checks"]}

    assert checks["2022", "DTI"].values == "5"
    assert checks["2022", "DTI"].ranks == "63"
    assert checks["2022", "CQS"].unit.text == "Trà Vinh"
    assert {check.ranks_that_differ for check in checks.values()} == {"0"}
    assert max(check.difference for check in checks.values()) < 0.0001
    assert context["contradictions"] == []


def test_data_quality_lists_ranks_that_contradict_values(client):
    edition = publish_totals((Decimal("0.5"), 1), (Decimal("0.9"), 2))

    contradictions = client.get(reverse("data_quality")).context["contradictions"]

    assert {row.edition.text for row in contradictions} == {edition.period}
    assert {row.published for row in contradictions} == {"1/63", "2/63"}
    assert contradictions[0].unit.url.endswith(f"/{edition.slug}/")
    assert "0,5" in contradictions[0].other


def test_data_quality_lists_ranks_that_differ_from_the_computed_ones(client):
    publish_totals(*[(Decimal(1) - Decimal(place) / 100, min(place, 62)) for place in range(1, 64)])

    contradictions = client.get(reverse("data_quality")).context["contradictions"]

    assert [row.published for row in contradictions][-1] == "62/63"
    assert "63/63" in contradictions[-1].other


def test_data_quality_compares_published_averages(context):
    benchmarks = {(row.edition.text[:4], row.measure.split()[0]): row for row in context["benchmarks"]}

    for measure, mean in [("CQS", "0,7582"), ("KTS", "0,7723"), ("XHS", "0,7692")]:
        assert benchmarks["2024", measure].published == mean
        assert benchmarks["2024", measure].computed == mean
    assert benchmarks["2021", "DTI"].computed == "–"


def test_data_quality_finds_the_computed_leaders_in_the_published_list(context):
    lists = {row.measure.split()[0]: row for row in context["leaders"]}

    assert lists["HT"].published == lists["HT"].computed
    assert lists["HT"].published.count(",") == 9
    assert "Trà Vinh" in lists["NL"].published
    assert lists["NL"].computed == "–"
    assert "5/63" in lists["NL"].verdict


def test_data_quality_compares_changes_and_regional_ranks(context):
    rows = {(row.edition.text, row.unit.text, row.published): row for row in context["comparisons"]}

    assert rows["2023", "Quảng Ngãi", "tăng 5 bậc"].computed == "tăng 5 bậc"
    assert rows["2022", "Trà Vinh", "tăng 1 bậc"].computed == "–"
    [regional] = [row for key, row in rows.items() if "5/13" in key[2]]
    assert regional.unit.text == "Trà Vinh"
    assert regional.computed == regional.published


def test_data_quality_finds_the_34_to_be_means_of_their_predecessors(context):
    mergers = {row.measure.split()[0]: row for row in context["mergers"]}

    assert set(mergers) == {"DTI", "HT", "CQS_HD", "KTS_HD", "XHS_HD"}
    assert {(row.compared, row.equal, row.count) for row in mergers.values()} == {(34, 34, 34)}


def test_data_quality_counts_figures_by_basis(context):
    provinces = {row.edition.text: row.counts for row in context["basis"][-1].rows}
    every = [row for table in context["basis"] for row in table.rows]

    assert set(provinces) == {"2022", "2023", "2024"}
    assert sum(int(row.counts[3]) for row in every) == 46 + 61
    assert sum(int(row.counts[0]) + int(row.counts[1]) for row in every) == (
        Ranking.objects.published().exclude(value=None).count()
    )


def test_data_quality_names_who_shares_a_rank(context):
    [totals] = [
        row for row in context["ties"] if row.edition.text == "2022" and row.measure.startswith("DTI")
    ]

    [tie] = totals.ties
    assert tie.rank.split()[-1] == "15/63"
    assert [unit.text for unit in tie.units] == ["Thanh Hóa", "Yên Bái"]
    assert totals.badge is None


def test_data_quality_lists_every_note_with_its_units(context):
    doubts = [doubt for table in context["doubts"] for doubt in table.rows]
    noted = Ranking.objects.published().exclude(note="")

    assert sum(int(doubt.row_count) for doubt in doubts) == noted.count()
    assert {doubt.text for doubt in doubts} == set(noted.values_list("note", flat=True))
    [derived] = [doubt for doubt in doubts if "0,6077" in doubt.text]
    assert [unit.text for unit in derived.units] == ["Trà Vinh"]


def test_data_quality_names_units_as_they_were_called(context):
    names = {
        unit.text
        for table in context["doubts"]
        for doubt in table.rows
        for unit in doubt.units
        if unit.url.startswith("/dia-phuong/hue/")
    }

    assert names == {"Thừa Thiên Huế"}


def test_data_quality_lists_editions_whose_number_of_units_is_unknown(context):
    uncounted = Edition.objects.published().filter(unit_count=None)

    assert len(context["uncounted"]) == uncounted.exclude(scorecard__level="country").count() == 6


def test_data_quality_cuts_long_lists_short(client):
    pairs = [(Decimal("0.9") - Decimal(place // 2) / 100, place // 2 * 2 + 1) for place in range(62)]
    publish_totals(*pairs, note="Ghi chú thử")

    context = client.get(reverse("data_quality")).context

    [row] = [row for row in context["ties"] if row.more]
    assert len(row.ties) + row.more == 31
    [doubt] = [d for table in context["doubts"] for d in table.rows if d.text == "Ghi chú thử"]
    assert len(doubt.units) == 62
    assert doubt.is_long


def test_data_quality_says_when_nothing_is_published(client):
    Edition.objects.update(state=Edition.State.SUPERSEDED)

    response = client.get(reverse("data_quality"))

    assert response.status_code == 200
    assert response.context["coverage"] == []
    assert response.context["chart"] is None


def test_data_quality_tells_figures_by_their_basis_apart(context):
    rankings = Ranking.objects.published()
    values, ranks = (
        {basis: rankings.filter(**{field: basis}).count() for basis in Basis}
        for field in ("value_basis", "rank_basis")
    )

    numbers = re.findall(r"[0-9.]+", context["answer"])

    assert [int(number.replace(".", "")) for number in numbers[:5]] == [
        values[Basis.PUBLISHED],
        ranks[Basis.PUBLISHED],
        Edition.objects.published().count(),
        ranks[Basis.ROW_ORDER],
        values[Basis.DERIVED] + ranks[Basis.DERIVED],
    ]


def test_data_quality_names_leaders_that_no_ranking_knows(client):
    listed = LeaderList.objects.filter(edition__state="published").first()
    stranger = Unit.objects.create(slug="nguoi-la", level=Unit.Level.PROVINCE)
    LeaderList.units.through.objects.create(leaderlist=listed, unit=stranger)

    leaders = client.get(reverse("data_quality")).context["leaders"]

    assert any("nguoi-la" in row.published for row in leaders)


def test_data_quality_puts_names_in_vietnamese_order(context):
    lists = [row.published.split(", ") for row in context["leaders"]]
    lists += [[unit.text for unit in tie.units] for row in context["ties"] for tie in row.ties]
    lists += [[unit.text for unit in doubt.units] for table in context["doubts"] for doubt in table.rows]

    assert any("Đà Nẵng" in units for units in lists)
    for units in lists:
        assert units == sorted(units, key=sort_key)


def test_sources_stand_in_one_order_on_every_database():
    sources = [
        Source(code=code, issuer=issuer) for code, issuer in [("c", "Đà Nẵng"), ("b", "Bộ"), ("a", "Vụ")]
    ]

    assert [source.code for source in in_order(sources)] == ["b", "c", "a"]


def test_data_quality_takes_what_a_rounding_may_do_for_equal(client):
    rankings = Ranking.objects.filter(edition__slug="2024-34", measure__code="DTI")
    rankings.filter(unit__slug="ha-noi").update(value=F("value") + Decimal("0.0001"))
    Methodology.objects.filter(editions__slug="2024-34").update(decimals=2)
    rankings.filter(unit__slug="hue").update(value=F("value") + Decimal("0.02"))

    [total] = [row for row in client.get(reverse("data_quality")).context["mergers"] if "DTI" in row.measure]

    assert (total.compared, total.equal) == (34, 33)


def test_data_quality_ignores_unknown_parameters(client):
    assert client.get(reverse("data_quality"), {"ky": "1066"}).status_code == 200


def test_data_quality_shows_no_draft(client):
    draft = DraftFactory(slug="1066", period="1066")

    assert f"/{draft.slug}/" not in client.get(reverse("data_quality")).content.decode()

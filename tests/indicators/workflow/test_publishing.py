from decimal import Decimal

import pandas as pd
import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from indicators import frames
from indicators.models import Edition, Ranking
from indicators.models.basis import Basis
from indicators.models.editions import PublishedRowError
from indicators.workflow import WorkflowError, open_revision, preview_publication, publish
from indicators.workflow.publishing import COMPUTED_FIELDS
from tests.factories import DraftFactory
from tests.scenes import taken_back

pytestmark = pytest.mark.django_db


def fill(edition, values):
    """Give the first units of the set a total each."""
    total = edition.methodology.measures.get(kind="total")
    units = [member.unit for member in edition.unit_set.members.order_by("order")[: len(values)]]
    for unit, value in zip(units, values, strict=True):
        given = {"value": value, "value_basis": Basis.PUBLISHED} if value is not None else {}
        status = Ranking.Status.RANKED if given else Ranking.Status.NOT_PUBLISHED
        Ranking.objects.create(edition=edition, unit=unit, measure=total, status=status, **given)
    return units


def test_publish_computes_the_ranks_of_a_complete_edition():
    draft = DraftFactory(unit_count=63)
    units = fill(draft, [Decimal("0.9") - Decimal(place) / 100 for place in range(63)])

    publish(draft)

    ranks = Ranking.objects.filter(edition=draft, measure__kind="total").order_by("computed_rank")
    assert [(rank.unit, rank.computed_rank) for rank in ranks][:3] == [
        (unit, place) for place, unit in enumerate(units[:3], 1)
    ]


def test_publish_shows_the_edition_at_once():
    draft = DraftFactory()
    [unit] = fill(draft, [Decimal("0.5")])

    published = publish(draft)

    assert published.published_at is not None
    assert Ranking.objects.published().filter(edition=draft, unit=unit).get().value == Decimal("0.5")
    assert frames.standings_by_unit(published, measure="DTI").loc[unit.pk, "value"] == 0.5


def test_publish_freezes_the_rows():
    draft = DraftFactory()
    fill(draft, [Decimal("0.5")])
    publish(draft)
    row = Ranking.objects.get(edition=draft)

    with pytest.raises(PublishedRowError):
        row.save()
    with pytest.raises(PublishedRowError):
        row.delete()


def test_publish_refuses_the_second_of_two():
    draft = DraftFactory()
    fill(draft, [Decimal("0.5")])
    first, second = (Edition.objects.get(pk=draft.pk) for _officer in range(2))
    publish(first)

    with pytest.raises(WorkflowError):
        publish(second)


def test_publish_refuses_an_edition_without_rows_in_a_sentence():
    with pytest.raises(WorkflowError, match=r"\w+ .*\.$"):
        publish(DraftFactory())


@pytest.mark.sqlite_alone
@pytest.mark.parametrize(
    ("values", "unit_count"),
    [
        pytest.param([Decimal("0.5")], 63, id="one unit of 63"),
        pytest.param([Decimal("0.5")], 1, id="one unit of one"),
        pytest.param([Decimal("0.5")], None, id="number of units unknown"),
        pytest.param([None, None], 63, id="all values missing"),
        pytest.param([Decimal("0"), Decimal("0")], 63, id="zeros"),
    ],
)
def test_publish_takes_a_thin_edition_and_ranks_nobody(values, unit_count):
    draft = DraftFactory(unit_count=unit_count)
    fill(draft, values)

    preview_publication(draft)
    publish(draft)

    totals = Ranking.objects.filter(edition=draft, measure__kind="total")
    assert set(totals.values_list("computed_rank", flat=True)) == {None}


def test_publish_computes_anew_whatever_was_computed_before():
    year = Edition.objects.published().get(scorecard__code="dti-cap-tinh", slug="2023")
    rows = open_revision(year).rankings.order_by("unit", "measure")
    published = []
    for computed_before in (None, 1):
        with taken_back():
            rows.update(computed_rank=computed_before, computed_change=computed_before)
            publish(rows[0].edition)
            published.append(list(rows.values_list("unit", "measure", *COMPUTED_FIELDS)))

    assert published[0] == published[1]
    assert len({change for *_figures, change, _regional in published[0]}) > 10


def test_publish_leaves_editions_of_another_unit_set_alone(published):
    others = Ranking.objects.exclude(edition__unit_set=published.unit_set).order_by("pk")
    before = list(others.values_list())

    draft = DraftFactory()
    fill(draft, [Decimal("0.5")])
    publish(draft)

    assert list(others.values_list()) == before


def test_publish_lets_no_other_publication_of_the_scorecard_in():
    if not connection.features.has_select_for_update_nowait:
        pytest.skip("this database locks no rows")
    draft = DraftFactory()
    fill(draft, [Decimal("0.5")])
    publish(draft)
    other = connection.copy()
    try:
        with other.cursor() as cursor, pytest.raises(OperationalError, match="lock"):
            cursor.execute(
                "SELECT id FROM indicators_scorecard WHERE id = %s FOR NO KEY UPDATE NOWAIT",
                [draft.scorecard_id],
            )
    finally:
        other.close()


def test_publish_refuses_a_rank_above_the_number_of_units():
    draft = DraftFactory(unit_count=63)
    [unit] = fill(draft, [Decimal("0.5")])
    draft.rankings.update(rank=64, rank_basis=Basis.PUBLISHED)

    with pytest.raises(WorkflowError, match=f"{unit}.*64.*63"):
        publish(draft)

    assert any(str(unit) in warning for warning in preview_publication(draft).warnings)


def publish_pair(*, before, after):
    """Publish two years of the 63 by rank alone, the earlier first; return the changes computed, by unit."""
    for slug, ranks in (("1990", before), ("1991", after)):
        draft = DraftFactory(slug=slug, unit_count=len([rank for rank in ranks if rank is not None]))
        total = draft.methodology.measures.get(kind="total")
        members = draft.unit_set.members.order_by("order").select_related("unit")
        for member, rank in zip(members, ranks, strict=True):
            given = {"status": Ranking.Status.NOT_RANKED}
            if rank is not None:
                value = 1 - Decimal(rank) / 100
                given = {"value": value, "value_basis": "published", "rank": rank, "rank_basis": "published"}
            Ranking.objects.create(edition=draft, unit=member.unit, measure=total, **given)
        yield draft
        publish(draft)


def test_publish_counts_changes_past_units_that_are_not_ranked():
    ranks = [None, *range(1, 63)]
    for draft in publish_pair(before=ranks, after=[None, 2, 1, *range(3, 63)]):
        changes = draft.rankings.order_by("unit__memberships__order")

    found = changes.filter(unit__memberships__unit_set=draft.unit_set).values_list(
        "computed_change", flat=True
    )
    assert list(found)[:4] == [None, -1, 1, 0]


@pytest.mark.sqlite_alone
@pytest.mark.parametrize("derived_in", ["1990", "1991"])
def test_publish_counts_no_change_from_or_to_a_derived_rank(derived_in):
    ranks = list(range(1, 64))
    for draft in publish_pair(before=ranks, after=ranks):
        if draft.slug == derived_in:
            draft.rankings.filter(rank=5).update(rank_basis=Basis.DERIVED)

    changes = dict(draft.rankings.values_list("rank", "computed_change"))
    assert (changes[4], changes[5], changes[6]) == (0, None, 0)


def test_preview_publication_writes_nothing(revision):
    with CaptureQueriesContext(connection) as queries:
        preview = preview_publication(revision)

    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    assert len(preview.standings) == 63


def test_preview_publication_shows_what_publishing_will_show(revision):
    row = revision.rankings.get(unit__slug="tra-vinh", measure__kind="total")
    row.rank, row.rank_basis = None, ""
    row.save()

    preview = preview_publication(revision).standings.drop(columns=["former_value", "former_rank"])

    after = frames.standings_by_unit(publish(revision), measure="DTI")
    assert after["rank_is_computed"].sum() == 1
    pd.testing.assert_frame_equal(preview[after.columns], after)


def test_preview_publication_sets_the_former_figures_beside(revision):
    row = revision.rankings.get(unit__slug="tra-vinh", measure__kind="total")
    row.value, row.rank = Decimal("0.7"), 4
    row.save()

    standings = preview_publication(revision).standings.set_index("slug")

    assert standings.loc["tra-vinh", ["former_value", "value"]].tolist() == [0.6077, 0.7]
    assert standings.loc["tra-vinh", ["former_rank", "rank"]].tolist() == [25, 4]


@pytest.mark.parametrize("unit_count", [63, None])
def test_preview_publication_warns_of_a_thin_edition(unit_count):
    draft = DraftFactory(unit_count=unit_count)
    fill(draft, [Decimal("0.5")])

    assert len(preview_publication(draft).warnings) == 1


def test_revision_without_figures_takes_back_what_was_published(client, published, revision):
    revision.rankings.all().delete()

    [warning] = preview_publication(revision).warnings
    publish(revision)

    assert "rút lại toàn bộ số liệu" in warning
    assert not Edition.objects.published().filter(pk=published.pk).exists()
    assert not frames.standings_by_unit(revision, measure="DTI")["value"].notna().any()
    for address in (
        "/",
        "/xep-hang/dti-cap-tinh/2022/",
        "/dia-phuong/tra-vinh/2022/",
        "/nhom-chi-so/dti-cap-tinh/HT/2022/",
        "/so-sanh/?don-vi=tra-vinh&don-vi=binh-phuoc&ky=2022",
        "/chat-luong-du-lieu/",
    ):
        assert client.get(address).status_code == 200


def test_preview_publication_refuses_what_is_published(published):
    with pytest.raises(WorkflowError):
        preview_publication(published)

from decimal import Decimal

import pytest

from indicators import frames
from indicators.models import Edition, Ranking
from indicators.models.basis import Basis
from indicators.models.rankings import PublishedRowError
from indicators.workflow import WorkflowError, preview_publication, publish
from tests.factories import DraftFactory

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


def test_publish_leaves_editions_of_another_unit_set_alone(published):
    others = Ranking.objects.exclude(edition__unit_set=published.unit_set).order_by("pk")
    before = list(others.values_list())

    draft = DraftFactory()
    fill(draft, [Decimal("0.5")])
    publish(draft)

    assert list(others.values_list()) == before


def test_preview_publication_changes_nothing(revision):
    before = list(Ranking.objects.filter(edition=revision).order_by("pk").values_list())

    preview = preview_publication(revision)

    assert list(Ranking.objects.filter(edition=revision).order_by("pk").values_list()) == before
    assert len(preview.standings) == 63
    assert Edition.objects.get(pk=revision.pk).is_open


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


def test_preview_publication_refuses_what_is_published(published):
    with pytest.raises(WorkflowError):
        preview_publication(published)

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from indicators.models import Edition, LeaderList
from indicators.models.editions import PublishedRowError
from indicators.workflow import publish
from provinces.admin.reliance import is_relied_on
from provinces.models import Province, Unit


def test_open_editions_are_those_being_written(published, draft):
    assert list(Edition.objects.open()) == [draft]


@pytest.mark.parametrize("state", [Edition.State.PUBLISHED, Edition.State.SUPERSEDED])
def test_closed_edition_is_neither_saved_nor_deleted(published, state):
    Edition.objects.filter(pk=published.pk).update(state=state)
    published.state, published.published_at = Edition.State.DRAFT, None

    with pytest.raises(PublishedRowError):
        published.save()
    with pytest.raises(PublishedRowError):
        published.delete()

    assert Edition.objects.get(pk=published.pk).state == state


def test_edition_with_rows_is_not_deleted_under_them(published):
    with pytest.raises(ProtectedError):
        Edition.objects.filter(pk=published.pk).delete()


def test_leaders_of_a_published_list_are_frozen(published):
    leader_list = published.leader_lists.first()
    leader, stranger = leader_list.units.first(), Unit.objects.get(slug="viet-nam")
    before = set(leader_list.units.all())

    for act in (
        lambda: leader_list.units.add(stranger),
        lambda: leader_list.units.remove(leader),
        lambda: leader_list.units.clear(),
        lambda: stranger.leader_lists.add(leader_list),
        lambda: leader.leader_lists.clear(),
    ):
        with pytest.raises(PublishedRowError), transaction.atomic():
            act()

    assert set(leader_list.units.all()) == before


def test_row_asks_the_database_whether_its_edition_is_open(revision):
    row = revision.rankings.select_related("edition").first()
    publish(revision)
    assert row.edition.is_open

    with pytest.raises(PublishedRowError):
        row.save()
    with pytest.raises(PublishedRowError):
        row.delete()


def test_published_row_is_not_moved_to_a_draft(published, draft):
    row = published.rankings.first()
    row.edition = draft

    with pytest.raises(PublishedRowError):
        row.save()

    assert not draft.rankings.filter(pk=row.pk).exists()


def test_unit_that_leads_a_published_list_is_not_deleted(published):
    stranger = Unit.objects.create(slug="nguoi-dung-dau", level=Unit.Level.PROVINCE)
    leader_list = published.leader_lists.first()
    LeaderList.units.through.objects.create(leaderlist=leader_list, unit=stranger)

    for units in (Unit.objects, Province.objects):
        with pytest.raises(ProtectedError), transaction.atomic():
            units.filter(pk=stranger.pk).delete()

    assert is_relied_on(stranger)
    assert stranger in leader_list.units.all()


def test_unit_that_leads_a_list_of_a_draft_is_deleted(draft):
    stranger = Unit.objects.create(slug="nguoi-dung-dau", level=Unit.Level.PROVINCE)
    draft.leader_lists.get().units.add(stranger)

    stranger.delete()

    assert stranger.slug not in draft.leader_lists.get().units.values_list("slug", flat=True)


def test_leaders_of_a_draft_are_written(revision):
    leader_list = revision.leader_lists.first()

    leader_list.units.clear()

    assert not leader_list.units.exists()

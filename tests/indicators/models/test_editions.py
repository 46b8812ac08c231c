import pytest
from django.db import transaction
from django.db.models import ProtectedError

from indicators.models import Edition
from indicators.models.editions import PublishedRowError
from provinces.models import Unit


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


def test_leaders_of_a_draft_are_written(revision):
    leader_list = revision.leader_lists.first()

    leader_list.units.clear()

    assert not leader_list.units.exists()

import io
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from indicators.models import Assessment, Edition, Evidence, Submission
from provinces.models import UnitName, User

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_alone]
MARK = "giả lập"


@pytest.fixture
def made_up():
    """The made-up editions, small, in a database from which the real ones were taken."""
    Edition.objects.update(state=Edition.State.DRAFT, published_at=None)
    call_command("load_made_up_submissions", units=9, indicators=8, stdout=io.StringIO())
    return Edition.objects.get(scorecard__code="du-lieu-gia-lap", slug="2026")


def test_load_made_up_submissions_makes_submissions_in_every_state_before_publication(made_up):
    states = Counter(made_up.submissions.values_list("state", flat=True))

    assert set(states) == set(Submission.State) - {Submission.State.PUBLISHED}
    assert Assessment.objects.filter(submission__edition=made_up).count() == 9 * 8
    assert Evidence.objects.filter(assessment__submission__edition=made_up).exists()


def test_load_made_up_submissions_publishes_the_year_before(made_up):
    published = Edition.objects.get(scorecard=made_up.scorecard, slug="2025")

    assert published.state == Edition.State.PUBLISHED
    assert published.rankings.count() == 9 * (1 + 6)
    assert MARK in published.source.title.lower()


def test_load_made_up_submissions_marks_every_name(made_up):
    names = UnitName.objects.filter(unit__memberships__unit_set=made_up.unit_set)

    assert all(MARK in name.lower() for name in names.values_list("name", flat=True))
    assert all(MARK in name.lower() for name in made_up.methodology.measures.values_list("name", flat=True))
    assert not User.objects.get(username="gia-lap").is_active


@pytest.mark.parametrize(
    "address",
    ["/", "/chat-luong-du-lieu/", "/quan-tri/login/", "/khong-co/"],
    ids=["overview", "quality", "sign-in", "404"],
)
def test_pages_say_that_the_data_is_made_up(client, made_up, address):
    assert "Dữ liệu giả lập để dùng thử" in client.get(address).content.decode()


def test_pages_of_real_data_do_not(client, published_data):
    assert "Dữ liệu giả lập" not in client.get(reverse("overview")).content.decode()


def test_load_made_up_submissions_refuses_a_database_with_published_editions(published_data):
    with pytest.raises(CommandError, match="of its own"):
        call_command("load_made_up_submissions")


def test_load_made_up_submissions_refuses_to_load_twice(made_up):
    with pytest.raises(CommandError, match="already"):
        call_command("load_made_up_submissions", units=9, indicators=8)

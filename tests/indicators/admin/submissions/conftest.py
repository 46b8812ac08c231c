"""Models are imported inside: pytest reads this file before Django is set up."""

import pytest

from tests.scenes import YEAR, scene


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A directory for the documents that a test adds."""
    settings.EVIDENCE_FILES = tmp_path
    return tmp_path


@pytest.fixture(scope="module")
def opened_once(django_db_setup, django_db_blocker):
    with scene(django_db_blocker, _opened_with_rules) as opened:
        yield opened


def _opened_with_rules():
    from indicators.models import ScoringRule
    from tests.officers import opened_for, scoring_edition

    edition = scoring_edition(state="draft", slug=YEAR)
    measures = edition.methodology.measures
    # Those that ship say more than these tests need, and may change.
    ScoringRule.objects.filter(indicator__methodology=edition.methodology).delete()
    for code, kind in {"1.1": "ratio", "1.4": "steps", "1.5": "levels"}.items():
        rule = ScoringRule.objects.create(indicator=measures.get(code=code), kind=kind)
        if kind == "steps":
            rule.steps.create(at_least=3, points=15)
            rule.steps.create(at_least=4, points=20)
    return opened_for(edition, "tra-vinh", "binh-phuoc")


@pytest.fixture
def opened(opened_once, published_data):
    """The submissions of Trà Vinh and Bình Phước, opened for an edition of 62 indicators.

    1.1 is scored as a/b × 10, 1.4 by steps, 1.5 by levels; of the others points are given directly.
    """
    return opened_once()


@pytest.fixture
def submission(opened):
    return opened["tra-vinh"]


@pytest.fixture(scope="module")
def officer_once(django_db_setup, django_db_blocker):
    from tests.officers import cookies_of, officer_with

    def make():
        officer = officer_with("entry", unit="tra-vinh")
        return officer, cookies_of(officer)

    with scene(django_db_blocker, make) as signed_in:
        yield signed_in


@pytest.fixture
def officer(client, published_data, officer_once):
    """The officer of Trà Vinh who enters scores, signed in with ``client``."""
    officer, client.cookies = officer_once()
    return officer


@pytest.fixture
def score(submission):
    """A function that returns the score of an indicator: ``score("1.1")``."""

    def stored(code, *, of=submission):
        return of.assessments.select_related("indicator").get(indicator__code=code)

    return stored


@pytest.fixture
def officers_page(open_page, officer, site):
    """A function that opens a page in the browser with the officer, or another, signed in."""
    from django.test import Client

    def open_signed_in(*, by=officer, **options):
        signed_in = Client()
        signed_in.force_login(by)
        page = open_page(**options)
        session = signed_in.cookies["sessionid"]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": site}])
        return page

    return open_signed_in

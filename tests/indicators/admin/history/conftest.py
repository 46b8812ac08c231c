"""Models are imported inside: pytest reads this file before Django is set up."""

import pytest

HISTORY = "/quan-tri/lich-su/"


@pytest.fixture
def officers(published_data):
    """An officer for data entry of Trà Vinh, one who appraises everywhere, one who opens editions."""
    from tests.officers import officer_with

    return {
        "entry": officer_with("entry", unit="tra-vinh"),
        "appraisal": officer_with("appraisal"),
        "administration": officer_with("administration"),
    }


@pytest.fixture
def submissions(officers):
    """The submissions of Trà Vinh and Bình Phước; the first was entered, asked about and appraised."""
    from indicators import workflow
    from provinces.models import Unit
    from tests.officers import completed, moved, scoring_edition

    edition = scoring_edition(state="draft")
    units = Unit.objects.filter(slug__in=["tra-vinh", "binh-phuoc"])
    opened = workflow.open_submissions(edition, by=officers["administration"], units=units)
    opened = {submission.unit.slug: submission for submission in opened}
    own = opened["tra-vinh"]
    score = own.assessments.get(indicator__code="2.1")
    workflow.save_entry(score.pk, by=officers["entry"], version=0, values={"note": "=1+1"})
    workflow.add_evidence(score.pk, by=officers["entry"], described={"number": "1/BC", "title": "Báo cáo"})
    moved(completed(own), "under_review")
    workflow.save_verification(
        score.pk, by=officers["appraisal"], version=1, verified_score="0.25", verified_reason="Thiếu văn bản"
    )
    return opened


@pytest.fixture
def page(client):
    """A function that opens the history as somebody: ``page(user, ma="2.1")``."""

    def open_page(user, *, address=HISTORY, **query):
        client.force_login(user)
        return client.get(address, {name.replace("_", "-"): text for name, text in query.items()})

    return open_page

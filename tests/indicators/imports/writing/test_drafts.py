import datetime as dt

import pytest

from indicators.imports.problems import RefusedFileError
from indicators.imports.writing.drafts import make_edition, open_draft
from indicators.models import Edition, ImportBatch, ImportTarget, Scorecard, Submission
from provinces.models import Source, UnitSet


@pytest.mark.usefixtures("published_data")
@pytest.mark.parametrize("name", ["draft", "published"])
def test_edition_that_units_hand_in_scores_for_takes_no_figures(request, name):
    edition = request.getfixturevalue(name)
    Submission.objects.create(edition=edition, unit=edition.unit_set.members.first().unit)
    batch = ImportBatch(scorecard=edition.scorecard)

    with pytest.raises(RefusedFileError, match="sửa điểm của đơn vị") as refused:
        open_draft(batch, edition, target=None)

    assert [problem.code for problem in refused.value.problems] == ["scored_edition"]
    assert not Edition.objects.filter(replaces=edition).exists()


def test_drafts_are_made_of_targets(published_data):
    scorecard = Scorecard.objects.get(code="dti-cap-tinh")
    target = ImportTarget(
        slug="2025-34",
        period_kind="year",
        period="2025",
        period_start=dt.date(2025, 1, 1),
        period_end=dt.date(2025, 12, 31),
        methodology=scorecard.methodologies.get(code="qd-405"),
        unit_set=UnitSet.objects.get(code="34"),
        unit_count=34,
    )

    edition = make_edition(scorecard, target=target, source=Source.objects.in_order().first())

    edition.refresh_from_db()
    assert (edition.slug, edition.period, edition.unit_count) == ("2025-34", "2025", 34)
    assert (edition.period_start, edition.period_end) == (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert (edition.state, edition.methodology.code) == (Edition.State.DRAFT, "qd-405")

"""The page of the history: who, when, what, from, to, why; filtered by the address and paged."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import Assessment, Edition, ImportBatch
from provinces.models import Source
from provinces.models.history import keep_stored_states, signed
from tests.factories import OfficerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


@pytest.fixture
def auditor(published_data):
    return OfficerFactory(permissions=["indicators.view_history"])


def told(page):
    """Return the lines of a page without their moments, as they stand on it."""
    return [
        (line.who, line.kind, line.act, [(one.field, one.before, one.after) for one in line.changes])
        for line in page.context["lines"]
    ]


def test_history_tells_who_changed_what_from_what_and_why(page, submissions, officers, auditor):
    opened = page(auditor, loai="assessment")
    appraised, entered = opened.context["lines"]

    assert appraised.who == officers["appraisal"].username
    assert (appraised.act, appraised.reason) == ("thay đổi", "Thiếu văn bản")
    changes = {one.field: (one.before, one.after) for one in appraised.changes}
    assert changes["điểm thẩm định"] == ("–", "0,25")
    assert changes["lý do điều chỉnh"] == ("–", "Thiếu văn bản")
    assert entered.who == officers["entry"].username
    assert entered.subject.unit == "Trà Vinh"
    assert entered.subject.indicator.startswith("2.1 ")
    assert str(submissions["tra-vinh"].edition) in entered.subject.edition
    assert "Thiếu văn bản" in opened.content.decode()


def test_history_shows_imports_and_acts_beside(page, submissions, auditor, officers):
    now = timezone.now()
    batch = ImportBatch.objects.create(
        name="bang.csv",
        size=1,
        state="undone",
        committed_at=now,
        undone_at=now + dt.timedelta(minutes=1),
        undone_by=officers["administration"],
        counts={"new": 63, "changed": 2, "refused": 0},
    )

    undone, written, *others = page(auditor).context["lines"]

    assert (written.subject.rest, written.who) == ("bang.csv", "hệ thống")
    assert [(one.field, one.after) for one in written.changes] == [("mới", "63"), ("thay đổi", "2")]
    assert undone.who == officers["administration"].username
    assert {"Mở hồ sơ"} & {line.act for line in others}
    assert not written.address, "the auditor may not open the record of imports"
    assert page(OfficerFactory(is_superuser=True)).context["lines"][0].address == (
        f"/quan-tri/nhap-ket-qua/{batch.pk}/"
    )


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ({"don_vi": "tra vinh", "ma": "2.1"}, {"assessment", "evidence"}),
        ({"don_vi": "Bình Phước", "tu_ngay": "2020-01-01", "loai": "assessment"}, set()),
        ({"den_ngay": "01/01/2020"}, set()),
        ({"loai": "evidence"}, {"evidence"}),
        ({"tai_khoan": "khong-co-ai"}, set()),
        ({"don_vi": "?"}, set()),
    ],
)
def test_filters_of_the_address_keep_what_fits(page, submissions, auditor, query, kinds):
    lines = page(auditor, **query).context["lines"]

    assert {line.position.kind.code for line in lines} == kinds


def test_filters_know_submission_account_edition_and_scorecard(page, submissions, auditor, officers):
    own = submissions["tra-vinh"]

    of_submission = page(auditor, ho_so=own.pk)
    of_account = page(auditor, tai_khoan=officers["appraisal"].username).context["lines"]
    of_edition = page(auditor, ky=own.edition_id).context["lines"]
    of_scorecard = page(auditor, bo_chi_so=own.edition.scorecard_id, loai="submissionevent").context["lines"]

    assert {line.subject.unit for line in of_submission.context["lines"]} == {"Trà Vinh"}
    assert "Chỉ hồ sơ của Trà Vinh" in of_submission.content.decode()
    assert [line.act for line in of_account] == ["thay đổi"]
    assert {line.subject.unit for line in of_edition} == {"Trà Vinh", "Bình Phước", ""}
    assert len(of_scorecard) == 2


@pytest.mark.parametrize(
    "query", [{"tu_ngay": "hôm qua"}, {"tu_ngay": "0001-01-01"}, {"ky": "x\0"}, {"loai": "x"}, {"ho_so": "9"}]
)
def test_filter_that_is_none_is_told_and_shows_nothing(page, auditor, query):
    answer = page(auditor, **query)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not answer.context["lines"]


def test_pages_follow_each_other_without_gap_or_repetition(page, auditor):
    sources = [
        signed(Source(code=f"nguon-{n}", title=f"Nguồn {n}", url="https://example.vn/"), by=auditor)
        for n in range(3)
    ]
    for source in sources:
        source.save()
    for _repeated in range(41):
        keep_stored_states(Source.objects.filter(code__startswith="nguon-"), kind="~", by=auditor)
    seen, after = [], ""
    for _page in range(3):
        answer = page(auditor, tai_khoan=auditor.username, sau=str(after))
        seen += [line.position for line in answer.context["lines"]]
        after = answer.context["older"]

    assert after is None
    assert len(set(seen)) == len(seen) == 3 * 42
    assert [position.at for position in seen] == sorted((position.at for position in seen), reverse=True)


def test_page_asks_as_often_however_much_was_changed(page, submissions, auditor):
    page(auditor)
    with CaptureQueriesContext(connection) as few:
        page(auditor, loai="assessment")
    scores = Assessment.objects.filter(submission=submissions["tra-vinh"])
    keep_stored_states(scores, kind="~", by=auditor)
    with CaptureQueriesContext(connection) as many:
        lines = page(auditor, loai="assessment").context["lines"]

    assert len(lines) == 50
    # Who signs in again costs the same each time; the scores of 62 indicators cost nothing more.
    assert len(many) <= len(few) + 1
    with CaptureQueriesContext(connection) as of_all:
        page(auditor)
    assert len(of_all) < 60


def test_rows_that_are_gone_keep_their_names(page, submissions, auditor):
    edition = Edition.objects.create(
        scorecard=submissions["tra-vinh"].edition.scorecard,
        slug="nam-2031",
        period="2031",
        period_kind="year",
        period_start=dt.date(2031, 1, 1),
        period_end=dt.date(2031, 12, 31),
        methodology=submissions["tra-vinh"].edition.methodology,
        unit_set=submissions["tra-vinh"].edition.unit_set,
    )
    signed(edition, by=auditor, reason="Mở nhầm").delete()

    [line] = page(auditor, loai="edition", tai_khoan=auditor.username).context["lines"]

    assert (line.act, line.reason) == ("xóa", "Mở nhầm")
    assert line.subject.edition == "2031 (đã xóa)"

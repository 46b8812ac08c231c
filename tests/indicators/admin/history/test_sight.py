"""Who sees which lines of the history."""

import pytest

from indicators import workflow
from indicators.models import Role
from provinces.models import Source
from tests.factories import OfficerFactory
from tests.indicators.admin.history.conftest import HISTORY
from tests.officers import officer_with

pytestmark = pytest.mark.django_db


def units_seen(page):
    return {line.subject.unit for line in page.context["lines"]}


@pytest.mark.parametrize("address", [HISTORY, f"{HISTORY}lich-su.csv"])
def test_history_permission_signed_out_leads_to_the_sign_in(client, published_data, address):
    assert "/quan-tri/login/" in client.get(address).headers["Location"]


@pytest.mark.parametrize("address", [HISTORY, f"{HISTORY}lich-su.csv"])
def test_history_permission_is_refused_to_an_account_without_tasks(page, published_data, address):
    assert page(OfficerFactory(), address=address).status_code == 403


@pytest.mark.each_database
def test_history_permission_of_a_unit_ends_at_the_unit(page, submissions, officers):
    Source.objects.create(code="nguon", title="Nguồn", url="https://example.vn/")
    opened = page(officers["entry"])

    assert units_seen(opened) == {"Trà Vinh", ""}
    assert {line.position.kind.code for line in opened.context["lines"]} <= {
        "submissionevent", "submission", "assessment", "evidence", "assignment", "edition"
    }  # fmt: skip
    foreign = page(officers["entry"], ho_so=submissions["binh-phuoc"].pk)
    assert not foreign.context["lines"]
    assert "Bình Phước" not in foreign.content.decode()
    assert units_seen(page(officers["entry"], don_vi="Bình Phước")) == set()
    export = page(officers["entry"], address=f"{HISTORY}lich-su.csv")
    text = b"".join(export.streaming_content).decode()
    assert ("Trà Vinh" in text, "Bình Phước" in text) == (True, False)


def test_history_permission_hides_appraised_scores_from_the_unit_at_work(page, submissions, officers):
    at_work = page(officers["entry"], loai="assessment")

    assert "0,25" not in at_work.content.decode()
    assert "Thiếu văn bản" not in at_work.content.decode()
    assert [line.is_hidden for line in at_work.context["lines"]] == [True, False]
    export = page(officers["entry"], address=f"{HISTORY}lich-su.csv")
    table = b"".join(export.streaming_content).decode()
    assert "0,25" not in table
    assert "Điểm thẩm định hiển thị sau khi thẩm định xong." in table
    assert "0,25" in page(officers["appraisal"], loai="assessment").content.decode()
    workflow.send_back(submissions["tra-vinh"], by=officers["appraisal"], reason="Bổ sung")
    assert "0,25" in page(officers["entry"], loai="assessment").content.decode()


@pytest.mark.each_database
@pytest.mark.parametrize(
    "auditor",
    [
        lambda: OfficerFactory(permissions=["indicators.view_history"]),
        lambda: officer_with(Role.VIEWING),
        lambda: OfficerFactory(is_superuser=True),
    ],
    ids=["account", "viewing everything", "superuser"],
)
def test_history_permission_of_an_auditor_is_all(page, submissions, auditor):
    Source.objects.create(code="nguon", title="Nguồn", url="https://example.vn/")
    auditor = auditor()

    assert {"Trà Vinh", "Bình Phước"} <= units_seen(page(auditor))
    assert page(auditor, loai="source").context["lines"][0].subject.rest == "Nguồn"
    assert "0,25" in page(auditor, loai="assessment").content.decode()


def test_history_permission_of_viewing_one_unit_is_no_auditor(page, submissions):
    viewer = officer_with(Role.VIEWING, unit="binh-phuoc")

    assert units_seen(page(viewer)) == {"Bình Phước", ""}
    assert not page(viewer).context["sees_all"]


@pytest.mark.each_database
def test_history_permission_of_a_table_shows_its_rows(page, submissions):
    Source.objects.create(code="nguon", title="Nguồn", url="https://example.vn/")
    keeper = OfficerFactory(permissions=["provinces.view_source"])

    assert {line.position.kind.code for line in page(keeper).context["lines"]} == {"source"}

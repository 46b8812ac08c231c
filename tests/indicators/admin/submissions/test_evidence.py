"""Documents that prove a score: added, refused, downloaded, taken out."""

import datetime as dt
import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indicators.models import Evidence
from tests.indicators.admin.submissions.documents import DOCX, JPG, PAGE, PDF, PNG, XLSX, office
from tests.officers import moved, officer_with

BOMB = office("word/document.xml", filling=b"\0" * 60_000_000)


@pytest.fixture
def address(submission):
    return reverse("submissions:evidence", args=[submission.pk, "1.1"])


@pytest.fixture
def add(client, officer, address):
    """A function that adds a document: ``add("bao-cao.pdf", PDF, number="12/QĐ")``."""

    def send(name="", content=b"", **described):
        posted = {"title": "Báo cáo", **described}
        if name:
            posted["file"] = SimpleUploadedFile(name, content)
        return client.post(address, posted)

    return send


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bao-cao.pdf", PDF),
        ("anh.png", PNG),
        ("anh.JPG", JPG),
        ("anh.jpeg", JPG),
        ("bao-cao.docx", DOCX),
        ("bang.xlsx", XLSX),
    ],
)
def test_file_is_kept_under_a_random_name_with_its_hash(add, files, name, content):
    answer = add(name, content)

    kept = Evidence.objects.get()
    assert answer.status_code == 302
    assert (kept.name, kept.size, kept.sha256) == (name, len(content), hashlib.sha256(content).hexdigest())
    assert name.rpartition(".")[0] not in kept.file.name
    assert (files / kept.file.name).read_bytes() == content


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("trang.html", PAGE, "Chỉ nhận tệp"),
        ("anh.svg", b"<svg/>", "Chỉ nhận tệp"),
        ("khong-duoi", PDF, "Chỉ nhận tệp"),
        ("bao-cao.pdf.exe", PDF, "Chỉ nhận tệp"),
        ("bao-cao.pdf", PAGE, "không đúng với đuôi tệp"),
        ("anh.png", JPG, "không đúng với đuôi tệp"),
        ("bao-cao.docx", XLSX, "không đúng với đuôi tệp"),
        ("bang.xlsx", DOCX, "không đúng với đuôi tệp"),
        ("bao-cao.docx", PDF, "không đúng với đuôi tệp"),
        ("bao-cao.docx", DOCX[:60], "bị hỏng"),
        ("bao-cao.docx", office("word/document.xml", "word/vbaProject.bin"), "macro"),
        ("bao-cao.docx", BOMB, "lớn bất thường"),
        ("rong.pdf", b"", ""),
    ],
    ids=[
        "a page",
        "a drawing",
        "no ending",
        "a program",
        "a page called PDF",
        "JPG called PNG",
        "XLSX called DOCX",
        "DOCX called XLSX",
        "PDF called DOCX",
        "cut off",
        "macros",
        "a bomb",
        "empty",
    ],
)
def test_file_of_another_kind_is_refused(add, files, name, content, why):
    answer = add(name, content)

    assert answer.status_code == 200
    assert why in answer.text
    assert not Evidence.objects.exists()
    assert list(files.rglob("*.*")) == []


def test_file_that_is_too_large_is_refused(add, settings):
    settings.EVIDENCE_MAX_BYTES = 1000

    answer = add("bao-cao.pdf", PDF + b"\0" * 2000)

    assert answer.status_code == 200
    assert "lớn hơn" in answer.text


def test_request_that_is_far_too_large_is_not_read(add, settings):
    settings.EVIDENCE_MAX_BYTES = 1000

    answer = add("bao-cao.pdf", PDF + b"\0" * 200_000)

    assert answer.status_code == 413
    assert not Evidence.objects.exists()


def test_document_is_found_by_its_number_alone(add, score, client, address):
    add(number="12/QĐ-UBND", issued_on="25/03/2026", summary="Về tập huấn")

    kept = score("1.1").evidence.get()
    assert (kept.number, kept.issued_on) == ("12/QĐ-UBND", dt.date(2026, 3, 25))
    page = client.get(address).text
    assert "12/QĐ-UBND" in page
    assert "25/03/2026" in page


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.vn/x", "data:text/html,x", "//x"])
def test_link_leads_to_the_web_alone(add, link):
    assert add(link=link).status_code == 200
    assert not Evidence.objects.exists()


def test_link_is_kept(add, score):
    add(link="https://example.vn/quyet-dinh-12")

    assert score("1.1").evidence.get().link == "https://example.vn/quyet-dinh-12"


def test_document_that_cannot_be_found_is_refused(add):
    answer = add()

    assert "Nêu số hiệu văn bản, đường dẫn hoặc tệp." in answer.text
    assert not Evidence.objects.exists()


def test_form_sent_twice_adds_one_document_lost_update(add):
    answers = [add(number="12/QĐ").status_code, add(number="12/QĐ").status_code]
    files = [add("bao-cao.pdf", PDF).status_code, add("bao-cao.pdf", PDF).status_code]

    assert answers == files == [302, 200]
    assert Evidence.objects.count() == 2


def test_file_is_downloaded_and_never_shown(add, client):
    add("báo cáo.pdf", PDF)

    answer = client.get(reverse("submissions:evidence_file", args=[Evidence.objects.get().pk]))

    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    answer.close()


def test_file_has_no_address_of_its_own(add):
    add("bao-cao.pdf", PDF)

    with pytest.raises(ValueError, match="kept, not served"):
        _address = Evidence.objects.get().file.url


def test_file_that_is_gone_is_told(add, client, files):
    add("bao-cao.pdf", PDF)
    kept = Evidence.objects.get()
    (files / kept.file.name).unlink()

    answer = client.get(reverse("submissions:evidence_file", args=[kept.pk]), follow=True)

    assert "không còn được lưu" in answer.text


def test_document_is_taken_out_with_its_file(
    add, client, submission, files, django_capture_on_commit_callbacks
):
    add("bao-cao.pdf", PDF)
    kept = Evidence.objects.get()
    address = reverse("submissions:remove_evidence", args=[submission.pk, "1.1", kept.pk])
    asked = client.get(address)
    still_there = Evidence.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)

    assert asked.status_code == 200
    assert still_there
    assert not Evidence.objects.exists()
    assert not (files / kept.file.name).exists()


def test_evidence_is_closed_once_the_submission_is_sent(add, submission):
    moved(submission, "sent")

    assert "đã gửi" in add(number="12/QĐ").text
    assert not Evidence.objects.exists()


def test_evidence_opens_again_for_a_score_that_is_asked_about(add, submission, score):
    moved(submission, "under_review")
    score("1.1").questions.create(text="Văn bản nào?", asked_by=officer_with("appraisal"))

    add(number="12/QĐ")

    assert score("1.1").evidence.count() == 1


def test_evidence_form_is_protected_against_forged_requests(officer, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)

    assert client.post(address, {"number": "12/QĐ", "title": "Quyết định"}).status_code == 403
    assert not Evidence.objects.exists()


def test_evidence_of_a_code_with_a_null_character_is_not_there(client, officer, submission):
    client.force_login(officer)

    assert client.get(f"/quan-tri/nhap-diem/{submission.pk}/%00/tai-lieu/").status_code == 404

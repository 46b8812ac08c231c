"""The first step of an import: a table arrives, or is refused in words."""

import io

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Edition, Scorecard
from tests.factories import OfficerFactory
from tests.indicators.admin.imports.steps import (
    IMPORT,
    address,
    as_csv,
    read,
    sent_upload,
    told,
    totals_of_2022,
    upload,
    uploaded,
    write,
)

UPLOAD = "/quan-tri/nhap-ket-qua/"


def file_of(content, name="ket-qua.csv"):
    file = io.BytesIO(content)
    file.name = name
    return file


def errors(answer):
    return set(answer.context["form"].errors)


@pytest.mark.each_database
def test_upload_keeps_the_file_and_leads_to_how_it_is_read(importer):
    batch = upload(importer, totals_of_2022())

    with batch.file.open("rb") as kept:
        assert kept.read() == as_csv(totals_of_2022())
    assert batch.options["edition"] == "2022"
    assert batch.received_by.username == "nhap"
    assert batch.source is None


def test_upload_takes_a_pasted_table(importer):
    pasted = "\n".join("\t".join(map(str, row)) for row in totals_of_2022())

    answer = importer.post(UPLOAD, sent_upload(pasted=pasted))

    assert answer.url == address("reading", uploaded().get())


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        pytest.param({}, {"file"}, id="no table"),
        pytest.param({"pasted": "a\tb", "file": True}, {"pasted"}, id="two tables"),
        pytest.param({"file": True, "scorecard": ""}, {"scorecard"}, id="no scorecard"),
        pytest.param({"file": True, "scorecard": "9" * 30}, {"scorecard"}, id="no such scorecard"),
        pytest.param({"file": True, "scorecard": "", "new_name": "PCI"}, {"new_scale"}, id="no scale"),
        pytest.param(
            {"file": True, "scorecard": "", "new_name": "PCI", "new_scale": "0"},
            {"new_scale"},
            id="zero",
        ),
        pytest.param({"file": True, "new_name": "PCI", "new_scale": "100"}, {"new_name"}, id="two"),
        pytest.param({"file": True, "source": ""}, {"source"}, id="no source"),
        pytest.param({"file": True, "source": "x"}, {"source"}, id="no such source"),
        pytest.param({"file": True, "unit_set": "khong"}, {"unit_set"}, id="no such set"),
        pytest.param({"file": True, "unit": "khong"}, {"unit"}, id="no such unit"),
        pytest.param({"file": True, "edition": "\0"}, {"edition"}, id="null"),
    ],
)
def test_upload_tells_what_is_missing_or_too_much(importer, asked, wrong):
    file = {"file": file_of(as_csv(totals_of_2022()))} if asked.get("file") else {}

    answer = importer.post(UPLOAD, sent_upload(**{**asked, **file}))

    assert answer.status_code == 200
    assert errors(answer) == wrong
    assert not uploaded().exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(b"", "rong.csv", id="empty"),
        pytest.param(b"%PDF-1.7 ...", "bang.pdf", id="pdf"),
        pytest.param(b"PK\x03\x04 no zip", "bang.xlsx", id="broken xlsx"),
    ],
)
def test_upload_refuses_what_is_no_table_in_words(importer, content, name):
    answer = importer.post(UPLOAD, sent_upload(file=file_of(content, name)))

    assert answer.status_code == 200
    assert told(answer)
    assert not uploaded().exists()


def test_refused_form_says_that_the_file_is_to_be_chosen_again(importer):
    answer = importer.post(UPLOAD, sent_upload(file=file_of(as_csv(totals_of_2022())), source=""))

    assert errors(answer) == {"source"}
    assert "Hãy chọn lại cả tệp: trình duyệt không giữ tệp đã chọn." in told(answer)


def test_units_stand_in_order_and_those_of_before_and_since_a_merger_are_told_apart(importer):
    labels = dict(importer.get(UPLOAD).context["form"].fields["unit"].choices)

    listed = list(labels.values())
    assert listed.index("Cà Mau") < listed.index("Đà Nẵng") < listed.index("Đắk Lắk")
    assert labels["vinh-long"] == "Vĩnh Long"
    assert labels["vinh-long-truoc-2025"] == "Vĩnh Long (trước 01/07/2025)"


@pytest.mark.each_database
def test_upload_names_a_new_scorecard_only_once(importer):
    answer = importer.post(
        UPLOAD,
        sent_upload(
            file=file_of(as_csv(totals_of_2022())),
            scorecard="",
            new_name=Scorecard.objects.get(code="dti-cap-tinh").name.upper(),
            new_scale="1",
        ),
    )

    assert errors(answer) == {"new_name"}


@pytest.mark.parametrize("where", ["file", "pasted"])
def test_upload_that_is_too_large_is_refused_before_it_is_read(importer, settings, where):
    settings.IMPORT_MAX_BYTES = 1000
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    large = "x" * (50_000 if where == "pasted" else 200_000)
    sent = {"file": file_of(large.encode())} if where == "file" else {"pasted": large}

    answer = importer.post(UPLOAD, sent_upload(**sent))

    assert answer.status_code == 413
    assert told(answer)
    assert not uploaded().exists()


def test_upload_a_little_too_large_is_told_at_its_field(importer, settings):
    settings.IMPORT_MAX_BYTES = 1000

    answer = importer.post(UPLOAD, sent_upload(file=file_of(b"x" * 2000)))

    assert errors(answer) == {"file"}


def test_upload_needs_the_token_of_its_form(published_data):
    client = Client(enforce_csrf_checks=True)
    client.force_login(OfficerFactory(permissions=[IMPORT]))
    sent = sent_upload(file=file_of(as_csv(totals_of_2022())))

    refused = client.post(UPLOAD, sent)
    token = client.get(UPLOAD).context["csrf_token"]
    sent["file"].seek(0)
    taken = client.post(UPLOAD, sent | {"csrfmiddlewaretoken": str(token)})

    assert (refused.status_code, taken.status_code) == (403, 302)


def test_upload_from_an_edition_knows_which_it_is(importer, published):
    answer = importer.get(UPLOAD, {"edition": published.pk})

    initial = answer.context["form"].initial
    assert (initial["scorecard"], initial["edition"]) == (published.scorecard, "2022")


@pytest.mark.parametrize("odd", ["x", "9" * 30, "\0", "-1", "²"])
def test_upload_from_no_edition_asks_all(importer, odd):
    assert importer.get(UPLOAD, {"edition": odd}).context["form"].initial == {}


def test_edition_leads_to_the_upload(client, published):
    client.force_login(OfficerFactory(permissions=[IMPORT, "indicators.view_edition"]))

    answer = client.get(reverse("admin:indicators_edition_change", args=[published.pk]))

    assert f"{UPLOAD}?edition={published.pk}" in answer.content.decode()


def test_front_page_of_the_admin_leads_to_the_upload_who_may(client, published_data):
    def leads(*permissions):
        client.force_login(OfficerFactory(permissions=permissions))
        return f'href="{UPLOAD}"' in client.get("/quan-tri/").content.decode()

    assert leads(IMPORT)
    assert not leads("indicators.view_importbatch")


@pytest.mark.each_database
def test_same_file_twice_is_told(importer):
    first = upload(importer, totals_of_2022(tra_vinh=("0.6177", 24)))
    read(importer, first)
    write(importer, first)

    second = upload(importer, totals_of_2022(tra_vinh=("0.6177", 24)))

    assert any(f"lần nhập {first.pk}" in text for text in told(importer.get(address("reading", second))))


def test_published_rows_stay_while_a_table_is_only_uploaded(importer):
    before = Edition.objects.count()

    upload(importer, totals_of_2022(tra_vinh=("0.6177", 24)))

    assert Edition.objects.count() == before

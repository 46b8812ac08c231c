"""The history of imports: list, record, kept file, discarded uploads, the way from a figure to its cell."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Edition, ImportCell, Ranking, Scorecard
from tests.factories import OfficerFactory
from tests.indicators.admin.imports.steps import (
    IMPORT,
    address,
    as_csv,
    read,
    told,
    totals_of_2022,
    upload,
    uploaded,
    write,
)
from tests.rendering import context_of

LIST = "/quan-tri/indicators/importbatch/"
CORRECTION = {"tra_vinh": ("0.6177", 24)}


@pytest.fixture(scope="module", autouse=True)
def written_once(once):
    def steps(client):
        batch = upload(client, totals_of_2022(**CORRECTION), name="báo cáo “2022”.csv")
        read(client, batch)
        write(client, batch)
        return batch

    return once(steps)


@pytest.fixture
def written(written_once, importer):
    return written_once()


@pytest.mark.each_database
def test_list_names_who_when_and_what(importer, written):
    page = importer.get(LIST).content.decode()

    assert written.name.replace("“", "“") in page
    assert "nhap" in page


def test_list_asks_as_often_for_many_imports_as_for_few(importer):
    def count(uploads):
        for _number in range(uploads):
            upload(importer, totals_of_2022())
        with CaptureQueriesContext(connection) as queries:
            importer.get(LIST)
        return len(queries)

    assert count(1) == count(4)


def test_record_leads_to_the_draft_and_its_publication(client, importer, written):
    draft = Edition.objects.open().get()
    client.force_login(OfficerFactory(permissions=[IMPORT, "indicators.publish_edition"]))

    page = client.get(address("done", written)).content.decode()

    assert reverse("admin:indicators_edition_change", args=[draft.pk]) in page
    assert reverse("admin:indicators_edition_publish", args=[draft.pk]) in page
    assert address("undo", written) in page


def test_record_asks_as_often_for_many_figures_as_for_few(importer):
    def count(rows):
        batch = upload(importer, rows)
        read(importer, batch)
        with CaptureQueriesContext(connection) as queries:
            importer.get(address("done", batch), {"state": "all"})
        return len(queries)

    table = totals_of_2022()

    assert count(table) == count(table[:4])


def test_change_page_of_the_admin_is_the_record(importer, written):
    answer = importer.get(reverse("admin:indicators_importbatch_change", args=[written.pk]))

    assert answer.context["batch"] == written


def test_file_is_downloaded_as_it_arrived_and_never_shown(importer, written):
    answer = importer.get(address("download", written))

    assert b"".join(answer.streaming_content) == as_csv(totals_of_2022(**CORRECTION))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_file_that_is_gone_is_told(importer, written):
    written.file.storage.delete(written.file.name)

    answer = importer.get(address("download", written), follow=True)

    assert told(answer)


@pytest.mark.parametrize("page", ["reading", "preview"])
def test_step_whose_file_is_gone_is_told(importer, page):
    batch = upload(importer, totals_of_2022(**CORRECTION))
    read(importer, batch)
    batch.file.storage.delete(batch.file.name)
    seen = context_of(importer, address("preview", batch))["seen"]

    answer = importer.post(address(page, batch), {"again": "1", "seen": seen}, follow=True)

    assert answer.status_code == 200
    assert told(answer)


def test_upload_is_discarded_with_its_file(importer):
    batch = upload(importer, totals_of_2022(**CORRECTION))
    read(importer, batch)
    storage, name = batch.file.storage, batch.file.name

    assert importer.get(address("discard", batch)).status_code == 200
    assert storage.exists(name)
    answer = importer.post(address("discard", batch))

    assert answer.url == LIST
    assert not uploaded().filter(pk=batch.pk).exists()


def test_discarded_upload_of_a_new_index_takes_the_index_along(importer):
    before = Scorecard.objects.count()
    rows = [["Tỉnh", "PAPI"], ["Hà Nội", "44.1"], ["Huế", "43.2"]]
    asked = {"scorecard": "", "new_name": "PAPI", "new_scale": "80", "edition": "2024", "unit_set": "63"}
    batch = upload(importer, rows, **asked)
    read(importer, batch)

    importer.post(address("discard", batch))

    assert Scorecard.objects.count() == before


@pytest.mark.each_database
def test_ranking_leads_to_the_cell_that_it_came_from(client, written):
    client.force_login(OfficerFactory(is_superuser=True))
    row = Ranking.objects.get(
        edition__in=Edition.objects.open(), unit__slug="tra-vinh", measure__kind="total"
    )
    cell = written.cells.get(unit__slug="tra-vinh")

    page = client.get(reverse("admin:indicators_ranking_change", args=[row.pk])).content.decode()
    record = client.get(address("done", written), {"o": cell.pk})

    assert f"ô {cell.address}, lần nhập {written.pk}" in page
    assert f"{address('done', written)}?o={cell.pk}#o-{cell.pk}" in page
    assert cell.pk in {row.number for row in record.context["figures"].rows}


def test_entry_form_leads_to_the_cell_until_the_figure_is_edited(client, written):
    client.force_login(OfficerFactory(is_superuser=True))
    draft = Edition.objects.open().get()
    form = reverse("admin:indicators_edition_entry_form", args=[draft.pk, "tra-vinh"])
    named = f"lần nhập {written.pk}"

    before = named in client.get(form).content.decode()
    row = draft.rankings.get(unit__slug="tra-vinh", measure__kind="total")
    row.value = Decimal("0.6188")
    row.save()

    assert before
    assert named not in client.get(form).content.decode()


def test_figure_that_nobody_brought_in_leads_nowhere(administrator, published):
    row = published.rankings.first()
    ImportCell.objects.filter(target__edition=published, unit=row.unit, measure=row.measure).delete()

    answer = administrator.get(reverse("admin:indicators_ranking_change", args=[row.pk]))

    assert "lần nhập" not in answer.content.decode().split('id="content"')[1]

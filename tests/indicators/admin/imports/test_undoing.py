"""Taking an import back, with figures that were changed since."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Edition, ImportBatch, Ranking
from indicators.workflow import publish
from tests.factories import DraftFactory
from tests.indicators.admin.imports.steps import address, read, told, totals_of_2022, upload, write
from tests.indicators.admin.snapshots import published_rows
from tests.scenes import YEAR


@pytest.fixture(scope="module", autouse=True)
def written_once(once):
    def steps(client):
        draft = DraftFactory(slug=YEAR)
        rows = [["Tỉnh", "DTI"], ["Trà Vinh", "0.61"], ["Hà Nội", "0.71"], ["An Giang", "0.51"]]
        batch = upload(client, rows, edition=draft.slug)
        read(client, batch)
        write(client, batch)
        return batch, draft

    return once(steps)


@pytest.fixture
def written(written_once, importer):
    """An import that was written into an open draft: three totals of it."""
    batch, _draft = written_once()
    return batch


@pytest.fixture
def draft(written_once, published_data):
    _batch, draft = written_once()
    return draft


def total(edition, unit):
    return Ranking.objects.get(edition=edition, unit__slug=unit, measure__kind="total")


def edit(row, value):
    row.value = Decimal(value)
    row.save()


def undo(client, batch, **sent):
    page = client.get(address("undo", batch))
    return client.post(address("undo", batch), {"seen": page.context["seen"], **sent})


def test_undo_takes_back_what_was_written(importer, written, draft):
    answer = undo(importer, written)

    written.refresh_from_db()
    assert answer.url == address("done", written)
    assert written.state == ImportBatch.State.UNDONE
    assert written.undone_by.username == "nhap"
    assert not Ranking.objects.filter(edition__slug=draft.slug).exists()


def test_undo_of_an_untouched_revision_discards_it(importer):
    before = published_rows()
    batch = upload(importer, totals_of_2022(tra_vinh=("0.6177", 24)))
    read(importer, batch)
    write(importer, batch)

    undo(importer, batch)

    assert not Edition.objects.open().filter(slug="2022").exists()
    assert published_rows() == before


def test_undo_shows_what_was_changed_since(importer, written, draft):
    edit(total(draft, "tra-vinh"), "0.65")

    page = importer.get(address("undo", written))

    [conflict] = page.context["conflicts"]
    assert (conflict.unit, conflict.written, conflict.now) == ("Trà Vinh", "0,6100", "0,6500")


def test_undo_keeps_and_puts_back_as_ticked(importer, written, draft):
    edit(total(draft, "tra-vinh"), "0.65")
    edit(total(draft, "ha-noi"), "0.75")
    page = importer.get(address("undo", written))
    keys = {conflict.unit: conflict.number for conflict in page.context["conflicts"]}

    undo(importer, written, overwrite=[keys["Hà Nội"]])

    left = Ranking.objects.filter(edition__slug=draft.slug)
    assert {(row.unit.slug, row.value) for row in left} == {("tra-vinh", Decimal("0.65"))}


def test_undo_puts_unlisted_conflicts_back_when_told_so(importer, written, draft, monkeypatch):
    monkeypatch.setattr("indicators.admin.imports.undoing.LISTED_AT_MOST", 1)
    edit(total(draft, "tra-vinh"), "0.65")
    edit(total(draft, "ha-noi"), "0.75")
    page = importer.get(address("undo", written))

    undo(importer, written, overwrite_rest="1")

    assert (page.context["conflict_count"], page.context["further_conflicts"]) == (2, 1)
    assert Ranking.objects.filter(edition__slug=draft.slug).count() == 1


def test_undo_asks_again_when_a_colleague_changed_a_figure_meanwhile(importer, written, draft):
    page = importer.get(address("undo", written))
    edit(total(draft, "tra-vinh"), "0.65")

    answer = importer.post(address("undo", written), {"seen": page.context["seen"]}, follow=True)

    written.refresh_from_db()
    assert written.state == ImportBatch.State.COMMITTED
    assert told(answer)


def test_undo_of_what_was_published_since_is_a_revision(importer, published):
    batch = upload(importer, totals_of_2022(tra_vinh=("0.6177", 24)))
    read(importer, batch)
    write(importer, batch)
    publish(Edition.objects.open().get(slug="2022"))
    before = published_rows()

    undo(importer, batch)

    revision = Edition.objects.open().get(slug="2022")
    assert total(revision, "tra-vinh").value == Decimal("0.6077")
    assert published_rows() == before
    assert (
        reverse("admin:indicators_edition_change", args=[revision.pk])
        in importer.get(address("done", batch)).text
    )


def test_undone_import_is_not_undone_again(importer, written):
    undo(importer, written)

    for method in (importer.get, importer.post):
        assert method(address("undo", written)).url == address("done", written)


def test_import_that_is_not_written_cannot_be_undone(importer):
    batch = upload(importer, totals_of_2022())

    assert importer.get(address("undo", batch)).url == address("done", batch)

"""The fourth step: what would be written, leaving rows out, and writing."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.admin.publication import warnings_of_sources
from indicators.imports import door
from indicators.models import Edition, ImportBatch, ImportCell, Ranking
from indicators.workflow import open_revision
from provinces.models import Source
from tests.indicators.admin.imports.steps import (
    address,
    form_of,
    preview_form,
    read,
    told,
    totals_of_2022,
    upload,
    write,
)
from tests.indicators.admin.snapshots import published_rows
from tests.rendering import context_of

CORRECTED = {"tra_vinh": ("0.6177", 24), "ha_noi": ("0.7999", 3)}


@pytest.fixture(scope="module", autouse=True)
def previewed_once(once):
    def steps(client):
        batch = upload(client, totals_of_2022(**CORRECTED))
        read(client, batch)
        return batch

    return once(steps)


@pytest.fixture
def previewed(previewed_once, importer):
    """An import that corrects two totals of 2022."""
    return previewed_once()


def preview(client, batch, **asked):
    return context_of(client, address("preview", batch), asked)


def corrected(unit="tra-vinh"):
    """Return the total of a unit in the open draft of 2022."""
    return Ranking.objects.get(
        edition__in=Edition.objects.open(), edition__slug="2022", unit__slug=unit, measure__kind="total"
    )


def test_changes_stand_first_with_old_and_new(importer, previewed):
    page = importer.get(address("preview", previewed))

    rows = {row.unit: row for row in page.context["figures"].rows}
    row = rows["Trà Vinh"]
    assert len(rows) == 2
    assert (row.old_value, row.value, row.difference) == ("0,6077", "0,6177", "+0,0100")
    assert (row.old_rank, row.rank, row.places) == ("25/63", "24/63", "tăng 1 bậc")
    assert row.place.endswith(f"B{previewed.cells.get(unit__slug='tra-vinh').row}")


def test_rounded_values_are_kept_until_the_officer_takes_them(importer):
    batch = upload(importer, totals_of_2022(tra_vinh=("0.61", 24)))
    read(importer, batch)

    def shown():
        page = preview(importer, batch, state="all")
        return next(row for row in page["figures"].rows if row.unit == "Trà Vinh"), page

    row, _page = shown()
    assert (row.old_value, row.value, row.rank) == ("0,6077", "0,6077", "24/63")
    assert "chỉ khác do làm tròn: tệp ghi 0.61, giữ số đang có" in row.besides
    importer.post(address("preview", batch), preview_form(importer, batch, take_rounded="1"))
    row, page = shown()
    assert (row.value, row.difference) == ("0,6100", "+0,0023")
    assert page["rounded_act"] == "keep"


def test_target_of_a_published_edition_is_a_revision(importer, previewed):
    [target] = preview(importer, previewed)["targets"]

    assert "bản sửa đổi" in target.act
    assert target.address


def test_target_of_a_new_period_is_a_new_edition(importer):
    batch = upload(importer, [["Tỉnh", "DTI"], ["Hà Nội", "0.8"], ["Huế", "0.7"]], edition="2025")
    read(importer, batch)

    [target] = preview(importer, batch)["targets"]

    assert "kỳ mới" in target.act
    assert target.address == ""


def test_preview_of_a_new_edition_calls_units_as_they_were_called_then(importer):
    batch = upload(importer, [["Tỉnh", "DTI"], ["TT Huế", "0.7"]], edition="2019", unit_set="63")
    read(importer, batch)

    [row] = preview(importer, batch)["figures"].rows
    write(importer, batch)

    assert (row.unit, row.as_printed) == ("Thừa Thiên Huế", "TT Huế")
    [written] = importer.get(address("done", batch)).context["figures"].rows
    assert written.unit == row.unit


def test_publisher_is_told_of_a_source_that_is_called_as_its_file_alone(importer):
    batch = upload(importer, [["Tỉnh", "DTI"], ["Huế", "0.7"]], edition="2025", name="pci.csv")
    read(importer, batch)
    write(importer, batch)
    draft = Edition.objects.open().get()

    [warning] = warnings_of_sources(draft)
    Source.objects.filter(title="pci.csv").update(title="Báo cáo PCI 2023")

    assert "chỉ ghi nguồn là tệp “pci.csv”" in warning
    assert warnings_of_sources(draft) == []


@pytest.mark.each_database
def test_figures_are_looked_at_by_state_whatever_else_is_asked(importer, previewed):
    def shown(**asked):
        return len(importer.get(address("preview", previewed), asked).context["figures"].rows)

    assert (shown(state="unchanged"), shown(state="all"), shown(state="refused")) == (61, 63, 0)
    for odd in ({"state": "x"}, {"state": "\0"}, {"p": "x"}, {"p": "999"}, {"p": "9" * 30}, {"o": "9" * 30}):
        assert shown(**odd) == 2, odd


def test_long_preview_is_paged_and_keeps_what_was_ticked(importer, previewed, monkeypatch):
    monkeypatch.setattr("indicators.admin.imports.states.ROWS_A_PAGE", 1)
    first = preview(importer, previewed)["figures"]

    answer = importer.post(
        address("preview", previewed) + "?state=changed",
        preview_form(importer, previewed, left_out=[first.rows[0].number], to="2"),
    )

    assert first.page.paginator.num_pages == 2
    assert answer.url.endswith("?state=changed&p=2")
    assert previewed.cells.get(state=ImportCell.State.LEFT_OUT).pk == first.rows[0].number


def test_preview_asks_as_often_for_many_rows_as_for_few(importer):
    def count(rows):
        batch = upload(importer, rows)
        read(importer, batch)
        with CaptureQueriesContext(connection) as queries:
            importer.get(address("preview", batch), {"state": "all"})
        return len(queries)

    table = totals_of_2022()

    assert count(table) == count(table[:4])


def test_preview_writes_nothing(importer, previewed):
    before = published_rows()

    importer.get(address("preview", previewed))

    assert published_rows() == before
    assert not Edition.objects.open().exists()


@pytest.mark.each_database
def test_writing_opens_a_revision_and_leads_to_the_record(importer, previewed, published):
    before = published_rows()

    answer = write(importer, previewed)

    row = corrected()
    assert answer.url == address("done", previewed)
    assert (row.value, row.rank, row.edition.replaces) == (Decimal("0.6177"), 24, published)
    assert row.value_source.title == "ket-qua.csv"
    assert published_rows() == before
    assert previewed.committed_by.username == "nhap"


def test_row_that_is_left_out_is_not_written(importer, previewed):
    key = previewed.cells.get(unit__slug="tra-vinh").pk

    importer.post(
        address("preview", previewed), preview_form(importer, previewed, left_out=[key], commit="1")
    )

    assert corrected().value == Decimal("0.6077")
    assert corrected("ha-noi").value == Decimal("0.7999")


def test_row_that_was_left_out_is_taken_in_again(importer, previewed):
    key = previewed.cells.get(unit__slug="tra-vinh").pk
    importer.post(address("preview", previewed), preview_form(importer, previewed, left_out=[key]))
    page = preview(importer, previewed, state="left_out")

    importer.post(address("preview", previewed), {"seen": page["seen"], "shown": [key], "save": "1"})

    assert previewed.cells.get(pk=key).state == ImportCell.State.CHANGED


def leave_a_change_out(importer, batch):
    cell = batch.cells.get(state=ImportCell.State.CHANGED, unit__slug="tra-vinh")
    importer.post(address("preview", batch), preview_form(importer, batch, left_out=[cell.pk], save="1"))
    return cell.row, cell.value_column


@pytest.mark.parametrize("step", ["again", "reading"])
def test_row_that_was_left_out_stays_so_when_the_table_is_read_the_same_way(importer, previewed, step):
    place = leave_a_change_out(importer, previewed)

    if step == "again":
        importer.post(address("preview", previewed), preview_form(importer, previewed, again="1"))
    else:
        read(importer, previewed)

    [cell] = previewed.cells.filter(state=ImportCell.State.LEFT_OUT)
    assert (cell.row, cell.value_column) == place
    previewed.refresh_from_db()
    assert (previewed.counts["left_out"], previewed.counts["changed"]) == (1, 1)


def test_row_that_was_left_out_is_taken_in_and_that_is_told_when_it_is_read_otherwise(importer, previewed):
    leave_a_change_out(importer, previewed)
    form = form_of(context_of(importer, address("reading", previewed)))
    [rank] = [name for name, value in form.items() if value == "rank"]

    page = importer.post(address("reading", previewed), form | {rank: "ignored"}, follow=True)

    assert not previewed.cells.filter(state=ImportCell.State.LEFT_OUT).exists()
    assert "Bảng được đọc theo cách khác: các dòng đã bỏ ra được đưa vào lại." in told(page)


def test_cells_of_another_import_are_not_left_out(importer, previewed):
    other = upload(importer, totals_of_2022(**CORRECTED))
    read(importer, other)
    key = other.cells.get(unit__slug="tra-vinh").pk

    importer.post(
        address("preview", previewed), preview_form(importer, previewed, shown=[key], left_out=[key])
    )

    assert other.cells.get(pk=key).state == ImportCell.State.CHANGED


@pytest.mark.each_database
def test_odd_numbers_of_rows_change_nothing(importer, previewed):
    for odd in ("x", "9" * 30, "-1", "\0", "²"):
        sent = preview_form(importer, previewed, shown=[odd], left_out=[odd])
        assert importer.post(address("preview", previewed), sent).status_code == 302, odd

    assert not previewed.cells.filter(state=ImportCell.State.LEFT_OUT).exists()


def test_refused_rows_stop_writing_until_they_are_left_out(importer):
    table = totals_of_2022(tra_vinh=("6.5", 24))
    batch = upload(importer, table)
    read(importer, batch)
    [refused] = importer.get(address("preview", batch)).context["figures"].rows

    stuck = importer.post(address("preview", batch), preview_form(importer, batch, commit="1"), follow=True)
    importer.post(address("preview", batch), preview_form(importer, batch, leave_refused="1"))
    batch.refresh_from_db()

    assert refused.besides
    assert refused.place
    assert told(stuck)
    assert batch.counts["refused"] == 0
    assert not Edition.objects.open().exists()


def test_preview_that_the_database_left_behind_is_told_and_made_anew(importer, previewed, published):
    draft = open_revision(published)
    row = draft.rankings.get(unit__slug="tra-vinh", measure__kind="total")
    row.value = Decimal("0.6111")
    row.save()

    stale = importer.post(
        address("preview", previewed), preview_form(importer, previewed, commit="1"), follow=True
    )
    importer.post(address("preview", previewed), preview_form(importer, previewed, again="1"))
    row = next(row for row in preview(importer, previewed)["figures"].rows if row.unit == "Trà Vinh")
    write(importer, previewed)

    assert told(stale)
    assert row.old_value == "0,6111"
    assert corrected().value == Decimal("0.6177")


def test_second_person_is_told_that_the_preview_changed(importer, previewed):
    seen_before = preview_form(importer, previewed, commit="1")
    key = previewed.cells.get(unit__slug="tra-vinh").pk
    importer.post(address("preview", previewed), preview_form(importer, previewed, left_out=[key]))

    answer = importer.post(address("preview", previewed), seen_before, follow=True)

    assert told(answer)
    assert not Edition.objects.open().exists()


def test_second_person_is_led_to_what_a_colleague_wrote(importer, previewed):
    sent = preview_form(importer, previewed, commit="1")
    door.commit(previewed, user=None)

    answer = importer.post(address("preview", previewed), sent)

    assert answer.url == address("done", previewed)
    assert Edition.objects.open().count() == 1


def test_same_table_again_has_nothing_to_write(importer, previewed):
    write(importer, previewed)
    again = upload(importer, totals_of_2022(**CORRECTED))
    read(importer, again)

    answer = importer.post(address("preview", again), preview_form(importer, again, commit="1"), follow=True)

    again.refresh_from_db()
    assert again.state == ImportBatch.State.PREVIEWED
    assert any("Không có gì để ghi" in text for text in told(answer))


@pytest.mark.parametrize("page", ["preview", "names"])
def test_step_is_not_skipped(importer, page):
    batch = upload(importer, totals_of_2022())

    assert importer.get(address(page, batch)).url == address("reading", batch)


def test_steps_of_a_written_import_lead_to_its_record(importer, previewed):
    write(importer, previewed)

    for page in ("reading", "names", "preview", "discard"):
        for ask in (importer.get, importer.post):
            assert ask(address(page, previewed)).url == address("done", previewed), page


def test_table_of_ranks_alone_takes_no_value_away_and_says_so(importer):
    table = [[name, rank] for name, _value, rank in totals_of_2022()]
    batch = upload(importer, [row for row in table if row[0] != "Trà Vinh"])
    read(importer, batch)

    assert batch.counts["removed"] == 0
    assert "1 số liệu không có trong tệp nhưng vẫn được giữ" in importer.get(address("preview", batch)).text

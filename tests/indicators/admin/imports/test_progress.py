"""How far the work on an import has come: for the page that waits, for other tabs, without scripts."""

import pytest
from django.core.cache import caches

from indicators.admin.imports.progress import progress_of, progress_shown
from indicators.imports import door
from indicators.imports.layouts.layout import Layout
from indicators.imports.watching import Stage
from provinces.models import User
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
from tests.rendering import context_of


@pytest.fixture(autouse=True)
def nothing_under_way():
    caches["progress"].clear()


@pytest.fixture(scope="module", autouse=True)
def batch_once(once):
    return once(lambda client: upload(client, totals_of_2022(tra_vinh=("0.6177", 24))))


@pytest.fixture
def batch(batch_once, importer):
    return batch_once()


@pytest.fixture
def colleague():
    return User(username="dong-nghiep")


@pytest.mark.each_database
def test_reading_tells_its_stages_and_ends_at_the_last_row(importer, batch):
    read(importer, batch)
    seen = []

    door.preview(batch, layout=Layout.from_json(batch.layout), watch=lambda *told: seen.append(told))

    assert [stage for stage, *_rows in seen] == ["opening", "reading", "reading", "comparing", "checking"]
    assert seen[1:3] == [(Stage.READING, 0, 63), (Stage.READING, 63, 63)]


def test_steps_leave_no_progress_behind(importer, batch):
    for step in (read, write):
        step(importer, batch)

        assert progress_of(batch) is None


def test_progress_page_shows_rows_and_renews_itself_without_scripts(importer, batch, colleague):
    with progress_shown(batch, user=colleague) as watch:
        watch(Stage.READING, 12_000, 100_000)
        page = importer.get(address("progress", batch)).text
        record = importer.get(address("done", batch)).text

    assert "Đang đọc các dòng … 12.000/100.000 dòng" in page
    assert '<progress aria-label="Tiến độ của lần nhập" max="100000" value="12000">' in page
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert address("progress", batch) in record


def test_progress_is_told_to_scripts(importer, batch, colleague):
    with progress_shown(batch, user=colleague) as watch:
        watch(Stage.READING, 12_000, 100_000)
        under_way = importer.get(address("progress", batch), {"format": "json"})
    after = importer.get(address("progress", batch), {"format": "json"})

    text = "Đang đọc các dòng … 12.000/100.000 dòng"
    assert under_way.json() == {"text": text, "done": 12_000, "total": 100_000, "next": None}
    assert "no-store" in under_way["Cache-Control"]
    assert after.json()["next"] == address("reading", batch)


@pytest.mark.each_database
@pytest.mark.parametrize("step", ["reading", "preview"])
def test_second_tab_waits_for_the_first(importer, batch, colleague, step):
    read(importer, batch)
    sent = form_of(context_of(importer, address("reading", batch))) if step == "reading" else {"commit": "1"}
    before = list(batch.cells.order_by("pk").values_list("pk", "state"))

    with progress_shown(batch, user=colleague) as watch:
        watch(Stage.WRITING)
        answer = importer.post(address(step, batch), sent, follow=True)

    assert answer.redirect_chain == [(address("progress", batch), 302)]
    assert told(answer) == ["Tài khoản dong-nghiep đang xử lý lần nhập này. Hãy đợi đến khi xong."]
    assert list(batch.cells.order_by("pk").values_list("pk", "state")) == before


def test_forms_name_where_their_progress_stands(importer, batch):
    def names_it(page):
        text = importer.get(address(page, batch)).text
        link = f'<a href="{address("progress", batch)}" target="_blank">'
        return f'data-progress="{address("progress", batch)}?format=json"' in text and link in text

    read(importer, batch)
    assert names_it("reading")
    assert names_it("preview")
    write(importer, batch)
    assert names_it("undo")


def test_progress_of_a_refused_step_ends_too(importer, batch):
    read(importer, batch)
    batch.file.storage.delete(batch.file.name)

    importer.post(address("preview", batch), preview_form(importer, batch, again="1"))

    assert progress_of(batch) is None


def test_progress_without_work_leads_on(importer, batch):
    page = importer.get(address("progress", batch))

    assert "không có việc nào đang chạy" in page.text
    assert "http-equiv" not in page.text
    assert page.context["next_page"] == address("reading", batch)

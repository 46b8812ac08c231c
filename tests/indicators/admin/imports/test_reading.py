"""The second step: how a table is read, column by column."""

from indicators.admin.imports.reading_form import ROLE_LABELS
from indicators.imports.layouts.layout import Role
from indicators.models import ImportBatch, ImportCell
from tests.indicators.admin.imports.steps import (
    address,
    form_of,
    read,
    told,
    totals_of_2022,
    upload,
    write,
)
from tests.indicators.imports.made_files import as_csv, as_xlsx, in_tcvn3, with_font

THOUSANDS = [["Tỉnh, thành phố", "Điểm"], ["Hà Nội", "1,236"], ["Huế", "1,118"], ["Cà Mau", "1,001"]]


def columns(answer):
    return {form.letters: form for form in answer.context["forms"].sheet.columns}


def test_every_role_has_its_words():
    assert set(ROLE_LABELS) == set(Role)


def test_guess_is_shown_column_by_column(importer):
    batch = upload(importer, totals_of_2022())

    shown = columns(importer.get(address("reading", batch)))

    assert [form["role"].value() for form in shown.values()] == ["unit", "value", "rank"]
    assert shown["B"]["measure"].value() == "DTI"
    assert len(shown["A"].samples) == 3


def test_table_read_as_guessed_is_previewed(importer):
    batch = upload(importer, totals_of_2022(tra_vinh=("0.6177", 24)))

    answer = read(importer, batch)

    assert answer.url == address("preview", batch)
    assert batch.counts["changed"] == 1
    assert batch.counts["unchanged"] == 62


def test_column_is_read_as_the_officer_says(importer):
    batch = upload(importer, totals_of_2022(tra_vinh=("0.6177", 24)))

    read(importer, batch, **{"c2-role": "ignored"})

    assert not batch.cells.exclude(rank=None).exists()
    assert batch.cells.get(state=ImportCell.State.CHANGED).value_column == "B"


def test_open_question_must_be_answered(importer):
    batch = upload(
        importer,
        THOUSANDS,
        scorecard="",
        new_name="Chỉ số thử",
        new_scale="5000",
        edition="2024",
        unit_set="63",
    )
    page = importer.get(address("reading", batch))
    asked = columns(page)["B"]

    refused = importer.post(address("reading", batch), form_of(page.context))
    taken = importer.post(address("reading", batch), form_of(page.context) | {"c1-decimal": "."})

    assert asked.question.code == "decimal"
    assert asked["decimal"].value() == ""
    assert refused.status_code == 200
    assert columns(refused)["B"].errors
    assert taken.status_code == 302


def test_odd_answer_is_told_and_nothing_is_read(importer):
    batch = upload(importer, totals_of_2022())

    for odd in (
        {"c1-role": "khong"},
        {"c1-measure": "KHONG"},
        {"c1-decimal": ";"},
        {"kind": "khong"},
        {"first_row": "0"},
        {"first_row": "9", "last_row": "3"},
        {"unit_set": "khong"},
        {"c0-role": "", "c1-period": "x" * 50},
    ):
        answer = read(importer, batch, **odd)
        assert answer.status_code == 200, odd
        assert answer.context["forms"].problems, odd
        assert batch.state == ImportBatch.State.RECEIVED, odd


def test_table_without_a_unit_column_can_still_be_said_how_to_read(importer):
    batch = upload(importer, [["a", "b"], ["x", "1"], ["y", "2"]])

    page = importer.get(address("reading", batch))

    assert told(page)
    assert [form["role"].value() for form in columns(page).values()] == ["ignored", "ignored"]


def test_sheet_of_a_workbook_is_chosen(importer):
    content = as_xlsx([["Ghi chú"], ["Bảng ở trang sau"]], more_sheets=[("Bảng", totals_of_2022())])
    batch = upload(importer, content, name="hai-trang.xlsx")

    importer.post(address("reading", batch), {"change_sheet": "1", "sheet": "Bảng"})
    page = importer.get(address("reading", batch))

    assert page.context["chosen_sheet"] == "Bảng"
    assert set(page.context["sheet_names"]) == {"Sheet1", "Bảng"}
    assert len(columns(page)) == 3


def test_guess_of_another_sheet_than_was_shown_is_refused(importer):
    batch = upload(importer, totals_of_2022())

    answer = read(importer, batch, read_sheet="khác")

    assert answer.url == address("reading", batch)
    assert batch.state == ImportBatch.State.RECEIVED


def test_old_font_is_told(importer):
    rows = [[str(cell) for cell in row] for row in totals_of_2022()]
    content = as_csv(with_font(rows, in_tcvn3), encoding="cp1252")
    batch = upload(importer, content)

    page = importer.get(address("reading", batch))

    assert any("TCVN3 (ABC)" in notice for notice in page.context["notices"])
    assert "Hà Nội" in page.content.decode()


def test_layout_that_was_confirmed_is_remembered_with_who_did(importer):
    first = upload(importer, totals_of_2022(tra_vinh=("0.6177", 24)))
    read(importer, first, **{"c2-role": "ignored"})
    write(importer, first)
    second = upload(importer, totals_of_2022(tra_vinh=("0.6188", 24)))

    page = importer.get(address("reading", second))

    assert columns(page)["C"]["role"].value() == "ignored"
    assert any("nhap" in notice for notice in page.context["notices"])


def test_edition_that_is_not_clear_is_asked_here(importer):
    batch = upload(importer, [["Tỉnh", "DTI"], ["Hà Nội", "0.8"], ["Huế", "0.7"]], edition="2024")

    stuck = read(importer, batch)
    taken = read(importer, batch, edition="2024", unit_set="34")

    assert stuck.status_code == 200
    assert told(stuck)
    assert taken.url == address("preview", batch)
    assert batch.targets.get().slug == "2024-34"


def test_measures_of_a_new_index_are_proposed_and_corrected(importer):
    rows = [["Tỉnh", "PAPI", "Công khai, minh bạch"], ["Hà Nội", "44.1", "5.5"], ["Huế", "43.2", "5.1"]]
    asked = {"scorecard": "", "new_name": "PAPI", "new_scale": "80", "edition": "2024", "unit_set": "63"}
    batch = upload(importer, rows, **asked)
    page = importer.get(address("reading", batch))
    measures = page.context["forms"].measures
    [place] = [n for n, row in enumerate(measures.rows) if row.measure.code == "CKMB"]

    read(importer, batch, **{f"m{place}-code": "MB", f"m{place}-name": "Minh bạch"})

    measure = batch.scorecard.methodologies.get().measures.get(code="MB")
    assert measure.name == "Minh bạch"
    assert batch.scorecard.methodologies.get().measures.get(kind="total").code == "PAPI"


def test_new_measures_have_codes_of_their_own(importer):
    rows = [["Tỉnh", "PAPI", "Công khai, minh bạch"], ["Hà Nội", "44.1", "5.5"], ["Huế", "43.2", "5.1"]]
    asked = {"scorecard": "", "new_name": "PAPI", "new_scale": "80", "edition": "2024", "unit_set": "63"}
    batch = upload(importer, rows, **asked)

    answer = read(importer, batch, **{"m0-code": "X", "m1-code": "x"})

    assert answer.status_code == 200
    assert answer.context["forms"].problems


def test_total_of_a_new_index_is_chosen_among_the_measures_that_rows_name(importer):
    rows = [["Tỉnh", "Chỉ số", "Giá trị"]]
    for unit, value in (("Hà Nội", "3.4"), ("Huế", "2.8"), ("Cà Mau", "1.9")):
        rows += [[unit, "Mức độ hài lòng", value], [unit, "Minh bạch", "4.5"]]
    asked = {"scorecard": "", "new_name": "Chỉ số lạ", "new_scale": "10", "edition": "2024", "unit_set": "63"}
    batch = upload(importer, rows, **asked)

    open_question = read(importer, batch)
    answer = read(importer, batch, **{"new-total": "Minh bạch"})
    write(importer, batch)

    [(field, _label, _problem)] = open_question.context["forms"].problems
    assert f'id="{field}"' in open_question.text
    assert answer.url == address("preview", batch)
    batch.refresh_from_db()
    measures = dict(batch.scorecard.methodologies.get().measures.values_list("kind", "name"))
    assert measures == {"total": "Minh bạch", "group": "Mức độ hài lòng"}
    assert {cell.measure.kind for cell in batch.cells.filter(measure_text="Minh bạch")} == {"total"}

"""The third step: what unknown and ambiguous names mean."""

import pytest

from indicators.models import ImportCell
from provinces.models import UnitAlias
from tests.indicators.admin.imports.steps import address, read, totals_of_2022, upload

# The screens; what they do is tried on each database in imports/.
pytestmark = pytest.mark.sqlite_alone


def with_name(old, new):
    """Return the totals of 2022 with one name written otherwise."""
    return [[new if cell == old else cell for cell in row] for row in totals_of_2022(tra_vinh=("0.6177", 24))]


def upload_and_read(client, rows):
    batch = upload(client, rows)
    return batch, read(client, batch)


def test_unknown_name_is_asked_and_nothing_is_chosen_beforehand(importer):
    batch, answer = upload_and_read(importer, with_name("Trà Vinh", "Trà Vjnh"))

    page = importer.get(answer.url)

    assert answer.url == address("names", batch)
    [question] = page.context["form"].questions
    assert question.printed == "Trà Vjnh"
    assert "tra-vinh" in dict(question.choice.field.choices)
    assert question.choice.value() is None
    assert "checked" not in str(question.choice)


def test_answer_settles_the_name_and_is_learned_with_who_gave_it(importer):
    batch, answer = upload_and_read(importer, with_name("Trà Vinh", "Trà Vjnh"))

    answer = importer.post(answer.url, {"choice-0": "tra-vinh"})

    batch.refresh_from_db()
    alias = UnitAlias.objects.get(spelling="Trà Vjnh")
    assert answer.url == address("preview", batch)
    assert (alias.unit.slug, alias.unit_set.code, alias.confirmed_by.username) == ("tra-vinh", "63", "nhap")
    assert batch.cells.get(state=ImportCell.State.CHANGED).unit.slug == "tra-vinh"


def test_learned_name_is_not_asked_again(importer):
    _batch, answer = upload_and_read(importer, with_name("Trà Vinh", "Trà Vjnh"))
    importer.post(answer.url, {"choice-0": "tra-vinh"})

    other, answer = upload_and_read(importer, with_name("Trà Vinh", "Trà Vjnh"))

    assert answer.url == address("preview", other)


def test_another_unit_than_the_nearest_can_be_chosen(importer):
    _batch, answer = upload_and_read(importer, with_name("Trà Vinh", "Xứ dừa sáp"))

    refused = importer.post(answer.url, {"choice-0": "another"})
    importer.post(answer.url, {"choice-0": "another", "other-0": "tra-vinh"})

    assert refused.status_code == 200
    assert refused.context["form"].errors
    assert UnitAlias.objects.get(spelling="Xứ dừa sáp").unit.slug == "tra-vinh"


def test_rows_of_a_name_are_left_out_and_stay_so(importer):
    batch, answer = upload_and_read(importer, with_name("Trà Vinh", "Trà Vjnh"))

    answer = importer.post(answer.url, {"choice-0": "leave-out"})
    read(importer, batch)

    assert answer.url == address("preview", batch)
    assert batch.counts["refused"] == 0
    assert batch.cells.get(state=ImportCell.State.LEFT_OUT).as_printed == "Trà Vjnh"
    assert not UnitAlias.objects.filter(spelling="Trà Vjnh").exists()


def test_names_without_an_answer_are_told(importer):
    _batch, answer = upload_and_read(importer, with_name("Trà Vinh", "Trà Vjnh"))

    for sent in ({}, {"choice-0": "khong"}, {"choice-0": "another", "other-0": "khong"}):
        assert importer.post(answer.url, sent).context["form"].errors


def test_ambiguous_name_is_asked(importer):
    batch, answer = upload_and_read(importer, with_name("Hà Giang", "Giang"))

    assert answer.url == address("names", batch)


def test_names_step_of_a_clear_table_says_so(importer):
    batch, answer = upload_and_read(importer, totals_of_2022())

    page = importer.get(address("names", batch))

    assert answer.url == address("preview", batch)
    assert page.status_code == 200
    assert page.context["form"].questions == []

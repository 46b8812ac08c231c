"""The third step: what unknown and ambiguous names mean."""

import pytest

from indicators.models import ImportBatch, ImportCell
from provinces.models import Unit, UnitAlias, UnitSet
from tests.indicators.admin.imports.steps import (
    address,
    preview_form,
    read,
    told,
    totals_of_2022,
    upload,
    write,
)


def with_name(old, new):
    """Return the totals of 2022 with one name written otherwise."""
    return [[new if cell == old else cell for cell in row] for row in totals_of_2022(tra_vinh=("0.6177", 24))]


def upload_and_read(client, rows):
    batch = upload(client, rows)
    return batch, read(client, batch)


@pytest.fixture(scope="module", autouse=True)
def batch_once(once):
    return once(lambda client: upload_and_read(client, with_name("Trà Vinh", "Trà Vjnh"))[0])


@pytest.fixture
def batch(batch_once, importer):
    """An import of a table with a name that no unit is called by."""
    return batch_once()


@pytest.fixture(scope="module")
def answered_once(once):
    def answer(client):
        batch, _answer = upload_and_read(client, with_name("Trà Vinh", "Trà Vjnh"))
        client.post(address("names", batch), {"choice-0": "tra-vinh"})
        batch.refresh_from_db()
        return batch

    return once(answer)


@pytest.fixture
def answered(answered_once, importer):
    """The same import, after the officer said that the name means Trà Vinh."""
    return answered_once()


def test_unknown_name_is_asked_and_nothing_is_chosen_beforehand(importer):
    batch, answer = upload_and_read(importer, with_name("Trà Vinh", "Trà Vjnh"))

    page = importer.get(answer.url)

    assert answer.url == address("names", batch)
    [question] = page.context["form"].questions
    assert question.printed == "Trà Vjnh"
    assert "tra-vinh" in dict(question.choice.field.choices)
    assert question.choice.value() is None
    assert "checked" not in str(question.choice)


def test_answer_settles_the_name_for_this_table(importer, batch):
    answer = importer.post(address("names", batch), {"choice-0": "tra-vinh"})

    assert answer.url == address("preview", batch)
    assert batch.cells.get(state=ImportCell.State.CHANGED).unit.slug == "tra-vinh"
    assert not UnitAlias.objects.filter(spelling="Trà Vjnh").exists()


def test_unit_chosen_in_the_list_is_an_answer_without_its_button(importer):
    batch, answer = upload_and_read(importer, with_name("Trà Vinh", "Miền Tây"))

    answer = importer.post(answer.url, {"other-0": "tra-vinh"})

    assert answer.url == address("preview", batch)
    assert batch.cells.get(state=ImportCell.State.CHANGED).unit.slug == "tra-vinh"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [({"choice-0": "tra-vinh"}, ("Trà Vjnh", "Trà Vinh")), ({"choice-0": "leave-out"}, ("Trà Vjnh", ""))],
    ids=["a unit", "left out"],
)
def test_answer_is_shown_and_taken_back(importer, batch, sent, shown):
    importer.post(address("names", batch), sent)
    assert importer.get(address("names", batch)).context["answered"] == [shown]

    importer.post(address("names", batch), {"ask_again": "Trà Vjnh"})

    page = importer.get(address("names", batch))
    assert [question.printed for question in page.context["form"].questions] == ["Trà Vjnh"]
    assert page.context["answered"] == []


def test_answer_of_a_discarded_upload_is_not_learned(importer, answered):
    importer.post(address("discard", answered))

    assert not UnitAlias.objects.filter(spelling="Trà Vjnh").exists()


def test_written_answer_is_learned_with_who_wrote_it_and_not_asked_again(importer, answered):
    write(importer, answered)

    alias = UnitAlias.objects.get(spelling="Trà Vjnh")
    assert (alias.unit.slug, alias.unit_set.code, alias.confirmed_by.username) == ("tra-vinh", "63", "nhap")
    assert alias.confirmed_at
    other, answer = upload_and_read(importer, with_name("Trà Vinh", "Trà Vjnh"))
    assert answer.url == address("preview", other)


def test_answer_that_contradicts_a_known_spelling_is_refused(importer, batch):
    unit_set = UnitSet.objects.get(code="63")
    ben_tre = Unit.objects.get(slug="ben-tre")
    UnitAlias.objects.create(unit_set=unit_set, unit=ben_tre, spelling="Trà Vjnh")

    page = importer.post(address("names", batch), {"choice-0": "another", "other-0": "tra-vinh"}, follow=True)

    assert any("Bến Tre" in text for text in told(page))
    assert ImportBatch.objects.get(pk=batch.pk).answers == {}


def test_answer_that_a_colleague_contradicts_meanwhile_counts_for_this_table_alone(importer, answered):
    unit_set, ben_tre = UnitSet.objects.get(code="63"), Unit.objects.get(slug="ben-tre")
    UnitAlias.objects.create(unit_set=unit_set, unit=ben_tre, spelling="Trà Vjnh")

    page = importer.post(
        address("preview", answered), preview_form(importer, answered, commit="1"), follow=True
    )

    answered.refresh_from_db()
    assert any("Bến Tre" in text for text in told(page))
    assert (answered.state, answered.learned) == (ImportBatch.State.COMMITTED, [])
    assert UnitAlias.objects.get(spelling="Trà Vjnh").unit == ben_tre


@pytest.mark.parametrize(
    ("ticked", "is_kept"), [({}, True), ({"forget": "1"}, False)], ids=["kept", "forgotten"]
)
def test_undo_forgets_what_was_learned_on_demand_alone(importer, answered, ticked, is_kept):
    write(importer, answered)
    page = importer.get(address("undo", answered))

    importer.post(address("undo", answered), {"seen": page.context["seen"], **ticked})

    assert page.context["learned"] == ["“Trà Vjnh” → Trà Vinh"]
    assert ImportBatch.objects.get(pk=answered.pk).state == ImportBatch.State.UNDONE
    assert UnitAlias.objects.filter(spelling="Trà Vjnh").exists() == is_kept


def test_another_unit_than_the_nearest_can_be_chosen(importer):
    batch, answer = upload_and_read(importer, with_name("Trà Vinh", "Xứ dừa sáp"))

    refused = importer.post(answer.url, {"choice-0": "another"})
    importer.post(answer.url, {"choice-0": "another", "other-0": "tra-vinh"})

    assert refused.status_code == 200
    assert refused.context["form"].errors
    assert ImportBatch.objects.get(pk=batch.pk).answers == {"Xứ dừa sáp": "tra-vinh"}


def test_rows_of_a_name_are_left_out_and_stay_so(importer, batch):
    answer = importer.post(address("names", batch), {"choice-0": "leave-out"})
    read(importer, batch)

    assert answer.url == address("preview", batch)
    assert batch.counts["refused"] == 0
    assert batch.cells.get(state=ImportCell.State.LEFT_OUT).as_printed == "Trà Vjnh"
    assert not UnitAlias.objects.filter(spelling="Trà Vjnh").exists()


def test_names_without_an_answer_are_told(importer, batch):
    for sent in ({}, {"choice-0": "khong"}, {"choice-0": "another", "other-0": "khong"}):
        assert importer.post(address("names", batch), sent).context["form"].errors


def test_ambiguous_name_is_asked(importer):
    batch, answer = upload_and_read(importer, with_name("Hà Giang", "Giang"))

    assert answer.url == address("names", batch)


def test_names_step_of_a_clear_table_says_so(importer):
    batch, answer = upload_and_read(importer, totals_of_2022())

    page = importer.get(address("names", batch))

    assert answer.url == address("preview", batch)
    assert page.status_code == 200
    assert page.context["form"].questions == []

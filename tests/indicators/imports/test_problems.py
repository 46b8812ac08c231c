"""Places and problems in words, the same for the command and the admin."""

import pytest

from indicators.imports.grids import column_index, column_letters
from indicators.imports.problems import Problem, place_of, sentence


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (("Sheet1", "C", 5), "Sheet1, C5"),
        (("", "", 7), "dòng 7"),
        (("Sheet1", "C", None), "Sheet1, cột C"),
        (("", "", None), ""),
    ],
)
def test_place_of_names_sheet_and_cell(place, text):
    sheet, column, row = place
    assert place_of(sheet=sheet, column=column, row=row) == text


def test_sentence_begins_with_the_place():
    assert sentence(Problem("unread", "Sai.", sheet="Sheet1", row=5, column="C")) == "Sheet1, C5: Sai."
    assert sentence(Problem("unread", "Sai.")) == "Sai."


def test_problem_comes_back_from_json():
    problem = Problem("unknown_unit", "Sai.", row=5, suggestions=("a", "b"))
    assert Problem.from_json(problem.to_json()) == problem


@pytest.mark.parametrize("index", [0, 25, 26, 51, 701, 702, 16383])
def test_column_index_is_the_inverse_of_column_letters(index):
    assert column_index(column_letters(index)) == index
    assert column_index(column_letters(index).lower()) == index

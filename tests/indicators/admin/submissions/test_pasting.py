"""The preview of a block copied from Excel."""

import pytest
from django.urls import reverse

from indicators.models import ScoringException


@pytest.fixture
def preview(client, officer, submission, score):
    """A function that pastes at a cell and returns place, column, old, new and refusal of each cell."""

    def pasted(block, *, code="2.1", column="self_score"):
        posted = {"block": block, "row": f"r{score(code).pk}", "column": column}
        answer = client.post(reverse("submissions:paste", args=[submission.pk]), posted)
        return [
            (one.place.split()[0], one.column, one.old, one.new, str(one.refusal))
            for one in answer.context["landings"]
        ]

    return pasted


def test_preview_goes_down_and_to_the_right(preview):
    landed = preview("45\t50\t9\r\n46\t51\t8\r\n", code="1.1", column="raw_a")

    assert [cell[:4] for cell in landed[:3]] == [
        ("1.1", "a", "", "45"),
        ("1.1", "b", "", "50"),
        ("1.1", "Điểm tự đánh giá", "", "9"),
    ]
    assert [bool(cell[4]) for cell in landed] == [False, False, False, True, True, False]


def test_preview_finds_rows_by_their_codes(preview):
    landed = preview("2.3\t3\r\n2.1\t1,5\r\n7.77\t1\r\n", code="1.1")

    assert [cell[0] for cell in landed] == ["2.3", "2.1", "7.77"]
    assert landed[2][4] == "Không có chỉ số nào mang mã này."


@pytest.mark.parametrize(
    ("cell", "why"),
    [("hai", "không phải là số"), ("999", "thang điểm"), ("-1", "-1"), ('"1\n2"', "không phải là số")],
)
def test_preview_says_why_a_cell_is_refused(preview, cell, why):
    (landed,) = preview(f"{cell}\r\n")

    assert why in landed[4]


def test_preview_refuses_what_lies_below_the_last_row(preview, submission):
    last = submission.assessments.in_order().last().indicator.code

    landed = preview("1\r\n2\r\n3\r\n", code=last)

    assert [bool(cell[4]) for cell in landed] == [False, True, True]


def test_preview_passes_over_what_does_not_apply(preview, submission, score):
    ScoringException.objects.create(
        indicator=score("2.2").indicator, unit=submission.unit, reason="Không có."
    )

    assert [cell[0] for cell in preview("1\r\n2\r\n")] == ["2.1", "2.3"]


@pytest.mark.parametrize(
    "block", ["", "\r\n\r\n", '"', "\t\t\t", "\0", "x" * 200_000, "1\t" * 500, "1\r2\r3", "1\n" * 2000]
)
def test_preview_answers_whatever_is_pasted(client, officer, submission, block):
    answer = client.post(reverse("submissions:paste", args=[submission.pk]), {"block": block})

    assert answer.status_code == 200


def test_preview_writes_nothing(preview, submission):
    preview("1\r\n2\r\n3\r\n")

    assert not submission.assessments.filter(self_score__isnull=False).exists()

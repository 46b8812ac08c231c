from dataclasses import dataclass

from dtscore.pages.lifting import lift_badges
from dtscore.pages.marks import Badge, own_badge, usual_mark

COMPUTED, DERIVED = Badge("computed", "tính toán"), Badge("derived", "suy ra")


@dataclass(frozen=True)
class Row:
    value: float | None
    badge: Badge | None = None


def test_usual_mark_is_that_of_more_than_half():
    assert usual_mark([COMPUTED, COMPUTED, None]) == COMPUTED
    assert usual_mark([COMPUTED, COMPUTED, None, DERIVED]) is None
    assert usual_mark([None, None, DERIVED]) is None
    assert usual_mark([]) is None


def test_own_badge_marks_what_differs_from_the_head():
    assert own_badge(COMPUTED, usual=COMPUTED) is None
    assert own_badge(DERIVED, usual=COMPUTED) == DERIVED
    assert own_badge(None, usual=COMPUTED).kind == "published"
    assert own_badge(None, usual=None) is None


def test_lift_badges_marks_a_column_once_and_its_exceptions_one_by_one():
    rows = [Row(1, COMPUTED), Row(2, COMPUTED), Row(3), Row(None), Row(None)]

    marked, heads = lift_badges(rows, known={"badge": lambda row: row.value is not None})

    assert heads == {"badge": COMPUTED}
    assert [row.badge and row.badge.kind for row in marked] == [None, None, "published", None, None]

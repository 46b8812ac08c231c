"""The mark that most figures of a column bear stands in its head, not at each of them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from dtscore.pages.marks import Badge, SourceMark, own_badge, usual_mark

Row = TypeVar("Row")


def lift_badges(
    rows: Iterable[Row], *, known: dict[str, Callable[[Row], bool]]
) -> tuple[list[Row], dict[str, Badge | None]]:
    """Move the usual mark of each column from its rows into its head.

    Args:
        rows: dataclasses with a field for the mark of each column.
        known: by the name of that field, whether a row has a figure in the column.

    Returns:
        The rows with the marks that they keep, and the marks of the heads by field.
    """
    rows = list(rows)
    heads = _usual_marks(rows, known=known)

    def kept(row: Row, field: str) -> Badge | None:
        return own_badge(getattr(row, field), usual=heads[field]) if known[field](row) else None

    return [replace(row, **{field: kept(row, field) for field in known}) for row in rows], heads


def lift_marks(
    rows: Iterable[Row], *, known: dict[str, Callable[[Row], bool]]
) -> tuple[list[Row], dict[str, SourceMark | None]]:
    """Move the source of most figures of each column from its rows into its head.

    Args:
        rows: dataclasses with a field for the mark of each column.
        known: by the name of that field, whether a row has a figure in the column.

    Returns:
        The rows with the marks that they keep, and the marks of the heads by field.
    """
    rows = list(rows)
    heads = _usual_marks(rows, known=known)
    lifted = [
        replace(row, **dict.fromkeys(name for name in known if getattr(row, name) == heads[name]))
        for row in rows
    ]
    return lifted, heads


def _usual_marks(rows: list[Row], *, known: dict[str, Callable[[Row], bool]]) -> dict:
    """Return by field the mark that most figures of the column bear; None where they bear none."""
    return {
        field: usual_mark(getattr(row, field) for row in rows if is_known(row))
        for field, is_known in known.items()
    }

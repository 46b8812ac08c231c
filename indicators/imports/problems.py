"""What is wrong with, or worth knowing about, a file of results: told with sheet, row and column."""

from dataclasses import dataclass, fields

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a file, a row or a cell from being taken.

    Args:
        code: short and stable, for machines: unknown_unit, out_of_scale …
        message: a sentence for people that says what to do.
        sheet, row, column: where; row counted from 1, column as letters; empty or None where it is not
            about one place.
        suggestions: what may have been meant, the nearest first.
    """

    code: str
    message: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    suggestions: tuple[str, ...] = ()

    def to_json(self) -> dict:
        # Not by ``asdict``, which copies every value deeply: a bad file has a problem in each of its rows.
        return {name: getattr(self, name) for name in _PROBLEM_FIELDS}

    @classmethod
    def from_json(cls, stored: dict) -> "Problem":
        return cls(**{**stored, "suggestions": tuple(stored.get("suggestions", ()))})


_PROBLEM_FIELDS = tuple(field.name for field in fields(Problem))

# What is refused for one of these says nothing about the name of its unit.
NOT_ABOUT_NAMES = frozenset(
    {
        "ambiguous_measure",
        "edition_ambiguous",
        "missing_edition",
        "no_measure_name",
        "period_contradicts",
        "scored_edition",
        "unknown_edition",
        "unknown_measure",
    }
)


class RefusedFileError(Exception):
    """A file is refused as a whole, or a step of its import; nothing of it was written."""

    def __init__(self, *problems: Problem):
        self.problems = problems
        super().__init__("\n".join(problem.message for problem in problems))


def place_of(*, sheet: str, column: str, row: int | None) -> str:
    """Return a place of a file in words: "Sheet1, C5", "row 7", "column C"; empty where none is given."""
    if row and column:
        cell = f"{column}{row}"
    elif row:
        cell = _("row %(row)s") % {"row": row}
    else:
        cell = _("column %(column)s") % {"column": column} if column else ""
    return ", ".join(part for part in (sheet, cell) if part)


def sentence(problem: Problem) -> str:
    """Return a problem with its place before it: "Sheet1, C5: …"."""
    place = place_of(sheet=problem.sheet, column=problem.column, row=problem.row)
    return f"{place}: {problem.message}" if place else problem.message


def and_more(count: int, *, code: str) -> Problem:
    """Return what closes a list that was cut: how many of its kind are not in it."""
    message = ngettext("… and %(count)d more", "… and %(count)d more", count)
    return Problem(code, message % {"count": count})

"""What is wrong with, or worth knowing about, a file of results: told with sheet, row and column."""

from dataclasses import asdict, dataclass


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
        return asdict(self)


class RefusedFileError(Exception):
    """A file is refused as a whole, or a step of its import; nothing of it was written."""

    def __init__(self, *problems: Problem):
        self.problems = problems
        super().__init__("\n".join(problem.message for problem in problems))

"""The layout of a table: what each column holds."""

import hashlib
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from indicators.imports.grids import column_letters


class Kind(StrEnum):
    """The shapes that tables of results come in."""

    WIDE = "wide"  # one row a unit, one or more columns a measure
    LONG = "long"  # one row a figure: unit, measure, value
    INDICATORS = "indicators"  # one row an indicator, all of one unit


class Role(StrEnum):
    """What a column holds."""

    IGNORED = "ignored"
    ORDER = "order"
    UNIT = "unit"
    UNIT_CODE = "unit_code"
    UNIT_SET = "unit_set"
    MEASURE = "measure"
    MEASURE_NAME = "measure_name"
    PERIOD = "period"
    PERIOD_KIND = "period_kind"
    VALUE = "value"
    RANK = "rank"
    PERCENT = "percent"
    RANK_AND_VALUE = "rank_and_value"
    VALUE_AND_RANK = "value_and_rank"
    CHANGE = "change"
    REGIONAL_RANK = "regional_rank"
    MAXIMUM = "maximum"
    SELF_SCORE = "self_score"
    VERIFIED_SCORE = "verified_score"
    EVIDENCE = "evidence"
    STATUS = "status"
    VALUE_BASIS = "value_basis"
    VALUE_SOURCE = "value_source"
    RANK_BASIS = "rank_basis"
    RANK_SOURCE = "rank_source"
    UNIT_COUNT = "unit_count"
    REGIONAL_COUNT = "regional_count"
    REGIONAL_CHANGE = "regional_change"
    CONTEXT_SOURCE = "context_source"
    NOTE = "note"


# The roles whose cells hold a rank and a value; their words and decimals tell which is which, else the role.
PAIRS = frozenset({Role.RANK_AND_VALUE, Role.VALUE_AND_RANK})
# The roles whose cells hold a value; percentages are read as shares of 1 (64,19 as 0,6419).
VALUES = frozenset({Role.VALUE, Role.PERCENT, *PAIRS})
# The roles whose cells are figures of one measure; in a wide table the column names the measure.
FIGURES = frozenset(
    {
        *VALUES,
        Role.RANK,
        Role.CHANGE,
        Role.REGIONAL_RANK,
        Role.SELF_SCORE,
        Role.VERIFIED_SCORE,
    }
)


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Args:
        index: counted from 0.
        header: the texts above it, joined by " / ".
        measure: code of the measure of a figure in a wide table; empty where it is not known (yet), or in a
            long table, whose rows name it.
        period: the period that the header names ("2022"), else empty.
        decimal: the mark before the decimals of its numbers, "," or "."; empty where no cell tells.
    """

    index: int
    header: str
    role: Role
    measure: str = ""
    period: str = ""
    decimal: str = ""

    @property
    def letters(self) -> str:
        return column_letters(self.index)


@dataclass(frozen=True)
class Question:
    """What the guess leaves to a person: where, in which words, and the answers to choose from.

    Args:
        code: what it is about: measure, total, decimal, role, duplicate_header; unknown_measure and
            second_table tell of what is left out unless a person decides otherwise.
        column: index of the column, None where it is about the table.
        choices: the values that the answer may take, the likeliest first.
    """

    code: str
    column: int | None
    message: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How one sheet is read.

    Args:
        header_rows: numbers of the rows that the headers stand in, counted from 1.
        first_row: number of the first row of the body.
        last_row: number of its last row; None where the sheet is read to its end.
        total: code of the column's measure that is the total, of an index that the site doesn't know yet.
        turned_after: of a table that lies on its side, how many rows stand above it; rows and columns are
            then those of the sheet turned over.
    """

    kind: Kind
    sheet: str
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int | None
    columns: tuple[Column, ...]
    questions: tuple[Question, ...] = ()
    total: str = ""
    turned_after: int | None = None

    def with_role(self, role: Role) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role == role)

    def with_column(self, index: int, **changes) -> "Layout":
        """Return the layout with one column read otherwise and the questions about it answered."""
        columns = tuple(
            replace(column, **changes) if column.index == index else column for column in self.columns
        )
        questions = tuple(question for question in self.questions if question.column != index)
        return replace(self, columns=columns, questions=questions)

    @property
    def signature(self) -> str:
        """The shape of the table: files of one shape have the same headers in the same order."""
        headers = "\n".join(column.header.casefold() for column in self.columns)
        return hashlib.sha256(headers.encode()).hexdigest()

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "Layout":
        columns = tuple(Column(**{**column, "role": Role(column["role"])}) for column in data["columns"])
        questions = tuple(
            Question(**{**question, "choices": tuple(question["choices"])}) for question in data["questions"]
        )
        return cls(
            kind=Kind(data["kind"]),
            sheet=data["sheet"],
            header_rows=tuple(data["header_rows"]),
            first_row=data["first_row"],
            last_row=data["last_row"],
            columns=columns,
            questions=questions,
            total=data.get("total", ""),
            turned_after=data.get("turned_after"),
        )

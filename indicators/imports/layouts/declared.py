"""The layout as a person writes it on the command line."""

import json
import re
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from indicators.imports.layouts.layout import Column, Kind, Layout, Role
from indicators.imports.problems import Problem, RefusedFileError

LETTERS = re.compile(r"[A-Z]{1,3}")
MARKS = {"comma": ",", "dot": ".", "point": "."}


@dataclass(frozen=True)
class Declaration:
    """What is said of a layout beforehand; all that is empty is guessed.

    Args:
        layout: all of it.
        columns: role, measure, period and decimal mark by index of the column.
        decimal: the mark before the decimals of all columns.
        total: code of the measure that is the total, of an index that the site doesn't know yet.
    """

    layout: Layout | None = None
    kind: Kind | None = None
    columns: dict[int, Column] = field(default_factory=dict)
    decimal: str = ""
    total: str = ""

    @property
    def unit_column(self) -> int | None:
        return next((index for index, column in self.columns.items() if column.role is Role.UNIT), None)

    def applied_to(self, layout: Layout) -> Layout:
        """Return a guessed layout with the columns as they were declared."""
        if self.total:
            questions = tuple(question for question in layout.questions if question.code != "total")
            layout = replace(layout, total=self.total, questions=questions)
        if not self.columns:
            return layout
        columns = {column.index: column for column in layout.columns}
        for index, said in self.columns.items():
            guessed = columns.get(index, Column(index=index, header="", role=Role.IGNORED))
            columns[index] = replace(
                said,
                header=guessed.header,
                measure=said.measure or (guessed.measure if guessed.role is said.role else ""),
                period=said.period or (guessed.period if guessed.role is said.role else ""),
            )
        if self.unit_column is not None:
            columns = {
                index: replace(column, role=Role.IGNORED)
                if column.role is Role.UNIT and index not in self.columns
                else column
                for index, column in columns.items()
            }
        return replace(
            layout,
            kind=self.kind or _kind(columns, layout.kind),
            columns=tuple(columns[index] for index in sorted(columns)),
            questions=tuple(question for question in layout.questions if question.column not in self.columns),
        )


def parse_layout(text: str) -> Declaration:
    """Read a layout as written on the command line.

    It is a kind (wide, long, indicators), the columns as ``B=unit,C=value:DTI,D=rank:DTI:2022,E=ignored``
    with the measure and the period behind the role, ``decimal=comma`` or ``decimal=dot`` and ``total=DTI``
    where needed, or the JSON of a whole layout.

    Raises:
        RefusedFileError: bad_layout.
    """
    text = text.strip()
    if text.startswith("{"):
        return _from_json(text)
    kind, columns, decimal, total = None, {}, "", ""
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _equals, said = (piece.strip() for piece in part.partition("="))
        if not said and name in set(Kind):
            kind = Kind(name)
        elif name.casefold() == "decimal" and said in MARKS:
            decimal = MARKS[said]
        elif name.casefold() == "total" and said:
            total = said
        elif LETTERS.fullmatch(name.upper()) and said:
            column = _column(name.upper(), said)
            columns[column.index] = column
        else:
            raise _bad_layout(part)
    if kind is None and not (columns or decimal or total):
        raise _bad_layout(text)
    return Declaration(kind=kind, columns=columns, decimal=decimal, total=total)


def _column(letters: str, said: str) -> Column:
    role, *rest = (piece.strip() for piece in said.split(":"))
    if role not in set(Role) or len(rest) > 3 or (len(rest) == 3 and rest[2] not in MARKS):
        raise _bad_layout(f"{letters}={said}")
    measure, period, mark = (*rest, "", "", "")[:3]
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return Column(
        index=index - 1,
        header="",
        role=Role(role),
        measure=measure,
        period=period,
        decimal=MARKS.get(mark, ""),
    )


def _from_json(text: str) -> Declaration:
    try:
        return Declaration(layout=Layout.from_json(json.loads(text)))
    except (ValueError, KeyError, TypeError):
        raise _bad_layout(text[:60]) from None


def _kind(columns: dict[int, Column], guessed: Kind) -> Kind:
    roles = {column.role for column in columns.values()}
    if guessed is Kind.INDICATORS:
        return guessed
    return Kind.LONG if roles & {Role.MEASURE, Role.MEASURE_NAME} else Kind.WIDE


def _bad_layout(part: str) -> RefusedFileError:
    return RefusedFileError(
        Problem(
            code="bad_layout",
            message=_(
                "“%(part)s” is no layout. Write wide, long or indicators, or name the columns like "
                "B=unit,C=value:DTI,D=rank:DTI:2022,E=ignored; the roles are %(roles)s."
            )
            % {"part": part, "roles": ", ".join(Role)},
        )
    )

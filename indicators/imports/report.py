"""What an import did, or would do: for machines as JSON, for people as a few lines of text."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import TextIO

from django.utils.translation import gettext as _

from indicators.imports.layouts.layout import Layout
from indicators.imports.problems import Problem, and_more, sentence
from indicators.models import ImportBatch, ImportCell
from indicators.notation import format_difference, format_number, format_rank
from provinces.models import Unit, UnitSetMember

COUNTED = (
    ImportCell.State.NEW,
    ImportCell.State.CHANGED,
    ImportCell.State.UNCHANGED,
    ImportCell.State.REMOVED,
    ImportCell.State.REFUSED,
)
# Longer lists are for the preview and for machines.
MOST_LINES = 40
ROWS_AT_ONCE = 2000


@dataclass(frozen=True)
class Report:
    """The outcome of one import.

    Args:
        batch: the import, whose cells are the rows; None where the file was refused before it had any.
        layout: how the table was read; None where that was not found out.
        errors: what keeps the import from being done.
        findings: what is worth knowing and keeps nothing from being done.
        more_errors: how many more of ``errors`` there are than it lists.
        is_kept: whether the import was done and is kept, to be undone by its number.
    """

    batch: ImportBatch | None = None
    layout: Layout | None = None
    errors: tuple[Problem, ...] = ()
    findings: tuple[Problem, ...] = ()
    more_errors: int = 0
    is_kept: bool = False

    @property
    def counts(self) -> dict[str, int]:
        counts = self.batch.counts if self.batch else {}
        return {str(state): counts.get(state, 0) for state in COUNTED}


def write_json(report: Report, *, stream: TextIO) -> None:
    """Write a report as one JSON object, row by row, so that a long one needs no memory."""
    head = _head(report)
    tail = {
        "errors": [problem.to_json() for problem in _errors(report, most=len(report.errors))],
        "findings": [problem.to_json() for problem in report.findings],
    }
    stream.write(_dumps(head)[:-1] + ', "rows": [')
    mark = ""
    for row in _rows(report):
        stream.write(f"{mark}\n{_dumps(row)}")
        mark = ","
    stream.write("], " + _dumps(tail)[1:] + "\n")


def text_lines(report: Report) -> Iterator[str]:
    """Yield a report in sentences: what it is about, what changes, what is wrong."""
    head = _head(report)
    named = [head["scorecard"], head["edition"], head["unit_set"]]
    if any(named):
        yield " · ".join(filter(None, named))
    counts = report.counts
    yield (
        _(
            "new %(new)d, changed %(changed)d, unchanged %(unchanged)d, removed %(removed)d, refused "
            "%(refused)d"
        )
        % counts
    )
    yield from _change_lines(report)
    yield from map(problem_line, _errors(report, most=MOST_LINES))
    yield from map(problem_line, report.findings)
    if report.errors:
        yield refusal()
    elif report.is_kept:
        yield _("Done, as import %(number)d. Publishing is an act of its own.") % {"number": report.batch.pk}


def refusal() -> str:
    return _("Refused: nothing was written.")


def problem_line(problem: Problem) -> str:
    """Return a problem as one line: where, what, and what may have been meant."""
    line = sentence(problem)
    if problem.suggestions:
        line += " " + _("Perhaps: %(suggestions)s.") % {"suggestions": ", ".join(problem.suggestions)}
    return line


def _head(report: Report) -> dict:
    batch = report.batch
    targets = batch.targets.select_related("unit_set") if batch and batch.pk else ()
    return {
        "import": batch.pk if report.is_kept else None,
        "scorecard": batch.scorecard.code if batch and batch.scorecard else None,
        "edition": _only(target.slug for target in targets),
        "unit_set": _only(target.unit_set.code for target in targets),
        "layout": _layout_json(report.layout) if report.layout else None,
        "counts": report.counts,
    }


def _layout_json(layout: Layout) -> dict:
    return {
        "kind": layout.kind,
        "sheet": layout.sheet,
        "header_rows": layout.header_rows,
        "first_row": layout.first_row,
        "last_row": layout.last_row,
        "turned_after": layout.turned_after,
        "columns": [
            {
                "column": column.letters,
                "header": column.header,
                "role": column.role,
                "measure": column.measure,
                "period": column.period,
                "decimal": column.decimal,
            }
            for column in layout.columns
        ],
    }


def _rows(report: Report) -> Iterator[dict]:
    if report.batch is None or report.batch.pk is None:
        return
    cells = ImportCell.objects.filter(batch=report.batch).order_by("pk")
    names = _UnitTexts(report.batch)
    columns = ("state", "row", "value_column", "rank_column", "as_printed", "unit_id", "target_id")
    columns += ("target__slug", "measure__code", "measure_text", "value", "rank", "old_value", "old_rank")
    for cell in cells.values_list(*columns).iterator(chunk_size=ROWS_AT_ONCE):
        yield _row(dict(zip(columns, cell, strict=True)), names)


def _row(cell: Mapping, names: "_UnitTexts") -> dict:
    code, name = names.of(cell["unit_id"], target_id=cell["target_id"])
    column = cell["value_column"] or cell["rank_column"]
    return {
        "unit_code": code,
        "unit": name,
        "as_printed": cell["as_printed"],
        "edition": cell["target__slug"],
        "measure": cell["measure__code"] or cell["measure_text"] or None,
        "value": _number(cell["value"]),
        "rank": cell["rank"],
        "old_value": _number(cell["old_value"]),
        "old_rank": cell["old_rank"],
        "cell": f"{column}{cell['row']}" if column and cell["row"] else None,
        "state": cell["state"],
    }


class _UnitTexts:
    """What the units of an import are called, and their codes, in the edition that a figure is of."""

    def __init__(self, batch: ImportBatch):
        self._targets = batch.targets.select_related("edition__unit_set", "unit_set").in_bulk()
        ids = batch.cells.exclude(unit=None).values_list("unit_id", flat=True).distinct()
        self._units = {unit.pk: unit for unit in Unit.objects.with_names().filter(pk__in=ids)}
        members = UnitSetMember.objects.filter(unit_set__in=batch.targets.values("unit_set"), unit__in=ids)
        self._codes = {
            (unit_set, unit): code
            for unit_set, unit, code in members.values_list("unit_set", "unit", "gso_code")
        }
        self._known: dict[tuple[int, int], tuple[str, str]] = {}

    def of(self, unit_id: int | None, *, target_id: int) -> tuple[str | None, str | None]:
        """Return the code and the name of a unit, both None for no unit."""
        if unit_id is None:
            return None, None
        key = (unit_id, target_id)
        if key not in self._known:
            self._known[key] = self._look_up(*key)
        return self._known[key]

    def _look_up(self, unit_id: int, target_id: int) -> tuple[str, str]:
        unit, target = self._units[unit_id], self._targets[target_id]
        code = self._codes.get((target.unit_set_id, unit_id)) or unit.slug
        return code, unit.called_on(target.names_on)[0]


def _change_lines(report: Report) -> Iterator[str]:
    told = {ImportCell.State.CHANGED, ImportCell.State.REMOVED}
    if not any(report.counts[state] for state in told):
        return
    changes = (row for row in _rows(report) if row["state"] in told)
    yield from map(_change_line, islice(changes, MOST_LINES))
    if (more := sum(report.counts[state] for state in told) - MOST_LINES) > 0:
        yield and_more(more, code="more_changes").message


def _change_line(row: Mapping) -> str:
    parts = [
        f"{row['unit']} · {row['edition']} · {row['measure']}:",
        f"{_shown(row['old_value'])} → {_shown(row['value'])}",
    ]
    if None not in (row["old_value"], row["value"]):
        difference = Decimal(str(row["value"])) - Decimal(str(row["old_value"]))
        parts.append(f"({format_difference(difference, decimals=4)})")
    if row["old_rank"] != row["rank"] and (row["rank"] or row["state"] == ImportCell.State.REMOVED):
        parts.append(
            _("rank %(old)s → %(new)s")
            % {"old": format_rank(row["old_rank"]), "new": format_rank(row["rank"])}
        )
    return " ".join(parts) + (f" [{row['cell']}]" if row["cell"] else "")


def _errors(report: Report, *, most: int) -> Iterator[Problem]:
    """Yield the first errors of a report, and how many more there are."""
    yield from report.errors[:most]
    if more := len(report.errors[most:]) + report.more_errors:
        yield and_more(more, code="more_errors")


def _shown(value: float | None) -> str:
    return format_number(value, decimals=4)


def _only(values: Iterable[str]) -> str | None:
    """Return the one value that all are, None if there are several or none."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None


def _number(value: Decimal | None) -> float | None:
    # At most 14 digits are stored, and the text of a float gives back 15.
    return None if value is None else float(value)


def _dumps(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False)

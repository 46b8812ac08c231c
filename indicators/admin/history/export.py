"""The history as a table for whoever audits it."""

import csv
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from indicators.admin.history.kinds import Kind
from indicators.admin.history.lines import Line, lines_of
from indicators.admin.history.reading import newest
from provinces.admin.formats import without_formula
from provinces.models import User

LINES_AT_ONCE = 500
BYTE_ORDER_MARK = "\ufeff"  # Excel takes a file without it for another encoding


class Echo:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        return text


def exported(conditions: Iterable[tuple[Kind, Q]], *, seen_by: User) -> Iterator[str]:
    """Yield the lines of a CSV table, a line for every changed field, some hundred changes at a time."""
    conditions = list(conditions)
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK + writer.writerow(_headers())
    after = None
    while found := newest(conditions, count=LINES_AT_ONCE, after=after):
        lines = lines_of(found, seen_by=seen_by)
        for line in lines:
            for row in _rows(line):
                yield writer.writerow([without_formula(cell) for cell in row])
        if not lines:
            return
        after = lines[-1].position


def _headers() -> list[str]:
    return [
        _("Time"), _("Account"), _("Kind of row"), _("Act"), _("Unit"), _("Edition"), _("Indicator"),
        _("Row"), _("Field"), _("From"), _("To"), _("Reason"), _("Left out"),
    ]  # fmt: skip


def _rows(line: Line) -> Iterator[list[str]]:
    subject = line.subject
    before = [
        f"{localtime(line.position.at):%Y-%m-%d %H:%M:%S}",
        line.who,
        line.kind,
        line.act,
        subject.unit,
        subject.edition,
        subject.indicator,
        subject.rest,
    ]
    changes = [[change.field, change.before, change.after] for change in line.changes]
    left_out = _("The appraised score is shown once the appraisers have finished.") if line.is_hidden else ""
    for change in changes or [["", "", ""]]:
        yield [*before, *change, line.reason, left_out]

"""``manage.py import_results``: a table of results, from a file into draft editions."""

import os
from argparse import ArgumentTypeError
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model
from django.utils.translation import gettext as _

from indicators.imports.asked import NewScorecard, Options
from indicators.imports.layouts.declared import Declaration, parse_layout
from indicators.imports.new_scorecards import code_of, scorecard_called
from indicators.imports.problems import RefusedFileError
from indicators.imports.report import text_lines, write_json
from indicators.imports.straight import Order, bring_in
from indicators.models import Scorecard
from provinces.models import Source, Unit, UnitSet

REFUSED, WRONG_USAGE = 1, 2
# More than any index counts, and what a column of values holds.
LARGEST_SCALE = 10_000_000
MOST_NAMED = 20


class Command(BaseCommand):
    help = (
        "Bring the figures of a table (CSV, XLSX, XLS, ODS, HTML) into draft editions: all of them or none. "
        "Publishing stays an act of its own."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        scorecard = parser.add_mutually_exclusive_group(required=True)
        scorecard.add_argument("--scorecard", metavar="CODE", help="the index that the table is of")
        scorecard.add_argument("--new-scorecard", metavar="NAME", help="an index that is new here")
        parser.add_argument("--scale", type=scale, metavar="MAX", help="largest value of the new index")
        parser.add_argument("--edition", metavar="NAME", help="the edition, or its period")
        parser.add_argument("--unit-set", metavar="CODE", help="who is ranked together: 63, 34 …")
        parser.add_argument("--unit", metavar="SLUG", help="the unit whose indicators the rows are")
        parser.add_argument(
            "--layout",
            type=declaration,
            metavar="COLUMNS",
            help="C=rank:DTI,E=ignored,decimal=dot; total=DTI says which measure of a new index is the total",
        )
        parser.add_argument("--sheet", metavar="NAME", help="which sheet of the workbook")
        parser.add_argument("--source", metavar="CODE", help="where the figures were published")
        parser.add_argument(
            "--take-rounded",
            action="store_true",
            help="write values too that differ from what stands only by fewer decimals",
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        form = options["format"]
        order = order_of(options)
        report = bring_in(order, dry_run=options["dry_run"], write=lambda report: self.write(report, form))
        if report.errors:
            raise SystemExit(REFUSED)

    def write(self, report, form: str) -> None:
        """Write a report to standard output, and nothing else there; who reads may stop before its end."""
        try:
            if form == "json":
                write_json(report, stream=self.stdout)
            else:
                self.stdout.write("\n".join(text_lines(report)))
            self.stdout.flush()
        except BrokenPipeError:
            # Python would try once more when it ends, and complain.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.stdout.fileno())
            os.close(nowhere)


def order_of(options: dict) -> Order:
    """Check what was typed against what is known.

    Raises:
        CommandError: with the code of wrong usage.
    """
    unit_set = named(UnitSet, "code", options["unit_set"], argument="--unit-set")
    unit = named(Unit, "slug", options["unit"], argument="--unit")
    return Order(
        data=content_of(options["file"]),
        name=options["file"].name,
        scorecard=named(Scorecard, "code", options["scorecard"], argument="--scorecard"),
        source=named(Source, "code", options["source"], argument="--source"),
        declared=options["layout"],
        options=Options(
            edition=options["edition"],
            unit_set=unit_set and unit_set.code,
            unit=unit and unit.slug,
            new_scorecard=new_scorecard(options["new_scorecard"], top=options["scale"]),
            sheet=options["sheet"],
            takes_rounded=options["take_rounded"],
        ),
    )


def content_of(path: Path) -> bytes:
    """Read a file; of one that is too large no more than shows that."""
    try:
        with path.open("rb") as stream:
            return stream.read(settings.IMPORT_MAX_BYTES + 1)
    except OSError as error:
        raise wrong_usage(
            _("The file “%(file)s” cannot be opened: %(reason)s.") % {"file": path, "reason": error.strerror}
        ) from error


def named(model: type[Model], field: str, text: str | None, *, argument: str) -> Model | None:
    """Return the row that an argument names; None where it is left out."""
    if text is None:
        return None
    found = model.objects.filter(**{field: text}).first()
    if found is None:
        known = ", ".join(model.objects.order_by(field).values_list(field, flat=True)[:MOST_NAMED])
        raise wrong_usage(
            _("%(argument)s: “%(text)s” is not known. Known are: %(known)s.")
            % {"argument": argument, "text": text, "known": known}
        )
    return found


def new_scorecard(name: str | None, *, top: Decimal | None) -> NewScorecard | None:
    """Return what is to be made of ``--new-scorecard`` and ``--scale``, which go together."""
    if (name is None) != (top is None):
        raise wrong_usage(_("--new-scorecard and --scale go together."))
    if name is None:
        return None
    if not code_of(name):
        raise wrong_usage(_("--new-scorecard: “%(name)s” is no name.") % {"name": name})
    if known := scorecard_called(name):
        raise wrong_usage(
            _("“%(name)s” is known already: give --scorecard %(code)s instead.")
            % {"name": name, "code": known.code}
        )
    return NewScorecard(name=name, scale=top)


def scale(text: str) -> Decimal:
    """Read the top of a scale for argparse: 100, 1, 0.5."""
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValueError(text) from None
    if not (number.is_finite() and 0 < number <= LARGEST_SCALE):
        raise ValueError(text)
    return number


def declaration(text: str) -> Declaration:
    """Read how columns are to be read for argparse."""
    try:
        return parse_layout(text)
    except RefusedFileError as refused:
        raise ArgumentTypeError(str(refused)) from None


def wrong_usage(message: str) -> CommandError:
    return CommandError(message, returncode=WRONG_USAGE)

"""``manage.py undo_import``: what an import wrote goes back to what stood before it."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.imports import door
from indicators.imports.learned_names import forget_learned
from indicators.imports.problems import Problem, RefusedFileError
from indicators.imports.report import problem_line, refusal
from indicators.imports.writing.leftovers import what_became_of_scorecard
from indicators.imports.writing.undoing import Conflict
from indicators.models import ImportBatch

REFUSED, WRONG_USAGE = 1, 2
KEEP, OVERWRITE = "keep", "overwrite"


class Command(BaseCommand):
    help = "Take back what an import wrote, exactly. Figures that were edited since are conflicts."

    def add_arguments(self, parser):
        parser.add_argument("import", type=int, metavar="ID", help="the number of the import")
        parser.add_argument("--conflicts", choices=[KEEP, OVERWRITE], help="what becomes of edited figures")
        parser.add_argument(
            "--forget-spellings",
            action="store_true",
            help="delete the spellings confirmed with this import too",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        conflicts = options["conflicts"]
        batch = ImportBatch.objects.filter(pk=options["import"]).first()
        if batch is None:
            message = _("There is no import %(number)d.") % {"number": options["import"]}
            raise CommandError(message, returncode=WRONG_USAGE)
        answers = {choice: "all" for choice in (KEEP, OVERWRITE) if choice == conflicts}
        found, errors = (), ()
        try:
            with transaction.atomic():
                found = door.conflicts(batch) if batch.state == ImportBatch.State.COMMITTED else ()
                batch = door.undo(batch, user=None, **answers)
                if options["forget_spellings"]:
                    forget_learned(batch)
        except RefusedFileError as refused:
            errors = refused.problems
        self.tell(batch, found, errors, form=options["format"])
        if errors:
            raise SystemExit(REFUSED)

    def tell(
        self, batch: ImportBatch, found: tuple[Conflict, ...], errors: tuple[Problem, ...], *, form: str
    ) -> None:
        """Write what was done to standard output."""
        if form == "json":
            report = {
                "import": batch.pk,
                "state": batch.state,
                "conflicts": [conflict_json(conflict) for conflict in found],
                "errors": [problem.to_json() for problem in errors],
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        for conflict in found:
            self.stdout.write(conflict_line(conflict))
        for problem in errors:
            self.stdout.write(problem_line(problem))
        if errors:
            self.stdout.write(refusal())
            return
        self.stdout.write(_("Import %(number)d is undone.") % {"number": batch.pk})
        if text := what_became_of_scorecard(batch):
            self.stdout.write(text)


def conflict_json(conflict: Conflict) -> dict:
    cell, current = conflict.cell, conflict.current
    return {
        "unit": str(cell.unit),
        "edition": cell.target.slug,
        "measure": cell.measure.code,
        "cell": cell.address or None,
        "old_value": number(cell.old_value),
        "old_rank": cell.old_rank,
        "value": number(current and current.value),
        "rank": current and current.rank,
    }


def conflict_line(conflict: Conflict) -> str:
    shown = conflict_json(conflict)
    message = _(
        "%(unit)s · %(edition)s · %(measure)s was edited since: now %(value)s (%(rank)s), before the import "
        "%(old_value)s (%(old_rank)s)"
    )
    return message % {name: "–" if value is None else value for name, value in shown.items()}


def number(value):
    return None if value is None else float(value)

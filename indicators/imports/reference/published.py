"""Loading the published data that the project ships."""

from pathlib import Path

from django.db import transaction

from indicators.imports.reference.errors import RejectedFileError
from indicators.imports.reference.known import Known
from indicators.imports.reference.loading import load_table
from indicators.imports.reference.rankings import load_rankings, ranking_files
from indicators.imports.reference.results import BENCHMARKS, EDITIONS, load_leader_lists
from indicators.imports.reference.rule_books import RULE_BOOK_TABLES
from indicators.imports.reference.shipped_spellings import note_spellings
from indicators.imports.reference.units import UNIT_TABLES
from indicators.models import Edition
from indicators.workflow import WorkflowError, publish
from provinces.models import UnitAlias


@transaction.atomic
def load_published(directory: Path) -> dict[str, int]:
    """Load reference tables and editions from a directory of CSV files, and publish the editions.

    Only what is missing is added. A unit, a unit set, a rule book or an edition (in any state) that was there
    before keeps all that belongs to it as officers left it. Two things come all the same: spellings that a
    unit set was never given, and the total or the scoring rules of a rule book that never had any.

    Returns:
        How many rows each table added.

    Raises:
        RejectedFileError: if a row is bad or an edition cannot be published; the database is then as it was.
    """
    known = Known()
    tables = (*UNIT_TABLES, *RULE_BOOK_TABLES, EDITIONS)
    added = {table.path: load_table(table, directory=directory, known=known) for table in tables}
    note_spellings(known[UnitAlias].values())
    for path in ranking_files(directory):
        added[f"indicators/rankings/{path.stem}"] = load_rankings(path, root=directory, known=known)
    added[BENCHMARKS.path] = load_table(BENCHMARKS, directory=directory, known=known)
    added["indicators/leader_lists"] = load_leader_lists(directory, known=known)
    for draft in sorted(known.created(Edition), key=lambda edition: edition.period_end):
        _publish(draft, directory)
    return added


def _publish(draft: Edition, directory: Path) -> None:
    try:
        publish(draft)
    except WorkflowError as refusal:
        place = f"{directory.name}/{EDITIONS.path}.csv, {draft.scorecard.code} {draft.slug}"
        raise RejectedFileError([f"{place}: {refusal}"]) from refusal

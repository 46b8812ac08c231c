"""Loading the published data that the project ships."""

from pathlib import Path

from django.db import transaction

from indicators.imports.reference import load_reference
from indicators.imports.results import create_drafts, write_benchmarks, write_leader_lists, write_rankings
from indicators.workflow import publish


@transaction.atomic
def load_published(directory: Path) -> dict[str, int]:
    """Load reference tables and editions from a directory of CSV files, and publish the editions.

    Only what is missing is added: editions that exist, in any state, and reference rows stay as officers
    left them.

    Returns:
        How many rows each table added.

    Raises:
        RejectedFileError: if any row is bad; the database is then as it was.
    """
    added = load_reference(directory)
    drafts = create_drafts(directory)
    added["indicators/editions"] = len(drafts)
    for path in sorted((directory / "indicators/rankings").glob("*.csv")):
        added[f"indicators/rankings/{path.stem}"] = write_rankings(
            directory, scorecard=path.stem, drafts=drafts
        )
    added["indicators/benchmarks"] = write_benchmarks(directory, drafts=drafts)
    added["indicators/leader_lists"] = write_leader_lists(directory, drafts=drafts)
    for draft in sorted(drafts, key=lambda edition: edition.period_end):
        publish(draft)
    return added

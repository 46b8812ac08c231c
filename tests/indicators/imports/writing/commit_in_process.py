"""Does acts of imports in a process of its own, on the database that DATABASE_URL names.

``python -m tests.indicators.imports.writing.commit_in_process`` reads acts from its input, one a line:
"make YEAR", "look", "commit NUMBER" or "commit_waiting NUMBER". It answers each with a line of JSON. A
waiting commit says "writing" once the figures are written, and goes on at the next line.
"""

import json
import os
import sys

import django


def make(year):
    """Make an import of one figure into a published year and preview it; answer with its number."""
    from indicators.imports.writing.comparison import compare
    from indicators.imports.writing.staging import stage
    from tests.indicators.imports.made_imports import figure, make_batch

    batch = make_batch(slug=str(year))
    stage(batch, [figure("ha-giang", value="0.5", slug=str(year))])
    compare(batch)
    return batch.pk


def commit(number, *, waits=False):
    """Commit an import; answer with its outcome or the code of the refusal."""
    from django.db import connection

    from indicators.imports.problems import RefusedFileError
    from indicators.imports.writing.committing import commit
    from indicators.models import ImportBatch

    def wait_in_the_middle(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if waits and sql.startswith('UPDATE "indicators_ranking"'):
            print("writing", flush=True)
            sys.stdin.readline()
        return result

    print("starting", flush=True)
    try:
        with connection.execute_wrapper(wait_in_the_middle):
            return commit(ImportBatch.objects.get(pk=number), user=None).is_written
    except RefusedFileError as refused:
        return refused.problems[0].code


def commit_waiting(number):
    return commit(number, waits=True)


def look():
    """Answer with what stands in the database that a commit could have left halfway."""
    from indicators.models import Edition, ImportBatch, ImportCell, Ranking

    return {
        "rankings": Ranking.objects.count(),
        "drafts": Edition.objects.open().count(),
        "batches": list(ImportBatch.objects.order_by("pk").values_list("state", flat=True)),
        "cells with what was written": ImportCell.objects.filter(written__isnull=False).count(),
    }


ACTS = {act.__name__: act for act in (make, commit, commit_waiting, look)}

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    while line := sys.stdin.readline():
        act, *numbers = line.split()
        print(json.dumps(ACTS[act](*map(int, numbers))), flush=True)

"""The scores of an edition as dataframes: what each unit has of each indicator, and what applies to it."""

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd
from django.db import connection
from django.db.models import FloatField
from django.db.models.functions import Cast

from indicators.models import Assessment, Edition, ScoringException, Submission

STAGES = {"self": "self_score", "verified": "verified_score", "final": "final_score"}


class Scores(NamedTuple):
    """What the units of an edition scored.

    Args:
        points: unit id × indicator id, in points of the indicator; NaN where there is no score.
        applies: of the same shape; whether the indicator applies to the unit. Of a published edition that
            stands as it was published: what applied has a final score.
    """

    points: pd.DataFrame
    applies: pd.DataFrame


def scores_of_edition(edition: Edition, stage: str = "final") -> Scores:
    """Return the scores of every unit that has a submission, in the order of the unit set.

    Args:
        stage: whose scores: one of ``STAGES``.

    Raises:
        KeyError: if the stage is unknown.
    """
    submissions = Submission.objects.of_edition(edition).filter(
        unit__memberships__unit_set=edition.unit_set_id
    )
    units = dict(submissions.order_by("unit__memberships__order").values_list("pk", "unit_id"))
    indicators = edition.methodology.measures.assessed().in_order()
    cells = {
        "index": _keys(units, name="submission_id"),
        "columns": _keys(indicators.values_list("pk", flat=True), name="indicator_id"),
    }
    index = _keys(units.values(), name="unit_id")
    known = _known_scores(edition, STAGES[stage])
    points = _filled(pd.DataFrame(np.nan, **cells), known[:, 2], keys=known[:, :2])
    if edition.is_open:
        exceptions = np.array(list(ScoringException.objects.reasons(edition))).reshape(-1, 2)
        applies = _filled(pd.DataFrame(True, **cells).set_axis(index), False, keys=exceptions)
    else:
        final = known if stage == "final" else _known_scores(edition, STAGES["final"])
        applies = _filled(pd.DataFrame(False, **cells), True, keys=final[:, :2])
    return Scores(points.set_axis(index), applies.set_axis(index))


def _known_scores(edition: Edition, field: str) -> np.ndarray:
    """Return submission, indicator and score of each row that has one, shape (n_scores, 3).

    The rows go straight from the database into the array: as many Decimals and tuples would take three times
    as long, and all the memory.
    """
    submissions = Submission.objects.of_edition(edition).order_by().values("pk")
    known = Assessment.objects.filter(submission__in=submissions).exclude(**{field: None}).order_by()
    rows = known.values_list("submission_id", "indicator_id", Cast(field, FloatField()))
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        return np.fromiter(chain.from_iterable(cursor), dtype="float64").reshape(-1, 3)


def _keys(keys: Iterable[int], *, name: str) -> pd.Index:
    return pd.Index(list(keys), name=name, dtype="int64")


def _filled(frame: pd.DataFrame, figures: np.ndarray | bool, *, keys: np.ndarray) -> pd.DataFrame:
    """Return a frame with figures, or one for all, in the cells that pairs of keys name, if they name any."""
    rows = frame.index.get_indexer(keys[:, 0].astype("int64"))
    columns = frame.columns.get_indexer(keys[:, 1].astype("int64"))
    is_listed = (rows >= 0) & (columns >= 0)
    cells = frame.to_numpy(copy=True)
    cells[rows[is_listed], columns[is_listed]] = np.broadcast_to(figures, len(keys))[is_listed]
    return pd.DataFrame(cells, index=frame.index, columns=frame.columns)

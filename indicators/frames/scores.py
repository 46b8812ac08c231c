"""The scores of an edition as dataframes: what each unit has of each indicator, and what applies to it."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
import pandas as pd
from django.db.models import FloatField
from django.db.models.functions import Cast

from indicators.models import Assessment, Edition, Measure, ScoringException, Submission

STAGES = {"self": "self_score", "verified": "verified_score", "final": "final_score"}
# Rows of scores held at once, so that a large edition takes no more memory than its frame.
CHUNK = 10_000


class Scores(NamedTuple):
    """What the units of an edition scored.

    Args:
        points: unit id × indicator id, in points of the indicator; NaN where there is no score.
        applies: of the same shape; whether the indicator applies to the unit.
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
    units = submissions.order_by("unit__memberships__order").values_list("unit_id", flat=True)
    indicators = edition.methodology.measures.of_kind(Measure.Kind.INDICATOR).exclude(max_points=0)
    index = pd.Index(list(units), name="unit_id", dtype="int64")
    columns = pd.Index(
        list(indicators.in_order().values_list("pk", flat=True)), name="indicator_id", dtype="int64"
    )
    points = np.full((len(index), len(columns)), np.nan)
    applies = np.ones(points.shape, dtype=bool)
    for keys, scores in _chunks(_known_scores(edition, STAGES[stage])):
        _fill(points, scores, keys=keys, index=index, columns=columns)
    if reasons := ScoringException.objects.reasons(edition):
        keys = np.array(list(reasons), dtype="int64")
        _fill(applies, np.zeros(len(keys)), keys=keys, index=index, columns=columns)
    return Scores(
        pd.DataFrame(points, index=index, columns=columns),
        pd.DataFrame(applies, index=index, columns=columns),
    )


def _known_scores(edition: Edition, field: str) -> Iterable[tuple[int, int, float]]:
    """Yield unit, indicator and score, as the database holds them: Decimals would take most of the time."""
    known = Assessment.objects.filter(submission__edition=edition).exclude(**{field: None})
    scores = known.annotate(points=Cast(field, FloatField())).order_by()
    return scores.values_list("submission__unit_id", "indicator_id", "points").iterator(chunk_size=CHUNK)


def _fill(cells: np.ndarray, figures: np.ndarray, *, keys: np.ndarray, index: pd.Index, columns: pd.Index):
    """Write figures into the cells that their keys name; what is no row or column is left out."""
    rows, places = index.get_indexer(keys[:, 0]), columns.get_indexer(keys[:, 1])
    is_listed = (rows >= 0) & (places >= 0)
    cells[rows[is_listed], places[is_listed]] = figures[is_listed]


def _chunks(rows: Iterable[tuple[int, int, float]]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        cells = np.array(chunk, dtype="float64")
        yield cells[:, :2].astype("int64"), cells[:, 2]

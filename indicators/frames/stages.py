"""What a unit gave itself, what the appraisal made of it, and what was published, as a dataframe."""

import pandas as pd

from indicators.models import Assessment, Edition, Submission

COLUMNS = {
    "indicator__code": "code",
    "indicator__name": "name",
    "indicator__parent__code": "group",
    "indicator__parent__name": "group_name",
    "indicator__max_points": "max_points",
    "self_score": "self",
    "verified_score": "verified",
    "final_score": "final",
    "verified_reason": "reason",
}
NUMBERS = ["max_points", "self", "verified", "final"]


def stages_frame(edition: Edition, *, unit_id: int) -> pd.DataFrame:
    """Return the scores of a unit's published submission, one row an indicator that applied to it.

    That is what has a final score: exceptions that were made later change nothing that is published.

    Scores are points of the indicator, NaN where missing; rows stand in the order of the rule book. There is
    no row where the unit has no submission in the edition, or one that is not published.
    """
    scores = Assessment.objects.filter(
        submission__edition=edition,
        submission__unit=unit_id,
        submission__state=Submission.State.PUBLISHED,
        final_score__isnull=False,
    )
    rows = list(scores.in_order().values_list(*COLUMNS))
    frame = pd.DataFrame(rows, columns=list(COLUMNS.values()))
    frame[NUMBERS] = frame[NUMBERS].astype("float64")
    return frame

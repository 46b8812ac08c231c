"""What units gave themselves, what the appraisal made of it, and what was published, as dataframes."""

import pandas as pd
from django.db.models import Count, F, Q, Sum

from indicators.models import Assessment, Edition, Submission

COLUMNS = {
    "indicator__code": "code",
    "indicator__name": "name",
    "indicator__parent__code": "group",
    "indicator__parent__name": "group_name",
    "indicator__parent__max_points": "group_points",
    "indicator__max_points": "max_points",
    "self_score": "self",
    "verified_score": "verified",
    "final_score": "final",
    "verified_reason": "reason",
}
NUMBERS = ["group_points", "max_points", "self", "verified", "final"]
GROUP_NUMBERS = ["group_points", "possible", "self", "verified"]
GROUP_COLUMNS = ["unit_id", "group", "group_name", *GROUP_NUMBERS, "lacking", "adjusted", "unknown"]


def stages_frame(edition: Edition, *, unit_id: int) -> pd.DataFrame:
    """Return the scores of a unit's published submission, one row an indicator that applied to it.

    That is what has a final score: exceptions that were made later change nothing that is published.

    Scores are points of the indicator, NaN where missing; ``group_points`` is the maximum of its group and
    ``possible`` what those of its indicators can bring that applied. Rows stand in the order of the rule
    book. There is no row where the unit has no submission in the edition, or one that is not published.
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
    possible = frame.groupby("group", dropna=False)["max_points"].transform("sum", min_count=1)
    is_known = frame["max_points"].notna().groupby(frame["group"], dropna=False).transform("all")
    frame["possible"] = possible.where(is_known)
    return frame


def stages_by_group(edition: Edition) -> pd.DataFrame:
    """Return the published scores of every unit of an edition, added up by group.

    Returns:
        A row for each unit and group that applies to it, groups in the order of the rule book, with the
        columns unit_id, group, group_name, group_points (its maximum), possible (what those of its indicators
        can bring that applied; NaN where not known), self, verified (points of the indicators; NaN where a
        score is lacking, a sum that lacks one being no smaller sum) and adjusted (how many indicators the
        appraisal changed). No row where nothing that officers scored was published.
    """
    scores = Assessment.objects.filter(
        submission__edition=edition,
        submission__state=Submission.State.PUBLISHED,
        final_score__isnull=False,
    )
    sums = (
        scores.order_by()
        .values(
            "submission__unit_id",
            "indicator__parent__code",
            "indicator__parent__name",
            "indicator__parent__max_points",
        )
        .annotate(
            possible=Sum("indicator__max_points"),
            own=Sum("self_score"),
            appraised=Sum("verified_score"),
            lacking=Count("pk", filter=Q(self_score=None) | Q(verified_score=None)),
            adjusted=Count("pk", filter=~Q(self_score=F("verified_score"))),
            unknown=Count("pk", filter=Q(indicator__max_points=None)),
        )
        .order_by("submission__unit_id", "indicator__parent__order")
    )
    rows = [list(row.values()) for row in sums]
    frame = pd.DataFrame(rows, columns=GROUP_COLUMNS).astype(dict.fromkeys(GROUP_NUMBERS, "float64"))
    is_lacking, is_unknown = frame.pop("lacking") > 0, frame.pop("unknown") > 0
    frame[["self", "verified"]] = frame[["self", "verified"]].mask(is_lacking)
    frame["possible"] = frame["possible"].mask(is_unknown)
    return frame

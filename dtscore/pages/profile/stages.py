"""How the score of a unit came about: its own, the appraised one, the published one, group by group."""

from dataclasses import dataclass

import pandas as pd
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dtscore.pages.editions import period_text
from indicators import frames
from indicators.models import Edition
from indicators.notation import MISSING, format_date, format_difference, format_points
from indicators.scoring.differences import differs
from indicators.scoring.group_points import in_group_points


@dataclass(frozen=True)
class StageRow:
    """A group, or an indicator whose score was adjusted."""

    name: str
    maximum: str
    own: str
    verified: str
    final: str
    difference: str
    reason: str = ""


@dataclass(frozen=True)
class Stages:
    """What the page shows of the stages; texts are ready to print."""

    sentence: str
    caption: str
    adjusted_caption: str
    rows: list[StageRow]
    total: StageRow
    adjusted: list[StageRow]
    how: str


def stages_of(edition: Edition, *, unit_id: int, name: str) -> Stages | None:
    """Return the stages of a unit's scores; None where officers scored nothing in the edition."""
    scores = frames.stages_frame(edition, unit_id=unit_id)
    if scores.empty:
        return None
    facts = {"name": name, "period": period_text(edition)}
    adjusted = scores[(scores["verified"] - scores["self"]).abs() > 1e-9]
    counted = in_group_points(scores, columns=["max_points", "self", "verified", "final"])
    groups = counted.groupby(["group", "group_name"], sort=False, dropna=False)
    total = _row(_("All groups"), counted)
    return Stages(
        sentence=_sentence(total, adjusted=len(adjusted)),
        caption=_("Self-score, appraised and published score of %(name)s in %(period)s, in points") % facts,
        adjusted_caption=_("What the appraisal adjusted for %(name)s in %(period)s, and why") % facts,
        rows=[_row(group_name, group) for (_code, group_name), group in groups],
        total=total,
        adjusted=[_indicator(row) for row in adjusted.itertuples()],
        how=" ".join(filter(None, (_scaling(scores), _how(edition)))),
    )


def _row(name: str, scores: pd.DataFrame) -> StageRow:
    """Add up scores; a sum that lacks one is missing, not smaller."""
    columns = ("max_points", "self", "verified", "final")
    sums = {column: scores[column].sum(skipna=False) for column in columns}
    return StageRow(
        name=name,
        maximum=format_points(sums["max_points"]),
        own=format_points(sums["self"]),
        verified=format_points(sums["verified"]),
        final=format_points(sums["final"]),
        difference=_difference(sums["self"], sums["verified"]),
    )


def _indicator(row) -> StageRow:
    return StageRow(
        name=f"{row.code} {row.name}".strip() if row.code != row.name else row.name,
        maximum=format_points(row.max_points),
        own=format_points(row.self),
        verified=format_points(row.verified),
        final=format_points(row.final),
        difference=_difference(row.self, row.verified),
        reason=row.reason,
    )


def _difference(own: float, verified: float) -> str:
    """Say by how much a score was adjusted, by sign and by word."""
    change = round(verified - own, 4)
    if pd.isna(change):
        return MISSING
    if not change:
        return _("unchanged")
    decimals = len(format_points(abs(change)).partition(",")[2])
    text = _("%(difference)s (raised)") if change > 0 else _("%(difference)s (lowered)")
    return text % {"difference": format_difference(change, decimals=decimals)}


def _sentence(total: StageRow, *, adjusted: int) -> str:
    facts = {"own": total.own, "final": total.final, "maximum": total.maximum}
    text = _("Self-score %(own)s, published %(final)s out of %(maximum)s points.") % facts
    count = ngettext(
        "The appraisal adjusted %(count)d indicator.",
        "The appraisal adjusted %(count)d indicators.",
        adjusted,
    )
    return f"{text} {count % {'count': adjusted}}"


def _scaling(scores: pd.DataFrame) -> str:
    """Name the groups that count with other points than the indicators that apply to the unit add up to."""
    is_scaled = differs(scores["possible"], scores["group_points"], decimals=4)
    names = scores.loc[is_scaled, "group_name"].dropna().unique()
    if not len(names):
        return ""
    return _(
        "In %(groups)s the points of the indicators that apply to the unit are scaled to those of the whole "
        "group. Single indicators stand as they were scored."
    ) % {"groups": get_text_list(list(names), _("and"))}


def _how(edition: Edition) -> str:
    facts = {"number": edition.decision_number, "date": format_date(edition.decision_date)}
    if not edition.decision_number:
        return ""
    return _("Published by decision %(number)s of %(date)s.") % facts

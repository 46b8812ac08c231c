"""The first figures of a profile: ranks, the value, the gaps to the average and to the next place."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import pandas as pd
from django.utils.translation import gettext as _

from dtscore.pages.facts import difference_text
from dtscore.pages.marks import COMPUTED, Badge, basis_badge
from dtscore.pages.phrases import since_text
from dtscore.pages.profile.measures import MeasureRow
from dtscore.pages.summaries import MeasureSummary
from indicators.models import Edition
from indicators.notation import MISSING
from indicators.scoring import averages
from indicators.scoring.ranks import without_noise
from provinces.models import Unit


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of the strip, with the mark of its basis and its change, if it has any."""

    label: str
    text: str
    badge: Badge | None = None
    change_text: str = ""
    change_direction: str = ""
    change_badge: Badge | None = None
    note: str = ""


def strip_figures(
    total: MeasureRow | None,
    composites: Iterable[MeasureRow],
    *,
    edition: Edition,
    summary: MeasureSummary | None,
    members: pd.DataFrame,
    since: str,
) -> list[Figure]:
    """Return the figures that are known; nothing is said of the others."""
    figures = []
    if total is not None:
        figures += [_national(total, edition, since), _regional(total, since), _value(total)]
        figures.append(_next_place(total, edition=edition, summary=summary, members=members))
    figures += [_composite(row, since) for row in composites]
    return [figure for figure in figures if figure is not None]


def _national(row: MeasureRow, edition: Edition, since: str) -> Figure | None:
    if row.standing.rank is None:
        return None
    is_national = edition.scorecard.level == Unit.Level.PROVINCE
    label = _("National rank") if is_national else edition.unit_set.name
    note = _("the number of units was not published") if edition.unit_count is None else ""
    return _rank(row, label=label, since=since, note=note)


def _regional(row: MeasureRow, since: str) -> Figure | None:
    standing = row.standing
    if standing.regional_rank_text == MISSING:
        return None
    return Figure(
        label=standing.region_name,
        text=standing.regional_rank_text,
        badge=standing.regional_rank_badge,
        change_text=since_text(standing.regional_change_text, since),
        change_direction=standing.regional_change_direction,
        change_badge=standing.regional_change_badge,
    )


def _value(row: MeasureRow) -> Figure | None:
    if pd.isna(row.standing.value):
        return None
    note = ""
    if not pd.isna(row.gap):
        mean = f"{row.mean_text} ({row.mean_badge.text})" if row.mean_badge else row.mean_text
        note = _("%(gap)s against the average of %(mean)s") % {"gap": row.gap_text, "mean": mean}
    return Figure(label=row.name, text=row.standing.value_text, badge=row.standing.value_badge, note=note)


def lacking_to_next(
    unit_id: Hashable, *, edition: Edition, summary: MeasureSummary | None
) -> tuple[float, pd.Index]:
    """Return what is lacking to the next better value, and the units that have it; nobody in first place."""
    nobody = float("nan"), pd.Index([])
    if summary is None or not summary.is_complete or unit_id not in summary.values.index:
        return nobody
    better = edition.methodology.higher_is_better
    gap = averages.gap_to_next(summary.values, higher_is_better=better)[unit_id]
    if pd.isna(gap):
        return nobody
    levels = without_noise(summary.values)
    next_level = levels[unit_id] + (gap if better else -gap)
    return gap, levels.index[(levels - next_level).abs() < gap / 2]


def _next_place(
    row: MeasureRow, *, edition: Edition, summary: MeasureSummary | None, members: pd.DataFrame
) -> Figure | None:
    gap, units = lacking_to_next(row.standing.unit_id, edition=edition, summary=summary)
    if pd.isna(gap):
        return None
    return Figure(
        label=_("Gap to the next place"),
        text=difference_text(gap, edition=edition),
        badge=basis_badge(None, is_computed=True, edition=edition),
        note=_("to draw level with %(names)s") % {"names": ", ".join(members.loc[units, "name"])},
    )


def _composite(row: MeasureRow, since: str) -> Figure | None:
    if row.standing.rank is None:
        return None
    note = "" if pd.isna(row.standing.value) else _("value %(value)s") % {"value": row.standing.value_text}
    return _rank(row, label=row.name, since=since, note=note)


def _rank(row: MeasureRow, *, label: str, since: str, note: str) -> Figure:
    standing = row.standing
    return Figure(
        label=label,
        text=standing.rank_text,
        badge=standing.rank_badge,
        change_text=since_text(standing.change_text, since),
        change_direction=standing.change_direction,
        change_badge=standing.change_badge,
        note=note or _how_known(standing.rank_badge),
    )


def _how_known(badge: Badge | None) -> str:
    """Say in short how a rank is known that nobody printed; what we computed says so by its mark."""
    return "" if badge is None or badge.kind == COMPUTED else badge.title

"""The picture of a unit's groups beside the average and the best."""

from collections.abc import Iterable

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.groups import group_bars_figure
from dtscore.pages.basis import basis_text
from dtscore.pages.marks import basis_badge
from dtscore.pages.profile.measures import MeasureRow


def groups_chart(rows: Iterable[MeasureRow], *, name: str, sources: frozenset[str]) -> ChartCard | None:
    """Draw the groups of which anything is known; nothing if there is none.

    ``sources`` are the codes of those of the edition's values, which means and bests are computed from.
    """
    known = [row for row in rows if not all(map(pd.isna, (row.standing.value, row.mean, row.best)))]
    if not known:
        return None
    frame = pd.DataFrame(
        {
            "name": [row.name for row in known],
            "value": [row.standing.value for row in known],
            "basis": [basis_text(row.value_badge) for row in known],
            "mean": [row.mean for row in known],
            "mean_basis": [basis_text(row.mean_badge) for row in known],
            "best": [row.best for row in known],
            "best_basis": basis_text(basis_badge(None, is_computed=True)),
            "text": [row.standing.value_text for row in known],
            "mean_text": [row.mean_text for row in known],
            "best_text": [row.best_text for row in known],
        },
        index=[row.code for row in known],
    ).astype({"value": float, "mean": float, "best": float})
    figure = group_bars_figure(
        frame, own_label=name, mean_label=_("Average"), best_label=_("Best"), language=get_language()
    )
    title = _("%(name)s by indicator group") % {"name": name}
    return ChartCard(
        id="groups-chart",
        title=title,
        description=_groups_finding(known),
        figure=figure,
        sources=sources | {row.mean_source for row in known if row.mean_source},
    )


def _groups_finding(rows: list[MeasureRow]) -> str:
    compared = sorted((row for row in rows if not pd.isna(row.gap)), key=lambda row: (-row.gap, row.code))
    if not compared:
        return _("The average of these groups is not known.")
    return _(
        "%(above)s of %(count)s groups stand above the average; highest against it %(first)s "
        "(%(first_gap)s), lowest %(last)s (%(last_gap)s)."
    ) % {
        "above": sum(row.gap > 0 for row in compared),
        "count": len(compared),
        "first": compared[0].name,
        "first_gap": compared[0].gap_text,
        "last": compared[-1].name,
        "last_gap": compared[-1].gap_text,
    }

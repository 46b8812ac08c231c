"""The picture of the points of a total, part by part: of what was published, or of a scenario."""

from collections.abc import Iterable, Mapping

import pandas as pd
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.points import points_figure
from dtscore.pages.parts import POINT_DECIMALS, missing_text, points_text
from indicators.notation import format_points


def points_chart(
    points: pd.Series,
    *,
    chart_id: str,
    title: str,
    description: str,
    labels: Mapping[str, str],
    reached: pd.Series,
    reached_label: str,
    reached_basis: Iterable[str] | str,
    missing: pd.Series,
    before: pd.Series | None = None,
    before_basis: Iterable[str] | str = "",
    sources: frozenset[str] | None = None,
) -> ChartCard:
    """Return the chart of all points, indexed by part and drawn in this order.

    Args:
        description: holds ``%(reached)s``, ``%(points)s``, ``%(missing)s`` or ``%(before)s``, the sums.
        labels: the name of each part by its code.
        reached: indexed like ``points``, as are ``missing`` and ``before``.
        reached_basis: how these points are known, in words.
        before: the points that are marked by a line: those published, in a scenario.
        sources: as of a ``ChartCard``.
    """
    language = get_language()
    frame = pd.DataFrame(
        {
            "name": pd.Series(labels)[points.index],
            "points": points,
            "points_text": [format_points(number, language=language) for number in points],
            "reached": reached,
            "reached_basis": reached_basis,
            "reached_text": reached.map(points_text),
            "missing_text": missing.map(missing_text),
        }
    )
    sums = {
        "reached": points_text(reached.sum()),
        "points": format_points(points.sum(), language=language),
        "missing": points_text(missing.sum()),
    }
    if before is not None:
        frame = frame.assign(before=before, before_basis=before_basis, before_text=before.map(points_text))
        sums["before"] = points_text(before.sum())
    figure = points_figure(
        frame,
        all_label=_("Maximum points"),
        reached_label=reached_label,
        missing_label=_("Points missing"),
        before_label=_("With the published values") if before is not None else "",
        value_label=pgettext("axis of a chart", "Points"),
        decimals=POINT_DECIMALS,
        language=language,
    )
    return ChartCard(id=chart_id, title=title, description=description % sums, figure=figure, sources=sources)

"""The picture of the points of a total, part by part: of what was published, or of a scenario."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.points import points_figure
from dtscore.pages.parts import POINT_DECIMALS, missing_text, points_text
from indicators.notation import format_points


@dataclass(frozen=True, kw_only=True, eq=False)
class PointsOfParts:
    """The points of a total, each indexed by part, in the order of the chart.

    ``before`` are points marked by a line: those published, in a scenario. A basis says in words how the
    points are known.
    """

    maximum: pd.Series
    reached: pd.Series
    reached_basis: Iterable[str] | str
    missing: pd.Series
    before: pd.Series | None = None
    before_basis: Iterable[str] | str = ""

    def frame(self, labels: Mapping[str, str], *, language: str) -> pd.DataFrame:
        """Return what the chart draws of each part and writes beside it."""
        frame = pd.DataFrame(
            {
                "name": pd.Series(labels)[self.maximum.index],
                "points": self.maximum,
                "points_text": [format_points(number, language=language) for number in self.maximum],
                "reached": self.reached,
                "reached_basis": self.reached_basis,
                "reached_text": self.reached.map(points_text),
                "missing_text": self.missing.map(missing_text),
            }
        )
        if self.before is None:
            return frame
        return frame.assign(
            before=self.before, before_basis=self.before_basis, before_text=self.before.map(points_text)
        )

    def sums(self, *, language: str) -> dict[str, str]:
        """Return the sums over all parts, ready to print."""
        sums = {
            "reached": points_text(self.reached.sum()),
            "points": format_points(self.maximum.sum(), language=language),
            "missing": points_text(self.missing.sum()),
        }
        return sums if self.before is None else sums | {"before": points_text(self.before.sum())}


def points_chart(
    points: PointsOfParts,
    *,
    chart_id: str,
    title: str,
    description: str,
    labels: Mapping[str, str],
    reached_label: str,
    sources: frozenset[str] | None = None,
) -> ChartCard:
    """Return the chart of all points, part by part.

    Args:
        description: holds ``%(reached)s``, ``%(points)s``, ``%(missing)s`` or ``%(before)s``, the sums.
        labels: the name of each part by its code.
        sources: as of a ``ChartCard``.
    """
    language = get_language()
    figure = points_figure(
        points.frame(labels, language=language),
        all_label=_("Maximum points"),
        reached_label=reached_label,
        missing_label=_("Points missing"),
        before_label="" if points.before is None else _("With the published values"),
        value_label=pgettext("axis of a chart", "Points"),
        decimals=POINT_DECIMALS,
        language=language,
    )
    return ChartCard(
        id=chart_id,
        title=title,
        description=description % points.sums(language=language),
        figure=figure,
        sources=sources,
    )

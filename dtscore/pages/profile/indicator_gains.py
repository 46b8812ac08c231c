"""The indicators of a unit that lack the most points, where officers scored them."""

import pandas as pd
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dtscore.pages.marks import basis_badge
from dtscore.pages.parts import points_text
from dtscore.pages.profile.gain_tables import (
    GainRow,
    GainTable,
    gain_cell,
    known_targets,
    target_headings,
)
from indicators import frames
from indicators.models import Edition
from indicators.notation import format_points
from indicators.scoring.indicator_gains import indicator_gains
from indicators.scoring.parts import Parts
from indicators.workflow.scored_values import indicator_rules

MOST_ROWS = 20


def indicator_gain_table(
    parts: Parts, *, edition: Edition, members: pd.DataFrame, unit_id: int
) -> GainTable | None:
    """Return the indicators that lack the most points; None where nothing is missing or nothing is known."""
    scores = frames.scores_of_edition(edition)
    if parts.block or unit_id not in scores.points.index or not edition.methodology.higher_is_better:
        return None
    rules = indicator_rules(edition)
    gains = indicator_gains(
        parts,
        unit=unit_id,
        scores=scores.points,
        applies=scores.applies,
        regions=members["region"],
        **rules,
    )
    by_indicator = gains["missing"].groupby("indicator", sort=False).first()
    missing = by_indicator[by_indicator > 0].sort_values(ascending=False, kind="stable")[:MOST_ROWS]
    if missing.empty:
        return None
    caption = ngettext(
        "The %(count)d indicator that lacks points, and what it alone would bring",
        "The %(count)d indicators that lack the most points, and what each alone would bring",
        len(missing),
    )
    return GainTable(
        id="indicator-gains",
        caption=caption % {"count": len(missing)},
        name_heading=_("Indicator"),
        points_heading=_("Maximum points"),
        value_heading=_("Final score"),
        headings=target_headings(known_targets(gains)),
        rows=_rows(
            missing, gains=gains, own=scores.points.loc[unit_id], most=rules["max_points"], edition=edition
        ),
        computed_badge=basis_badge(None, is_computed=True, edition=edition),
    )


def _rows(
    missing: pd.Series, *, gains: pd.DataFrame, own: pd.Series, most: pd.Series, edition: Edition
) -> tuple[GainRow, ...]:
    """Return a row for each indicator: its points, the unit's score, what each target would bring."""
    names = dict(edition.methodology.measures.filter(pk__in=list(missing.index)).values_list("pk", "name"))
    return tuple(
        GainRow(
            name=names[indicator],
            points_text=_points(most[indicator]),
            value_text=_points(own[indicator]),
            missing_text=points_text(missing[indicator]),
            cells=tuple(
                gain_cell(
                    gains.loc[(indicator, target)],
                    lacks=gains.at[(indicator, target), "value"] > own[indicator],
                    value_text=_points(gains.at[(indicator, target), "value"]),
                    edition=edition,
                )
                for target in known_targets(gains)
            ),
        )
        for indicator in missing.index
    )


def _points(number: float) -> str:
    return format_points(number, language=get_language())

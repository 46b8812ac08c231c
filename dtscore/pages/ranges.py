"""How far a rank depends on the weights, in words: “25 (24–25), không phân biệt được với 2 đơn vị”."""

from decimal import Decimal

import pandas as pd
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from indicators.notation import format_interval, format_number, format_points


def range_text(rank: int | None, *, lowest: int | None, highest: int | None) -> str:
    """Return “25 (24–25)”; nothing where there is no range."""
    if pd.isna(rank) or pd.isna(lowest):
        return ""
    return format_interval(rank, low=lowest, high=highest, language=get_language())


def similar_text(count: int) -> str:
    """Return how many other units the order cannot tell a unit from."""
    if not count:
        return _("told apart from every other unit")
    return ngettext(
        "cannot be told apart from %(count)d unit", "cannot be told apart from %(count)d units", count
    ) % {"count": count}


def percent_text(share: Decimal) -> str:
    """Return “20%”."""
    return f"{format_points(share * 100, decimals=1, language=get_language())}%"


def draws_text(draws: int) -> str:
    """Return “10.000”."""
    return format_number(draws, decimals=0, language=get_language())


def ground_texts(ranges: pd.DataFrame) -> list[str]:
    """Return what has to be known of the ranges of an edition; that there are none, where there are none."""
    if ranges.empty:
        return [
            _(
                "There is no sensitivity range: it needs the total and every group of activity of every "
                "unit, and the points of the groups."
            )
        ]
    made_by = ranges.iloc[0]
    texts = [
        _(
            "The sensitivity range stands behind the rank: in at least 90 of 100 draws the unit stays within "
            "it when the weight of each group is changed at random by up to ±%(band)s (%(draws)s draws). It "
            "is no confidence interval."
        )
        % {"band": percent_text(made_by["band"]), "draws": draws_text(made_by["draws"])}
    ]
    count = int(made_by["block_count"])
    if count:
        text = ngettext(
            "In it %(count)d common group is one block, since not every unit’s was published.",
            "In it the %(count)d common groups are one block, since not every unit’s were published.",
            count,
        )
        texts.append(text % {"count": count})
    if made_by["points_are_derived"]:
        texts.append(
            _(
                "The points of the groups, on which the range rests, were worked out, not read in the "
                "decision."
            )
        )
    return texts

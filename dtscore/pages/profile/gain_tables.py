"""The tables of what is missing and what it would bring: by parts of the total, by indicators."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
from django.utils.translation import gettext as _

from dtscore.pages.marks import Badge
from dtscore.pages.standings import change_text, rank_text
from indicators.models import Edition
from indicators.scoring.gains import FULL, MEDIAN, NEXT_PLACE, REGIONAL_BEST, TARGETS


@dataclass(frozen=True, kw_only=True)
class GainCell:
    """The value that is needed and the rank that it would bring, or why there is none."""

    value_text: str = ""
    outcome_text: str = ""
    url: str = ""
    direction: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class GainRow:
    """One part of the total, or one indicator; texts are ready to print."""

    name: str
    points_text: str
    value_text: str
    missing_text: str
    cells: tuple[GainCell, ...]
    value_badge: Badge | None = None


@dataclass(frozen=True, kw_only=True)
class GainTable:
    """Rows, most points missing first, and the heads of their targets."""

    id: str
    caption: str
    name_heading: str
    points_heading: str
    value_heading: str
    headings: tuple[str, ...]
    rows: tuple[GainRow, ...]
    computed_badge: Badge | None
    points_badge: Badge | None = None


def known_targets(gains: pd.DataFrame) -> list[str]:
    """Return the targets that any row has: the first place has no next one, the 34 have no regions."""
    known = set(gains.dropna(subset="value").index.get_level_values("target"))
    return [target for target in TARGETS if target in known]


def target_headings(targets: Iterable[str]) -> tuple[str, ...]:
    headings = {
        NEXT_PLACE: _("To draw level with the next place"),
        REGIONAL_BEST: _("To reach the best of the region"),
        MEDIAN: _("To reach the median"),
        FULL: _("With full marks"),
    }
    return tuple(headings[target] for target in targets)


def gain_cell(gain: pd.Series, *, lacks: bool, value_text: str, edition: Edition, url: str = "") -> GainCell:
    """Say what a target would bring; ``lacks`` tells whether it is still ahead."""
    if pd.isna(gain["value"]):
        return GainCell(reason=_("not by this part alone"))
    if not lacks:
        return GainCell(reason=_("reached already"))
    facts = {"rank": rank_text(gain["rank"], edition.unit_count), "change": change_text(gain["gained"])}
    return GainCell(
        value_text=value_text,
        url=url,
        outcome_text=_("rank %(rank)s, %(change)s") % facts,
        direction="up" if gain["gained"] else "same",
    )

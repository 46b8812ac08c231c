"""How far the rank of a unit depends on the weights."""

from dataclasses import dataclass

import pandas as pd
from django.utils.translation import gettext as _

from dtscore.pages.links import rules_url
from dtscore.pages.ranges import ground_texts, range_text, similar_text
from indicators import frames
from indicators.models import Edition


@dataclass(frozen=True, kw_only=True)
class RankRange:
    """The answer, empty where there is none; what it rests on or why it is lacking; the rules of it."""

    answer: str
    grounds: str
    url: str


def rank_range(edition: Edition, *, unit_id: int, rank: int | None) -> RankRange | None:
    """Return the sensitivity range of a unit's rank; None for a unit that has no rank."""
    if rank is None or edition.unit_count == 1:
        return None
    ranges = frames.intervals_frame(edition)
    answer = _answer(ranges.loc[unit_id], rank=rank) if unit_id in ranges.index else ""
    return RankRange(
        answer=answer, grounds=" ".join(ground_texts(ranges)), url=rules_url(edition.scorecard.code)
    )


def _answer(row: pd.Series, *, rank: int) -> str:
    shown = range_text(rank, lowest=row["lowest"], highest=row["highest"])
    facts = {"range": shown, "similar": similar_text(int(row["similar_count"]))}
    sentences = [_("Sensitivity range of the rank: %(range)s, %(similar)s.") % facts]
    low, high = row["leave_out_lowest"], row["leave_out_highest"]
    if pd.isna(low):
        return sentences[0]
    if low == high:
        sentences.append(_("Whichever group is left out, the rank is %(rank)d.") % {"rank": low})
    else:
        text = _("With one group after the other left out, the rank lies between %(low)d and %(high)d.")
        sentences.append(text % {"low": low, "high": high})
    return " ".join(sentences)

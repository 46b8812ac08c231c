"""The picture of the ranks with their sensitivity ranges."""

from collections.abc import Hashable, Sequence

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.intervals import intervals_figure
from dtscore.pages.basis import basis_text
from dtscore.pages.marks import basis_badge
from dtscore.pages.ranges import range_text, similar_text
from dtscore.pages.ranking.table import RankingTable
from indicators import frames


def ranges_card(
    table: RankingTable, *, units: Sequence[Hashable], title: str, own: str | None = None
) -> ChartCard | None:
    """Draw the range of each of some units, in their order; None where none of them has one."""
    members = table.members.loc[list(units), ["slug", "name", "rank", "rank_basis", "rank_is_computed"]]
    known = members.join(table.ranges, how="inner") if len(table.ranges) else members.head(0)
    known = known[known["rank"].notna()]
    if known.empty or table.is_alone:
        return None
    texts = [
        range_text(row.rank, lowest=row.lowest, highest=row.highest)
        for row in known[["rank", "lowest", "highest"]].itertuples(index=False, name="Range")
    ]
    widest = int((known["highest"] - known["lowest"]).to_numpy().argmax())
    finding = _("Dots are ranks, lines their sensitivity ranges. The widest is that of %(name)s: %(range)s.")
    return ChartCard(
        id="range-chart",
        title=_("%(title)s: sensitivity range of the ranks") % {"title": title},
        description=finding % {"name": known["name"].iloc[widest], "range": texts[widest]},
        figure=intervals_figure(
            _told(known, ranges=texts).set_index("slug"),
            unit_count=_last_rank(table, known),
            rank_label=_("Rank"),
            range_label=_("Sensitivity range"),
            range_basis=basis_text(basis_badge(None, is_computed=True)),
            highlight=own,
            language=get_language(),
        ),
        sources=frames.value_sources(table.edition),
    )


def _told(known: pd.DataFrame, *, ranges: Sequence[str]) -> pd.DataFrame:
    """Return the rows with what is told of each, and how its rank is known."""
    sentence = _("%(name)s: %(range)s, %(similar)s")
    return known.assign(
        text=[
            sentence % {"name": name, "range": text, "similar": similar_text(int(count))}
            for name, text, count in zip(known["name"], ranges, known["similar_count"], strict=True)
        ],
        basis=[
            basis_text(basis_badge(basis, is_computed=bool(is_computed)))
            for basis, is_computed in zip(known["rank_basis"], known["rank_is_computed"], strict=True)
        ],
    )


def _last_rank(table: RankingTable, known: pd.DataFrame) -> int:
    return int(table.edition.unit_count or known["highest"].max())

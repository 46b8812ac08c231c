"""What a unit's total lacks, part by part, and the ranks that each part alone would bring."""

from dataclasses import dataclass

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.pages.editions import period_text
from dtscore.pages.links import simulator_url
from dtscore.pages.marks import basis_badge
from dtscore.pages.parts import (
    block_text,
    part_badge,
    part_field,
    part_labels,
    part_scale,
    points_basis,
    points_text,
    thin_text,
)
from dtscore.pages.phrases import in_sentence
from dtscore.pages.points_chart import PointsOfParts, points_chart
from dtscore.pages.profile.gain_tables import (
    GainCell,
    GainRow,
    GainTable,
    gain_cell,
    known_targets,
    target_headings,
)
from dtscore.pages.profile.indicator_gains import indicator_gain_table
from dtscore.pages.standings import change_text, rank_text, value_text
from indicators.models import Edition
from indicators.models.basis import Basis
from indicators.notation import format_points
from indicators.scoring.gains import (
    FULL,
    MEDIAN,
    REGIONAL_BEST,
    part_gains,
    points_missing,
)
from indicators.scoring.parts import Parts
from indicators.scoring.ranks import competition_ranks, without_noise


@dataclass(frozen=True, kw_only=True)
class Gains:
    """The section of a profile; without tables ``reason`` says why."""

    reason: str = ""
    sentences: tuple[str, ...] = ()
    table: GainTable | None = None
    indicators: GainTable | None = None
    block_text: str = ""
    simulator_url: str = ""
    chart: ChartCard | None = None


@dataclass(frozen=True, kw_only=True)
class _Facts:
    """What the texts of the section are made from.

    ``missing`` holds the parts, most points first; ``ranks`` the rank that the page shows and the one by the
    totals, which gains are counted from.
    """

    parts: Parts
    edition: Edition
    slug: str
    name: str
    labels: dict[str, str]
    scale: pd.Series
    values: pd.Series
    missing: pd.Series
    gains: pd.DataFrame
    ranks: tuple[int | None, int]
    sources: frozenset[str]

    def value_text(self, code: str, share: float) -> str:
        return value_text(share * self.scale[code], edition=self.edition)

    def simulator_url(self, values: dict[str, str]) -> str:
        return simulator_url(
            self.slug, scorecard=self.edition.scorecard.code, edition=self.edition.slug, values=values
        )

    def lacks(self, code: str, target: float) -> bool:
        lacking = without_noise(pd.Series([target - self.values[code]]))[0]
        return lacking > 0 if self.edition.methodology.higher_is_better else lacking < 0


def gains_of(
    parts: Parts | None,
    *,
    edition: Edition,
    members: pd.DataFrame,
    unit_id: int,
    rank: int | None = None,
    sources: frozenset[str] = frozenset(),
    has_scores: bool = False,
) -> Gains:
    """Return what the section shows of a unit.

    Args:
        parts: what the totals of the edition are made of.
        members: those of the edition's unit set.
        rank: the unit's as the page shows it; None where it has none.
        sources: the codes of those of the edition's values.
        has_scores: whether officers scored the unit's indicators, so that these can be told of, too.
    """
    if parts is None:
        return Gains(reason=thin_text(edition))
    if unit_id not in parts.values.index:
        return Gains(reason=_("What is missing is told of units that the edition ranks."))
    of_unit = {"edition": edition, "members": members, "unit_id": unit_id}
    indicators = indicator_gain_table(parts, **of_unit) if has_scores else None
    return _section(_facts(parts, rank=rank, sources=sources, **of_unit), indicators=indicators)


def _facts(
    parts: Parts,
    *,
    edition: Edition,
    members: pd.DataFrame,
    unit_id: int,
    rank: int | None,
    sources: frozenset[str],
) -> _Facts:
    better = edition.methodology.higher_is_better
    scale = part_scale(parts, edition=edition)
    gains = part_gains(
        parts,
        regions=members["region"],
        units=[unit_id],
        higher_is_better=better,
        scale=scale,
        decimals=edition.methodology.decimals,
    )
    return _Facts(
        parts=parts,
        edition=edition,
        slug=members.loc[unit_id, "slug"],
        name=members.loc[unit_id, "name"],
        labels=part_labels(parts, edition=edition),
        scale=scale,
        values=parts.values.loc[unit_id],
        missing=points_missing(parts, higher_is_better=better).loc[unit_id].sort_values(ascending=False),
        gains=gains.loc[unit_id],
        ranks=(rank, competition_ranks(parts.totals, higher_is_better=better)[unit_id]),
        sources=sources,
    )


def _section(facts: _Facts, *, indicators: GainTable | None) -> Gains:
    """Return the section; a target that no part of the unit has is no column."""
    edition = facts.edition
    targets = known_targets(facts.gains)
    return Gains(
        sentences=tuple(filter(None, [_own_rank(facts), _most_missing(facts), _best_gain(facts, targets)])),
        table=GainTable(
            id="gains",
            caption=_("Points that %(name)s lacks in %(period)s, and what each part alone would bring")
            % {"name": facts.name, "period": period_text(edition)},
            name_heading=_("Part of the total"),
            points_heading=_("Points"),
            value_heading=_("Value"),
            headings=target_headings(targets),
            rows=tuple(_row(facts, code, targets) for code in facts.missing.index),
            computed_badge=basis_badge(None, is_computed=True, edition=edition),
            points_badge=basis_badge(Basis.DERIVED, is_computed=False, edition=edition)
            if facts.parts.derived
            else None,
        ),
        indicators=indicators,
        block_text=block_text(facts.parts, edition=edition),
        simulator_url=facts.simulator_url({}),
        chart=_chart(facts),
    )


def _own_rank(facts: _Facts) -> str:
    """Name the rank that gains are counted from, where it is not the one that the page shows."""
    shown, computed = facts.ranks
    if pd.isna(shown) or shown == computed:
        return ""
    return _(
        "%(name)s is published on rank %(shown)s; by the values it is %(computed)s, and what follows counts "
        "from that."
    ) % {
        "name": facts.name,
        "shown": rank_text(shown, facts.edition.unit_count),
        "computed": rank_text(computed, facts.edition.unit_count),
    }


def _most_missing(facts: _Facts) -> str:
    code = facts.missing.index[0]
    return _("%(name)s lacks the most points in %(part)s: %(missing)s of %(points)s.") % {
        "name": facts.name,
        "part": in_sentence(facts.labels[code]),
        "missing": points_text(facts.missing[code]),
        "points": format_points(facts.parts.points[code], language=get_language()),
    }


def _best_gain(facts: _Facts, targets: list[str]) -> str:
    """Say which part alone brings the most ranks at the median, else at the best of the region."""
    sentences = {
        MEDIAN: _(
            "Raising %(part)s to the median (%(value)s) would bring %(name)s to rank %(rank)s (%(change)s)."
        ),
        REGIONAL_BEST: _(
            "Raising %(part)s to the best of the region (%(value)s) would bring %(name)s to rank %(rank)s "
            "(%(change)s)."
        ),
        FULL: _("Full marks in %(part)s (%(value)s) would bring %(name)s to rank %(rank)s (%(change)s)."),
    }
    for target in filter(targets.__contains__, sentences):
        gained = facts.gains["gained"].xs(target, level="target").astype("Int64").fillna(0)
        if (gained > 0).any():
            code = gained.loc[facts.missing.index].idxmax()
            gain = facts.gains.loc[(code, target)]
            return sentences[target] % {
                "part": in_sentence(facts.labels[code]),
                "value": facts.value_text(code, gain["value"]),
                "name": facts.name,
                "rank": rank_text(gain["rank"], facts.edition.unit_count),
                "change": change_text(gain["gained"]),
            }
    return ""


def _row(facts: _Facts, code: str, targets: list[str]) -> GainRow:
    return GainRow(
        name=facts.labels[code],
        points_text=format_points(facts.parts.points[code], language=get_language()),
        value_text=facts.value_text(code, facts.values[code]),
        value_badge=part_badge(code, edition=facts.edition),
        missing_text=points_text(facts.missing[code]),
        cells=tuple(_cell(facts, code, target) for target in targets),
    )


def _cell(facts: _Facts, code: str, target: str) -> GainCell:
    value = facts.gains.at[(code, target), "value"]
    typed = f"{value * facts.scale[code]:.{facts.edition.methodology.decimals}f}"
    return gain_cell(
        facts.gains.loc[(code, target)],
        lacks=facts.lacks(code, value),
        value_text=facts.value_text(code, value),
        edition=facts.edition,
        url=facts.simulator_url({part_field(code): typed}),
    )


def _chart(facts: _Facts) -> ChartCard:
    points = facts.parts.points[facts.missing.index]
    return points_chart(
        PointsOfParts(
            maximum=points,
            reached=points - facts.missing,
            reached_basis=[points_basis(code, edition=facts.edition) for code in points.index],
            missing=facts.missing,
        ),
        chart_id="gains-chart",
        title=_("Points reached and missing: %(name)s, %(period)s")
        % {"name": facts.name, "period": period_text(facts.edition)},
        description=_("%(reached)s of %(points)s points are reached, %(missing)s are missing."),
        labels=facts.labels,
        reached_label=_("Points reached"),
        sources=facts.sources,
    )

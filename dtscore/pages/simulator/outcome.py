"""What a scenario comes to: total, rank, neighbours, by the scoring that publishing uses."""

from dataclasses import dataclass

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.pages.editions import period_text
from dtscore.pages.links import profile_url
from dtscore.pages.marks import Badge, computed_badge
from dtscore.pages.parts import (
    POINT_DECIMALS,
    part_badge,
    points_basis,
    total_scale,
)
from dtscore.pages.points_chart import PointsOfParts, points_chart
from dtscore.pages.simulator.choice import Choice
from dtscore.pages.simulator.scenario import Scenario
from dtscore.pages.standings import change_text, rank_text, value_text
from indicators.notation import format_difference, format_points
from indicators.scoring.parts import Parts
from indicators.scoring.ranks import competition_ranks
from indicators.scoring.scenarios import scenario_totals

NEIGHBOURS = 5


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """One part as published and as supposed; ``difference_text`` is in points of the total."""

    name: str
    weight_text: str
    own_text: str
    own_badge: Badge | None
    value_text: str
    difference_text: str
    is_moved: bool


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """A unit near the one that moves, in the order of the scenario."""

    name: str
    url: str
    value_text: str
    rank_text: str
    own_rank_text: str
    change_text: str
    direction: str
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the page shows of a scenario; ``totals`` and ``ranks`` are those of all units.

    ``own_badge`` marks the ranks by the published values: they too are computed, and may differ from those
    that were published.
    """

    totals: pd.Series
    ranks: pd.Series
    sentence: str
    parts: tuple[PartRow, ...]
    neighbours: tuple[Neighbour, ...]
    own_badge: Badge | None
    chart: ChartCard


def outcome_of(choice: Choice, scenario: Scenario) -> Outcome:
    """Compute what a scenario comes to."""
    better = choice.edition.methodology.higher_is_better
    totals = scenario_totals(
        choice.parts, unit=choice.unit.pk, moves=scenario.moves, weights=scenario.weights
    )
    standings = pd.DataFrame(
        {
            "total": totals,
            "rank": competition_ranks(totals, higher_is_better=better),
            "own_rank": competition_ranks(choice.parts.totals, higher_is_better=better),
        }
    )
    return Outcome(
        totals=totals,
        ranks=standings["rank"],
        sentence=_sentence(choice, scenario, standings),
        parts=_part_rows(choice, scenario),
        neighbours=_neighbours(choice, standings),
        own_badge=computed_badge(choice.edition),
        chart=_chart(choice, scenario),
    )


def _sentence(choice: Choice, scenario: Scenario, standings: pd.DataFrame) -> str:
    own = standings.loc[choice.unit.pk]
    count = choice.edition.unit_count
    facts = {
        "name": choice.name,
        "period": period_text(choice.edition),
        "value": _total_text(choice, own["total"]),
        "rank": rank_text(own["rank"], count),
        "own_value": _total_text(choice, choice.parts.totals[choice.unit.pk]),
        "own_rank": rank_text(own["own_rank"], count),
        "change": change_text(own["own_rank"] - own["rank"]),
    }
    if not scenario.is_moved:
        return (
            _("Nothing is changed yet: in %(period)s %(name)s has %(value)s and ranks %(rank)s (computed).")
            % facts
        )
    return (
        _(
            "If so, in %(period)s %(name)s would have %(value)s and rank %(rank)s: %(change)s from "
            "%(own_rank)s (computed) with %(own_value)s."
        )
        % facts
    )


def _part_rows(choice: Choice, scenario: Scenario) -> tuple[PartRow, ...]:
    weights = _weights(choice.parts, scenario)
    own = choice.parts.values.loc[choice.unit.pk]
    rows = []
    for code, name in scenario.labels.items():
        share = scenario.moves.get(code, own[code])
        rows.append(
            PartRow(
                name=name,
                weight_text=format_points(weights[code], language=get_language()),
                own_text=value_text(own[code] * scenario.scale[code], edition=choice.edition),
                own_badge=part_badge(code, edition=choice.edition),
                value_text=value_text(share * scenario.scale[code], edition=choice.edition),
                difference_text=format_difference(
                    (share - own[code]) * weights[code], decimals=POINT_DECIMALS, language=get_language()
                ),
                is_moved=code in scenario.moves,
            )
        )
    return tuple(rows)


def _neighbours(choice: Choice, standings: pd.DataFrame) -> tuple[Neighbour, ...]:
    """Return the five units around the one that moves, by rank, those who tie by name."""
    ordered = standings.join(choice.members[["slug", "name", "sort_key"]]).sort_values(["rank", "sort_key"])
    place = ordered.index.get_loc(choice.unit.pk)
    first = max(0, min(place - NEIGHBOURS // 2, len(ordered) - NEIGHBOURS))
    return tuple(
        _neighbour(unit_id, row, choice)
        for unit_id, row in ordered.iloc[first : first + NEIGHBOURS].to_dict("index").items()
    )


def _neighbour(unit_id: int, row: dict, choice: Choice) -> Neighbour:
    edition = choice.edition
    change = row["own_rank"] - row["rank"]
    return Neighbour(
        name=row["name"],
        url=profile_url(row["slug"], edition=edition),
        value_text=_total_text(choice, row["total"]),
        rank_text=rank_text(row["rank"], edition.unit_count),
        own_rank_text=rank_text(row["own_rank"], edition.unit_count),
        change_text=change_text(change),
        direction="up" if change > 0 else "down" if change < 0 else "same",
        is_own=unit_id == choice.unit.pk,
    )


def _chart(choice: Choice, scenario: Scenario) -> ChartCard:
    weights = _weights(choice.parts, scenario)
    own = choice.parts.values.loc[choice.unit.pk]
    shares = pd.Series({code: scenario.moves.get(code, own[code]) for code in own.index})
    lacking = 1 - shares if choice.edition.methodology.higher_is_better else shares
    return points_chart(
        PointsOfParts(
            maximum=weights,
            reached=shares * weights,
            reached_basis=_("simulated"),
            missing=lacking * weights,
            before=own * weights,
            before_basis=[points_basis(code, edition=choice.edition) for code in own.index],
        ),
        chart_id="simulation-chart",
        title=_("Simulation, not a published result: %(name)s, %(period)s")
        % {"name": choice.name, "period": period_text(choice.edition)},
        description=_("%(reached)s of %(points)s points; %(before)s with the published values."),
        labels=scenario.labels,
        reached_label=_("Points in the simulation"),
    )


def _weights(parts: Parts, scenario: Scenario) -> pd.Series:
    return parts.points if scenario.weights is None else scenario.weights


def _total_text(choice: Choice, total: float) -> str:
    """Write a total on the scale of the rule book."""
    return value_text(total * total_scale(choice.parts, edition=choice.edition), edition=choice.edition)

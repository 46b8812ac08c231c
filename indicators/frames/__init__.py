"""Querysets in, dataframes out: the only seam between the database and pandas."""

from indicators.frames.intervals import intervals_frame
from indicators.frames.parts import edition_parts
from indicators.frames.rule_books import RuleBook, rule_book
from indicators.frames.scores import STAGES, Scores, scores_of_edition
from indicators.frames.shown_ranks import ShownRanks, shown_ranks
from indicators.frames.stages import stages_by_group, stages_frame
from indicators.frames.standings import (
    history_frame,
    members_frame,
    ranked_units,
    standings_by_measure,
    standings_by_unit,
    standings_frame,
    value_sources,
    values_frame,
    with_shown,
)
from indicators.frames.totals import totals_frame

__all__ = [
    "STAGES",
    "RuleBook",
    "Scores",
    "ShownRanks",
    "edition_parts",
    "history_frame",
    "intervals_frame",
    "members_frame",
    "ranked_units",
    "rule_book",
    "scores_of_edition",
    "shown_ranks",
    "stages_by_group",
    "stages_frame",
    "standings_by_measure",
    "standings_by_unit",
    "standings_frame",
    "totals_frame",
    "value_sources",
    "values_frame",
    "with_shown",
]

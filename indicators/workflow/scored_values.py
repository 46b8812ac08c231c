"""The values of an edition that officers' scores give: groups, total and composites, unrounded."""

import pandas as pd

from indicators import frames
from indicators.frames import RuleBook, Scores
from indicators.models import Edition
from indicators.scoring.assessed import (
    assessed_composites,
    assessed_totals,
    group_shares,
    groups_that_apply,
)


def scored_values(edition: Edition, *, stage: str = "final") -> pd.DataFrame:
    """Return what the scores of a stage come to, for every unit that has a submission.

    Args:
        stage: ``self``, ``verified`` or ``final``.

    Returns:
        Indexed by unit id in the order of the set; columns are the codes of groups, total and composites;
        floats on the scale of the rule book, unrounded. NaN where a score that counts is missing, or where
        nothing applies. Without a row for an edition that officers do not score.
    """
    return values_of(frames.scores_of_edition(edition, stage), edition=edition)


def values_of(scores: Scores, *, edition: Edition) -> pd.DataFrame:
    """Return the values that scores come to, as ``scored_values`` does."""
    if scores.points.empty:
        return pd.DataFrame(index=scores.points.index, dtype="float64")
    book = frames.rule_book(edition.methodology)
    rules = indicator_rules(edition)
    shares = group_shares(scores.points, applies=scores.applies, **rules).reindex(columns=book.points.index)
    applies = groups_that_apply(scores.applies, **rules).reindex(columns=book.points.index, fill_value=False)
    values = {code: shares[code] for code in shares} | _sums(shares, applies=applies, book=book)
    return pd.DataFrame(values).mul(book.scale.reindex(list(values)))


def indicator_rules(edition: Edition) -> dict[str, pd.Series]:
    """Return the maximum points and the group of each indicator that counts, indexed by its key."""
    indicators = edition.methodology.measures.assessed().in_order()
    rows = list(indicators.values_list("pk", "max_points", "parent__code"))
    keys = [pk for pk, _points, _group in rows]
    return {
        "max_points": pd.Series([points for _pk, points, _group in rows], index=keys, dtype="float64"),
        "groups": pd.Series([group for _pk, _points, group in rows], index=keys, dtype=object),
    }


def _sums(shares: pd.DataFrame, *, applies: pd.DataFrame, book: RuleBook) -> dict[str, pd.Series]:
    """Return the total and the composites, as shares."""
    assessed = book.points.sum() if book.points_assessed is None else book.points_assessed
    rules = {"applies": applies, "points": book.points, "points_assessed": assessed}
    totals = assessed_totals(shares, **rules)
    composites = {
        code: assessed_composites(shares, totals=totals, part_points=parts, **rules)
        for code, parts in book.parts.items()
    }
    return ({book.total: totals} if book.total else {}) | composites

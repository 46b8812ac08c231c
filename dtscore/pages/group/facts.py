"""The facts of one measure in one edition, for the paragraph on top of its page."""

import pandas as pd

from dtscore.narrative.facts import Coverage, GroupFacts, Name, Placing
from dtscore.pages.facts import against_mean_of, mean_of, period_of, placing_of, standing_url
from dtscore.pages.links import group_url, ranking_url
from dtscore.pages.standings import Standing, standings_of
from dtscore.pages.summaries import MeasureSummary
from indicators.models import Edition, Measure


def group_facts(
    frame: pd.DataFrame,
    *,
    edition: Edition,
    previous: Edition | None,
    measure: Measure,
    summary: MeasureSummary | None,
    own: Standing | None,
) -> GroupFacts:
    """Gather what is known by a measure; no query of its own.

    Args:
        frame: the standings of all units; without a summary that of the only one of its set.
        previous: the edition that changes are counted from.
        own: the unit to pick out.
    """
    page, is_complete = group_url(edition, measure.code), summary is not None and summary.is_complete
    ranks = frame["rank"]

    def placings(rows: pd.DataFrame) -> tuple[Placing, ...]:
        standings = standings_of(rows, edition=edition)
        return tuple(placing_of(standing, edition=edition, measure=measure.code) for standing in standings)

    is_alone = len(frame) == 1 and frame["value"].notna().all()
    return GroupFacts(
        period=period_of(edition),
        measure=Name(text=measure.name, reference=page),
        is_scored=measure.max_points != 0,
        alone=placings(frame)[0] if is_alone else None,
        first=placings(frame[ranks == 1]),
        last=placings(frame[ranks == ranks.max()]) if is_complete else (),
        named=len(summary.leaders) if summary and summary.leaders_are_published else 0,
        mean=mean_of(summary, edition=edition, reference=page),
        own=own and placing_of(own, edition=edition, previous=previous, measure=measure.code),
        own_against_mean=own
        and against_mean_of(
            own,
            summary,
            edition=edition,
            measure=measure.code,
            own_reference=standing_url(edition, own.slug, measure=measure.code),
        ),
        coverage=None if is_alone or is_complete or measure.max_points == 0 else _coverage(frame, edition),
    )


def _coverage(frame: pd.DataFrame, edition: Edition) -> Coverage:
    values, ranks = int(frame["value"].notna().sum()), int(frame["rank"].notna().sum())
    return Coverage(
        known=values, count=edition.unit_count, values=values, ranks=ranks, reference=ranking_url(edition)
    )

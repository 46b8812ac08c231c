"""The parts that the totals of an edition are made of."""

from indicators.frames.rule_books import rule_book
from indicators.frames.standings import values_frame
from indicators.models import Edition
from indicators.scoring.parts import Parts, parts_of


def edition_parts(edition: Edition) -> Parts | None:
    """Return what the totals of the units that an edition ranks are made of, indexed by unit id.

    Published values are taken as published. Of an edition that officers scored they are taken as they were
    before they were rounded for print, and no group hides in a block: one that is missing there does not
    apply to the unit.

    Returns:
        None where the edition is too thin to say: a total or a group is missing, or the rule book does not
        tell the points.
    """
    book = rule_book(edition.methodology)
    is_scored = edition.submissions.exists()
    assessed = book.points.sum() if is_scored and book.points_assessed is None else book.points_assessed
    if book.total is None or not assessed:
        return None
    values = values_frame(edition, with_computed=True, before_rounding=is_scored)
    shares = values.div(book.scale.reindex(values.columns))
    if book.total not in shares or len(shares) != edition.unit_count:
        return None
    return parts_of(
        shares,
        totals=shares[book.total],
        points=book.points,
        points_assessed=assessed,
        common=() if is_scored else book.common,
        derived=book.derived,
    )

"""What a merger did: the predecessors beside the merged unit, in the newest period measured on both sets."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.pages.editions import period_text
from dtscore.pages.estimates import Estimates, load_estimates
from dtscore.pages.links import profile_url, unit_url
from dtscore.pages.marks import Badge
from dtscore.pages.phrases import in_sentence
from dtscore.pages.profile.lineage import Lineage
from dtscore.pages.profile.trend import series_name
from dtscore.pages.standings import value_text
from indicators.models import Edition, Measure
from indicators.notation import MISSING, format_date, format_difference, format_number
from indicators.scoring.differences import differs
from indicators.scoring.mergers import predecessor_means
from provinces.models import Succession, Unit


@dataclass(frozen=True, kw_only=True)
class Relative:
    """A predecessor or successor, with its total where the two sets were measured in one period."""

    name: str
    url: str
    on_text: str
    rank_text: str
    rank_badge: Badge | None


@dataclass(frozen=True, kw_only=True)
class MeanRow:
    """One measure: what the predecessors had, their mean, and what was published for the merged unit."""

    name: str
    is_total: bool
    part_texts: tuple[str, ...]
    mean: float
    mean_text: str
    published: float
    published_text: str
    difference_text: str


@dataclass(frozen=True, kw_only=True)
class Merger:
    """The two sides of a merger; ``editions`` is empty where no period was measured on both unit sets."""

    editions: tuple[str, ...]
    caption: str
    rank_text: str
    predecessors: tuple[Relative, ...]
    successors: tuple[Relative, ...]
    rows: tuple[MeanRow, ...]
    statement: str
    averaging: str

    @property
    def has_story(self) -> bool:
        """Whether there is more to tell than who became whom."""
        return bool(self.averaging or self.rows)


def merger_of(lineage: Lineage, *, name: str) -> Merger | None:
    """Return what is known of the merger that made or ended a unit; None for one that lives on unchanged."""
    if not lineage.from_units and not lineage.into_units:
        return None
    before, after = _pair(lineage)
    predecessors = _relatives(lineage, [(s, s.predecessor) for s in lineage.from_units], before, heir=name)
    heirs_edition = None if lineage.from_units else after
    successors = _relatives(lineage, [(s, s.successor) for s in lineage.into_units], heirs_edition, heir="")
    rows = _mean_rows(lineage, before, after) if lineage.from_units and before and after else ()
    return Merger(
        editions=tuple(edition.slug for edition in (before, after) if edition),
        caption=_caption(before, after, name=name),
        rank_text=_rank_text(lineage, after),
        predecessors=predecessors,
        successors=successors,
        rows=rows,
        statement=_statement(rows, after),
        averaging=_averaging(lineage, before, after, name=name),
    )


def estimates_of(lineage: Lineage) -> Estimates | None:
    """Return what the units of the newer set would have had in the years before it; None for another unit."""
    before, after = _pair(lineage)
    if not lineage.from_units or before is None or after is None:
        return None
    return load_estimates(lineage.editions, before=before, after=after)


def _pair(lineage: Lineage) -> tuple[Edition | None, Edition | None]:
    """Return the newest two editions of one period, one on the old unit set and one on the new.

    A unit that was made by a merger and ended by another is shown with those that it was made of.
    """
    olds = [s.predecessor for s in lineage.from_units] or [lineage.unit]
    news = [lineage.unit] if lineage.from_units else [s.successor for s in lineage.into_units]
    for after in lineage.editions_with(*news):
        for before in lineage.editions_with(*olds):
            is_one_period = (before.period_start, before.period_end) == (after.period_start, after.period_end)
            if is_one_period and before.unit_set_id != after.unit_set_id:
                return before, after
    return None, None


def _caption(before: Edition | None, after: Edition | None, *, name: str) -> str:
    if before is None or after is None:
        return _("The units that were merged into %(name)s") % {"name": name}
    return _("%(period)s: the merged units among %(set_before)s, %(name)s among %(set_after)s") % {
        "period": capfirst(period_text(after)),
        "set_before": in_sentence(before.unit_set.name),
        "set_after": in_sentence(after.unit_set.name),
        "name": name,
    }


def _rank_text(lineage: Lineage, after: Edition | None) -> str:
    standing = lineage.total_standing(lineage.unit, after)
    return standing.rank_text if standing else MISSING


def _relatives(
    lineage: Lineage, pairs: list[tuple[Succession, Unit]], edition: Edition | None, *, heir: str
) -> tuple[Relative, ...]:
    return tuple(_relative(lineage, succession, unit, edition, heir) for succession, unit in pairs)


def _relative(
    lineage: Lineage, succession: Succession, unit: Unit, edition: Edition | None, heir: str
) -> Relative:
    standing = lineage.total_standing(unit, edition)
    return Relative(
        name=series_name(unit, heir=heir),
        url=profile_url(unit.slug, edition=edition) if edition else unit_url(unit.slug, level=unit.level),
        on_text=format_date(succession.effective_on),
        rank_text=standing.rank_text if standing else MISSING,
        rank_badge=standing.rank_badge if standing else None,
    )


def _mean_rows(lineage: Lineage, before: Edition, after: Edition) -> tuple[MeanRow, ...]:
    """Compare measure by measure, where both sides were published."""
    unit = lineage.unit
    published = lineage.rows(unit, after)
    of_each = {s.predecessor_id: lineage.rows(s.predecessor, before) for s in lineage.from_units}
    parts = pd.DataFrame({unit_id: rows["published_value"] for unit_id, rows in of_each.items()})
    successions = pd.DataFrame(
        {"predecessor": list(parts.columns), "successor": [unit.pk] * len(parts.columns)}
    )
    known = parts.dropna().index.intersection(published["published_value"].dropna().index)
    return tuple(
        _mean_row(
            measure,
            parts=[rows.loc[measure.code] for rows in of_each.values()],
            mean=predecessor_means(parts.loc[measure.code], successions=successions)[unit.pk],
            own=published.loc[measure.code],
            before=before,
            after=after,
        )
        for measure in lineage.measures.get(after.methodology_id, [])
        if measure.code in known
    )


def _mean_row(
    measure: Measure,
    *,
    parts: Sequence[pd.Series],
    mean: float,
    own: pd.Series,
    before: Edition,
    after: Edition,
) -> MeanRow:
    # One decimal more than is published, so that the difference can be read off.
    decimals = after.methodology.decimals + 1
    return MeanRow(
        name=measure.name,
        is_total=measure.kind == Measure.Kind.TOTAL,
        part_texts=tuple(
            value_text(part["published_value"], edition=before, printed=part["value_text"]) for part in parts
        ),
        mean=mean,
        mean_text=format_number(mean, decimals=decimals, language=get_language()),
        published=own["published_value"],
        published_text=value_text(own["published_value"], edition=after, printed=own["value_text"]),
        difference_text=format_difference(
            own["published_value"] - mean, decimals=decimals, language=get_language()
        ),
    )


def _statement(rows: tuple[MeanRow, ...], after: Edition | None) -> str:
    """Say whether the published total is the mean of the predecessors, to one unit of the last decimal."""
    total = next((row for row in rows if row.is_total), None)
    if total is None or after is None:
        return ""
    decimals = after.methodology.decimals
    facts = {
        "published": total.published_text,
        "mean": total.mean_text,
        "difference": format_number(
            abs(total.published - total.mean), decimals=decimals + 1, language=get_language()
        ),
        "tolerance": format_number(10.0**-decimals, decimals=decimals, language=get_language()),
    }
    if not differs(total.published, total.mean, decimals=decimals):
        pattern = _(
            "The published value, %(published)s, equals the plain mean of the merged units, %(mean)s "
            "(difference %(difference)s, not more than %(tolerance)s)."
        )
    else:
        pattern = _(
            "The published value, %(published)s, differs from the plain mean of the merged units, %(mean)s, "
            "by %(difference)s."
        )
    return pattern % facts


def _averaging(lineage: Lineage, before: Edition | None, after: Edition | None, *, name: str) -> str:
    """Say which ranks stood before the merger and which after, each out of its own unit set."""
    if before is None or after is None:
        return ""
    is_taken_over = any(str(s.successor) == name for s in lineage.into_units)
    own = [(lineage.unit, lineage.unit.dated_name(name=name) if is_taken_over else name)]
    olds = [(s.predecessor, series_name(s.predecessor, heir=name)) for s in lineage.from_units]
    news = own if olds else [(s.successor, str(s.successor)) for s in lineage.into_units]
    ranks_before = _ranks(lineage, olds or own, before)
    ranks_after = _ranks(lineage, news, after)
    if not ranks_before or not ranks_after:
        return ""
    return _(
        "In %(period)s, before the merger: %(before)s; after it: %(after)s. "
        "The ranks belong to two unit sets and form no series."
    ) % {"period": period_text(after), "before": ranks_before, "after": ranks_after}


def _ranks(lineage: Lineage, units: list[tuple[Unit, str]], edition: Edition) -> str:
    standings = [(label, lineage.total_standing(unit, edition)) for unit, label in units]
    return ", ".join(
        _("%(name)s ranks %(rank)s") % {"name": label, "rank": standing.rank_text}
        for label, standing in standings
        if standing is not None and standing.rank is not None
    )

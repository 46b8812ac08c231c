"""A unit's standing by every measure of an edition, beside the average and the best."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.pages.lifting import lift_badges, lift_marks
from dtscore.pages.links import group_url
from dtscore.pages.marks import Badge, SourceMark, basis_badge
from dtscore.pages.provenance import SourceList
from dtscore.pages.standings import Standing, rank_text, value_text
from dtscore.pages.summaries import MeasureSummary
from indicators.models import Edition, Measure
from indicators.notation import MISSING, format_difference, format_points


@dataclass(frozen=True, kw_only=True)
class MeasureRow:
    """One measure as a table shows it; ``missing_text`` says why there is no value."""

    code: str
    name: str
    url: str
    is_total: bool
    points_text: str
    points_badge: Badge | None
    standing: Standing
    missing_text: str
    value_badge: Badge | None
    rank_badge: Badge | None
    change_badge: Badge | None
    value_mark: SourceMark | None
    rank_mark: SourceMark | None
    change_mark: SourceMark | None
    mean_mark: SourceMark | None
    mean_source: str
    mean: float
    mean_text: str
    mean_badge: Badge | None
    best: float
    best_text: str
    gap: float
    gap_text: str

    @property
    def has_mean(self) -> bool:
        """Whether ``mean_text`` is a figure; else it says how many units lack a value."""
        return not pd.isna(self.mean) or self.mean_text == MISSING


@dataclass(frozen=True, kw_only=True)
class MeasureTable:
    """Rows, and the marks that whole columns share: they stand in the head instead of in each cell."""

    id: str
    caption: str
    change_heading: str
    rows: tuple[MeasureRow, ...]
    points_badge: Badge | None
    value_badge: Badge | None
    rank_badge: Badge | None
    change_badge: Badge | None
    mean_badge: Badge | None
    value_mark: SourceMark | None
    rank_mark: SourceMark | None
    change_mark: SourceMark | None
    mean_mark: SourceMark | None
    computed_badge: Badge

    @property
    def has_changes(self) -> bool:
        """Whether a change is known of any row but the total, whose own stands above the table."""
        return any(row.standing.change is not None for row in self.rows if not row.is_total)

    @property
    def has_means(self) -> bool:
        """Whether an average is known of any row, or how many units it lacks."""
        return any(row.mean_text != MISSING for row in self.rows)

    @property
    def has_gaps(self) -> bool:
        return any(not pd.isna(row.gap) for row in self.rows)

    @property
    def shared_badge(self) -> Badge | None:
        """The mark of average, difference and best where all three were computed: one for the table."""
        is_shared = self.has_gaps and self.has_bests and self.mean_badge == self.computed_badge
        return self.computed_badge if is_shared else None

    @property
    def mean_head_badge(self) -> Badge | None:
        return None if self.shared_badge else self.mean_badge

    @property
    def computed_head_badge(self) -> Badge | None:
        return None if self.shared_badge else self.computed_badge

    @property
    def has_points(self) -> bool:
        return any(row.points_text != MISSING for row in self.rows)

    @property
    def has_bests(self) -> bool:
        return any(not pd.isna(row.best) for row in self.rows)


def measure_rows(
    measures: Iterable[Measure],
    *,
    edition: Edition,
    standings: dict[str, Standing],
    summaries: dict[str, MeasureSummary],
    sources: SourceList,
) -> list[MeasureRow]:
    """Return a row for each measure of the rule book, known or not."""
    return [
        _measure_row(
            measure,
            edition=edition,
            standing=sources.marked(standings[measure.code]),
            summary=summaries.get(measure.code),
            sources=sources,
        )
        for measure in measures
    ]


def measure_table(
    rows: Sequence[MeasureRow], *, edition: Edition, table_id: str, caption: str, since: str
) -> MeasureTable:
    """Make a table of some rows; ``since`` names the period that changes are counted from."""
    known = {
        "points_badge": lambda row: row.points_text != MISSING,
        "value_badge": lambda row: not pd.isna(row.standing.value),
        "rank_badge": lambda row: row.standing.rank is not None,
        "change_badge": lambda row: row.standing.change is not None,
        "mean_badge": lambda row: not pd.isna(row.mean),
    }
    by_source = {name.replace("_badge", "_mark"): is_known for name, is_known in known.items()}
    del by_source["points_mark"]
    marked, badges = lift_badges(rows, known=known)
    marked, marks = lift_marks(marked, known=by_source)
    return MeasureTable(
        id=table_id,
        caption=caption,
        change_heading=_("Change since %(period)s") % {"period": since} if since else _("Change"),
        rows=tuple(marked),
        computed_badge=basis_badge(None, is_computed=True, edition=edition),
        **badges,
        **marks,
    )


def recomputed_texts(rows: pd.DataFrame, *, edition: Edition, names: dict[str, str]) -> list[str]:
    """Say for each measure that was published what comes out when it is computed; ``rows`` are the unit's."""
    both = rows[rows["published_value"].notna() & rows["computed_value"].notna()]
    return [
        _recomputed_text(names[code], row, edition)
        for code, row in zip(both.index, both.to_dict("records"), strict=True)
    ]


def _measure_row(
    measure: Measure,
    *,
    edition: Edition,
    standing: Standing,
    summary: MeasureSummary | None,
    sources: SourceList,
) -> MeasureRow:
    mean, best = (summary.mean, summary.best) if summary else (float("nan"), float("nan"))
    gap = standing.value - mean
    mean_is_computed = summary is not None and not summary.mean_is_published and not pd.isna(mean)
    return MeasureRow(
        code=measure.code,
        name=measure.name,
        url=f"{group_url(edition, measure.code)}?cua-toi={standing.slug}",
        is_total=measure.kind == Measure.Kind.TOTAL,
        points_text=format_points(measure.max_points, language=get_language()),
        points_badge=basis_badge(measure.points_basis, is_computed=False),
        standing=standing,
        missing_text=_missing_text(measure, standing),
        value_badge=standing.value_badge,
        rank_badge=standing.rank_badge,
        change_badge=standing.change_badge,
        value_mark=standing.value_mark,
        rank_mark=standing.rank_mark,
        change_mark=standing.change_mark,
        mean=mean,
        mean_text=_mean_text(mean, edition=edition, summary=summary),
        mean_badge=basis_badge(None, is_computed=mean_is_computed, edition=edition),
        mean_mark=sources.mark(summary.mean_source) if summary else None,
        mean_source=summary.mean_source if summary else "",
        best=best,
        best_text=value_text(best, edition=edition),
        gap=gap,
        gap_text=_difference(gap, edition),
    )


def _missing_text(measure: Measure, standing: Standing) -> str:
    if not pd.isna(standing.value):
        return ""
    if measure.max_points == 0:
        return _("listed, not scored")
    if standing.rank is not None:
        return _("value not published")
    return standing.status_name


def _mean_text(mean: float, *, edition: Edition, summary: MeasureSummary | None) -> str:
    if pd.isna(mean) and summary is not None and summary.known:
        return summary.coverage_text
    return value_text(mean, edition=edition, printed=summary.mean_printed if summary else "")


def _difference(number: float, edition: Edition) -> str:
    return format_difference(number, decimals=edition.methodology.decimals, language=get_language())


def _recomputed_text(name: str, row: dict, edition: Edition) -> str:
    facts = {
        "measure": name,
        "published": value_text(row["published_value"], edition=edition, printed=row["value_text"]),
        "computed": value_text(row["computed_value"], edition=edition),
        "difference": _difference(row["published_value"] - row["computed_value"], edition),
    }
    if pd.isna(row["published_rank"]) or pd.isna(row["computed_rank"]):
        return (
            _(
                "%(measure)s: published %(published)s, recomputed from the groups %(computed)s "
                "(difference %(difference)s)."
            )
            % facts
        )
    facts["published_rank"] = rank_text(row["published_rank"], edition.unit_count)
    facts["computed_rank"] = rank_text(row["computed_rank"], edition.unit_count)
    return (
        _(
            "%(measure)s: published %(published)s, rank %(published_rank)s; recomputed from the groups "
            "%(computed)s, rank %(computed_rank)s (difference %(difference)s)."
        )
        % facts
    )

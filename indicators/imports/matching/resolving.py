"""From what a file prints to what the database knows: unit, measure and edition of every figure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import attrgetter, getitem
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.imports.asked import Options
from indicators.imports.figures import PlainFigures, PrintedFigure, StagedColumns, StagedFigure, as_columns
from indicators.imports.grids import column_index, column_letters
from indicators.imports.layouts.cells import Memo
from indicators.imports.layouts.layout import Kind, Layout, Role
from indicators.imports.layouts.table import unit_beside
from indicators.imports.layouts.turning import staged_in_file
from indicators.imports.matching.details import basis_of, places_of, whole_of
from indicators.imports.matching.edition_finder import PrintedEdition, Target
from indicators.imports.matching.printed_measures import RuleBook, any_beyond
from indicators.imports.matching.regions import of_no_region, region_sizes, with_region_size
from indicators.imports.matching.targets import Targets
from indicators.imports.problems import Problem
from indicators.models import ImportBatch, ImportCell, ImportTarget, Ranking
from provinces.models import Source

REFUSED = ImportCell.State.REFUSED.value
NOT_PUBLISHED = Ranking.Status.NOT_PUBLISHED.value
# What of a printed figure tells its unit, and what its edition.
_UNIT = slice(*(PrintedFigure._fields.index(name) for name in ("unit", "unit_set")))
_EDITION = slice(*(PrintedFigure._fields.index(name) for name in ("unit_set", "measure")))
PRESENT: dict = {}
ABSENT = {"status": NOT_PUBLISHED}
# Columns that speak of one figure only where they bear our own names for it: a "source" may be of anything.
OWN_COLUMNS = (
    Role.STATUS,
    Role.VALUE_BASIS,
    Role.RANK_BASIS,
    Role.VALUE_SOURCE,
    Role.RANK_SOURCE,
    Role.CONTEXT_SOURCE,
)


class _Spot(NamedTuple):
    """Where the figures of a unit in an edition belong, told once for all of them.

    Long files take its fields by their order (``Resolver._columns``).

    Args:
        rule_book: of the edition; None where that is not told.
        problem: why the unit or the edition is not told; it has no place yet.
        is_about_edition: whether the problem is with the edition.
        is_other_period: whether they are left out, because the import is about another period.
        region_size: of how many units a rank in the region is; None where that is not known.
    """

    rule_book: RuleBook | None
    as_printed: str
    edition_slug: str
    unit_id: int | None
    problem: Problem | None
    is_about_edition: bool
    is_other_period: bool
    region_size: int | None


class Resolver:
    """Turns printed figures into staged ones; what cannot be told is refused with its reason and place.

    Attributes:
        unit_counts: the n printed beside the ranks of an edition (the 63 of 25/63), by slug.
        other_periods: how many figures were left out because they are of another period, by period.
    """

    def __init__(self, batch: ImportBatch, *, layout: Layout, targets: Targets):
        self.batch = batch
        self.layout = layout
        self.targets = targets
        self.unit = Options.of(batch).unit if layout.kind is Kind.INDICATORS else None
        self.unit_counts: Counter[str] = Counter()
        self.other_periods: Counter[str] = Counter()
        self.regional_ranks_left_out = 0
        self._own = {
            role.value
            for role in OWN_COLUMNS
            for column in layout.with_role(role)
            if column.header.casefold() == role.value
        }
        self._rule_books: Memo[RuleBook] = Memo(RuleBook)
        self._rule_books_of: dict[str, RuleBook] = {}
        self._region_sizes: Memo[dict[int, int]] = Memo(region_sizes)
        self._has_regional_ranks = bool(layout.with_role(Role.REGIONAL_RANK))
        self._source_ids: dict[str, int | None] = {}
        self._spots: Memo[Memo[_Spot]] = Memo(self._spots_of)

    def staged(self, figures: Iterable[PrintedFigure]) -> Iterator[StagedFigure]:
        """Yield the figures of the editions that the import is about, ready for the database."""
        spots = self._spots
        for figure in figures:
            spot = spots[figure[_EDITION]][figure[_UNIT]]
            if spot.is_other_period:
                self.other_periods[figure.period] += 1
            elif self.layout.turned_after is None:
                yield self._staged(figure, spot)
            else:
                yield staged_in_file(self._staged(figure, spot), layout=self.layout)

    def staged_in_columns(
        self, chunks: Iterable[PlainFigures | list[PrintedFigure]]
    ) -> Iterator[StagedColumns]:
        """Yield the same, chunk by chunk, as columns; one by one only where there is something to refuse."""
        for chunk in chunks:
            if isinstance(chunk, PlainFigures):
                columns = self._columns(chunk) if self.layout.turned_after is None else None
                if columns:
                    yield columns
                    continue
                chunk = chunk.one_by_one()
            if staged := list(self.staged(chunk)):
                yield as_columns(staged)

    def note_unit_counts(self) -> None:
        """Let the editions that are yet to be made rank as many units as the file prints beside its ranks."""
        for slug, count in self.unit_counts.items():
            self.batch.targets.filter(slug=slug).update(unit_count=count)

    def findings(self) -> list[Problem]:
        """Return what was left out: figures of other editions, ranks in regions that are not known."""
        message = _("%(count)d figures of %(period)s were left out: the import is about another period.")
        found = [
            Problem("other_period", message % {"count": count, "period": period}, sheet=self.layout.sheet)
            for period, count in self.other_periods.items()
        ]
        if self.regional_ranks_left_out:
            found.append(of_no_region(self.regional_ranks_left_out, sheet=self.layout.sheet))
        return found

    def _spots_of(self, printed: tuple[str, str, str]) -> Memo[_Spot]:
        """Return what tells the spots of the units that a file prints under the same edition."""
        unit_set, period, period_kind = printed
        edition = PrintedEdition(period, period_kind, unit_set)
        self.targets.of(edition)
        problem = self.targets.problems.get(edition)
        is_other_period = problem is not None and problem.code == "period_contradicts"

        def spot(named: tuple[str, str]) -> _Spot:
            unit, code = named
            target, match = self.targets.place(edition, unit=unit, code=self.unit or code)
            unit_id = match.unit_id
            return _Spot(
                rule_book=self._rule_book(target) if target else None,
                as_printed=unit or (match.unit.name if match.unit else code),
                edition_slug=target.slug if target else "",
                unit_id=unit_id,
                problem=match.problem,
                is_about_edition=problem is not None,
                is_other_period=is_other_period,
                region_size=self._region_size(target, unit_id),
            )

        return Memo(spot)

    def _rule_book(self, target: Target) -> RuleBook:
        """Return the rule book of an edition, which the import gets to know before its first figure."""
        if target.slug not in self._rule_books_of:
            columns = target.columns()
            ImportTarget.objects.bulk_create(
                [ImportTarget(batch=self.batch, slug=target.slug, **columns)],
                update_conflicts=True,
                unique_fields=["batch", "slug"],
                update_fields=list(columns),
            )
            self._rule_books_of[target.slug] = self._rule_books[target.methodology]
        return self._rule_books_of[target.slug]

    def _region_size(self, target: Target | None, unit_id: int | None) -> int | None:
        if target is None or not self._has_regional_ranks:
            return None
        return self._region_sizes[target.unit_set].get(unit_id)

    def _columns(self, figures: PlainFigures) -> StagedColumns | None:
        """Return plain figures of which all units, editions and measures are told; None if one is not."""
        editions = zip(figures.unit_sets, figures.periods, figures.period_kinds, strict=True)
        named = zip(figures.units, figures.unit_codes, strict=True)
        spots = map(getitem, map(self._spots.__getitem__, editions), named)
        rule_books, _printed, slugs, units, *_rest = zip(*spots, strict=True)
        # What is of another period has no unit here either.
        if None in units:
            return None
        readers = map(attrgetter("known"), rule_books)
        measures, tops, troubles = zip(*map(getitem, readers, figures.measures), strict=True)
        if any(troubles) or any_beyond(figures.values, tops):
            return None
        return {
            "row": figures.rows,
            "value_column": [figures.value_column] * len(units),
            "rank_column": [figures.rank_column] * len(units),
            "as_printed": figures.units,
            "target_slug": slugs,
            "unit_id": units,
            "measure_text": figures.measures,
            "measure_id": measures,
            "value": figures.values,
            "value_text": figures.value_texts,
            "rank": figures.ranks,
            "note": figures.notes,
        }

    def _staged(self, figure: PrintedFigure, spot: _Spot) -> StagedFigure:
        problem = figure.problems[0] if figure.problems else None
        if problem is None and spot.problem is not None:
            problem = self._placed_name(spot, figure)
        measure_id = None
        if spot.rule_book is not None:
            measure_id, trouble = spot.rule_book.of(figure)
            if problem is None and trouble is not None:
                problem = self._placed(trouble, figure, figure.value_column or figure.rank_column)
            if figure.count:
                self.unit_counts[spot.edition_slug] = max(figure.count, self.unit_counts[spot.edition_slug])
        return StagedFigure(
            figure.row,
            figure.value_column,
            figure.rank_column,
            spot.as_printed,
            spot.edition_slug,
            spot.unit_id if problem is None else None,
            figure.measure,
            measure_id,
            REFUSED if problem else "",
            value=figure.value,
            value_text=figure.value_text,
            rank=figure.rank,
            problem=problem,
            **self._details_in_region(figure, spot),
        )

    def _details_in_region(self, figure: PrintedFigure, spot: _Spot) -> dict:
        details, is_kept = with_region_size(self._details(figure), size=spot.region_size)
        self.regional_ranks_left_out += not is_kept
        return details

    def _details(self, figure: PrintedFigure) -> dict:
        """Return what a figure says beside its value and rank, by column of ``ImportCell``."""
        if not figure.details:
            return ABSENT if figure.is_absent else PRESENT
        texts = figure.details
        own = {role: texts[role] for role in self._own & texts.keys()}
        status = own.get(Role.STATUS.value, "")
        return {
            "status": NOT_PUBLISHED
            if figure.is_absent
            else status
            if status in Ranking.Status.values
            else "",
            "value_basis": basis_of(own.get(Role.VALUE_BASIS.value)) if figure.value is not None else "",
            "value_source_id": self._source_id(own.get(Role.VALUE_SOURCE.value)),
            "rank_basis": basis_of(own.get(Role.RANK_BASIS.value)) if figure.rank is not None else "",
            "rank_source_id": self._source_id(own.get(Role.RANK_SOURCE.value)),
            "change": places_of(texts.get(Role.CHANGE.value)),
            "regional_rank": whole_of(texts.get(Role.REGIONAL_RANK.value)),
            "regional_count": whole_of(texts.get(Role.REGIONAL_COUNT.value)),
            "regional_change": places_of(texts.get(Role.REGIONAL_CHANGE.value)),
            "context_source_id": self._source_id(own.get(Role.CONTEXT_SOURCE.value)),
            "note": texts.get(Role.NOTE.value, ""),
        }

    def _source_id(self, code: str | None) -> int | None:
        if not code:
            return None
        if code not in self._source_ids:
            self._source_ids[code] = Source.objects.filter(code=code).values_list("pk", flat=True).first()
        return self._source_ids[code]

    def _placed_name(self, spot: _Spot, figure: PrintedFigure) -> Problem:
        """Say where a problem with a unit or an edition stands; one with the edition may be of no row."""
        if not spot.is_about_edition:
            return self._placed(spot.problem, figure, self._unit_letters(figure))
        periods = self.layout.with_role(Role.PERIOD)
        return self._placed(spot.problem, figure, periods[0].letters) if periods else spot.problem

    def _placed(self, problem: Problem, figure: PrintedFigure, letters: str) -> Problem:
        return replace(problem, sheet=self.layout.sheet, row=figure.row, column=letters)

    def _unit_letters(self, figure: PrintedFigure) -> str:
        """Return the column of the unit: of tables side by side, the one that the figure stands beside."""
        units = [column.index for column in self.layout.with_role(Role.UNIT)]
        if not units:
            return next((column.letters for column in self.layout.with_role(Role.UNIT_CODE)), "")
        place = column_index(figure.value_column or figure.rank_column)
        return column_letters(unit_beside(place, units))

"""The rule books of a scorecard, side by side."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dtscore.pages.editions import edition_label
from dtscore.pages.links import ranking_url
from dtscore.pages.marks import Badge, basis_badge
from dtscore.pages.provenance import in_order
from indicators.models import CompositePart, Edition, Measure, Methodology, Scorecard
from indicators.models.basis import Basis
from indicators.notation import MISSING, format_date, format_points
from provinces.models import Source

KIND_ORDER = [Measure.Kind.TOTAL, Measure.Kind.BLOCK, Measure.Kind.GROUP, Measure.Kind.COMPOSITE]


@dataclass(frozen=True)
class Cell:
    """What stands in a table beside a label: text, a badge and a remark, or links."""

    text: str = ""
    badge: Badge | None = None
    note: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class IndicatorRow:
    """A component indicator as the list shows it; what the source does not tell reads “–”."""

    code: str
    name: str
    group: str
    points: str
    unit_of_measure: str
    how_computed: str


@dataclass(frozen=True)
class RuleBook:
    """A methodology with its measures, in their order."""

    methodology: Methodology
    measures: list[Measure] = field(repr=False)

    def of_kind(self, kind: Measure.Kind) -> list[Measure]:
        return [measure for measure in self.measures if measure.kind == kind]

    @cached_property
    def total(self) -> Measure | None:
        return next(iter(self.of_kind(Measure.Kind.TOTAL)), None)

    @cached_property
    def groups(self) -> list[Measure]:
        return self.of_kind(Measure.Kind.GROUP)

    @cached_property
    def scored_groups(self) -> list[Measure]:
        """The groups that carry points; one of 0 points is listed, never counted."""
        return [group for group in self.groups if group.max_points]

    @cached_property
    def group_points(self) -> Decimal | None:
        """The points of all groups together; None where no group carries any."""
        return sum(group.max_points for group in self.scored_groups) if self.scored_groups else None

    @cached_property
    def indicators(self) -> list[Measure]:
        return self.of_kind(Measure.Kind.INDICATOR)

    @property
    def indicator_rows(self) -> list[IndicatorRow]:
        return [_indicator_row(indicator) for indicator in self.indicators]

    @property
    def points_badge(self) -> Badge | None:
        """A sum of points is derived as soon as one of them is."""
        derived = any(group.points_basis == Basis.DERIVED for group in self.scored_groups)
        return basis_badge(Basis.DERIVED, is_computed=False) if derived else None


@dataclass(frozen=True)
class PointsRow:
    """One measure over all rule books: what it may bring at most in each."""

    code: str
    name: str
    kind: str
    is_total: bool
    cells: list[Cell]


def load_rule_books(scorecard: Scorecard) -> list[RuleBook]:
    """Return the rule books of a scorecard, oldest first, with all that the page shows of them."""
    parts = CompositePart.objects.select_related("group").order_by("group__order")
    measures = (
        Measure.objects.in_order()
        .select_related("source", "parent")
        .prefetch_related(Prefetch("parts", queryset=parts))
    )
    methodologies = scorecard.methodologies.select_related("source").prefetch_related(
        Prefetch("measures", queryset=measures)
    )
    return [RuleBook(methodology, list(methodology.measures.all())) for methodology in methodologies]


def side_by_side(books: list[RuleBook], *, editions: list[Edition]) -> list[tuple[str, list[Cell]]]:
    """Return the attributes of the rule books: a label and a cell for each book."""
    rows = {
        _("Decision"): _decision,
        _("Date of the decision"): lambda book: Cell(format_date(book.methodology.decision_date)),
        _("Periods assessed"): lambda book: Cell(book.methodology.periods or MISSING),
        _("Editions published here"): lambda book: _editions(book, editions),
        _("Indicator groups"): _groups,
        _("Component indicators"): _indicators,
        _("Points assessed"): _points_assessed,
        _("Form of the values"): lambda book: Cell(str(book.methodology.get_value_form_display())),
        _("Scale"): lambda book: Cell(_scale(book.methodology)),
        _("Decimals"): lambda book: Cell(str(book.methodology.decimals)),
        _("Direction"): lambda book: Cell(
            _("higher is better") if book.methodology.higher_is_better else _("lower is better")
        ),
        _("Number of leaders"): lambda book: Cell(str(book.methodology.leader_count)),
        _("Remark"): lambda book: Cell(book.methodology.note or MISSING),
    }
    return [(label, [cell(book) for book in books]) for label, cell in rows.items()]


def points_table(books: list[RuleBook]) -> list[PointsRow]:
    """Return the maximum points, one row a measure and one cell a rule book; indicators stand elsewhere."""
    named: dict[tuple[str, str], Measure] = {}
    for book in reversed(books):
        for measure in book.measures:
            if measure.kind in KIND_ORDER:
                named.setdefault((measure.kind, measure.code), measure)
    in_order = sorted(named.items(), key=lambda item: KIND_ORDER.index(item[0][0]))
    by_book = [{(m.kind, m.code): m for m in book.measures} for book in books]
    return [
        PointsRow(
            code=measure.code,
            name=measure.name,
            kind=str(measure.get_kind_display()),
            is_total=measure.kind == Measure.Kind.TOTAL,
            cells=[_points(measures.get(key)) for measures in by_book],
        )
        for key, measure in in_order
    ]


def points_text(points: Decimal | None) -> str:
    """Return points with the decimals they need: “100”, “12,5”."""
    return format_points(points, language=get_language())


def sources_of_books(books: list[RuleBook]) -> list[Source]:
    """Return the sources that the rule books and their measures name, each once."""
    return in_order(
        {
            source
            for book in books
            for source in (book.methodology.source, *(measure.source for measure in book.measures))
            if source is not None
        }
    )


def _indicator_row(indicator: Measure) -> IndicatorRow:
    return IndicatorRow(
        code=indicator.code or MISSING,
        name=indicator.name,
        group=str(indicator.parent or MISSING),
        points=points_text(indicator.max_points),
        unit_of_measure=indicator.unit_of_measure or MISSING,
        how_computed=indicator.how_computed or MISSING,
    )


def _decision(book: RuleBook) -> Cell:
    methodology = book.methodology
    return Cell(methodology.decision_number or _("number not known"))


def _editions(book: RuleBook, editions: list[Edition]) -> Cell:
    links = tuple(
        (edition_label(edition), ranking_url(edition))
        for edition in editions
        if edition.methodology_id == book.methodology.pk
    )
    return Cell("" if links else _("none yet"), links=links)


def _groups(book: RuleBook) -> Cell:
    if not book.groups:
        return Cell(MISSING)
    unscored = sum(group.max_points == 0 for group in book.groups)
    note = (
        ngettext("%(count)d of them not assessed", "%(count)d of them not assessed", unscored)
        % {"count": unscored}
        if unscored
        else ""
    )
    return Cell(str(len(book.groups)), note=note)


def _indicators(book: RuleBook) -> Cell:
    stated = book.total.indicator_count if book.total else None
    if stated is None:
        stated = sum(group.indicator_count or 0 for group in book.groups) or None
    known = len(book.indicators)
    note = _("%(count)d known by name") % {"count": known} if known and known != stated else ""
    return Cell(MISSING if stated is None else str(stated), note=note)


def _points_assessed(book: RuleBook) -> Cell:
    assessed = book.methodology.points_assessed
    if assessed is None:
        if book.group_points is None:
            return Cell(MISSING)
        note = _("not stated; the groups found so far add up to this")
        return Cell(points_text(book.group_points), book.points_badge, note)
    stated = book.total.max_points if book.total else None
    note = ""
    if stated is not None and stated != assessed:
        note = _("of %(points)s points in the rule book") % {"points": points_text(stated)}
    return Cell(points_text(assessed), book.points_badge, note)


def _scale(methodology: Methodology) -> str:
    if methodology.scale_max is None:
        return _("from 0 to the points of the measure")
    return _("from 0 to %(top)s") % {"top": points_text(methodology.scale_max)}


def _points(measure: Measure | None) -> Cell:
    if measure is None:
        return Cell(_("not part of it"))
    note = (
        ngettext("%(count)d indicator", "%(count)d indicators", measure.indicator_count)
        % {"count": measure.indicator_count}
        if measure.indicator_count
        else ""
    )
    if measure.max_points is None:
        return Cell(_("points not known"), note=note)
    if measure.max_points == 0:
        return Cell(_("not assessed"), note=note)
    return Cell(points_text(measure.max_points), basis_badge(measure.points_basis, is_computed=False), note)

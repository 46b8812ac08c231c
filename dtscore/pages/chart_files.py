"""What leaves its page: the rows of a chart or a table as CSV, and the words that a saved picture bears."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.rows import Point, figure_points, has_periods, place_label, value_label
from dtscore.pages.editions import edition_label
from dtscore.pages.notices import Notice
from dtscore.pages.table_files import file_rows, marks_of_heads, tables_of
from dtscore.pages.table_view import TableView
from indicators.models import Edition, Scorecard
from indicators.notation import format_date
from provinces.models import Source
from provinces.spreadsheets import without_formula

LONGEST_ASKED = 60
CHART, TABLE, FORMAT, CSV = "bieu-do", "bang", "dinh-dang", "csv"
# Excel reads a file as UTF-8 if it begins with this mark.
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class ChartNotes:
    """What goes with the charts and tables of a page: its edition, and the sources that it names."""

    edition: Edition | None = None
    sources: tuple[Source, ...] = ()

    @property
    def dates(self) -> list[tuple[str, str]]:
        """The edition, and when the sources of the page were published and read, as labels and texts."""
        return self._dates(self.sources)

    def lines(self, card: ChartCard) -> list[tuple[str, str]]:
        """Return edition, days and sources of one chart, as labels and texts."""
        is_own = card.sources is not None
        sources = [source for source in self.sources if not is_own or source.code in card.sources]
        label = _("Sources of the figures") if is_own else _("Sources of the page")
        titles = "; ".join(source.title or source.url for source in sources)
        return [*self._dates(sources), *([(label, titles)] if titles else [])]

    def lines_of_table(self, table: TableView) -> list[tuple[str, str]]:
        """Return edition, days and the sources of one table by their numbers, as labels and texts."""
        numbered = dict(enumerate(self.sources, start=1))
        named = {number: numbered[number] for number in sorted(table.sources_named)}
        label = _("Source [%(number)d]")
        titles = [
            (label % {"number": number}, source.title or source.url) for number, source in named.items()
        ]
        return [*self._dates(list(named.values())), *marks_of_heads(table), *titles]

    def _dates(self, sources: Sequence[Source]) -> list[tuple[str, str]]:
        """Return the edition and the days; until when sources were read is known only if it is of each."""
        edition = self.edition
        days = [source.retrieved_on for source in sources]
        read = max(days) if days and all(days) else None
        published = edition.published_on if edition else None
        dates = {
            _("Edition"): f"{edition.scorecard.name}, {edition_label(edition)}" if edition else "",
            _("Published by the issuer on"): format_date(published) if published else "",
            _("Sources read until"): format_date(read) if read else "",
        }
        return [(label, text) for label, text in dates.items() if text]


def render_with_charts(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """Answer with the page, or with the rows of the chart or table of it that the address asks for."""
    # The component of a chart stands deep in the templates of a page and is included with its card alone.
    request.chart_notes = ChartNotes(context.get("edition"), tuple(context.get("sources") or ()))
    if not {CHART, TABLE, FORMAT} & set(request.GET):
        return render(request, template, context)
    is_csv = request.GET.get(FORMAT) == CSV
    name = TABLE if TABLE in request.GET else CHART
    asked = request.GET.get(name, "")
    find_rows = _rows_of_table if name == TABLE else _rows_of_chart
    rows = find_rows(asked, context, request)
    if rows is not None and is_csv:
        return csv_answer(rows, name=asked, request=request)
    context = {**context, "file_notice": _no_file(asked, name=name, is_known=rows is not None)}
    # Whoever fetches a file must not keep a page in its stead.
    return render(request, template, context, status=404 if is_csv else 200)


def table_as_file(request: HttpRequest) -> str:
    """Return which table the address asks for as a file, which then holds the rows of all its pages."""
    return request.GET.get(TABLE, "") if request.GET.get(FORMAT) == CSV else ""


def _rows_of_chart(asked: str, context: Mapping, request: HttpRequest) -> Iterator[list] | None:
    card = next((card for card in cards_of(context) if card.id == asked and card.has_values), None)
    return None if card is None else csv_rows(card, request)


def _rows_of_table(asked: str, context: Mapping, request: HttpRequest) -> Iterator[list] | None:
    table = next((table for table in tables_of(context) if table.id == asked), None)
    return None if table is None else table_csv_rows(table, context, request)


def _no_file(asked: str, *, name: str, is_known: bool) -> Notice:
    """Say why the address brings the page instead of a file."""
    if is_known:
        text = _("Figures come as CSV alone; this is the page that shows them.")
    elif name == TABLE:
        text = _("This page has no table “%(table)s” as a file; this is the page itself.") % {
            "table": asked[:LONGEST_ASKED]
        }
    elif asked:
        text = _("This page has no chart “%(chart)s” with figures; this is the page itself.") % {
            "chart": asked[:LONGEST_ASKED]
        }
    else:
        text = _("The address asks for a file and names no chart; this is the page itself.")
    return Notice(text=text, kind="warning")


def csv_url(request: HttpRequest | None, *, name: str, asked: str) -> str:
    """Return the address of the rows of a chart or table, in the state of the page that shows it."""
    kept = state_of(request) if request else ""
    own = f"{name}={asked}&{FORMAT}={CSV}"
    return f"?{kept}&{own}" if kept else f"?{own}"


def state_of(request: HttpRequest) -> str:
    """Return the parameters of the page, without those that ask for a file."""
    parameters = request.GET.copy()
    for name in (CHART, TABLE, FORMAT):
        parameters.pop(name, None)
    return parameters.urlencode()


def cards_of(context: Mapping) -> Iterator[ChartCard]:
    """Return the charts of a page, by themselves, in lists or as a part of what else it shows."""
    for value in context.values():
        parts = [value, *(value if isinstance(value, list | tuple) else ())]
        if is_dataclass(value) and not isinstance(value, ChartCard):
            parts += [getattr(value, field.name) for field in fields(value)]
        yield from (part for part in parts if isinstance(part, ChartCard))


def csv_answer(rows: Iterable[Sequence], *, name: str, request: HttpRequest) -> HttpResponse:
    """Answer with rows as a file that is called by the page and by what it holds of it."""
    text = io.StringIO()
    csv.writer(text).writerows([without_formula(cell) for cell in row] for row in rows)
    answer = HttpResponse(BYTE_ORDER_MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    called = slugify(f"{request.path.replace('/', '-')}-{name}").strip("-")
    answer["Content-Disposition"] = f'attachment; filename="{called}.csv"'
    return answer


def csv_rows(card: ChartCard, request: HttpRequest) -> Iterator[list]:
    """Return the rows of a chart, and below them what it shows, of when, by whom and where."""
    columns = _columns(card)
    points = figure_points(card.drawn)
    yield list(columns)
    yield from ([cell(point) for cell in columns.values()] for point in points)
    yield []
    yield [_("Chart"), card.title]
    yield from ([label, text] for label, text in request.chart_notes.lines(card))
    yield from _place_of(request)


def table_csv_rows(table: TableView, context: Mapping, request: HttpRequest) -> Iterator[list]:
    """Return the rows of a table, and below them what it shows, who is left out, of when and where."""
    yield from file_rows(table)
    yield []
    yield [_("Table"), table.caption]
    for group in context.get("unplaced") or ():
        names = "; ".join(unit.text for unit in group.units)
        yield [group.heading, f"{names} {group.more_text}".strip()]
    yield from ([label, text] for label, text in request.chart_notes.lines_of_table(table))
    yield from _place_of(request)


def _place_of(request: HttpRequest) -> Iterator[list[str]]:
    """Return the last lines of a file: whether its figures are made up, and the page that shows them."""
    if Scorecard.objects.made_up().exists():
        yield [_("Made-up data for trying out: no figure on this site is real.")]
    state = state_of(request)
    yield [_("Address"), request.build_absolute_uri(f"{request.path}?{state}" if state else request.path)]


def _columns(card: ChartCard) -> dict[str, Callable[[Point], str | float]]:
    """Return the headings of the rows with what stands below them; none that says nothing in any row."""
    points = figure_points(card.drawn)
    place = _("Period") if has_periods(card.drawn) else place_label(card.figure)
    columns = {_("Name"): lambda point: point.name}
    if place:
        columns[place] = lambda point: point.place
    if any(point.series not in ("", point.name) for point in points):
        columns[_("Series")] = lambda point: point.series
    columns[value_label(card.drawn) or _("Value")] = lambda point: "" if point.value is None else point.value
    if any(point.basis for point in points):
        columns[_("How the value is known")] = lambda point: point.basis
    columns[_("As shown")] = lambda point: point.text
    return columns

"""A chart that leaves its page: its rows as CSV, and the words that a saved picture bears."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.rows import Point, figure_points, has_periods, place_label, value_label
from dtscore.pages.editions import edition_label
from dtscore.pages.notices import Notice
from indicators.models import Edition, Scorecard
from indicators.notation import format_date
from provinces.models import Source
from provinces.spreadsheets import without_formula

LONGEST_ASKED = 60
CHART, FORMAT, CSV = "bieu-do", "dinh-dang", "csv"
# Excel reads a file as UTF-8 if it begins with this mark.
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class ChartNotes:
    """What goes with the charts of a page: its edition, and the sources that it names."""

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
    """Answer with the page, or with the rows of the chart of it that the address asks for."""
    # The component of a chart stands deep in the templates of a page and is included with its card alone.
    request.chart_notes = ChartNotes(context.get("edition"), tuple(context.get("sources") or ()))
    if CHART not in request.GET and FORMAT not in request.GET:
        return render(request, template, context)
    asked, is_csv = request.GET.get(CHART, ""), request.GET.get(FORMAT) == CSV
    card = next((card for card in cards_of(context) if card.id == asked and card.has_values), None)
    if card is not None and is_csv:
        return csv_answer(card, request=request)
    context = {**context, "file_notice": _no_file(asked, is_known=card is not None)}
    # Whoever fetches a file must not keep a page in its stead.
    return render(request, template, context, status=404 if is_csv else 200)


def _no_file(asked: str, *, is_known: bool) -> Notice:
    """Say why the address brings the page instead of a file."""
    if is_known:
        text = _("The figures of a chart come as CSV alone; this is the page that shows it.")
    elif asked:
        text = _("This page has no chart “%(chart)s” with figures; this is the page itself.") % {
            "chart": asked[:LONGEST_ASKED]
        }
    else:
        text = _("The address asks for a file and names no chart; this is the page itself.")
    return Notice(text=text, kind="warning")


def csv_url(request: HttpRequest | None, card: ChartCard) -> str:
    """Return the address of the rows of a chart, in the state of the page that shows it."""
    kept = state_of(request) if request else ""
    own = f"{CHART}={card.id}&{FORMAT}={CSV}"
    return f"?{kept}&{own}" if kept else f"?{own}"


def state_of(request: HttpRequest) -> str:
    """Return the parameters of the page, without those that ask for a file."""
    parameters = request.GET.copy()
    for name in (CHART, FORMAT):
        parameters.pop(name, None)
    return parameters.urlencode()


def cards_of(context: Mapping) -> Iterator[ChartCard]:
    """Return the charts of a page, by themselves, in lists or as a part of what else it shows."""
    for value in context.values():
        parts = [value, *(value if isinstance(value, list | tuple) else ())]
        if is_dataclass(value) and not isinstance(value, ChartCard):
            parts += [getattr(value, field.name) for field in fields(value)]
        yield from (part for part in parts if isinstance(part, ChartCard))


def csv_answer(card: ChartCard, *, request: HttpRequest) -> HttpResponse:
    """Answer with the rows of a chart, and below them what it shows, of when, by whom and where."""
    text = io.StringIO()
    csv.writer(text).writerows([without_formula(cell) for cell in row] for row in csv_rows(card, request))
    answer = HttpResponse(BYTE_ORDER_MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = slugify(f"{request.path.replace('/', '-')}-{card.id}").strip("-")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def csv_rows(card: ChartCard, request: HttpRequest) -> Iterator[list]:
    columns = _columns(card)
    points = figure_points(card.figure)
    yield list(columns)
    yield from ([cell(point) for cell in columns.values()] for point in points)
    yield []
    yield [_("Chart"), card.title]
    yield from ([label, text] for label, text in request.chart_notes.lines(card))
    if Scorecard.objects.made_up().exists():
        yield [_("Made-up data for trying out: no figure on this site is real.")]
    state = state_of(request)
    yield [_("Address"), request.build_absolute_uri(f"{request.path}?{state}" if state else request.path)]


def _columns(card: ChartCard) -> dict[str, Callable[[Point], str | float]]:
    """Return the headings of the rows with what stands below them; none that says nothing in any row."""
    points = figure_points(card.figure)
    place = _("Period") if has_periods(card.figure) else place_label(card.figure)
    columns = {_("Name"): lambda point: point.name}
    if place:
        columns[place] = lambda point: point.place
    if any(point.series not in ("", point.name) for point in points):
        columns[_("Series")] = lambda point: point.series
    columns[value_label(card.figure) or _("Value")] = lambda point: "" if point.value is None else point.value
    if any(point.basis for point in points):
        columns[_("How the value is known")] = lambda point: point.basis
    columns[_("As shown")] = lambda point: point.text
    return columns

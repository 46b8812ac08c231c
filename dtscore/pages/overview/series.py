"""What the overview says beyond one ranking: national values, published averages, newest editions."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.trend import trend_figure
from dtscore.pages.basis import basis_text
from dtscore.pages.editions import period_text, unit_set_label
from dtscore.pages.links import ranking_url
from dtscore.pages.marks import Badge, SourceMark, basis_badge
from dtscore.pages.ranking.table import RankingTable
from dtscore.pages.standings import rank_text, value_text
from indicators import frames
from indicators.models import Benchmark, Edition, Measure, Ranking
from provinces.models import Unit


@dataclass(frozen=True, kw_only=True)
class Value:
    """One value as published, of a period or of a measure.

    ``source`` is the code of its source, ``anchor`` its id where that source leads back to it.
    """

    label: str
    text: str
    url: str = ""
    badge: Badge | None = None
    source: str = ""
    mark: SourceMark | None = None
    anchor: str = ""


@dataclass(frozen=True, kw_only=True)
class NationalSeries:
    """The values of the whole country, newest first, the same as a chart, and the codes of their sources."""

    values: tuple[Value, ...]
    chart: ChartCard
    source_codes: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class AveragesOfEdition:
    """The published averages of one edition, measure by measure."""

    label: str
    url: str
    values: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class Averages:
    """Published averages by edition, newest first, and the codes of their sources."""

    groups: tuple[AveragesOfEdition, ...]
    source_codes: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Newest:
    """The newest edition of a scorecard on one unit set."""

    scorecard: str
    label: str
    url: str


def national_series(editions: Sequence[Edition]) -> NationalSeries | None:
    """Return the totals of the whole country; None where none was published."""
    national = {
        edition.slug: edition for edition in editions if edition.scorecard.level == Unit.Level.COUNTRY
    }
    rankings = Ranking.objects.filter(
        edition__in=national.values(), measure__kind=Measure.Kind.TOTAL, value__isnull=False
    ).order_by("edition__period_end", "unit__slug")
    frame = frames.standings_frame(rankings)
    if frame.empty:
        return None
    rows = [(national[row["edition"]], row) for row in frame.to_dict("records")]
    values = [
        Value(
            label=edition.period,
            url=ranking_url(edition),
            text=value_text(row["value"], edition=edition, printed=row["value_text"] or ""),
            badge=basis_badge(row["value_basis"], is_computed=False),
            source=row["value_source"] or "",
        )
        for edition, row in rows
    ]
    sources = frozenset(frame["value_source"].dropna())
    chart = _national_chart(rows, values, sources=sources)
    return NationalSeries(values=tuple(reversed(values)), chart=chart, source_codes=sources)


def published_averages(editions: Sequence[Edition]) -> Averages:
    """Return the averages over whole unit sets that were published for some editions."""
    benchmarks = (
        Benchmark.objects.filter(edition__in=editions, scope=Benchmark.Scope.UNIT_SET)
        .select_related("measure", "source")
        .order_by("measure__order", "pk")
    )
    by_edition = defaultdict(list)
    for benchmark in benchmarks:
        by_edition[benchmark.edition_id].append(benchmark)
    groups = (
        AveragesOfEdition(
            label=f"{edition.period} – {edition.unit_set.name}",
            url=ranking_url(edition),
            values=tuple(_average(benchmark, edition=edition) for benchmark in by_edition[edition.pk]),
        )
        for edition in editions
        if edition.pk in by_edition
    )
    return Averages(
        groups=tuple(groups), source_codes=frozenset(benchmark.source.code for benchmark in benchmarks)
    )


def _average(benchmark: Benchmark, *, edition: Edition) -> Value:
    return Value(
        label=benchmark.measure.name,
        text=value_text(benchmark.value, edition=edition, printed=benchmark.value_text),
        badge=basis_badge(benchmark.basis, is_computed=False),
        source=benchmark.source.code,
    )


def newest_editions(editions: Sequence[Edition]) -> list[Newest]:
    """Return the newest edition of each scorecard and unit set, of editions that stand newest first."""
    newest: dict[tuple, Edition] = {}
    for edition in sorted(editions, key=lambda edition: edition.scorecard.order):
        newest.setdefault((edition.scorecard_id, edition.unit_set_id), edition)
    return [
        Newest(
            scorecard=edition.scorecard.name,
            label=f"{edition.period} – {edition.unit_set.name}",
            url=ranking_url(edition),
        )
        for edition in newest.values()
    ]


def twice_ranked(table: RankingTable, *, other: RankingTable) -> str:
    """Return how differently one name may rank on two unit sets in one period.

    The unit whose name stands in both, and whose place among all differs most, shows best why the two
    rankings are not to be mixed. Nothing, where a number of units is unknown.
    """
    counts = [ranking.edition.unit_count for ranking in (table, other)]
    if None in counts:
        return ""
    ranks = [ranking.members.set_index("name")["rank"].dropna() for ranking in (table, other)]
    places = pd.concat(ranks, axis=1, join="inner", keys=["this", "other"])
    if places.empty:
        return ""
    apart = (places["this"] / counts[0] - places["other"] / counts[1]).astype(float).abs()
    name = apart.sort_index().idxmax()
    new, old = (_called(ranking, name) for ranking in (table, other))
    facts = {
        "period": period_text(table.edition).capitalize(),
        "name": name,
        "new": new.dated_name(name=name),
        "old": old.dated_name(name=name),
        "this": rank_text(places["this"][name], counts[0]),
        "other": rank_text(places["other"][name], counts[1]),
        "this_set": table.edition.unit_set.name,
        "other_set": other.edition.unit_set.name,
    }
    if new == old:
        text = _(
            "%(period)s was ranked twice: %(name)s stands at %(other)s among the %(other_set)s and at "
            "%(this)s among the %(this_set)s. The two are different rankings and are never compared."
        )
    else:
        text = _(
            "%(period)s was ranked twice, and one name means two units: %(old)s stands at %(other)s, "
            "%(new)s, which other units were merged into, at %(this)s. Their ranks are never compared."
        )
    return text % facts


def _called(table: RankingTable, name: str) -> Unit:
    """Return the unit of a ranking that has a name."""
    members = table.members
    return Unit.objects.with_names().get(pk=members.index[members["name"] == name][0])


def _national_chart(
    rows: Sequence[tuple[Edition, dict]], values: Sequence[Value], *, sources: frozenset[str]
) -> ChartCard:
    first, last = values[0], values[-1]
    frame = pd.DataFrame(
        {
            "series": [edition.unit_set.name for edition, _row in rows],
            "period": [edition.period for edition, _row in rows],
            "value": [row["value"] for _edition, row in rows],
            "text": [value.text for value in values],
            "basis": [basis_text(value.badge) for value in values],
            "unit_set": [unit_set_label(edition.unit_set) for edition, _row in rows],
        }
    )
    finding = _("%(first_value)s in %(first)s, %(last_value)s in %(last)s.") % {
        "first": period_text(rows[0][0]),
        "first_value": first.text,
        "last": period_text(rows[-1][0]),
        "last_value": last.text,
    }
    return ChartCard(
        id="national-chart",
        title=rows[-1][0].scorecard.name,
        description=finding,
        figure=trend_figure(frame, value_label=_("Value"), language=get_language()),
        sources=sources,
    )

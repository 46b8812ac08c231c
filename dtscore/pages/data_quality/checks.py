"""Published figures against computed ones: values, ranks, averages, regions, changes and leaders."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.pages.data_quality.figures import Figures, count_text
from dtscore.pages.links import TextLink
from dtscore.pages.standings import change_text, rank_text, value_text
from dtscore.pages.summaries import MeasureSummary
from indicators.models import Benchmark, Edition, LeaderList
from indicators.notation import MISSING, format_number
from indicators.scoring.contradictions import ranks_against_values

DIFFERENCE_DECIMALS = 6
RANK_COLUMNS = [
    "edition_id",
    "measure",
    "unit_id",
    "published_value",
    "value_text",
    "published_rank",
    "computed_rank",
]
CONTEXT_COLUMNS = [
    "edition_id",
    "measure",
    "unit_id",
    "note",
    *(
        f"{origin}_{figure}"
        for origin in ("published", "computed")
        for figure in ("change", "regional_rank", "regional_count", "regional_change")
    ),
]


@dataclass(frozen=True)
class ValueCheck:
    """One edition and measure: how many figures are known both ways, and how far apart they are."""

    edition: TextLink
    measure: str
    values: str
    largest: str
    unit: TextLink | None
    ranks: str
    ranks_that_differ: str
    difference: float


@dataclass(frozen=True)
class Contradiction:
    """A published figure that does not fit another."""

    edition: TextLink
    measure: str
    unit: TextLink
    published: str
    other: str


@dataclass(frozen=True)
class Comparison:
    """A published figure, the computed one beside it, and what to think of the pair."""

    edition: TextLink
    measure: str
    unit: TextLink | None
    published: str
    computed: str
    verdict: str
    note: str = ""


def value_checks(figures: Figures) -> list[ValueCheck]:
    """Compare values and ranks wherever both were published and computed."""
    both = figures.standings[["edition_id", "measure", "unit_id"]].assign(
        difference=(figures.standings["published_value"] - figures.standings["computed_value"]).abs(),
        differs=figures.standings["published_rank"] != figures.standings["computed_rank"],
    )
    known = both[["difference", "differs"]].notna().any(axis="columns")
    return [
        _value_check(figures, key, code, rows)
        for (key, code), rows in both[known].groupby(["edition_id", "measure"], sort=False)
    ]


def rank_contradictions(figures: Figures) -> list[Contradiction]:
    """List ranks that differ from the computed ones, and ranks that the published values contradict."""
    standings = figures.standings[RANK_COLUMNS]
    checkable = standings[["published_value", "computed_rank"]].notna().any(axis="columns")
    ranked = standings[standings["published_rank"].notna() & checkable]
    return [
        contradiction
        for (key, code), rows in ranked.groupby(["edition_id", "measure"], sort=False)
        for contradiction in _contradictions(figures, key, code, rows.set_index("unit_id"))
    ]


def context_comparisons(figures: Figures) -> list[Comparison]:
    """Compare published changes of rank and published regional ranks with what is computed."""
    return [
        *_comparisons(figures, "change", _published_change),
        *_comparisons(figures, "regional_rank", _published_regional_rank),
        *_comparisons(figures, "regional_change", _published_change),
    ]


def benchmark_comparisons(figures: Figures) -> list[Comparison]:
    """Compare published averages with the mean of the values, where every unit is known."""
    benchmarks = (
        Benchmark.objects.filter(edition__in=figures.editions, scope=Benchmark.Scope.UNIT_SET)
        .select_related("measure")
        .order_by("measure__order", "measure__code")
    )
    by_edition = _by_edition(figures, benchmarks)
    return [_benchmark(figures, benchmark) for benchmark in by_edition]


def leader_comparisons(figures: Figures) -> list[Comparison]:
    """Compare published lists of leaders, as sets, with the first ranks."""
    lists = (
        LeaderList.objects.filter(edition__in=figures.editions)
        .select_related("measure")
        .order_by("measure__order", "measure__code")
    )
    return [_leaders(figures, leader_list) for leader_list in _by_edition(figures, lists)]


def difference_text(number: float) -> str:
    """Return a distance with enough decimals to see the rounding: “0,000070”."""
    return format_number(number, decimals=DIFFERENCE_DECIMALS, language=get_language())


def _value_check(figures: Figures, key: int, code: str, rows: pd.DataFrame) -> ValueCheck:
    differences = rows.set_index("unit_id")["difference"].dropna()
    ranks = rows["differs"].dropna()
    largest = None if differences.empty else float(differences.max())
    return ValueCheck(
        edition=figures.edition(key),
        measure=str(figures.measure(key, code)),
        values=count_text(len(differences)),
        largest=MISSING if largest is None else difference_text(largest),
        unit=None if largest is None else figures.unit(differences.idxmax(), edition=key),
        ranks=count_text(len(ranks)),
        ranks_that_differ=count_text(ranks.sum()),
        difference=largest or 0.0,
    )


def _contradictions(figures: Figures, key: int, code: str, rows: pd.DataFrame) -> Iterator[Contradiction]:
    edition = figures.editions[key]
    against = ranks_against_values(
        rows["published_value"],
        ranks=rows["published_rank"],
        higher_is_better=edition.methodology.higher_is_better,
    )
    differs = (rows["published_rank"] != rows["computed_rank"]).fillna(False).astype(bool)
    if not (differs | against).any():
        return
    for unit_id, row in rows[differs | against].sort_values("published_rank", kind="stable").iterrows():
        yield Contradiction(
            edition=figures.edition(key),
            measure=str(figures.measure(key, code)),
            unit=figures.unit(unit_id, edition=key),
            published=rank_text(row["published_rank"], edition.unit_count),
            other=_computed_rank(row, edition) if differs[unit_id] else _published_value(row, edition),
        )


def _computed_rank(row: pd.Series, edition: Edition) -> str:
    return _("computed: %(rank)s") % {"rank": rank_text(row["computed_rank"], edition.unit_count)}


def _published_value(row: pd.Series, edition: Edition) -> str:
    text = value_text(row["published_value"], edition=edition, printed=row["value_text"])
    return _("value: %(value)s") % {"value": text}


def _comparisons(figures: Figures, column: str, text: Callable) -> Iterator[Comparison]:
    published = figures.standings[CONTEXT_COLUMNS][figures.standings[f"published_{column}"].notna()]
    for row in published.to_dict("records"):
        key, computed = row["edition_id"], row[f"computed_{column}"]
        known = pd.notna(computed)
        yield Comparison(
            edition=figures.edition(key),
            measure=str(figures.measure(key, row["measure"])),
            unit=figures.unit(row["unit_id"], edition=key),
            published=text(row, "published", column),
            computed=text(row, "computed", column) if known else MISSING,
            verdict=_verdict(same=known and computed == row[f"published_{column}"], known=known),
            note=row["note"],
        )


def _published_change(row: dict, origin: str, column: str) -> str:
    text = change_text(row[f"{origin}_{column}"])
    return text if column == "change" else _("%(change)s in the region") % {"change": text}


def _published_regional_rank(row: dict, origin: str, column: str) -> str:
    text = rank_text(row[f"{origin}_{column}"], row[f"{origin}_regional_count"])
    return _("rank %(rank)s in the region") % {"rank": text}


def _benchmark(figures: Figures, benchmark: Benchmark) -> Comparison:
    key, code = benchmark.edition_id, benchmark.measure.code
    edition, summary = figures.editions[key], figures.summaries[key][code]
    published = value_text(float(benchmark.value), edition=edition, printed=benchmark.value_text)
    computed = value_text(summary.computed_mean, edition=edition, printed=benchmark.value_text)
    return Comparison(
        edition=figures.edition(key),
        measure=str(benchmark.measure),
        unit=None,
        published=published,
        computed=computed,
        verdict=_verdict(same=published == computed, known=True)
        if summary.is_complete
        else _too_thin(summary),
        note=benchmark.note,
    )


def _leaders(figures: Figures, leader_list: LeaderList) -> Comparison:
    key, code = leader_list.edition_id, leader_list.measure.code
    summary = figures.summaries[key][code]
    named, first = set(summary.leaders), set(summary.computed_leaders)
    return Comparison(
        edition=figures.edition(key),
        measure=str(leader_list.measure),
        unit=None,
        published=_names(figures, key, named),
        computed=_names(figures, key, first) or MISSING,
        verdict=_verdict(same=first == named, known=True) if summary.is_complete else _too_thin(summary),
    )


def _names(figures: Figures, key: int, units: set[Hashable]) -> str:
    return ", ".join(figures.unit(unit, edition=key).text for unit in figures.in_order(units, edition=key))


def _by_edition(figures: Figures, rows) -> list:
    places = list(figures.editions)
    return sorted(rows, key=lambda row: places.index(row.edition_id))


def _verdict(*, same: bool, known: bool) -> str:
    if not known:
        return _("not enough figures to compute it")
    return _("the same") if same else _("they differ")


def _too_thin(summary: MeasureSummary) -> str:
    if summary.count is None:
        return _("not computed: the number of units was not published")
    return _("not computed: only %(known)d/%(count)d units so far") % {
        "known": summary.known,
        "count": summary.count,
    }

"""The rows of the preview of a publication, written out."""

import pandas as pd
from django.utils.translation import gettext as _

from indicators.admin.imports.figure_origins import OriginLine, origin_lines
from indicators.models import Edition, Measure, Ranking
from indicators.notation import (
    MISSING,
    format_change,
    format_difference,
    format_number,
    format_rank,
)
from indicators.scoring.contradictions import ranks_against_values
from indicators.workflow import PublicationPreview
from indicators.workflow.differences import (
    ChangedBenchmark,
    ChangedFigure,
    changed_benchmarks,
    changed_figures,
    changed_leader_lists,
)
from provinces.models import Unit

NOW_AND_AFTER = ["former_value", "value", "former_rank", "rank"]


def standing_rows(preview: PublicationPreview) -> list[dict[str, str | OriginLine | None]]:
    """Write out every unit's total now and after publishing, by the rank after."""
    standings = preview.standings.reindex(columns=["name", "sort_key", *NOW_AND_AFTER])
    # Counts with gaps have a missing mark of their own, which does not subtract.
    standings[NOW_AND_AFTER] = standings[NOW_AND_AFTER].astype("float64")
    ordered = standings.sort_values(["rank", "sort_key"], na_position="last")
    totals = preview.edition.rankings.filter(measure__kind=Measure.Kind.TOTAL).select_related("edition")
    rows = list(totals)
    lines = origin_lines(rows)
    origins = {row.unit_id: lines.get(row.pk) for row in rows}
    return [
        _standing_row(row, preview.edition) | {"origin": origins.get(unit_id)}
        for unit_id, row in zip(ordered.index, ordered.to_dict("records"), strict=True)
    ]


def _standing_row(row: dict, edition: Edition) -> dict[str, str]:
    decimals, count = edition.methodology.decimals, edition.unit_count
    places = row["former_rank"] - row["rank"]
    return {
        "unit": row["name"],
        "former_value": format_number(row["former_value"], decimals=decimals),
        "value": format_number(row["value"], decimals=decimals),
        "difference": format_difference(row["value"] - row["former_value"], decimals=decimals),
        "former_rank": format_rank(row["former_rank"], count=count),
        "rank": format_rank(row["rank"], count=count),
        "places": format_change(places) or MISSING,
        "is_changed": _differs(row["value"], row["former_value"])
        or _differs(row["rank"], row["former_rank"]),
    }


def _differs(new, former) -> bool:
    """Tell whether a figure that was known before is another now."""
    return pd.notna(former) and (pd.isna(new) or new != former)


def contradicting_ranks(preview: PublicationPreview) -> list[str]:
    """Name the units whose entered rank does not fit the entered values, the farthest off first."""
    edition, standings = preview.edition, preview.standings
    contradicts = ranks_against_values(
        standings["published_value"],
        ranks=standings["published_rank"],
        higher_is_better=edition.methodology.higher_is_better,
    )
    # One wrong rank contradicts all that it passes; the farthest off is most likely the wrong one.
    distance = (standings["published_rank"] - standings["computed_rank"]).abs().astype("float64")
    named = standings.assign(distance=distance)[contradicts].sort_values("distance", ascending=False)
    return [
        f"{row['name']} ({format_rank(row['published_rank'], count=edition.unit_count)})"
        for row in named.to_dict("records")
    ]


def changed_rows(edition: Edition) -> list[dict[str, str | OriginLine | None]]:
    """Write out every published figure that a revision changes, of all measures."""
    changes = changed_figures(edition)
    units = Unit.objects.with_names().in_bulk({change.unit_id for change in changes})
    lines = origin_lines([change.new for change in changes if change.new])
    return [
        {
            "subject": _called(units[change.unit_id], edition),
            "measure": str(change.measure),
            "former": _figure(change.former, edition),
            "new": _figure(change.new, edition),
            "difference": _difference(change, edition),
            "besides": ", ".join(change.changed_fields),
            "origin": lines.get(change.new.pk) if change.new else None,
        }
        for change in changes
    ]


def changed_benchmark_rows(edition: Edition) -> list[dict[str, str | None]]:
    """Write out every published average that a revision changes."""
    decimals = edition.methodology.decimals
    return [
        {
            "subject": str(change.row.region or change.row.get_scope_display()),
            "measure": str(change.measure),
            "former": MISSING
            if change.former is None
            else format_number(change.former.value, decimals=decimals),
            "new": MISSING if change.new is None else format_number(change.new.value, decimals=decimals),
            "difference": _difference(change, edition),
            "besides": ", ".join(change.changed_fields),
            "origin": None,
        }
        for change in changed_benchmarks(edition)
    ]


def changed_leader_rows(edition: Edition) -> list[dict[str, str | None]]:
    """Write out who leaves and who joins each published list of leaders."""
    return [
        {
            "subject": _("List of leaders"),
            "measure": str(change.measure),
            "former": _names(change.left, edition),
            "new": _names(change.joined, edition),
            "difference": "",
            "besides": ", ".join(change.changed_fields),
            "origin": None,
        }
        for change in changed_leader_lists(edition)
    ]


def _difference(change: ChangedFigure | ChangedBenchmark, edition: Edition) -> str:
    return format_difference(change.value_difference, decimals=edition.methodology.decimals)


def _called(unit: Unit, edition: Edition) -> str:
    name, _type = unit.called_on(edition.names_on)
    return name


def _names(units: list[Unit], edition: Edition) -> str:
    return ", ".join(_called(unit, edition) for unit in units) or MISSING


def _figure(row: Ranking | None, edition: Edition) -> str:
    """Write a published row on one line: its value, its rank, and its status where it has neither."""
    if row is None:
        return MISSING
    if row.value is None and row.rank is None:
        return str(row.get_status_display())
    value = format_number(row.value, decimals=edition.methodology.decimals)
    return value if row.rank is None else f"{value} ({format_rank(row.rank, count=edition.unit_count)})"

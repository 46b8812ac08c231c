"""What is worth knowing about a file as a whole: told, and never mended."""

from collections.abc import Iterable, Iterator

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.imports.problems import Problem
from indicators.imports.writing.outcomes import Outcome, Standing, outcomes
from indicators.imports.writing.plain_targets import plain_targets
from indicators.models import ImportBatch, Measure, Methodology, Ranking
from indicators.scoring.contradictions import ranks_against_values
from indicators.scoring.totals import weighted_totals
from provinces.models import Unit

MOST_NAMES = 10
# Printed figures are rounded: the groups, and once more their sum. A little room is left for both.
_ROUNDINGS = 1.2
_REASONS = frozenset({Ranking.Status.NOT_RANKED.value, Ranking.Status.NOT_PUBLISHED.value})


def check(batch: ImportBatch) -> list[Problem]:
    """Look at each edition as it would stand after an import, one at a time.

    Returns:
        Codes: units_missing, too_many_units, count_differs, rank_above_count, sum_differs,
        rank_contradicts_value. Contradictions of what was published are kept as they are.
    """
    printed = dict(batch.targets.values_list("slug", "unit_count"))
    return [
        Problem(code=code, message=f"{outcome.label} – {message}")
        for outcome in outcomes(batch, without=plain_targets(batch))
        for code, message in (
            *_unit_counts(outcome),
            *_printed_count(outcome, printed.get(outcome.slug)),
            *_impossible_ranks(outcome),
            *_sums(outcome),
            *_contradictions(outcome),
        )
    ]


def _unit_counts(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Tell of measures with too few or too many units; those that lack the same ones together."""
    members = set(outcome.unit_set.units.values_list("pk", flat=True)) if outcome.unit_set else set()
    expected = outcome.unit_count or len(members)
    lacking: dict[frozenset[int], list[Measure]] = {}
    for measure, standings in _given_measures(outcome):
        known = {
            unit
            for unit, (value, rank, _status) in standings.items()
            if value is not None or rank is not None
        }
        explained = {unit for unit, (_value, _rank, status) in standings.items() if status in _REASONS}
        if len(known) > expected:
            message = _("%(measure)s: %(count)d units have a figure, but %(expected)d are ranked.")
            figures = {"measure": measure.title, "count": len(known), "expected": expected}
            yield "too_many_units", message % figures
        elif missing := members - known - explained:
            lacking.setdefault(frozenset(missing), []).append(measure)
    message = _("%(measures)s: %(count)d/%(expected)d units have a figure. Missing: %(units)s.")
    for missing, measures in lacking.items():
        figures = {
            "measures": ", ".join(measure.title for measure in measures),
            "count": len(members) - len(missing),
            "expected": expected,
            "units": _names(outcome, missing),
        }
        yield "units_missing", message % figures


def _printed_count(outcome: Outcome, printed: int | None) -> Iterator[tuple[str, str]]:
    known = outcome.unit_count
    if outcome.edition and printed and known and printed != known:
        message = _("The file ranks among %(printed)d units, the edition among %(known)d.")
        yield "count_differs", message % {"printed": printed, "known": known}


def _impossible_ranks(outcome: Outcome) -> Iterator[tuple[str, str]]:
    if not outcome.unit_count:
        return
    message = _("%(measure)s: ranks above %(count)d cannot be published: %(units)s.")
    for measure, standings in _given_measures(outcome):
        above = [
            unit for unit, (_value, rank, _status) in standings.items() if rank and rank > outcome.unit_count
        ]
        if above:
            figures = {"measure": measure.title, "count": outcome.unit_count, "units": _names(outcome, above)}
            yield "rank_above_count", message % figures


def _sums(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Tell whose total is not what its groups add up to, of the units that have all groups."""
    total = next((m for m in outcome.measures.values() if m.kind == Measure.Kind.TOTAL), None)
    if total is None or total.pk not in outcome.after or not outcome.methodology.points_assessed:
        return
    touched = set().union(*outcome.given.values())
    values = pd.DataFrame(
        {
            measure: {unit: standings[unit].value for unit in touched & standings.keys()}
            for measure, standings in outcome.after.items()
        },
        dtype="float64",
    )
    added, tolerance = _added_up(outcome, values)
    differs = (values[total.pk] - added).abs() > tolerance
    if differs.any():
        message = _("%(measure)s: the total of %(count)d units is not the sum of their groups: %(units)s.")
        units = _names(outcome, differs.index[differs])
        yield "sum_differs", message % {"measure": total.title, "count": differs.sum(), "units": units}


def _added_up(outcome: Outcome, values: pd.DataFrame) -> tuple[pd.Series, float]:
    """Return the totals that the groups make, and how far rounding alone may lead from them."""
    methodology = outcome.methodology
    groups = [m for m in outcome.measures.values() if m.kind == Measure.Kind.GROUP]
    points = pd.Series({m.pk: float(m.max_points or 0) for m in groups}, dtype="float64")
    rounding = 10.0**-methodology.decimals * _ROUNDINGS
    if methodology.value_form == Methodology.ValueForm.SHARE:
        totals = weighted_totals(values, points=points, points_assessed=float(methodology.points_assessed))
        return totals, rounding
    counted = points[points > 0].index
    sums = values.reindex(columns=counted).sum(axis="columns", skipna=False, min_count=1)
    return sums, rounding * max(len(counted), 1)


def _contradictions(outcome: Outcome) -> Iterator[tuple[str, str]]:
    message = _(
        "%(measure)s: rank and value of %(count)d units contradict each other; kept as printed: %(units)s."
    )
    for measure, standings in _given_measures(outcome):
        both = {
            unit: (value, rank)
            for unit, (value, rank, _status) in standings.items()
            if value is not None and rank is not None
        }
        if not both:
            continue
        pairs = pd.DataFrame.from_dict(both, orient="index", columns=["value", "rank"])
        contradicts = ranks_against_values(
            pairs["value"], ranks=pairs["rank"], higher_is_better=outcome.methodology.higher_is_better
        )
        if contradicts.any():
            units = _names(outcome, contradicts.index[contradicts])
            figures = {"measure": measure.title, "count": contradicts.sum(), "units": units}
            yield "rank_contradicts_value", message % figures


def _given_measures(outcome: Outcome) -> Iterator[tuple[Measure, dict[int, Standing]]]:
    """Yield the measures that the file has figures of, with all standings of the edition by unit."""
    for pk in sorted(outcome.given, key=lambda pk: (outcome.measures[pk].order, pk)):
        yield outcome.measures[pk], outcome.after.get(pk, {})


def _names(outcome: Outcome, units: Iterable[int]) -> str:
    """Return the first names of some units, in the order of the set."""
    units = sorted(map(int, units))
    found = Unit.objects.with_names().filter(pk__in=units[:MOST_NAMES])
    names = ", ".join(unit.called_on(outcome.day)[0] if outcome.day else unit.slug for unit in found)
    if len(units) <= MOST_NAMES:
        return names
    more = len(units) - MOST_NAMES
    text = ngettext("%(units)s and %(count)d more unit", "%(units)s and %(count)d more units", more)
    return text % {"units": names, "count": more}

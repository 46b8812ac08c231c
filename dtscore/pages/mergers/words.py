"""What the merger page says: who became whom, what averaging did, and that the rule holds."""

from collections.abc import Hashable

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.charts.averaging import averaging_figure
from dtscore.charts.card import ChartCard
from dtscore.pages.basis import basis_text, marked_text
from dtscore.pages.editions import period_text, unit_set_label
from dtscore.pages.mergers.figures import MergerFigures
from dtscore.pages.provenance import codes_in
from dtscore.pages.ranking.words import joined
from dtscore.pages.standings import Standing
from indicators.notation import MISSING, format_date, format_number
from provinces.models.units import name_before

MOST_TOLD = 3


def lead(figures: MergerFigures) -> str:
    """Return how many units became how many, and when."""
    days = [format_date(day) for day in figures.effective_on]
    facts = {
        "date": joined(days),
        "old": figures.before.unit_count or len(figures.old),
        "new": figures.after.unit_count or len(figures.new),
        "merged": sum(figures.part_counts[unit] for unit in figures.merged),
        "made": len(figures.merged),
        "unchanged": len(figures.unchanged),
    }
    return (
        _(
            "On %(date)s %(old)d provinces and cities became %(new)d: %(merged)d were merged into %(made)d, "
            "%(unchanged)d stayed as they were."
        )
        % facts
    )


def averaging_sentences(figures: MergerFigures) -> list[str]:
    """Say what averaging did to those it moved most, each rank out of its own unit set."""
    return [_averaging_sentence(figures, unit) for unit in figures.effects.index[:MOST_TOLD]]


def _averaging_sentence(figures: MergerFigures, unit: Hashable) -> str:
    best, *others = (figures.old_standings[old] for old in figures.predecessors[unit])
    new = figures.new_standings[unit]
    lost = abs(figures.effects.at[unit, "effect"])
    return _(
        "%(best)s ranked %(best_rank)s before the merger (%(best_value)s); together with %(others)s it makes "
        "%(new)s, ranked %(new_rank)s (%(new_value)s): %(lost)s below its best part."
    ) % {
        "best": _old_name(figures, best, heir=new),
        "best_rank": marked_text(best.rank_text, best.rank_badge),
        "best_value": marked_text(best.value_text, best.value_badge),
        "others": joined([_("%(name)s (%(rank)s; %(value)s)") % _facts(other) for other in others]),
        "new": new.name,
        "new_rank": marked_text(new.rank_text, new.rank_badge),
        "new_value": marked_text(new.value_text, new.value_badge),
        "lost": format_number(lost, decimals=figures.after.methodology.decimals, language=get_language()),
    }


def rule_sentence(figures: MergerFigures) -> str:
    """Say on how many merged units the published total is the plain mean, and how far it is at most."""
    total = next((check for check in figures.checks if check.measure.kind == "total"), None)
    if total is None:
        return ""
    decimals = figures.after.methodology.decimals
    return _(
        "The published total of %(equal)d of the %(compared)d merged units equals the plain mean of those "
        "that they were made of; the largest difference is %(largest)s (allowed by rounding: %(tolerance)s)."
    ) % {
        "equal": total.equal,
        "compared": total.compared,
        "largest": format_number(total.largest, decimals=decimals + 1, language=get_language()),
        "tolerance": format_number(10.0**-decimals, decimals=decimals, language=get_language()),
    }


def limits() -> list[str]:
    """Return what the plain mean cannot say."""
    return [
        _("Every merged unit counts the same, however many people it has: so the published figures do it."),
        _("No unit of the new set existed then; nobody measured or published these figures."),
        _("A year is estimated for a unit only if all that it was made of have a published total."),
        _("Estimated ranks are given only for years in which every unit of the new set can be estimated."),
        _("A figure of the old set, an estimate and a figure of the new set are never joined into one line."),
    ]


def averaging_chart(figures: MergerFigures) -> ChartCard:
    """Draw the old units and the new one, row by row, the largest effect first."""
    rows = [
        {
            "unit": new.slug,
            "name": new.name,
            "own_name": new.name if standing is new else _old_name(figures, standing, heir=new),
            "is_new": standing is new,
            "value": standing.value,
            "basis": basis_text(standing.value_badge),
            "text": _("%(name)s: %(value)s, rank %(rank)s") % _facts(standing),
        }
        for new, standings in _families(figures)
        for standing in (*standings, new)
    ]
    frame = pd.DataFrame(rows, columns=["unit", "name", "own_name", "is_new", "value", "basis", "text"])
    first = averaging_sentences(figures)[:1]
    return ChartCard(
        id="averaging-chart",
        title=_("What averaging did, %(period)s") % {"period": period_text(figures.after)},
        description=" ".join(
            [
                *first,
                _("Circles and diamonds belong to two unit sets; only values are compared here, not ranks."),
            ]
        ),
        figure=averaging_figure(
            frame.astype({"is_new": bool, "value": float}),
            old_label=_("merged units (among %(set)s)") % {"set": unit_set_label(figures.before.unit_set)},
            new_label=_("new unit (among %(set)s)") % {"set": unit_set_label(figures.after.unit_set)},
            value_label=_("Total"),
            row_label=_("New unit"),
            language=get_language(),
        ),
        sources=codes_in(figures.old, figures.new, columns=["value_source", "rank_source"]),
    )


def _families(figures: MergerFigures) -> list[tuple[Standing, list[Standing]]]:
    return [
        (figures.new_standings[unit], [figures.old_standings[old] for old in figures.predecessors[unit]])
        for unit in figures.merged
    ]


def _old_name(figures: MergerFigures, standing: Standing, *, heir: Standing) -> str:
    """Return the name of an old unit, told apart from the new one that took it over."""
    if standing.name != heir.name:
        return standing.name
    return name_before(standing.name, figures.effective_on[0])


def _facts(standing: Standing) -> dict[str, str]:
    return {
        "name": standing.name,
        "rank": marked_text(standing.rank_text or MISSING, standing.rank_badge),
        "value": marked_text(standing.value_text, standing.value_badge),
    }

"""What a ranking says beside its paragraph: which units are shown, how the figures came about."""

from collections.abc import Collection, Iterable, Sequence

import pandas as pd
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dtscore.pages.editions import period_text, unit_set_label
from dtscore.pages.ranges import ground_texts
from dtscore.pages.ranking.rows import Order
from dtscore.pages.ranking.table import FIGURES, RankingTable
from dtscore.pages.standings import value_text
from indicators.models import Edition
from indicators.scoring.differences import differs
from provinces.models import Unit

MOST_NAMED = 5


def units_text(edition: Edition) -> str:
    """Return who is ranked: “63 tỉnh, thành phố”; the name of the unit set where the number is unknown."""
    count = edition.unit_count
    if count is None:
        return edition.unit_set.name
    if edition.scorecard.level == Unit.Level.PROVINCE:
        return ngettext("%(count)d province or city", "%(count)d provinces and cities", count) % {
            "count": count
        }
    return ngettext("%(count)d unit (%(set)s)", "%(count)d units (%(set)s)", count) % {
        "count": count,
        "set": unit_set_label(edition.unit_set),
    }


def joined(texts: Sequence[str]) -> str:
    """Return “A, B và C”."""
    return get_text_list(list(texts), _("and"))


def shown_sentence(table: RankingTable, *, order: Order, chosen: Collection[str]) -> str:
    """Return which units are shown and how they are sorted; nothing of the only unit of its set."""
    if table.is_alone:
        return ""
    shown = len(order.units)
    facts = {
        "shown": shown,
        "all": len(table.members),
        "filters": ", ".join(chosen),
        "column": order.column.title or order.column.label,
        "direction": _("descending") if order.descending else _("ascending"),
    }
    if chosen:
        return (
            _("Showing %(shown)d of %(all)d units – %(filters)s; sorted by %(column)s, %(direction)s.")
            % facts
        )
    return (
        ngettext(
            "Showing %(shown)d unit, sorted by %(column)s, %(direction)s.",
            "Showing %(shown)d units, sorted by %(column)s, %(direction)s.",
            shown,
        )
        % facts
    )


def unnamed_sentence(table: RankingTable) -> str:
    """Return how many units of the set are not even known by name; nothing where all are."""
    unnamed = (table.edition.unit_count or 0) - len(table.members)
    if unnamed <= 0:
        return ""
    return ngettext(
        "%(count)d more unit is not known by name.", "%(count)d more units are not known by name.", unnamed
    ) % {"count": unnamed}


def explanations(table: RankingTable) -> list[str]:
    """Return how the figures came about and what the edition notes; an only unit ties with none."""
    sentences = [
        _("Units with the same value share a rank, and the next ranks are skipped."),
        _("A missing figure is not zero: its unit is listed apart, without a rank."),
    ]
    if table.is_alone:
        sentences = []
    if table.previous is not None and table.members["change"].notna().any():
        sentences.append(
            _("Changes are places gained or lost since %(period)s, among the same units (%(set)s).")
            % {"period": period_text(table.previous), "set": unit_set_label(table.edition.unit_set)}
        )
        if table.members["change"][table.members["rank"].notna()].isna().any():
            sentences.append(
                _(
                    "Changes are computed only between two editions that both have the rank of every unit; "
                    "one of these does not, so only published changes are shown, and “–” where none was "
                    "published."
                )
            )
    if not table.is_alone and table.known_count:
        sentences.append(" ".join(ground_texts(table.ranges)))
    notes = [table.edition.note] if table.edition.note else []
    return [*sentences, *_means_compared(table), *_differences(table), *notes]


def _means_compared(table: RankingTable) -> Iterable[str]:
    """Say where a published average differs from the one that the values give."""
    for measure in (table.total, *table.groups):
        summary = table.summaries.get(measure.code) if measure else None
        if summary is None or not summary.mean_is_published or pd.isna(summary.computed_mean):
            continue
        published, computed = (
            value_text(mean, edition=table.edition) for mean in (summary.mean, summary.computed_mean)
        )
        if published != computed:
            yield _("%(measure)s: the published average is %(published)s, computed it is %(computed)s.") % {
                "measure": measure.name,
                "published": published,
                "computed": computed,
            }


def _differences(table: RankingTable) -> Iterable[str]:
    """Say where a published rank or change differs from the computed one."""
    decimals = table.edition.methodology.decimals
    labels = {FIGURES[column.key]: column.label for column in table.columns if column.key in FIGURES}
    for figure, label in labels.items():
        published, computed = (table.members[f"{basis}_{figure}"] for basis in ("published", "computed"))
        differing = table.members["name"][differs(published, computed, decimals=decimals)]
        if not differing.empty:
            more = ["…"] if len(differing) > MOST_NAMED else []
            yield ngettext(
                "%(column)s: published and computed differ for %(count)d unit (%(units)s).",
                "%(column)s: published and computed differ for %(count)d units (%(units)s).",
                len(differing),
            ) % {
                "column": label,
                "count": len(differing),
                "units": ", ".join([*differing.head(MOST_NAMED), *more]),
            }


def known_ranks_text(ranks: pd.Series, edition: Edition) -> str:
    """Return “năm 2021 mới có 26/63 thứ hạng”; the bare number where nobody published of how many."""
    known = int(ranks.notna().sum())
    facts = {
        "period": period_text(edition),
        "known": f"{known}/{edition.unit_count}" if edition.unit_count else str(known),
    }
    if known == edition.unit_count:
        return _("%(period)s has all %(known)s ranks") % facts
    return _("%(period)s has %(known)s ranks so far") % facts

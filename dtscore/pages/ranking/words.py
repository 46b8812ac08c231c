"""What a ranking says in sentences: who leads, who rose, what is missing, how it was made."""

from collections.abc import Collection, Iterable, Sequence

import pandas as pd
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dtscore.pages.editions import period_text, unit_set_label
from dtscore.pages.ranking.rows import Order
from dtscore.pages.ranking.table import FIGURES, RankingTable, in_region
from dtscore.pages.standings import Standing, standings_of, value_text
from indicators.models import Edition
from indicators.scoring.completeness import is_complete
from indicators.scoring.differences import differs
from provinces.models import Unit

FIRST_RANKS = 3
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


def lead_sentences(table: RankingTable) -> list[str]:
    """Return the answer: who leads and who rose most; of a thin edition, what was published."""
    period = {"period": period_text(table.edition)}
    if not table.known_count:
        return [_("No ranks and no totals have been published for %(period)s yet.") % period]
    if table.is_alone:
        only = standings_of(table.members, edition=table.edition)[0]
        return [_("%(unit)s reached %(value)s in %(period)s.") % {**period, **_facts(only)}]
    return [sentence for sentence in (_who_leads(table), who_rose(table)) if sentence]


def who_rose(table: RankingTable) -> str:
    """Return who rose most; of changes that were published for some units only, the sentence says so."""
    changes = table.members["change"].dropna()
    if changes.empty or changes.max() <= 0 or table.previous is None:
        return ""
    risers = standings_of(table.members.loc[changes.index[changes == changes.max()]], edition=table.edition)
    facts = {
        "units": joined([_("%(name)s, ranked %(rank)s") % _facts(riser) for riser in risers]),
        "change": risers[0].change_text,
        "period": period_text(table.previous),
        "count": len(changes),
    }
    if len(changes) == table.edition.unit_count:
        if table.members.loc[changes.index, "change_is_computed"].any():
            return _("Rose most, as dtscore computes it: %(units)s (%(change)s since %(period)s).") % facts
        return _("Rose most: %(units)s (%(change)s since %(period)s).") % facts
    if len(changes) == 1:
        return _("The published change of rank: %(units)s (%(change)s since %(period)s).") % facts
    # Vietnamese has one plural form, so one and many are two messages.
    return (
        _("Largest rise of the %(count)d published changes: %(units)s (%(change)s since %(period)s).") % facts
    )


def region_sentence(table: RankingTable, *, region: str) -> str:
    """Return who leads a region, or that too few of its units are known to rank them."""
    frame = in_region(table.members, region)
    name = next(other.name for other in table.regions if other.code == region)
    leading = frame[frame["regional_rank"] <= FIRST_RANKS].sort_values(["regional_rank", "sort_key"])
    if is_complete(frame["regional_rank"], unit_count=len(frame)):
        first = [
            _("%(name)s (rank %(rank)s)") % {"name": standing.name, "rank": standing.regional_rank_text}
            for standing in standings_of(leading, edition=table.edition)
        ]
        return _("First in the region %(region)s: %(units)s.") % {"region": name, "units": joined(first)}
    known = int(frame[["value", "rank"]].notna().any(axis=1).sum())
    return _("The region %(region)s cannot be ranked yet: only %(known)d/%(count)d units so far.") % {
        "region": name,
        "known": known,
        "count": len(frame),
    }


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


def coverage_sentence(table: RankingTable) -> str:
    """Return that only some units are known; nothing for a full edition, or the only unit of its set."""
    if not table.is_thin or table.is_alone:
        return ""
    facts = {
        "known": table.known_count,
        "count": table.edition.unit_count,
        "values": int(table.members["value"].notna().sum()),
        "ranks": int(table.members["rank"].notna().sum()),
    }
    if table.edition.unit_count is None:
        return (
            _(
                "%(known)d units have been published so far (%(values)d totals, %(ranks)d ranks). How many "
                "were ranked was not published, so ranks stand without that number; averages, leaders "
                "and movement are not computed."
            )
            % facts
        )
    return (
        _(
            "Only %(known)d/%(count)d units so far (%(values)d totals, %(ranks)d ranks). The page shows "
            "published figures alone: averages, leaders, movement and ranks in the regions are not computed."
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
    notes = [table.edition.note] if table.edition.note else []
    return [*sentences, *_means_compared(table), *_differences(table), *notes]


def _who_leads(table: RankingTable) -> str:
    members = table.members
    order = members[["rank", "sort_key"]].dropna(subset="rank").sort_values(["rank", "sort_key"])
    first_ranks = order.index[order["rank"] <= FIRST_RANKS]
    facts = {"units": units_text(table.edition), "period": period_text(table.edition)}
    if order.empty:
        return _("The best totals published for %(period)s: %(first)s.") % {**facts, "first": _best(table)}
    if table.is_thin:
        first = standings_of(members.loc[order.index[:FIRST_RANKS]], edition=table.edition)
        named = joined([_("%(name)s (rank %(rank)s)") % _facts(standing) for standing in first])
        return _("The highest ranks published for %(period)s: %(first)s.") % {**facts, "first": named}
    leading = standings_of(members.loc[first_ranks], edition=table.edition)
    first = [_with_value(standing) for standing in leading if standing.rank == leading[0].rank]
    following = [_with_value(standing) for standing in leading[len(first) :]]
    facts |= {"first": joined(first), "next": joined(following)}
    if not following:
        return _("%(first)s leads %(units)s in %(period)s.") % facts
    return _("%(first)s leads %(units)s in %(period)s, followed by %(next)s.") % facts


def _best(table: RankingTable) -> str:
    """Return the units of the best totals, where no rank is known."""
    better = table.edition.methodology.higher_is_better
    known = table.members[table.members["value"].notna()]
    first = known.sort_values(["value", "sort_key"], ascending=[not better, True]).head(FIRST_RANKS)
    return joined([_with_value(standing) for standing in standings_of(first, edition=table.edition)])


def _with_value(standing: Standing) -> str:
    return standing.name if pd.isna(standing.value) else f"{standing.name} ({standing.value_text})"


def _facts(standing: Standing) -> dict[str, str]:
    return {
        "unit": standing.name,
        "name": standing.name,
        "rank": standing.rank_text,
        "value": standing.value_text,
    }


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

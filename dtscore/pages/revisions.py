"""What a revision of a published edition changed, for all to see."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dtscore.pages.links import profile_url, ranking_url
from dtscore.pages.standings import rank_text, status_name, value_text
from indicators.models import Edition, Ranking
from indicators.notation import MISSING, format_date
from indicators.workflow.differences import (
    ChangedBenchmark,
    ChangedFigure,
    ChangedLeaderList,
    changed_benchmarks,
    changed_figures,
    changed_leader_lists,
)
from provinces.models import Unit

MOST_ROWS = 200
# What the two columns of the list tell.
SHOWN = ["value", "value_text", "rank", "status", "units"]
CHANGES_ID = "sua-doi"


@dataclass(frozen=True, kw_only=True)
class RevisionNote:
    """That an edition is a revision: which, of which day, how much it changed, and where that is listed."""

    text: str
    changes_text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One figure before and after; ``besides`` names what else changed, such as its source."""

    subject: str
    url: str
    measure: str
    former: str
    new: str
    besides: str


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """All that a revision changed; ``more_text`` counts what is not listed."""

    rows: tuple[Correction, ...]
    more_text: str


def revision_note(edition: Edition) -> RevisionNote | None:
    """Return what every page of a revised edition says of it; None for an edition as first published."""
    if edition.replaces_id is None:
        return None
    count = edition.computed_corrections
    if count is None:
        # Published before this was counted.
        count = sum(map(len, _changes(edition)))
    changes = ngettext(
        "%(count)d figure differs from the edition before it",
        "%(count)d figures differ from the edition before it",
        count,
    )
    published_on = timezone.localdate(edition.published_at)
    return RevisionNote(
        text=_("Revision %(number)d, published on %(date)s.")
        % {"number": edition.amendment, "date": format_date(published_on)},
        changes_text=changes % {"count": count},
        url=f"{ranking_url(edition)}#{CHANGES_ID}",
    )


def corrections(edition: Edition) -> Corrections | None:
    """List every figure that a revision changed; None for an edition as first published."""
    replaced = _replaced(edition)
    if not replaced:
        return None
    figures, averages, lists = _changes(edition)
    rows = [
        *_corrected_figures(figures[:MOST_ROWS], edition=edition, replaced=replaced),
        *(_corrected_average(change, edition=edition, replaced=replaced) for change in averages),
        *(_corrected_list(change, edition=edition) for change in lists),
    ]
    more = len(figures) - MOST_ROWS
    more_text = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
    return Corrections(rows=tuple(rows), more_text=more_text if more > 0 else "")


def _replaced(edition: Edition) -> Edition | None:
    """Return the edition that the public saw before this one."""
    if edition.replaces_id is None:
        return None
    return Edition.objects.once_published().with_rules().filter(pk=edition.replaces_id).first()


def _changes(
    edition: Edition,
) -> tuple[list[ChangedFigure], list[ChangedBenchmark], list[ChangedLeaderList]]:
    return changed_figures(edition), changed_benchmarks(edition), changed_leader_lists(edition)


def _corrected_figures(
    changes: Iterable[ChangedFigure], *, edition: Edition, replaced: Edition
) -> list[Correction]:
    changes = list(changes)
    units = Unit.objects.with_names().in_bulk({change.unit_id for change in changes})
    return [
        Correction(
            subject=_name(unit := units[change.unit_id], edition),
            url=profile_url(unit.slug, edition=edition),
            measure=change.measure.name,
            former=_figure(change.former, replaced),
            new=_figure(change.new, edition),
            besides=", ".join(change.changed_beside(*SHOWN)),
        )
        for change in changes
    ]


def _corrected_average(change: ChangedBenchmark, *, edition: Edition, replaced: Edition) -> Correction:
    former, new = change.former, change.new
    return Correction(
        subject=str(change.row.region or change.row.get_scope_display()),
        url="",
        measure=change.measure.name,
        former=value_text(former.value, edition=replaced, printed=former.value_text) if former else MISSING,
        new=value_text(new.value, edition=edition, printed=new.value_text) if new else MISSING,
        besides=", ".join(change.changed_beside(*SHOWN)),
    )


def _corrected_list(change: ChangedLeaderList, *, edition: Edition) -> Correction:
    return Correction(
        subject=_("List of leaders"),
        url="",
        measure=change.measure.name,
        former=", ".join(_name(unit, edition) for unit in change.left) or MISSING,
        new=", ".join(_name(unit, edition) for unit in change.joined) or MISSING,
        besides=", ".join(change.changed_beside(*SHOWN)),
    )


def _figure(row: Ranking | None, edition: Edition) -> str:
    """Return “0,6077 (25/63)”, what of it was published, or the reason why nothing was."""
    if row is None:
        return MISSING
    if row.value is None and row.rank is None:
        return status_name(row.status)
    rank = "" if row.rank is None else rank_text(row.rank, edition.unit_count)
    if row.value is None:
        return _("rank %(rank)s") % {"rank": rank}
    value = value_text(row.value, edition=edition, printed=row.value_text)
    return f"{value} ({rank})" if rank else value


def _name(unit: Unit, edition: Edition) -> str:
    name, _type = unit.called_on(edition.names_on)
    return name

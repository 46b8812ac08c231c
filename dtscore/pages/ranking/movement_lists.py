"""Units that moved alike, named: risers, fallers, and those whose score and rank went apart."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dtscore.pages.links import TextLink
from dtscore.pages.marks import Badge, computed_badge, own_badge, usual_mark
from dtscore.pages.ranking.movement import Movement
from dtscore.pages.standings import Standing, standings_of
from indicators.scoring.movements import BETTER_BUT_LOWER, WORSE_BUT_HIGHER, fallers, risers

MOST_MOVED = 5
# More names are no list, however many tie.
MOST_NAMED = 20
MOST_PARTED = 12


@dataclass(frozen=True, kw_only=True)
class MovementList:
    """Some units that moved alike, each with how; ``badge`` says how most of the changes are known."""

    heading: str
    units: tuple[TextLink, ...]
    badge: Badge | None = None
    remark: str = ""


def movement_lists(movement: Movement) -> list[MovementList]:
    """Name risers and fallers of a whole edition, else published changes; then whose score and rank part."""
    changes = movement.changes
    if movement.is_whole:
        moved = [
            _moved(movement, _("Rose most"), risers(changes, most=MOST_MOVED)),
            _moved(movement, _("Fell most"), fallers(changes, most=MOST_MOVED)),
        ]
    else:
        known = changes.dropna().sort_values(ascending=False, kind="stable")
        moved = [_moved(movement, _("Published changes of rank"), list(known.index))]
    parted = [_parted(movement, kind) for kind in (BETTER_BUT_LOWER, WORSE_BUT_HIGHER)]
    return [named for named in (*moved, *parted) if named.units]


def _moved(movement: Movement, heading: str, units: Sequence[Hashable]) -> MovementList:
    standings = _standings(movement, units[:MOST_NAMED])
    more = len(units) - len(standings)
    badge = usual_mark(standing.change_badge for standing in standings)
    return MovementList(
        heading=heading,
        units=tuple(
            TextLink(text=_moved_text(standing, usual=badge), url=standing.url) for standing in standings
        ),
        badge=badge,
        remark=ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more} if more else "",
    )


def _moved_text(standing: Standing, *, usual: Badge | None) -> str:
    own = own_badge(standing.change_badge, usual=usual)
    parts = [standing.change_text, standing.rank_text, *([own.text] if own else [])]
    return f"{standing.name} ({', '.join(parts)})"


def _parted(movement: Movement, kind: str) -> MovementList:
    """Name those whose score went one way and whose rank the other, the greatest change first."""
    units = movement.crossings.index[movement.crossings == kind]
    changes = movement.changes[units].astype(float)
    order = changes.sort_values(ascending=kind == BETTER_BUT_LOWER, kind="stable")
    heading, remark = _parted_words(kind, count=len(units))
    if len(units) > MOST_PARTED:
        remark = f"{remark} {_('The table marks all of them.')}"
    return MovementList(
        heading=heading,
        remark=remark,
        # Whatever was published of the ranks, the differences and who is listed were not.
        badge=computed_badge(movement.table.edition),
        units=tuple(
            TextLink(text=_parted_text(movement, standing), url=standing.url)
            for standing in _standings(movement, order.index[:MOST_PARTED])
        ),
    )


def _parted_words(kind: str, *, count: int) -> tuple[str, str]:
    """Return the heading of a list, and why it came so."""
    if kind == BETTER_BUT_LOWER:
        heading = ngettext(
            "Score up but rank down: %(count)d unit", "Score up but rank down: %(count)d units", count
        )
        remark = _("They gained less than the units around them.")
    else:
        heading = ngettext(
            "Score down but rank up: %(count)d unit", "Score down but rank up: %(count)d units", count
        )
        remark = _("They lost less than the units around them.")
    return heading % {"count": count}, remark


def _parted_text(movement: Movement, standing: Standing) -> str:
    return _("%(name)s (total %(difference)s, %(change)s)") % {
        "name": standing.name,
        "difference": movement.difference(standing.unit_id),
        "change": standing.change_text,
    }


def _standings(movement: Movement, units: Sequence[Hashable]) -> list[Standing]:
    return standings_of(movement.table.members.loc[list(units)], edition=movement.table.edition)

"""Reading the history newest first: some lines at a time, over all tables at once."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from indicators.admin.history.kinds import KINDS, Kind

PLACES = {kind.code: place for place, kind in enumerate(KINDS)}


class Position(NamedTuple):
    """Where a line stands; of one moment in the order of the kinds, of one kind the newest first."""

    at: dt.datetime
    kind: Kind
    key: int

    def __str__(self):
        return f"{self.at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.%fZ}_{self.kind.code}_{self.key}"


def position_from(text: str) -> Position | None:
    """Return the position that an address names; None where it names none."""
    at, _bar, rest = text.partition("_")
    code, _bar, key = rest.partition("_")
    if code not in PLACES or not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    try:
        moment = dt.datetime.fromisoformat(at).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return Position(moment, KINDS[PLACES[code]], int(key))


def newest(
    conditions: Iterable[tuple[Kind, Q]], *, count: int, after: Position | None = None
) -> list[tuple[Kind, int]]:
    """Return the newest lines, by their kind and key, with one query however many tables there are.

    Each table gives the few that may be among them, by its index of the time.

    Args:
        conditions: which lines of which kinds.
        after: only those that stand behind this one.
    """
    parts, parameters = [], []
    for kind, condition in conditions:
        try:
            sql, its_parameters = _part(kind, condition, count=count, after=after)
        except EmptyResultSet:
            # Django sees without asking that nothing of this kind fits.
            continue
        parts.append(f"SELECT {PLACES[kind.code]} AS place, part.* FROM ({sql}) part")
        parameters += its_parameters
    if not parts:
        return []
    union = " UNION ALL ".join(parts)
    with connection.cursor() as cursor:
        cursor.execute(f"{union} ORDER BY 2 DESC, 1, 3 DESC LIMIT {count:d}", parameters)
        return [(KINDS[place], key) for place, _at, key in cursor.fetchall()]


def _part(kind: Kind, condition: Q, *, count: int, after: Position | None) -> tuple[str, tuple]:
    rows = kind.table._base_manager.filter(condition, **{f"{kind.at}__isnull": False})
    if after is not None:
        rows = rows.filter(_behind(kind, after))
    return _newest_of(kind, rows)[:count].query.sql_with_params()


def _newest_of(kind: Kind, rows: QuerySet) -> QuerySet:
    return rows.order_by(f"-{kind.at}", f"-{kind.key}").values_list(kind.at, kind.key)


def _behind(kind: Kind, after: Position) -> Q:
    own, other = PLACES[kind.code], PLACES[after.kind.code]
    if own < other:
        return Q(**{f"{kind.at}__lt": after.at})
    at_most = Q(**{f"{kind.at}__lte": after.at})
    if own > other:
        return at_most
    # The first half alone is what an index answers.
    return at_most & (Q(**{f"{kind.at}__lt": after.at}) | Q(**{f"{kind.key}__lt": after.key}))

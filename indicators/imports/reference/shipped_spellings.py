"""Spellings that come with the project; a later version brings new ones to unit sets that are there."""

from collections.abc import Iterable

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType

from provinces.models import ShippedSpelling, UnitAlias
from provinces.names import match_key


def new_spellings(aliases: list[UnitAlias]) -> list[UnitAlias]:
    """Return the spellings that their unit set was never given, and that officers decided nothing about.

    A set that was loaded before the given ones were noted tells what officers took out by the history of the
    admin alone.
    """
    given = _keys(ShippedSpelling) | _keys(UnitAlias)
    deletions = LogEntry.objects.filter(
        action_flag=DELETION, content_type=ContentType.objects.get_for_model(UnitAlias)
    )
    taken_out = set(deletions.values_list("object_repr", flat=True))
    meant = {}
    for unit_set, key, unit in UnitAlias.objects.values_list("unit_set", "match_key", "unit"):
        meant.setdefault((unit_set, key), set()).add(unit)
    return [
        alias
        for alias in aliases
        if (alias.unit_set.pk, alias.spelling) not in given
        and alias.spelling not in taken_out
        # One that an officer confirmed for another unit is not made ambiguous.
        and meant.get((alias.unit_set.pk, match_key(alias.spelling)), set()) <= {alias.unit.pk}
    ]


def note_spellings(aliases: Iterable[UnitAlias]) -> None:
    """Note which spellings unit sets were given; what is noted is never added again."""
    ShippedSpelling.objects.bulk_create(
        (ShippedSpelling(unit_set=alias.unit_set, spelling=alias.spelling) for alias in aliases),
        ignore_conflicts=True,
    )


def _keys(model: type[UnitAlias | ShippedSpelling]) -> set[tuple[int, str]]:
    return set(model.objects.values_list("unit_set", "spelling"))

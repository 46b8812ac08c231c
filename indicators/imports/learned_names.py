"""What a person said that names mean, kept as spellings of their unit sets once the import is written.

Until then it lives in the answers of the import alone: an upload that is discarded teaches nothing.
"""

from collections.abc import Iterator

from django.db import transaction

from indicators.imports.matching.unit_names import checked_spelling, learn_alias
from indicators.imports.problems import Problem, RefusedFileError
from indicators.models import ImportBatch, ImportCell
from provinces.models import Unit, UnitAlias, UnitSet, User


def check_answers(batch: ImportBatch, meant: dict[str, str]) -> None:
    """Check that answers can be kept in the sets of an import that their units belong to.

    Args:
        meant: the slug of the unit that each printed name means.

    Raises:
        RefusedFileError: if a name means another unit there already.
    """
    units = Unit.objects.in_bulk(set(meant.values()), field_name="slug")
    for unit_set in sets_written_to(batch):
        members = set(unit_set.members.values_list("unit", flat=True))
        for printed, slug in meant.items():
            if units[slug].pk in members:
                checked_spelling(unit_set, unit=units[slug], spelling=printed)


@transaction.atomic
def learn_answers(batch: ImportBatch, *, user: User) -> tuple[Problem, ...]:
    """Keep the answers by which figures of an import were written as spellings, and note which are new.

    Returns:
        Why an answer is not kept: a colleague gave the spelling another meaning since. It counted for this
        table alone.
    """
    problems, learned = [], []
    for unit_set, unit, printed in _used_answers(batch):
        try:
            checked = checked_spelling(unit_set, unit=unit, spelling=printed)
            is_new = not UnitAlias.objects.filter(unit_set=unit_set, spelling=checked).exists()
            alias = learn_alias(unit_set, unit=unit, spelling=printed, user=user)
        except RefusedFileError as refusal:
            problems += refusal.problems
            continue
        if is_new:
            learned.append(
                {"alias": alias.pk, "spelling": alias.spelling, "unit": unit.slug, "unit_set": unit_set.code}
            )
    batch.learned = learned
    batch.save(update_fields=["learned"])
    return tuple(problems)


def learned_aliases(batch: ImportBatch) -> list[UnitAlias]:
    """Return the spellings that an import taught and that still mean what it taught."""
    taught = {learned["alias"]: learned for learned in batch.learned}
    aliases = UnitAlias.objects.filter(pk__in=taught).select_related("unit", "unit_set").order_by("pk")
    return [
        alias
        for alias in aliases
        if (alias.spelling, alias.unit.slug) == (taught[alias.pk]["spelling"], taught[alias.pk]["unit"])
    ]


def forget_learned(batch: ImportBatch) -> int:
    """Delete the spellings that an import taught and that nobody changed since; return how many."""
    keys = [alias.pk for alias in learned_aliases(batch)]
    UnitAlias.objects.filter(pk__in=keys).delete()
    return len(keys)


def sets_written_to(batch: ImportBatch):
    """Return the unit sets of the editions that an import writes to."""
    return UnitSet.objects.filter(pk__in=batch.targets.values("unit_set"))


def _used_answers(batch: ImportBatch) -> Iterator[tuple[UnitSet, Unit, str]]:
    units = Unit.objects.in_bulk(set(batch.answers.values()), field_name="slug")
    sets = sets_written_to(batch).in_bulk()
    cells = batch.cells.filter(as_printed__in=batch.answers, unit__isnull=False, row__isnull=False)
    taken = cells.exclude(state__in=[ImportCell.State.REFUSED, ImportCell.State.LEFT_OUT]).order_by()
    places = set(taken.values_list("target__unit_set", "as_printed", "unit").distinct())
    for unit_set, printed, unit_id in sorted(places, key=str):
        unit = units.get(batch.answers[printed])
        if unit_set in sets and unit is not None and unit.pk == unit_id:
            yield sets[unit_set], unit, printed

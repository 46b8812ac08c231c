"""What a draft would change, row by row, against the edition that it replaces."""

import hashlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from indicators.models import Benchmark, Edition, ImportBatch, LeaderList, Measure, Ranking
from provinces.models import Source, Unit


@dataclass(frozen=True)
class Change:
    """One published row before and after; None for the side on which it does not stand."""

    former: Model | None
    new: Model | None

    @property
    def row(self) -> Model:
        """The row as it will stand, or as it stood before it was taken out."""
        return self.new or self.former

    @property
    def measure(self) -> Measure:
        return self.row.measure

    @property
    def changed_fields(self) -> list[str]:
        """The names, for people, of the fields that differ; none where the row itself comes or goes."""
        return self.changed_beside()

    def changed_beside(self, *shown: str) -> list[str]:
        """Return the names, for people, of the fields that differ, without those that are shown anyway."""
        if self.former is None or self.new is None:
            return []
        former, new = _stated_values(self.former), _stated_values(self.new)
        changed = [name for name in new if new[name] != former[name] and name not in shown]
        return [str(self.new._meta.get_field(name).verbose_name) for name in changed]


class ChangedFigure(Change):
    """A ranking before and after."""

    @property
    def unit_id(self) -> int:
        return self.row.unit_id

    @property
    def value_difference(self) -> Decimal | None:
        """How much the value grows; None where it is not known on both sides."""
        return _growth(self.former, self.new)


class ChangedBenchmark(Change):
    """A published average before and after; ``row.region`` is None for that of the whole unit set."""

    @property
    def value_difference(self) -> Decimal | None:
        """How much the average grows; None where it is not known on both sides."""
        return _growth(self.former, self.new)


class ChangedLeaderList(Change):
    """A list of leaders before and after."""

    @property
    def joined(self) -> list[Unit]:
        """The units that come on the list."""
        return _units_of_first_alone(self.new, self.former)

    @property
    def left(self) -> list[Unit]:
        """The units that leave the list."""
        return _units_of_first_alone(self.former, self.new)


def changed_figures(edition: Edition) -> list[ChangedFigure]:
    """Compare the rankings of a revision, computed columns aside, with those that it replaces.

    Returns:
        One entry a row that differs, by measure and unit; none for an edition that replaces nothing.
    """
    rows = Ranking.objects.select_related("measure").in_bulk(_rankings_without_equal(edition))
    sides: dict[tuple, dict[int, Ranking]] = {}
    for row in sorted(rows.values(), key=lambda row: row.unit_id):
        sides.setdefault((row.unit_id, row.measure.code), {})[row.edition_id] = row
    return _by_measure(
        ChangedFigure(former=rows.get(edition.replaces_id), new=rows.get(edition.pk))
        for rows in sides.values()
    )


def changed_benchmarks(edition: Edition) -> list[ChangedBenchmark]:
    """Compare the published averages of a revision with those that it replaces, like ``changed_figures``."""
    benchmarks = Benchmark.objects.select_related("measure", "region").order_by("region__code")
    changes = _changed(edition, benchmarks, key=lambda row: (row.region_id, row.measure.code))
    return _by_measure(ChangedBenchmark(*sides) for sides in changes)


def changed_leader_lists(edition: Edition) -> list[ChangedLeaderList]:
    """Compare the lists of leaders of a revision with those that it replaces, like ``changed_figures``."""
    lists = LeaderList.objects.select_related("measure").prefetch_related("units__names")
    changes = _changed(edition, lists, key=lambda row: row.measure.code)
    return _by_measure(ChangedLeaderList(*sides) for sides in changes)


def unsourced_count(edition: Edition) -> int:
    """Count the rows of an edition that hold a value or a rank without its source."""
    without_value_source = Q(value__isnull=False, value_source__isnull=True)
    without_rank_source = Q(rank__isnull=False, rank_source__isnull=True)
    return edition.rankings.filter(without_value_source | without_rank_source).count()


def sources_called_as_files(edition: Edition) -> list[Source]:
    """Return the sources of an edition's figures that an import made of its file, and nobody named since."""
    columns = ("value_source", "rank_source", "context_source")
    named = {source for row in edition.rankings.values_list(*columns).distinct() for source in row}
    called = ImportBatch.objects.filter(source=OuterRef("pk"), name=OuterRef("title"))
    return list(Source.objects.filter(Exists(called), pk__in=named - {None}).order_by("code"))


def draft_fingerprint(edition: Edition) -> str:
    """Return a text that changes with anything that publishing the draft would publish."""
    parts = [
        Edition.objects.filter(pk=edition.pk).values_list(*_stated_fields(Edition)),
        *(
            model.objects.filter(edition=edition).order_by("pk").values_list("pk", *_stated_fields(model))
            for model in (Ranking, Benchmark, LeaderList)
        ),
        LeaderList.units.through.objects.filter(leaderlist__edition=edition)
        .order_by("leaderlist", "unit")
        .values_list("leaderlist", "unit"),
    ]
    return hashlib.sha256(repr([list(part) for part in parts]).encode()).hexdigest()


def _changed(
    edition: Edition, rows: QuerySet, *, key: Callable[[Model], Hashable]
) -> list[tuple[Model | None, Model | None]]:
    """Return both sides of every row that differs between an edition and the one that it replaces."""
    if edition.replaces_id is None:
        return []
    former, new = (
        {key(row): row for row in rows.filter(edition=side)} for side in (edition.replaces_id, edition.pk)
    )
    sides = [(former.get(place), new.get(place)) for place in {**former, **new}]
    return [(before, after) for before, after in sides if _stated_values(before) != _stated_values(after)]


def _rankings_without_equal(edition: Edition) -> list[int]:
    """Return the ids of the rows, of an edition and of the one that it replaces, that only one of them has.

    They are compared as plain values: making an object of each row takes ten times as long.
    """
    if edition.replaces_id is None:
        return []
    names = [name for name in _stated_fields(Ranking) if name not in ("edition", "measure")]
    both = Ranking.objects.stated().filter(edition__in=[edition.replaces_id, edition.pk])
    alike: dict[tuple, list[int]] = {}
    for pk, *values in both.values_list("pk", "measure__code", *names):
        alike.setdefault(tuple(values), []).append(pk)
    return [pk for pks in alike.values() if len(pks) == 1 for pk in pks]


def _by_measure(changes: Iterable[Change]) -> list:
    return sorted(changes, key=lambda change: (change.measure.order, change.measure.code))


def _stated_fields(model: type[Model]) -> list[str]:
    """Return the fields of a model that people give, not we compute."""
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    return [name for name in fields if not name.startswith("computed_")]


def _stated_values(row: Model | None) -> dict[str, object] | None:
    """Return what a row states, without the edition and the measure under which it does."""
    if row is None:
        return None
    names = [name for name in _stated_fields(type(row)) if name not in ("edition", "measure")]
    values = {name: row.serializable_value(name) for name in names}
    if isinstance(row, LeaderList):
        values["units"] = {unit.pk for unit in row.units.all()}
    return values


def _growth(former: Ranking | Benchmark | None, new: Ranking | Benchmark | None) -> Decimal | None:
    sides = [row.value for row in (former, new) if row is not None and row.value is not None]
    return sides[1] - sides[0] if len(sides) == 2 else None


def _units_of_first_alone(first: LeaderList | None, second: LeaderList | None) -> list[Unit]:
    others = set(second.units.all()) if second else set()
    return [unit for unit in (first.units.all() if first else ()) if unit not in others]

"""The names of what lines of the history are about, read for all of them at once."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.translation import gettext as _

from indicators.admin.history.filters import edition_label
from indicators.admin.submissions.access import person_name
from indicators.models import Assessment, Edition, Methodology, ScoringRule, Submission
from provinces.models import Unit, User

# What leads from a row to the unit, the edition and the indicator that it is about.
STEPS = {
    Assessment: {"submission_id": Submission, "indicator_id": None},
    ScoringRule: {"indicator_id": None},
    Submission: {"unit_id": Unit, "edition_id": Edition},
}
WRITTEN: dict[type[Model], Callable[[Model], str]] = {
    Edition: edition_label,
    Methodology: lambda row: f"{row.scorecard} · {row.name}",
    User: person_name,
}
OWN_NAMES = ("name", "title", "period", "slug")


@dataclass(frozen=True)
class Subject:
    """What a line is about; empty where it has nothing of the kind."""

    unit: str = ""
    edition: str = ""
    indicator: str = ""
    rest: str = ""

    def __str__(self):
        return " · ".join(part for part in (self.unit, self.edition, self.indicator, self.rest) if part)


@dataclass
class Names:
    """Rows that others name: the facts of those on the way, the names of those at its end."""

    facts: dict[type[Model], dict[int, dict]] = field(default_factory=lambda: defaultdict(dict))
    labels: dict[type[Model], dict[int, str]] = field(default_factory=lambda: defaultdict(dict))

    def name(self, model: type[Model], key: int | None) -> str:
        """Return what a row is called; the parts of its subject where it is on the way."""
        if key is None:
            return ""
        if model in STEPS:
            return str(Subject(**self.parts(model, key)))
        return self.labels[model].get(key) or _("no. %(key)s") % {"key": key}

    def parts(self, model: type[Model], key: int | None) -> dict[str, str]:
        """Return the unit, the edition and the indicator that a row is about."""
        found = {}
        for column, value in self.facts[model].get(key, {}).items():
            parent = model._meta.get_field(column.removesuffix("_id")).related_model
            if parent in STEPS:
                found |= self.parts(parent, value)
            else:
                found[column.removesuffix("_id")] = self.name(parent, value)
        return found


def names_of(wanted: dict[type[Model], set[int]]) -> Names:
    """Read the names of rows; of those that are deleted since what is kept of them.

    Args:
        wanted: keys by model.
    """
    names, wanted = Names(), defaultdict(set, {model: set(keys) for model, keys in wanted.items()})
    for model, columns in STEPS.items():
        facts = _facts(model, wanted.pop(model, set()), columns=list(columns))
        names.facts[model] = facts
        for column in columns:
            parent = model._meta.get_field(column.removesuffix("_id")).related_model
            wanted[parent] |= {fact[column] for fact in facts.values()} - {None}
    for model, keys in wanted.items():
        names.labels[model] = _labels(model, keys)
    return names


def _facts(model: type[Model], keys: Collection[int], *, columns: list[str]) -> dict[int, dict]:
    found = {
        key: dict(zip(columns, values, strict=True))
        for key, *values in model.objects.filter(pk__in=keys).values_list("pk", *columns)
    }
    if missing := set(keys) - found.keys():
        kept = model.history.filter(id__in=missing).order_by("history_id").values_list("id", *columns)
        found |= {key: dict(zip(columns, values, strict=True)) for key, *values in kept}
    return found


def _labels(model: type[Model], keys: Collection[int]) -> dict[int, str]:
    if not keys:
        return {}
    rows = model._base_manager.filter(pk__in=keys)
    if model is Unit:
        rows = rows.prefetch_related("names")
    elif model in (Edition, Methodology):
        rows = rows.select_related("scorecard", *(["unit_set"] if model is Edition else []))
    write = WRITTEN.get(model, str)
    found = {row.pk: write(row) for row in rows}
    missing = set(keys) - found.keys()
    if missing and hasattr(model, "history"):
        kept = model.history.filter(id__in=missing).order_by("history_id")
        found |= {row.id: _("%(name)s (deleted)") % {"name": _own_name(row)} for row in kept}
    return found


def _own_name(row: Model) -> str:
    names = (getattr(row, name, "") for name in OWN_NAMES)
    return next((name for name in names if name), str(row.id))

"""The kinds of rows whose history is kept, and what each row belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.models import (
    Assessment,
    Assignment,
    CompositePart,
    Deadline,
    Edition,
    Evidence,
    Extension,
    ImportBatch,
    ImportTarget,
    Measure,
    MeasureLink,
    Methodology,
    Question,
    Scorecard,
    ScoringException,
    ScoringRule,
    ScoringStep,
    Submission,
    SubmissionEvent,
)
from provinces.models import Region, Source, Succession, Unit, UnitAlias, UnitName, UnitSet, UnitSetMember


@dataclass(frozen=True, eq=False)
class Kind:
    """A table whose rows are lines of the history.

    ``belongs`` says by which paths a line is found: by a unit, an edition, a scorecard, a submission or the
    code of an indicator. ``subject`` names the fields that say which row it is.
    """

    model: type[Model]
    subject: tuple[str, ...]
    belongs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    act: str = ""
    at: str = "history_date"
    key: str = "history_id"
    by: str = "history_user"

    @property
    def code(self) -> str:
        """How the address names it."""
        return f"{self.model._meta.model_name}{'-' if self.act else ''}{self.act}"

    @property
    def label(self) -> str:
        words = {"commit": pgettext("act", "Import"), "undo": _("Import undone")}
        return words.get(self.act) or capfirst(str(self.model._meta.verbose_name))

    @property
    def is_kept(self) -> bool:
        """Whether its lines are states of rows, kept by django-simple-history."""
        return self.at == "history_date"

    @property
    def table(self) -> type[Model]:
        """The model that its lines are read from."""
        return self.model.history.model if self.is_kept else self.model

    def belonging(self, to: str, found: QuerySet | list) -> Q | None:
        """Return the condition that a line belongs to some units, editions …; None where it never does."""
        if to == "edition" and self.model is ImportBatch:
            return Q(pk__in=ImportTarget.objects.filter(edition__in=found).values("batch"))
        paths = self.belongs.get(to)
        if paths is None:
            return None
        condition = Q()
        for path in paths:
            condition |= within(self.table, path, found)
        return condition


def within(table: type[Model], path: str, found: QuerySet | list) -> Q:
    """Return the condition that a path leads to some rows, by what is kept of the rows on the way.

    So it holds for rows that are deleted since, with all that they belonged to.
    """
    name, _bar, rest = path.partition("__")
    if not rest:
        return Q(**{f"{name}__in": found})
    parent = table._meta.get_field(name).related_model
    kept = parent.history.filter(within(parent.history.model, rest, found))
    condition = Q(**{f"{name}__in": kept.order_by().values("id")})
    if parent is Assessment:
        # Scores in which nothing was typed yet have no history.
        live = Assessment.objects.filter(within(Assessment, rest, found))
        condition |= Q(**{f"{name}__in": live.values("pk")})
    return condition


def _of_submission(path: str, code: str = "") -> dict[str, tuple[str, ...]]:
    before = f"{path}__" if path else ""
    own = {
        "submission": (path or "id",),
        "unit": (f"{before}unit",),
        "edition": (f"{before}edition",),
        "scorecard": (f"{before}edition__scorecard",),
    }
    return own | ({"code": (code,)} if code else {})


def _of_measure(*paths: str, **more: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {
        "scorecard": tuple(f"{path}__methodology__scorecard" for path in paths),
        "code": tuple(f"{path}__code" for path in paths),
        **more,
    }


_EVENTS = {"at": "acted_at", "key": "id", "by": "acted_by"}
KINDS = (
    Kind(SubmissionEvent, ("submission",), _of_submission("submission"), **_EVENTS),
    Kind(Assessment, ("submission", "indicator"), _of_submission("submission", "indicator__code")),
    Kind(Question, ("assessment",), _of_submission("assessment__submission", "assessment__indicator__code")),
    Kind(
        Evidence,
        ("assessment", "number", "title"),
        _of_submission("assessment__submission", "assessment__indicator__code"),
    ),
    Kind(Submission, ("unit", "edition"), _of_submission("")),
    Kind(Extension, ("submission", "stage"), _of_submission("submission")),
    Kind(Deadline, ("edition", "stage"), {"edition": ("edition",), "scorecard": ("edition__scorecard",)}),
    Kind(
        Assignment,
        ("user", "role"),
        {"unit": ("unit",), "scorecard": ("scorecard",), "code": ("group_code",)},
    ),
    Kind(Edition, ("edition",), {"edition": ("id",), "scorecard": ("scorecard",)}),
    Kind(
        ImportBatch, ("name",), {"scorecard": ("scorecard",)}, "commit", "committed_at", "id", "committed_by"
    ),
    Kind(ImportBatch, ("name",), {"scorecard": ("scorecard",)}, "undo", "undone_at", "id", "undone_by"),
    Kind(ScoringRule, ("indicator",), _of_measure("indicator")),
    Kind(
        ScoringStep,
        ("rule", "at_least"),
        {"scorecard": ("rule__indicator__methodology__scorecard",), "code": ("rule__indicator__code",)},
    ),
    Kind(ScoringException, ("indicator", "unit", "unit_type"), _of_measure("indicator", unit=("unit",))),
    Kind(Scorecard, ("name",), {"scorecard": ("id",)}),
    Kind(Methodology, ("scorecard", "name"), {"scorecard": ("scorecard",)}),
    Kind(
        Measure,
        ("methodology", "code", "name"),
        {"scorecard": ("methodology__scorecard",), "code": ("code",)},
    ),
    Kind(CompositePart, ("composite", "group"), _of_measure("composite", "group")),
    Kind(MeasureLink, ("predecessor", "measure"), _of_measure("predecessor", "measure")),
    Kind(Unit, ("unit",), {"unit": ("id",)}),
    Kind(UnitName, ("unit", "name"), {"unit": ("unit",)}),
    Kind(Succession, ("predecessor", "successor"), {"unit": ("predecessor", "successor")}),
    Kind(UnitSet, ("name",)),
    Kind(Region, ("unit_set", "name")),
    Kind(UnitSetMember, ("unit_set", "unit"), {"unit": ("unit",)}),
    Kind(UnitAlias, ("unit_set", "spelling"), {"unit": ("unit",)}),
    Kind(Source, ("title",)),
)

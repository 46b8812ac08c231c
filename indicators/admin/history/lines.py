"""Lines of the history as people read them: who, when, which row, from what to what, and why."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Field, ForeignKey, JSONField, Model
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.admin.history.kinds import Kind
from indicators.admin.history.names import Names, Subject, names_of
from indicators.admin.history.reading import Position
from indicators.admin.history.sight import with_hidden_appraisal
from indicators.admin.submissions.access import person_name
from indicators.models import Assessment, ImportBatch, Submission, SubmissionEvent
from indicators.notation import MISSING, format_date, format_points
from indicators.workflow.deadlines import moment_text
from provinces.models import User

# What stands in a row for the machine alone.
NOT_TOLD = {"id", "version", "field_versions", "changed_by", "changed_at", "file"} | {
    "match_key",
    "search_key",
    "sort_key",
}
APPRAISAL = {"verified_score", "verified_reason", "final_score"}
# Where the reason of a change stands in the row itself.
REASONS = {"verified_score": "verified_reason", "self_score": "self_reason"}
COUNTED = ("new", "changed", "removed")


@dataclass(frozen=True)
class Change:
    """What stood in a field and what stands there now."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    position: Position
    who: str
    act: str
    subject: Subject
    changes: list[Change]
    reason: str
    address: str = ""
    is_hidden: bool = False

    @property
    def when(self) -> str:
        return moment_text(self.position.at)

    @property
    def kind(self) -> str:
        return self.position.kind.label


@dataclass(frozen=True, eq=False)
class State:
    """A line as it stands in its table, with the state of the row before it."""

    kind: Kind
    row: Model
    former: Model | None

    @property
    def position(self) -> Position:
        return Position(getattr(self.row, self.kind.at), self.kind, getattr(self.row, self.kind.key))

    @property
    def fields(self) -> list[Field]:
        """The fields of the row, as its model declares them."""
        return self.kind.model._meta.concrete_fields if self.kind.is_kept else []


def lines_of(found: list[tuple[Kind, int]], *, seen_by: User) -> list[Line]:
    """Write out lines, with a number of queries that their number does not change."""
    states = _states(found)
    names = names_of(_named(states))
    submissions = {state: _submission_key(state, names) for state in states}
    keys = {key for key in submissions.values() if key}
    hidden = with_hidden_appraisal(seen_by, keys)
    open_to = set(Submission.objects.for_user(seen_by).filter(pk__in=keys).values_list("pk", flat=True))
    batches = {state.row.pk for state in states if state.kind.model is ImportBatch}
    records = _records(batches, seen_by)
    return [
        _line(
            state,
            names,
            hides=submissions[state] in hidden and state.kind.model is Assessment,
            address=_address(state, submissions[state], open_to=open_to, records=records),
        )
        for state in states
    ]


def _states(found: list[tuple[Kind, int]]) -> list[State]:
    """Read lines of each kind with three queries, and return them in their order."""
    keys = defaultdict(list)
    for kind, key in found:
        keys[kind.code].append(key)
    read = {}
    for kind in {kind.code: kind for kind, _key in found}.values():
        rows = kind.table._base_manager.select_related(kind.by).in_bulk(keys[kind.code])
        former = _former(kind, rows.values()) if kind.is_kept else {}
        for key, row in rows.items():
            read[kind.code, key] = State(kind, row, former.get(key))
    return [read[kind.code, key] for kind, key in found if (kind.code, key) in read]


def _former(kind: Kind, rows: Iterable[Model]) -> dict[int, Model]:
    """Return the state before each of some states.

    All states of these rows are looked up by the key of the row: the database would rather walk through the
    whole table backwards than take the one before from a few.
    """
    rows = list(rows)
    known = kind.table._base_manager.filter(id__in={row.id for row in rows})
    of_row = defaultdict(list)
    for key, row_key in known.values_list("history_id", "id").order_by("history_id"):
        of_row[row_key].append(key)
    before = {
        row.history_id: keys[keys.index(row.history_id) - 1]
        for row in rows
        if (keys := of_row[row.id]).index(row.history_id)
    }
    states = kind.table._base_manager.in_bulk(before.values())
    return {key: states[earlier] for key, earlier in before.items()}


def _named(states: Iterable[State]) -> dict[type[Model], set[int]]:
    """Return the rows that lines name, by model."""
    wanted = defaultdict(set)
    for state in states:
        for field in state.fields or state.row._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.name not in NOT_TOLD:
                for row in (state.row, state.former):
                    if row is not None and (key := getattr(row, field.attname)) is not None:
                        wanted[field.related_model].add(key)
        if state.kind.code in ("unit", "edition"):
            wanted[state.kind.model].add(state.row.id)
    return wanted


def _submission_key(state: State, names: Names) -> int | None:
    if state.kind.model is Submission:
        return state.row.id
    if (key := getattr(state.row, "assessment_id", None)) is not None:
        return names.facts[Assessment].get(key, {}).get("submission_id")
    return getattr(state.row, "submission_id", None)


def _records(batches: set[int], user: User) -> set[int]:
    """Return the imports whose record a user may open."""
    if not batches:
        return set()
    return set(ImportBatch.objects.for_user(user).filter(pk__in=batches).values_list("pk", flat=True))


def _address(state: State, submission: int | None, *, open_to: set[int], records: set[int]) -> str:
    if submission in open_to:
        return reverse("submissions:grid", args=[submission])
    if state.kind.model is ImportBatch and state.row.pk in records:
        return reverse("imports:done", args=[state.row.pk])
    return ""


def _line(state: State, names: Names, *, hides: bool, address: str) -> Line:
    changes, reason, is_hidden = _told(state, names, hides=hides)
    user = getattr(state.row, state.kind.by)
    return Line(
        position=state.position,
        who=person_name(user) if user else _("the system"),
        act=_act(state),
        subject=_subject(state, names),
        changes=changes,
        reason=reason,
        address=address,
        is_hidden=is_hidden,
    )


def _act(state: State) -> str:
    if state.kind.model is SubmissionEvent:
        return capfirst(state.row.get_act_display())
    if state.kind.model is ImportBatch:
        return _("written") if state.kind.act == "commit" else _("undone")
    return {"+": _("made"), "~": _("changed"), "-": _("deleted")}[state.row.history_type]


def _told(state: State, names: Names, *, hides: bool) -> tuple[list[Change], str, bool]:
    """Return what a line tells: the changes, the reason, and whether something of it is kept back."""
    row = state.row
    if state.kind.model is SubmissionEvent:
        before, after = row.get_from_state_display(), row.get_to_state_display()
        changed = [] if before == after else [Change(_("state"), before or MISSING, after)]
        return changed, row.reason, False
    if state.kind.model is ImportBatch:
        words = {"new": _("new"), "changed": _("changed"), "removed": _("removed")}
        counted = [
            Change(words[name], MISSING, str(row.counts[name])) for name in COUNTED if name in row.counts
        ]
        return counted, "", False
    changed = _changed_fields(state)
    told = [field for field in changed if not (hides and field.name in APPRAISAL)]
    return [_change(state, field, names) for field in told], _reason(state, told), len(told) < len(changed)


def _changed_fields(state: State) -> list[Field]:
    """Return the fields that a change changed; of a new row or one that is gone all that hold something."""
    told = [
        field for field in state.fields if field.name not in NOT_TOLD and not isinstance(field, JSONField)
    ]
    if state.row.history_type == "~" and state.former is not None:
        return [
            field
            for field in told
            if getattr(state.row, field.attname) != getattr(state.former, field.attname)
        ]
    held = [field for field in told if getattr(state.row, field.attname) not in (None, "")]
    return [field for field in held if field.name not in state.kind.subject]


def _change(state: State, field: Field, names: Names) -> Change:
    now = _written(field, getattr(state.row, field.attname), names)
    if state.row.history_type == "-":
        return Change(str(field.verbose_name), now, MISSING)
    is_change = state.row.history_type == "~" and state.former is not None
    before = _written(field, getattr(state.former, field.attname), names) if is_change else MISSING
    return Change(str(field.verbose_name), before, now)


def _reason(state: State, told: list[Field]) -> str:
    """Return why a row was changed: as the act said, or as the row itself says beside the score."""
    reasons = [state.row.history_change_reason or ""]
    reasons += [getattr(state.row, REASONS[field.name], "") for field in told if field.name in REASONS]
    return "; ".join(dict.fromkeys(filter(None, reasons)))


def _subject(state: State, names: Names) -> Subject:
    """Say which row a line is about."""
    parts, rest = {}, []
    if state.kind.code == "edition":
        parts["edition"] = names.name(state.kind.model, state.row.id)
    elif state.kind.code == "unit":
        parts["unit"] = names.name(state.kind.model, state.row.id)
    else:
        for name in state.kind.subject:
            field = state.kind.model._meta.get_field(name)
            value = getattr(state.row, field.attname)
            found = names.parts(field.related_model, value) if field.is_relation else {}
            if not found:
                written = "" if value in (None, "") else _written(field, value, names)
                found = {name: written} if name in ("unit", "edition", "indicator") else {}
                rest += [] if found or not written else [written]
            parts |= found
    return Subject(**parts, rest=" · ".join(rest))


def _written(field: Field, value, names: Names) -> str:
    """Write what stands in a field."""
    if value is None or value == "":
        return MISSING
    if field.is_relation:
        return names.name(field.related_model, value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return format_points(value)
    if isinstance(value, dt.datetime):
        return moment_text(value)
    return format_date(value) if isinstance(value, dt.date) else str(value)

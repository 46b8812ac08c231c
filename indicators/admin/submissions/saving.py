"""Saving what was typed into rows: what is right is saved, what is wrong stays with its sentence."""

from collections.abc import Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators import workflow
from indicators.admin.submissions.access import person_name
from indicators.admin.submissions.cells import (
    fields_of,
    from_stated,
    shown,
    tidy,
    value_of,
)
from indicators.admin.submissions.rows import Row
from indicators.models import Assessment
from indicators.workflow import StaleVersionError, WorkflowError
from indicators.workflow.deadlines import moment_text

THEIRS, MINE = "theirs", "mine"


class Typed(NamedTuple):
    """What came back from a row: the version that stood there, and the texts that were changed."""

    version: int
    texts: dict[str, str]
    undecided: frozenset[str] = frozenset()


class Outcome(NamedTuple):
    """What became of a row: what was typed and is not stored, why, and what others wrote there.

    ``follows`` says that nobody else wrote the row between the version that stood there and this save.
    """

    is_saved: bool
    typed: dict[str, str]
    problems: dict[str, str]
    theirs: dict[str, str]
    follows: bool = False


def typed_into(row: Row, posted: Mapping[str, str]) -> Typed | None:
    """Return what was changed in a row; None where it did not come, or nothing was changed.

    A cell that somebody else wrote meanwhile counts only with the choice of whose value stays.
    """
    version = posted.get(f"{row.key}-version", "")
    if not (version.isdecimal() and len(version) < 10):
        return None
    stated = from_stated(posted.get(f"{row.key}-stated", ""))
    texts, undecided = {}, set()
    for field in fields_of(row.indicator):
        text = posted.get(f"{row.key}-{field}")
        choice = posted.get(f"{row.key}-{field}-choice")
        if text is None or choice == THEIRS:
            continue
        is_as_it_was = field in stated and tidy(text) == tidy(stated[field])
        if choice != MINE and is_as_it_was:
            continue
        texts[field] = tidy(text)
        if choice is None and f"{row.key}-{field}-asked" in posted:
            undecided.add(field)
    return Typed(int(version), texts, frozenset(undecided)) if texts else None


@transaction.atomic
def save_rows(rows: list[Row], posted: Mapping[str, str], *, by) -> int:
    """Save all changed rows that came, tell each what was wrong with it, and count those of which any was."""
    saved = 0
    for row in rows:
        typed = typed_into(row, posted)
        if typed is not None:
            outcome = save_row(row.assessment, typed, by=by)
            row.typed, row.problems, row.theirs = outcome.typed, outcome.problems, outcome.theirs
            row.follows = outcome.follows
            saved += outcome.is_saved
    return saved


def save_row(assessment: Assessment, typed: Typed, *, by) -> Outcome:
    """Save the cells of a row that can be saved; the others come back with what is wrong with each."""
    values, problems = {}, {}
    for field, text in typed.texts.items():
        try:
            values[field] = value_of(assessment.indicator, field, text)
        except ValidationError as error:
            problems[field] = " ".join(error.messages)
    theirs = {}
    for field in typed.undecided & values.keys():
        del values[field]
        problems[field] = _("Choose whose value stays.")
        theirs[field] = shown(getattr(assessment, field))
    stored = _save(assessment, typed.version, values, problems=problems, theirs=theirs, by=by)
    kept = {field: typed.texts[field] for field in typed.texts if "" in problems or field in problems}
    # Where nothing had to be written the next version may be somebody else's.
    follows = stored is not None and (stored.version, stored.changed_by_id) == (typed.version + 1, by.pk)
    return Outcome(stored is not None, kept, problems, theirs, follows)


def _save(assessment, version, values, *, problems, theirs, by) -> Assessment | None:
    """Save values and return how the score stands then; leave out what somebody else wrote, and say so."""
    if not values:
        return None
    try:
        return workflow.save_entry(assessment.pk, by=by, version=version, values=values)
    except StaleVersionError as stale:
        for field in stale.fields & values.keys():
            theirs[field] = shown(getattr(stale.current, field))
            problems[field] = conflict_sentence(stale.current, field, by=by)
        rest = {field: value for field, value in values.items() if field not in theirs}
        return _save(assessment, version, rest, problems=problems, theirs=theirs, by=by)
    except WorkflowError as refusal:
        problems[""] = str(refusal)
        return None


def conflict_sentence(current: Assessment, field: str, *, by) -> str:
    """Say who wrote a cell meanwhile, when, and what."""
    value = getattr(current, field)
    facts = {"value": _("nothing") if value in (None, "") else shown(value)}
    # The row may have been changed since by somebody else, in another cell.
    written = current.history.filter(version=current.field_versions.get(field)).first()
    if written is None or written.changed_at is None:
        return _("Somebody else wrote %(value)s here meanwhile.") % facts
    facts["at"] = moment_text(written.changed_at)
    if written.changed_by_id == by.pk:
        return _("You yourself wrote %(value)s here at %(at)s, in another window.") % facts
    facts["name"] = person_name(written.changed_by)
    return _("%(name)s wrote %(value)s here at %(at)s.") % facts

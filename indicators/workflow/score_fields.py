"""The fields of a score: reading what was typed, finding what somebody else wrote meanwhile, writing."""

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from indicators import notation
from indicators.models import Assessment
from indicators.workflow.errors import StaleVersionError, WorkflowError
from provinces.models import User
from provinces.models.history import keep_stored_state

RAW_FIELDS = frozenset({"raw_a", "raw_b"})
SCORE_FIELDS = frozenset({"self_score", "verified_score"})

Value = Decimal | str | None


def changed_values(
    assessment: Assessment, values: Mapping[str, Value], *, fields: Collection[str]
) -> dict[str, Value]:
    """Return the values that differ from those stored, as the fields take them.

    Raises:
        KeyError: if a value is for none of ``fields``.
        WorkflowError: if one is no value of its field.
    """
    if strangers := values.keys() - set(fields):
        raise KeyError(min(strangers))
    cleaned = {name: _cleaned(assessment, name, value) for name, value in values.items()}
    return {name: value for name, value in cleaned.items() if value != getattr(assessment, name)}


def refuse_stale(
    assessment: Assessment, changes: Collection[str], *, version: int, fields: Collection[str]
) -> None:
    """Refuse to change what somebody else wrote since a version, or a version that never was.

    Args:
        fields: those that nobody else may have written; the changed ones, and what they judge.

    Raises:
        StaleVersionError: if somebody did.
    """
    is_ahead = version > assessment.version
    both = {name for name in fields if is_ahead or assessment.field_versions.get(name, 0) > version}
    if changes and both:
        message = _("Somebody else changed this meanwhile. Look at what stands there now.")
        raise StaleVersionError(message, current=assessment, fields=both)


def put(assessment: Assessment, values: Mapping[str, Value]) -> None:
    """Give a score values, without saving it."""
    for name, value in values.items():
        setattr(assessment, name, value)


def write(assessment: Assessment, names: Collection[str], *, by: User, at: dt.datetime) -> Assessment:
    """Save fields of a score that is held as its next version, and keep its state.

    Whoever holds it has seen that its submission is not published: the guard of the row need not ask again.
    """
    assessment.version += 1
    assessment.field_versions = {**assessment.field_versions, **dict.fromkeys(names, assessment.version)}
    assessment.changed_by, assessment.changed_at = by, at
    _update(assessment, [*names, "version", "field_versions", "changed_by", "changed_at"])
    keep_stored_state(assessment, by=by)
    return assessment


def _update(assessment: Assessment, names: Collection[str]) -> None:
    """Write some fields of a row; Django takes longer to make the statement than the database to do it."""
    fields = [Assessment._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    values = [field.get_db_prep_save(getattr(assessment, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(Assessment._meta.db_table)} SET {columns} WHERE id = %s", [*values, assessment.pk]
        )


def _cleaned(assessment: Assessment, name: str, value: Value) -> Value:
    is_number = name in RAW_FIELDS | SCORE_FIELDS
    if isinstance(value, str) or not is_number:
        value = (value or "").replace("\0", "").strip()
    if is_number and value == "":
        value = None
    try:
        value = Assessment._meta.get_field(name).clean(value, assessment)
    except ValidationError as error:
        raise _refusal(assessment, " ".join(error.messages)) from None
    if is_number and value is not None:
        _check_range(assessment, name, value)
    return value


def _check_range(assessment: Assessment, name: str, value: Decimal) -> None:
    if name in RAW_FIELDS:
        if value < 0 or (name == "raw_b" and value == 0):
            raise _refusal(assessment, _("a is not negative, b is above 0."))
        return
    top = assessment.indicator.max_points
    if value < 0 or (top is not None and value > top):
        shown = "…" if top is None else notation.format_points(top)
        raise _refusal(assessment, _("The score has to lie between 0 and %(top)s.") % {"top": shown})


def _refusal(assessment: Assessment, sentence: str) -> WorkflowError:
    return WorkflowError(f"{assessment.indicator.code or assessment.indicator.name}: {sentence}")

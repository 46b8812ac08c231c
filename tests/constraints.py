"""Rows that break one named rule of the database, and nothing else."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction


def named_constraints(app_label: str) -> set[str]:
    """Return the names of all constraints of an app's models."""
    return {
        constraint.name
        for model in apps.get_app_config(app_label).get_models()
        for constraint in model._meta.constraints
    }


def changed(row: models.Model, /, **fields) -> models.Model:
    """Return a stored row with other values, not saved."""
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def twin(row: models.Model, /, **fields) -> models.Model:
    """Return a copy of a stored row, not saved, that differs in some values."""
    row.pk = None
    row._state.adding = True
    return changed(row, **fields)


def assert_breaks_only(row: models.Model, name: str) -> None:
    """Check that this constraint, and no other, refuses the row: in forms and in the database."""
    assert [constraint.name for constraint in row._meta.constraints if _refuses(constraint, row)] == [name]
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def _refuses(constraint: models.BaseConstraint, row: models.Model) -> bool:
    try:
        constraint.validate(type(row), row)
    except ValidationError:
        return True
    return False

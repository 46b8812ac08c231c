"""Rows that the public relies on: the storey above tells which, for this one knows nothing of editions."""

from collections.abc import Callable

from django.db.models import Model

_asked: dict[type[Model], Callable[[Model], bool]] = {}


def tell_reliance(model: type[Model], is_relied_on: Callable[[Model], bool]) -> None:
    """Let a function tell whether something published relies on a row of a table."""
    _asked[model] = is_relied_on


def is_relied_on(row: Model | None) -> bool:
    """Tell whether something published relies on a stored row."""
    ask = _asked.get(row._meta.concrete_model) if row is not None and row.pk else None
    return ask is not None and ask(row)

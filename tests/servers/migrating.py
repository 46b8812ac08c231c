"""Migrating by Django's own executor and our migrations, with less remaking of the models in between.

Before each operation Django makes anew the class of every model that is related to the one that changes, all
69 in the end: five sixths of the time. What changes a model's options, or a field that is no relation, needs
the class of that model alone. A migration in Python gets them all new, as always.
"""

from contextlib import contextmanager

from django.db.migrations.state import ProjectState
from django.db.models import Field


@contextmanager
def quick_states():
    """Let ``migrate`` remake only the models that an operation looks at, until the block ends."""
    remake_related, clone = ProjectState.reload_model, Field.clone
    ProjectState.reload_model, Field.clone = _remade(remake_related), _cloned
    try:
        yield
    finally:
        ProjectState.reload_model, Field.clone = remake_related, clone


def _remade(remake_related):
    def reload_model(state, app_label, model_name, delay=False):
        if not delay:  # as Django says of relations and keys
            remake_related(state, app_label, model_name)
        elif "apps" in vars(state):
            state.is_delayed = True
            state._reload({(app_label, model_name)})

    return reload_model


def _cloned(field):
    """Make another field of the same arguments, which are the same each time."""
    if "_arguments" not in vars(field):
        *_name_and_path, arguments, keywords = field.deconstruct()
        field._arguments = arguments, keywords
    arguments, keywords = field._arguments
    return type(field)(*arguments, **keywords)

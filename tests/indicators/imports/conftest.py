"""Models are imported inside: pytest reads this file before Django is set up."""

import pytest


@pytest.fixture
def tables(tmp_path):
    """A copy of fixtures/ that the test may spoil."""
    from tests.indicators.imports.reference.tables import Tables

    return Tables(tmp_path)


@pytest.fixture
def stored():
    """A function that returns every row of the database, by model."""
    from django.apps import apps
    from django.db import connection

    models = [
        model
        for label in ("provinces", "indicators")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if not model._meta.proxy
    ]

    def every_row():
        rows = {}
        with connection.cursor() as cursor:
            for model in models:
                table, key = model._meta.db_table, model._meta.pk.column
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')
                rows[model._meta.label] = cursor.fetchall()
        return rows

    return every_row


@pytest.fixture
def empty_database(published_data):
    """No row but the permissions: as after the first ``migrate``."""
    from django.apps import apps
    from django.db import connection

    # Keys are checked when the test's transaction ends, and by then all of this is taken back.
    for label in ("indicators", "provinces"):
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if not model._meta.proxy:
                with connection.cursor() as cursor:
                    cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")

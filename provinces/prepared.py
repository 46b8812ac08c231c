"""Queries by a key that are asked so often that making their SQL each time would be most of the work."""

from collections.abc import Callable
from copy import copy
from typing import Generic, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row", bound=Model)

# Stands for the key while the SQL is made; no row has it, and nothing else in a query is likely to be it.
_ANY_KEY = -(2**62)


class PreparedQuery(Generic[Row]):
    """A query for rows by a key, whose SQL is made when it is first asked and kept for this process.

    Rows come as Django makes them: joined rows, deferred fields and annotations included.
    """

    def __init__(self, rows_of: Callable[[int], QuerySet]):
        """Take the function that returns the queryset for a key; it is called once."""
        self._rows_of = rows_of
        self._made = None

    def get(self, key: int) -> Row:
        """Return the row of a key.

        Raises:
            DoesNotExist: that of its model, if there is none.
            TransactionManagementError: if the query holds rows, outside a transaction.
        """
        rows = self.all(key)
        for row in rows:
            return row
        raise rows.model.DoesNotExist(f"{rows.model._meta.label} of {key}")

    def all(self, key: int) -> QuerySet[Row]:
        """Return the rows of a key, to be read as they are: a query made of them would ask something else."""
        if self._made is None:
            rows = self._rows_of(_ANY_KEY)
            self._made = (rows, *_made(rows))
        rows, compiler, sql, parameters = self._made
        compiler = copy(compiler)
        # Each thread has a connection of its own; what the compiler knows of the columns is the same for all.
        compiler.connection = connections[rows.db]
        # Django looks when it makes the SQL; later it would hold nothing, and say nothing.
        if rows.query.select_for_update and compiler.connection.get_autocommit():
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        given = tuple(key if value == _ANY_KEY else value for value in parameters)
        compiler.as_sql = lambda **_how: (sql, given)
        rows = rows.all()
        rows.query.get_compiler = lambda *_using, **_how: compiler
        return rows


def _made(rows: QuerySet) -> tuple:
    """Return the compiler that read the columns of a queryset, its SQL and the parameters of that."""
    compiler = rows.query.get_compiler(using=rows.db)
    return compiler, *compiler.as_sql()

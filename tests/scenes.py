"""Rows that all tests of a module begin with, made once for them."""

import pickle
from contextlib import ExitStack, contextmanager
from functools import partial

from django.db import transaction

# Of the edition in a scene: behind the years that drafts of the factories take.
YEAR = "2001"


@contextmanager
def scene(blocker, make):
    """Make rows that stand in the database until the block ends; yield a function that returns what was made.

    The transaction of each test is a savepoint inside this one, so that every test finds them as they were
    made. The objects are new each time: what a test changes in memory is nobody else's business either.
    """
    with blocker.unblock(), ExitStack() as begun:
        begun.enter_context(transaction.atomic())
        begun.callback(transaction.set_rollback, True)
        made = pickle.dumps(make())
        ends = begun.pop_all()
    try:
        yield partial(pickle.loads, made)
    finally:
        with blocker.unblock():
            ends.close()


@contextmanager
def taken_back():
    """Undo what the block did to the database: one of many cases on the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

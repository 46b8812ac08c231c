"""Acts of officers that meet on one submission, each in a thread with a connection of its own.

``python -m tests.indicators.workflow.races`` lets them meet in the database that DATABASE_URL names, and
answers with a line of JSON: what became of them, meeting by meeting.
"""

import datetime as dt
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

import django

PATIENCE = 60
NOON = dt.datetime(2026, 10, 31, 12, tzinfo=dt.UTC)
TYPISTS, SAVES = 6, 8


def outcome(act, *wrappers):
    """Do an act on a connection of this thread; tell how it ended."""
    from django.db import connection

    from indicators.workflow import StaleVersionError, WorkflowError

    try:
        with ExitStack() as watched:
            for wrapper in wrappers:
                watched.enter_context(connection.execute_wrapper(wrapper))
            act()
        return "done"
    except StaleVersionError as refused:
        return {"stale": sorted(refused.fields), "note": refused.current.note}
    except WorkflowError as refused:
        return {"refused": str(refused)}
    finally:
        connection.close()


def has_written(sql):
    return sql.startswith("UPDATE")


def has_read_edition(sql):
    """Tell whether a statement read an edition to hold it; SQLite holds all from the first read on."""
    from django.db import connection

    is_held = " FOR UPDATE" in sql or connection.vendor == "sqlite"
    return is_held and 'FROM "indicators_edition"' in sql and connection.in_atomic_block


def meet(first, second, *, meanwhile=lambda: None, pauses=has_written):
    """Begin the second act while the first is halfway and not finished; return how both ended.

    ``pauses`` tells by the statement that was just carried out where halfway is.
    """
    wrote, began, may_finish = Event(), Event(), Event()

    def pause_after_writing(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if pauses(sql) and not wrote.is_set():
            wrote.set()
            may_finish.wait(PATIENCE)
        return result

    def tell_of_beginning(execute, sql, params, many, context):
        began.set()
        return execute(sql, params, many, context)

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(outcome, first, pause_after_writing)
        assert wrote.wait(PATIENCE), one.result()
        two = pool.submit(outcome, second, tell_of_beginning)
        began.wait(PATIENCE)
        time.sleep(0.3)  # long enough for the second to come to the lock
        meanwhile()
        may_finish.set()
        return [one.result(), two.result()]


class Stage:
    """An edition of the small country, for one meeting."""

    years = iter(range(1950, 2000))

    def __init__(self, state, *, until=None):
        from tests.factories import OfficerFactory
        from tests.scored_country import small_edition

        self.edition = small_edition(state=state, slug=str(next(self.years)))
        self.by = OfficerFactory(is_superuser=True, username=f"can-bo-{self.edition.slug}")
        # The last one: who holds but the first of them does not hold it.
        self.submission = self.edition.submissions.order_by("pk").last()
        self.submission.assessments.update(explanation="Có.")
        self.scores = list(self.submission.assessments.exclude(self_score=None).order_by("pk"))
        if until:
            self.edition.deadlines.create(stage="entry", until=until)

    def saves(self, place=0, *, now=lambda: NOON, **values):
        from indicators.workflow import save_entry

        key = self.scores[place].pk
        return lambda: save_entry(key, by=self.by, version=0, values=values, now=now)

    def does(self, act, **given):
        return lambda: act(self.submission, by=self.by, **given)

    def publishes(self):
        from indicators.workflow.scores import publish_scores
        from tests.scored_country import DECISION

        return lambda: publish_scores(self.edition, by=self.by, **DECISION)

    def confirms(self):
        """The page that publishes figures, confirmed by an officer who looked at it."""
        from django.test import Client
        from django.urls import reverse

        from indicators.workflow.differences import draft_fingerprint

        client = Client()
        client.force_login(self.by)
        address = reverse("admin:indicators_edition_publish", args=[self.edition.pk])
        return lambda: client.post(address, {"seen": draft_fingerprint(self.edition)}, secure=True)

    def now(self):
        """Return what stands in the database after the meeting."""
        from indicators.models import Assessment

        self.submission.refresh_from_db()
        self.edition.refresh_from_db()
        cells = Assessment.objects.filter(pk__in=[score.pk for score in self.scores[:2]]).order_by("pk")
        return {
            "cells": list(cells.values_list("note", "explanation", "version")),
            "state": self.submission.state,
            "edition": self.edition.state,
            "acts": list(self.submission.events.values_list("act", flat=True)),
        }


def one_cell():
    stage = Stage("draft")
    ends = meet(stage.saves(note="của Lan"), stage.saves(note="của Hà"))
    return {"ends": ends, **stage.now()}


def two_fields():
    stage = Stage("draft")
    ends = meet(stage.saves(note="của Lan"), stage.saves(explanation="của Hà"))
    return {"ends": ends, **stage.now()}


def two_cells():
    stage = Stage("draft")
    ends = meet(stage.saves(0, note="của Lan"), stage.saves(1, note="của Hà"))
    return {"ends": ends, **stage.now()}


def double_send():
    from indicators.workflow import send

    stage = Stage("draft")
    return {"ends": meet(stage.does(send), stage.does(send)), **stage.now()}


def save_while_sending():
    from indicators.workflow import send

    stage = Stage("draft")
    return {"ends": meet(stage.does(send), stage.saves(note="muộn")), **stage.now()}


def reopening_while_publishing():
    from indicators.workflow import reopen

    stage = Stage("approved")
    return {"ends": meet(stage.publishes(), stage.does(reopen, reason="Cộng sai.")), **stage.now()}


def publishing_scores_while_publishing_figures():
    stage = Stage("approved")
    return {"ends": meet(stage.confirms(), stage.publishes(), pauses=has_read_edition), **stage.now()}


def publishing_while_reopening():
    from indicators.workflow import reopen

    stage = Stage("approved")
    return {"ends": meet(stage.does(reopen, reason="Cộng sai."), stage.publishes()), **stage.now()}


def sending_while_publishing():
    """A unit that takes part without being ranked holds up nobody: it may still be sending."""
    from indicators.models import Submission
    from indicators.workflow import send

    stage = Stage("approved")
    unranked = {"state": "draft", "is_ranked": False, "unranked_reason": "Mới thành lập."}
    Submission.objects.filter(pk=stage.submission.pk).update(**unranked)
    return {"ends": meet(stage.publishes(), stage.does(send)), **stage.now()}


def deadline():
    """The clock passes the deadline while the first save holds the cell and the second waits for it."""
    stage = Stage("draft", until=NOON)
    clock = [NOON]

    def pass_the_deadline():
        clock[0] = NOON + dt.timedelta(seconds=1)

    first = stage.saves(note="kịp", now=lambda: clock[0])
    second = stage.saves(explanation="muộn", now=lambda: clock[0])
    return {"ends": meet(first, second, meanwhile=pass_the_deadline), **stage.now()}


def many_typists():
    """All add words to one note, and look again where somebody was quicker; tell how many words are lost."""
    from indicators.models import Assessment

    stage = Stage("draft")
    key = stage.scores[0].pk

    with ThreadPoolExecutor(TYPISTS) as pool:
        typed = [pool.submit(add_words, stage, key, typist) for typist in range(TYPISTS)]
        words = {word for typist in typed for word in typist.result()}
    stored = Assessment.objects.get(pk=key)
    return {"saved": len(words), "lost": len(words - set(stored.note.split())), "version": stored.version}


def add_words(stage, key, typist):
    from django.db import connection

    from indicators.models import Assessment
    from indicators.workflow import StaleVersionError, save_entry

    waiting = [f"{typist}-{number}" for number in range(SAVES)]
    saved = set()
    while waiting:
        seen = Assessment.objects.get(pk=key)
        try:
            values = {"note": f"{seen.note} {waiting[0]}"}
            save_entry(key, by=stage.by, version=seen.version, values=values, now=lambda: NOON)
            saved.add(waiting.pop(0))
        except StaleVersionError:
            continue
    connection.close()
    return saved


MEETINGS = (
    one_cell,
    two_fields,
    two_cells,
    double_send,
    save_while_sending,
    reopening_while_publishing,
    publishing_while_reopening,
    publishing_scores_while_publishing_figures,
    sending_while_publishing,
    deadline,
    many_typists,
)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    print(json.dumps({meeting.__name__: meeting() for meeting in MEETINGS}), flush=True)

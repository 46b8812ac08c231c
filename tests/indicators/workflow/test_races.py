"""Two officers at the same moment, on SQLite and on PostgreSQL: see ``races.py`` for what they do."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.indicators.workflow.races import SAVES, TYPISTS
from tests.servers.apart import database_apart

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def met(django_db_setup, django_db_blocker, tmp_path_factory):
    """How all meetings ended, in a process of their own."""
    with django_db_blocker.unblock(), database_apart(tmp_path_factory.mktemp("races")) as url:
        answer = subprocess.run(
            [sys.executable, "-m", "tests.indicators.workflow.races"],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": url},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    return json.loads(answer.stdout.splitlines()[-1])


def test_concurrent_saves_of_one_cell_show_the_second_what_stands_there(met):
    meeting = met["one_cell"]
    assert meeting["ends"] == ["done", {"stale": ["note"], "note": "của Lan"}]
    assert meeting["cells"][0] == ["của Lan", "Có.", 1]


def test_concurrent_saves_of_two_fields_are_both_kept(met):
    meeting = met["two_fields"]
    assert meeting["ends"] == ["done", "done"]
    assert meeting["cells"][0] == ["của Lan", "của Hà", 2]


def test_concurrent_saves_of_two_cells_are_both_kept(met):
    meeting = met["two_cells"]
    assert meeting["ends"] == ["done", "done"]
    assert meeting["cells"] == [["của Lan", "Có.", 1], ["của Hà", "Có.", 1]]


def test_concurrent_sending_sends_once(met):
    meeting = met["double_send"]
    first, second = meeting["ends"]
    assert first == "done"
    assert "đang ở trạng thái “đã gửi”" in second["refused"]
    assert (meeting["state"], meeting["acts"]) == ("sent", ["send"])


def test_concurrent_save_and_sending_leave_nothing_unseen_behind(met):
    meeting = met["save_while_sending"]
    assert meeting["ends"][0] == "done"
    assert "đang ở trạng thái “đã gửi”" in meeting["ends"][1]["refused"]
    assert meeting["cells"][0] == ["", "Có.", 0]


def test_concurrent_reopening_waits_for_the_publication_and_is_refused(met):
    meeting = met["reopening_while_publishing"]
    assert meeting["ends"][0] == "done"
    assert "đang ở trạng thái “đã công bố”" in meeting["ends"][1]["refused"]
    assert (meeting["state"], meeting["edition"]) == ("published", "published")
    assert meeting["acts"] == ["publish"]


def test_concurrent_publication_waits_for_the_reopening_and_is_refused(met):
    meeting = met["publishing_while_reopening"]
    assert meeting["ends"][0] == "done"
    assert "chưa được" in meeting["ends"][1]["refused"]
    assert (meeting["state"], meeting["edition"]) == ("under_review", "scoring")
    assert meeting["acts"] == ["reopen"]


def test_concurrent_publications_from_two_pages_wait_for_each_other_once(met):
    meeting = met["publishing_scores_while_publishing_figures"]
    assert meeting["ends"] == ["done", "done"]
    assert (meeting["state"], meeting["edition"]) == ("published", "published")


def test_concurrent_sending_waits_for_the_publication_and_is_refused(met):
    meeting = met["sending_while_publishing"]
    assert meeting["ends"][0] == "done"
    assert "đang ở trạng thái “đã công bố”" in meeting["ends"][1]["refused"]
    assert (meeting["state"], meeting["acts"]) == ("published", ["publish"])


def test_concurrent_saves_at_the_deadline_count_by_when_they_hold_the_cell(met):
    meeting = met["deadline"]
    assert meeting["ends"][0] == "done"
    assert "kết thúc lúc 19:00 31/10/2026" in meeting["ends"][1]["refused"]
    assert meeting["cells"][0] == ["kịp", "Có.", 1]


def test_lost_update_does_not_happen_to_many_who_write_into_one_cell(met):
    saves = TYPISTS * SAVES
    assert met["many_typists"] == {"saved": saves, "lost": 0, "version": saves}

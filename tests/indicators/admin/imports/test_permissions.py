"""Who may open and send which page of an import."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests.factories import OfficerFactory
from tests.indicators.admin.imports.steps import IMPORT, address, read, totals_of_2022, upload

STEPS = ["reading", "names", "preview", "discard", "undo", "download"]
LIST = "/quan-tri/indicators/importbatch/"
READERS = {"importer", "reader of the history"}
ROLES = {
    "nobody": None,
    "account without the admin": {"is_staff": False, "permissions": [IMPORT]},
    "blocked account": {"is_staff": True, "is_active": False, "permissions": [IMPORT]},
    "officer without rights": {},
    "enterer": {"permissions": ["indicators.change_edition", "indicators.change_ranking"]},
    "importer of reference tables": {"permissions": ["provinces.import_tables"]},
    "reader of the history": {"permissions": ["indicators.view_importbatch"]},
    "importer": {"permissions": [IMPORT]},
}
SIGN_IN, REFUSED, ALLOWED = "sign in", "refused", "allowed"
SIGNED_OUT = {"nobody", "account without the admin", "blocked account"}


@pytest.fixture(scope="module", autouse=True)
def batch_once(once):
    def steps(client):
        batch = upload(client, totals_of_2022(tra_vinh=("0.6177", 24)))
        read(client, batch)
        return batch

    return once(steps)


@pytest.fixture
def batch(batch_once, published_data):
    """An import that another officer previewed."""
    return batch_once()


def sign_in(client, role):
    if ROLES[role] is not None:
        client.force_login(OfficerFactory(**ROLES[role]))


def outcome(answer):
    if answer.streaming:
        b"".join(answer.streaming_content)  # a file that is not read to its end stays open
    if answer.status_code == 302 and answer.url.startswith(reverse("admin:login")):
        return SIGN_IN
    return REFUSED if answer.status_code == 403 else ALLOWED


def expected(role, allowed):
    if role in SIGNED_OUT:
        return SIGN_IN
    return ALLOWED if role in allowed else REFUSED


def answer_taken_back(client, method, address):
    """Ask for a page of the import, and undo what that did to it."""
    with transaction.atomic():
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("role", ROLES)
def test_steps_open_to_whoever_may_bring_in_results(client, batch, role):
    sign_in(client, role)

    for page in STEPS:
        for method in ("get", "post"):
            answer = answer_taken_back(client, method, address(page, batch))
            known = ALLOWED if answer.status_code == 405 else expected(role, {"importer"})
            assert outcome(answer) == known, (page, method)


def test_record_and_list_open_to_readers_of_the_history_too(client, batch):
    for role in ROLES:
        client.logout()
        sign_in(client, role)

        for page in (address("done", batch), LIST):
            assert outcome(client.get(page)) == expected(role, READERS), (role, page)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ROLES)
def test_upload_opens_to_whoever_may_bring_in_results(client, published_data, role, method):
    sign_in(client, role)

    assert outcome(getattr(client, method)(reverse("imports:upload"))) == expected(role, {"importer"})


def test_reader_of_the_history_is_offered_no_act(client, batch):
    sign_in(client, "reader of the history")

    page = client.get(address("done", batch)).content.decode()

    assert not any(address(act, batch) in page for act in STEPS)


@pytest.mark.parametrize("page", [*STEPS, "done"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_import_that_is_not_there_is_not_found(importer, page, method):
    answer = getattr(importer, method)(reverse(f"imports:{page}", args=[999_999]))

    assert answer.status_code in {404, 405}


def test_pages_know_no_other_method(client, batch):
    sign_in(client, "importer")

    for page, method in [("download", "post"), ("done", "post"), ("preview", "put")]:
        assert getattr(client, method)(address(page, batch)).status_code == 405, page


def test_acts_need_the_token_of_their_form(client, batch):
    client.handler.enforce_csrf_checks = True
    sign_in(client, "importer")

    for page in ("reading", "preview", "discard"):
        assert client.post(address(page, batch), {}).status_code == 403, page

"""Who may open and send which page of an edition."""

import pytest
from django.urls import reverse

from tests.factories import OfficerFactory
from tests.scenes import taken_back

ENTER = ["indicators.change_edition", "indicators.change_ranking"]
PAGES = ["entry_units", "entry_form", "publish", "open_revision", "discard"]
ROLES = {
    "nobody": None,
    "account without the admin": {"is_staff": False},
    "blocked account": {"is_staff": True, "is_active": False},
    "officer without rights": {},
    "reader": {"permissions": ["indicators.view_edition", "indicators.view_ranking"]},
    "half an enterer": {"permissions": ENTER[:1]},
    "other half of an enterer": {"permissions": ENTER[1:]},
    "enterer": {"permissions": ENTER},
    "publisher": {"permissions": ["indicators.publish_edition"]},
}
SIGN_IN, REFUSED = "sign in", 403
SIGNED_OUT = {"nobody", "account without the admin", "blocked account"}
ALLOWED = {"enterer": {"entry_units", "entry_form"}, "publisher": {"publish", "open_revision", "discard"}}


def expected(role, page):
    if role in SIGNED_OUT:
        return SIGN_IN
    return "allowed" if page in ALLOWED.get(role, ()) else REFUSED


def outcome(answer):
    if answer.status_code == 302 and answer.url.startswith(reverse("admin:login")):
        return SIGN_IN
    return REFUSED if answer.status_code == REFUSED else "allowed"


def address(page, edition):
    unit = ["tra-vinh"] if page == "entry_form" else []
    return reverse(f"admin:indicators_edition_{page}", args=[edition.pk, *unit])


@pytest.mark.parametrize("role", ROLES)
def test_pages_of_an_edition_open_to_whom_they_may(client, draft, role):
    if ROLES[role] is not None:
        client.force_login(OfficerFactory(**ROLES[role]))

    for page in PAGES:
        for ask in (client.get, client.post):
            with taken_back():
                answer = ask(address(page, draft))
            known = "allowed" if answer.status_code == 405 else expected(role, page)
            assert outcome(answer) == known, (page, ask.__name__)


def test_pages_of_an_edition_know_no_other_method(administrator, draft):
    for page in PAGES:
        for ask in (administrator.put, administrator.delete, administrator.patch):
            assert ask(address(page, draft)).status_code == 405, (page, ask.__name__)


@pytest.mark.parametrize("model", ["edition", "ranking", "leaderlist", "benchmark", "measure"])
def test_tables_are_closed_to_an_officer_without_rights(client, published_data, model):
    client.force_login(OfficerFactory())

    for page in ("changelist", "add"):
        assert client.get(reverse(f"admin:indicators_{model}_{page}")).status_code == 403


def test_publisher_sees_the_action_of_publishing_and_a_reader_does_not(client, published_data):
    def actions(*permissions):
        client.force_login(OfficerFactory(permissions=["indicators.view_edition", *permissions]))
        answer = client.get(reverse("admin:indicators_edition_changelist"))
        form = answer.context["action_form"]
        return {name for name, _label in form.fields["action"].choices if name} if form else set()

    assert actions("indicators.publish_edition") == {"publish_action", "open_revision_action"}
    assert actions() == set()

"""Opening an edition for its units, and publishing what they scored, from the page of the edition."""

import pytest
from django.urls import reverse

from indicators.models import Edition, Role, Scorecard
from tests.factories import OfficerFactory
from tests.officers import moved, officer_with, scoring_edition
from tests.scenes import taken_back
from tests.scored_country import submission_in

DECISION = {"decision_number": "12/QĐ-UBND", "decision_date": "02/03/2026"}


def address(page, edition):
    return reverse(f"admin:indicators_edition_{page}", args=[edition.pk])


@pytest.fixture
def draft_of_communes(published_data):
    return scoring_edition(state="draft")


@pytest.fixture
def edition(small_edition_once, db):
    return small_edition_once()


def told(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.each_database
def test_opening_makes_the_submissions_once(administrator, draft_of_communes):
    page = administrator.get(address("open_scoring", draft_of_communes)).content.decode()
    assert "63 đơn vị trong tập chưa có hồ sơ" in page
    assert "62 chỉ số thành phần" in page
    answer = administrator.post(address("open_scoring", draft_of_communes), follow=True)
    assert told(answer) == ["Đã mở 63 hồ sơ."]
    assert draft_of_communes.submissions.count() == 63
    assert told(administrator.post(address("open_scoring", draft_of_communes), follow=True)) == [
        "Đã mở 0 hồ sơ."
    ]


def test_opening_without_indicators_is_refused(administrator, draft):
    answer = administrator.post(address("open_scoring", draft), follow=True)

    assert "không có chỉ số" in told(answer)[0]


@pytest.mark.each_database
def test_scores_are_published_by_the_decision(administrator, edition):
    page = administrator.get(address("publish_scores", edition)).content.decode()
    assert "Đã duyệt: 3" in page
    answer = administrator.post(address("publish_scores", edition), DECISION, follow=True)
    assert told(answer) == ["Đã công bố Nước nhỏ 2025."]
    edition.refresh_from_db()
    assert (edition.state, edition.decision_number) == (Edition.State.PUBLISHED, "12/QĐ-UBND")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Trường này là bắt buộc"),
        ({**DECISION, "decision_date": "hôm nay"}, "ngày"),
        ({**DECISION, "decision_date": "01/01/0001"}, "Năm phải nằm trong khoảng"),
        ({**DECISION, "at": "01/01/0001 00:00"}, "Năm phải nằm trong khoảng"),
        ({**DECISION, "published_on": "01/03/2026"}, "trước ngày"),
        ({**DECISION, "at": "01/01/2020 08:00"}, "đã qua"),
        ({**DECISION, "at": "31/12/2099 08:00", "published_on": "31/12/2099"}, "để trống"),
    ],
    ids=[
        "nothing",
        "no date",
        "a year that is a slip",
        "a moment that is a slip",
        "before the decision",
        "a moment that has passed",
        "planned for two days",
    ],
)
def test_scores_wait_for_a_decision_in_full(administrator, edition, sent, sentence):
    answer = administrator.post(address("publish_scores", edition), sent)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    edition.refresh_from_db()
    assert edition.state == Edition.State.SCORING


def test_scores_wait_for_every_unit(administrator, edition):
    moved(submission_in(edition, "nui-da"), "verified")

    page = administrator.post(address("publish_scores", edition), DECISION).content.decode()
    assert "1 đơn vị chưa được duyệt: Núi Đá." in page


@pytest.mark.each_database
def test_scores_may_be_published_later(administrator, edition):
    sent = {**DECISION, "at": "31/12/2099 08:00"}
    answer = administrator.post(address("publish_scores", edition), sent, follow=True)
    assert "sẽ được công bố lúc 08:00 31/12/2099" in told(answer)[0]
    assert edition.scheduled_publications.waiting().get().decision_number == "12/QĐ-UBND"
    page = administrator.get(address("publish_scores", edition)).content.decode()
    assert "Đã hẹn công bố lúc 08:00 31/12/2099 theo quyết định 12/QĐ-UBND" in page


def test_planned_publication_is_called_off_by_a_button(administrator, edition):
    nothing = administrator.post(address("call_off", edition), follow=True)
    assert "chưa được hẹn giờ" in told(nothing)[0]
    administrator.post(address("publish_scores", edition), {**DECISION, "at": "31/12/2099 08:00"})
    page = administrator.get(address("publish_scores", edition)).content.decode()
    assert f'action="{address("call_off", edition)}"' in page
    answer = administrator.post(address("call_off", edition), follow=True)
    assert told(answer) == ["Đã hủy hẹn công bố Nước nhỏ 2025."]
    assert not edition.scheduled_publications.waiting().exists()
    page = administrator.get(address("publish_scores", edition)).content.decode()
    assert address("call_off", edition) not in page


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.PUBLICATION, 302), (Role.APPRAISAL, 403), (Role.ADMINISTRATION, 403)],
    ids=["publication", "appraisal", "administration"],
)
def test_permission_to_call_off_is_that_to_publish(client, edition, role, status):
    client.force_login(officer_with(role))

    assert client.post(address("call_off", edition)).status_code == status
    assert client.get(address("call_off", edition)).status_code in {403, 405}


def test_tools_of_a_scored_edition_are_its_own(administrator, draft, edition):
    def offered(one):
        page = administrator.get(reverse("admin:indicators_edition_change", args=[one.pk])).content.decode()
        pages = ("open_scoring", "publish", "publish_scores")
        return {name for name in pages if f'"{address(name, one)}"' in page}

    assert offered(draft) == {"publish"}
    assert offered(edition) == {"open_scoring", "publish_scores"}


def test_edition_with_submissions_keeps_its_rule_book(administrator, edition):
    page = administrator.get(reverse("admin:indicators_edition_change", args=[edition.pk]))

    assert {"methodology", "unit_set"} <= set(page.context["adminform"].readonly_fields)


ROLES = {
    "nobody": (None, "sign in"),
    "officer without rights": ({}, 403),
    "entry": ({"role": Role.ENTRY, "unit": "bien-xanh"}, 403),
    "viewing": ({"role": Role.VIEWING}, 403),
    "administration": ({"role": Role.ADMINISTRATION}, "open_scoring"),
    "administration of one unit": ({"role": Role.ADMINISTRATION, "unit": "bien-xanh"}, "not there to open"),
    "publication": ({"role": Role.PUBLICATION}, "publish_scores"),
    "publication elsewhere": ({"role": Role.PUBLICATION, "scorecard": "other"}, "not there to publish"),
}
EXPECTED = {"not there to open": "open_scoring", "not there to publish": "publish_scores"}


def expected(outcome, page):
    if outcome in ("sign in", 403):
        return outcome
    if outcome in EXPECTED:
        return 404 if EXPECTED[outcome] == page else 403
    return "allowed" if outcome == page else 403


@pytest.mark.parametrize("role", ROLES)
def test_permission_to_open_and_to_publish_scores(client, edition, role):
    given, outcome = ROLES[role]
    if given is not None:
        if given.get("scorecard"):
            given = {
                **given,
                "scorecard": Scorecard.objects.create(code="other", name="Khác", level="province"),
            }
        client.force_login(officer_with(**given) if given else OfficerFactory())

    for page in ("open_scoring", "publish_scores"):
        for ask in (client.get, client.post):
            with taken_back():
                answer = ask(address(page, edition))
            if expected(outcome, page) == "sign in":
                assert answer.url.startswith(reverse("admin:login")), (page, ask.__name__)
            elif expected(outcome, page) == "allowed":
                assert answer.status_code in {200, 302}, (page, ask.__name__)
            else:
                assert answer.status_code == expected(outcome, page), (page, ask.__name__)

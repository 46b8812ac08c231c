import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

PASSWORD = "mật khẩu dài để thử"


@pytest.fixture
def officer(db):
    return get_user_model().objects.create_superuser(username="can-bo", password=PASSWORD)


def sign_in(client, password, address="192.0.2.10"):
    return client.post(
        reverse("admin:login"), {"username": "can-bo", "password": password}, REMOTE_ADDR=address
    )


def test_sign_in_lets_the_officer_in(client, officer):
    assert sign_in(client, PASSWORD).status_code == 302


def test_sign_in_locks_after_five_failures_with_a_page(client, officer):
    answers = [sign_in(client, "sai") for _ in range(5)]

    locked = sign_in(client, PASSWORD)

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert locked.status_code == 429
    assert "admin/locked_out.html" in [template.name for template in locked.templates]


def test_sign_in_stays_open_for_the_officer_at_another_address(client, officer):
    for _ in range(5):
        sign_in(client, "sai")

    assert sign_in(client, PASSWORD, address="192.0.2.20").status_code == 302


def test_sign_in_works_in_a_browser(page, officer):
    page.goto(reverse("admin:login"))
    page.fill("[name=username]", "can-bo")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")

    page.wait_for_url("**" + reverse("admin:index"))
    assert page.locator("#user-tools").is_visible()


def test_locked_out_page_shows_in_a_browser(page, client, officer):
    for _ in range(4):
        sign_in(client, "sai", address="127.0.0.1")
    page.goto(reverse("admin:login"))
    page.fill("[name=username]", "can-bo")
    page.fill("[name=password]", "sai")
    page.click("[type=submit]")

    assert page.locator("h1").is_visible()
    assert page.locator("form").count() == 0

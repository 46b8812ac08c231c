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

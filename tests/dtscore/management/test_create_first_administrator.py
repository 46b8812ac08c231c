import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse

pytestmark = pytest.mark.django_db


def printed():
    output = io.StringIO()
    call_command("create_first_administrator", stdout=output)
    return output.getvalue()


def test_first_administrator_can_sign_in_with_what_is_printed(client):
    [_title, name, password] = printed().splitlines()

    answer = client.post(
        reverse("admin:login"), {"username": name.split()[-1], "password": password.split()[-1]}
    )

    assert answer.status_code == 302


def test_first_administrator_is_made_and_printed_only_while_there_is_no_account():
    printed()

    assert printed() == ""
    assert get_user_model().objects.count() == 1

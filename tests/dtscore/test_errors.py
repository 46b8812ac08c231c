import pytest
from django.test import Client
from django.urls import reverse
from django.views.defaults import server_error


@pytest.mark.django_db
def test_unknown_address_answers_with_a_page_of_our_own_under_the_policy(client):
    answer = client.get("/khong-co-trang-nay/")

    assert answer.status_code == 404
    assert "404.html" in [template.name for template in answer.templates]
    assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_failure_answers_with_a_page_that_needs_neither_database_nor_context(rf):
    answer = server_error(rf.get("/"))

    assert answer.status_code == 500
    assert b"<h1" in answer.content


@pytest.mark.parametrize(
    "name", ["overview", "ranking_latest", "comparison", "methodology_latest", "data_quality"]
)
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_public_pages_only_read(name, method):
    answer = getattr(Client(enforce_csrf_checks=True), method)(reverse(name))

    assert answer.status_code == 405


@pytest.mark.django_db
def test_address_with_too_many_parameters_answers_with_a_page_of_our_own(client):
    answer = client.get(reverse("comparison"), {"don-vi": [f"x{number}" for number in range(1001)]})

    assert answer.status_code == 400
    assert "400.html" in [template.name for template in answer.templates]
    assert b"<h1" in answer.content


@pytest.mark.django_db
def test_form_without_its_token_answers_with_a_page_of_our_own():
    answer = Client(enforce_csrf_checks=True).post(reverse("admin:login"))

    assert answer.status_code == 403
    assert "403_csrf.html" in [template.name for template in answer.templates]


@pytest.mark.django_db
def test_screen_without_the_right_to_it_answers_with_a_page_of_our_own(client, django_user_model):
    client.force_login(django_user_model.objects.create_user(username="chi-xem", is_staff=True))

    answer = client.get(reverse("admin:auth_group_changelist"))

    assert answer.status_code == 403
    assert "403.html" in [template.name for template in answer.templates]

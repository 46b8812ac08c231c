from django.views.defaults import server_error


def test_unknown_address_answers_with_a_page_of_our_own_under_the_policy(client):
    answer = client.get("/khong-co-trang-nay/")

    assert answer.status_code == 404
    assert "404.html" in [template.name for template in answer.templates]
    assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_failure_answers_with_a_page_that_needs_neither_database_nor_context(rf):
    answer = server_error(rf.get("/"))

    assert answer.status_code == 500
    assert b"<h1" in answer.content

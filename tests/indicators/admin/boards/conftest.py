import pytest


@pytest.fixture
def address(submission):
    return f"/quan-tri/tien-do/{submission.edition_id}/"

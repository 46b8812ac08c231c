"""Models are imported inside: pytest reads this file before Django is set up."""

import pytest


@pytest.fixture
def published(published_data):
    """DTI cấp tỉnh 2022 as published: complete, with lists of leaders."""
    from indicators.models import Edition

    return Edition.objects.published().with_rules().get(scorecard__code="dti-cap-tinh", slug="2022")


@pytest.fixture
def revision(published):
    """A draft that corrects DTI cấp tỉnh 2022."""
    from indicators.workflow import open_revision

    return open_revision(published)

"""Rows for tests; units, measures and rule books come from the published data."""

import datetime as dt

import factory
from django.contrib.auth.models import Permission
from django.utils import timezone
from factory.django import DjangoModelFactory

from indicators.models import Edition, Methodology
from provinces.models import UnitSet, User


class OfficerFactory(DjangoModelFactory):
    """A signed-in officer: ``OfficerFactory(permissions=["indicators.publish_edition"])``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"can-bo-{number}")
    is_staff = True

    @factory.post_generation
    def permissions(self, create, extracted, **kwargs):
        for name in extracted or ():
            app, codename = name.split(".")
            self.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


class DraftFactory(DjangoModelFactory):
    """A draft of the provinces' scorecard by decision 922 on the 63, without a row."""

    class Meta:
        model = Edition

    methodology = factory.LazyFunction(
        lambda: Methodology.objects.get(scorecard__code="dti-cap-tinh", code="qd-922")
    )
    scorecard = factory.SelfAttribute("methodology.scorecard")
    unit_set = factory.LazyFunction(lambda: UnitSet.objects.get(code="63"))
    slug = factory.Sequence(lambda number: str(1950 + number % 50))
    period_kind = Edition.PeriodKind.YEAR
    period = factory.SelfAttribute("slug")
    period_start = factory.LazyAttribute(lambda edition: dt.date(int(edition.slug), 1, 1))
    period_end = factory.LazyAttribute(lambda edition: dt.date(int(edition.slug), 12, 31))
    unit_count = 63


def publish_as_it_is(edition):
    """Publish a draft unchecked, without a row if it has none."""
    Edition.objects.filter(pk=edition.pk).update(state=Edition.State.PUBLISHED, published_at=timezone.now())
    edition.refresh_from_db()
    return edition

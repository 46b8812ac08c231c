"""Made-up officers who type into the scores of an edition; they live in a database of their own."""

import datetime as dt
from typing import NamedTuple

from django.utils import timezone

from indicators.management.score_benchmark.made_scores import draft_edition, make_rule_book, make_units
from indicators.models import Assessment, Assignment, Deadline, Extension, Role, Stage
from indicators.workflow import open_submissions
from provinces.models import User

INDICATORS = 62
# Officers of one unit hold its submission in turn, so that they wait for each other on any database.
OFFICERS_A_UNIT = 5


class Place(NamedTuple):
    """The account of an officer, and the keys of the scores that nobody else writes."""

    user: int
    scores: list[int]


def make_officers(count: int) -> None:
    """Make an edition open for data entry, and officers who are assigned to enter its scores."""
    administrator = User.objects.create_superuser("gia-lap")
    unit_set = make_units(-(-count // OFFICERS_A_UNIT))
    edition = draft_edition(make_rule_book(INDICATORS), unit_set, year=2026)
    submissions = open_submissions(edition, by=administrator)
    until = timezone.now() + dt.timedelta(days=1)
    Deadline.objects.create(edition=edition, stage=Stage.ENTRY, until=until)
    for submission in submissions:
        Extension.objects.create(
            submission=submission, stage=Stage.ENTRY, until=until, reason="Giả lập", given_by=administrator
        )
    for number in range(count):
        officer = User.objects.create(username=f"gia-lap-{number}", is_staff=True)
        unit = submissions[number // OFFICERS_A_UNIT].unit
        Assignment.objects.create(user=officer, role=Role.ENTRY, unit=unit)


def places() -> list[Place]:
    """Return where each officer types."""
    found = []
    officers = User.objects.filter(assignments__role=Role.ENTRY).order_by("pk")
    for number, officer in enumerate(officers.prefetch_related("assignments")):
        (assignment,) = officer.assignments.all()
        scores = Assessment.objects.filter(submission__unit=assignment.unit_id).order_by("pk")
        scores = scores.values_list("pk", flat=True)
        found.append(Place(officer.pk, list(scores)[number % OFFICERS_A_UNIT :: OFFICERS_A_UNIT]))
    return found

import pytest
from django.core.exceptions import ValidationError

from indicators.models import Assessment, Assignment, Role, Submission
from indicators.models.assignments import RULES, holds_everywhere
from provinces.models import Unit
from tests.factories import OfficerFactory
from tests.officers import assessment_of, officer_with, scoring_edition, submission_of

VIEW, ENTER, VERIFY = "indicators.view_submission", "indicators.enter_scores", "indicators.verify_scores"
OPEN = "indicators.open_submissions"


@pytest.fixture
def submissions(published_data):
    edition = scoring_edition()
    return {slug: submission_of(slug, edition=edition) for slug in ("tra-vinh", "binh-phuoc")}


@pytest.mark.parametrize("role", Role)
def test_permission_is_held_where_the_rule_table_says(submissions, role):
    """Asked of objects, of rows and of nothing in particular, the answers agree."""
    officer = officer_with(role, unit="tra-vinh")
    mine, other = submissions["tra-vinh"], submissions["binh-phuoc"]

    for permission, roles in RULES.items():
        assert officer.has_perm(permission) is (role in roles), permission
        assert officer.has_perm(permission, mine) is (role in roles), permission
        assert not officer.has_perm(permission, other), permission
        found = Submission.objects.for_user(officer, permission)
        assert set(found) == ({mine} if role in roles else set()), permission


def test_permission_for_one_scorecard_ends_there(submissions):
    edition = submissions["tra-vinh"].edition
    officer = officer_with(Role.VIEWING, scorecard=edition.scorecard)
    Assignment.objects.filter(user=officer).update(scorecard=edition.scorecard.__class__.objects.first())

    assert not officer.has_perm(VIEW, submissions["tra-vinh"])
    assert not Submission.objects.for_user(officer, VIEW).exists()


def test_permission_of_an_appraiser_of_a_group_ends_at_the_group(submissions):
    submission = submissions["tra-vinh"]
    officer = officer_with(Role.APPRAISAL, scorecard=submission.edition.scorecard, group_code="NL")
    staff, network = assessment_of(submission, "2.1"), assessment_of(submission, "1.1")

    assert officer.has_perm(VERIFY, staff)
    assert not officer.has_perm(VERIFY, network)
    assert not officer.has_perm(VERIFY, submission)
    assert officer.has_perm(VIEW, network)
    assert set(Assessment.objects.for_user(officer, VERIFY)) == {staff}
    assert set(Assessment.objects.for_user(officer)) == {staff, network}
    assert submission in Submission.objects.for_user(officer, VERIFY)


def test_permission_for_one_unit_does_not_reach_the_edition(submissions):
    edition = submissions["tra-vinh"].edition
    of_one_unit = officer_with(Role.ADMINISTRATION, unit="tra-vinh")
    of_all_units = officer_with(Role.ADMINISTRATION)

    assert not of_one_unit.has_perm(OPEN, edition)
    assert of_all_units.has_perm(OPEN, edition)


def test_permission_given_to_the_account_holds_everywhere(submissions):
    officer = OfficerFactory(permissions=[VIEW])

    assert holds_everywhere(officer, VIEW)
    assert all(officer.has_perm(VIEW, submission) for submission in submissions.values())
    assert set(Submission.objects.for_user(officer)) == set(submissions.values())
    assert not officer.has_perm(ENTER, submissions["tra-vinh"])


def test_permission_ends_with_the_account(submissions):
    officer = officer_with(Role.ENTRY, unit="tra-vinh")
    officer.is_active = False

    assert not officer.has_perm(ENTER, submissions["tra-vinh"])
    assert not Submission.objects.for_user(officer, ENTER).exists()


def test_assigned_officers_are_found_in_one_query(submissions, django_assert_num_queries):
    officer = officer_with(Role.ENTRY, unit="tra-vinh")
    officer.get_all_permissions()

    with django_assert_num_queries(2):
        list(Submission.objects.for_user(officer, ENTER))
        officer.has_perm(ENTER, submissions["tra-vinh"])
        officer.has_perm(VIEW, submissions["binh-phuoc"])


def test_assignment_says_where_it_holds(published_data):
    officer = OfficerFactory(username="lan")
    unit = Unit.objects.get(slug="tra-vinh")

    assert str(Assignment(user=officer, role=Role.ENTRY, unit=unit)) == (
        "lan · nhập liệu · tất cả các bộ chỉ số, Trà Vinh"
    )


ENTRY_AT_TRA_VINH = {"role": Role.ENTRY, "unit": "tra-vinh"}
SECOND_ROLES = {
    "approval by the same unit": ({"role": Role.UNIT_APPROVAL, "unit": "tra-vinh"}, False),
    "approval by another unit": ({"role": Role.UNIT_APPROVAL, "unit": "binh-phuoc"}, True),
    "appraisal of all units": ({"role": Role.APPRAISAL}, False),
    "publication elsewhere": ({"role": Role.PUBLICATION, "unit": "binh-phuoc"}, True),
    "data entry elsewhere": ({"role": Role.ENTRY, "unit": "binh-phuoc"}, True),
    "administration": ({"role": Role.ADMINISTRATION}, True),
}


@pytest.mark.parametrize(("second", "is_allowed"), SECOND_ROLES.values(), ids=SECOND_ROLES)
def test_permission_to_give_and_to_check_scores_is_not_of_one_account(published_data, second, is_allowed):
    officer = officer_with(**ENTRY_AT_TRA_VINH)
    unit = second.get("unit") and Unit.objects.get(slug=second["unit"])
    assignment = Assignment(user=officer, role=second["role"], unit=unit)

    if is_allowed:
        assignment.full_clean()
    else:
        with pytest.raises(ValidationError, match="nhập liệu"):
            assignment.full_clean()


def test_permission_to_appraise_and_to_publish_may_be_of_one_account(published_data):
    officer = officer_with(Role.APPRAISAL)

    Assignment(user=officer, role=Role.PUBLICATION).full_clean()

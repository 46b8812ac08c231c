"""Who finds a submission, and what all pages about one have in common."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.models import Assessment, Submission
from indicators.workflow import NotAssignedError

ENTER = "indicators.enter_scores"
FORBIDDEN = 403


def submission_for(user, submission_id) -> Submission:
    """Return a submission that a user is assigned to; for others it does not exist."""
    return get_object_or_404(Submission.objects.for_user(user).with_places(), pk=submission_id)


def assessment_for(user, submission_id, code) -> Assessment:
    """Return the score of an indicator, by its code, of a submission that a user is assigned to."""
    if "\0" in code:
        raise Http404
    submission = submission_for(user, submission_id)
    scores = submission.assessments.select_related("indicator__parent", "indicator__scoring_rule")
    number = code.removeprefix("-")
    is_key = code.startswith("-") and number.isdecimal() and len(number) < 18
    which = {"indicator__code": "", "indicator": number} if is_key else {"indicator__code": code}
    assessment = get_object_or_404(scores, **which)
    assessment.submission = submission
    return assessment


def code_in_address(indicator) -> str:
    """Return how addresses name an indicator: by its code, else by its key behind a bar."""
    return indicator.code or f"-{indicator.pk}"


def unit_name(submission) -> str:
    """Return the name that the unit of a submission bears in its edition."""
    name, _type = submission.unit.called_on(submission.edition.names_on)
    return name


def person_name(user) -> str:
    """Return what colleagues call an account."""
    return (user.get_full_name() or user.get_username()) if user else _("somebody")


def address_of(page, submission, *more) -> str:
    return reverse(f"submissions:{page}", args=[submission.pk, *more])


def crumb_of_list() -> tuple[str, str]:
    return _("Scores of the units"), reverse("submissions:list")


def crumbs_of_grid(submission) -> list[tuple[str, str]]:
    return [crumb_of_list(), (str(submission), address_of("grid", submission))]


def to_grid(submission):
    return HttpResponseRedirect(address_of("grid", submission))


def status_of(refusal) -> int:
    """Return the status of the page that tells why an act was refused."""
    return FORBIDDEN if isinstance(refusal, NotAssignedError) else 200


def tell(request, refusal) -> None:
    messages.error(request, str(refusal))

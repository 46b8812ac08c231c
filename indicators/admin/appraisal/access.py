"""Who finds the pages of the appraisal, and what they have in common."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from indicators.models import Edition, Submission

VIEW = "indicators.view_submission"


def submission_for(user, submission_id: int) -> Submission:
    """Return a submission that a user is assigned to; for others it does not exist."""
    return get_object_or_404(Submission.objects.for_user(user).with_places(), pk=submission_id)


def refuse_unless_assigned_anywhere(user) -> None:
    """Close a list to accounts that have no task with submissions at all."""
    if not user.has_perm(VIEW):
        raise PermissionDenied(_("Your account is not assigned to any submission."))


def editions_for(user):
    """Return the editions of which a user may see a submission, the newest first."""
    seen = Submission.objects.for_user(user).order_by().values("edition")
    return Edition.objects.with_rules().filter(pk__in=seen).order_by("-period_end", "-pk")


def chosen_edition(user, text: str) -> tuple[Edition | None, list[Edition]]:
    """Return the edition that an address asks for, and all that it may ask for.

    Without one it is the newest that is being scored.
    """
    editions = list(editions_for(user))
    if text:
        asked = [edition for edition in editions if str(edition.pk) == text]
        if not asked:
            raise Http404
        return asked[0], editions
    scoring = [edition for edition in editions if edition.state == Edition.State.SCORING]
    return next(iter(scoring or editions), None), editions


def unit_name(submission) -> str:
    """Return the name that the unit of a submission bears in its edition."""
    return submission.unit.called_on(submission.edition.names_on)[0]


def person_name(user) -> str:
    """Return what colleagues call an account."""
    return (user.get_full_name() or user.get_username()) if user else _("somebody")


def page_of_appraisal(request, template, *, status=200, **context):
    """Render a page of this part of the administration."""
    own = {"is_nav_sidebar_enabled": False, **context}
    return render(request, template, {**admin.site.each_context(request), **own}, status=status)

"""Who finds the pages of the appraisal, and what they have in common."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from indicators.models import Edition, Submission

VIEW = "indicators.view_submission"


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

"""Who sees appraised scores: the appraisers always, the unit once they have finished or returned them."""

from django.db.models import QuerySet

from indicators.models import Submission
from provinces.models import User

VIEW_APPRAISAL = "indicators.view_assessment"
IN_PROGRESS = Submission.State.UNDER_REVIEW


def shows_appraisal(user: User, *, submission: Submission) -> bool:
    """Tell whether a user sees the appraised scores of a submission, and the reasons for them."""
    return submission.state != IN_PROGRESS or user.has_perm(VIEW_APPRAISAL, submission)


def with_appraisal_shown(user: User) -> QuerySet:
    """Return the submissions of which a user sees the appraised scores, among those that the user sees."""
    allowed = Submission.objects.for_user(user, VIEW_APPRAISAL)
    hidden = Submission.objects.in_state(IN_PROGRESS).exclude(pk__in=allowed.values("pk"))
    return Submission.objects.exclude(pk__in=hidden.values("pk"))

"""What a revision changes of the scores that were published, written out."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.admin.appraisal.words import difference_words, points
from indicators.admin.entry import page_of_edition
from indicators.admin.submissions.access import unit_name
from indicators.models import Edition, Submission
from indicators.workflow.appraisal_sight import with_appraisal_shown
from indicators.workflow.changed_scores import ChangedScore, changed_scores
from provinces.models import User

A_PAGE = 100


def score_change_rows(edition: Edition, *, seen_by: User) -> list[dict[str, str]]:
    """Write out the scores that a revision changes, of the units that a user sees."""
    seen = Submission.objects.for_user(seen_by).of_edition(edition)
    seen = seen.filter(pk__in=with_appraisal_shown(seen_by).order_by().values("pk"))
    keys = set(seen.values_list("pk", flat=True))
    return [
        _row(change, edition) for change in changed_scores(edition) if change.assessment.submission_id in keys
    ]


def _row(change: ChangedScore, edition: Edition) -> dict[str, str]:
    score = change.assessment
    score.submission.edition = edition
    return {
        "unit": unit_name(score.submission),
        "indicator": str(score.indicator),
        "former": points(change.former),
        "new": points(change.new),
        "difference": difference_words(change.former, change.new),
        "reason": change.reason,
    }


@require_safe
def changed_scores_page(request, edition_id):
    """List what a revision changes of the scores, for whoever works on the edition."""
    edition = get_object_or_404(Edition.objects.with_rules().for_user(request.user), pk=edition_id)
    if not Submission.objects.for_user(request.user).of_edition(edition).exists():
        raise Http404
    rows = score_change_rows(edition, seen_by=request.user)
    context = {
        "title": _("Scores that the revision changes: %(edition)s") % {"edition": edition},
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("p")),
    }
    return page_of_edition(request, "admin/indicators/edition/changed_scores.html", edition, context)

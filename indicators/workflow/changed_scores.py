"""What a revision changes of the scores that were published."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from indicators.models import Assessment, Edition


@dataclass(frozen=True)
class ChangedScore:
    """A score before and after, with the reason that the appraiser gave; None where there is none."""

    assessment: Assessment
    former: Decimal | None
    new: Decimal | None

    @property
    def reason(self) -> str:
        return self.assessment.verified_reason


def changed_scores(edition: Edition) -> list[ChangedScore]:
    """Return the scores that differ from those of the edition that a revision replaces.

    Of a revision that is still being scored the appraised scores are compared: they become the final ones.
    """
    if edition.replaces_id is None:
        return []
    same = Assessment.objects.filter(
        submission__edition=edition.replaces_id,
        submission__unit=OuterRef("submission__unit"),
        indicator=OuterRef("indicator"),
    )
    scores = Assessment.objects.filter(submission__edition=edition).annotate(
        former=Subquery(same.values("final_score")), new=Coalesce("final_score", "verified_score")
    )
    is_known = {"former__isnull": False, "new__isnull": False}
    differs = ~Q(former=F("new")) & Q(**is_known)
    appears = Q(former__isnull=True, new__isnull=False) | Q(former__isnull=False, new__isnull=True)
    changed = scores.filter(differs | appears).select_related("submission__unit", "indicator")
    return [
        ChangedScore(assessment=score, former=score.former, new=score.new)
        for score in changed.order_by("submission__unit__slug", "indicator__order", "pk")
    ]

"""What the site does not hold, said where people look for it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.models import Edition, Scorecard


def without_results(editions: Sequence[Edition]) -> str:
    """Name the scorecards of which nothing was published here; nothing where there is none."""
    published = {edition.scorecard_id for edition in editions}
    public = Scorecard.objects.public().order_by("order")
    lacking = [scorecard for scorecard in public if scorecard.pk not in published]
    if not lacking:
        return ""
    names = "; ".join(scorecard.name for scorecard in lacking)
    return _("No results have been published here yet of: %(names)s.") % {"names": names}

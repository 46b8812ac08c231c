"""Which editions an import writes to, and what becomes of each."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.imports.asked import Options
from indicators.imports.writing.comparison import current_editions
from indicators.models import Edition, ImportBatch, ImportCell, ImportTarget

WRITTEN = [ImportCell.State.NEW, ImportCell.State.CHANGED, ImportCell.State.REMOVED]


class TargetLine(NamedTuple):
    """An edition that is written to; ``address`` is empty where it is not made yet."""

    label: str
    address: str
    act: str


def target_lines(batch: ImportBatch) -> list[TargetLine]:
    """Say of each edition what writing makes of it."""
    current = current_editions(batch.scorecard_id)
    written = Exists(ImportCell.objects.filter(target=OuterRef("pk"), state__in=WRITTEN))
    targets = batch.targets.annotate(is_written=written).select_related("unit_set").order_by("slug")
    return [_line(batch, target, current.get(target.slug)) for target in targets]


def _line(batch: ImportBatch, target: ImportTarget, edition: Edition | None) -> TargetLine:
    if edition is None:
        return TargetLine(_name_of_new(batch, target), "", _("a new edition is made, as a draft"))
    address = reverse("admin:indicators_edition_change", args=[edition.pk])
    if not target.is_written:
        act = _("nothing is written: no figure of it changes")
    elif edition.is_open:
        act = _("written into the open draft, revision %(revision)d") % {"revision": edition.revision}
    else:
        act = _(
            "published; a revision is opened as a draft, and what is published stays until that is published"
        )
    return TargetLine(str(edition), address, act)


def _name_of_new(batch: ImportBatch, target: ImportTarget) -> str:
    """Call an edition that is yet to be made by its scorecard, its period and who is ranked in it."""
    new = Options.of(batch).new_scorecard
    scorecard = batch.scorecard or (new.name if new else "")
    return f"{scorecard} {target.period}, {target.unit_set}"

"""Which editions an import writes to, and what becomes of each."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.imports.asked import Options
from indicators.imports.writing.comparison import current_editions
from indicators.models import Edition, ImportBatch, ImportCell
from provinces.models import UnitSet

WRITTEN = [ImportCell.State.NEW, ImportCell.State.CHANGED, ImportCell.State.REMOVED]


class TargetLine(NamedTuple):
    """An edition that is written to; ``address`` is empty where it is not made yet."""

    label: str
    address: str
    act: str


def target_lines(batch: ImportBatch) -> list[TargetLine]:
    """Say of each edition what writing makes of it."""
    current = current_editions(batch.scorecard_id)
    written = set(batch.cells.filter(state__in=WRITTEN).order_by().values_list("edition_slug").distinct())
    return [
        _line(batch, target, current.get(target["slug"]), is_written=(target["slug"],) in written)
        for target in batch.targets
    ]


def _line(batch: ImportBatch, target: dict, edition: Edition | None, *, is_written: bool) -> TargetLine:
    if edition is None:
        return TargetLine(_name_of_new(batch, target), "", _("a new edition is made, as a draft"))
    address = reverse("admin:indicators_edition_change", args=[edition.pk])
    if not is_written:
        act = _("nothing is written: no figure of it changes")
    elif edition.is_open:
        act = _("written into the open draft, revision %(revision)d") % {"revision": edition.revision}
    else:
        act = _(
            "published; a revision is opened as a draft, and what is published stays until that is published"
        )
    return TargetLine(str(edition), address, act)


def _name_of_new(batch: ImportBatch, target: dict) -> str:
    """Call an edition that is yet to be made by its scorecard, its period and who is ranked in it."""
    new = Options.of(batch).new_scorecard
    scorecard = batch.scorecard or (new.name if new else "")
    unit_set = UnitSet.objects.filter(code=target["unit_set"]).first() or target["unit_set"]
    return f"{scorecard} {target['period']}, {unit_set}"

"""Which editions an import writes to, and what becomes of each."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.imports.writing.comparison import current_editions
from indicators.models import Edition, ImportBatch


class TargetLine(NamedTuple):
    """An edition that is written to; ``address`` is empty where it is not made yet."""

    label: str
    address: str
    act: str


def target_lines(batch: ImportBatch) -> list[TargetLine]:
    """Say of each edition what writing makes of it."""
    current = current_editions(batch.scorecard_id)
    return [_line(target, current.get(target["slug"])) for target in batch.targets]


def _line(target: dict, edition: Edition | None) -> TargetLine:
    if edition is None:
        return TargetLine(target["slug"], "", _("a new edition is made, as a draft"))
    address = reverse("admin:indicators_edition_change", args=[edition.pk])
    if edition.is_open:
        act = _("written into the open draft, revision %(revision)d") % {"revision": edition.revision}
    else:
        act = _(
            "published; a revision is opened as a draft, and what is published stays until that is published"
        )
    return TargetLine(str(edition), address, act)

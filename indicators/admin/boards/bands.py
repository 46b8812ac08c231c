"""The bands of completion, as the boards show them: by a word and a sign beside the colour."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Methodology
from indicators.notation import MISSING, format_points
from indicators.scoring.bands import Band, band_of
from indicators.workflow.progress import GroupProgress

WORDS = {
    Band.COMPLETED: gettext_lazy("completed"),
    Band.NEARLY: gettext_lazy("nearly completed"),
    Band.LOW: gettext_lazy("low"),
    Band.NONE: gettext_lazy("not begun"),
}
SIGNS = {Band.COMPLETED: "●", Band.NEARLY: "◕", Band.LOW: "◔", Band.NONE: "○"}


@dataclass(frozen=True)
class BandCell:
    """The band of a unit, in a group or in all; no band where nothing applies to it."""

    band: Band | None
    share: str

    @property
    def name(self) -> str:
        return self.band or "apart"

    @property
    def word(self) -> str:
        return WORDS[self.band] if self.band else _("does not apply")

    @property
    def sign(self) -> str:
        return SIGNS[self.band] if self.band else ""


@dataclass(frozen=True)
class BandCount:
    """A line of the legend: a band, from where to where it reaches, and how many units lie in it."""

    band: Band
    word: str
    sign: str
    meaning: str
    count: int


def percent(share: Decimal | None) -> str:
    """Write a share of points as a percentage."""
    return MISSING if share is None else f"{format_points(share * 100, decimals=1)} %"


def cell_of(progress: GroupProgress, *, methodology: Methodology) -> BandCell:
    """Return the band that what is reached so far lies in."""
    if not progress.applies:
        return BandCell(None, MISSING)
    band = band_of(
        progress.share, completed_from=methodology.completed_from, nearly_from=methodology.nearly_from
    )
    return BandCell(band, percent(progress.share))


def legend(bands: Iterable[Band], *, methodology: Methodology) -> list[BandCount]:
    """Return every band with its cuts and how many units lie in it."""
    counts = Counter(bands)
    cuts = {"completed": percent(methodology.completed_from), "nearly": percent(methodology.nearly_from)}
    meanings = {
        Band.COMPLETED: _("from %(completed)s of the points on"),
        Band.NEARLY: _("from %(nearly)s to below %(completed)s"),
        Band.LOW: _("below %(nearly)s"),
        Band.NONE: _("no score yet"),
    }
    return [BandCount(band, WORDS[band], SIGNS[band], meanings[band] % cuts, counts[band]) for band in Band]


def completed_sentence(bands: Iterable[Band], *, visible: int) -> str:
    """Say how many units have completed or nearly completed their work."""
    done = sum(band in (Band.COMPLETED, Band.NEARLY) for band in bands)
    return _("%(done)s/%(count)s completed and nearly completed") % {"done": done, "count": visible}

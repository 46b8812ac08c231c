"""What stands beside a figure: the mark of its basis and the number of its source."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dtscore.pages.links import rules_url
from indicators.models import Edition
from indicators.models.basis import Basis

COMPUTED = "computed"
BASIS_TEXTS = {
    COMPUTED: gettext_lazy("computed"),
    Basis.ROW_ORDER: gettext_lazy("by row order"),
    Basis.DERIVED: gettext_lazy("derived"),
}
BASIS_TITLES = {
    COMPUTED: gettext_lazy("worked out by dtscore from published figures"),
    Basis.ROW_ORDER: gettext_lazy("the rank is the place of the row in a published, sorted table"),
    Basis.DERIVED: gettext_lazy("worked out from two published figures"),
}

# By figure, the column that names its source.
SOURCES = {
    "value": "value_source",
    "rank": "rank_source",
    "change": "context_source",
    "regional_rank": "context_source",
    "regional_change": "context_source",
}

Mark = TypeVar("Mark")


@dataclass(frozen=True)
class Badge:
    """A mark beside a figure that was not simply published: ``kind`` for colour, ``text`` for all.

    ``url`` leads to the rules by which such figures come about, ``title`` says them in short.
    """

    kind: str
    text: str
    url: str = ""
    title: str = ""


@dataclass(frozen=True)
class SourceMark:
    """The number of a source in the list of sources of a page, beside the figures that it holds."""

    number: int
    title: str

    @cached_property
    def label(self) -> str:
        """What its link says to who does not see where it stands."""
        return _("Source %(number)s: %(title)s") % {"number": self.number, "title": self.title}


def basis_badge(basis: str | None, *, is_computed: bool, edition: Edition | None = None) -> Badge | None:
    """Return the mark of a figure, leading to the rules of its edition; None for a published one."""
    kind = COMPUTED if is_computed else basis
    if kind not in BASIS_TEXTS:
        return None
    return _badge(kind, url=rules_url(edition.scorecard.code) if edition else "")


def badges_of(edition: Edition) -> dict[str, Badge]:
    """Return every ``basis_badge`` of an edition by its kind, made once for many figures."""
    url = rules_url(edition.scorecard.code)
    return {kind: _badge(kind, url=url) for kind in BASIS_TEXTS}


def computed_badge(edition: Edition) -> Badge | None:
    """Return the mark of what we computed of an edition."""
    return basis_badge(None, is_computed=True, edition=edition)


def usual_mark(marks: Iterable[Mark | None]) -> Mark | None:
    """Return the mark of most figures of a row or column, which its head bears for them all."""
    counts = Counter(marks)
    mark, count = next(iter(counts.most_common(1)), (None, 0))
    return mark if 2 * count > counts.total() else None


def own_badge(badge: Badge | None, *, usual: Badge | None) -> Badge | None:
    """Return the mark that a figure keeps under a head that bears the usual one; none where they agree."""
    return None if badge == usual else badge or Badge("published", _("published"))


def _badge(kind: str, *, url: str) -> Badge:
    return Badge(str(kind), str(BASIS_TEXTS[kind]), url, str(BASIS_TITLES[kind]))

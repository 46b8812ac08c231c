"""A unit's standing as a page shows it: text beside the number it was made from."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import pandas as pd
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dtscore.pages.links import profile_urls, rules_url
from indicators.models import Edition, Ranking
from indicators.models.basis import Basis
from indicators.notation import format_change, format_number, format_rank
from indicators.printed import printed_decimals
from provinces.models import UnitName

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

Row = TypeVar("Row")
Mark = TypeVar("Mark")

SHOWN_COLUMNS = [
    "slug",
    "name",
    "type",
    "region",
    "region_name",
    "value",
    "value_text",
    "value_basis",
    "value_source",
    "value_is_computed",
    "rank",
    "rank_basis",
    "rank_source",
    "rank_is_computed",
    "change",
    "change_is_computed",
    "regional_rank",
    "regional_count",
    "regional_rank_is_computed",
    "regional_change",
    "regional_change_is_computed",
    "context_source",
    "status",
    "note",
]


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


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One row: numbers for charts and order, texts for the page; what is missing reads “–” or nothing.

    ``*_source`` is the code of the source of a published figure, empty for one that we computed; the page
    that numbers its sources fills in ``*_mark``.
    """

    unit_id: Hashable
    slug: str
    name: str
    url: str
    type_name: str
    region: str
    region_name: str
    value: float
    value_text: str
    value_badge: Badge | None
    percent: float | None
    rank: int | None
    rank_text: str
    rank_badge: Badge | None
    change: int | None
    change_text: str
    change_badge: Badge | None
    regional_rank: int | None
    regional_count: int | None
    regional_rank_text: str
    regional_rank_badge: Badge | None
    regional_change: int | None
    regional_change_text: str
    regional_change_badge: Badge | None
    status: str
    status_name: str
    note: str
    value_source: str
    rank_source: str
    change_source: str
    regional_rank_source: str
    regional_change_source: str
    value_mark: SourceMark | None = None
    rank_mark: SourceMark | None = None
    change_mark: SourceMark | None = None
    regional_rank_mark: SourceMark | None = None
    is_own: bool = False

    @property
    def is_placed(self) -> bool:
        """Whether it has a value or a rank to stand by; the others are listed apart."""
        return self.rank is not None or not pd.isna(self.value)

    @property
    def change_direction(self) -> str:
        """up, down or same, for the class of the movement mark; empty where nothing is known."""
        return _direction(self.change)

    @property
    def regional_change_direction(self) -> str:
        return _direction(self.regional_change)


def standings_of(frame: pd.DataFrame, *, edition: Edition, own: str | None = None) -> list[Standing]:
    """Turn a frame of ``frames.standings_by_unit`` into rows, in its order; ``own`` is my province."""
    badges = badges_of(edition)
    url_of = profile_urls(edition)
    return [
        _standing(unit_id, row, edition, badges=badges, url=url_of(row["slug"]), is_own=row["slug"] == own)
        for unit_id, row in zip(frame.index, _records(frame), strict=True)
    ]


def value_text(value: float | None, *, edition: Edition, printed: str = "") -> str:
    """Return a value as Vietnamese read it, with the decimals it was printed with, else the rule book's."""
    decimals = printed_decimals(printed, value=value, otherwise=edition.methodology.decimals)
    return format_number(None if pd.isna(value) else value, decimals=decimals, language=get_language())


def rank_text(rank: int | None, count: int | None) -> str:
    """Return “25/63”; “25” where the number of units was not published; “–” for none."""
    return format_rank(_whole(rank), count=_whole(count), language=get_language())


def change_text(change: int | None) -> str:
    """Return “tăng 1 bậc”; nothing where the change is not known."""
    return format_change(_whole(change), language=get_language())


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


def status_name(status: str) -> str:
    return str(Ranking.Status(status).label)


def _badge(kind: str, *, url: str) -> Badge:
    return Badge(str(kind), str(BASIS_TEXTS[kind]), url, str(BASIS_TITLES[kind]))


def _standing(
    unit_id: Hashable, row: dict, edition: Edition, *, badges: dict[str, Badge], url: str, is_own: bool
) -> Standing:
    scale = edition.methodology.scale_max
    value = row["value"]
    return Standing(
        unit_id=unit_id,
        slug=row["slug"],
        name=row["name"],
        url=url,
        type_name=str(UnitName.Type(row["type"]).label) if row["type"] else "",
        region=row["region"] or "",
        region_name=row["region_name"] or "",
        value=value,
        value_text=value_text(value, edition=edition, printed=row["value_text"] or ""),
        percent=None if pd.isna(value) or not scale else round(100 * value / float(scale), 2),
        rank=_whole(row["rank"]),
        rank_text=rank_text(row["rank"], edition.unit_count),
        change=_whole(row["change"]),
        change_text=change_text(row["change"]),
        regional_rank=_whole(row["regional_rank"]),
        regional_count=_whole(row["regional_count"]),
        regional_rank_text=rank_text(row["regional_rank"], row["regional_count"]),
        regional_change=_whole(row["regional_change"]),
        regional_change_text=change_text(row["regional_change"]),
        status=row["status"],
        status_name=status_name(row["status"]),
        note=row["note"] or "",
        is_own=is_own,
        **{
            f"{figure}_badge": badges.get(
                COMPUTED if row[f"{figure}_is_computed"] else row.get(f"{figure}_basis")
            )
            for figure in SOURCES
        },
        **{f"{figure}_source": source_of(row, figure) for figure in SOURCES},
    )


def source_of(row: dict, figure: str) -> str:
    """Return the code of the source of a figure; empty for one that is missing or computed."""
    code = row[SOURCES[figure]]
    is_published = not row[f"{figure}_is_computed"] and not pd.isna(row[figure])
    return code if is_published and isinstance(code, str) else ""


def _direction(change: int | None) -> str:
    if change is None:
        return ""
    return "up" if change > 0 else "down" if change < 0 else "same"


def _records(frame: pd.DataFrame) -> list[dict]:
    """Return rows as dicts of what is shown, in which a missing text or flag is None."""
    columns = [_cells(frame[column]) for column in SHOWN_COLUMNS]
    return [dict(zip(SHOWN_COLUMNS, row, strict=True)) for row in zip(*columns, strict=True)]


def _cells(column: pd.Series) -> list:
    cells = column.tolist()
    if column.dtype not in ("object", "str"):
        return cells
    # Where a frame was stretched over units without a row, NaN stands among the texts: the one unequal cell.
    return [None if cell != cell else cell for cell in cells]


def _whole(number) -> int | None:
    return None if pd.isna(number) else int(number)

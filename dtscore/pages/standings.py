"""A unit's standing as a page shows it: text beside the number it was made from."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd
from django.utils.translation import get_language

from dtscore.pages.links import profile_urls
from dtscore.pages.marks import COMPUTED, SOURCES, Badge, SourceMark, badges_of
from indicators.models import Edition, Ranking
from indicators.notation import format_change, format_number, format_rank
from indicators.printed import printed_decimals
from provinces.models import UnitName

Row = TypeVar("Row")

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
    words = _Words.of(frame, edition=edition)
    url_of = profile_urls(edition)
    return [
        _standing(unit_id, row, edition, words=words, url=url_of(row["slug"]), is_own=row["slug"] == own)
        for unit_id, row in zip(frame.index, _records(frame), strict=True)
    ]


def value_text(value: float | None, *, edition: Edition, printed: str = "") -> str:
    """Return a value as Vietnamese read it, with the decimals it was printed with, else the rule book's."""
    return _value_text(value, edition=edition, printed=printed, language=get_language())


def rank_text(rank: int | None, count: int | None) -> str:
    """Return “25/63”; “25” where the number of units was not published; “–” for none."""
    return format_rank(_whole(rank), count=_whole(count), language=get_language())


def change_text(change: int | None) -> str:
    """Return “tăng 1 bậc”; nothing where the change is not known."""
    return format_change(_whole(change), language=get_language())


def status_name(status: str) -> str:
    return str(Ranking.Status(status).label)


@dataclass(frozen=True, kw_only=True)
class _Words:
    """What the rows of a frame say in the language of the page, looked up once for all of them."""

    language: str
    badges: dict[str, Badge]
    types: dict[str | None, str]
    statuses: dict[str, str]

    @classmethod
    def of(cls, frame: pd.DataFrame, *, edition: Edition) -> "_Words":
        return cls(
            language=get_language(),
            badges=badges_of(edition),
            types={kind: _type_name(kind) for kind in set(_cells(frame["type"]))},
            statuses={status: status_name(status) for status in set(frame["status"].tolist())},
        )


def _type_name(kind: str | None) -> str:
    return str(UnitName.Type(kind).label) if kind else ""


def _value_text(value: float | None, *, edition: Edition, printed: str, language: str) -> str:
    decimals = printed_decimals(printed, value=value, otherwise=edition.methodology.decimals)
    return format_number(None if pd.isna(value) else value, decimals=decimals, language=language)


def _standing(
    unit_id: Hashable, row: dict, edition: Edition, *, words: _Words, url: str, is_own: bool
) -> Standing:
    scale, language = edition.methodology.scale_max, words.language
    value, rank, regional_rank, change, regional_change = (
        row["value"],
        *map(_whole, (row["rank"], row["regional_rank"], row["change"], row["regional_change"])),
    )
    regional_count = _whole(row["regional_count"])
    return Standing(
        unit_id=unit_id,
        slug=row["slug"],
        name=row["name"],
        url=url,
        type_name=words.types[row["type"]],
        region=row["region"] or "",
        region_name=row["region_name"] or "",
        value=value,
        value_text=_value_text(value, edition=edition, printed=row["value_text"] or "", language=language),
        percent=None if pd.isna(value) or not scale else round(100 * value / float(scale), 2),
        rank=rank,
        rank_text=format_rank(rank, count=edition.unit_count, language=language),
        change=change,
        change_text=format_change(change, language=language),
        regional_rank=regional_rank,
        regional_count=regional_count,
        regional_rank_text=format_rank(regional_rank, count=regional_count, language=language),
        regional_change=regional_change,
        regional_change_text=format_change(regional_change, language=language),
        status=row["status"],
        status_name=words.statuses[row["status"]],
        note=row["note"] or "",
        is_own=is_own,
        **_marks(row, badges=words.badges),
    )


def _marks(row: dict, *, badges: dict[str, Badge]) -> dict[str, Badge | str | None]:
    """Return the badge and the code of the source of every figure of a row, by field of ``Standing``."""
    kinds = {
        figure: COMPUTED if row[f"{figure}_is_computed"] else row.get(f"{figure}_basis") for figure in SOURCES
    }
    marks = {f"{figure}_badge": badges.get(kind) for figure, kind in kinds.items()}
    return marks | {f"{figure}_source": source_of(row, figure) for figure in SOURCES}


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

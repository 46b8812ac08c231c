"""What is to be read with care: notes, shared ranks, editions whose number of units is not known."""

from dataclasses import dataclass

import pandas as pd
from django.utils.translation import gettext as _

from dtscore.pages.data_quality.figures import Figures, count_text
from dtscore.pages.links import TextLink
from dtscore.pages.marks import Badge, basis_badge
from dtscore.pages.standings import rank_text

NAMED_UNITS = 6
LISTED_TIES = 12
LISTED_UNITS = 100


@dataclass(frozen=True)
class Doubt:
    """A note, with the rows that bear it."""

    edition: TextLink
    text: str
    measures: str
    row_count: str
    units: list[TextLink]
    more: int

    @property
    def is_long(self) -> bool:
        return len(self.units) > NAMED_UNITS


@dataclass(frozen=True)
class DoubtTable:
    """The notes of one scorecard."""

    id: str
    title: str
    rows: list[Doubt]


@dataclass(frozen=True)
class Tie:
    """Units that share a rank: named while they are few, else counted."""

    rank: str
    units: list[TextLink]
    count: int


@dataclass(frozen=True)
class TieRow:
    """The shared ranks of one edition and measure."""

    edition: TextLink
    measure: str
    badge: Badge | None
    ties: list[Tie]
    more: int


@dataclass(frozen=True)
class Uncounted:
    """An edition whose number of units was not published."""

    edition: TextLink
    scorecard: str
    known: str
    note: str


def doubts(figures: Figures) -> list[DoubtTable]:
    """Return every note of a published row with the units it speaks of, one table a scorecard."""
    standings = figures.standings[["edition_id", "measure", "unit_id", "note"]]
    noted = standings[standings["note"] != ""]
    by_edition = {
        key: dict(list(rows.groupby("note", sort=False))) for key, rows in noted.groupby("edition_id")
    }
    tables = (
        DoubtTable(
            id=f"doubts-{scorecard.code}",
            title=str(scorecard),
            rows=[
                _doubt(figures, edition.pk, note, rows)
                for edition in editions
                for note, rows in by_edition.get(edition.pk, {}).items()
            ],
        )
        for scorecard, editions in figures.scorecards.items()
    )
    return [table for table in tables if table.rows]


def ties(figures: Figures) -> list[TieRow]:
    """Return the ranks that units share, whether published or computed."""
    ranked = figures.standings.loc[
        figures.standings["rank"].notna(), ["edition_id", "measure", "rank", "rank_is_computed", "unit_id"]
    ]
    shared = ranked[ranked.duplicated(["edition_id", "measure", "rank"], keep=False)]
    return [
        _tie_row(figures, key, code, rows)
        for (key, code), rows in shared.groupby(["edition_id", "measure"], sort=False)
    ]


def uncounted_editions(figures: Figures) -> list[Uncounted]:
    """Return the editions of several units whose number was not published: their ranks stand without it."""
    known = figures.standings.groupby("edition_id")["unit_id"].nunique()
    return [
        Uncounted(
            edition=figures.edition(key),
            scorecard=str(edition.scorecard),
            known=count_text(known.get(key, 0)),
            note=edition.note,
        )
        for key, edition in figures.editions.items()
        if edition.unit_count is None and edition.member_count > 1
    ]


def _doubt(figures: Figures, key: int, note: str, rows: pd.DataFrame) -> Doubt:
    units = figures.in_order(rows["unit_id"].unique(), edition=key)
    codes = dict.fromkeys(rows["measure"])
    return Doubt(
        edition=figures.edition(key),
        text=note,
        measures=", ".join(codes),
        row_count=count_text(len(rows)),
        units=[figures.unit(unit, edition=key) for unit in units[:LISTED_UNITS]],
        more=max(len(units) - LISTED_UNITS, 0),
    )


def _tie_row(figures: Figures, key: int, code: str, rows: pd.DataFrame) -> TieRow:
    units: dict[int, list[int]] = {}
    for rank, unit_id in sorted(zip(rows["rank"], rows["unit_id"], strict=True), key=lambda pair: pair[0]):
        units.setdefault(rank, []).append(unit_id)
    listed = list(units.items())[:LISTED_TIES]
    computed = bool(rows["rank_is_computed"].all())
    return TieRow(
        edition=figures.edition(key),
        measure=str(figures.measure(key, code)),
        badge=basis_badge("", is_computed=True) if computed else None,
        ties=[_tie(figures, key, rank, sharing) for rank, sharing in listed],
        more=len(units) - len(listed),
    )


def _tie(figures: Figures, key: int, rank: int, units: list[int]) -> Tie:
    named = units if len(units) <= NAMED_UNITS else []
    return Tie(
        rank=_("rank %(rank)s") % {"rank": rank_text(rank, figures.editions[key].unit_count)},
        units=[figures.unit(unit, edition=key) for unit in named],
        count=len(units),
    )

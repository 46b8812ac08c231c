"""Where the figures of a page come from: the list of sources, and the numbers that lead to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

import pandas as pd

from dtscore.pages.marks import SourceMark
from dtscore.pages.standings import Standing
from indicators.models import Edition
from provinces.models import Source
from provinces.names import sort_key

SOURCE_COLUMNS = ["value_source", "rank_source", "context_source"]

Row = TypeVar("Row")


@dataclass(frozen=True)
class SourceList:
    """The sources of a page in the order in which they are numbered.

    ``places`` leads back to the figure that a source is named at, by its code; what is not there leads to
    where the page says.
    """

    sources: tuple[Source, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    marks: dict[str, SourceMark] = field(init=False)

    def __post_init__(self):
        marks = {
            source.code: SourceMark(number, source.title or source.url)
            for number, source in enumerate(self.sources, start=1)
        }
        object.__setattr__(self, "marks", marks)

    def __iter__(self) -> Iterator[Source]:
        return iter(self.sources)

    def __len__(self) -> int:
        return len(self.sources)

    def mark(self, code: str) -> SourceMark | None:
        """Return the mark of a source by its code; None for one that is not in the list."""
        return self.marks.get(code)

    def marked(self, standing: Standing) -> Standing:
        """Return a standing with the marks of its sources."""
        return replace(
            standing,
            value_mark=self.mark(standing.value_source),
            rank_mark=self.mark(standing.rank_source),
            change_mark=self.mark(standing.change_source),
            regional_rank_mark=self.mark(standing.regional_rank_source),
        )


NO_SOURCES = SourceList()


def sources_of(
    *standings: pd.DataFrame, edition: Edition | None = None, codes: Iterable[str] = ()
) -> SourceList:
    """Return the sources that rows of standings name, those of the edition, and others by code."""
    codes = set(codes) | codes_in(*standings)
    own = (edition.source, edition.methodology.source) if edition is not None else ()
    others = codes - {source.code for source in own if source is not None}
    named = {*(source for source in own if source is not None), *Source.objects.filter(code__in=others)}
    return SourceList(tuple(in_order(named)))


def codes_in(*standings: pd.DataFrame, columns: Iterable[str] = SOURCE_COLUMNS) -> frozenset[str]:
    """Return the codes of the sources that rows of standings name in some columns."""
    return frozenset(
        code
        for frame in standings
        for column in columns
        if column in frame
        for code in set(frame[column].tolist())
        if isinstance(code, str)
    )


def figure_codes(frame: pd.DataFrame, figure: str) -> frozenset[str] | None:
    """Return the codes of the sources of a figure of rows that are drawn; None if any of it is computed."""
    known = frame[frame[figure].notna()]
    if known[f"{figure}_is_computed"].astype(bool).any():
        return None
    return codes_in(known, columns=[f"{figure}_source"])


def in_order(sources: Iterable[Source]) -> list[Source]:
    """Return sources by issuer and title, the same on every database."""
    return sorted(sources, key=lambda source: (sort_key(source.issuer), sort_key(source.title), source.code))

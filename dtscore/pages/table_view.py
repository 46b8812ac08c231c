"""The parts of a table that is ready to print; components/_ranking_table.html prints it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dtscore.pages.marks import Badge, SourceMark


@dataclass(frozen=True, kw_only=True)
class Head:
    """The head of a column; ``sort_url`` and ``url`` (the page of what the column shows) may be empty."""

    label: str
    title: str = ""
    css: str = ""
    badge: Badge | None = None
    mark: SourceMark | None = None
    url: str = ""
    sort_url: str = ""
    aria_sort: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell; ``direction`` is that of a movement, ``percent`` the length of a bar."""

    text: str = ""
    css: str = ""
    url: str = ""
    is_head: bool = False
    is_best: bool = False
    badge: Badge | None = None
    mark: SourceMark | None = None
    direction: str = ""
    note: str = ""
    percent: float | None = None

    @cached_property
    def is_plain(self) -> bool:
        """Whether it holds a text of some style and nothing else, as most cells do."""
        return bool(self.css) and not (
            self.is_head
            or self.is_best
            or self.badge
            or self.mark
            or self.direction
            or self.note
            or self.percent is not None
        )


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row; ``anchor`` is its id where links lead to it."""

    cells: tuple[Cell, ...]
    is_own: bool = False
    anchor: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows that belong together; ``heading`` says what sets them apart from those before."""

    rows: tuple[Row, ...]
    heading: str = ""


@dataclass(frozen=True, kw_only=True)
class TableView:
    """A table with its caption.

    ``averages`` stay in sight at its foot; one that ``is_tall`` scrolls within a height of its own.
    """

    id: str
    caption: str
    heads: tuple[Head, ...]
    parts: tuple[Part, ...]
    averages: tuple[Row, ...] = ()
    is_tall: bool = False

    @property
    def width(self) -> int:
        """The number of columns, for a heading that spans them all."""
        return len(self.heads)

    @property
    def leads_with_rank(self) -> bool:
        """Whether the names stand behind a column of ranks, which scrolls away while they stay."""
        return bool(self.heads) and self.heads[0].css == "rank"

    @property
    def has_badges(self) -> bool:
        """Whether any figure is marked, so that the marks need explaining."""
        return any(item.badge is not None for item in self._marked)

    @property
    def sources_named(self) -> frozenset[int]:
        """The numbers of the sources that stand beside its figures."""
        return frozenset(item.mark.number for item in self._marked if item.mark is not None)

    @property
    def _marked(self) -> Iterator[Head | Cell]:
        yield from self.heads
        for row in (*(row for part in self.parts for row in part.rows), *self.averages):
            yield from row.cells

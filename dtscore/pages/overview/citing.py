"""Which source each value of the overview comes from, and the way back from the source to the value."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dtscore.pages.overview.series import Averages, NationalSeries, Value
from dtscore.pages.provenance import SourceList
from dtscore.pages.table_view import TableView


@dataclass(frozen=True, kw_only=True)
class Cited:
    """The values with their marks, and the sources that lead back to the first value of each."""

    national: NationalSeries | None
    averages: Averages
    sources: SourceList


def cite(
    national: NationalSeries | None, averages: Averages, *, sources: SourceList, table: TableView | None
) -> Cited:
    """Mark each value with its source; a source that ``table`` names already leads back to that table."""
    named = table.sources_named if table else frozenset()
    places: dict[str, str] = {}

    def marked(values: Sequence[Value]) -> tuple[Value, ...]:
        return tuple(_marked(value, sources=sources, named=named, places=places) for value in values)

    if national:
        national = replace(national, values=marked(national.values))
    groups = tuple(replace(group, values=marked(group.values)) for group in averages.groups)
    return Cited(
        national=national,
        averages=replace(averages, groups=groups),
        sources=replace(sources, places=places),
    )


def _marked(value: Value, *, sources: SourceList, named: frozenset[int], places: dict[str, str]) -> Value:
    mark = sources.mark(value.source)
    if mark is None or mark.number in named or value.source in places:
        return replace(value, mark=mark)
    anchor = f"tu-nguon-{mark.number}"
    places[value.source] = f"#{anchor}"
    return replace(value, mark=mark, anchor=anchor)

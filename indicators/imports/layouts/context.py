"""What reading a table needs to know about the scorecard, and nothing of the database."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol


class MeasureNames(Protocol):
    """The measures of a scorecard by the texts that tables print for them.

    Args:
        total: code of the measure that a column without a measure's name holds.
        composites: codes of the composites (trụ cột), which share their names with groups.
    """

    total: str
    composites: Collection[str]

    def match(self, text: str) -> tuple[str, ...]:
        """Return the codes that a text may mean: none, one or several."""


@dataclass(frozen=True)
class Context:
    """What is known beforehand of a table's units and measures.

    Args:
        is_unit: whether a text names a unit of the sets that the table may be about.
        is_average: whether a text names an average or a total of units.
        measures: of the scorecard; None for one that the site doesn't know yet.
        scale_top: the largest value of a measure by its code; None where it has no known scale.
        is_indicator_table: whether the table holds the indicators of one unit, named elsewhere.
    """

    is_unit: Callable[[str], bool]
    is_average: Callable[[str], bool]
    measures: MeasureNames | None
    scale_top: Callable[[str], Decimal | None]
    is_indicator_table: bool = False

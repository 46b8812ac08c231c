from indicators.models.editions import Edition
from indicators.models.imports import ImportBatch, ImportCell, ImportLayout
from indicators.models.measures import (
    Composite,
    CompositePart,
    Indicator,
    IndicatorGroup,
    Measure,
    MeasureLink,
)
from indicators.models.rankings import Ranking
from indicators.models.scorecards import Methodology, Scorecard
from indicators.models.summaries import Benchmark, LeaderList

__all__ = [
    "Benchmark",
    "Composite",
    "CompositePart",
    "Edition",
    "ImportBatch",
    "ImportCell",
    "ImportLayout",
    "Indicator",
    "IndicatorGroup",
    "LeaderList",
    "Measure",
    "MeasureLink",
    "Methodology",
    "Ranking",
    "Scorecard",
]

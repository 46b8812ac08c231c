from indicators.models.editions import Edition
from indicators.models.rankings import Benchmark, LeaderList, Ranking
from indicators.models.scorecards import (
    Composite,
    CompositePart,
    Indicator,
    IndicatorGroup,
    Measure,
    MeasureLink,
    Methodology,
    Scorecard,
)

__all__ = [
    "Benchmark",
    "Composite",
    "CompositePart",
    "Edition",
    "Indicator",
    "IndicatorGroup",
    "LeaderList",
    "Measure",
    "MeasureLink",
    "Methodology",
    "Ranking",
    "Scorecard",
]

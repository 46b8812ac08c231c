from indicators.models.assessments import Assessment, Question
from indicators.models.assignments import Assignment, Role
from indicators.models.editions import Edition
from indicators.models.evidence import Evidence
from indicators.models.import_cells import ImportCell, ImportMeasure, ImportUnit
from indicators.models.imports import ImportBatch, ImportLayout, ImportTarget
from indicators.models.measures import (
    Composite,
    CompositePart,
    Indicator,
    IndicatorGroup,
    Measure,
    MeasureLink,
)
from indicators.models.publications import ScheduledPublication
from indicators.models.rank_intervals import RankInterval
from indicators.models.rankings import Ranking
from indicators.models.scorecards import Methodology, Scorecard
from indicators.models.scoring_rules import ScoringException, ScoringRule, ScoringStep
from indicators.models.submissions import Deadline, Extension, Stage, Submission, SubmissionEvent
from indicators.models.summaries import Benchmark, LeaderList

__all__ = [
    "Assessment",
    "Assignment",
    "Benchmark",
    "Composite",
    "CompositePart",
    "Deadline",
    "Edition",
    "Evidence",
    "Extension",
    "ImportBatch",
    "ImportCell",
    "ImportLayout",
    "ImportMeasure",
    "ImportTarget",
    "ImportUnit",
    "Indicator",
    "IndicatorGroup",
    "LeaderList",
    "Measure",
    "MeasureLink",
    "Methodology",
    "Question",
    "RankInterval",
    "Ranking",
    "Role",
    "ScheduledPublication",
    "Scorecard",
    "ScoringException",
    "ScoringRule",
    "ScoringStep",
    "Stage",
    "Submission",
    "SubmissionEvent",
]

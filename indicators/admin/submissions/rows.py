"""The score of an indicator as a row of the grid: its cells, what was typed, what is still lacking."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.admin.submissions.access import code_in_address, person_name
from indicators.admin.submissions.cells import (
    LABELS,
    LEVELS,
    TEXTS,
    as_stated,
    hint_of,
    kind_of,
    shown,
    texts_of,
    what_counts,
)
from indicators.models import Assessment, Question, ScoringRule
from indicators.workflow.deadlines import moment_text
from indicators.workflow.proposals import proposed_score


@dataclass(frozen=True)
class Cell:
    """One input of a row, with what was typed into it and what is wrong with that."""

    field: str
    name: str
    label: object
    text: str
    labels: str = ""
    told: str = ""
    is_asked: bool = True
    problem: str = ""
    theirs: str | None = None
    options: tuple = ()

    @property
    def is_conflict(self) -> bool:
        return self.theirs is not None


@dataclass
class Row:
    """The score of an indicator, and what was typed for it that is not stored."""

    assessment: Assessment
    evidence_count: int = 0
    exception: str = ""
    former: str = ""
    is_open: bool = False
    questions: list[Question] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)
    follows: bool = False
    reply_typed: str = ""
    raw_fields: tuple[str, ...] = ()

    def __post_init__(self):
        self.indicator = self.assessment.indicator
        self.texts = texts_of(self.assessment)
        self.proposal = proposed_score(self.assessment)

    @property
    def key(self) -> str:
        return f"r{self.assessment.pk}"

    @property
    def stated(self) -> str:
        return as_stated(self.texts)

    @property
    def applies(self) -> bool:
        return not self.exception

    @property
    def top(self) -> str:
        return shown(self.indicator.max_points)

    @property
    def has_rule(self) -> bool:
        return kind_of(self.indicator) != ScoringRule.Kind.DIRECT

    @property
    def proposal_text(self) -> str:
        return shown(self.proposal) if self.has_rule else ""

    @property
    def hint(self) -> str:
        return hint_of(self.assessment) if self.applies else ""

    @property
    def evidence_address(self) -> str:
        submission = self.assessment.submission_id
        return reverse("submissions:evidence", args=[submission, code_in_address(self.indicator)])

    @property
    def raw_cells(self) -> list[Cell]:
        """The cells of a and b, in the columns that the grid shows."""
        return [self.cell(name) for name in self.raw_fields]

    @property
    def score_cell(self) -> Cell:
        return self.cell("self_score")

    @property
    def appraised(self) -> str:
        return shown(self.assessment.verified_score)

    @property
    def text_cells(self) -> list[Cell]:
        asked = [name for name in TEXTS if name != "self_reason" or self.has_rule or self.texts[name]]
        return [self.cell(name) for name in asked]

    def cell(self, name: str) -> Cell:
        is_level = name == "raw_a" and kind_of(self.indicator) == ScoringRule.Kind.LEVELS
        return Cell(
            field=name,
            name=f"{self.key}-{name}",
            label=LABELS[name],
            labels=f"{self.key}-name {self._heading_of(name)}",
            told=what_counts(self.indicator, name),
            is_asked=name in self.texts,
            text=self.typed.get(name, self.texts.get(name, "")),
            problem=self.problems.get(name, ""),
            theirs=self.theirs.get(name),
            options=LEVELS if is_level else (),
        )

    def _heading_of(self, name: str) -> str:
        if name in TEXTS:
            return f"{self.key}-{name}-label"
        told = f" {self.key}-{name}-told" if what_counts(self.indicator, name) else ""
        return f"column-{name}{told}"

    @property
    def problem(self) -> str:
        """What is wrong with the row as a whole."""
        return self.problems.get("", "")

    @property
    def is_shown_open(self) -> bool:
        """Whether its cells are inputs: what was typed stays, even where it may no longer be saved."""
        return self.is_open or bool(self.problems or self.theirs)

    @property
    def lacks(self) -> list[str]:
        """What it lacks of what sending asks for."""
        score = self.assessment
        if not self.applies:
            return []
        lacking = [
            (score.self_score is None, _("no score yet")),
            (not self.evidence_count and not score.explanation.strip(), _("no evidence or explanation")),
            (self.asks_reason, _("say why the score is not the rule's")),
        ]
        return [text for is_lacking, text in lacking if is_lacking]

    @property
    def asks_reason(self) -> bool:
        """Whether the score is not the rule's, and nobody says why."""
        score = self.assessment
        overrides = None not in (self.proposal, score.self_score) and score.self_score != self.proposal
        return overrides and not score.self_reason.strip()

    @property
    def opens_details(self) -> bool:
        """Whether the texts of the row are to be seen at once."""
        is_asked = any(question.is_open for question in self.questions)
        return (
            is_asked
            or self.asks_reason
            or any(name in self.problems or name in self.theirs for name in TEXTS)
        )

    @property
    def has_texts(self) -> bool:
        return any(self.texts[name] for name in TEXTS)

    @property
    def changed(self) -> str:
        """Who wrote the row last, and when."""
        score = self.assessment
        if score.changed_at is None:
            return ""
        return _("%(name)s, %(at)s") % {
            "name": person_name(score.changed_by),
            "at": moment_text(score.changed_at),
        }

    @property
    def open_question(self) -> Question | None:
        return next((question for question in self.questions if question.is_open), None)

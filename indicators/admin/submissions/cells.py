"""The cells of a row of the grid: what they are called, how their texts are read and written."""

import json
from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.fields import NumberField, typed_back
from indicators.models import Assessment, ScoringRule
from indicators.notation import format_points
from indicators.scoring.self_scores import FULL, HALF, NONE
from indicators.workflow.proposals import exceeds_whole

NUMBERS = ("raw_a", "raw_b", "self_score")
TEXTS = ("self_reason", "note", "explanation")
FIELDS = (*NUMBERS, *TEXTS)
LONGEST_TEXT = 4000
LABELS = {
    "raw_a": "a",
    "raw_b": "b",
    "self_score": gettext_lazy("Self-score"),
    "self_reason": gettext_lazy("Reason for another score than the rule gives"),
    "note": gettext_lazy("Note"),
    "explanation": gettext_lazy("Explanation where there is no evidence"),
}
# What a asks for where the rule knows three levels alone.
LEVELS = (
    ("", "–"),
    ("1", gettext_lazy("full")),
    ("0,5", gettext_lazy("half")),
    ("0", gettext_lazy("none")),
)
FIELDS_OF_KIND = {
    ScoringRule.Kind.RATIO: ("raw_a", "raw_b"),
    ScoringRule.Kind.STEPS: ("raw_a",),
    ScoringRule.Kind.LEVELS: ("raw_a",),
    ScoringRule.Kind.DIRECT: (),
}


def kind_of(indicator) -> str:
    """Return the kind of an indicator's rule; without one its points are given directly."""
    rule = getattr(indicator, "scoring_rule", None)
    return rule.kind if rule else ScoringRule.Kind.DIRECT


def fields_of(indicator) -> tuple[str, ...]:
    """Return what is asked for an indicator."""
    return (*FIELDS_OF_KIND[kind_of(indicator)], "self_score", *TEXTS)


def what_counts(indicator, field: str) -> str:
    """Return what the rule says that a or b counts."""
    rule = getattr(indicator, "scoring_rule", None)
    counted = {"raw_a": "label_a", "raw_b": "label_b"}.get(field)
    return getattr(rule, counted) if rule and counted else ""


def hint_of(assessment: Assessment) -> str:
    """Return what is worth a second look in a row, though it is taken as it stands."""
    if exceeds_whole(assessment):
        return _("a is larger than b; it counts as the maximum. Please check both numbers.")
    return ""


def text_of(value) -> str:
    """Write a stored value as it can be typed back."""
    return typed_back(value, decimals=0) if isinstance(value, Decimal) or value is None else value


def shown(value) -> str:
    """Write a stored value for reading."""
    return format_points(value) if isinstance(value, Decimal) or value is None else value


def texts_of(assessment: Assessment) -> dict[str, str]:
    """Return the texts of all cells of a row as they stand in the database."""
    return {field: text_of(getattr(assessment, field)) for field in fields_of(assessment.indicator)}


def tidy(text: str) -> str:
    """Return a text as it is kept: browsers send each line end as two characters."""
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def as_stated(texts: Mapping[str, str]) -> str:
    """Write what stood in a row when it was shown, to come back with what is typed."""
    return json.dumps(texts, ensure_ascii=False)


def from_stated(text: str) -> dict[str, str]:
    """Read what stood in a row when it was shown; nothing where that is unreadable."""
    try:
        stated = json.loads(text)
    except ValueError:
        return {}
    is_texts = isinstance(stated, dict) and all(isinstance(one, str) for one in stated.values())
    return stated if is_texts else {}


def value_of(indicator, field: str, text: str) -> Decimal | str | None:
    """Read what was typed into a cell.

    Raises:
        ValidationError: if it is no value of the cell, with a sentence that says what to do.
    """
    if field in TEXTS:
        if len(text) > LONGEST_TEXT:
            raise ValidationError(_("The text is longer than %(most)d characters.") % {"most": LONGEST_TEXT})
        return text
    scale = indicator.max_points if field == "self_score" else None
    value = NumberField(scale_max=scale).clean(text)
    if field == "raw_b" and value == 0:
        raise ValidationError(_("b is above 0: it is what a is a part of."))
    is_level = field == "raw_a" and kind_of(indicator) == ScoringRule.Kind.LEVELS
    if is_level and value not in (None, FULL, HALF, NONE):
        raise ValidationError(_("Choose full (1), half (0,5) or none (0)."))
    return value

"""Saving what an appraiser typed: what is right is saved, what is wrong stays with its sentence."""

import json
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError

from indicators import workflow
from indicators.admin.appraisal.rows import REASON, SCORE, Row, changed_meanwhile
from indicators.admin.fields import NumberField
from indicators.workflow import NotAssignedError, StaleVersionError, WorkflowError


def save_rows(rows: Iterable[Row], posted: Mapping[str, str], *, by) -> int:
    """Save the rows that were changed, tell each what was wrong with it, and count those that are saved."""
    return sum(_save(row, typed, by=by) for row in rows if (typed := typed_into(row, posted)))


def typed_into(row: Row, posted: Mapping[str, str]) -> dict[str, str]:
    """Return what stands in the fields of a row if somebody changed it, else nothing."""
    version = posted.get(f"{row.key}-version", "")
    texts = {name: _tidy(posted.get(f"{row.key}-{name}", "")) for name in (SCORE, REASON)}
    if not (version.isdecimal() and len(version) < 10) or texts == _stated(row, posted):
        return {}
    return texts | {"version": version}


def _stated(row: Row, posted: Mapping[str, str]) -> dict[str, str]:
    try:
        stated = json.loads(posted.get(f"{row.key}-stated", ""))
    except ValueError:
        return {}
    return {name: _tidy(str(text)) for name, text in stated.items()} if isinstance(stated, dict) else {}


def _save(row: Row, typed: dict[str, str], *, by) -> bool:
    texts = {name: typed[name] for name in (SCORE, REASON)}
    try:
        score = NumberField(scale_max=row.indicator.max_points).clean(texts[SCORE])
        workflow.save_verification(
            row.assessment.pk,
            by=by,
            version=int(typed["version"]),
            verified_score=score,
            verified_reason=texts[REASON],
        )
    except ValidationError as error:
        row.typed, row.problem = texts, " ".join(error.messages)
    except StaleVersionError as stale:
        row.typed, row.problem = texts, changed_meanwhile(stale.current, stale.fields)
    except WorkflowError as refusal:
        row.typed, row.problem = texts, str(refusal)
        row.is_forbidden = isinstance(refusal, NotAssignedError)
    return not row.problem


def _tidy(text: str) -> str:
    """Return a text as it is kept: browsers send each line end as two characters."""
    return text.replace("\r\n", "\n").replace("\0", "").strip()

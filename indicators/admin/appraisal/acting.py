"""The buttons of the desk: each is an act of the workflow, done after what was typed is saved."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators import workflow
from indicators.admin.appraisal.rows import QUESTION, GroupOfRows
from indicators.models import SubmissionEvent
from provinces.admin.requests import whole

Act = SubmissionEvent.Act
SAVE, ACCEPT_ALL, ACCEPT_GROUP, ASK = "save", "accept_all", "accept_group", "ask"
DONE = {
    Act.VERIFY: gettext_lazy("The appraisal is finished; the result waits for approval."),
    Act.SEND_BACK: gettext_lazy("The submission is returned to the officers of the unit."),
    Act.ACCEPT: gettext_lazy("The result is approved; it may be published."),
    Act.REOPEN: gettext_lazy("The appraisal is open again."),
}


def acts_shown(user, submission) -> set[str]:
    """Return the acts that the desk offers a user; what the unit does stands on its own page."""
    shown = {str(act) for act in workflow.acts_open_to(user, submission) if act in DONE}
    return shown if submission.state != submission.State.SENT else shown - {str(Act.SEND_BACK)}


def asked_for(posted) -> tuple[str, str]:
    """Return the act that a button asks for and what it is about; saving alone where it is none."""
    act, _colon, about = whole(posted.get("act", "")).partition(":")
    known = {ACCEPT_ALL, ACCEPT_GROUP, ASK, *map(str, DONE)}
    return (act, about) if act in known else (SAVE, "")


def do_act(act: str, about: str, *, submission, groups: list[GroupOfRows], posted, by) -> str:
    """Do what a button asks for and return the sentence that says so; "" where nothing was asked for.

    Raises:
        WorkflowError: if it is refused.
    """
    if act in (ACCEPT_ALL, ACCEPT_GROUP):
        code = about if act == ACCEPT_GROUP else None
        versions = versions_in(posted, groups=groups)
        return _taken_over(
            workflow.accept_all_unchanged(submission, by=by, group_code=code, versions=versions)
        )
    if act == ASK:
        return _ask(about, groups=groups, posted=posted, by=by)
    if act in DONE:
        _decide(act, submission, reason=posted.get("reason", "").replace("\0", ""), by=by)
        return str(DONE[act])
    return ""


def versions_in(posted, *, groups: list[GroupOfRows]) -> dict[int, int]:
    """Return the versions of the scores that stood on the screen, by the key of the score."""
    versions = {}
    for row in (row for group in groups for row in group.rows):
        version = posted.get(f"{row.key}-version", "")
        if version.isdecimal() and len(version) < 10:
            versions[row.assessment.pk] = int(version)
    return versions


def _taken_over(taken) -> str:
    text = ngettext(
        "%(count)d score of the unit is taken over unchanged.",
        "%(count)d scores of the unit are taken over unchanged.",
        taken.count,
    ) % {"count": taken.count}
    if not taken.left_out:
        return text
    left_out = ngettext(
        "%(count)d is left out, as it was changed since this page was made: look at it again.",
        "%(count)d are left out, as they were changed since this page was made: look at them again.",
        taken.left_out,
    ) % {"count": taken.left_out}
    return f"{text} {left_out}"


def _ask(about: str, *, groups, posted, by) -> str:
    row = next((row for group in groups for row in group.rows if str(row.assessment.pk) == about), None)
    if row is None:
        return ""
    text = posted.get(f"{row.key}-{QUESTION}", "").replace("\0", "")
    row.question_typed = text
    workflow.ask_back(row.assessment, by=by, text=text)
    return _("The unit is asked about %(indicator)s.") % {"indicator": row.indicator}


def _decide(act: str, submission, *, reason: str, by) -> None:
    if act == Act.VERIFY:
        workflow.finish_verification(submission, by=by)
    elif act == Act.SEND_BACK:
        workflow.send_back(submission, by=by, reason=reason)
    elif act == Act.ACCEPT:
        workflow.accept(submission, by=by)
    else:
        workflow.reopen(submission, by=by, reason=reason)

"""The buttons below the grid: send, take back, approve, return, reply; each is an act of the workflow."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import workflow
from indicators.admin.submissions.access import status_of, tell, to_grid
from indicators.models import Question, Submission, SubmissionEvent
from indicators.workflow import WorkflowError

Act = SubmissionEvent.Act
State = Submission.State
DONE = {
    Act.SEND: gettext_lazy("The submission is sent to the approver of the unit."),
    Act.WITHDRAW: gettext_lazy("The submission is taken back; it may be changed and sent again."),
    Act.APPROVE: gettext_lazy("The submission is approved and handed to the appraisers."),
    Act.SEND_BACK: gettext_lazy("The submission is returned to the officers of the unit."),
}
NEXT = {
    State.DRAFT: gettext_lazy("Enter the scores and their evidence, then send."),
    State.RETURNED: gettext_lazy("Mend what the return asks for, then send again."),
    State.SENT: gettext_lazy("Waits for the approver of the unit."),
    State.UNDER_REVIEW: gettext_lazy("The appraisers are at work; answer what they ask."),
    State.VERIFIED: gettext_lazy("Waits for the approval of the result."),
    State.APPROVED: gettext_lazy("Waits for publication."),
    State.PUBLISHED: gettext_lazy("Nothing is left to do."),
}


def next_step(submission) -> str:
    """Say what comes next for a submission."""
    return NEXT[submission.state]


def acts_shown(user, submission) -> set[str]:
    """Return the acts that this page offers a user; returning from appraisal belongs to the appraisers."""
    acts = {str(act) for act in workflow.acts_open_to(user, submission) if act in DONE}
    return acts if submission.state == State.SENT else acts - {str(Act.SEND_BACK)}


def act_asked_for(request) -> str:
    """Return the act that a button asks for; "" where none or an unknown one is asked for."""
    act = request.POST.get("act", "")
    return act if act in {str(known) for known in DONE} else ""


def do_act(request, submission, act, *, show):
    """Do an act and lead back to the page; ``show`` renders it where the act is refused."""
    try:
        if act == Act.SEND_BACK:
            reason = request.POST.get("reason", "").replace("\0", "")
            workflow.send_back(submission, by=request.user, reason=reason)
        elif act == Act.SEND:
            workflow.send(submission, by=request.user)
        elif act == Act.WITHDRAW:
            workflow.withdraw(submission, by=request.user)
        else:
            workflow.approve(submission, by=request.user)
    except WorkflowError as refusal:
        tell(request, refusal)
        return show(request, submission, status=status_of(refusal))
    messages.success(request, DONE[act])
    return to_grid(submission)


def reply_asked_for(request) -> int | None:
    """Return the key of the question whose reply is to be sent."""
    key = request.POST.get("reply", "")
    return int(key) if key.isdecimal() and len(key) < 18 else None


def send_reply(request, submission, question_id, *, show):
    """Answer a question of the appraisers; where that is refused, what was written stays."""
    text = request.POST.get(f"q{question_id}-reply", "").replace("\0", "")
    question = Question.objects.filter(pk=question_id, assessment__submission=submission).first()
    if question is None:
        messages.error(request, _("This question is no longer there."))
        return show(request, submission)
    try:
        workflow.reply(question, by=request.user, text=text)
    except WorkflowError as refusal:
        tell(request, refusal)
        return show(request, submission, status=status_of(refusal), reply_typed={question_id: text})
    messages.success(request, _("The reply is sent."))
    return to_grid(submission)

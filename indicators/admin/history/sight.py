"""Who sees which lines of the history."""

from django.db.models import Q

from indicators.admin.history.kinds import KINDS, Kind
from indicators.admin.imports.access import may_see_imports
from indicators.models import Assignment, Deadline, Edition, ImportBatch, Scorecard, Submission
from indicators.models.assignments import EVERYWHERE, assigned, holds_everywhere
from indicators.workflow.appraisal_sight import with_appraisal_shown
from provinces.models import User

VIEW_ALL = "indicators.view_history"
VIEW = "indicators.view_submission"


class Everything:
    """What only an assignment to all units of all scorecards reaches."""

    place = EVERYWHERE


def sees_all(user: User) -> bool:
    """Tell whether a user is an auditor: by a permission of the account, or as a viewer of everything."""
    return user.has_perm(VIEW_ALL, Everything())


def visible_lines(user: User) -> list[tuple[Kind, Q]]:
    """Return the kinds of lines that a user sees, each with the condition that it does."""
    if sees_all(user):
        return [(kind, Q()) for kind in KINDS]
    found = [(kind, _condition(kind, user)) for kind in KINDS]
    return [(kind, condition) for kind, condition in found if condition is not None]


def _condition(kind: Kind, user: User) -> Q | None:
    if "submission" in kind.belongs:
        return _of_submissions(kind, user)
    if kind.model is ImportBatch:
        seen = may_see_imports(user)
        return Q(pk__in=ImportBatch.objects.for_user(user).order_by().values("pk")) if seen else None
    if _may_see_table(kind, user):
        return Q()
    if not user.has_perm(VIEW):
        return None
    if kind.model is Assignment:
        return Q(user=user.pk)
    if kind.model is Deadline:
        return Q(id__in=Deadline.objects.for_user(user).order_by().values("pk"))
    if kind.model is Edition:
        return Q(id__in=own_editions(user).order_by().values("pk"))
    return None


def _of_submissions(kind: Kind, user: User) -> Q | None:
    if holds_everywhere(user, VIEW):
        return Q()
    if not user.has_perm(VIEW):
        return None
    [path] = kind.belongs["submission"]
    return Q(**{f"{path}__in": Submission.objects.for_user(user).order_by().values("pk")})


def _may_see_table(kind: Kind, user: User) -> bool:
    """Tell whether an account sees or changes a table, or the part of it that a proxy is."""
    meta = kind.model._meta
    names = [meta.model_name, *(one._meta.model_name for one in kind.model.__subclasses__())]
    may = [f"{meta.app_label}.{verb}_{name}" for name in names for verb in ("view", "change")]
    return holds_everywhere(user, *may)


def own_editions(user: User):
    """Return the editions that a user has a task in; how others came to be is not public."""
    if sees_all(user) or holds_everywhere(user, "indicators.view_edition", "indicators.change_edition"):
        return Edition.objects.all()
    return Edition.objects.filter(
        assigned(user, "indicators.view_edition", unit_set="unit_set", scorecard="scorecard")
    )


def own_scorecards(user: User):
    """Return the scorecards of these editions; an auditor finds all."""
    if sees_all(user):
        return Scorecard.objects.all()
    return Scorecard.objects.filter(editions__in=own_editions(user).order_by()).distinct()


def with_hidden_appraisal(user: User, keys: set[int]) -> set[int]:
    """Return which submissions keep their appraised scores from a user while the appraisers are at work."""
    if sees_all(user) or not keys:
        return set()
    shown = with_appraisal_shown(user).filter(pk__in=keys)
    return keys - set(shown.values_list("pk", flat=True))

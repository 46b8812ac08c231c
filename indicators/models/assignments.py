"""Who may do what, where: the one rule table, and the rows that it is asked about."""

from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from indicators.models.scorecards import Scorecard
from provinces.models import Unit
from provinces.models.history import ChangeHistory
from provinces.prepared import PreparedQuery


class Role(models.TextChoices):
    ENTRY = "entry", _("data entry")
    UNIT_APPROVAL = "unit_approval", _("approval by the unit")
    APPRAISAL = "appraisal", _("appraisal")
    PUBLICATION = "publication", _("publication")
    ADMINISTRATION = "administration", _("administration")
    VIEWING = "viewing", _("viewing only")


EVERYONE_ASSIGNED = frozenset(Role)
# What each permission asks for. A permission that does not stand here is no matter of assignments.
RULES: Mapping[str, frozenset[str]] = {
    "indicators.view_submission": EVERYONE_ASSIGNED,
    # Appraised scores while the appraisers are at work; workflow/appraisal_sight.py asks for it.
    "indicators.view_assessment": frozenset({Role.APPRAISAL, Role.PUBLICATION, Role.ADMINISTRATION}),
    "indicators.enter_scores": frozenset({Role.ENTRY}),
    "indicators.approve_submission": frozenset({Role.UNIT_APPROVAL}),
    "indicators.verify_scores": frozenset({Role.APPRAISAL}),
    "indicators.accept_submission": frozenset({Role.PUBLICATION}),
    "indicators.publish_scores": frozenset({Role.PUBLICATION}),
    "indicators.open_submissions": frozenset({Role.ADMINISTRATION}),
    "indicators.extend_deadline": frozenset({Role.ADMINISTRATION}),
    "indicators.view_edition": EVERYONE_ASSIGNED,
    "indicators.view_ranking": EVERYONE_ASSIGNED,
    "indicators.publish_edition": frozenset({Role.PUBLICATION}),
    "indicators.import_results": frozenset({Role.ADMINISTRATION}),
    # Of all units and scorecards; who is assigned to some of them finds the history of these alone.
    "indicators.view_history": frozenset({Role.VIEWING}),
}
# Who gives scores does not approve them for the unit, and neither of the two appraises or publishes them.
APART = (
    frozenset({Role.ENTRY}),
    frozenset({Role.UNIT_APPROVAL}),
    frozenset({Role.APPRAISAL, Role.PUBLICATION}),
)
# What an appraiser of one group may do in that group alone. All assigned people read a whole submission.
GROUPWISE = frozenset({"indicators.verify_scores"})


class Place(NamedTuple):
    """Where something is done: the unit, scorecard and group of an object; None where it has none of its own.

    An assignment to one unit does not reach what belongs to all units of a scorecard, such as an edition.
    """

    unit_id: int | None
    scorecard_id: int | None
    group_code: str | None = None


EVERYWHERE = Place(unit_id=None, scorecard_id=None)


class AssignmentQuerySet(models.QuerySet):
    def of_user(self, user):
        return self.filter(user=user)

    def allowing(self, permission: str):
        """Keep the assignments whose role the rule table names for a permission."""
        return self.filter(role__in=RULES.get(permission, frozenset()))


class Assignment(models.Model):
    """A user's role for a unit and a scorecard; empty means all of them.

    Some appraisers verify one group of indicators alone. The code of a group stays the same from one rule
    book of a scorecard to the next, so it is kept as text.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="assignments",
        verbose_name=_("account"),
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    scorecard = models.ForeignKey(
        Scorecard,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("scorecard"),
        help_text=_("Empty: all scorecards"),
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("unit"),
        help_text=_("Empty: all units"),
    )
    group_code = models.CharField(
        _("code of the group"), max_length=20, blank=True, help_text=_("For an appraiser; empty: all groups")
    )

    objects = AssignmentQuerySet.as_manager()
    history = ChangeHistory()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            # An empty scorecard or unit means all of them, so two empty ones are the same.
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("scorecard", 0),
                Coalesce("unit", 0),
                "group_code",
                name="assignment_once",
                violation_error_message=_("The account already has this role there."),
            ),
            models.CheckConstraint(
                name="assignment_of_a_group_is_an_appraisal",
                condition=Q(group_code="") | Q(role="appraisal", scorecard__isnull=False),
                violation_error_message=_("Only an appraiser of one scorecard is assigned a group."),
            ),
            models.CheckConstraint(
                name="assignment_of_a_unit_officer_names_the_unit",
                condition=~Q(role__in=["entry", "unit_approval"]) | Q(unit__isnull=False),
                violation_error_message=_("Data entry and approval by the unit need the unit."),
            ),
        ]

    def __str__(self):
        parts = [
            self.scorecard or _("all scorecards"),
            self.unit or pgettext("of an assignment", "all units"),
            self.group_code,
        ]
        return f"{self.user} · {self.get_role_display()} · " + ", ".join(str(part) for part in parts if part)

    def clean(self):
        """Refuse a second role that checks what the account does by its first one, in the same unit."""
        own = next((roles for roles in APART if self.role in roles), None)
        if own is None or self.user_id is None:
            return
        others = frozenset().union(*APART) - own
        held = Assignment.objects.of_user(self.user_id).exclude(pk=self.pk).filter(role__in=others)
        for other in held:
            if self._overlaps(other):
                raise ValidationError(
                    _(
                        "The account already has the role “%(role)s” there. Whoever checks scores must be "
                        "somebody else than who gave them: take another account."
                    )
                    % {"role": other.get_role_display()}
                )

    def _overlaps(self, other: "Assignment") -> bool:
        """Tell whether two assignments reach a place in common."""
        pairs = ((self.unit_id, other.unit_id), (self.scorecard_id, other.scorecard_id))
        return all(None in pair or pair[0] == pair[1] for pair in pairs)

    def reaches(self, place: Place, *, permission: str) -> bool:
        """Say whether it holds at a place, for what a permission is about."""
        return (
            self.unit_id in (None, place.unit_id)
            and self.scorecard_id in (None, place.scorecard_id)
            and (permission not in GROUPWISE or self.group_code in ("", place.group_code))
        )


# Asked with every page of an officer, and with every save.
_assignments_of = PreparedQuery(lambda key: Assignment.objects.filter(user=key))


def holds_everywhere(user, *permissions: str) -> bool:
    """Say whether a user was given one of some permissions itself: it holds for all units and scorecards."""
    return user.is_superuser or not ModelBackend().get_all_permissions(user).isdisjoint(permissions)


class AssignmentBackend(BaseBackend):
    """Grants what the rule table says of a user's assignments.

    Without an object ``has_perm`` says whether the user is assigned such a thing anywhere; with one that has
    a ``place``, whether it is assigned there.
    """

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        if not user_obj.is_active or user_obj.is_anonymous or perm not in RULES:
            return False
        held = [one for one in self._assignments(user_obj) if one.role in RULES[perm]]
        if obj is None:
            return bool(held)
        # Django's own backend answers nothing about objects. Assignments come first: most hold nothing else.
        return any(one.reaches(obj.place, permission=perm) for one in held) or holds_everywhere(
            user_obj, perm
        )

    def has_module_perms(self, user_obj, app_label) -> bool:
        return app_label == "indicators" and bool(user_obj.is_active and self._assignments(user_obj))

    def _assignments(self, user) -> list[Assignment]:
        """Read a user's assignments once for the life of the object, as Django does with permissions."""
        if not hasattr(user, "_assignments_read"):
            user._assignments_read = list(_assignments_of.all(user.pk)) if user.pk else []
        return user._assignments_read


def assigned(
    user,
    permission: str,
    *,
    unit: str | None = None,
    unit_set: str | None = None,
    scorecard: str,
    group_code: str | None = None,
) -> Q:
    """Return the condition that an assignment allows a user something on a row.

    Args:
        unit: path from the row to its unit's key; ``scorecard`` and ``group_code`` alike. Without a path to a
            group an appraiser of one group finds the row, so as to reach that group in it; without one to a
            unit the row belongs to all units, and only an assignment to all of them will do.
        unit_set: path to a unit set, any member of which will do instead.
    """
    if not user.is_active:
        return Q(pk__in=[])
    if holds_everywhere(user, permission):
        return Q()
    held = Assignment.objects.of_user(user).allowing(permission)
    own = Q(unit=OuterRef(unit)) if unit else Q()
    member = Q(unit__memberships__unit_set=OuterRef(unit_set)) if unit_set else Q()
    held = held.filter(Q(unit=None) | own | member)
    held = held.filter(Q(scorecard=None) | Q(scorecard=OuterRef(scorecard)))
    if group_code and permission in GROUPWISE:
        held = held.filter(Q(group_code="") | Q(group_code=OuterRef(group_code)))
    return Q(Exists(held))

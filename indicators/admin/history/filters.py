"""What the address of the history asks for."""

import datetime as dt

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.admin.history.kinds import Kind
from indicators.admin.history.sight import own_editions, own_scorecards, sees_all
from indicators.admin.moments import DayField
from indicators.models import Edition, Scorecard, Submission
from provinces.admin.requests import in_order
from provinces.admin.tables import units_called
from provinces.models import User

# How the address names the filters.
NAMES = {
    "since": "tu-ngay",
    "until": "den-ngay",
    "account": "tai-khoan",
    "unit": "don-vi",
    "scorecard": "bo-chi-so",
    "edition": "ky",
    "kind": "loai",
    "code": "ma",
    "submission": "ho-so",
}


class PickedDay(DayField):
    """A day, by the picker of the browser or typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EditionField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return edition_label(obj)


def edition_label(edition: Edition) -> str:
    """Name an edition, and which revision of it."""
    if not edition.amendment:
        return str(edition)
    text = _("%(edition)s, revision %(revision)d")
    return text % {"edition": edition, "revision": edition.amendment}


class HistoryForm(forms.Form):
    """The filters; what a filter names and a kind of lines never belongs to leaves that kind out."""

    since = PickedDay(label=_("From day"), required=False)
    until = PickedDay(label=_("To day"), required=False)
    account = forms.CharField(label=_("Account"), required=False, max_length=150)
    unit = forms.CharField(label=_("Unit"), required=False, max_length=200)
    scorecard = forms.ModelChoiceField(
        Scorecard.objects.none(), label=_("Scorecard"), required=False, empty_label=_("All")
    )
    edition = EditionField(Edition.objects.none(), label=_("Edition"), required=False, empty_label=_("All"))
    kind = forms.ChoiceField(label=_("Kind of row"), required=False)
    code = forms.CharField(label=_("Code of the indicator"), required=False, max_length=20)
    submission = forms.ModelChoiceField(Submission.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, query, *, user: User, kinds: list[Kind]):
        super().__init__(in_order(query))
        self.kinds = kinds
        choices = sorted(((kind.code, kind.label) for kind in kinds), key=lambda choice: choice[1])
        self.fields["kind"].choices = [("", _("All")), *choices]
        self.fields["scorecard"].queryset = own_scorecards(user)
        self.fields["edition"].queryset = own_editions(user).with_rules().newest_first()
        seen = Submission.objects.all() if sees_all(user) else Submission.objects.for_user(user)
        self.fields["submission"].queryset = seen.with_places()

    def add_prefix(self, field_name):
        return NAMES.get(field_name, field_name)

    def narrowed(self, conditions: list[tuple[Kind, Q]]) -> list[tuple[Kind, Q]]:
        """Return the lines that are asked for, among those of some conditions."""
        asked = self.cleaned_data
        wanted = [(kind, condition) for kind, condition in conditions if asked["kind"] in ("", kind.code)]
        for to, found in self._asked_places():
            narrowed = [(kind, condition, kind.belonging(to, found)) for kind, condition in wanted]
            wanted = [(kind, condition & own) for kind, condition, own in narrowed if own is not None]
        return [(kind, condition & self._when_and_who(kind)) for kind, condition in wanted]

    def _asked_places(self) -> list[tuple[str, QuerySet | list]]:
        asked = self.cleaned_data
        places = [(name, [asked[name].pk]) for name in ("submission", "edition", "scorecard") if asked[name]]
        if asked["unit"].strip():
            places.append(("unit", units_called(asked["unit"]).order_by().values("pk")))
        if asked["code"].strip():
            places.append(("code", [asked["code"].strip()]))
        return places

    def _when_and_who(self, kind: Kind) -> Q:
        asked, condition = self.cleaned_data, Q()
        if asked["since"]:
            condition &= Q(**{f"{kind.at}__gte": _start_of(asked["since"])})
        if asked["until"]:
            condition &= Q(**{f"{kind.at}__lt": _start_of(asked["until"] + dt.timedelta(days=1))})
        if asked["account"].strip():
            condition &= Q(**{f"{kind.by}__in": accounts_called(asked["account"]).values("pk")})
        return condition


def accounts_called(text: str) -> QuerySet[User]:
    """Return the accounts in whose names all words of a text stand."""
    found = User.objects.all()
    for word in text.split():
        found = found.filter(
            Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word)
        )
    return found


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))

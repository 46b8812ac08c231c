"""What an administrator sets: until when a stage lasts, for all units or for one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.admin.moments import MomentField
from indicators.models import Stage


class PickedMomentField(MomentField):
    """A day and an hour, by the picker of the browser or typed."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class DeadlineForm(forms.Form):
    stage = forms.ChoiceField(label=_("stage"), choices=Stage)
    until = PickedMomentField(label=_("until"))


class ExtensionForm(DeadlineForm):
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

"""Days and hours as officers type them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Outside of these a typed year is a slip, and the first one cannot even be told in another time zone.
FIRST_YEAR, LAST_YEAR = 2000, 2100


def refuse_far_off(value) -> None:
    """Refuse a day or moment that can only be a slip.

    Raises:
        ValidationError: if its year lies outside of ``FIRST_YEAR`` and ``LAST_YEAR``.
    """
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        text = _("The year has to lie between %(first)s and %(last)s.")
        raise ValidationError(text % {"first": FIRST_YEAR, "last": LAST_YEAR})


class DayField(forms.DateField):
    """A day near our own."""

    default_validators = [refuse_far_off]


class MomentField(forms.DateTimeField):
    """A day near our own and an hour."""

    default_validators = [refuse_far_off]

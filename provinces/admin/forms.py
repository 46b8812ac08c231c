"""What the admin asks of units and the rows of unit sets beyond the rules of their columns, in words."""

from django import forms
from django.utils.translation import gettext as _


class GivenFields:
    """Reads what a form leaves to the row: fields that are shown but no longer asked for."""

    def given(self, name):
        return self.cleaned_data.get(name) if name in self.fields else getattr(self.instance, name, None)

    def require(self, condition, field, message):
        if not condition:
            self.add_error(field if field in self.fields else None, message)


def leads_back(row, parent) -> bool:
    """Tell whether a row would stand above itself by the parent that is given to it."""
    seen = {row.pk}
    while parent is not None and parent.pk not in seen:
        seen.add(parent.pk)
        parent = parent.parent
    return parent is not None


class UnitForm(GivenFields, forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        self.require(
            not leads_back(self.instance, cleaned.get("parent")),
            "parent",
            _("A unit cannot be part of itself."),
        )
        return cleaned


class UnitSetMemberForm(GivenFields, forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        region, unit_set = cleaned.get("region"), self.given("unit_set")
        self.require(
            not (region and unit_set) or region.unit_set_id == unit_set.pk,
            "region",
            _("This region belongs to another unit set."),
        )
        return cleaned

"""Lists to choose from that say enough to tell their entries apart, without a query for each."""

from django import forms

from indicators.admin.fields import SearchedSelect
from indicators.models import Edition, Measure, Methodology


class MeasureChoiceField(forms.ModelChoiceField):
    """Measures of several rule books share their names."""

    def label_from_instance(self, obj):
        return f"{obj.methodology.scorecard} · {obj.methodology} · {obj}"


class MethodologyChoiceField(forms.ModelChoiceField):
    """Rule books of several scorecards share their names."""

    def label_from_instance(self, obj):
        return f"{obj.scorecard} · {obj}"


def measure_choice(queryset=None) -> dict:
    """Return what a form field needs to offer measures."""
    queryset = Measure.objects.all() if queryset is None else queryset
    return {
        "form_class": MeasureChoiceField,
        "widget": SearchedSelect,
        "queryset": queryset.select_related("methodology__scorecard").order_by(
            "methodology__scorecard__order", "methodology__order", "order", "pk"
        ),
    }


def methodology_choice() -> dict:
    """Return what a form field needs to offer methodologies."""
    return {
        "form_class": MethodologyChoiceField,
        "widget": SearchedSelect,
        "queryset": Methodology.objects.select_related("scorecard").order_by("scorecard__order", "order"),
    }


def open_editions():
    """Return the editions whose rows may still be written."""
    return Edition.objects.open().with_rules().newest_first()


def measures_of_open_editions():
    """Return the measures that a row of an open edition may name."""
    methodologies = open_editions().values("methodology")
    return Measure.objects.valued().filter(methodology__in=methodologies.order_by())

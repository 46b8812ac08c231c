"""The measures of an index that is new here, as read from its table, to correct before they are made."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.imports.layouts.layout import FIGURES, Layout
from indicators.imports.new_measures import NewMeasure, measure_name, measures_of_columns
from indicators.models import Measure

LONGEST_CODE = Measure._meta.get_field("code").max_length
LONGEST_NAME = Measure._meta.get_field("name").max_length
is_code = RegexValidator(
    r"^\w[\w.-]*$", gettext_lazy("A code holds letters, digits, dots and bars, and no space.")
)


class NewMeasureForm(forms.Form):
    """Code and name of one measure."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=LONGEST_CODE, validators=[is_code])
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)

    def __init__(self, data, *, number: int, measure):
        self.measure = measure
        super().__init__(data, prefix=f"m{number}", initial={"code": measure.code, "name": measure.name})
        for name, field in self.fields.items():
            field.widget.attrs |= {"aria-labelledby": f"{self.prefix}-measure column-measure-{name}"}
        self.fields["code"].widget.attrs |= {"size": 12}


class NewMeasures:
    """All measures that the headers name, and which of them is the total."""

    def __init__(self, layout: Layout, *, scorecard_name: str, known_names: dict[str, str], data=None):
        made = measures_of_columns(layout, scorecard_name=scorecard_name, corrected=known_names)
        self.rows = [
            NewMeasureForm(data, number=number, measure=measure) for number, measure in enumerate(made)
        ]
        named = {measure.code: measure.name for measure in made}
        self.total = TotalForm(data, named=named, total=layout.total)

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in (*self.rows, self.total)]
        if not all(checked):
            return False
        codes = [form.cleaned_data["code"].casefold() for form in self.rows]
        for form, code in zip(self.rows, codes, strict=True):
            if codes.count(code) > 1:
                form.add_error("code", _("Two measures have this code."))
        return all(not form.errors for form in self.rows)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """The errors with their place."""
        return problems_of([self.total, *self.rows])

    @property
    def names(self) -> dict[str, str]:
        """The names of the measures by their codes, as corrected."""
        return {form.cleaned_data["code"]: form.cleaned_data["name"] for form in self.rows}

    def applied_to(self, layout: Layout) -> Layout:
        """Return a layout whose columns bear the corrected codes."""
        codes = {form.measure.code: form.cleaned_data["code"] for form in self.rows}
        columns = tuple(
            replace(column, measure=codes.get(column.measure, column.measure))
            if column.role in FIGURES
            else column
            for column in layout.columns
        )
        return replace(layout, columns=columns, total=codes.get(self.total.cleaned_data["total"], ""))


class MeasuresOfRows:
    """Which of the measures that the rows name is the total; the rows themselves name the others."""

    rows = ()

    def __init__(self, made: Iterable[NewMeasure], *, data=None):
        named = {name: one for one in made if (name := measure_name(one.printed))}
        total = next((name for name, one in named.items() if one.is_total), "")
        self.total = TotalForm(data, named={name: name for name in named}, total=total)

    def is_valid(self) -> bool:
        return self.total.is_valid()

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """The errors with their place."""
        return problems_of([self.total])

    @property
    def names(self) -> dict[str, str]:
        return {}

    def applied_to(self, layout: Layout) -> Layout:
        """Return a layout that tells the total."""
        return replace(layout, total=self.total.cleaned_data["total"])


class TotalForm(forms.Form):
    """Which measure is the total; asked where neither headers nor rows say so."""

    total = forms.ChoiceField(label=gettext_lazy("The total is"))

    def __init__(self, data, *, named: Mapping[str, str], total: str):
        super().__init__(data, prefix="new", initial={"total": total})
        self.fields["total"].choices = [("", "---------"), *named.items()]


def problems_of(asked: Iterable[forms.Form]) -> list[tuple[str, str, str]]:
    """Return the errors of forms with their place: id of the field, where it stands, what is wrong."""
    return [
        (bound.auto_id, str(bound.label), text) for form in asked for bound in form for text in bound.errors
    ]

"""The guess of how a table is read, column by column, to look through and to change."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.imports.new_measures_form import LONGEST_CODE, is_code
from indicators.imports.asked import Options
from indicators.imports.grids import Sheet, text_of
from indicators.imports.layouts.layout import FIGURES, Column, Kind, Layout, Question, Role
from indicators.models import ImportBatch, Measure

SAMPLES = 3
SAMPLED_ROWS = 60
LONGEST_SAMPLE = 60
# Four fields a column; Django takes at most a thousand fields.
MOST_COLUMNS = 200
KINDS = [
    (Kind.WIDE, gettext_lazy("One row a unit, one or more columns a measure")),
    (Kind.LONG, gettext_lazy("One row a figure: unit, measure, value")),
    (Kind.INDICATORS, gettext_lazy("One row an indicator, all of one unit")),
]
USUAL_ROLES = [
    (Role.IGNORED, gettext_lazy("is left aside")),
    (Role.ORDER, gettext_lazy("running number")),
    (Role.UNIT, gettext_lazy("name of the unit")),
    (Role.UNIT_CODE, gettext_lazy("code of the unit")),
    (Role.VALUE, gettext_lazy("value")),
    (Role.RANK, gettext_lazy("rank")),
    (Role.PERCENT, gettext_lazy("value in percent, read as a share of 1")),
    (Role.RANK_AND_VALUE, gettext_lazy("rank with the value in brackets")),
    (Role.VALUE_AND_RANK, gettext_lazy("value with the rank in brackets")),
    (Role.CHANGE, gettext_lazy("change of rank")),
    (Role.PERIOD, gettext_lazy("period")),
    (Role.MEASURE, gettext_lazy("measure, by code or name")),
    (Role.MEASURE_NAME, gettext_lazy("name of the measure")),
    (Role.NOTE, gettext_lazy("note")),
]
RARE_ROLES = [
    (Role.UNIT_SET, gettext_lazy("unit set")),
    (Role.PERIOD_KIND, gettext_lazy("kind of period")),
    (Role.REGIONAL_RANK, gettext_lazy("rank in the region")),
    (Role.REGIONAL_COUNT, gettext_lazy("units in the region")),
    (Role.REGIONAL_CHANGE, gettext_lazy("change of the regional rank")),
    (Role.MAXIMUM, gettext_lazy("maximum points")),
    (Role.SELF_SCORE, gettext_lazy("score by the unit itself")),
    (Role.VERIFIED_SCORE, gettext_lazy("verified score")),
    (Role.EVIDENCE, gettext_lazy("evidence")),
    (Role.STATUS, gettext_lazy("status")),
    (Role.VALUE_BASIS, gettext_lazy("basis of the value")),
    (Role.VALUE_SOURCE, gettext_lazy("source of the value")),
    (Role.RANK_BASIS, gettext_lazy("basis of the rank")),
    (Role.RANK_SOURCE, gettext_lazy("source of the rank")),
    (Role.UNIT_COUNT, gettext_lazy("number of units")),
    (Role.CONTEXT_SOURCE, gettext_lazy("source of changes and regional rank")),
]
ROLE_LABELS = dict(USUAL_ROLES + RARE_ROLES)
DECIMAL_MARKS = [
    ("", gettext_lazy("not needed")),
    (",", gettext_lazy("comma: 0,8002")),
    (".", gettext_lazy("point: 0.8002")),
]
# Which field a question is answered by; other questions only tell what is left aside.
ASKED_FIELDS = {
    "measure": "measure",
    "decimal": "decimal",
    "role": "role",
    "scale": "role",
    "duplicate_header": "role",
}


def role_choices():
    return [*USUAL_ROLES, (_("Seldom used"), RARE_ROLES)]


class ColumnForm(forms.Form):
    """How one column is read; a question about it must be answered and is not answered beforehand."""

    role = forms.ChoiceField(label=gettext_lazy("It holds"), choices=role_choices)
    measure = forms.ChoiceField(label=gettext_lazy("Measure"), required=False)
    period = forms.CharField(label=gettext_lazy("Period"), required=False, max_length=40)
    decimal = forms.ChoiceField(label=gettext_lazy("Decimal mark"), required=False, choices=DECIMAL_MARKS)

    def __init__(self, data, *, column: Column, question: Question | None, measures, samples):
        self.column, self.question, self.samples = column, question, samples
        initial = {name: getattr(column, name) for name in ("role", "measure", "period", "decimal")}
        self.asked = ASKED_FIELDS.get(question.code, "") if question else ""
        if self.asked:
            initial[self.asked] = ""
        super().__init__(data, prefix=f"c{column.index}", initial=initial)
        if measures is None:
            self.fields["measure"] = forms.CharField(
                label=gettext_lazy("Measure"), required=False, max_length=LONGEST_CODE, validators=[is_code]
            )
        else:
            self.fields["measure"].choices = with_known(measures, column.measure)
        self._ask()
        for name, field in self.fields.items():
            field.widget.attrs |= {"aria-labelledby": f"{self.prefix}-column column-{name}"}
        self.fields["period"].widget.attrs |= {"size": 8, "autocomplete": "off"}

    def _ask(self):
        """Make the field that a question is about compulsory, with its own answers first."""
        if not self.asked:
            return
        field = self.fields[self.asked]
        field.required = True
        field.error_messages["required"] = self.question.message
        if not isinstance(field, forms.ChoiceField):
            return
        labels = {value: label for value, label in flat(field.choices) if value}
        likely = [(value, labels.pop(value, value)) for value in self.question.choices if value]
        others = list(labels.items())
        field.choices = [
            ("", "---------"),
            *likely,
            *([(_("Others"), others)] if likely and others else others),
        ]

    @property
    def letters(self) -> str:
        return self.column.letters

    @property
    def read_column(self) -> Column:
        """The column as the person wants it read."""
        cleaned = self.cleaned_data
        role = Role(cleaned["role"])
        return replace(
            self.column,
            role=role,
            measure=cleaned["measure"] if role in FIGURES else "",
            period=cleaned["period"].strip(),
            decimal=cleaned["decimal"],
        )


class TableForm(forms.Form):
    """How the table as a whole is read."""

    kind = forms.ChoiceField(label=gettext_lazy("Shape of the table"), choices=KINDS)
    first_row = forms.IntegerField(
        label=gettext_lazy("First row of figures"), min_value=1, max_value=2_000_000
    )
    last_row = forms.IntegerField(
        label=gettext_lazy("Last row of figures"),
        required=False,
        min_value=1,
        max_value=2_000_000,
        help_text=gettext_lazy("Empty: to the end of the sheet."),
    )

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_row"), cleaned.get("last_row")
        if first and last and last < first:
            self.add_error("last_row", _("The last row lies above the first one."))
        return cleaned


@dataclass
class ReadingSheet:
    """The whole guess as one form: the table, its columns, and the layout that they make together."""

    layout: Layout
    table: TableForm
    columns: list[ColumnForm]

    @classmethod
    def of(cls, layout: Layout, *, sheet: Sheet, measures, data=None) -> "ReadingSheet":
        samples = samples_of(sheet, first_row=layout.first_row)
        about = {question.column: question for question in layout.questions}
        initial = {"kind": layout.kind, "first_row": layout.first_row, "last_row": layout.last_row}
        columns = [
            ColumnForm(
                data,
                column=column,
                question=about.get(column.index),
                measures=measures,
                samples=samples.get(column.index, ()),
            )
            for column in layout.columns[:MOST_COLUMNS]
        ]
        return cls(layout, TableForm(data, initial=initial), columns)

    @property
    def notices(self) -> list[str]:
        """What is told about the table as a whole, or about a column that is not shown."""
        shown = {form.column.index for form in self.columns}
        return [question.message for question in self.layout.questions if question.column not in shown]

    @property
    def left_alone(self) -> int:
        """How many columns are read as guessed, because they are too many to ask about."""
        return len(self.layout.columns) - len(self.columns)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """The errors with their place: id of the field, where it stands, what is wrong."""
        table = [(bound.auto_id, str(bound.label), text) for bound in self.table for text in bound.errors]
        cells = [
            (bound.auto_id, _("column %(column)s") % {"column": form.letters}, text)
            for form in self.columns
            for bound in form
            for text in bound.errors
        ]
        return table + cells

    def is_valid(self) -> bool:
        """Check every form, so that all errors are told at once."""
        checked = [form.is_valid() for form in (self.table, *self.columns)]
        return all(checked)

    @property
    def read_layout(self) -> Layout:
        """The layout as the person confirmed it; nothing of it is open any more."""
        table = self.table.cleaned_data
        confirmed = tuple(form.read_column for form in self.columns)
        return replace(
            self.layout,
            kind=Kind(table["kind"]),
            first_row=table["first_row"],
            last_row=table["last_row"],
            columns=confirmed + self.layout.columns[MOST_COLUMNS:],
            questions=(),
        )


def samples_of(sheet: Sheet, *, first_row: int) -> dict[int, list[str]]:
    """Return the first filled cells of each column of the body."""
    samples: dict[int, list[str]] = {}
    for row in islice(sheet, first_row - 1, first_row - 1 + SAMPLED_ROWS):
        for index, cell in enumerate(row):
            text, found = text_of(cell), samples.setdefault(index, [])
            if text and len(found) < SAMPLES:
                found.append(text if len(text) <= LONGEST_SAMPLE else f"{text[:LONGEST_SAMPLE]}…")
    return samples


def measures_of(batch: ImportBatch) -> list[tuple[str, str]] | None:
    """Return code and name of every measure that a column may hold, a code once; None where all are new."""
    if Options.of(batch).new_scorecard:
        return None
    measures = (
        Measure.objects.filter(methodology__scorecard=batch.scorecard_id)
        .exclude(code="")
        .exclude(kind=Measure.Kind.BLOCK)
        .order_by("methodology__order", "order", "pk")
    )
    return list({measure.code: measure.title for measure in measures}.items())


def blank_layout(sheet: Sheet) -> Layout:
    """Return a layout in which every column is left aside, for a person to fill in."""
    rows = list(islice(sheet, SAMPLED_ROWS))
    width = max((len(row) for row in rows), default=0)
    head = next((row for row in rows if any(map(text_of, row))), ())
    texts = [text_of(cell) for cell in head] + [""] * (width - len(head))
    columns = tuple(Column(index=index, header=texts[index], role=Role.IGNORED) for index in range(width))
    return Layout(
        kind=Kind.WIDE, sheet=sheet.name, header_rows=(), first_row=1, last_row=None, columns=columns
    )


def with_known(measures, code: str) -> list[tuple[str, str]]:
    """Return the measures to choose from, the guessed one too where the list lacks it."""
    known = {value for value, _label in measures}
    added = [(code, code)] if code and code not in known else []
    return [("", "---------"), *measures, *added]


def flat(choices: Iterable) -> list[tuple[str, str]]:
    """Return choices without their groups."""
    listed = []
    for value, label in choices:
        listed += label if isinstance(label, list | tuple) else [(value, label)]
    return listed

"""The form on which an officer fills in all measures of one unit of a draft edition."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.fields import NumberField, RankField, SearchedSelect
from indicators.admin.imports.figure_origins import OriginLine, origin_line
from indicators.imports.writing.origins import origins_of
from indicators.models import Edition, Measure, Ranking
from indicators.notation import MISSING, format_number, format_points, format_rank
from indicators.workflow import enter_values
from indicators.workflow.computing import previous_edition
from indicators.workflow.entry import Entry, scale_top
from provinces.models import Source, Unit


class EntryRow(forms.Form):
    """What is asked for one measure.

    ``comparisons`` holds what other editions say of it, ``origin`` the file that the stored figure came from.
    """

    status = forms.ChoiceField(label=gettext_lazy("status"), choices=Ranking.Status)
    note = forms.CharField(label=gettext_lazy("note"), required=False, max_length=2000)

    def __init__(self, *args, measure: Measure, edition: Edition, stored: Ranking | None, **kwargs):
        self.measure, self.stored = measure, stored
        self.comparisons: list[tuple[str, str]] = []
        self.origin: OriginLine | None = None
        self.stored_now = ""
        super().__init__(*args, prefix=f"m{measure.pk}", initial=_initial(stored), **kwargs)
        scale = {"scale_max": scale_top(measure), "decimals": edition.methodology.decimals}
        self.fields["value"] = NumberField(label=gettext_lazy("value"), **scale)
        self.fields["rank"] = RankField(label=gettext_lazy("rank"), count=edition.unit_count)
        self.order_fields(["value", "rank", "status", "note"])
        for name, field in self.fields.items():
            field.widget.attrs |= {"aria-labelledby": f"{self.prefix}-measure column-{name}"}
        self.fields["value"].widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "size": 9}
        self.fields["rank"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "size": 5}

    def clean(self):
        cleaned = super().clean()
        for bound in self:
            # Without its input an empty figure would be one that was never asked for.
            if bound.html_name not in self.data and bound.name not in self.errors:
                self.add_error(bound.name, _("This did not arrive. Open the form again."))
        if self.errors:
            return cleaned
        is_given = cleaned["value"] is not None or cleaned["rank"] is not None
        if cleaned["status"] == Ranking.Status.NOT_PUBLISHED and is_given:
            self.add_error("status", _("Not published, yet a figure is given: take one of the two back."))
        if cleaned["note"] and not is_given and cleaned["status"] == Ranking.Status.RANKED:
            self.add_error("note", _("A note alone is not kept: give a figure, or choose why there is none."))
        return cleaned

    @property
    def entry(self) -> Entry:
        cleaned = self.cleaned_data
        return Entry(
            value=cleaned["value"], rank=cleaned["rank"], status=cleaned["status"], note=cleaned["note"]
        )

    @property
    def gives_figure(self) -> bool:
        """Whether a value or a rank is typed that is not the stored one."""
        typed = {"value", "rank"} & set(self.changed_data)
        return any(self.cleaned_data[name] is not None for name in typed)

    @property
    def max_points(self) -> str:
        return "" if self.measure.max_points is None else format_points(self.measure.max_points)


class SheetForm(forms.Form):
    """What is asked once for the whole sheet, and what was stored when it was opened."""

    source = forms.ModelChoiceField(
        label=gettext_lazy("Source of the figures that you change"),
        queryset=Source.objects.in_order(),
        required=False,
        widget=SearchedSelect,
    )
    opened_on = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass
class EntrySection:
    """Measures under one heading."""

    heading: str
    rows: list[EntryRow]


class EntrySheet:
    """One unit of one edition: its rows, their errors, and saving them all or none."""

    def __init__(self, edition: Edition, *, unit: Unit, data=None):
        self.edition, self.unit = edition, unit
        stored = {row.measure_id: row for row in edition.rankings.filter(unit=unit)}
        self.fingerprint = _fingerprint(stored.values())
        # Of a revision the source would be that of the old figures, under which a new one must not be saved.
        source = None if edition.replaces_id else edition.source_id
        initial = {"source": source, "opened_on": self.fingerprint}
        self.form = SheetForm(data, initial=initial)
        measures = edition.methodology.measures.valued().in_order().select_related("methodology", "parent")
        self.rows = [
            EntryRow(data, measure=measure, edition=edition, stored=stored.get(measure.pk))
            for measure in measures
        ]
        self.others = _compared_editions(edition)
        standings = [(heading, _standings(other, unit)) for heading, other in self.others]
        origins = origins_of(edition, unit=unit)
        for row in self.rows:
            row.comparisons = [
                (heading, texts.get(row.measure.code, MISSING)) for heading, texts in standings
            ]
            row.origin = origin_line(origins.get(row.measure.pk))

    @property
    def sections(self) -> list[EntrySection]:
        return [EntrySection(heading, list(rows)) for heading, rows in groupby(self.rows, key=_heading)]

    @property
    def column_count(self) -> int:
        return 6 + len(self.others)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """The errors with their place: id of the field, where it stands, what is wrong."""
        sheet = [(bound.auto_id, str(bound.label), text) for bound in self.form for text in bound.errors]
        cells = [
            (bound.auto_id, f"{row.measure} – {bound.label}", text)
            for row in self.rows
            for bound in row
            for text in bound.errors
        ]
        return [("", "", text) for text in self.form.non_field_errors()] + sheet + cells

    def is_valid(self) -> bool:
        """Check every row, so that all errors are told at once."""
        checked = [form.is_valid() for form in (self.form, *self.rows)]
        if self.form.is_valid() and self.form.cleaned_data["opened_on"] != self.fingerprint:
            self._tell_of_colleague()
            return False
        return all(checked) and self._names_its_source()

    def save(self) -> int:
        """Write what was entered; return the number of figures that changed."""
        return enter_values(
            self.edition,
            unit=self.unit,
            entries={row.measure: row.entry for row in self.rows},
            source=self.form.cleaned_data["source"],
        )

    def refuse(self, reason: str) -> None:
        """Show why saving was refused, beside what was typed."""
        self.form.add_error(None, ValidationError(reason))

    def _names_its_source(self) -> bool:
        if self.form.cleaned_data["source"] or not any(row.gives_figure for row in self.rows):
            return True
        self.form.add_error("source", _("Name the source of the figures that you give."))
        return False

    def _tell_of_colleague(self) -> None:
        self.refuse(
            _(
                "Someone else changed the figures of this unit while you were typing. Nothing was saved. "
                "Compare with what is stored now, shown in each row, then save again to store yours."
            )
        )
        self.form.data = self.form.data.copy()
        self.form.data["opened_on"] = self.fingerprint
        for row in self.rows:
            row.stored_now = _shown_together(row.stored, self.edition)


def _compared_editions(edition: Edition) -> list[tuple[str, Edition]]:
    """Return the editions whose figures stand beside the typed ones, each with its heading."""
    others = [(_("published now"), edition.replaces)] if edition.replaces_id else []
    previous = previous_edition(edition)
    return [*others, (previous.period, previous)] if previous else others


def _standings(edition: Edition, unit: Unit) -> dict[str, str]:
    rows = Ranking.objects.filter(edition=edition, unit=unit).select_related("measure")
    return {row.measure.code: _shown_together(row, edition) for row in rows}


def _shown_together(row: Ranking | None, edition: Edition) -> str:
    """Write a published value with its rank behind it; a computed one only where nothing was published."""
    if row is None:
        return MISSING
    if row.value is None and row.rank is None and row.computed_value is not None:
        return _("computed: %(figure)s") % {
            "figure": _figure(row.computed_value, row.computed_rank, edition=edition)
        }
    return _figure(row.value, row.rank, edition=edition)


def _figure(value: Decimal | None, rank: int | None, *, edition: Edition) -> str:
    text = format_number(value, decimals=edition.methodology.decimals)
    return text if rank is None else f"{text} ({format_rank(rank, count=edition.unit_count)})"


def _initial(stored: Ranking | None) -> dict:
    if stored is None:
        return {"status": Ranking.Status.RANKED}
    return {"value": stored.value, "rank": stored.rank, "status": stored.status, "note": stored.note}


def _heading(row: EntryRow) -> str:
    parent = row.measure.parent
    if parent is not None and parent.kind == Measure.Kind.BLOCK:
        return str(parent)
    return row.measure.get_kind_display()


def _fingerprint(rows) -> str:
    stored = sorted((row.measure_id, row.value, row.rank, row.status, row.note) for row in rows)
    return hashlib.sha256(repr(stored).encode()).hexdigest()[:16]

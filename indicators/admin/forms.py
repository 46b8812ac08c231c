"""What the admin asks of rows beyond the rules of their columns, in words."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from indicators.admin.fields import NumberField
from indicators.models import Edition, Measure, Ranking
from indicators.workflow.entry import refusal_beside_scores, scale_top
from provinces.admin.forms import GivenFields, leads_back
from provinces.admin.reliance import is_relied_on


class MeasureForm(GivenFields, forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        kind = self.given("kind") or getattr(self._meta.model.objects, "kind", None)
        parent, methodology = cleaned.get("parent"), self.given("methodology")
        self.require(
            self.given("code") or kind == Measure.Kind.INDICATOR,
            "code",
            _("Only an indicator may lack a code."),
        )
        if parent and methodology:
            self.require(
                parent.methodology_id == methodology.pk,
                "parent",
                _("Choose a measure of the same methodology."),
            )
            self.require(
                not leads_back(self.instance, parent), "parent", _("A measure cannot be part of itself.")
            )
        return cleaned


class CompositePartForm(GivenFields, forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        composite, group = self.given("composite"), self.given("group")
        self.require(
            not (composite and group) or composite.methodology_id == group.methodology_id,
            "group",
            _("Choose a measure of the same methodology."),
        )
        self.require(
            not is_relied_on(composite),
            "composite",
            _("An edition that is published or being scored relies on the parts of this composite."),
        )
        return cleaned


class MeasureLinkForm(GivenFields, forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        ends = [cleaned[name] for name in ("predecessor", "measure") if cleaned.get(name)]
        self.require(
            len({measure.methodology.scorecard_id for measure in ends}) < 2,
            "measure",
            _("Choose two measures of the same scorecard."),
        )
        return cleaned


class EditionForm(GivenFields, forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        scorecard, unit_set = self.given("scorecard"), self.given("unit_set")
        self.require(
            self.given("methodology").scorecard_id == scorecard.pk,
            "methodology",
            _("This methodology belongs to another scorecard."),
        )
        self.require(
            unit_set.level == scorecard.level,
            "unit_set",
            _("The units of this set are not of the scorecard's level."),
        )
        same = Edition.objects.filter(scorecard=scorecard, slug=self.given("slug"))
        self.require(
            self.instance.revision > 1 or not same.exclude(pk=self.instance.pk).exists(),
            "slug",
            _("This scorecard already has an edition of this address name. To correct it, open a revision."),
        )
        rankings = Ranking.objects.filter(edition=self.instance.pk)
        largest, count = rankings.aggregate(largest=Max("rank"))["largest"], cleaned["unit_count"]
        self.require(
            not (count and largest) or count >= largest,
            "unit_count",
            _("The edition already holds the rank %(rank)s.") % {"rank": largest},
        )
        return cleaned


class RowOfEditionForm(GivenFields, forms.ModelForm):
    """A row whose measure must be of the edition's methodology."""

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        edition, measure = self.given("edition"), self.given("measure")
        self.require(
            measure.methodology_id == edition.methodology_id,
            "measure",
            _("This measure belongs to another methodology than the edition."),
        )
        self.check_row(edition, measure)
        return cleaned

    def check_row(self, edition, measure):
        """Check what the kind of row asks for besides."""

    def check_value(self, measure):
        """Read the value once more, as the entry sheet does: now it is known on which scale it stands."""
        field = NumberField(scale_max=scale_top(measure), decimals=measure.methodology.decimals)
        try:
            field.clean(self["value"].data)
        except ValidationError as error:
            self.add_error("value", error)

    def require_source(self, figures, source):
        """Ask for the source of figures that are given anew."""
        changed = set(figures) & set(self.changed_data)
        is_given = any(self.cleaned_data.get(name) is not None for name in changed)
        self.require(
            not is_given or self.cleaned_data[source],
            source,
            _("Name the source of the figures that you give."),
        )

    def keep_printed_value(self):
        """Store the number as it was typed; a changed value is printed nowhere else."""
        if "value" in self.changed_data:
            value = self.cleaned_data["value"]
            self.instance.value_text = "" if value is None else str(value)


class RankingForm(RowOfEditionForm):
    def check_row(self, edition, measure):
        # A copy: an error takes its field out of the form's own.
        cleaned, unit = dict(self.cleaned_data), self.given("unit")
        refusal = refusal_beside_scores(edition)
        self.require(not refusal, "edition", refusal)
        self.require(
            edition.unit_set.members.filter(unit=unit).exists(),
            "unit",
            _("%(unit)s does not belong to %(unit_set)s.") % {"unit": unit, "unit_set": edition.unit_set},
        )
        self.check_value(measure)
        self.require_source(["value"], "value_source")
        self.require_source(["rank"], "rank_source")
        self.require_source(["change", "regional_rank", "regional_change"], "context_source")
        self.require(
            (cleaned["value"] is None) == (cleaned["value_basis"] == ""),
            "value_basis",
            _("Say how the value is known, and only where there is one."),
        )
        self.require(
            (cleaned["rank"] is None) == (cleaned["rank_basis"] == ""),
            "rank_basis",
            _("Say how the rank is known, and only where there is one."),
        )
        for rank, count in (("rank", edition.unit_count), ("regional_rank", cleaned["regional_count"])):
            self.require(
                not (cleaned[rank] and count and cleaned[rank] > count),
                rank,
                _("The rank is larger than the number of units, %(count)s.") % {"count": count},
            )

    def save(self, commit=True):
        self.keep_printed_value()
        return super().save(commit)


class LeaderListForm(RowOfEditionForm):
    def check_row(self, edition, measure):
        members = set(edition.unit_set.members.values_list("unit", flat=True))
        strangers = [str(unit) for unit in self.cleaned_data["units"] if unit.pk not in members]
        self.require(
            not strangers,
            "units",
            _("Not in %(unit_set)s: %(units)s.")
            % {"unit_set": edition.unit_set, "units": ", ".join(strangers)},
        )


class BenchmarkForm(RowOfEditionForm):
    def check_row(self, edition, measure):
        region = self.cleaned_data["region"]
        self.check_value(measure)
        self.require(
            region is None or region.unit_set_id == edition.unit_set_id,
            "region",
            _("This region belongs to another unit set than the edition."),
        )

    def save(self, commit=True):
        self.keep_printed_value()
        return super().save(commit)

"""What is asked about a file before it is read."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.fields import NumberField, SearchedSelect
from indicators.admin.imports.access import may_make_scorecard, scorecards_open_to
from indicators.imports.asked import NewScorecard, Options
from indicators.imports.new_scorecards import scorecard_called
from indicators.models import Scorecard
from provinces.models import Source, Unit, UnitSet

FROM_FILE = "file"
PASTED_NAME = "bang-dan.txt"


def source_choices():
    """Return the sources to choose from; none is chosen beforehand."""
    listed = [(source.pk, str(source)) for source in Source.objects.in_order()]
    return [("", "---------"), (FROM_FILE, _("A new one, made from this file")), *listed]


class UnitChoiceField(forms.ModelChoiceField):
    """Units of before and since a merger share their names."""

    def label_from_instance(self, obj):
        return str(obj) if obj.valid_to is None else obj.dated_name()


class AskedForm(forms.Form):
    """Which edition and units a table is about, as far as it does not say so itself."""

    edition = forms.CharField(
        label=gettext_lazy("Edition"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "The period, as in 2024 or 2026-10, or the address name, as in 2024-34. "
            "Leave it empty where a column of the table names the period."
        ),
    )
    unit_set = forms.ModelChoiceField(
        label=gettext_lazy("Unit set"),
        queryset=UnitSet.objects.all(),
        required=False,
        to_field_name="code",
        help_text=gettext_lazy("Needed only where the period is measured on several sets."),
    )
    unit = UnitChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.with_names().in_order_of_names(),
        required=False,
        to_field_name="slug",
        widget=SearchedSelect,
        help_text=gettext_lazy("Only for a table of the indicators of one unit."),
    )

    @property
    def asked(self) -> dict:
        """What was asked for, as an import keeps it."""
        cleaned = self.cleaned_data
        return {
            "edition": cleaned["edition"] or None,
            "unit_set": cleaned["unit_set"].code if cleaned["unit_set"] else None,
            "unit": cleaned["unit"].slug if cleaned["unit"] else None,
        }


class UploadForm(AskedForm):
    """A file or a pasted table, and what its figures are."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        max_length=255,
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods,.htm,.html", "data-needed-without": "pasted"}
        ),
        help_text=gettext_lazy("XLSX, XLS, ODS, CSV or a saved web page."),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or a table copied from Excel or from a web page"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "wrap": "off", "spellcheck": "false"}),
    )
    scorecard = forms.ModelChoiceField(
        label=gettext_lazy("Scorecard"),
        queryset=Scorecard.objects.none(),
        required=False,
        widget=forms.Select(attrs={"data-needed-without": "new_name"}),
    )
    new_name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)
    new_scale = NumberField(
        label=gettext_lazy("Top of its scale"),
        widget=forms.TextInput(attrs={"data-needed-with": "new_name"}),
        help_text=gettext_lazy("The largest value there can be: 1, 10, 100, 1000 …"),
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Source of the figures (compulsory)"),
        choices=source_choices,
        widget=SearchedSelect,
        help_text=gettext_lazy(
            "Every figure names its source. Where it is not in the list, let a new one be made from this "
            "file; its title and date can be corrected later."
        ),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["scorecard"].queryset = scorecards_open_to(user)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > settings.IMPORT_MAX_BYTES:
            raise ValidationError(too_large())
        return file

    def clean_new_scale(self):
        scale = self.cleaned_data["new_scale"]
        if scale == 0:
            raise ValidationError(_("The top of the scale is above 0."))
        return scale

    def clean(self):
        cleaned = super().clean()
        self._check_table(cleaned)
        self._check_scorecard(cleaned)
        return cleaned

    def _check_table(self, cleaned):
        has_file, is_pasted = bool(cleaned.get("file")), bool(cleaned.get("pasted", "").strip())
        if "file" in self.errors:
            return
        if has_file and is_pasted:
            self.add_error("pasted", _("Give either a file or a pasted table, not both."))
        elif not has_file and not is_pasted:
            self.add_error("file", _("Choose a file, or paste a table below."))

    def _check_scorecard(self, cleaned):
        is_known = cleaned.get("scorecard") is not None
        name, scale = cleaned.get("new_name"), cleaned.get("new_scale")
        if {"scorecard", "new_scale"} & set(self.errors):
            return
        if is_known and (name or scale is not None):
            self.add_error("new_name", _("Choose a scorecard of the list or name a new one, not both."))
        elif not is_known and not name:
            self.add_error("scorecard", _("Choose the scorecard, or name a new one below."))
        elif not is_known and not may_make_scorecard(self.user):
            self.add_error(
                "new_name", _("Your account is not assigned to all scorecards: choose one of the list.")
            )
        elif not is_known and scale is None:
            self.add_error("new_scale", _("Give the largest value that there can be."))
        elif name and (known := scorecard_called(name)):
            self.add_error(
                "new_name",
                _("This scorecard is already there: choose “%(name)s” in the list.") % {"name": known},
            )

    @property
    def options(self) -> Options:
        """All that was asked for, with the scorecard that is to be made."""
        cleaned = self.cleaned_data
        if cleaned["scorecard"]:
            return Options(**self.asked)
        new = NewScorecard(name=cleaned["new_name"], scale=cleaned["new_scale"])
        return Options(**self.asked, new_scorecard=new)

    @property
    def chosen_source(self) -> Source | None:
        """The source that was chosen; none where it is made from the file."""
        chosen = self.cleaned_data["source"]
        return None if chosen == FROM_FILE else Source.objects.get(pk=chosen)

    @property
    def table(self) -> tuple[str, bytes]:
        """The name and the bytes of what arrived."""
        file = self.cleaned_data["file"]
        if file:
            return file.name, file.read()
        return PASTED_NAME, self.cleaned_data["pasted"].encode()


def too_large() -> str:
    most = settings.IMPORT_MAX_BYTES // 1_000_000
    return _("The file is larger than %(most)d MB. Send only the sheet that holds the results.") % {
        "most": most
    }

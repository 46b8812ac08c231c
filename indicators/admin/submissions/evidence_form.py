"""What is asked about a document that proves a score."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.submissions.evidence_files import ENDINGS, checked_file
from indicators.models import Evidence
from indicators.workflow import CheckedFile


class EvidenceForm(forms.ModelForm):
    """A document: described, and found by its number, a link or a file."""

    link = forms.URLField(
        label=gettext_lazy("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("Starts with http:// or https://."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        max_length=255,
        allow_empty_file=False,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    class Meta:
        model = Evidence
        fields = ["number", "title", "issued_on", "summary", "link"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    field_order = ["number", "title", "issued_on", "summary", "file", "link"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        most = filesizeformat(settings.EVIDENCE_MAX_BYTES)
        self.fields["file"].help_text = _("PDF, DOCX, XLSX, PNG or JPG, at most %(most)s.") % {"most": most}
        self.fields["issued_on"].help_text = _("Day/month/year, such as 25/03/2026.")

    def clean_link(self):
        link = self.cleaned_data["link"]
        if link and not link.startswith(("http://", "https://")):
            raise ValidationError(_("A link starts with http:// or https://."))
        return link

    def clean_file(self) -> CheckedFile | None:
        file = self.cleaned_data["file"]
        if not file:
            return None
        if file.size > settings.EVIDENCE_MAX_BYTES:
            raise ValidationError(too_large())
        return checked_file(file.name, file.read())

    def clean(self):
        cleaned = super().clean()
        is_found = cleaned.get("number") or cleaned.get("link") or cleaned.get("file")
        if not is_found and not {"number", "link", "file"} & set(self.errors):
            self.add_error(None, _("Give the number of the document, a link or a file."))
        return cleaned

    def _post_clean(self):
        """The act checks the row, under the lock of its submission."""

    @property
    def described(self) -> dict:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


def too_large() -> str:
    most = filesizeformat(settings.EVIDENCE_MAX_BYTES)
    return _("The file is larger than %(most)s. Send a smaller one, or give a link to it.") % {"most": most}

"""Names of a file that no unit is known by, with those that may be meant."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.fields import SearchedSelect

ANOTHER, LEAVE_OUT = "another", "leave-out"
NAMES_A_PAGE = 40


@dataclass(frozen=True)
class OpenName:
    """A printed name that waits for an answer.

    Args:
        printed: as it stands in the file.
        place: the first cell or row that it stands in.
        why: what is open about it.
        nearest: slug and name of the units that may be meant, the likeliest first.
    """

    printed: str
    place: str
    why: str
    nearest: tuple[tuple[str, str], ...]


class NameQuestion:
    """One name with its two fields, for the template."""

    def __init__(self, form: "NamesForm", number: int, name: OpenName):
        self.printed, self.place, self.why = name.printed, name.place, name.why
        self.choice, self.other = form[f"choice-{number}"], form[f"other-{number}"]

    @property
    def errors(self) -> list[str]:
        return [*self.choice.errors, *self.other.errors]


class NamesForm(forms.Form):
    """Asks of each name which unit it means; nothing is chosen beforehand."""

    def __init__(self, *args, names: list[OpenName], units: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.names = names
        for number, name in enumerate(names):
            self._ask(number, name, units)

    def _ask(self, number: int, name: OpenName, units):
        choices = [
            *name.nearest,
            (ANOTHER, _("another unit, chosen below")),
            (LEAVE_OUT, _("none: leave its rows out")),
        ]
        self.fields[f"choice-{number}"] = forms.ChoiceField(
            label=name.printed,
            choices=choices,
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields[f"other-{number}"] = forms.ChoiceField(
            label=gettext_lazy("Another unit"),
            choices=[("", "---------"), *units],
            required=False,
            widget=SearchedSelect(),
        )

    @property
    def questions(self) -> list[NameQuestion]:
        return [NameQuestion(self, number, name) for number, name in enumerate(self.names)]

    def clean(self):
        cleaned = super().clean()
        for number, name in enumerate(self.names):
            self._check_answer(cleaned, number, name)
        return cleaned

    def _check_answer(self, cleaned: dict, number: int, name: OpenName) -> None:
        choice, other = f"choice-{number}", f"other-{number}"
        if {choice, other} & set(self.errors):
            return
        if not cleaned[choice] and cleaned[other]:
            # Who chooses a unit in the list has answered, whether its button is ticked or not.
            cleaned[choice] = ANOTHER
        elif not cleaned[choice]:
            text = _("Say which unit “%(name)s” means, or leave its rows out.")
            self.add_error(choice, text % {"name": name.printed})
        elif cleaned[choice] == ANOTHER and not cleaned[other]:
            self.add_error(other, _("Choose the unit that “%(name)s” means.") % {"name": name.printed})

    @property
    def answers(self) -> dict[str, str]:
        """The slug of the unit that each printed name means; empty where its rows are left out."""
        answers = {}
        for number, name in enumerate(self.names):
            choice = self.cleaned_data[f"choice-{number}"]
            if choice == ANOTHER:
                choice = self.cleaned_data[f"other-{number}"]
            answers[name.printed] = "" if choice == LEAVE_OUT else choice
        return answers

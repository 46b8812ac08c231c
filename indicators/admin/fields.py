"""Form fields that read numbers as officers write them, and say in words what is wrong with one."""

from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator
from django.utils.translation import gettext as _

from indicators.models import Ranking
from indicators.notation import (
    AmbiguousNumberError,
    NotARankError,
    NotationError,
    OutOfScaleError,
    Rank,
    ScaleMismatchError,
    format_number,
    is_missing,
    parse_number,
    parse_rank,
)

STORED = Ranking._meta.get_field("value")


def number_problem(error: NotationError) -> str:
    """Say what is wrong with a number or a rank, and what to do about it."""
    match error:
        case AmbiguousNumberError(readings=(thousand, fraction)):
            message = _("“%(text)s” may mean two numbers. Type %(thousand)s or %(fraction)s.")
            details = {"thousand": _plain(thousand), "fraction": editable(fraction, decimals=4)}
        case OutOfScaleError():
            message = _("“%(text)s” lies outside the scale 0 to %(top)s. Check the figure in the document.")
            details = {"top": _plain(error.scale_max)}
        case ScaleMismatchError():
            message = _(
                "“%(text)s” is out of %(stated)s, but this scale goes up to %(top)s. Convert it first."
            )
            details = {"stated": _plain(error.stated), "top": _plain(error.scale_max)}
        case NotARankError():
            message, details = _("“%(text)s” is not a rank. Type it like 25 or 25/63."), {}
        case _:
            message, details = _("“%(text)s” is not a number. Type it like 0,7123 or 0.7123."), {}
    return message % {"text": error.text, **details}


def editable(value: Decimal | None, *, decimals: int) -> str:
    """Write a number as it can be typed back: a decimal comma, nothing between the thousands."""
    if value is None:
        return ""
    shortest = value.normalize()
    needed = max(decimals, -shortest.as_tuple().exponent)
    return f"{shortest:.{needed}f}".replace(".", ",")


def _plain(number: Decimal) -> str:
    return editable(number, decimals=0)


def typed_back(value: Decimal | None, *, decimals: int) -> str:
    """Write a number so that the parser reads it in one way alone: never three digits behind the comma."""
    text = editable(value, decimals=decimals)
    return f"{text}0" if len(text.partition(",")[2]) == 3 else text


class SearchedSelect(forms.Select):
    """A list to choose from by typing a part of an entry, with or without accents.

    All entries come with the page: the lists of the admin that ask the server are closed to who may not look
    at the table.
    """

    def __init__(self, **options):
        super().__init__(**options)
        self.attrs.setdefault("data-searched", "")

    @property
    def media(self):
        # The names under which the admin's own lists load these files, so that none comes twice.
        extra = "" if settings.DEBUG else ".min"
        scripts = [
            f"admin/js/vendor/jquery/jquery{extra}.js",
            f"admin/js/vendor/select2/select2.full{extra}.js",
            "admin/js/vendor/select2/i18n/vi.js",
            "admin/js/jquery.init.js",
            forms.Script("js/searched_select.js", type="module"),
        ]
        styles = [f"admin/css/vendor/select2/select2{extra}.css", "admin/css/autocomplete.css"]
        return forms.Media(js=scripts, css={"screen": styles})


class NumberField(forms.CharField):
    """A number as Vietnamese or machines write it; empty where there is none."""

    def __init__(self, *, scale_max: Decimal | None = None, decimals: int = 4, **options):
        super().__init__(**{"required": False, "max_length": 40, **options})
        self.scale_max = scale_max
        self.decimals = decimals

    def prepare_value(self, value):
        return typed_back(value, decimals=self.decimals) if isinstance(value, Decimal) else value

    def has_changed(self, initial, data):
        try:
            return initial != self.clean(data)
        except ValidationError:
            return True

    def to_python(self, value):
        text = super().to_python(value)
        if is_missing(text):
            return None
        try:
            number = parse_number(text, scale_max=self.scale_max)
        except NotationError as error:
            raise ValidationError(number_problem(error), code="invalid") from None
        if number < 0:
            raise ValidationError(_("“%(text)s” is negative; values start at 0.") % {"text": text})
        DecimalValidator(STORED.max_digits, STORED.decimal_places)(number)
        return number

    def run_validators(self, value):
        """The validators of texts, such as that of the length, have nothing to say about a number."""


class RankField(forms.CharField):
    """A rank, alone or with the number of units (25/63); empty where there is none."""

    def __init__(self, *, count: int | None = None, **options):
        super().__init__(required=False, max_length=20, **options)
        self.count = count

    def has_changed(self, initial, data):
        try:
            return initial != self.clean(data)
        except ValidationError:
            return True

    def to_python(self, value):
        text = super().to_python(value)
        if is_missing(text):
            return None
        try:
            parsed = parse_rank(text)
        except NotationError as error:
            raise ValidationError(number_problem(error), code="invalid") from None
        return self._within_count(parsed)

    def _within_count(self, parsed: Rank) -> int:
        if self.count is not None and parsed.count not in (None, self.count):
            message = _("The rank is out of %(stated)d units, but the edition ranks %(count)d.")
            raise ValidationError(message % {"stated": parsed.count, "count": self.count})
        if parsed.rank > (self.count or 1_000_000):
            message = _("Rank %(rank)s is larger than the number of units, %(count)s.")
            rank, count = (
                format_number(number, decimals=0) for number in (parsed.rank, self.count or 1_000_000)
            )
            raise ValidationError(message % {"rank": rank, "count": count})
        return parsed.rank

    def run_validators(self, value):
        """The validators of texts, such as that of the length, have nothing to say about a rank."""

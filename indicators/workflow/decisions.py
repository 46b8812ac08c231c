"""The decision by which scores are published, and the source that it makes."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from indicators.models import Edition
from indicators.notation import format_date
from indicators.workflow.errors import WorkflowError
from provinces import names
from provinces.models import Source, User
from provinces.models.history import signed

CODE_LENGTH = Source._meta.get_field("code").max_length


@dataclass(frozen=True)
class Decision:
    """Who publishes scores names a decision: its number, its date, the day on which it was made known."""

    number: str
    issued_on: dt.date
    published_on: dt.date | None = None


def named_decision(number: str, issued_on: dt.date | None, *, published_on: dt.date | None) -> Decision:
    """Return the decision that an act names.

    Raises:
        WorkflowError: if its number or its date is missing, or it was made known before that date.
    """
    number = (number or "").strip()
    if not number:
        raise WorkflowError(_("Give the number of the decision."))
    if len(number) > Source._meta.get_field("number").max_length:
        raise WorkflowError(_("The number of the decision is too long."))
    if issued_on is None:
        raise WorkflowError(_("Give the date of the decision."))
    if published_on is not None and published_on < issued_on:
        raise WorkflowError(_("A decision is not published before its date."))
    return Decision(number=number, issued_on=issued_on, published_on=published_on)


def source_of(decision: Decision, *, edition: Edition, by: User) -> Source:
    """Return the source that a decision is; it is made where none bears its number and its date."""
    stored = Source.objects.filter(number=decision.number, issued_on=decision.issued_on)
    return stored.order_by("pk").first() or _made_source(decision, edition, by=by)


def _made_source(decision: Decision, edition: Edition, *, by: User) -> Source:
    # What is stored is read by everyone, whatever language the officer's screens have.
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Decision %(number)s of %(date)s on %(edition)s") % {
            "number": decision.number,
            "date": format_date(decision.issued_on),
            "edition": edition,
        }
    source = Source(
        code=_free_code(f"{names.slug(decision.number)}-{decision.issued_on.isoformat()}"),
        title=title[: Source._meta.get_field("title").max_length],
        number=decision.number,
        issued_on=decision.issued_on,
    )
    signed(source, by=by).save()
    return source


def _free_code(wanted: str) -> str:
    """Return a code that no source has yet; different numbers may be spelled alike without their marks."""
    wanted = wanted.strip("-")[: CODE_LENGTH - 4]
    taken = set(Source.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    return next(
        code for code in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))) if code not in taken
    )

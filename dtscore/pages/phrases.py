"""Parts of sentences that several pages say: what a unit set is called, what several rule books mean."""

from collections.abc import Hashable, Iterable

from django.utils.translation import gettext as _

from dtscore.pages.editions import unit_set_label
from indicators.models import Edition
from provinces.models import Unit, UnitSet


def in_sentence(name: str) -> str:
    """Return a name as it stands within a sentence: “bộ, ngành có dịch vụ công”; “UBND …” stays."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def members_text(unit_set: UnitSet) -> str:
    """Return what the members of a unit set are called behind a rank: “tỉnh, thành phố” of the 63."""
    return in_sentence(unit_set_label(unit_set).lstrip("0123456789. "))


def leading_members(edition: Edition) -> str:
    """Return what the units of a list of leaders are called; nothing for localities."""
    return "" if edition.scorecard.level == Unit.Level.PROVINCE else members_text(edition.unit_set)


def no_total_text() -> str:
    """Return why units have no rank in all where a rule book has no total."""
    return _("The rule book of this scorecard has no total, so its units have no rank in all.")


def since_text(change_text: str, since: str) -> str:
    """Return “tăng 1 bậc so với năm 2021”; the change alone where the period before is not known."""
    if not change_text or not since:
        return change_text
    return _("%(change)s since %(period)s") % {"change": change_text, "period": since}


def set_labels(editions: Iterable[Edition]) -> dict[Hashable, str]:
    """Return a short name for each unit set, by its id; full ones where two sets have one short name."""
    unit_sets = {edition.unit_set_id: edition.unit_set for edition in editions}
    short = {key: unit_set_label(unit_set) for key, unit_set in unit_sets.items()}
    if len(set(short.values())) == len(short):
        return short
    return {key: unit_set.name for key, unit_set in unit_sets.items()}


def rule_books_text(editions: Iterable[Edition]) -> str:
    """Warn where the values of some editions, oldest first, were made by several rule books; else nothing."""
    rule_books = list(dict.fromkeys(edition.methodology.name for edition in editions))
    if len(rule_books) < 2:
        return ""
    return _(
        "The editions follow different rule books (%(rule_books)s): compare ranks rather than values "
        "from one rule book to the next, and never ranks of two unit sets."
    ) % {"rule_books": ", ".join(rule_books)}

"""What the parts of a total are called, and how their values are printed."""

import pandas as pd
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dtscore.pages.basis import basis_text
from dtscore.pages.editions import period_text
from dtscore.pages.marks import Badge, basis_badge
from indicators.models import Edition, Measure, Methodology
from indicators.notation import format_number, format_points
from indicators.scoring.parts import BLOCK, Parts

POINT_DECIMALS = 1
# The name of the block in an address.
BLOCK_FIELD = "nhom-chung"


def part_labels(parts: Parts, *, edition: Edition) -> dict[str, str]:
    """Return the name of each part by its code; that of a block says how many groups are in it."""
    measures = edition.methodology.measures.filter(code__in=list(parts.values))
    names = dict(measures.values_list("code", "name"))
    count = len(parts.block)
    names[BLOCK] = ngettext("%(count)d common group", "%(count)d common groups", count) % {"count": count}
    return {code: names[code] for code in parts.values}


def part_scale(parts: Parts, *, edition: Edition) -> pd.Series:
    """Return the top of the scale that the values of each part are printed on: one for all, or its points."""
    if edition.methodology.value_form == Methodology.ValueForm.SHARE:
        return pd.Series(float(edition.methodology.scale_max), index=parts.points.index)
    return parts.points


def total_scale(parts: Parts, *, edition: Edition) -> float:
    """Return the top of the scale that totals are printed on."""
    if edition.methodology.value_form == Methodology.ValueForm.SHARE:
        return float(edition.methodology.scale_max)
    return parts.points_assessed


def part_badge(code: str, *, edition: Edition) -> Badge | None:
    """Return the mark of the value of a part: that of a block is computed, that of a group is none."""
    return basis_badge(None, is_computed=code == BLOCK, edition=edition)


def points_basis(code: str, *, edition: Edition) -> str:
    """Return in words how the points of a part are known: only those of a group may have been published."""
    is_share = edition.methodology.value_form == Methodology.ValueForm.SHARE
    return basis_text(basis_badge(None, is_computed=is_share or code == BLOCK))


def points_text(number: float) -> str:
    """Return points of a total as a page shows them."""
    return format_number(number, decimals=POINT_DECIMALS, language=get_language())


def missing_text(number: float) -> str:
    """Return points that are missing as a label in a chart: “thiếu 159,1”."""
    return _("%(points)s missing") % {"points": points_text(number)}


def part_field(code: str) -> str:
    """Return the name of a part in an address."""
    return BLOCK_FIELD if code == BLOCK else code


def thin_text(edition: Edition) -> str:
    """Say why the totals of an edition cannot be taken apart."""
    return _(
        "For %(period)s this cannot be told: it needs the total and the groups of every unit, and the points "
        "that each group counts, and not all of that was published. Nothing is filled in."
    ) % {"period": period_text(edition)}


def points_gap_text(total: Measure | None, *, edition: Edition) -> str:
    """Say that the groups make up less than the points of the total; nothing where they make up all."""
    assessed = edition.methodology.points_assessed
    if total is None or not total.max_points or not assessed or total.max_points <= assessed:
        return ""
    whole, groups, rest = (
        format_points(number, language=get_language())
        for number in (total.max_points, assessed, total.max_points - assessed)
    )
    return _(
        "The rule book has %(whole)s points, while the results fit groups of %(groups)s points together. No "
        "source says what the other %(rest)s points are for."
    ) % {"whole": whole, "groups": groups, "rest": rest}


def block_text(parts: Parts, *, edition: Edition) -> str:
    """Say which groups stand in the block and why; nothing where every group stands alone."""
    if not parts.block:
        return ""
    names = dict(edition.methodology.measures.filter(code__in=parts.block).values_list("code", "name"))
    return _(
        "%(groups)s stand together as one part: they were not published for every unit, but their sum "
        "follows from the total and the other groups."
    ) % {"groups": ", ".join(names[code] for code in parts.block)}

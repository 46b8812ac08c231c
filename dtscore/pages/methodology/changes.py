"""What became of each measure from one rule book to the next, in words."""

from dataclasses import dataclass
from itertools import pairwise

from django.db.models import F, Q
from django.utils.translation import gettext as _

from dtscore.pages.marks import Badge, basis_badge
from dtscore.pages.methodology.books import KIND_ORDER, RuleBook, points_text
from indicators.models import Measure, MeasureLink, Scorecard
from indicators.models.basis import Basis


@dataclass(frozen=True)
class Change:
    """One measure that stayed, changed, was split or merged, came or went."""

    code: str
    name: str
    kind: str
    text: str
    badge: Badge | None


@dataclass(frozen=True)
class Transition:
    """From one rule book to the next; ``untraced`` names measures whose lineage is not known."""

    before: RuleBook
    after: RuleBook
    changes: list[Change]
    untraced: str


def transitions_of(scorecard: Scorecard, books: list[RuleBook]) -> list[Transition]:
    """Return what changed at each step, oldest step first."""
    links = list(
        MeasureLink.objects.filter(
            Q(measure__methodology__scorecard=scorecard) | Q(predecessor__methodology__scorecard=scorecard)
        )
        .select_related("measure", "predecessor")
        .order_by(
            F("predecessor__order").asc(nulls_last=True), F("measure__order").asc(nulls_last=True), "pk"
        )
    )
    return [_transition(before, after, links) for before, after in pairwise(books)]


def _transition(before: RuleBook, after: RuleBook, links: list[MeasureLink]) -> Transition:
    earlier = {measure.pk for measure in before.measures}
    later = {measure.pk for measure in after.measures}
    here = [link for link in links if link.predecessor_id in earlier or link.measure_id in later]
    here = [link for link in here if link.measure_id is None or link.measure_id in later]
    traced = {link.predecessor_id for link in here} | {link.measure_id for link in here}
    untraced = [
        measure
        for measure in (*before.measures, *after.measures)
        if measure.kind in KIND_ORDER and measure.kind != Measure.Kind.BLOCK and measure.pk not in traced
    ]
    return Transition(
        before=before,
        after=after,
        changes=[_change(link) for link in here],
        untraced=", ".join(dict.fromkeys(f"{measure.code} {measure.name}" for measure in untraced)),
    )


def _change(link: MeasureLink) -> Change:
    shown = link.measure or link.predecessor
    derived = any(
        end is not None and end.max_points and end.points_basis == Basis.DERIVED
        for end in (link.predecessor, link.measure)
    )
    return Change(
        code=shown.code,
        name=shown.name,
        kind=str(link.get_kind_display()),
        text="; ".join(part for part in (_former_name(link), _points(link), _indicators(link)) if part),
        badge=basis_badge(Basis.DERIVED, is_computed=False) if derived else None,
    )


def _former_name(link: MeasureLink) -> str:
    before, after = link.predecessor, link.measure
    if before is None or after is None or before.name == after.name:
        return ""
    return _("before: “%(name)s”") % {"name": before.name}


def _points(link: MeasureLink) -> str:
    before, after = (None if end is None else end.max_points for end in (link.predecessor, link.measure))
    if link.measure is None and before == 0:
        return _("it was listed, but not assessed")
    texts = {"before": points_text(before), "after": points_text(after)}
    if before is None and after is None:
        return ""
    if before is None:
        if link.predecessor is None:
            return _("%(after)s points") % texts
        return _("points before not known, %(after)s points now") % texts
    if after is None:
        return _("%(before)s points before") % texts
    if before == after:
        return _("%(after)s points as before") % texts
    return _("from %(before)s to %(after)s points") % texts


def _indicators(link: MeasureLink) -> str:
    before, after = (None if end is None else end.indicator_count for end in (link.predecessor, link.measure))
    if before is None or after is None or before == after:
        return ""
    return _("from %(before)d to %(after)d component indicators") % {"before": before, "after": after}

"""What a measure is: its place and weight in the rule book, what it is made of, what it came from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dtscore.pages.links import TextLink, group_url
from dtscore.pages.marks import Badge, basis_badge
from indicators.models import Edition, Measure, MeasureLink, Methodology
from indicators.notation import format_points

PERCENT = 100


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of the definition; the mark and the address may be missing."""

    label: str
    text: str
    badge: Badge | None = None
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A group that counts towards a total or a composite."""

    name: str
    url: str
    points_text: str
    points_badge: Badge | None


@dataclass(frozen=True, kw_only=True)
class Definition:
    """All that the rule book says of a measure; ``parts_total`` is what the points of the parts add up to."""

    facts: Sequence[Fact]
    parts: Sequence[Part]
    parts_total: str
    indicators: Sequence[Measure]
    indicators_text: str
    lineage: Sequence[Fact]
    source_codes: Sequence[str]


def define(measure: Measure, *, edition: Edition, editions: Sequence[Edition]) -> Definition:
    """Describe a measure; ``editions`` are those that have a page for its code, newest first."""
    parts = _parts_of(measure)
    indicators = list(measure.children.of_kind(Measure.Kind.INDICATOR).in_order())
    return Definition(
        facts=_facts(measure, edition=edition),
        parts=[_part(part, points, edition) for part, points in parts],
        parts_total=_points(sum(points for _part_measure, points in parts)) if parts else "",
        indicators=indicators,
        indicators_text=_indicators_text(measure, known=len(indicators)),
        lineage=_lineage(measure, editions=editions),
        source_codes=[measure.source.code] if measure.source else [],
    )


def with_code(editions: Iterable[Edition], *, code: str) -> list[Edition]:
    """Keep the editions whose rule book has a measure of this code."""
    editions = list(editions)
    rule_books = Measure.objects.filter(
        code=code, methodology__in={edition.methodology_id for edition in editions}
    )
    holding = set(rule_books.values_list("methodology", flat=True))
    return [edition for edition in editions if edition.methodology_id in holding]


def other_measures(measure: Measure, *, edition: Edition) -> list[TextLink]:
    """Return the other pages of the same edition."""
    others = edition.methodology.measures.valued().exclude(pk=measure.pk).in_order()
    return [TextLink(text=other.name, url=group_url(edition, other.code)) for other in others]


def _facts(measure: Measure, *, edition: Edition) -> list[Fact]:
    weight, badge = _weight(measure, edition.methodology)
    facts = [
        Fact(label=_("In English"), text=measure.name_en),
        Fact(label=_("Code"), text=measure.code),
        Fact(label=_("Kind"), text=str(Measure.Kind(measure.kind).label)),
        Fact(
            label=_("Part of"),
            text=measure.parent.name if measure.parent else "",
            url=group_url(edition, measure.parent.code) if measure.parent else "",
        ),
        Fact(label=_("Rule book"), text=edition.methodology.name),
        Fact(label=_("Weight"), text=weight, badge=badge),
        Fact(label=_("How it is computed"), text=measure.how_computed),
        Fact(label=_("Note"), text=measure.note),
    ]
    return [fact for fact in facts if fact.text]


def _weight(measure: Measure, methodology: Methodology) -> tuple[str, Badge | None]:
    """Return what a measure counts, in words, and the mark of points that the decision did not state."""
    points, assessed = measure.max_points, methodology.points_assessed
    badge = basis_badge(measure.points_basis, is_computed=False)
    if points is None:
        return _("the maximum points are not known"), None
    if points == 0:
        return _("listed, not scored"), badge
    if measure.kind == Measure.Kind.COMPOSITE:
        text = _("%(points)s points of its own; it does not add to the total")
    elif assessed is None or points == assessed:
        text = _("at most %(points)s points")
    elif measure.kind == Measure.Kind.TOTAL:
        text = _("%(points)s points, of which %(assessed)s are assessed")
    else:
        text = _("at most %(points)s of the %(assessed)s points assessed (%(share)s %%)")
    share = PERCENT * points / assessed if assessed else None
    values = {
        "points": _points(points),
        "assessed": _points(assessed),
        "share": format_points(share, decimals=1, language=get_language()),
    }
    return text % values, badge


def _parts_of(measure: Measure) -> list[tuple[Measure, object]]:
    """Return the groups that make up a total, a block or a composite, with the points they count there."""
    if measure.kind == Measure.Kind.COMPOSITE:
        parts = measure.parts.select_related("group").order_by("group__order")
        return [(part.group, part.points) for part in parts]
    if measure.kind not in (Measure.Kind.TOTAL, Measure.Kind.BLOCK):
        return []
    groups = Measure.objects.of_kind(Measure.Kind.GROUP).scored().in_order()
    if measure.kind == Measure.Kind.TOTAL:
        groups = groups.filter(methodology=measure.methodology_id)
    else:
        groups = groups.filter(parent=measure)
    return [(group, group.max_points) for group in groups]


def _part(part: Measure, points, edition: Edition) -> Part:
    return Part(
        name=part.name,
        url=group_url(edition, part.code),
        points_text=_points(points),
        points_badge=basis_badge(part.points_basis, is_computed=False),
    )


def _indicators_text(measure: Measure, *, known: int) -> str:
    """Say how many indicators the rule book counts, and how many of them a source names."""
    count = measure.indicator_count
    if count is None and not known:
        return ""
    if count is None:
        text = ngettext(
            "%(known)d indicator is named in the sources; how many there are is not known.",
            "%(known)d indicators are named in the sources; how many there are is not known.",
            known,
        )
    elif not known:
        text = ngettext(
            "The rule book counts %(count)d indicator.", "The rule book counts %(count)d indicators.", count
        )
    else:
        text = _("The rule book counts %(count)d indicators; the sources name %(known)d.")
    return text % {"count": count, "known": known}


def _lineage(measure: Measure, *, editions: Sequence[Edition]) -> list[Fact]:
    """Return what the measure was in the rule book before and became in the next one."""
    links = MeasureLink.objects.filter(Q(measure=measure) | Q(predecessor=measure)).select_related(
        "measure__methodology", "predecessor__methodology"
    )
    return [
        _link_fact(link, measure=measure, editions=editions)
        for link in links.order_by("measure__methodology__order", "pk")
    ]


def _link_fact(link: MeasureLink, *, measure: Measure, editions: Sequence[Edition]) -> Fact:
    is_back = link.measure_id == measure.pk
    other = link.predecessor if is_back else link.measure
    label = _("Earlier") if is_back else _("Later")
    if other is None:
        text = _("new in this rule book") if is_back else _("no longer in the next rule book")
        return Fact(label=label, text=text)
    text = _("%(rule_book)s: %(name)s (%(code)s), %(points)s points – %(kind)s")
    if other.max_points is None:
        text = _("%(rule_book)s: %(name)s (%(code)s), points not known – %(kind)s")
    text %= {
        "rule_book": other.methodology.name,
        "name": other.name,
        "code": other.code,
        "points": _points(other.max_points),
        "kind": MeasureLink.Kind(link.kind).label,
    }
    edition = next((e for e in editions if e.methodology_id == other.methodology_id), None)
    url = group_url(edition, other.code) if edition and other.code == measure.code else ""
    return Fact(label=label, text=text, badge=basis_badge(other.points_basis, is_computed=False), url=url)


def _points(points) -> str:
    return format_points(points, language=get_language())

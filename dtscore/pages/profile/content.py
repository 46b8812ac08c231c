"""All that a profile shows, in the order of the page."""

from dataclasses import dataclass

import pandas as pd
from django.utils.translation import gettext as _

from dtscore.narrative.pieces import Narrative, Piece
from dtscore.pages.editions import edition_label, period_text
from dtscore.pages.estimates import estimated_badge
from dtscore.pages.facts import told
from dtscore.pages.parts import points_gap_text
from dtscore.pages.peers import Everyone, Suggestion
from dtscore.pages.phrases import in_sentence, no_total_text
from dtscore.pages.profile.facts import unit_facts
from dtscore.pages.profile.gains import Gains, gains_of
from dtscore.pages.profile.groups_chart import groups_chart
from dtscore.pages.profile.heading import head_of
from dtscore.pages.profile.lineage import Lineage
from dtscore.pages.profile.measures import (
    MeasureRow,
    measure_rows,
    measure_table,
    recomputed_texts,
)
from dtscore.pages.profile.merger import Merger, estimates_of, merger_of
from dtscore.pages.profile.ranges import rank_range
from dtscore.pages.profile.stages import stages_of
from dtscore.pages.profile.strip import strip_figures
from dtscore.pages.profile.trend import (
    TrendRow,
    has_several_sets,
    trend_chart,
    trend_rows,
    trend_rule_books,
    two_sets_text,
)
from dtscore.pages.provenance import SourceList, sources_of
from dtscore.pages.revisions import revision_note
from dtscore.pages.summaries import MeasureSummary, summaries_of
from indicators import frames
from indicators.models import Edition, Measure
from indicators.scoring.parts import Parts
from indicators.workflow.computing import previous_edition
from provinces.models import Unit


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What the parts of the page are made from; changes are counted from ``previous``."""

    lineage: Lineage
    edition: Edition
    members: pd.DataFrame
    parts: Parts | None
    summaries: dict[str, MeasureSummary]
    value_sources: frozenset[str]
    measures: list[Measure]
    rows: list[MeasureRow]
    sources: SourceList
    previous: Edition | None
    merger: Merger | None

    @property
    def unit(self) -> Unit:
        return self.lineage.unit

    @property
    def total(self) -> MeasureRow | None:
        return next((row for row in self.rows if row.is_total), None)

    @property
    def measure_of_total(self) -> Measure | None:
        return next((measure for measure in self.measures if measure.kind == Measure.Kind.TOTAL), None)

    @property
    def since(self) -> str:
        """The period that changes are counted from."""
        return period_text(self.previous) if self.previous else ""

    def rows_of(self, *kinds: str) -> list[MeasureRow]:
        codes = {measure.code for measure in self.measures if measure.kind in kinds}
        return [row for row in self.rows if row.code in codes]


def profile_context(lineage: Lineage, edition: Edition, *, with_newest_name: bool) -> dict:
    """Return what the template shows; ``with_newest_name`` heads the page with today's name of the unit."""
    name, _type = lineage.unit.called_on(edition.names_on)
    merger = merger_of(lineage, name=name)
    loaded = _load(lineage, edition, merger)
    head = head_of(lineage, edition, with_newest_name=with_newest_name)
    history = trend_rows(lineage, current=edition, sources=loaded.sources)
    stages = stages_of(edition, unit_id=lineage.unit.pk, name=name)
    return {
        "section": "ranking",
        "edition": edition,
        "revision": revision_note(edition),
        "period": period_text(edition),
        "merger": merger,
        **head,
        **_answer(loaded, type_text=head["type_text"]),
        **_measures(loaded),
        "peers": _peers(loaded),
        "gains": _gains(loaded, has_scores=bool(stages)),
        "stages": stages,
        **_history(loaded, history, name=name),
        "notes": _notes(loaded, history),
        "sources": loaded.sources,
    }


def _load(lineage: Lineage, edition: Edition, merger: Merger | None) -> Loaded:
    members = frames.members_frame(edition)
    member = members.loc[lineage.unit.pk]
    standings = lineage.standings(
        lineage.unit, edition, region=member["region"], region_name=member["region_name"]
    )
    summaries = summaries_of(edition)
    measures = lineage.measures.get(edition.methodology_id, [])
    value_sources = frames.value_sources(edition)
    sources = _sources(lineage, edition, merger=merger, summaries=summaries, codes=value_sources)
    return Loaded(
        lineage=lineage,
        edition=edition,
        members=members,
        parts=frames.edition_parts(edition),
        summaries=summaries,
        value_sources=value_sources,
        measures=measures,
        rows=measure_rows(
            measures, edition=edition, standings=standings, summaries=summaries, sources=sources
        ),
        sources=sources,
        previous=previous_edition(edition),
        merger=merger,
    )


def _answer(loaded: Loaded, *, type_text: str) -> dict:
    total = loaded.total
    summary = loaded.summaries.get(total.code) if total else None
    subtitle = [
        type_text,
        total.standing.region_name if total else "",
        loaded.edition.scorecard.name,
        loaded.edition.unit_set.name,
    ]
    return {
        "subtitle": " · ".join(filter(None, subtitle)),
        "narrative": _narrative(loaded),
        "figures": strip_figures(
            total,
            loaded.rows_of(Measure.Kind.COMPOSITE),
            edition=loaded.edition,
            summary=summary,
            members=loaded.members,
            since=loaded.since,
        ),
        "rank_range": rank_range(
            loaded.edition, unit_id=loaded.unit.pk, rank=total.standing.rank if total else None
        ),
    }


def _narrative(loaded: Loaded) -> Narrative:
    """Tell the unit's standing in sentences, or that the rule book has no total to stand by."""
    if loaded.total is None:
        return Narrative(((Piece(no_total_text()),),))
    facts = unit_facts(
        loaded.lineage,
        loaded.edition,
        previous=loaded.previous,
        merger=loaded.merger,
        total=loaded.total,
        groups=loaded.rows_of(Measure.Kind.GROUP),
        measures=loaded.measures,
        summaries=loaded.summaries,
        members=loaded.members,
    )
    return told(facts)


def _measures(loaded: Loaded) -> dict:
    name, _type = loaded.unit.called_on(loaded.edition.names_on)
    facts = {"name": name, "period": period_text(loaded.edition)}
    composites = loaded.rows_of(Measure.Kind.COMPOSITE)
    groups = loaded.rows_of(Measure.Kind.GROUP)
    return {
        "groups_table": measure_table(
            loaded.rows_of(Measure.Kind.TOTAL, Measure.Kind.GROUP),
            edition=loaded.edition,
            table_id="groups",
            caption=_("%(name)s by indicator group in %(period)s") % facts,
            since=loaded.since,
        ),
        "points_gap": points_gap_text(loaded.measure_of_total, edition=loaded.edition),
        "groups_chart": groups_chart(groups, name=name, sources=loaded.value_sources),
        "composites_table": measure_table(
            composites,
            edition=loaded.edition,
            table_id="composites",
            caption=_("%(name)s by composite in %(period)s") % facts,
            since=loaded.since,
        )
        if composites
        else None,
        "recomputed": recomputed_texts(
            loaded.lineage.rows(loaded.unit, loaded.edition),
            edition=loaded.edition,
            names={row.code: row.name for row in loaded.rows},
        ),
    }


def _peers(loaded: Loaded) -> list[Suggestion]:
    summary = loaded.summaries.get(loaded.total.code) if loaded.total else None
    everyone = Everyone.of(loaded.members, parts=loaded.parts, total=summary)
    return everyone.compared_with(loaded.unit, edition=loaded.edition)


def _gains(loaded: Loaded, *, has_scores: bool) -> Gains | None:
    """Return what the total lacks; nothing where the rule book has no groups."""
    if not loaded.rows_of(Measure.Kind.GROUP):
        return None
    return gains_of(
        loaded.parts,
        edition=loaded.edition,
        members=loaded.members,
        unit_id=loaded.unit.pk,
        rank=loaded.total.standing.rank if loaded.total else None,
        sources=loaded.value_sources,
        has_scores=has_scores,
    )


def _history(loaded: Loaded, history: list[TrendRow], *, name: str) -> dict:
    """Return the unit over all editions, and the estimates of years before a merger made it."""
    estimated = estimates_of(loaded.lineage)
    estimates = estimated.of(loaded.unit.pk) if estimated else []
    value_label = loaded.total.name if loaded.total else loaded.edition.scorecard.name
    chart = trend_chart(loaded.lineage, name=name, value_label=value_label, estimates=estimates)
    return {
        "trend_caption": _trend_caption(history, name=name, measure=value_label),
        "has_several_sets": has_several_sets(history),
        "trend_rows": history,
        "trend_chart": chart if chart.has_values else None,
        "two_sets": two_sets_text(history),
        "rule_books": trend_rule_books(loaded.lineage),
        "estimates": estimates,
        "estimated_badge": estimated_badge(),
    }


def _trend_caption(history: list[TrendRow], *, name: str, measure: str) -> str:
    """Name what the table shows, and the unit set where one holds for all of it."""
    facts = {"measure": measure, "name": name}
    if len({row.unit_set for row in history}) != 1:
        return _("%(measure)s: %(name)s") % facts
    return _("%(measure)s: %(name)s among %(unit_set)s") % {
        **facts,
        "unit_set": in_sentence(history[0].unit_set),
    }


def _notes(loaded: Loaded, history: list[TrendRow]) -> list[tuple[str, str]]:
    """Return the doubts that the sources of the shown rows left, each with what it is about."""
    own = [(row.name, row.standing.note) for row in loaded.rows]
    others = [(f"{row.period} – {row.unit_set}", row.standing.note) for row in history if not row.is_current]
    edition = [(edition_label(loaded.edition), loaded.edition.note)]
    return [(label, note) for label, note in (*edition, *own, *others) if note]


def _sources(
    lineage: Lineage,
    edition: Edition,
    *,
    merger: Merger | None,
    summaries: dict[str, MeasureSummary],
    codes: frozenset[str],
) -> SourceList:
    """Return the sources of every figure on the page."""
    history = lineage.history
    totals = {total.code for edition in lineage.editions if (total := lineage.total_of(edition))}
    is_own = (history["unit_id"] == lineage.unit.pk) & (history["edition"] == edition.slug)
    in_merger = history["edition"].isin(merger.editions if merger else ())
    shown = history[is_own | in_merger | history["measure"].isin(totals)]
    codes |= {code for summary in summaries.values() for code in summary.source_codes}
    for succession in (*lineage.from_units, *lineage.into_units):
        codes |= {succession.source.code} if succession.source else set()
    return sources_of(shown, edition=edition, codes=codes)

"""The tables of what is measured, and how. Each maker turns a line into a row not yet saved."""

from collections.abc import Mapping

from indicators.imports.reference.known import Known
from indicators.imports.reference.lacking import lacking_rules, lacking_totals
from indicators.imports.reference.loading import Table
from indicators.imports.reference.tables import Row
from indicators.models import (
    CompositePart,
    Measure,
    MeasureLink,
    Methodology,
    Scorecard,
    ScoringRule,
    ScoringStep,
)
from indicators.models.basis import Basis
from provinces.models import Source, Unit


def _scorecard(row: Row, known: Known) -> Scorecard:
    return Scorecard(
        code=row.required("code"),
        name=row.required("name"),
        name_en=row.text("name_en"),
        level=row.choice("level", Unit.Level),
        order=row.integer("order"),
    )


def _methodology(row: Row, known: Known) -> Methodology:
    return Methodology(
        scorecard=row.lookup("scorecard", known[Scorecard]),
        code=row.required("code"),
        name=row.required("name"),
        decision_number=row.text("decision_number"),
        decision_date=row.date("decision_date"),
        periods=row.text("periods"),
        value_form=row.choice("value_form", Methodology.ValueForm),
        scale_max=row.decimal("scale_max"),
        decimals=row.integer("decimals"),
        points_assessed=row.decimal("points_assessed"),
        leader_count=row.integer("leader_count", least=1),
        order=row.integer("order"),
        source=row.lookup("source", known[Source], optional=True),
        note=row.text("note"),
    )


def _measure(row: Row, known: Known) -> Measure:
    scorecard = row.required("scorecard")
    methodology = row.lookup("methodology", known[Methodology], key=lambda code: (scorecard, code))
    return Measure(
        methodology=methodology,
        kind=row.choice("kind", Measure.Kind),
        code=row.text("code"),
        name=row.required("name"),
        name_en=row.text("name_en"),
        parent=row.lookup(
            "parent", known[Measure], key=lambda code: (scorecard, methodology.code, code), optional=True
        ),
        max_points=row.decimal("max_points"),
        points_basis=row.choice("points_basis", Basis),
        indicator_count=row.integer("indicator_count"),
        unit_of_measure=row.text("unit_of_measure"),
        how_computed=row.text("how_computed"),
        order=row.integer("order"),
        source=row.lookup("source", known[Source], optional=True),
        note=row.text("note"),
    )


def _composite_part(row: Row, known: Known) -> CompositePart:
    def key(code: str) -> tuple[str, str, str]:
        return (row.required("scorecard"), row.required("methodology"), code)

    return CompositePart(
        composite=row.lookup("composite", known[Measure], key=key),
        group=row.lookup("group", known[Measure], key=key),
        points=row.decimal("points"),
    )


def _measure_link(row: Row, known: Known) -> MeasureLink:
    def end(column: str, methodology: str) -> Measure | None:
        return row.lookup(
            column,
            known[Measure],
            key=lambda code: (row.required("scorecard"), row.required(methodology), code),
            optional=True,
        )

    return MeasureLink(
        kind=row.choice("kind", MeasureLink.Kind),
        predecessor=end("predecessor", "from_methodology"),
        measure=end("measure", "to_methodology"),
    )


def _scoring_rule(row: Row, known: Known) -> ScoringRule:
    return ScoringRule(
        indicator=_indicator(row, known[Measure]),
        kind=row.choice("kind", ScoringRule.Kind),
        label_a=row.text("label_a"),
        label_b=row.text("label_b"),
        basis=row.choice("basis", Basis),
        note=row.text("note"),
    )


def _scoring_step(row: Row, known: Known) -> ScoringStep:
    return ScoringStep(
        rule=_indicator(row, known[ScoringRule]),
        at_least=row.decimal("at_least"),
        points=row.decimal("points"),
    )


def _indicator(row: Row, named: Mapping):
    """Return what is known of the indicator that a row names."""
    rule_book = (row.required("scorecard"), row.required("methodology"))
    return row.lookup("indicator", named, key=lambda code: (*rule_book, code))


def measure_key(measure: Measure) -> tuple[str, str, str]:
    """Return what a measure is known by; an indicator without a code is known by its name."""
    return (*_methodology_key(measure.methodology), measure.code or measure.name)


def _methodology_key(methodology: Methodology) -> tuple[str, str]:
    return methodology.scorecard.code, methodology.code


def _ends(link: MeasureLink) -> list[Measure]:
    return [measure for measure in (link.predecessor, link.measure) if measure is not None]


# In the order of loading: whom a table names stands before it.
RULE_BOOK_TABLES = (
    Table(
        "indicators/scorecards",
        Scorecard,
        _scorecard,
        key=lambda scorecard: scorecard.code,
        column="code",
        is_named=True,
    ),
    Table(
        "indicators/methodologies",
        Methodology,
        _methodology,
        key=_methodology_key,
        column="code",
        is_named=True,
    ),
    Table(
        "indicators/measures",
        Measure,
        _measure,
        key=measure_key,
        column="code",
        parents=lambda measure: [measure.methodology],
        is_named=True,
        additions=lacking_totals,
    ),
    Table(
        "indicators/composite_parts",
        CompositePart,
        _composite_part,
        key=lambda part: (measure_key(part.composite), measure_key(part.group)),
        column="group",
        parents=lambda part: [part.composite.methodology],
    ),
    Table(
        "indicators/measure_links",
        MeasureLink,
        _measure_link,
        key=lambda link: (link.kind, *map(measure_key, _ends(link))),
        column="measure",
        parents=lambda link: [measure.methodology for measure in _ends(link)],
    ),
    Table(
        "indicators/scoring_rules",
        ScoringRule,
        _scoring_rule,
        key=lambda rule: measure_key(rule.indicator),
        column="indicator",
        parents=lambda rule: [rule.indicator],
        is_named=True,
        additions=lacking_rules,
    ),
    Table(
        "indicators/scoring_steps",
        ScoringStep,
        _scoring_step,
        key=lambda step: (*measure_key(step.rule.indicator), step.at_least),
        column="at_least",
        parents=lambda step: [step.rule],
    ),
)

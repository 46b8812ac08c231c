"""Loading reference tables: units, sets, rule books, sources.

Each loader creates the rows whose natural key is new and leaves the others as officers left them.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.db.models import Model
from django.utils.translation import gettext as _

from indicators.imports.known import Known
from indicators.imports.tables import Row, convert_rows, read_table
from indicators.models import CompositePart, Measure, MeasureLink, Methodology, Scorecard
from indicators.models.basis import Basis
from provinces.models import (
    Region,
    Source,
    Succession,
    TileCell,
    Unit,
    UnitAlias,
    UnitName,
    UnitSet,
    UnitSetMember,
)


def load_reference(directory: Path) -> dict[str, int]:
    """Load every reference table of a directory; return how many rows each added.

    Raises:
        RejectedFileError: if a table holds a bad row; the caller's transaction undoes the rest.
    """
    tables = [
        ("sources", _source),
        ("provinces/units", _unit),
        ("provinces/unit_names", _unit_name),
        ("provinces/unit_sets", _unit_set),
        ("provinces/regions", _region),
        ("provinces/unit_set_members", _member),
        ("provinces/unit_aliases", _alias),
        ("provinces/successions", _succession),
        ("provinces/tiles", _tile),
        ("indicators/scorecards", _scorecard),
        ("indicators/methodologies", _methodology),
        ("indicators/measures", _measure),
        ("indicators/composite_parts", _composite_part),
        ("indicators/measure_links", _measure_link),
    ]
    added = {}
    for table, make in tables:
        rows = read_table(directory / f"{table}.csv", root=directory)
        added[table] = _create_missing(rows, make, Known())
    return added


def _create_missing(rows: Iterator[Row], make: Callable[[Row, Known], Model], known: Known) -> int:
    """Create the rows whose natural key is not there yet, one by one: parents stand before children."""
    made: dict[tuple, Model] = {}

    def create(row: Row) -> None:
        new = make(row, known)
        key = _natural_key(new)
        if key in made:
            raise row.error("", _("the row repeats an earlier one."))
        made[key] = new

    convert_rows(rows, create)
    if not made:
        return 0
    model = type(next(iter(made.values())))
    present = {_natural_key(row) for row in model.objects.all()}
    missing = [row for key, row in made.items() if key not in present]
    for row in missing:
        _point_to_saved_parent(row)
        row.save()
    return len(missing)


NATURAL_KEYS = {
    Source: ("code",),
    Unit: ("slug",),
    UnitName: ("unit_id", "valid_from"),
    UnitSet: ("code",),
    Region: ("unit_set_id", "code"),
    UnitSetMember: ("unit_set_id", "unit_id"),
    UnitAlias: ("unit_set_id", "spelling"),
    Succession: ("predecessor_id", "successor_id"),
    TileCell: ("unit_set_id", "name"),
    Scorecard: ("code",),
    Methodology: ("scorecard_id", "code"),
    Measure: ("methodology_id", "code", "name"),
    CompositePart: ("composite_id", "group_id"),
    MeasureLink: ("predecessor_id", "measure_id"),
}


def _natural_key(row: Model) -> tuple:
    return tuple(getattr(row, field) for field in NATURAL_KEYS[type(row)])


def _point_to_saved_parent(row: Model) -> None:
    """Let a row point to a parent of the same file by the key that saving gave the parent."""
    parent = getattr(row, "parent", None)
    if parent is not None and row.parent_id is None:
        row.parent = parent


def _source(row: Row, known: Known) -> Source:
    return Source(
        code=row.required("code"),
        title=row.text("title"),
        number=row.text("number"),
        issued_on=row.date("issued_on"),
        issuer=row.text("issuer"),
        url=row.text("url"),
        origin_url=row.text("origin_url"),
        retrieved_on=row.date("retrieved_on"),
    )


def _unit(row: Row, known: Known) -> Unit:
    unit = Unit(
        slug=row.required("slug"),
        level=row.choice("level", Unit.Level),
        parent=row.lookup("parent", known.units, optional=True),
        valid_from=row.date("valid_from"),
        valid_to=row.date("valid_to"),
    )
    known.units.setdefault(unit.slug, unit)
    return unit


def _unit_name(row: Row, known: Known) -> UnitName:
    return UnitName(
        unit=row.lookup("unit", known.units),
        name=row.required("name"),
        name_en=row.text("name_en"),
        type=row.choice("type", UnitName.Type),
        valid_from=row.date("valid_from"),
        valid_to=row.date("valid_to"),
    )


def _unit_set(row: Row, known: Known) -> UnitSet:
    return UnitSet(
        code=row.required("code"),
        name=row.required("name"),
        level=row.choice("level", Unit.Level),
        valid_from=row.date("valid_from"),
        valid_to=row.date("valid_to"),
    )


def _region(row: Row, known: Known) -> Region:
    return Region(
        unit_set=row.lookup("unit_set", known.unit_sets),
        code=row.required("code"),
        name=row.required("name"),
        order=row.integer("order"),
        source=row.lookup("source", known.sources, optional=True),
    )


def _member(row: Row, known: Known) -> UnitSetMember:
    unit_set = row.lookup("unit_set", known.unit_sets)
    return UnitSetMember(
        unit_set=unit_set,
        unit=row.lookup("unit", known.units),
        gso_code=row.text("gso_code"),
        region=row.lookup("region", known.regions, key=lambda code: (unit_set.code, code), optional=True),
        order=row.integer("order"),
        source=row.lookup("source", known.sources, optional=True),
    )


def _alias(row: Row, known: Known) -> UnitAlias:
    return UnitAlias(
        unit_set=row.lookup("unit_set", known.unit_sets),
        unit=row.lookup("unit", known.units),
        spelling=row.required("spelling"),
    )


def _succession(row: Row, known: Known) -> Succession:
    return Succession(
        predecessor=row.lookup("predecessor", known.units),
        successor=row.lookup("successor", known.units),
        effective_on=row.date("effective_on"),
        source=row.lookup("source", known.sources, optional=True),
    )


def _tile(row: Row, known: Known) -> TileCell:
    return TileCell(
        unit_set=row.lookup("unit_set", known.unit_sets),
        unit=row.lookup("unit", known.units),
        kind=row.choice("kind", TileCell.Kind),
        name=row.required("name"),
        label=row.required("label"),
        column=row.integer("column"),
        row=row.integer("row"),
    )


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
        scorecard=row.lookup("scorecard", known.scorecards),
        code=row.required("code"),
        name=row.required("name"),
        decision_number=row.text("decision_number"),
        decision_date=row.date("decision_date"),
        periods=row.text("periods"),
        value_form=row.choice("value_form", Methodology.ValueForm),
        scale_max=row.decimal("scale_max"),
        decimals=row.integer("decimals"),
        points_assessed=row.decimal("points_assessed"),
        leader_count=row.integer("leader_count"),
        order=row.integer("order"),
        source=row.lookup("source", known.sources, optional=True),
        note=row.text("note"),
    )


def _measure(row: Row, known: Known) -> Measure:
    scorecard = row.required("scorecard")
    methodology = row.lookup("methodology", known.methodologies, key=lambda code: (scorecard, code))
    measure = Measure(
        methodology=methodology,
        kind=row.choice("kind", Measure.Kind),
        code=row.text("code"),
        name=row.required("name"),
        name_en=row.text("name_en"),
        parent=row.lookup(
            "parent", known.measures, key=lambda code: (scorecard, methodology.code, code), optional=True
        ),
        max_points=row.decimal("max_points"),
        points_basis=row.choice("points_basis", Basis),
        indicator_count=row.integer("indicator_count"),
        unit_of_measure=row.text("unit_of_measure"),
        how_computed=row.text("how_computed"),
        order=row.integer("order"),
        source=row.lookup("source", known.sources, optional=True),
        note=row.text("note"),
    )
    known.measures.setdefault((scorecard, methodology.code, measure.code), measure)
    return measure


def _composite_part(row: Row, known: Known) -> CompositePart:
    def key(code: str) -> tuple[str, str, str]:
        return (row.required("scorecard"), row.required("methodology"), code)

    return CompositePart(
        composite=row.lookup("composite", known.measures, key=key),
        group=row.lookup("group", known.measures, key=key),
        points=row.decimal("points"),
    )


def _measure_link(row: Row, known: Known) -> MeasureLink:
    def end(column: str, methodology: str) -> Measure | None:
        return row.lookup(
            column,
            known.measures,
            key=lambda code: (row.required("scorecard"), row.required(methodology), code),
            optional=True,
        )

    return MeasureLink(
        kind=row.choice("kind", MeasureLink.Kind),
        predecessor=end("predecessor", "from_methodology"),
        measure=end("measure", "to_methodology"),
    )

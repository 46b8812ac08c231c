"""Loading reference tables: units, sets, rule books, sources.

Each loader creates the rows whose natural key is new and leaves the others as officers left them.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import IntegrityError
from django.db.models import Model
from django.utils.translation import gettext as _

from indicators.imports.errors import RejectedFileError
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
    made: dict[tuple, tuple[Row, Model]] = {}

    def convert(row: Row) -> None:
        new = make(row, known)
        if _natural_key(new) in made:
            raise row.error("", _("the row repeats an earlier one."))
        made[_natural_key(new)] = (row, new)

    convert_rows(rows, convert)
    if not made:
        return 0
    _row, first = next(iter(made.values()))
    present = {_natural_key(stored) for stored in type(first).objects.all()}
    missing = [pair for key, pair in made.items() if key not in present]
    for row, new in missing:
        _create(row, new)
    return len(missing)


def _create(row: Row, new: Model) -> None:
    parent = getattr(new, "parent", None)
    if parent is not None:
        new.parent = parent  # of the same file: it has a key only since it was saved
    try:
        new.save()
    except IntegrityError as error:
        raise RejectedFileError(
            [row.error("", _("a rule of the database is broken: %(rule)s") % {"rule": error})]
        ) from None


def _natural_key(row: Model) -> tuple:
    return NATURAL_KEYS[type(row)](row)


NATURAL_KEYS: dict[type[Model], Callable[[Model], tuple]] = {
    Source: lambda source: (source.code,),
    Unit: lambda unit: (unit.slug,),
    UnitName: lambda name: (name.unit_id, name.valid_from),
    UnitSet: lambda unit_set: (unit_set.code,),
    Region: lambda region: (region.unit_set_id, region.code),
    UnitSetMember: lambda member: (member.unit_set_id, member.unit_id),
    UnitAlias: lambda alias: (alias.unit_set_id, alias.spelling),
    Succession: lambda succession: (succession.predecessor_id, succession.successor_id),
    TileCell: lambda tile: (tile.unit_set_id, tile.name),
    Scorecard: lambda scorecard: (scorecard.code,),
    Methodology: lambda methodology: (methodology.scorecard_id, methodology.code),
    Measure: lambda measure: (measure.methodology_id, measure.code or measure.name),
    CompositePart: lambda part: (part.composite_id, part.group_id),
    MeasureLink: lambda link: (link.predecessor_id, link.measure_id),
}


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

"""The tables of who is scored, and of sources. Each maker turns a line into a row not yet saved."""

from indicators.imports.reference.known import Known
from indicators.imports.reference.loading import Table
from indicators.imports.reference.shipped_spellings import new_spellings
from indicators.imports.reference.tables import Row
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


def _source(row: Row, known: Known) -> Source:
    return Source(
        code=row.required("code"),
        title=row.text("title"),
        number=row.text("number"),
        issued_on=row.date("issued_on"),
        issuer=row.text("issuer"),
        url=row.web_address("url"),
        origin_url=row.web_address("origin_url"),
        retrieved_on=row.date("retrieved_on"),
    )


def _unit(row: Row, known: Known) -> Unit:
    return Unit(
        slug=row.required("slug"),
        level=row.choice("level", Unit.Level),
        parent=row.lookup("parent", known[Unit], optional=True),
        valid_from=row.date("valid_from"),
        valid_to=row.date("valid_to"),
    )


def _unit_name(row: Row, known: Known) -> UnitName:
    return UnitName(
        unit=row.lookup("unit", known[Unit]),
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
        unit_set=row.lookup("unit_set", known[UnitSet]),
        code=row.required("code"),
        name=row.required("name"),
        order=row.integer("order"),
        source=row.lookup("source", known[Source], optional=True),
    )


def _member(row: Row, known: Known) -> UnitSetMember:
    unit_set = row.lookup("unit_set", known[UnitSet])
    return UnitSetMember(
        unit_set=unit_set,
        unit=row.lookup("unit", known[Unit]),
        gso_code=row.text("gso_code"),
        region=row.lookup("region", known[Region], key=lambda code: (unit_set.code, code), optional=True),
        order=row.integer("order"),
        source=row.lookup("source", known[Source], optional=True),
    )


def _alias(row: Row, known: Known) -> UnitAlias:
    return UnitAlias(
        unit_set=row.lookup("unit_set", known[UnitSet]),
        unit=row.lookup("unit", known[Unit]),
        spelling=row.required("spelling"),
    )


def _succession(row: Row, known: Known) -> Succession:
    return Succession(
        predecessor=row.lookup("predecessor", known[Unit]),
        successor=row.lookup("successor", known[Unit]),
        effective_on=row.date("effective_on"),
        source=row.lookup("source", known[Source], optional=True),
    )


def _tile(row: Row, known: Known) -> TileCell:
    return TileCell(
        unit_set=row.lookup("unit_set", known[UnitSet]),
        unit=row.lookup("unit", known[Unit]),
        kind=row.choice("kind", TileCell.Kind),
        name=row.required("name"),
        label=row.required("label"),
        column=row.integer("column"),
        row=row.integer("row"),
    )


# In the order of loading: whom a table names stands before it.
UNIT_TABLES = (
    Table("sources", Source, _source, key=lambda source: source.code, column="code", is_named=True),
    Table("provinces/units", Unit, _unit, key=lambda unit: unit.slug, column="slug", is_named=True),
    Table(
        "provinces/unit_names",
        UnitName,
        _unit_name,
        key=lambda name: (name.unit.slug, name.valid_from),
        column="valid_from",
        parents=lambda name: [name.unit],
    ),
    Table(
        "provinces/unit_sets",
        UnitSet,
        _unit_set,
        key=lambda unit_set: unit_set.code,
        column="code",
        is_named=True,
    ),
    Table(
        "provinces/regions",
        Region,
        _region,
        key=lambda region: (region.unit_set.code, region.code),
        column="code",
        parents=lambda region: [region.unit_set],
        is_named=True,
    ),
    Table(
        "provinces/unit_set_members",
        UnitSetMember,
        _member,
        key=lambda member: (member.unit_set.code, member.unit.slug),
        column="unit",
        parents=lambda member: [member.unit_set],
    ),
    Table(
        "provinces/unit_aliases",
        UnitAlias,
        _alias,
        key=lambda alias: (alias.unit_set.code, alias.spelling),
        column="spelling",
        parents=lambda alias: [alias.unit_set],
        additions=new_spellings,
    ),
    Table(
        "provinces/successions",
        Succession,
        _succession,
        key=lambda succession: (succession.predecessor.slug, succession.successor.slug),
        column="successor",
        parents=lambda succession: [succession.predecessor, succession.successor],
    ),
    Table(
        "provinces/tiles",
        TileCell,
        _tile,
        key=lambda tile: (tile.unit_set.code, tile.name),
        column="name",
        parents=lambda tile: [tile.unit_set],
    ),
)

from provinces.models.accounts import User
from provinces.models.sets import Region, ShippedSpelling, TileCell, UnitAlias, UnitSet, UnitSetMember
from provinces.models.sources import Source
from provinces.models.units import (
    Commune,
    District,
    Ministry,
    Province,
    Succession,
    Unit,
    UnitName,
)

__all__ = [
    "Commune",
    "District",
    "Ministry",
    "Province",
    "Region",
    "ShippedSpelling",
    "Source",
    "Succession",
    "TileCell",
    "Unit",
    "UnitAlias",
    "UnitName",
    "UnitSet",
    "UnitSetMember",
    "User",
]

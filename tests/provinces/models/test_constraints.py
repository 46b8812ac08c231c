import datetime as dt

import pytest

from provinces.models import (
    Region,
    ShippedSpelling,
    Source,
    Succession,
    TileCell,
    Unit,
    UnitAlias,
    UnitName,
    UnitSet,
    UnitSetMember,
)
from tests.constraints import assert_breaks_only, changed, named_constraints, twin

pytestmark = pytest.mark.usefixtures("published_data")

EARLIER, LATER = dt.date(2029, 1, 1), dt.date(2030, 1, 1)


def ben_tre():
    return Unit.objects.get(slug="ben-tre")


def member():
    return UnitSetMember.objects.get(unit_set__code="63", unit=ben_tre())


def stranger():
    return Unit.objects.get(slug="viet-nam")


def own_parent():
    unit = ben_tre()
    return changed(unit, parent=unit)


BROKEN = {
    "unit_ends_after_start": lambda: changed(ben_tre(), valid_from=LATER),
    "unit_is_not_its_own_parent": own_parent,
    "unit_name_ends_after_start": lambda: UnitName(
        unit=ben_tre(),
        name="Bến Tre",
        type=UnitName.Type.PROVINCE,
        valid_from=LATER,
        valid_to=dt.date(2029, 1, 1),
    ),
    "unit_name_starts_once": lambda: twin(UnitName.objects.exclude(valid_from=None).first()),
    "unit_name_first_once": lambda: twin(UnitName.objects.get(unit=ben_tre())),
    "succession_once": lambda: twin(Succession.objects.get(predecessor=ben_tre())),
    "succession_links_two_units": lambda: Succession(
        predecessor=ben_tre(), successor=ben_tre(), effective_on=LATER
    ),
    "unit_set_ends_after_start": lambda: changed(UnitSet.objects.get(code="63"), valid_from=LATER),
    "region_code_once_a_set": lambda: twin(Region.objects.first()),
    "member_once_a_set": lambda: twin(member(), gso_code="", order=999),
    "gso_code_once_a_set": lambda: twin(member(), unit=stranger(), order=999),
    "member_order_once_a_set": lambda: twin(member(), unit=stranger(), gso_code=""),
    "alias_spelling_once_a_set": lambda: twin(UnitAlias.objects.first()),
    "shipped_spelling_once_a_set": lambda: twin(ShippedSpelling.objects.first()),
    "tile_place_once_a_set": lambda: twin(TileCell.objects.first(), name="Một tên khác"),
    "tile_name_once_a_set": lambda: twin(TileCell.objects.first(), column=90, row=90),
    "source_has_address_or_title_and_date": lambda: Source(code="moi", title="Không ngày, không địa chỉ"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_constraint_refuses_what_breaks_it(name):
    assert_breaks_only(BROKEN[name](), name)


def test_every_constraint_is_tried():
    assert set(BROKEN) == named_constraints("provinces")

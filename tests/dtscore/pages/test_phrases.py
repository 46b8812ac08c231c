import pytest

from dtscore.pages.phrases import in_sentence, members_text
from provinces.models import UnitSet


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("63 tỉnh, thành phố (đến 30/06/2025)", "tỉnh, thành phố"),
        ("Bộ, ngành có dịch vụ công", "bộ, ngành có dịch vụ công"),
        ("3.321 xã, phường, đặc khu (từ 01/07/2025)", "xã, phường, đặc khu"),
    ],
)
def test_members_text_names_who_is_ranked_without_the_count(name, members):
    assert members_text(UnitSet(name=name)) == members


def test_in_sentence_keeps_the_capitals_of_an_abbreviation():
    assert in_sentence("UBND cấp xã") == "UBND cấp xã"

import random

import pytest

from indicators.imports.layouts.declared import parse_layout
from tests.indicators.imports.layouts.known import GROUPS, UNITS, codes_of, context, read, roles, sheet

HEADER = (
    "Tỉnh|Nhận thức số|Thể chế số|Hạ tầng số|Nhân lực số|An toàn thông tin mạng|"
    "Chính quyền số|Kinh tế số|Xã hội số|DTI"
)
POINTS = {"CQS": 200, "KTS": 150, "XHS": 150}


def dti_rows(*, count, are_composites):
    """Return rows whose total is the sum of their groups, with activities or composites in the middle."""
    chance = random.Random(4)
    rows = []
    for number in range(count):
        groups = [round(chance.uniform(0.4, 0.9), 4) for _group in GROUPS]
        activities = [round(chance.uniform(0.4, 0.9), 4) for _group in POINTS]
        common = sum(100 * value for value in groups)
        gained = [points * value for points, value in zip(POINTS.values(), activities, strict=True)]
        composites = [
            round((common + part) / (500 + points), 4)
            for points, part in zip(POINTS.values(), gained, strict=True)
        ]
        total = round((common + sum(gained)) / 1000, 4)
        unit = UNITS[number % len(UNITS)]
        rows.append([unit, *groups, *(composites if are_composites else activities), total])
    return rows


@pytest.mark.parametrize(
    ("are_composites", "measures"),
    [(False, ["CQS_HD", "KTS_HD", "XHS_HD"]), (True, ["CQS", "KTS", "XHS"])],
    ids=["activities", "composites"],
)
def test_the_sum_tells_activities_from_composites(are_composites, measures):
    layout, _figures = read(sheet(HEADER, *dti_rows(count=30, are_composites=are_composites)))

    assert [column.measure for column in layout.columns[6:9]] == measures
    assert layout.questions == ()


def test_too_few_rows_for_the_sum_are_asked_about_with_the_activities_first():
    layout, figures = read(sheet(HEADER, *dti_rows(count=6, are_composites=False)))

    assert codes_of(layout) == [("measure", "G"), ("measure", "H"), ("measure", "I")]
    assert layout.questions[0].choices == ("CQS_HD", "CQS")
    assert "Chính quyền số" in {figure.measure for figure in figures}


def test_beside_the_total_alone_pillars_are_composites():
    layout, _figures = read(
        sheet("Tỉnh|DTI|Chính quyền số|Kinh tế số", "Huế|0,8|0,7|0,6", "Hà Nội|0,7|0,6|0,5")
    )

    assert roles(layout) == "A=unit, B=value:DTI, C=value:CQS, D=value:KTS"


def test_an_activity_named_outright_leaves_the_composite():
    table = sheet(
        "Tỉnh|Chính quyền số|Hoạt động chính quyền số|HT", "Hà Nội|0,7|0,6|0,5", "Cần Thơ|0,6|0,5|0,5"
    )

    layout, _figures = read(table)

    assert roles(layout) == "A=unit, B=value:CQS, C=value:CQS_HD, D=value:HT"


@pytest.mark.parametrize(
    ("header", "ranked"),
    [
        ("Tỉnh|NT|TC|DTI|Xếp hạng", "DTI"),
        ("Tỉnh|Xếp hạng|DTI|NT|TC", "DTI"),
        ("Tỉnh|DTI|NT|Xếp hạng|TC", "DTI"),
    ],
)
def test_the_only_ranks_are_of_the_total_where_they_fit_it(header, ranked):
    names = header.split("|")
    falling = {
        "DTI": [0.9, 0.8, 0.7, 0.6, 0.5],
        "NT": [0.5, 0.9, 0.1, 0.2, 0.3],
        "TC": [0.1, 0.2, 0.3, 0.2, 0.1],
    }
    rows = [
        [unit, *(falling[name][row] if name in falling else row + 1 for name in names[1:])]
        for row, unit in enumerate(UNITS[:5])
    ]

    layout, _figures = read(sheet(names, *rows))

    [rank] = [column for column in layout.columns if column.role == "rank"]
    assert rank.measure == ranked


def test_each_rank_belongs_to_the_value_before_it():
    table = sheet("Tỉnh|NT|Xếp hạng|TC|Xếp hạng", "Hà Nội|0,9|1|0,5|2", "Cần Thơ|0,8|2|0,6|1")

    layout, _figures = read(table)

    assert roles(layout) == "A=unit, B=value:NT, C=rank:NT, D=value:TC, E=rank:TC"


def unknown_index(header, *rows, top=100):
    return read(sheet(header, *rows), context(measures=None, top=top))[0]


def test_an_unknown_index_gets_its_measures_from_its_header():
    layout = unknown_index(
        "STT|Tỉnh/TP|PCI 2023|Xếp hạng|Nhóm|CSTP 1: Gia nhập thị trường|CSTP 2: Tiếp cận đất đai",
        *(f"{n}|{unit}|{70 - n},15|{n}|Tốt|7,{10 + n}|6,{40 - n}" for n, unit in enumerate(UNITS[:6], 1)),
    )

    assert layout.total == "PCI"
    assert roles(layout) == (
        "B=unit, C=value:PCI:2023, D=rank:PCI:2023, F=value:GNTT:2023, G=value:TCDD:2023"
    )


@pytest.mark.parametrize(
    ("header", "total"),
    [
        ("Province|Entry Costs|Land Access|Weighted PCI", "PCI"),
        ("Tỉnh|HTKT|HTNL|ICT Index", "ICT"),
        ("Tỉnh|Tổng điểm thẩm định|Tổng điểm điều tra XHH|PAR INDEX 2023 (%)", "PAR"),
        ("Tỉnh|1.Tham gia của người dân|2.Công khai, minh bạch|Tổng điểm PAPI 2023", "PAPI"),
        ("Tỉnh|Công khai (18)|Tiến độ (20)|Tổng điểm (100)", "TOTAL"),
        ("Tỉnh|Công khai|Tiến độ|Cộng dồn", "CD"),
    ],
)
def test_the_total_of_an_unknown_index_is_told_by_its_words_or_its_sum(header, total):
    values = [(31.25, 22.5), (30.5, 21.75), (29.25, 24.5), (20.75, 25.5), (21.25, 22.25)]
    rows = [
        [unit, first, second, first + second] for unit, (first, second) in zip(UNITS, values, strict=False)
    ]

    assert unknown_index(header, *rows).total == total


def test_an_unknown_index_without_a_total_asks_for_it():
    rows = [[unit, 5.5 + number, 7.25 - number] for number, unit in enumerate(UNITS[:5])]

    layout = unknown_index("Tỉnh|Công khai|Tiến độ", *rows)

    assert codes_of(layout) == [("total", "")]
    assert layout.questions[0].choices == ("CK", "TD") or layout.questions[0].choices == ("CONGKHAI", "TD")


def test_codes_of_measures_are_short_and_none_is_given_twice():
    name = " ".join(["tiếp cận"] * 20)

    layout = unknown_index(f"Tỉnh|{name} một|{name} mười|Điểm", *(f"{u}|1,5|2,5|4" for u in UNITS[:4]))

    codes = [column.measure for column in layout.columns[1:]]
    assert len(set(codes)) == 3
    assert max(map(len, codes)) <= 20


REFORM = "Tỉnh|Điểm tự đánh giá|Điểm thẩm định|Điểm điều tra XHH|Tổng điểm|{index}|Xếp hạng"
REFORM_ROWS = (
    "Hà Nội|62|60|25|85|{}|2",
    "Đà Nẵng|63|61|26|87|{}|1",
    "Trà Vinh|60|58|22|80|{}|4",
    "Cần Thơ|61|59|24|83|{}|3",
)


def reform(index, *values):
    rows = (row.format(value) for row, value in zip(REFORM_ROWS, values, strict=True))
    return sheet(REFORM.format(index=index), *rows)


def test_a_verified_score_beside_a_total_is_a_part_of_it():
    layout, _figures = read(reform("Chỉ số (%)", 85, 87, 80, 83), context(measures=None, top=100))

    assert codes_of(layout) == [("unused_self_score", "B")]
    assert roles(layout) == "A=unit, C=value:TD, D=value:DTX, E=value:TOTAL, G=rank:TOTAL"


def test_an_index_of_other_values_beside_a_total_is_asked_about_and_can_be_declared():
    table = reform("Chỉ số CCHC (%)", 84, 86, 79, 82)
    world = context(measures=None, top=100)

    layout, _figures = read(table, world)

    assert codes_of(layout) == [("total", ""), ("unused_self_score", "B")]
    assert layout.questions[0].choices == ("CSC", "TOTAL")

    layout, _figures = read(table, world, declared=parse_layout("total=CSC"))

    assert (codes_of(layout), layout.total) == ([("unused_self_score", "B")], "CSC")

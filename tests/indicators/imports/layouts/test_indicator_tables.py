from decimal import Decimal

from indicators.imports.layouts import Kind
from indicators.imports.layouts.reading import problems_of_skipped, read_figures
from tests.indicators.imports.layouts.known import codes_of, context, read, roles, sheet

MEASURES = {"DTI": ("Tổng",), "4": ("4", "Nhân lực số"), "4.22": ("4.22",), "4.22.10": ("4.22.10",)}
TOPS = {"DTI": 1000, "4": 100, "4.22": 50, "4.22.10": 10}


def known(*, is_indicator_table=True):
    return context(measures=MEASURES, top=TOPS, is_indicator_table=is_indicator_table)


TABLE = sheet(
    "Phụ lục I",
    "STT|Chỉ số, chỉ số thành phần|Điểm tối đa|Điểm tự đánh giá|Điểm thẩm định|Tài liệu kiểm chứng|Ghi chú",
    "4|Nhân lực số|100|90|85,5||",
    "4.22|Đào tạo|50|40||QĐ 12/QĐ-UBND|",
    "4.22.10|Bồi dưỡng cho công chức|10|12|-||",
    "|Tổng cộng|1000|650|600||",
    "Ghi chú: không có",
)


def test_the_verified_score_of_an_indicator_counts_else_its_own():
    layout, figures = read(TABLE, known())

    assert layout.kind is Kind.INDICATORS
    assert roles(layout) == (
        "A=measure, B=measure_name, C=maximum, D=self_score, E=verified_score, F=evidence, G=note"
    )
    assert codes_of(layout) == []
    assert [(figure.measure, figure.value, figure.value_column) for figure in figures] == [
        ("4", Decimal("85.5"), "E"),
        ("4.22", Decimal(40), "D"),
        ("4.22.10", None, "D"),
    ]
    assert figures[1].details["evidence"] == "QĐ 12/QĐ-UBND"
    assert [problem.code for problem in figures[2].problems] == ["out_of_scale"]


def test_scores_of_the_unit_itself_taken_for_blank_verified_ones_are_told():
    layout, _figures = read(TABLE, known())
    found = []

    list(read_figures(TABLE, layout=layout, context=known(), skipped=found.append))

    [told] = problems_of_skipped(found, sheet=TABLE.name)
    assert told.code == "own_score_taken"
    assert "1 điểm thẩm định để trống" in told.message
    assert told.message.endswith("Dòng: 4.")


def test_a_table_without_units_and_with_a_maximum_is_one_of_indicators():
    layout, _figures = read(TABLE, known(is_indicator_table=False))

    assert layout.kind is Kind.INDICATORS


def test_a_code_that_a_spreadsheet_made_a_number_is_told_by_its_place():
    rows = [["Mã", "Tên", "Điểm"], [4.9, "Chín", 1], [4.1, "Mười", 2], [4.1, "Lại mười", 3]]

    _layout, figures = read(sheet(*rows), known())

    assert [figure.measure for figure in figures] == ["4.9", "4.10", "4.1"]
    assert [[problem.code for problem in figure.problems] for figure in figures] == [
        [],
        [],
        ["ambiguous_code"],
    ]
    assert figures[2].problems[0].suggestions == ("4.1", "4.10")

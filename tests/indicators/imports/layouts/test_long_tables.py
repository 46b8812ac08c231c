import csv
from decimal import Decimal

import pytest

from indicators.imports.grids import RowsInMemory
from indicators.imports.layouts import Kind
from tests.indicators.imports.layouts.known import brief, context, read, roles, sheet

COLLECTED = (
    "year,province_name,level,pillar_code,value,rank,source_url,page_title,unit_set,origin_url,rank_source_url,"
    "basis,note"
)


def table(*lines):
    return RowsInMemory("csv", tuple(tuple(cells) for cells in csv.reader(lines)))


def test_collected_provinces_are_read_with_their_total_where_the_code_is_blank():
    layout, figures = read(
        table(
            COLLECTED,
            "2022,Đà Nẵng,total,,0.8002,1,https://a,x,63,,https://b,published,",
            "2022,Đà Nẵng,pillar,HT,0.8253,,https://a,x,63,,,published,ghi chú",
        )
    )

    assert layout.kind is Kind.LONG
    assert roles(layout) == (
        "A=period, B=unit, C=measure_name, D=measure, E=value, F=rank, G=value_source, I=unit_set, "
        "K=rank_source, L=value_basis, M=note"
    )
    first, second = figures
    assert (first.measure, second.measure) == ("total", "HT")
    assert (first.period, first.unit_set, first.value, first.rank) == ("2022", "63", Decimal("0.8002"), 1)
    assert first.details["rank_source"] == "https://b"
    assert second.details["note"] == "ghi chú"


def test_the_group_of_a_ministry_is_its_set():
    layout, figures = read(
        table(
            "year,ministry_name,group,level,pillar_code,value,rank,source_url,page_title,basis,note",
            "2022,Bộ Tài chính,co_dvc,total,,0.5,1,https://a,x,published,",
            "2022,Bộ Quốc phòng,khong_dvc,pillar,NT,0.4,,https://a,x,published,",
        )
    )

    assert roles(layout).startswith(
        "A=period, B=unit, C=unit_set, D=measure_name, E=measure, F=value, G=rank"
    )
    assert [figure.unit_set for figure in figures] == ["co_dvc", "khong_dvc"]


def test_dated_figures_of_an_index_bring_their_measures_and_counts():
    layout, figures = read(
        table(
            "date_or_period,place,group,score,max,rank,n,source_url,level,period_type,unit_set,basis,note",
            "2024-11-08,Trà Vinh,total,65.57,100,56,63,https://a,tinh,as_of,63,published,",
            "2024-11-08,Trà Vinh,hai_long,17.57,18,,,https://a,tinh,as_of,63,published,",
        ),
        context(measures=None, top=100),
    )

    assert roles(layout) == (
        "A=period, B=unit, C=measure, D=value, E=maximum, F=rank, G=unit_count, H=value_source, "
        "J=period_kind, K=unit_set, L=value_basis, M=note"
    )
    assert [(figure.measure, figure.rank, figure.count) for figure in figures] == [
        ("total", 56, 63),
        ("hai_long", None, None),
    ]
    assert figures[0].period_kind == "as_of"


def test_the_columns_of_the_sites_own_export_keep_their_names():
    header = (
        "scorecard,edition,unit,measure,status,value,value_basis,value_source,rank,rank_basis,rank_source,change,"
        "regional_rank,regional_count,regional_change,context_source,note"
    )
    layout, figures = read(
        table(
            header,
            "dti,2022,Trà Vinh,DTI,ranked,0.6,published,s,25,published,r,1,5,13,1,c,x",
            "dti,2022,Hà Nội,DTI,not_published,,,,,,,,,,,,",
        )
    )

    named = [column.header for column in layout.columns if column.role.value == column.header]
    assert named == [name for name in header.split(",") if name not in ("scorecard", "edition")]
    assert figures[0].details == {
        "status": "ranked",
        "value_basis": "published",
        "value_source": "s",
        "rank_basis": "published",
        "rank_source": "r",
        "change": "1",
        "regional_rank": "5",
        "regional_count": "13",
        "regional_change": "1",
        "context_source": "c",
        "note": "x",
    }
    assert figures[1].details == {"status": "not_published"}


@pytest.mark.parametrize("is_known", [True, False], ids=["known index", "unknown index"])
def test_a_printed_long_table_is_read_though_merges_were_lost(is_known):
    known = context() if is_known else context(measures=None)
    rows = ("Tỉnh|Chỉ số|Giá trị", "Hà Nội|Nhận thức số|0,5", "|Thể chế số|0,6", "Cần Thơ|Nhận thức số|0,4")

    layout, figures = read(sheet(*rows), known)

    assert layout.kind is Kind.LONG
    assert brief(figures) == [
        ("Hà Nội", "Nhận thức số", "", Decimal("0.5"), None),
        ("Hà Nội", "Thể chế số", "", Decimal("0.6"), None),
        ("Cần Thơ", "Nhận thức số", "", Decimal("0.4"), None),
    ]


def test_a_figure_without_a_measure_in_a_printed_table_is_told():
    _layout, figures = read(
        sheet("Tỉnh|Chỉ số|Điểm", "Hà Nội|Nhận thức số|0,5", "Hà Nội||0,6", "Huế|Thể chế số|0,5")
    )

    assert [problem.code for figure in figures for problem in figure.problems] == ["no_measure_name"]

"""A small world to read tables in: its units, the measures of the DTI, and sheets made by hand."""

from decimal import Decimal

from indicators.imports.grids import RowsInMemory, column_letters
from indicators.imports.layouts import Context, detect_layout, read_figures
from indicators.imports.layouts.turning import as_read
from provinces.names import match_key, search_key

UNITS = (
    "Đà Nẵng",
    "Hà Nội",
    "TP. Hồ Chí Minh",
    "Thừa Thiên Huế",
    "Trà Vinh",
    "Quảng Ngãi",
    "Cần Thơ",
    "Lạng Sơn",
    "Bắc Ninh",
    "Bà Rịa - Vũng Tàu",
    "Hà Giang",
    "Vĩnh Long",
    "Bộ Tài chính",
    "Bộ Xây dựng",
    "Bộ Quốc phòng",
    "Ngân hàng Nhà nước Việt Nam",
)
AVERAGES = ("Trung bình", "Trung bình cả nước", "Tổng", "Tổng cộng", "Cả nước", "Average")
MEASURES = {
    "DTI": ("DTI", "Chỉ số chuyển đổi số", "Chỉ số DTI", "Tổng", "total"),
    "NT": ("NT", "Nhận thức số"),
    "TC": ("TC", "Thể chế số"),
    "HT": ("HT", "Hạ tầng số"),
    "NL": ("NL", "Nhân lực số"),
    "AT": ("AT", "An toàn thông tin mạng"),
    "CQS_HD": ("CQS_HD", "Hoạt động chính quyền số", "Chính quyền số"),
    "KTS_HD": ("KTS_HD", "Hoạt động kinh tế số", "Kinh tế số"),
    "XHS_HD": ("XHS_HD", "Hoạt động xã hội số", "Xã hội số"),
    "CQS": ("CQS", "Trụ cột chính quyền số", "Chính quyền số"),
    "KTS": ("KTS", "Trụ cột kinh tế số", "Kinh tế số"),
    "XHS": ("XHS", "Trụ cột xã hội số", "Xã hội số"),
}
GROUPS = ("NT", "TC", "HT", "NL", "AT")


class Measures:
    """Measures known by exact names."""

    total = "DTI"
    composites = frozenset({"CQS", "KTS", "XHS"})

    def __init__(self, names=MEASURES):
        self.codes = {}
        for code, texts in names.items():
            for text in texts:
                self.codes.setdefault(search_key(text), []).append(code)

    def match(self, text):
        return tuple(self.codes.get(search_key(text), ()))


def context(*, units=UNITS, measures=MEASURES, top=1, is_indicator_table=False):
    """Return what is known of a scorecard; ``measures`` None for an index not known yet."""
    keys = {match_key(unit) for unit in units}
    averages = {search_key(text) for text in AVERAGES}
    tops = top if isinstance(top, dict) else {}
    return Context(
        is_unit=lambda text: match_key(text) in keys,
        is_average=lambda text: search_key(text) in averages,
        measures=None if measures is None else Measures(measures),
        scale_top=lambda code: tops.get(code) if isinstance(top, dict) else top and Decimal(top),
        is_indicator_table=is_indicator_table,
    )


def sheet(*rows, name="Bảng 1"):
    """Return a sheet of rows; a text is split at its bars into cells, blank where nothing stands."""
    return RowsInMemory(name, tuple(_cells(row) for row in rows))


def _cells(row):
    if not isinstance(row, str):
        return tuple(row)
    return tuple(cell.strip() or None for cell in row.split("|")) if row.strip() else ()


def roles(layout):
    """Return the columns that are not ignored, as "B=unit, C=value:DTI:2022"."""
    said = []
    for column in layout.columns:
        if column.role.value not in ("ignored", "order"):
            parts = [column.role.value, column.measure, column.period]
            said.append(f"{column.letters}=" + ":".join(parts).rstrip(":"))
    return ", ".join(said)


def brief(figures):
    """Return figures as (unit, measure, period, value, rank)."""
    return [(figure.unit, figure.measure, figure.period, figure.value, figure.rank) for figure in figures]


def read(table, known=None, **options):
    """Return the layout of a sheet and its figures."""
    known = known or context()
    layout = detect_layout(table, context=known, **options)
    return layout, list(read_figures(as_read(table, layout=layout), layout=layout, context=known))


def codes_of(layout):
    """Return what a layout asks about: codes and column letters."""
    return [
        (question.code, "" if question.column is None else column_letters(question.column))
        for question in layout.questions
    ]

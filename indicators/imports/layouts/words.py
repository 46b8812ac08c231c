"""The words that tables print above their columns, in Vietnamese and English."""

import re

from indicators.imports.layouts.layout import Role

# Column names of machine tables, word for word: the site's own export, its fixtures, and collected data.
MACHINE_NAMES = {
    "edition": Role.PERIOD,
    "period": Role.PERIOD,
    "year": Role.PERIOD,
    "date": Role.PERIOD,
    "date_or_period": Role.PERIOD,
    "period_kind": Role.PERIOD_KIND,
    "period_type": Role.PERIOD_KIND,
    "unit": Role.UNIT,
    "place": Role.UNIT,
    "unit_code": Role.UNIT_CODE,
    "province_code": Role.UNIT_CODE,
    "gso_code": Role.UNIT_CODE,
    "unit_set": Role.UNIT_SET,
    "measure": Role.MEASURE,
    "measure_code": Role.MEASURE,
    "pillar_code": Role.MEASURE,
    "indicator_code": Role.MEASURE,
    "group": Role.MEASURE,
    "measure_name": Role.MEASURE_NAME,
    "indicator": Role.MEASURE_NAME,
    "indicator_name": Role.MEASURE_NAME,
    "pillar": Role.MEASURE_NAME,
    "level": Role.MEASURE_NAME,
    "value": Role.VALUE,
    "score": Role.VALUE,
    "rank": Role.RANK,
    "n": Role.UNIT_COUNT,
    "unit_count": Role.UNIT_COUNT,
    "max": Role.MAXIMUM,
    "max_points": Role.MAXIMUM,
    "status": Role.STATUS,
    "basis": Role.VALUE_BASIS,
    "value_basis": Role.VALUE_BASIS,
    "value_source": Role.VALUE_SOURCE,
    "source": Role.VALUE_SOURCE,
    "source_url": Role.VALUE_SOURCE,
    "rank_basis": Role.RANK_BASIS,
    "rank_source": Role.RANK_SOURCE,
    "rank_source_url": Role.RANK_SOURCE,
    "change": Role.CHANGE,
    "regional_rank": Role.REGIONAL_RANK,
    "regional_count": Role.REGIONAL_COUNT,
    "regional_change": Role.REGIONAL_CHANGE,
    "context_source": Role.CONTEXT_SOURCE,
    "note": Role.NOTE,
    "scorecard": Role.IGNORED,
    "value_text": Role.IGNORED,
    "origin_url": Role.IGNORED,
    "page_title": Role.IGNORED,
    "region": Role.IGNORED,
}

MEASURE_WORDS = "(?:chi (?:so|tieu|bao)|tieu chi|nhom chi so|tru cot|noi dung|linh vuc|hang muc)"
# The words of people, without accents, as the whole text of a header cell; the first that fits wins.
PHRASES = tuple(
    (role, re.compile("|".join(f"(?:{pattern})" for pattern in patterns)))
    for role, patterns in (
        (Role.ORDER, ["stt|tt|so tt|so thu tu|thu tu|no|order"]),
        (Role.NOTE, ["(?:ghi chu|chu thich|notes?|remarks?|giai trinh|ly do)(?: .*)?"]),
        (Role.IGNORED, ["don vi tinh|dvt|don vi do"]),
        (Role.EVIDENCE, [r".*\b(?:kiem chung|minh chung|evidence|bang chung)\b.*"]),
        (
            Role.VERIFIED_SCORE,
            [
                r".*\b(?:tham dinh|tham tra|verified|hoi dong|danh gia lai|phuc tra)\b.*",
                r"(?!tong ).*\bdiem dat\b.*",
            ],
        ),
        (Role.SELF_SCORE, [r".*\b(?:tu danh gia|tu cham|self)\b.*"]),
        (Role.MAXIMUM, [r".*\b(?:toi da|diem chuan|maximum|max|thang diem)\b.*"]),
        (
            Role.CHANGE,
            [
                r"(?:tang giam|thay doi|bien dong|chenh lech|tang hang|muc tang|so voi|so sanh)\b.*",
                r"(?:change|changes|movement)\b.*",
                r".*\b(?:tang giam|thay doi|bien dong)(?: (?:thu|xep))?(?: hang)?(?: so voi.*)?",
            ],
        ),
        (Role.REGIONAL_RANK, [r".*\b(?:hang|rank)\b.*\b(?:vung|khu vuc|region)\b.*|regional rank"]),
        (Role.IGNORED, ["(?:ten )?(?:vung|khu vuc|region|vung mien|mien)(?: .*)?"]),
        (
            Role.PERIOD,
            ["nam|ky|ky danh gia|nam danh gia|thoi gian|thoi diem|ngay|thang|quy|tuan|year|period|date"],
        ),
        (
            Role.UNIT_CODE,
            [
                r"ma (?:tinh|don vi|dia phuong|xa|huyen|phuong|dvhc|gso|bo|co quan|so)\b.*",
                "(?:province|unit|gso) code",
            ],
        ),
        (
            Role.MEASURE,
            [
                "ma|ma chi (?:so|tieu|bao)|ma (?:tieu chi|nhom|noi dung)|ky hieu",
                "code|(?:measure|indicator) code",
            ],
        ),
        (
            Role.RANK,
            [r".*\b(?:xep hang|thu hang|xep thu|thu bac|vi tri|vi thu|rank|ranking|xh)\b.*", "hang"],
        ),
        (
            Role.MEASURE_NAME,
            [
                rf"(?:ten |cac )*{MEASURE_WORDS}(?: (?:thanh phan|danh gia|chinh|{MEASURE_WORDS}))*",
                "measure|indicator|pillar|dimension|component|nhom",
            ],
        ),
        (Role.VALUE, [r".*\b(?:diem|gia tri|scores?|values?|points?|ket qua|ty le|ti le)\b.*"]),
        (Role.UNIT_SET, ["tap don vi|unit set"]),
        (Role.STATUS, ["trang thai|tinh trang"]),
        (Role.VALUE_SOURCE, ["nguon(?: .*)?"]),
    )
)
# Ngân hàng and khách hàng read like hạng once the accents are off; hạng mục is another word.
RANK_IN_FULL = re.compile(r"\bhạng\b(?! mục)")
UNIT_WORDS = re.compile(
    r"(?:ten )?(?:tinh|thanh pho|dia phuong|don vi|bo|nganh|co quan|xa|phuong|huyen|quan|so|ubnd"
    r"|province|provinces|city|place|ministry|unit)\b(?! tinh).*"
    r"|(?:ten|name|province name|ministry name)"
)
# What the total is called where it bears no name of its own: as the whole text, or within a longer one.
TOTAL_NAMES = ("tong", "tong hop", "tong cong", "tong so", "tong the", "chung", "total", "overall")
SAYING_TOTAL = re.compile(rf"\b(?:{'|'.join(TOTAL_NAMES)})\b")
# A header of nothing but these holds the total too.
TOTAL_WORDS = re.compile(
    rf"(?:(?:{'|'.join(TOTAL_NAMES)}|index|toan bo|chi so|toan quoc|ca nuoc|trung binh)(?: |$))+"
)
# What stands in brackets behind a name: its code, its maximum, its unit.
IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")

# Rows that tell of all units, and of none.
STATISTICS = re.compile(
    r"(?:diem )?(?:toi da|chuan|cao nhat|thap nhat|lon nhat|nho nhat|trung vi|trung binh)(?: .*)?|thang diem"
    r"|cong|tong|tong cong|tong so|tong diem|binh quan(?: .*)?|do lech chuan"
    r"|(?:trong so|ty trong|he so|don vi tinh)(?: .*)?|weights?"
    r"|max|min|maximum|minimum|median|mean|average|standard deviation"
)

# Words that say what a column holds or of when it is, and not of which measure; the longest fits first.
FILLERS = sorted(
    (
        tuple(phrase.split())
        for phrase in (
            *("gia tri", "diem so", "diem danh gia", "diem", "ket qua", "dat duoc", "danh gia", "muc"),
            *(
                "xep hang",
                "thu hang",
                "hang",
                "xep thu",
                "thu bac",
                "vi tri",
                "vi thu",
                "xh",
                "ty le",
                "ti le",
            ),
            *("nam nay", "ky nay", "hien nay", "hien tai"),
            *("score", "scores", "value", "values", "rank", "ranking", "points", "point", "year"),
            *("nam", "ky", "thang", "quy", "tuan", "trong vung", "vung", "khu vuc", "cua"),
            *("tang giam", "thay doi", "so voi", "so voi nam truoc"),
        )
    ),
    key=len,
    reverse=True,
)
# Fillers that are part of a name where anything else is left: "Tỷ lệ hồ sơ trực tuyến", "Mức độ hài lòng".
TELLING = frozenset(
    tuple(phrase.split())
    for phrase in (
        *("ket qua", "dat duoc", "danh gia", "muc", "vi tri", "ty le", "ti le", "cua"),
        *("ky", "thang", "quy", "tuan", "trong vung", "vung", "khu vuc"),
        *("tang giam", "thay doi", "so voi"),
    )
)
# Words that join fillers and name nothing alone: "Điểm và xếp hạng".
JOINING = frozenset({"va", "and"})
# Fillers that another word with accents folds to: hàng, cửa, nam, mục.
WRITTEN_IN_FULL = {"hang": "hạng", "cua": "của", "nam": "năm", "muc": "mức"}

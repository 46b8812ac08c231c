import csv

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from indicators.imports.matching.measure_names import MeasureNames, NamedMeasure


def rule_book(scorecard, methodology):
    with (settings.BASE_DIR / "fixtures/indicators/measures.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        rows = [
            row
            for row in csv.DictReader(stream)
            if (row["scorecard"], row["methodology"]) == (scorecard, methodology)
        ]
    return MeasureNames(
        NamedMeasure(number, row["code"], row["kind"], row["name"], row["name_en"])
        for number, row in enumerate(rows)
    )


QD_922 = rule_book("dti-cap-tinh", "qd-922")
QD_1726 = rule_book("dti-cap-tinh", "qd-1726")
QD_405 = rule_book("dti-cap-tinh", "qd-405")
MINISTRIES = rule_book("dti-cap-bo", "qd-922")
COMMUNES = rule_book("dti-cap-xa-tay-ninh", "tay-ninh-2026")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("HT", "HT"),
        ("ht", "HT"),
        ("CQS_HD", "CQS_HD"),
        ("cqs-hd", "CQS_HD"),
        ("CQS HĐ", "CQS_HD"),
        ("CQS", "CQS"),
        ("Hạ tầng số", "HT"),
        ("HẠ TẦNG SỐ", "HT"),
        ("Ha tang so", "HT"),
        ("Digital infrastructure", "HT"),
        ("Digital government", "CQS"),
        ("Điểm hạ tầng số", "HT"),
        ("Chỉ số Hạ tầng số", "HT"),
        ("Xếp hạng nhân lực số", "NL"),
        ("Xếp hạng nhân lực số năm 2022", "NL"),
        ("Nhóm nhận thức số", "NT"),
        ("Chỉ số về nhận thức số", "NT"),
        ("1. Nhận thức số", "NT"),
        ("1.Nhận thức số", "NT"),
        ("(1) Nhận thức số", "NT"),
        ("II. Nhóm chỉ số hoạt động", "II"),
        ("An toàn thông tin", "AT"),
        ("An toàn, an ninh mạng", "AT"),
        ("ATTT", "AT"),
        ("Hạ tầng số (HT)", "HT"),
        ("Hạ tầng số (100 điểm)", "HT"),
        ("HT - Hạ tầng số", "HT"),
        ("HT: Hạ tầng số", "HT"),
        ("Xếp hạng (HT)", "HT"),
        ("Hạ tầng số / Giá trị", "HT"),
        ("Giá trị / Hạ tầng số", "HT"),
        ("Tổng điểm / Hạ tầng số", "HT"),
        ("Trụ cột Chính quyền số", "CQS"),
        ("Điểm các trụ cột / Chính quyền số", "CQS"),
        ("Trụ cột CQS", "CQS"),
        ("Hoạt động CQS", "CQS_HD"),
        ("HĐ chính quyền số", "CQS_HD"),
        ("Nhóm chính quyền số", "CQS_HD"),
        ("Chính quyền số", "CQS CQS_HD"),
        ("Chính quyền số / Điểm", "CQS CQS_HD"),
        ("Kinh tế số", "KTS KTS_HD"),
        ("Nhận thức số - Thể chế số", "NT TC"),
        ("DTI", "DTI"),
        ("Chỉ số DTI năm 2022", "DTI"),
        ("Chỉ số chuyển đổi số cấp tỉnh (DTI)", "DTI"),
        ("Chỉ số chuyển đổi số", "DTI"),
        ("CĐS", "DTI"),
        ("Tổng điểm", "DTI"),
        ("Điểm tổng hợp", "DTI"),
        ("Tổng", "DTI"),
        ("Điểm", "DTI"),
        ("Giá trị", "DTI"),
        ("Giá trị (thang 1)", "DTI"),
        ("Xếp hạng", "DTI"),
        ("Hạng 2022", "DTI"),
        ("Xếp hạng chung", "DTI"),
        ("total", "DTI"),
        ("Score", "DTI"),
        ("", ""),
        ("2022", ""),
        ("Năm", ""),
        ("STT", ""),
        ("Chỉ số", ""),
        ("Trụ cột", ""),
        ("Tỉnh/Thành phố", ""),
        ("Hà Nội", ""),
        ("Ghi chú", ""),
        ("Điểm tối đa", ""),
        ("Điểm tự đánh giá", ""),
        ("Xếp hạng vùng", ""),
        ("Tăng/giảm hạng", ""),
        ("Trung bình", ""),
    ],
)
def test_a_text_means_measures_of_the_rule_book(text, codes):
    assert QD_922.match(text) == tuple(codes.split())


@pytest.mark.parametrize(
    ("rules", "text", "codes"),
    [
        (QD_1726, "Chính quyền số", "CQS"),
        (QD_1726, "Nhận thức số", "1"),
        (QD_1726, "2. Kiến tạo thể chế", "2"),
        (QD_1726, "3. Chuyển đổi nhận thức", "1"),
        (QD_1726, "Hoạt động chuyển đổi số", "5"),
        (MINISTRIES, "Hoạt động chuyển đổi số", "HDCDS"),
        (MINISTRIES, "Hoạt động CĐS", "HDCDS"),
        (MINISTRIES, "Chuyển đổi số", "DTI"),
        (COMMUNES, "Xã hội số", "XHS_HD"),
        (COMMUNES, "4.22.10", "4.22.10"),
        (COMMUNES, "4.22.10.", "4.22.10"),
        (COMMUNES, "42210", ""),
        (COMMUNES, "4.22.1", "4.22.1"),
        (COMMUNES, "Tuyên truyền chuyển đổi số tại địa phương", "4.22.10"),
        (COMMUNES, "4.22.10. Tuyên truyền chuyển đổi số tại địa phương", "4.22.10"),
        (COMMUNES, "1.1 Tuyên truyền chuyển đổi số tại địa phương", "1.1 4.22.10"),
        (COMMUNES, "Tuyên truyền", ""),
        (COMMUNES, "Tổng điểm", "DTI"),
    ],
)
def test_each_rule_book_has_its_own_measures(rules, text, codes):
    assert rules.match(text) == tuple(codes.split())


@pytest.mark.parametrize("rules", [QD_922, QD_1726, QD_405, MINISTRIES, COMMUNES])
def test_every_code_and_name_means_its_measure(rules):
    for code in rules.ids:
        assert rules.match(code) == (code,)


def test_an_indicator_without_a_code_is_told_by_its_name():
    name = "Ứng dụng AI phục vụ người dân, doanh nghiệp"

    assert QD_405.match(name.upper()) == (name,)
    assert name in QD_405.ids


def test_the_total_and_the_composites_are_known():
    assert QD_922.total == "DTI"
    assert QD_922.composites == {"CQS", "KTS", "XHS"}
    assert COMMUNES.total == "DTI"


def test_the_names_of_the_scorecard_mean_its_total():
    rules = MeasureNames(
        [NamedMeasure(1, "PCI", "total", "Điểm PCI")], total_names=["Chỉ số năng lực cạnh tranh cấp tỉnh"]
    )

    assert rules.match("Năng lực cạnh tranh") == ("PCI",)
    assert rules.match("PCI 2023") == ("PCI",)
    assert rules.match("Hạ tầng số") == ()


@pytest.mark.django_db
def test_measures_are_gathered_with_one_query(django_assert_num_queries):
    from indicators.models import Methodology

    methodology = Methodology.objects.select_related("scorecard").get(
        scorecard__code="dti-cap-tinh", code="qd-922"
    )

    with django_assert_num_queries(1):
        rules = MeasureNames.of(methodology)

    assert rules.match("Hạ tầng số") == ("HT",)
    assert methodology.measures.get(code="HT").pk == rules.ids["HT"]


@given(st.text(max_size=40))
def test_any_text_is_looked_up(text):
    assert set(QD_922.match(text)) <= QD_922.ids.keys()

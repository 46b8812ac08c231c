"""What the paragraphs say of the published data: what the newspapers said, and nothing besides."""

import re

import pytest

from dtscore.pages.facts import told
from dtscore.pages.ranking.facts import edition_facts
from dtscore.pages.ranking.table import load_table
from indicators.models import Edition
from tests.dtscore.narrative.test_telling import FORBIDDEN
from tests.reading import words

pytestmark = pytest.mark.usefixtures("published_data")


def narrative_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.context["narrative"]


def test_tra_vinh_2022_is_told_as_the_province_told_it(client):
    narrative = narrative_of(client, "/dia-phuong/tra-vinh/2022/")

    assert narrative.texts[0] == (
        "Năm 2022, Trà Vinh xếp hạng 25/63 (tăng 1 bậc so với năm 2021), "
        "hạng 5/13 Đồng bằng sông Cửu Long (tăng 1 bậc), là 1 trong 10 địa phương dẫn đầu về nhân lực số."
    )
    assert "Từ 01/07/2025, Trà Vinh hợp nhất vào Vĩnh Long." in narrative.texts


def test_derived_and_computed_ranks_say_so_in_the_sentence(client):
    compared = narrative_of(client, "/so-sanh/?don-vi=tra-vinh&don-vi=quang-ngai-truoc-2025&ky=2021").texts[0]
    assert "Trà Vinh xếp hạng 26/63 (suy ra), đạt 0,4294" in compared
    assert "Quảng Ngãi xếp hạng 60/63 (suy ra)" in compared
    ministries = narrative_of(client, "/xep-hang/dti-cap-bo/2020-bo-khong-dvc/").texts[0]
    assert "(hạng 3, suy ra)" in ministries or re.search(r"\(hạng 3/[0-9]+, suy ra\)", ministries), ministries
    assert "đã công bố" not in ministries


def test_computed_list_of_leaders_of_most_units_is_left_out(client):
    assert "nhận thức số" not in narrative_of(client, "/dia-phuong/da-nang/2024-34/").answer[0].text
    assert "24 địa phương" not in narrative_of(client, "/dia-phuong/da-nang/2024-34/").text


def test_figures_of_a_profile_lead_to_where_they_stand(client):
    references = {
        piece.text: piece.reference for piece in narrative_of(client, "/dia-phuong/tra-vinh/2022/").answer
    }

    assert references["xếp hạng 25/63"] == "/xep-hang/dti-cap-tinh/2022/?cua-toi=tra-vinh#don-vi-cua-toi"
    assert references["tăng 1 bậc so với năm 2021"].startswith(
        "/xep-hang/dti-cap-tinh/2021/?cua-toi=tra-vinh"
    )
    assert references["hạng 5/13"].startswith("/xep-hang/dti-cap-tinh/2022/?vung=DBSCL&cua-toi=tra-vinh")
    assert references["1 trong 10 địa phương dẫn đầu về nhân lực số"] == "/nhom-chi-so/dti-cap-tinh/NL/2022/"
    for address in filter(None, references.values()):
        page = client.get(address.partition("#")[0])
        assert page.status_code == 200
        assert "Trà Vinh" in words(page)
        assert "#" not in address or 'id="don-vi-cua-toi"' in page.text


def test_edition_2022_is_told_as_the_newspapers_told_it(client):
    page = client.get("/xep-hang/dti-cap-tinh/2022/")
    text = page.context["narrative"].text

    assert "Đà Nẵng (0,8002) dẫn đầu 63 tỉnh, thành phố, tiếp theo là TP. Hồ Chí Minh" in text
    assert "và Quảng Ninh (0,7024)." in text
    assert "Quảng Ngãi, xếp hạng 26/63 (tăng 34 bậc so với năm 2021)." in text
    lists = {group.label: {unit.text for unit in group.units} for group in page.context["leaders"]}
    assert lists["Nhận thức số"] == {
        "Đà Nẵng", "Lạng Sơn", "Yên Bái", "Thanh Hóa", "Ninh Bình", "Ninh Thuận", "Bình Dương", "Quảng Ngãi",
        "Lào Cai",
    }  # fmt: skip
    assert len(lists["Hạ tầng số"]) == 10
    assert {"Trà Vinh", "Hà Nam", "Điện Biên"} < lists["Nhân lực số"]


def test_every_edition_is_told_without_a_slip():
    for edition in Edition.objects.published().with_rules():
        text = told(edition_facts(load_table(edition))).text

        assert edition.period in text
        assert FORBIDDEN.findall(text) == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/dia-phuong/da-nang/2024-34/", "Không so thứ hạng với năm 2023: kỳ đó xếp hạng 63 tỉnh, thành phố"),
        ("/dia-phuong/da-nang/2024-34/", "được hợp nhất từ Đà Nẵng (trước 01/07/2025) và Quảng Nam"),
        ("/dia-phuong/cao-bang/2020/", "mới có 11/63 đơn vị có giá trị nên không tính trung bình"),
        ("/xep-hang/dti-cap-tinh/2020/", "Mới có số liệu của 19/63 đơn vị"),
    ],
)
def test_what_cannot_be_compared_is_told_with_its_reason(client, address, said):
    assert said in narrative_of(client, address).text


def test_paragraph_holds_no_blank_before_its_signs(client):
    page = client.get("/dia-phuong/tra-vinh/2022/").text

    [paragraph] = re.findall(r'<div class="narrative.*?</div>', page, re.DOTALL)
    text = re.sub(r"<[^>]+>", "", paragraph)
    assert "xếp hạng 25/63 (tăng 1 bậc so với năm 2021), hạng 5/13 Đồng bằng" in text
    assert "<button" not in paragraph

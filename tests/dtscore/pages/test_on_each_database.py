"""Every page in its main variants, with a figure of the published data: what databases answer differently.

The other tests of the pages run on SQLite alone, since what follows the queries is the same everywhere.
"""

import pytest

pytestmark = [pytest.mark.usefixtures("published_data"), pytest.mark.each_database]

RANKING, MINISTRIES = "/xep-hang/dti-cap-tinh/2022/", "/xep-hang/dti-cap-bo/2022-bo-co-dvc/"
FIGURES = {
    "/": "17/34",
    "/?tim=quang": "Quảng Ninh",
    "/?tim=ha+gjang": "Hà Giang",
    RANKING: "0,8002",
    f"{RANKING}?tab=ban-do&cua-toi=tra-vinh": "Trà Vinh: 0,6077, xếp hạng 25/63",
    f"{RANKING}?tab=bieu-do": "0,7163",
    f"{RANKING}?tab=bien-dong&don-vi=tra-vinh": "26/63",
    f"{RANKING}?vung=DBSCL": "5/13",
    f"{RANKING}?loai=thanh-pho&sap-xep=-HT": "Cần Thơ",
    f"{RANKING}?sap-xep=ten": "An Giang",
    f"{RANKING}?sap-xep=NT": "58",
    "/xep-hang/dti-cap-tinh/2020/": "19/63",
    "/xep-hang/dti-cap-tinh/2024-34/?cua-toi=tra-vinh": "17/34",
    MINISTRIES: "12/17",
    "/xep-hang/dti-quoc-gia/2024/": "0,7955",
    "/dia-phuong/tra-vinh/2022/": "25/63",
    "/dia-phuong/da-nang/": "17/34",
    "/dia-phuong/tra-vinh/2022/?bo=khong-co": "“khong-co”",
    "/mo-phong/?don-vi=tra-vinh&ky=2022": "25/63",
    "/mo-phong/?don-vi=da-nang&HT=0,9&trong-so-HT=50": "15/34",
    "/mo-phong/?don-vi=bo-xay-dung&bo=dti-cap-bo": "Với năm 2023 chưa thể tính",
    "/sap-nhap-2025/": "0,7491",
    "/sap-nhap-2025/?tap=63": "57/63",
    "/bo-nganh/bo-xay-dung/2022-bo-co-dvc/": "12/17",
    "/bo-nganh/bo-xay-dung/?bo=dti-cap-bo": "12/17",
    "/so-sanh/?don-vi=tra-vinh&don-vi=binh-phuoc&ky=2022": "25/63",
    "/so-sanh/?don-vi=da-nang&don-vi=hue&tim=ha": "17/34",
    "/nhom-chi-so/dti-cap-tinh/HT/2022/": "63",
    "/nhom-chi-so/dti-cap-tinh/CQS/2022/": "63",
    "/nhom-chi-so/dti-cap-tinh/NL/2022/": "Trà Vinh",
    "/phuong-phap/dti-cap-tinh/": "1.000",
    "/chat-luong-du-lieu/": "0,7582",
}
PARAMETERS = {
    "/sap-nhap-2025/": ["tap"],
    "/": ["tim"],
    RANKING: ["tab", "don-vi", "vung", "loai", "sap-xep", "cua-toi", "trang"],
    "/dia-phuong/tra-vinh/2022/": ["don-vi", "bo"],
    "/mo-phong/": ["don-vi", "ky", "bo"],
    "/so-sanh/": ["don-vi", "ky", "bo", "tim"],
}


@pytest.mark.parametrize(("address", "figure"), FIGURES.items(), ids=FIGURES)
def test_page_shows_its_figure(client, address, figure):
    answer = client.get(address)

    assert answer.status_code == 200
    assert figure in answer.text


# Every value may be looked up; what is searched for becomes a pattern, too.
ODD = {"null": "\0", "digits": "9" * 30}
ODD_TO_SEARCH = {"wild": "%", "long": "đ" * 5000}


@pytest.mark.parametrize(
    ("address", "odd"),
    [
        pytest.param(address, odd, id=f"{address} {name}")
        for address, parameters in PARAMETERS.items()
        for name, odd in (ODD | ODD_TO_SEARCH if "tim" in parameters else ODD).items()
    ],
)
def test_page_answers_whatever_stands_in_its_address(client, address, odd):
    answer = client.get(address, dict.fromkeys(PARAMETERS[address], odd))

    assert answer.status_code == 200


@pytest.mark.parametrize("odd", ["%00", "9" * 30, "%F0%9F%98%80"], ids=["null", "digits", "emoji"])
@pytest.mark.parametrize(
    "address",
    [
        "/xep-hang/dti-cap-tinh/{}/",
        "/dia-phuong/{}/",
        "/dia-phuong/tra-vinh/{}/",
        "/nhom-chi-so/dti-cap-tinh/{}/2022/",
        "/phuong-phap/{}/",
    ],
)
def test_page_of_an_odd_address_is_not_found(client, address, odd):
    assert client.get(address.format(odd)).status_code == 404

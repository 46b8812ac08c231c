import pytest
from django.urls import reverse

from indicators.models import Edition, Scorecard
from provinces.models import Unit
from tests.reading import words

pytestmark = pytest.mark.usefixtures("published_data")


def overview(client, **parameters):
    answer = client.get(reverse("overview"), parameters)
    assert answer.status_code == 200
    return answer


def first_units(answer) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for part in answer.context["table"].parts for row in part.rows]


def test_overview_answers_for_the_newest_edition(client):
    answer = overview(client)

    assert "Hà Nội (0,8241)" in answer.context["narrative"].texts[0]
    assert "Năm 2024, Hà Nội" in answer.context["narrative"].texts[0]
    assert (
        "32/63" in answer.context["narrative"].texts[1]
    )  # who rose most, in the ranking that has one before it
    assert [unit[:2] for unit in first_units(answer)[:2]] == [["1/34", "Hà Nội"], ["2/34", "Huế"]]
    assert len(first_units(answer)) == 10
    assert len(answer.context["chart"].figure.data[0].x) == 10


def test_overview_says_of_which_ranking_the_largest_rise_is(client):
    rise = overview(client).context["narrative"].texts[1]

    assert rise.count("63 tỉnh, thành phố") == 1


def test_overview_names_the_two_rankings_of_2024(client):
    answer = overview(client)

    said = answer.context["twice_ranked"]
    assert "Đà Nẵng (trước 01/07/2025) xếp hạng 2/63" in said
    assert "Đà Nẵng (từ 01/07/2025), hợp nhất từ nhiều đơn vị, xếp hạng 17/34" in said
    assert [link.url for link in answer.context["rankings"]] == [
        "/xep-hang/dti-cap-tinh/2024-34/",
        "/xep-hang/dti-cap-tinh/2024-63/",
    ]


def test_overview_shows_the_national_values_by_year(client):
    national = overview(client).context["national"]

    assert [(value.label, value.text) for value in national.values] == [
        ("2024", "0,7955"),
        ("2023", "0,7326"),
        ("2022", "0,71"),
    ]
    assert list(national.chart.figure.data[0].x) == ["2022", "2023", "2024"]


def test_overview_shows_averages_as_they_were_published(client):
    averages = [value for group in overview(client).context["averages"].groups for value in group.values]

    assert ("Chỉ số chuyển đổi số cấp tỉnh", "0,6961") in [(value.label, value.text) for value in averages]
    assert len(averages) == 10


def test_overview_leads_from_each_value_to_its_source_and_back(client):
    answer = overview(client)
    sources, page = list(answer.context["sources"]), answer.content.decode()
    groups = answer.context["averages"].groups
    values = [*answer.context["national"].values, *(value for group in groups for value in group.values)]

    assert all(sources[value.mark.number - 1].code == value.source for value in values)
    anchors = [value.anchor for value in values if value.anchor]
    assert len(anchors) == len({value.source for value in values})
    assert all(f'class="back" href="#{anchor}"' in page for anchor in anchors)


def test_overview_leads_to_the_newest_edition_of_every_scorecard(client):
    assert [edition.url for edition in overview(client).context["newest"]] == [
        "/xep-hang/dti-cap-tinh/2024-34/",
        "/xep-hang/dti-cap-tinh/2024-63/",
        "/xep-hang/dti-cap-bo/2023-bo-co-dvc/",
        "/xep-hang/dti-cap-bo/2023-bo-khong-dvc/",
        "/xep-hang/dti-quoc-gia/2024/",
    ]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Trà Vinh", "/dia-phuong/tra-vinh/"),
        ("tra vinh", "/dia-phuong/tra-vinh/"),
        ("  TRA  VINH ", "/dia-phuong/tra-vinh/"),
        ("tỉnh Trà Vinh", "/dia-phuong/tra-vinh/"),
        ("da nang", "/dia-phuong/da-nang/"),
        ("TP.HCM", "/dia-phuong/ho-chi-minh/"),
        ("Thừa Thiên Huế", "/dia-phuong/hue/"),
        ("bo xay dung", "/bo-nganh/bo-xay-dung/"),
    ],
)
def test_overview_jumps_to_the_unit_that_is_named(client, text, address):
    answer = client.get(reverse("overview"), {"tim": text})

    assert (answer.status_code, answer.url) == (302, address)


@pytest.mark.parametrize(("text", "offered"), [("quang", "Quảng Ninh"), ("ha gjang", "Hà Giang")])
def test_overview_offers_the_units_that_a_name_may_mean(client, text, offered):
    notice = overview(client, tim=text).context["jump"].notice

    assert text in notice.text
    assert offered in " ".join(link.text for link in notice.links)
    assert all(link.url for link in notice.links)


@pytest.mark.parametrize("text", ["xyz", "\x00", "'; --", "đ" * 5000, "%", "😀"])
def test_overview_says_that_nobody_has_the_name(client, text):
    assert overview(client, tim=text).context["jump"].url == ""


def test_overview_offers_every_name_once(client):
    names = overview(client).context["names"]

    assert {"Trà Vinh", "Thừa Thiên Huế", "Huế", "Bộ Xây dựng"} <= set(names)
    assert len(names) == len(set(names))


def test_overview_before_anything_is_published_says_so(client):
    Edition.objects.update(state="superseded")

    answer = overview(client)

    assert answer.context["is_empty"]
    assert answer.context["national"] is None
    assert overview(client, tim="tra vinh").context["jump"].url == ""


def test_overview_reads_without_a_ranking_of_two_unit_sets(client):
    Edition.objects.filter(slug="2024-34").update(state="superseded")

    answer = overview(client)

    assert answer.context["twice_ranked"] == ""
    assert "TP. Hồ Chí Minh (0,8373)" in answer.context["narrative"].texts[0]


def test_overview_never_speaks_of_a_draft(client):
    unit = Unit.objects.get(slug="ha-noi")

    Edition.objects.filter(scorecard__code="dti-cap-tinh").exclude(slug="2022").update(state="superseded")

    answer = overview(client)
    assert "Năm 2022" in answer.context["narrative"].texts[0]
    assert f"/dia-phuong/{unit.slug}/2024-34/" not in answer.content.decode()
    assert "25/63" not in words(answer)


def test_overview_says_what_it_does_not_hold(client):
    Scorecard.objects.create(code="thu", name="Bộ chỉ số chưa công khai", level="province")
    page, unknown = words(overview(client)), overview(client, tim="gia vien").context["jump"].notice.text

    sentence = "Chưa có kết quả nào được công bố tại đây của: Chỉ số chuyển đổi số cấp huyện;"
    assert sentence in page
    assert sentence in unknown
    assert "chưa công khai" not in page + unknown
    assert "Quyết định 766/QĐ-TTg" in page

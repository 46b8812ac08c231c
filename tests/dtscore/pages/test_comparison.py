import pandas as pd
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from indicators.models import Edition, Ranking
from tests.factories import DraftFactory, publish_as_it_is
from tests.made_country import SLUGS, make_country
from tests.reading import words

pytestmark = pytest.mark.usefixtures("published_data")

ADDRESS = "/so-sanh/"
SIX = ["tra-vinh", "binh-phuoc", "cao-bang", "hue", "ha-noi", "lang-son"]


def compare(client, *slugs, **parameters):
    answer = client.get(ADDRESS, {"don-vi": slugs, **parameters})
    assert answer.status_code == 200
    return answer


def notices(answer) -> str:
    return " ".join(notice.text for notice in answer.context["choice"].notices)


def links(answer) -> dict[str, str]:
    """Return the links that the notices offer."""
    return {link.text: link.url for notice in answer.context["choice"].notices for link in notice.links}


def row_of(answer, code):
    return next(row for row in answer.context["table"].rows if row.measure.code == code)


def cells(row) -> list[tuple[str, str, str]]:
    return [(cell.standing.value_text, cell.standing.rank_text, cell.difference_text) for cell in row.cells]


def test_comparison_takes_the_latest_edition_that_holds_all_units(client):
    answer = compare(client, "tra-vinh", "binh-phuoc")

    assert answer.context["edition"].slug == "2024-63"
    assert cells(row_of(answer, "DTI")) == [("0,6714", "43/63", ""), ("0,7617", "12/63", "+0,0903")]
    assert "Trà Vinh xếp hạng 43/63 (0,6714); Bình Phước xếp hạng 12/63 (0,7617)." in words(answer)


def test_comparison_shows_the_edition_that_was_asked_for(client):
    answer = compare(client, "tra-vinh", "binh-phuoc", ky="2022")

    assert answer.context["edition"].slug == "2022"
    assert cells(row_of(answer, "DTI")) == [("0,6077", "25/63", ""), ("0,6385", "12/63", "+0,0308")]
    assert answer.context["choice"].notices == []


def test_comparison_puts_the_largest_gaps_first(client):
    groups = compare(client, "tra-vinh", "binh-phuoc").context["table"].groups.rows

    assert [row.measure.code for row in groups] == ["XHS_HD", "HT", "CQS_HD", "KTS_HD"]
    assert [row.cells[1].difference_text for row in groups] == ["+0,4237", "+0,2127", "−0,1697", "+0,1434"]


def test_comparison_marks_what_was_computed(client):
    answer = compare(client, "tra-vinh", "binh-phuoc")
    row = row_of(answer, "CQS")

    assert (row.value_badge.kind, row.rank_badge.kind) == ("computed", "computed")
    assert row_of(answer, "DTI").rank_badge.kind == "row_order"
    assert row_of(answer, "DTI").value_badge is None


def test_comparison_measures_against_the_unit_that_comes_first(client):
    turned = compare(client, "binh-phuoc", "tra-vinh")

    assert [cell.difference_text for cell in row_of(turned, "DTI").cells] == ["", "−0,0903"]
    first_url = turned.context["picker"].chosen[1].first_url
    assert first_url == "/so-sanh/?don-vi=tra-vinh&don-vi=binh-phuoc"


def test_comparison_of_a_thin_edition_says_so_and_keeps_missing_figures_missing(client):
    answer = compare(client, "tra-vinh", "binh-phuoc", ky="2021")

    assert "22/63" in answer.context["narrative"].text
    composite = row_of(answer, "CQS")
    assert not composite.cells[0].standing.is_placed
    assert composite.cells[1].difference_text == ""
    assert {measure.code for measure in answer.context["table"].unknown} >= {"NT", "HT", "XHS_HD"}


def test_comparison_draws_each_unit_set_as_a_line_of_its_own(client):
    context = compare(client, "cao-bang", "ha-noi").context
    lines = context["trend_chart"].figure.data

    assert {line.name for line in lines} == {
        "Cao Bằng (63 tỉnh, thành phố)",
        "Cao Bằng (34 tỉnh, thành phố)",
        "Hà Nội (63 tỉnh, thành phố)",
        "Hà Nội (34 tỉnh, thành phố)",
    }
    assert [period.edition.slug for period in context["trend"].periods][-2:] == ["2024-63", "2024-34"]
    for line in lines:
        assert sum(value is not None for value in line.y) <= (1 if "34" in line.name else 5)


def test_comparison_trend_calls_units_by_their_names_of_the_time(client):
    context = compare(client, "hue", "ha-noi").context
    names = {period.edition.slug: period.points[0].name for period in context["trend"].periods}

    assert (names["2022"], names["2024-34"]) == ("Thừa Thiên Huế", "Huế")
    colours = {line.name.partition(" (")[0]: line.line.color for line in context["trend_chart"].figure.data}
    assert colours["Thừa Thiên Huế"] == colours["Huế"] != colours["Hà Nội"]


@pytest.mark.parametrize(("slugs", "said"), [(SIX[3:5], "Hà Nội: từ"), (SIX, "thấp nhất")])
def test_comparison_trend_says_in_short_where_the_values_went(client, slugs, said):
    finding = compare(client, *slugs, ky="2024-63").context["trend_chart"].description

    assert finding.startswith("Trong 63 tỉnh, thành phố")
    assert said in finding
    assert "((" not in finding.replace(" ", "")
    assert len(finding) < 200


def test_comparison_tells_a_missing_figure_from_a_unit_of_another_set(client):
    periods = compare(client, "tra-vinh", "cao-bang").context["trend"].periods
    points = {period.edition.slug: period.points[0] for period in periods}

    assert points["2020"].is_member
    assert not points["2020"].is_placed
    assert not points["2024-34"].is_member


def test_units_that_share_no_edition_get_a_sentence_and_no_table(client):
    answer = compare(client, "da-nang", "tra-vinh")

    assert "table" not in answer.context
    assert "<table" not in answer.content.decode()
    assert "Đà Nẵng (từ 01/07/2025) và Trà Vinh (trước 01/07/2025) không cùng có mặt" in notices(answer)
    assert links(answer) == {
        "Đà Nẵng (từ 01/07/2025) và Vĩnh Long (từ 01/07/2025)": "/so-sanh/?don-vi=da-nang&don-vi=vinh-long",
        "Đà Nẵng (trước 01/07/2025) và Trà Vinh (trước 01/07/2025)": (
            "/so-sanh/?don-vi=da-nang-truoc-2025&don-vi=tra-vinh"
        ),
    }


def test_units_of_another_scorecard_get_a_link_to_it(client):
    answer = compare(client, "bo-xay-dung", "bo-tai-chinh")

    assert "<table" not in answer.content.decode()
    assert list(links(answer).values()) == ["/so-sanh/?don-vi=bo-xay-dung&don-vi=bo-tai-chinh&bo=dti-cap-bo"]


def test_a_province_and_a_ministry_are_never_put_in_one_table(client):
    answer = compare(client, "tra-vinh", "bo-xay-dung")

    assert "<table" not in answer.content.decode()
    assert links(answer) == {}


def test_comparison_of_ministries_takes_the_latest_edition_that_knows_them(client):
    answer = compare(client, "bo-xay-dung", "bo-tai-chinh", bo="dti-cap-bo")

    assert answer.context["edition"].slug == "2022-bo-co-dvc"
    assert cells(row_of(answer, "DTI")) == [("–", "12/17", ""), ("–", "2/17", "")]


def test_comparison_without_units_shows_the_picker_and_an_example(client):
    answer = client.get(ADDRESS)

    assert "<table" not in answer.content.decode()
    assert answer.context["picker"].example.text == "Trà Vinh – Bình Phước"
    assert answer.context["picker"].example.url == "/so-sanh/?don-vi=tra-vinh&don-vi=binh-phuoc"


def test_comparison_of_one_unit_asks_for_another(client):
    answer = compare(client, "tra-vinh")

    assert len(answer.context["choice"].notices) == 1
    assert "<table" not in answer.content.decode()


def test_comparison_keeps_the_first_six_units_once_each(client):
    answer = compare(client, "tra-vinh", *SIX, "son-la")

    assert [unit.slug for unit in answer.context["choice"].units] == SIX
    assert "6" in notices(answer)
    assert len(answer.context["units"]) == 6


@pytest.mark.parametrize(
    ("slug", "suggested"),
    [("tra-vih", "tra-vinh"), ("thua-thien-hue", "hue"), ("Trà Vinh", "tra-vinh"), ("tp-hcm", "ho-chi-minh")],
)
def test_comparison_suggests_units_for_a_name_of_none(client, slug, suggested):
    answer = compare(client, "binh-phuoc", slug)

    assert f"“{slug}”" in notices(answer)
    assert f"/so-sanh/?don-vi=binh-phuoc&don-vi={suggested}" in links(answer).values()


@pytest.mark.parametrize(
    "parameters",
    [
        {"ky": "1900"},
        {"ky": "2024-34"},
        {"bo": "khong-co"},
        {"bo": "dti-quoc-gia"},
        {"don-vi": ["\x00", "%", "a" * 5000, "tra-vinh"]},
    ],
    ids=["unknown ky", "ky without them", "unknown bo", "bo of the country", "odd don-vi"],
)
def test_comparison_answers_odd_parameters_with_a_sentence(client, parameters):
    answer = client.get(ADDRESS, {"don-vi": ["tra-vinh", "binh-phuoc"], **parameters})

    assert answer.status_code == 200
    assert notices(answer)


def test_picker_says_that_an_endless_name_is_nobodys(client):
    found = compare(client, "tra-vinh", tim="%_" * 3000).context["picker"]

    assert found.found == []
    assert found.found_text.startswith("Không có đơn vị “%_")


def test_picker_takes_a_search_for_control_characters_for_none(client):
    found = compare(client, "tra-vinh", tim="\x00").context["picker"]

    assert (found.search, found.found, found.found_text) == ("", [], "")


def test_comparison_shows_the_latest_edition_in_place_of_one_that_lacks_a_unit(client):
    answer = compare(client, "tra-vinh", "binh-phuoc", ky="2024-34")

    assert answer.context["edition"].slug == "2024-63"
    assert "2024 – 34 tỉnh, thành phố" in notices(answer)


@pytest.mark.parametrize("text", ["da nang", "ĐÀ NẴNG", "Đà Nẵng", "tp. đa nang"])
def test_picker_finds_units_without_accents(client, text):
    answer = compare(client, "tra-vinh", tim=text)
    found = {option.name: option for option in answer.context["picker"].found}

    old, new = found["Đà Nẵng (trước 01/07/2025)"], found["Đà Nẵng (từ 01/07/2025)"]
    assert old.url == "/so-sanh/?don-vi=tra-vinh&don-vi=da-nang-truoc-2025"
    assert new.url == ""
    assert new.reason


def test_picker_lists_the_units_of_the_edition_by_region(client):
    regions = dict(compare(client, "tra-vinh", ky="2022").context["picker"].regions)

    assert len(regions) == 6
    assert "Trà Vinh" not in [option.name for option in regions["Đồng bằng sông Cửu Long"]]
    assert regions["Tây Nguyên"][0].url == "/so-sanh/?don-vi=tra-vinh&don-vi=dak-lak-truoc-2025&ky=2022"


def test_comparison_of_an_edition_without_a_value_says_so(client):
    publish_as_it_is(DraftFactory(slug="2019"))

    answer = compare(client, "tra-vinh", "binh-phuoc", ky="2019")

    assert answer.context["table"].rows == []
    assert pd.isna(answer.context["trend"].periods[0].points[0].value)


def test_comparison_before_anything_is_published_says_so(client):
    Edition.objects.update(state="superseded")

    answer = compare(client, "tra-vinh", "binh-phuoc")

    assert answer.context["choice"] is None


def test_comparison_leaves_drafts_out(client):
    draft = DraftFactory(slug="2030")
    Ranking.objects.bulk_create(
        Ranking(edition=draft, unit=row.unit, measure=row.measure, value=row.value, value_basis="published")
        for row in Ranking.objects.filter(
            edition__slug="2022", edition__scorecard__code="dti-cap-tinh", measure__code="DTI"
        ).select_related("unit", "measure")
    )

    assert compare(client, "tra-vinh", "binh-phuoc").context["edition"].slug == "2024-63"
    assert "2030" in notices(compare(client, "tra-vinh", "binh-phuoc", ky="2030"))


def test_comparison_asks_the_database_as_often_for_many_units_as_for_three(client):
    def query_count(units: int, slugs: list[str]) -> int:
        with transaction.atomic():
            make_country(units)
            with CaptureQueriesContext(connection) as queries:
                compare(client, *slugs, ky=SLUGS[-1])
            transaction.set_rollback(True)
        return len(queries)

    three = query_count(3, ["made-0", "made-2"])
    assert query_count(40, ["made-0", "made-2"]) == three
    # Six leave no room for more, so the list to choose from is not read.
    assert query_count(40, [f"made-{number}" for number in range(6)]) <= three


def test_picker_narrows_its_list_as_one_types(page, site):
    page.goto(f"{site}/so-sanh/?don-vi=tra-vinh&ky=2022")
    page.locator("summary").click()
    page.locator("#unit-search").fill("Bình Phư")

    shown = page.locator("[data-search-key]:visible")
    assert shown.all_inner_texts() == ["Bình Phước"]
    shown.get_by_role("link").click()
    assert page.url.endswith("?don-vi=tra-vinh&don-vi=binh-phuoc&ky=2022")


def test_comparison_of_a_merged_unit_with_one_of_its_parts_leads_to_the_merger(client):
    answer = client.get("/so-sanh/?don-vi=da-nang&don-vi=da-nang-truoc-2025")

    links = [link for notice in answer.context["choice"].notices for link in notice.links]
    page, _hash, anchor = links[0].url.partition("#")
    assert page == "/dia-phuong/da-nang/"
    assert f'id="{anchor}"' in client.get(page).text


def heat_rows(answer) -> dict[str, list[str]]:
    parts = answer.context["heat"].table.parts
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for part in parts for row in part.rows}


def values_in(edition: str, *, measure: str, region: str) -> list:
    rankings = Ranking.objects.filter(edition__slug=edition, measure__code=measure)
    members = {"unit__memberships__region__code": region, "unit__memberships__unit_set__code": "63"}
    return list(rankings.filter(**members).values_list("value", flat=True))


def test_comparison_offers_similar_units_with_the_reason(client):
    answer = compare(client, "tra-vinh", ky="2022")

    suggestions = answer.context["picker"].suggestions
    assert [(unit.name, unit.reason) for unit in suggestions][:3] == [
        ("Tiền Giang", "cùng vùng"),
        ("Vĩnh Long", "cùng vùng"),
        ("Hà Nội", "điểm gần nhất"),
    ]
    assert [unit.reason for unit in suggestions[-2:]] == ["cơ cấu điểm giống nhất"] * 2
    added = client.get(suggestions[0].url)
    assert added.context["choice"].slugs == ["tra-vinh", "tien-giang"]
    assert "Tiền Giang" not in [unit.name for unit in added.context["picker"].suggestions]
    # Six leave no room; of a thin edition the region alone can be told.
    assert compare(client, *SIX, ky="2022").context["picker"].suggestions == []
    thin = compare(client, "tra-vinh", ky="2020").context["picker"].suggestions
    assert {unit.reason for unit in thin} == {"cùng vùng"}


def test_comparison_sets_units_beside_complete_averages_by_region_and_type(client):
    answer = compare(client, "tra-vinh", "da-nang-truoc-2025", ky="2024-63")

    rows = heat_rows(answer)
    assert list(rows) == [
        "Trà Vinh",
        "Đà Nẵng",
        "Đồng bằng sông Cửu Long (13 đơn vị)",
        "Bắc Trung Bộ và duyên hải miền Trung (14 đơn vị)",
        "Tỉnh (58 đơn vị)",
        "Thành phố trực thuộc Trung ương (5 đơn vị)",
        "Toàn bộ 63 tỉnh, thành phố",
    ]
    assert answer.context["heat"].table.heads[2].label == "5 nhóm nền tảng chung"
    region = values_in("2024-63", measure="XHS_HD", region="DBSCL")
    assert len(region) == 13
    assert rows["Đồng bằng sông Cửu Long (13 đơn vị)"][-1] == f"{sum(region) / 13:.4f}".replace(".", ",")
    text = words(answer)
    assert "20 % đơn vị thấp nhất" in text
    assert "level-0" in answer.content.decode()


def test_comparison_of_a_thin_edition_says_why_it_has_no_averages(client):
    answer = compare(client, "tra-vinh", "hue", ky="2020")

    assert answer.context["heat"].table is None
    assert "Với năm 2020 chưa thể tính" in words(answer)

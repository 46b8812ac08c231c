import pandas as pd
import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dtscore.pages.editions import editions_of, find_edition
from dtscore.pages.ranking.shown import ShownRanking
from dtscore.pages.ranking.table import load_table
from indicators import frames
from indicators.models import Edition, LeaderList, Ranking
from indicators.scoring.leaders import leaders
from indicators.workflow import publish
from provinces.models import TileCell
from tests.factories import DraftFactory
from tests.made_country import SLUGS, make_country
from tests.reading import words

pytestmark = pytest.mark.usefixtures("published_data")

PROVINCES = "dti-cap-tinh"
MINISTRIES = "dti-cap-bo"


def rank_page(client, edition, *, scorecard=PROVINCES, **parameters):
    answer = client.get(reverse("ranking", args=[scorecard, edition]), parameters)
    assert answer.status_code == 200
    return answer


def rows(answer) -> list[dict[str, str]]:
    """Return the texts of the rows by the labels of their columns."""
    table = answer.context["table"]
    labels = [head.label for head in table.heads]
    return [
        dict(zip(labels, (cell.text for cell in row.cells), strict=True))
        for part in table.parts
        for row in part.rows
    ]


def columns(answer) -> list[str]:
    """Return the keys of the columns, as the links that sort name them."""
    return [
        head.sort_url.rpartition("sap-xep=")[2].partition("&")[0] for head in answer.context["table"].heads
    ]


def row_of(answer, name) -> list[str]:
    return next(list(row.values()) for row in rows(answer) if name in row.values())


def names(answer) -> list[str]:
    return [
        cell.text for part in answer.context["table"].parts for row in part.rows for cell in row.cells[1:2]
    ]


def texts(answer, *, column) -> list[str]:
    """Return the texts of one column, by its place in the table."""
    return [row.cells[column].text for part in answer.context["table"].parts for row in part.rows]


def empty_edition(**fields) -> Edition:
    """Publish an edition without a row."""
    draft = DraftFactory(**fields)
    Edition.objects.filter(pk=draft.pk).update(state=Edition.State.PUBLISHED, published_at=timezone.now())
    draft.refresh_from_db()
    return draft


def test_ranking_2022_puts_the_first_three_in_the_first_sentence(client):
    answer = rank_page(client, "2022")

    assert names(answer)[:3] == ["Đà Nẵng", "TP. Hồ Chí Minh", "Quảng Ninh"]
    assert "Đà Nẵng (0,8002)" in answer.context["narrative"].texts[0]
    assert "TP. Hồ Chí Minh (0,7163) và Quảng Ninh (0,7024)" in answer.context["narrative"].texts[0]
    assert len(names(answer)) == 63


@pytest.mark.parametrize(
    ("scorecard", "edition", "name", "rank", "change"),
    [
        (PROVINCES, "2022", "Trà Vinh", "25/63", "tăng 1 bậc"),
        (PROVINCES, "2022", "Quảng Ngãi", "26/63", "tăng 34 bậc"),
        (MINISTRIES, "2022-bo-co-dvc", "Bộ Xây dựng", "12/17", "tăng 5 bậc"),
    ],
)
def test_ranking_shows_published_ranks_and_changes(client, scorecard, edition, name, rank, change):
    row = row_of(rank_page(client, edition, scorecard=scorecard), name)

    assert row[0] == rank
    assert change in row


def test_ranking_gives_ties_one_rank_and_skips_the_next(client):
    assert texts(rank_page(client, "2022"), column=0)[13:17] == ["14/63", "15/63", "15/63", "17/63"]


def test_ranking_2024_keeps_the_two_unit_sets_apart(client):
    old, new = rank_page(client, "2024-63"), rank_page(client, "2024-34")

    assert row_of(old, "Đà Nẵng")[0] == "2/63"
    assert row_of(new, "Đà Nẵng")[0] == "17/34"
    assert not [row for row in rows(new) for text in row.values() if "/63" in text]
    assert not [row for row in rows(old) for text in row.values() if "/34" in text]
    assert (len(rows(old)), len(rows(new))) == (63, 34)
    for answer, dated in (
        (old, "63 tỉnh, thành phố (đến 30/06/2025)"),
        (new, "34 tỉnh, thành phố (từ 01/07/2025)"),
    ):
        assert "(34 tỉnh, thành phố; 63 tỉnh, thành phố)" in answer.context["two_rankings"]
        assert dated in answer.context["two_rankings"]
        assert "))" not in words(answer)


def test_ranking_computes_the_leaders_that_were_published():
    edition = find_edition(editions_of(PROVINCES), slug="2022")
    published = LeaderList.objects.get(edition=edition, measure__code="HT")

    computed = leaders(frames.values_frame(edition)["HT"])

    assert set(computed.units) == set(published.units.values_list("pk", flat=True))
    assert len(computed.units) == 10


def test_ranking_names_the_leaders_of_a_published_list(client):
    by_group = {group.label: group for group in rank_page(client, "2022").context["leaders"]}

    workforce = by_group["Nhân lực số"]
    assert "Trà Vinh" in [unit.text for unit in workforce.units]
    assert workforce.badge.kind == "published"
    assert by_group["Hoạt động kinh tế số"].badge.kind == "computed"


def test_ranking_names_units_as_they_were_called(client):
    assert "Thừa Thiên Huế" in names(rank_page(client, "2022"))
    assert "Huế" in names(rank_page(client, "2024-34"))


def test_ranking_filters_by_region_and_ranks_inside_it(client):
    answer = rank_page(client, "2022", vung="DBSCL")

    assert len(rows(answer)) == 13
    assert texts(answer, column=2) == [f"{rank}/13" for rank in range(1, 14)]
    assert row_of(answer, "Trà Vinh")[:3] == ["25/63", "Trà Vinh", "5/13"]
    assert "Đồng bằng sông Cửu Long" in answer.context["shown"]
    assert "Cần Thơ" in answer.context["narrative"].texts[-1]


def test_ranking_tells_that_a_region_is_too_thin_to_rank(client):
    answer = rank_page(client, "2020", vung="DBSCL")

    assert "/13" in answer.context["narrative"].texts[-1]
    assert "hang-vung" not in columns(answer)


def test_ranking_offers_no_region_without_units(client):
    draft = DraftFactory()
    draft.unit_set.members.filter(region__code="DBSCL").update(region=None)

    answer = rank_page(client, "2022", vung="DBSCL")

    assert "DBSCL" not in dict(answer.context["filters"][0].field.choices)
    assert len(answer.context["notices"]) == 1


@pytest.mark.parametrize(("status", "means"), [("not_ranked", {"DTI": 0.5}), ("not_published", {})])
def test_ranking_averages_a_region_over_the_units_that_are_ranked(status, means):
    draft = DraftFactory()
    total = draft.methodology.measures.get(code="DTI")
    first, *others = draft.unit_set.units.filter(memberships__region__code="DBSCL")
    Ranking.objects.create(edition=draft, unit=first, measure=total, status=status)
    for unit in others:
        Ranking.objects.create(edition=draft, unit=unit, measure=total, value="0.5", value_basis="published")

    table = load_table(publish(draft))

    assert {code: mean.value for code, mean in table.regional_means("DBSCL").items()} == means


def test_ranking_filters_by_type(client):
    answer = rank_page(client, "2022", loai="thanh-pho")

    assert sorted(names(answer)) == sorted(["Hà Nội", "Hải Phòng", "Đà Nẵng", "TP. Hồ Chí Minh", "Cần Thơ"])


def test_ranking_sorts_by_any_column():
    table = load_table(find_edition(editions_of(PROVINCES), slug="2022"))

    for column in table.columns:
        for key in (column.key, f"-{column.key}"):
            shown = ShownRanking.from_params(QueryDict(f"sap-xep={key}"), table=table)
            assert shown.notices == ()
            assert (shown.order.column, shown.order.descending) == (column, key.startswith("-"))
            assert sorted(shown.order.units) == sorted(table.members.index)
            assert shown.table_view.heads


def test_ranking_sorts_values_downwards_and_names_in_vietnamese_order(client):
    by_value = rank_page(client, "2022", **{"sap-xep": "-HT"})
    by_name = rank_page(client, "2022", **{"sap-xep": "ten"})

    column = columns(by_value).index("HT")
    assert texts(by_value, column=column) == sorted(texts(by_value, column=column), reverse=True)
    assert names(by_name)[:3] == ["An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu"]
    assert names(by_name).index("Đà Nẵng") > names(by_name).index("Cao Bằng")


@pytest.mark.parametrize("sort", ["NT", "-NT"])
def test_ranking_puts_missing_values_last_and_apart(client, sort):
    answer = rank_page(client, "2022", **{"sap-xep": sort})

    known, missing = answer.context["table"].parts
    assert (len(known.rows), len(missing.rows)) == (5, 58)
    assert "58" in missing.heading


def test_ranking_marks_the_sorted_column_for_all_readers(client):
    heads = rank_page(client, "2022", **{"sap-xep": "-diem"}).context["table"].heads

    assert [head.aria_sort for head in heads if head.aria_sort] == ["descending"]
    assert b'aria-sort="descending"' in rank_page(client, "2022", **{"sap-xep": "-diem"}).content


def test_ranking_shows_the_published_average_and_marks_a_computed_one(client):
    [published] = rank_page(client, "2023").context["table"].averages
    [computed] = rank_page(client, "2022").context["table"].averages

    assert (published.cells[2].text, published.cells[2].badge) == ("0,6783", None)
    assert computed.cells[2].text == "0,5787"
    assert computed.cells[2].badge.kind == "computed"


def test_ranking_marks_the_best_of_a_full_edition_alone(client):
    def best(answer):
        parts = answer.context["table"].parts
        return [cell.text for part in parts for row in part.rows for cell in row.cells if cell.is_best]

    assert "0,8002" in best(rank_page(client, "2022"))
    assert best(rank_page(client, "2020")) == []


def test_ranking_marks_a_column_once_and_its_exceptions_one_by_one(client):
    table = rank_page(client, "2023").context["table"]

    assert table.heads[0].badge.kind == "row_order"
    badges = [row.cells[0].badge for part in table.parts for row in part.rows]
    assert [badge.kind for badge in badges if badge] == ["published"] * 17


def test_ranking_of_a_thin_edition_shows_published_figures_alone(client):
    answer = rank_page(client, "2020")

    assert "19/63" in answer.context["narrative"].text
    assert answer.context["leaders"] == []
    assert answer.context["table"].averages == ()
    [unplaced] = answer.context["unplaced"]
    assert len(unplaced.units) == 44
    assert "44" in unplaced.heading


def test_ranking_without_a_known_number_of_units_says_so(client):
    answer = rank_page(client, "2023-bo-khong-dvc", scorecard=MINISTRIES)

    assert texts(answer, column=0)[0] == "1"
    assert "chưa rõ tổng số đơn vị" in answer.context["narrative"].text


def test_ranking_of_the_country_has_one_row(client):
    answer = rank_page(client, "2024", scorecard="dti-quoc-gia")

    assert rows(answer) == [{"Đơn vị": "Việt Nam", "Tổng điểm": "0,7955"}]
    assert "0,7955" in answer.context["narrative"].texts[0]
    assert answer.context["shown"] == ""
    assert answer.context["tabs"] == answer.context["explanations"] == answer.context["leaders"] == []
    assert answer.context["table"].averages == ()
    page = words(answer)
    assert "Đơn vị của tôi" not in page
    assert "Chưa công bố" not in page


def test_ranking_marks_my_province_and_keeps_it_in_every_link(client):
    answer = rank_page(client, "2022", **{"cua-toi": "tra-vinh"})

    [mine] = answer.context["mine"]
    assert "25/63 (tăng 1 bậc" in mine.text
    assert mine.row_url.endswith("#don-vi-cua-toi")
    assert b'id="don-vi-cua-toi" class="own"' in answer.content
    links = [tab.url for tab in answer.context["tabs"]]
    links += [head.sort_url for head in answer.context["table"].heads]
    links += [tab.url for editions in answer.context["edition_sets"] for tab in editions.editions]
    assert all("cua-toi=tra-vinh" in link for link in links)


@pytest.mark.parametrize(
    ("edition", "slug", "marked"),
    [
        ("2024-34", "tra-vinh", ["Vĩnh Long"]),
        ("2022", "vinh-long", ["Bến Tre", "Trà Vinh", "Vĩnh Long"]),
    ],
)
def test_ranking_follows_my_province_through_its_merger(client, edition, slug, marked):
    answer = rank_page(client, edition, **{"cua-toi": slug})

    parts = answer.context["table"].parts
    own = [row.cells[1].text for part in parts for row in part.rows if row.is_own]
    assert sorted(own) == marked
    [notice] = answer.context["notices"]
    assert "Vĩnh Long (từ 01/07/2025)" in notice.text
    assert "Trà Vinh (trước 01/07/2025)" in notice.text


def test_ranking_finds_my_province_by_its_former_name(client):
    answer = rank_page(client, "2022", **{"cua-toi": "thua-thien-hue"})

    assert answer.context["own"] == "hue"
    assert answer.context["mine"][0].text.startswith("Thừa Thiên Huế:")
    assert answer.context["notices"] == ()


def test_ranking_offers_the_units_that_a_slip_may_mean(client):
    [notice] = rank_page(client, "2022", **{"cua-toi": "tra-vih", "vung": "DBSCL"}).context["notices"]

    assert "“tra-vih”" in notice.text
    assert notice.links[0].text == "Trà Vinh (trước 01/07/2025)"
    assert notice.links[0].url == "?vung=DBSCL&cua-toi=tra-vinh"


def test_ranking_tabs_keep_every_other_parameter(client):
    parameters = {"vung": "DBSCL", "loai": "tinh", "sap-xep": "-HT", "cua-toi": "tra-vinh"}

    for tab in rank_page(client, "2022", **parameters).context["tabs"]:
        for name, value in parameters.items():
            assert f"{name}={value}" in tab.url


@pytest.mark.parametrize(
    ("parameters", "notices"),
    [
        (dict.fromkeys(["vung", "loai", "tab", "sap-xep", "cua-toi", "trang"], "x"), 6),
        ({"cua-toi": "bo-xay-dung"}, 1),
        ({"trang": "99"}, 1),
        ({"trang": "-1"}, 1),
    ],
    ids=str,
)
def test_ranking_answers_an_unknown_value_with_a_sentence(client, parameters, notices):
    answer = rank_page(client, "2022", **parameters)

    assert len(answer.context["notices"]) == notices
    assert len(rows(answer)) == 63


PARAMETERS = ["vung", "loai", "don-vi", "tab", "sap-xep", "cua-toi", "trang"]


@pytest.mark.parametrize(
    "value", ["\x00", "đ" * 5000, "<b>", "-", "null"], ids=lambda value: ascii(value)[:9]
)
def test_ranking_never_fails_on_what_stands_in_its_address(client, value):
    page = rank_page(client, "2022", **dict.fromkeys(PARAMETERS, value)).content.decode()

    assert "\x00" not in page
    assert "đ" * 121 not in page


@pytest.mark.parametrize("address", ["/xep-hang/x/2022/", "/xep-hang/dti-cap-tinh/1899/", "/xep-hang/x/"])
def test_ranking_of_an_unknown_edition_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_ranking_latest_leads_to_the_newest_edition(client):
    assert client.get(reverse("ranking_latest")).url == "/xep-hang/dti-cap-tinh/2024-34/"
    assert client.get(reverse("ranking_scorecard", args=[MINISTRIES])).url == (
        "/xep-hang/dti-cap-bo/2023-bo-co-dvc/"
    )


def test_ranking_leaves_drafts_out(client):
    draft = DraftFactory()

    assert client.get(reverse("ranking", args=[PROVINCES, draft.slug])).status_code == 404


@pytest.mark.parametrize("edition", ["2022", "2024-63", "2024-34"])
def test_ranking_map_shows_both_archipelagos_and_every_unit(client, edition):
    answer = rank_page(client, edition, tab="ban-do")

    page = answer.content.decode()
    assert "Hoàng Sa" in page
    assert "Trường Sa" in page
    provinces = [tile for tile in answer.context["tile_map"].tiles if tile.kind == "province"]
    assert len(provinces) == len(rows(answer))
    assert all(tile.href and tile.level is not None for tile in provinces)


def test_ranking_map_reads_out_value_and_rank(client):
    answer = rank_page(client, "2022", tab="ban-do", **{"cua-toi": "tra-vinh"})

    tile = next(tile for tile in answer.context["tile_map"].tiles if tile.key == "tra-vinh")
    assert tile.text == "Trà Vinh: 0,6077, xếp hạng 25/63"
    assert tile.highlighted


def test_ranking_map_colours_the_units_that_pass_the_filter(client):
    tiles = rank_page(client, "2022", tab="ban-do", vung="DBSCL").context["tile_map"].tiles

    assert len([tile for tile in tiles if tile.level is not None]) == 13
    assert len([tile for tile in tiles if tile.kind == "province"]) == 63


def test_ranking_map_of_the_ministries_says_that_there_is_none(client):
    answer = rank_page(client, "2022-bo-co-dvc", scorecard=MINISTRIES, tab="ban-do")

    assert answer.context["tile_map"] is None
    assert len(rows(answer)) == 5


def test_ranking_map_is_left_out_where_an_archipelago_is_missing(client):
    TileCell.objects.filter(unit_set__code="63", name__contains="Hoàng Sa").delete()

    assert rank_page(client, "2022", tab="ban-do").context["tile_map"] is None


def test_ranking_counts_the_units_that_nobody_named(client):
    answer = rank_page(client, "2022-bo-co-dvc", scorecard=MINISTRIES)

    assert answer.context["unnamed"].count("5") == 1
    assert rank_page(client, "2022").context["unnamed"] == ""


def test_ranking_chart_draws_the_units_shown_and_picks_mine_out(client):
    chart = rank_page(client, "2022", tab="bieu-do", vung="DBSCL", **{"cua-toi": "tra-vinh"}).context["chart"]

    [bars] = chart.figure.data
    assert len(bars.x) == 13
    colours = dict(zip(bars.y, bars.marker.color, strict=True))
    assert colours["tra-vinh"] != colours["can-tho-truoc-2025"]


def test_ranking_of_an_edition_without_rows_lists_every_unit_apart(client):
    edition = empty_edition()

    for tab in ("bang", "ban-do", "bieu-do"):
        answer = rank_page(client, edition.slug, tab=tab)
        assert rows(answer) == []
        assert len(answer.context["unplaced"][0].units) == 63
        assert answer.context["chart"] is None


@pytest.mark.parametrize("tab", ["bang", "ban-do", "bieu-do"])
def test_ranking_of_an_edition_with_one_unit_shows_it_alone(client, tab):
    draft = DraftFactory()
    unit = draft.unit_set.units.get(slug="tra-vinh")
    total = draft.methodology.measures.get(code="DTI")
    Ranking.objects.create(edition=draft, unit=unit, measure=total, value="0.6", value_basis="published")
    publish(draft)

    answer = rank_page(client, draft.slug, tab=tab)

    assert row_of(answer, "Trà Vinh")[:3] == ["–", "Trà Vinh", "0,6000"]
    assert "1/63" in answer.context["narrative"].text
    assert "Trà Vinh (0,6000)" in answer.context["narrative"].texts[0]


def test_ranking_tells_missing_values_and_their_reasons_apart(client):
    draft = DraftFactory()
    total = draft.methodology.measures.get(code="DTI")
    outside, unknown = draft.unit_set.units.order_by("slug")[:2]
    Ranking.objects.create(edition=draft, unit=outside, measure=total, status="not_ranked")
    Ranking.objects.create(edition=draft, unit=unknown, measure=total, status="not_published")
    publish(draft)

    answer = rank_page(client, draft.slug)

    assert sorted(len(group.units) for group in answer.context["unplaced"]) == [1, 62]
    assert rows(answer) == []


def test_ranking_pages_a_long_table(client):
    make_country(250)

    first = rank_page(client, SLUGS[-1], **{"cua-toi": "made-1"})
    second = rank_page(client, SLUGS[-1], trang="2", **{"sap-xep": "-ten"})

    assert (len(rows(first)), len(rows(second))) == (200, 50)
    assert [tab.label for tab in first.context["pages"]] == ["1", "2"]
    assert "sap-xep=-ten" in second.context["pages"][0].url
    row_url = first.context["mine"][0].row_url
    page = client.get(first.request["PATH_INFO"] + row_url.partition("#")[0])
    assert b'id="don-vi-cua-toi"' in page.content


def test_ranking_by_movement_and_appraisal_asks_as_often_for_many_units_as_for_three(client):
    def queries_for(units: int) -> list[int]:
        counts = []
        with transaction.atomic():
            make_country(units)
            for query in ("?tab=bien-dong&don-vi=made-2", "?tab=tham-dinh"):
                with CaptureQueriesContext(connection) as queries:
                    client.get(reverse("ranking", args=[PROVINCES, SLUGS[-1]]) + query)
                counts.append(len(queries))
            transaction.set_rollback(True)
        return counts

    assert queries_for(20) == queries_for(3)


def test_ranking_shows_how_far_each_rank_depends_on_the_weights(client):
    page = rank_page(client, "2022", **{"sap-xep": "-khoang-nhay"})

    tra_vinh = next(row for row in rows(page) if row["Đơn vị"] == "Trà Vinh")
    assert tra_vinh["Khoảng nhạy"] == "25 (24–25)"
    assert ">25 (24–25)<" in page.content.decode()
    assert names(page)[:3] == ["Bắc Kạn", "Cao Bằng", "Gia Lai"]
    assert "5 nhóm nền tảng chung được gộp thành một khối" in words(page)
    assert "số suy ra" not in words(page)

    drawn = rank_page(client, "2024-34", tab="bieu-do", **{"cua-toi": "hue"})
    assert len(drawn.context["range_chart"].figure.data) == 4
    assert "là số suy ra" in words(drawn)
    assert "gộp thành một khối" not in words(drawn)


def test_ranking_of_a_thin_edition_says_why_it_has_no_range(client):
    page = rank_page(client, "2021", tab="bieu-do")

    assert page.context["range_chart"] is None
    assert "Kỳ này không có khoảng nhạy" in words(page)
    assert "khoang-nhay" not in columns(rank_page(client, "2021"))


def test_ranking_reads_as_one_text_node_each(client):
    page = " ".join(words(rank_page(client, "2022", **{"cua-toi": "tra-vinh"})).split())

    assert "xếp hạng 25/63 (tăng 1 bậc so với năm 2021)" in page
    assert "Quảng Ngãi, xếp hạng 26/63 (tăng 34 bậc so với năm 2021)" in page
    assert "Thay đổi chỉ được tính giữa hai kỳ đều có đủ thứ hạng" in page


@pytest.mark.sqlite_alone
def test_ranking_leads_to_the_rankings_by_other_scorecards(client):
    others = rank_page(client, "2022").context["other_scorecards"]

    urls = [other.url for other in others]
    assert "/xep-hang/dti-cap-bo/" in urls
    assert "/xep-hang/dti-cap-tinh/" not in urls
    assert len(urls) == len(set(urls))


def test_ranking_frame_holds_the_ranks_of_the_composites():
    standings = frames.standings_by_measure(
        find_edition(editions_of(PROVINCES), slug="2022"), measures=["CQS", "KTS", "XHS"]
    )

    ranks = pd.DataFrame({code: frame.set_index("slug")["rank"] for code, frame in standings.items()})
    assert ranks.loc["ha-noi"].tolist() == [40, 18, 30]
    assert ranks.loc["tra-vinh"].tolist() == [29, 27, 26]

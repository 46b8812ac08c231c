import pytest

from indicators.models import Benchmark, LeaderList, Measure, Ranking
from tests.factories import DraftFactory, publish_as_it_is
from tests.made_country import SLUGS, make_country
from tests.reading import words

pytestmark = pytest.mark.usefixtures("published_data")


def group(client, code, edition, *, scorecard="dti-cap-tinh", **parameters):
    answer = client.get(f"/nhom-chi-so/{scorecard}/{code}/{edition}/", parameters)
    assert answer.status_code == 200
    return answer


def facts(answer) -> dict[str, str]:
    return {fact.label: fact.text for fact in answer.context["definition"].facts}


def leader_names(answer) -> list[str]:
    return [unit.name for unit in answer.context["standings"].leaders.units]


def test_group_shows_the_published_leaders_whom_the_values_confirm(client):
    standings = group(client, "HT", "2022").context["standings"]
    listed = LeaderList.objects.get(edition__slug="2022", measure__code="HT").units.count()

    names = {unit.name for unit in standings.leaders.units}
    assert len(names) == listed == 10
    assert names == {row.name for row in standings.table.rows if row.rank <= 10}
    assert standings.leaders.badge is None
    assert "Tính từ giá trị đã công bố cũng được đúng các đơn vị này." in standings.leaders.sentences


def test_group_lists_published_leaders_by_name_and_without_ranks(client):
    leaders = group(client, "HT", "2022").context["standings"].leaders

    assert [unit.name for unit in leaders.units][:3] == ["Bà Rịa - Vũng Tàu", "Bình Dương", "Đà Nẵng"]
    assert not any("/63" in unit.text for unit in leaders.units)


@pytest.mark.parametrize(
    ("code", "listed", "known"), [("NT", 9, 5), ("NL", 10, 5)], ids=["nine of NT", "ten of NL"]
)
def test_group_shows_a_published_list_where_values_are_missing(client, code, listed, known):
    answer = group(client, code, "2022")
    standings = answer.context["standings"]

    assert len(standings.leaders.units) == listed
    assert len(standings.table.rows) == known
    assert f"mới có {known}/63 đơn vị" in words(answer)
    assert sum(len(unplaced.units) for unplaced in standings.unplaced) == 63 - known


def test_group_of_a_thin_edition_computes_no_average_best_or_rank(client):
    standings = group(client, "NL", "2022").context["standings"]

    assert [stat.value for stat in standings.stats] == ["5/63"]
    assert {row.rank for row in standings.table.rows} == {None}
    assert not standings.table.has_regions
    assert not standings.table.has_change


@pytest.mark.parametrize(("code", "mean"), [("CQS", "0,7582"), ("KTS", "0,7723"), ("XHS", "0,7692")])
def test_composite_shows_the_published_mean_that_the_values_give_too(client, code, mean):
    answer = group(client, code, "2024-63")

    stat = answer.context["standings"].stats[0]
    assert stat.value == mean
    assert stat.note.endswith(mean)
    assert f"là {mean}." in words(answer)


def test_composite_names_its_parts_and_their_points(client):
    definition = group(client, "CQS", "2022").context["definition"]

    assert [part.points_text for part in definition.parts] == ["100"] * 5 + ["200"]
    assert definition.parts_total == "700"


def test_computed_leaders_are_marked_and_say_how_far_ahead_they_are(client):
    leaders = group(client, "CQS", "2024-63").context["standings"].leaders

    assert leaders.badge.kind == "computed"
    assert leaders.units[0].text == "1/63 · 0,8976"
    assert "0,0050" in leaders.sentences[-1]


def test_total_shares_ranks_between_ties(client):
    rows = group(client, "DTI", "2022").context["standings"].table.rows

    assert [row.rank_text for row in rows][14:17] == ["15/63", "15/63", "17/63"]


def test_group_picks_out_my_province(client):
    answer = group(client, "DTI", "2022", **{"cua-toi": "tra-vinh"})

    assert "Trà Vinh xếp hạng 25/63 (tăng 1 bậc so với năm 2021), đạt 0,6077," in words(answer)
    assert [row.name for row in answer.context["standings"].table.rows if row.is_own] == ["Trà Vinh"]


def test_group_picks_out_a_unit_by_its_former_name(client):
    standings = group(client, "DTI", "2022", **{"cua-toi": "thua-thien-hue"}).context["standings"]

    assert standings.own.slug == "hue"


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ("khong-co", "Không tìm thấy đơn vị “khong-co”."),
        ("da-nang", "Kỳ đánh giá này không có đơn vị “Đà Nẵng (từ 01/07/2025)”."),
    ],
)
def test_group_tells_a_name_of_nobody_from_a_unit_of_another_set(client, own, sentence):
    [notice] = group(client, "DTI", "2022", **{"cua-toi": own}).context["notices"]

    assert notice.text == sentence


@pytest.mark.parametrize("own", ["khong-co", "da-nang", "\x00tra", "<b>"])
def test_group_says_that_a_unit_does_not_stand_in_the_edition(client, own):
    answer = group(client, "DTI", "2022", **{"cua-toi": own})

    assert len(answer.context["notices"]) == 1
    assert "<b>" not in answer.content.decode()


def test_group_says_what_it_weighs_and_marks_derived_points(client):
    old, new = group(client, "HT", "2022"), group(client, "HT", "2024-63")

    assert facts(old)["Trọng số"] == "tối đa 100 trong 1.000 điểm được đánh giá (10 %)"
    assert facts(new)["Trọng số"] == "tối đa 140 trong 940 điểm được đánh giá (14,9 %)"
    badges = {fact.label: fact.badge for fact in new.context["definition"].facts}
    assert badges["Trọng số"].kind == "derived"


def test_group_without_points_is_listed_and_not_scored(client):
    answer = group(client, "DTTM", "2022")

    assert facts(answer)["Trọng số"] == "không tính điểm"
    assert answer.context["standings"].table.rows == []
    assert "<table" not in answer.content.decode()


def test_group_leads_to_what_it_was_in_the_rule_book_before(client):
    [link] = group(client, "HT", "2024-63").context["definition"].lineage

    assert "922/QĐ-BTTTT" in link.text
    assert "100" in link.text
    assert link.url == "/nhom-chi-so/dti-cap-tinh/HT/2023/"


def test_group_names_its_indicators_where_a_source_does(client):
    definition = group(client, "NL", "2024-63").context["definition"]

    assert len(definition.indicators) == 4
    assert group(client, "TC", "2024-63").context["definition"].indicators == []


def test_group_leads_to_its_other_editions(client):
    tabs = group(client, "HT", "2022").context["edition_tabs"]

    assert [tab.url for tab in tabs if tab.current] == ["/nhom-chi-so/dti-cap-tinh/HT/2022/"]
    assert [tab.url.split("/")[-2] for tab in tabs] == ["2024-34", "2024-63", "2023", "2022", "2021"]
    assert all(client.get(tab.url).status_code == 200 for tab in tabs)


def test_group_of_ministries_shows_published_ranks_alone(client):
    standings = group(client, "DTI", "2022-bo-co-dvc", scorecard="dti-cap-bo").context["standings"]

    ranks = {row.name: row.rank_text for row in standings.table.rows}
    assert ranks["Bộ Xây dựng"] == "12/17"
    assert standings.leaders is None
    assert not standings.chart.has_values


def test_group_of_an_edition_without_a_row_says_so(client):
    publish_as_it_is(DraftFactory(slug="2019"))

    standings = group(client, "HT", "2019").context["standings"]

    assert standings.table.rows == []
    assert "Chưa công bố giá trị hay thứ hạng nào" in standings.narrative.text
    assert standings.leaders is None


@pytest.mark.parametrize(
    "address",
    ["HT/1900/", "ht/2022/", "XX/2022/", "NT/2020/"],
    ids=["edition", "small letters", "code", "code of another rule book"],
)
def test_group_of_an_unknown_address_is_not_found(client, address):
    assert client.get(f"/nhom-chi-so/dti-cap-tinh/{address}").status_code == 404


def test_group_of_very_many_units_comes_in_pages(client):
    make_country(501)

    first, last = group(client, "HT", SLUGS[-1]), group(client, "HT", SLUGS[-1], trang="3")

    assert len(first.context["standings"].table.rows) == 200
    assert [row.rank for row in last.context["standings"].table.rows][-1] == 501
    assert "?trang=2" in first.content.decode()
    assert first.context["standings"].chart is None


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "\x00"])
def test_group_takes_an_odd_page_number_for_the_nearest_page(client, number):
    answer = group(client, "HT", "2022", trang=number)

    assert len(answer.context["standings"].table.rows) == 63
    assert answer.context["notices"][0].text.startswith("Không có trang")


def test_group_prints_a_published_average_as_it_was_printed(client):
    Benchmark.objects.filter(edition__slug="2024-63", measure__code="CQS").update(value_text="0.76")

    answer = group(client, "CQS", "2024-63")

    assert "là 0,76." in words(answer)
    assert answer.context["standings"].stats[0].value == "0,76"


def test_group_prints_published_values_as_they_were_printed(client):
    Ranking.objects.filter(edition__slug="2022", measure__code="DTI").update(value_text="0.6")

    standings = group(client, "DTI", "2022").context["standings"]

    assert standings.table.rows[0].value_text == "0,8"
    assert standings.stats[1].value == "0,8"
    assert standings.chart.description.endswith("đến 0,8 (Đà Nẵng).")


def test_group_of_a_set_of_one_says_its_value_alone(client):
    answer = group(client, "DTI", "2022", scorecard="dti-quoc-gia")
    standings = answer.context["standings"]

    assert standings.narrative.text.endswith(" năm 2022: Việt Nam đạt 0,71.")
    assert "0,7100" not in words(answer)
    assert 'href=""' not in answer.content.decode()
    assert (standings.stats, standings.chart) == ([], None)


def test_group_that_came_from_unknown_points_says_that_they_are_not_known(client):
    Measure.objects.filter(code="HT", methodology__code="qd-922").update(max_points=None)

    texts = [fact.text for fact in group(client, "HT", "2024-63").context["definition"].lineage]

    assert "chưa rõ điểm" in texts[0]


@pytest.mark.parametrize(
    ("code", "edition", "shown"),
    [
        ("DTI", "2022", "thứ hạng, giá trị và thay đổi của"),
        ("NL", "2022", ": giá trị của"),
        ("HT", "2024-34", "thứ hạng và giá trị của"),
    ],
)
def test_group_names_the_columns_that_its_table_has(client, code, edition, shown):
    assert shown in group(client, code, edition).context["standings"].table.caption


def test_group_counts_many_units_that_share_the_first_place(client):
    answer = group(client, "TC", "2024-34")

    assert "19 đơn vị xếp hạng 1/34 (theo tính toán), đạt 1,0000" in words(answer)
    assert len(answer.context["standings"].leaders.units) == 19

"""The page of the merger of 2025: two unit sets of one year, and the years before."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dtscore.pages.mergers.words import lead
from indicators.models import Edition, Ranking
from tests.reading import words

pytestmark = pytest.mark.usefixtures("published_data")


def mergers_page(client, **parameters):
    answer = client.get(reverse("mergers"), parameters)
    assert answer.status_code == 200
    return answer


def test_mergers_say_what_averaging_did_and_that_the_rule_holds(client):
    answer = mergers_page(client)
    text = words(answer)

    assert (
        "Từ 01/07/2025, 63 tỉnh, thành phố thành 34: 52 đơn vị hợp nhất thành 23, 11 đơn vị giữ nguyên"
        in text
    )
    assert answer.context["averaging"][0] == (
        "Đà Nẵng (trước 01/07/2025) xếp hạng 2/63 (0,8335); hợp nhất với Quảng Nam (57/63; 0,5803) thành "
        "Đà Nẵng, xếp hạng 17/34 (0,7069): trung bình cộng thấp hơn 0,1266 so với đơn vị cũ cao điểm nhất."
    )
    assert "Tổng điểm công bố của 23/23 đơn vị hợp nhất bằng trung bình cộng của các đơn vị cũ" in text
    assert {(check.compared, check.equal) for check, _largest in answer.context["checks"]} == {(23, 23)}
    first = answer.context["new_units"].rows[0]
    assert (first.standing.name, first.mean_text, first.difference_text, first.effect_text) == (
        "Đà Nẵng", "0,70690", "0,00000", "−0,1266",
    )  # fmt: skip
    effects = [row.effect_text for row in answer.context["new_units"].rows]
    assert effects == sorted(effects, reverse=True)
    assert len(answer.context["unchanged"].parts[0].rows) == 11
    assert answer.context["new_units"].computed_badge.kind == "computed"


def test_merged_unit_of_which_one_part_alone_is_known_is_not_called_unchanged(client):
    figures = mergers_page(client).context["figures"]
    da_nang = next(unit for unit, row in figures.new_standings.items() if row.slug == "da-nang")
    fewer = replace(figures, old=figures.old.drop(figures.predecessors[da_nang][1]))

    assert len(fewer.predecessors[da_nang]) == 1
    assert da_nang in fewer.merged
    assert len(fewer.unchanged) == 11
    assert lead(fewer) == lead(figures)


def test_mergers_estimate_the_years_before_and_rank_whole_years_alone(client):
    answer = mergers_page(client)

    table = answer.context["estimates"]
    assert [(head.label, head.badge.kind) for head in table.heads[1:]] == [
        (year, "estimated") for year in ("2023", "2022", "2021", "2020")
    ]
    rows = {row.cells[0].text: row.cells[1:] for row in table.parts[0].rows}
    assert len(rows) == 34
    assert [(cell.text, cell.note) for cell in rows["Đà Nẵng"]] == [
        ("0,7491", "hạng 4/34"),
        ("0,6905", "hạng 3/34"),
        ("–", ""),
        ("–", ""),
    ]
    assert [(cell.text, cell.note) for cell in rows["Bắc Ninh"]][2] == ("0,5105", "")
    assert "Năm 2021: mới có 7/34 đơn vị ước tính được" in words(answer)


def test_mergers_can_be_seen_from_the_old_side(client):
    table = mergers_page(client, tap="63").context["old_units"]
    rows = table.parts[0].rows

    assert table.heads[-1].badge.kind == "computed"
    assert [cell.text for cell in rows[1].cells] == [
        "2/63", "Đà Nẵng", "Đà Nẵng", "17/34", "0,8335", "0,7069", "−0,1266",
    ]  # fmt: skip
    assert len(rows) == 63


@pytest.mark.parametrize("asked", ["99", "\0x", "đ" * 3000], ids=["number", "null", "long"])
def test_mergers_answer_an_unknown_unit_set_with_a_sentence(client, asked):
    answer = mergers_page(client, tap=asked)

    assert len(answer.context["notices"]) == 1
    assert answer.context["new_units"].rows


def test_mergers_draw_two_unit_sets_and_join_neither(client):
    spans, old, new = mergers_page(client).context["chart"].figure.data

    assert (len(old.x), len(new.x)) == (52, 23)
    assert old.mode == new.mode == "markers"
    assert not set(new.x) & {x for x in spans.x if x is not None} - set(old.x)


def test_mergers_without_a_period_of_both_unit_sets_say_so(client):
    Edition.objects.filter(slug="2024-34").update(state="superseded")

    assert "Chưa công bố kỳ đánh giá nào cho cả các đơn vị trước và sau sáp nhập" in words(
        mergers_page(client)
    )


def test_mergers_show_a_missing_predecessor_as_missing(client):
    lost = Ranking.objects.filter(edition__slug="2024-63", unit__slug="quang-nam", measure__code="DTI")
    lost.delete()

    answer = mergers_page(client)

    row = next(row for row in answer.context["new_units"].rows if row.standing.name == "Đà Nẵng")
    assert (row.mean_text, row.effect_text, row.others[0].standing.value_text) == ("–", "–", "–")
    assert "Tổng điểm công bố của 22/22 đơn vị hợp nhất" in words(answer)


def test_mergers_ask_as_often_from_either_side(client):
    counts = []
    for parameters in ({}, {"tap": "63"}):
        with CaptureQueriesContext(connection) as queries:
            mergers_page(client, **parameters)
        counts.append(len(queries))

    assert counts[0] == counts[1] < 30


def test_old_addresses_and_rankings_lead_to_the_mergers(client):
    for address in ("/dia-phuong/tra-vinh/", "/dia-phuong/da-nang/", "/xep-hang/dti-cap-tinh/2024-34/"):
        content = client.get(address).text.partition("<main")[2]
        assert 'href="/sap-nhap-2025/' in content, address
    assert 'href="/dia-phuong/vinh-long/2024-34/"' in client.get("/dia-phuong/tra-vinh/").text

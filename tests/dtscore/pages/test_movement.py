"""The tab of a ranking that shows who moved (``?tab=bien-dong``)."""

import pandas as pd
import pytest
from django.urls import reverse

from tests.reading import words

pytestmark = pytest.mark.usefixtures("published_data")


def movement_page(client, edition, **parameters):
    answer = client.get(
        reverse("ranking", args=["dti-cap-tinh", edition]), {"tab": "bien-dong", **parameters}
    )
    assert answer.status_code == 200
    return answer


def lists_of(answer):
    return {named.heading: [unit.text for unit in named.units] for named in answer.context["movement_lists"]}


def test_movement_2024_names_risers_fallers_and_whose_score_rose_while_the_rank_fell(client):
    answer = movement_page(client, "2024-63")

    named = lists_of(answer)
    assert named["Tăng hạng nhiều nhất"][:2] == [
        "Bắc Kạn (tăng 26 bậc, 32/63)",
        "Hòa Bình (tăng 26 bậc, 30/63)",
    ]
    assert named["Giảm hạng nhiều nhất"][0] == "Tiền Giang (giảm 28 bậc, 51/63)"
    assert "Cần Thơ (tổng điểm +0,0037, giảm 11 bậc)" in named["Điểm tăng nhưng hạng giảm: 11 đơn vị"]
    assert "Đắk Nông (tổng điểm −0,0075, tăng 2 bậc)" in named["Điểm giảm nhưng hạng tăng: 2 đơn vị"]
    assert {named.badge.kind for named in answer.context["movement_lists"]} == {"computed"}
    assert answer.context["table"].heads[-2].badge.kind == "computed"
    text = words(answer)
    assert "31 đơn vị tăng hạng, 30 đơn vị giảm hạng, 2 đơn vị giữ nguyên hạng" in text
    assert "922/QĐ-BTTTT, Quyết định 405/QĐ-BKHCN" in text
    rows = [row.cells for part in answer.context["table"].parts for row in part.rows]
    assert len(rows) == 63
    assert [cell.text for cell in rows[0]][1:] == [
        "Bắc Kạn", "0,7118", "tăng 26 bậc", "58/63", "0,5964", "+0,1154", "",
    ]  # fmt: skip


def test_movement_keeps_a_published_change_apart_from_computed_ones(client):
    tables = movement_page(client, "2023").context["table"]

    changes = [row.cells[3] for part in tables.parts for row in part.rows]
    assert tables.heads[3].badge.kind == "computed"
    assert [cell.text for cell in changes if cell.badge and cell.badge.kind == "published"] == ["tăng 5 bậc"]


def test_movement_from_a_thin_edition_shows_published_changes_alone(client):
    answer = movement_page(client, "2022")

    assert "năm 2021 mới có 26/63 thứ hạng" in words(answer)
    assert lists_of(answer) == {
        "Các thay đổi thứ hạng đã công bố": [
            "Quảng Ngãi (tăng 34 bậc, 26/63)",
            "Tiền Giang (tăng 3 bậc, 20/63)",
            "Trà Vinh (tăng 1 bậc, 25/63)",
        ]
    }
    parts = answer.context["table"].parts
    assert [len(part.rows) for part in parts] == [3, 60]
    # Trà Vinh's total of 2021 was derived, and the others of that year are not known.
    assert {row.cells[-2].text for part in parts for row in part.rows} == {"–"}


@pytest.mark.parametrize("edition", ["2024-34", "2020"])
def test_movement_of_the_first_edition_of_a_unit_set_says_that_there_is_none(client, edition):
    answer = movement_page(client, edition)

    assert "kỳ đầu tiên của tập đơn vị này" in words(answer)
    assert lists_of(answer) == {}
    assert (answer.context["followed"].chart is None) == (edition == "2024-34")


def test_movement_draws_chosen_units_in_colour_and_no_other_unit_set(client):
    followed = movement_page(client, "2022", **{"don-vi": ["tra-vinh", "da-nang-truoc-2025"]}).context[
        "followed"
    ]

    muted, *lines, labels = followed.chart.figure.data
    assert [line.name for line in lines] == ["Trà Vinh", "Đà Nẵng"]
    assert list(lines[0].x) == ["2020", "2021", "2022", "2023", "2024"]
    assert list(lines[0].y)[2:] == [25, 22, 43]
    assert not followed.chart.figure.layout.showlegend
    assert sum(y is not None for y in muted.y) > 200
    assert max(y for y in muted.y if y is not None) == 63
    assert [text.strip() for text in labels.text] == ["Trà Vinh", "Đà Nẵng"]
    assert [cell.text for cell in followed.table.parts[0].rows[0].cells][3:] == ["25/63", "22/63", "43/63"]
    assert followed.table.heads[3].mark is not None
    assert "từ hạng" in followed.chart.description


def test_movement_follows_my_province_until_others_are_chosen(client):
    own = movement_page(client, "2023", **{"cua-toi": "tra-vinh"})
    most = movement_page(client, "2023")

    assert [unit.text for unit in own.context["followed"].chosen] == ["Trà Vinh"]
    assert len(most.context["followed"].chosen) == 6
    assert own.context["followed"].fields == [
        ("tab", "bien-dong"),
        ("cua-toi", "tra-vinh"),
        ("don-vi", "tra-vinh"),
    ]
    assert all("don-vi=" in unit.url for unit in most.context["followed"].chosen)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (["tra-vih"], "Không tìm thấy đơn vị “tra-vih”"),
        (["vinh-long"], "Vĩnh Long (từ 01/07/2025) không thuộc tập đơn vị của bảng xếp hạng này"),
        (["thua-thien-hue"], "“thua-thien-hue” là Huế"),
        ([f"x{number}" for number in range(7)], "nhiều nhất 6 đơn vị"),
    ],
)
def test_movement_answers_an_unknown_unit_with_a_sentence(client, asked, sentence):
    answer = movement_page(client, "2023", **{"don-vi": asked})

    assert any(sentence in notice.text for notice in answer.context["notices"])
    assert answer.context["followed"].chart is not None


def test_movement_keeps_its_units_in_every_link_of_the_unit_set(client):
    answer = movement_page(client, "2023", **{"don-vi": ["tra-vinh", "ha-noi"]})

    same, other = (sets.editions[0].url for sets in answer.context["edition_sets"][::-1])
    assert "don-vi=tra-vinh&don-vi=ha-noi" in same
    assert "don-vi" not in other
    assert all("don-vi=tra-vinh&don-vi=ha-noi" in tab.url for tab in answer.context["tabs"])
    assert pd.notna(answer.context["movement"].gains).all()

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dtscore.charts.theme import series_colour
from dtscore.pages.editions import SCORECARDS
from dtscore.pages.phrases import leading_members
from dtscore.pages.profile.content import profile_context
from dtscore.pages.profile.lineage import find_unit, load_lineage
from dtscore.pages.profile.merger import merger_of
from dtscore.pages.profile.trend import trend_chart
from indicators.models import Edition, Ranking
from indicators.scoring.differences import differs
from provinces.models import Succession, Unit, UnitName
from tests.factories import DraftFactory, publish_as_it_is
from tests.made_country import make_country
from tests.reading import words

pytestmark = pytest.mark.usefixtures("published_data")

MERGED = [
    "an-giang", "bac-ninh", "ca-mau", "can-tho", "da-nang", "dak-lak", "dong-nai", "dong-thap", "gia-lai",
    "hai-phong", "ho-chi-minh", "hung-yen", "khanh-hoa", "lam-dong", "lao-cai", "ninh-binh", "phu-tho",
    "quang-ngai", "quang-tri", "tay-ninh", "thai-nguyen", "tuyen-quang", "vinh-long",
]  # fmt: skip
UNCHANGED = [
    "cao-bang", "dien-bien", "ha-noi", "ha-tinh", "hue", "lai-chau", "lang-son", "nghe-an", "quang-ninh",
    "son-la", "thanh-hoa",
]  # fmt: skip


def lineage_of(slug, level=Unit.Level.PROVINCE):
    return load_lineage(find_unit(slug, level=level), scorecard=SCORECARDS[level])


def context_of(slug, edition, level=Unit.Level.PROVINCE):
    lineage = lineage_of(slug, level)
    return profile_context(lineage, lineage.edition(edition), with_newest_name=False)


def test_profile_of_an_old_unit_is_told_apart_from_its_namesake(client):
    old = client.get("/dia-phuong/da-nang-truoc-2025/2022/").text
    merged_away = client.get("/dia-phuong/tra-vinh/2022/").text

    assert '<h1 id="heading">Đà Nẵng (trước 01/07/2025)</h1>' in old
    assert "<title>Đà Nẵng (trước 01/07/2025), năm 2022" in old
    assert '<h1 id="heading">Trà Vinh</h1>' in merged_away


def test_profile_leads_from_a_list_of_leaders_to_the_group(client):
    html = client.get("/dia-phuong/tra-vinh/2022/").text

    assert (
        '<a href="/nhom-chi-so/dti-cap-tinh/NL/2022/">1 trong 10 địa phương dẫn đầu về nhân lực số</a>'
    ) in html


def test_profile_says_how_a_rank_by_row_order_is_known():
    [national, *_others] = context_of("tra-vinh", "2024-63")["figures"]

    assert national.badge.kind == "row_order"
    assert national.note == "thứ hạng là vị trí của dòng trong bảng đã công bố, xếp theo thứ tự"


def test_profile_of_tra_vinh_2022_holds_what_was_published(client):
    text = words(client.get("/dia-phuong/tra-vinh/2022/"))

    assert (
        "Năm 2022, Trà Vinh xếp hạng 25/63 (tăng 1 bậc so với năm 2021), "
        "hạng 5/13 Đồng bằng sông Cửu Long (tăng 1 bậc), "
        "là 1 trong 10 địa phương dẫn đầu về nhân lực số."
    ) in text


def test_profile_marks_neither_rank_of_tra_vinh_2022_as_computed():
    national, regional, *_ = context_of("tra-vinh", "2022")["figures"]

    assert (national.text, national.badge, national.change_badge) == ("25/63", None, None)
    assert (regional.text, regional.badge, regional.change_badge) == ("5/13", None, None)
    assert regional.label == "Đồng bằng sông Cửu Long"


@pytest.mark.parametrize(
    ("edition", "note"),
    [
        ("2022", "+0,0290 so với trung bình 0,5787 (tính toán)"),
        ("2023", "+0,0285 so với trung bình 0,6783"),
    ],
)
def test_gap_to_the_average_says_whether_the_average_was_published(edition, note):
    [value] = [f for f in context_of("tra-vinh", edition)["figures"] if f.text in ("0,6077", "0,7068")]

    assert value.note == note


def test_profile_of_quang_ngai_2022_rose_34_places(client):
    text = words(client.get("/dia-phuong/quang-ngai-truoc-2025/2022/"))

    assert "xếp hạng 26/63 (tăng 34 bậc so với năm 2021)" in text


def test_profile_of_a_ministry_names_its_unit_set(client):
    text = words(client.get("/bo-nganh/bo-xay-dung/2022-bo-co-dvc/"))

    assert "Năm 2022, Bộ Xây dựng xếp hạng 12/17 (tăng 5 bậc so với năm 2021)" in text
    assert "Bộ Xây dựng trong bộ, ngành có dịch vụ công" in text


@pytest.mark.parametrize(
    ("slug", "edition", "ranks"),
    [
        ("ha-noi", "2022", ["40/63", "18/63", "30/63"]),
        ("tra-vinh", "2022", ["29/63", "27/63", "26/63"]),
        ("quang-ngai-truoc-2025", "2023", ["12/63", "13/63", "14/63"]),
        ("thanh-hoa", "2023", ["9/63", "8/63", "8/63"]),
    ],
)
def test_composites_rank_every_province(slug, edition, ranks):
    rows = context_of(slug, edition)["composites_table"].rows

    assert [row.standing.rank_text for row in rows] == ranks


def test_composites_that_we_computed_are_marked():
    cao_bang = context_of("cao-bang", "2022")["composites_table"]
    ha_noi = context_of("ha-noi", "2022")["composites_table"]

    assert (cao_bang.value_badge.kind, cao_bang.rank_badge.kind) == ("computed", "computed")
    assert (ha_noi.value_badge.kind, ha_noi.rank_badge) == ("computed", None)


def test_recomputed_composites_stand_beside_the_published_ones(client):
    text = words(client.get("/dia-phuong/tra-vinh/2022/"))

    assert "công bố 0,6683, hạng 29/63; tính lại từ các nhóm 0,6684, hạng 29/63 (chênh −0,0001)" in text


def test_computed_facts_are_marked_in_the_sentence():
    answer = context_of("tra-vinh", "2023")["narrative"].texts[0]

    assert "xếp hạng 22/63 (theo tính toán tăng 3 bậc so với năm 2022)" in answer
    assert "hạng 4/13 Đồng bằng sông Cửu Long (theo tính toán, tăng 1 bậc)" in answer


@pytest.mark.parametrize("slug", MERGED)
def test_merged_page_says_that_the_total_is_the_mean(slug):
    merger = merger_of(lineage_of(slug), name=slug)

    [total] = [row for row in merger.rows if row.is_total]
    assert not differs(total.published, total.mean, decimals=4)
    assert "bằng trung bình cộng" in merger.statement
    assert total.published_text in merger.statement


def test_page_says_what_is_not_known_of_the_points_that_no_group_has(client):
    text = words(client.get("/dia-phuong/da-nang/2024-34/"))

    assert "Bộ chỉ số có 1.000 điểm" in text
    assert "60 điểm còn lại dành cho nội dung gì" in text
    assert "điểm còn lại" not in words(client.get("/dia-phuong/tra-vinh/2022/"))


def test_merged_page_shows_the_mean_measure_by_measure(client):
    text = words(client.get("/dia-phuong/da-nang/"))

    assert "Giá trị công bố 0,7069 bằng trung bình cộng 0,70690" in text
    assert "Đà Nẵng (trước 01/07/2025) xếp hạng 2/63, Quảng Nam xếp hạng 57/63" in text
    assert "Đà Nẵng xếp hạng 17/34" in text
    assert "Hạ tầng số 1,0000 0,7504 0,87520 0,8752 0,00000" in text


@pytest.mark.parametrize("slug", UNCHANGED[:3])
def test_unchanged_province_has_one_value_and_two_ranks(slug):
    context = context_of(slug, "2024-34")

    after, before = context["trend_rows"][:2]
    assert context["merger"] is None
    assert after.standing.value == before.standing.value
    assert after.standing.rank_text in context["two_sets"]
    assert before.standing.rank_text in context["two_sets"]


def test_34_provinces_are_those_that_merged_and_those_that_did_not():
    edition = lineage_of("hue").edition("2024-34")

    slugs = set(edition.unit_set.units.values_list("slug", flat=True))
    assert slugs == {*MERGED, *UNCHANGED}


def test_trend_never_joins_two_unit_sets():
    figure = trend_chart(lineage_of("da-nang"), name="Đà Nẵng", value_label="DTI").figure

    known = {trace.name: [y for y in trace.y if y is not None] for trace in figure.data}
    assert list(known) == [
        "Đà Nẵng (34 tỉnh, thành phố)",
        "Đà Nẵng (trước 01/07/2025) (63 tỉnh, thành phố)",
        "Quảng Nam (63 tỉnh, thành phố)",
    ]
    assert known["Đà Nẵng (34 tỉnh, thành phố)"] == [0.7069]


def test_trend_of_a_merged_province_marks_estimates_and_joins_them_to_nothing(client):
    page = client.get("/dia-phuong/da-nang/")

    own, estimated, *olds = page.context["trend_chart"].figure.data
    assert estimated.name == "Đà Nẵng (34 tỉnh, thành phố, ước tính)"
    assert (list(own.y), list(estimated.y)) == (
        [None] * 5 + [0.7069],
        [None, None, pytest.approx(0.6905, abs=1e-4), pytest.approx(0.7491, abs=1e-4), None, None],
    )
    assert len({(line.line.dash, line.marker.symbol) for line in (own, estimated, olds[0])}) == 3
    assert [(one.period, one.value_text, one.rank_text) for one in page.context["estimates"]] == [
        ("2022", "0,6905", "3/34"),
        ("2023", "0,7491", "4/34"),
    ]
    assert 'class="badge badge-estimated" href="/sap-nhap-2025/#rule-heading"' in page.text
    assert client.get("/dia-phuong/hue/").context["estimates"] == []


def test_trend_of_an_unchanged_province_has_a_line_a_unit_set():
    figure = trend_chart(lineage_of("hue"), name="Huế", value_label="DTI").figure

    known = {trace.name: sum(y is not None for y in trace.y) for trace in figure.data}
    assert known == {"Huế (63 tỉnh, thành phố)": 5, "Huế (34 tỉnh, thành phố)": 1}


def test_trend_of_a_predecessors_older_figures_still_starts_with_the_unit():
    figure = trend_chart(lineage_of("da-nang"), name="Đà Nẵng", value_label="DTI").figure

    assert [line.line.color for line in figure.data] == [series_colour(place).light for place in range(3)]
    assert list(figure.data[0].x) == ["2020", "2021", "2022", "2023", "2024 (63)", "2024 (34)"]


@pytest.mark.parametrize(("slug", "edition"), [("tra-vinh", "2024-63"), ("da-nang", "2024-34")])
def test_trend_across_rule_books_says_so(slug, edition):
    assert "922/QĐ-BTTTT, Quyết định 405/QĐ-BKHCN" in context_of(slug, edition)["rule_books"]


def test_trend_by_one_rule_book_says_nothing_of_it():
    Edition.objects.filter(slug__startswith="2024").update(state="superseded")

    assert context_of("tra-vinh", "2022")["rule_books"] == ""


def test_old_province_leads_to_what_it_became(client):
    answer = client.get("/dia-phuong/tra-vinh/")

    assert "Từ 01/07/2025, Trà Vinh hợp nhất vào Vĩnh Long." in words(answer)
    assert 'href="/dia-phuong/vinh-long/2024-34/"' in answer.content.decode()


def test_edition_without_the_unit_says_not_published(client):
    text = words(client.get("/dia-phuong/cao-bang/2020/"))

    assert "Năm 2020, kết quả xếp hạng chung của Cao Bằng chưa công bố." in text
    assert "mới có 11/63 đơn vị" in text


def test_thin_edition_shows_no_best_and_no_computed_lead():
    context = context_of("hue", "2021")

    assert not context["groups_table"].has_bests
    assert "dẫn đầu về" not in context["narrative"].text
    assert context["groups_chart"] is None


def test_group_of_no_points_is_listed_as_not_scored():
    rows = {row.code: row for row in context_of("tra-vinh", "2022")["groups_table"].rows}

    assert rows["DTTM"].missing_text == "không tính điểm"
    assert rows["NT"].missing_text == "chưa công bố"
    assert rows["NT"].mean_text == "mới có 5/63 đơn vị có giá trị"


def test_notes_of_derived_rows_are_shown(client):
    text = words(client.get("/dia-phuong/quang-ngai-truoc-2025/2021/"))

    assert 'Suy ra từ "tăng 34 bậc, xếp hạng 26" của năm 2022.' in text
    assert "suy ra" in text


def test_heading_is_the_name_of_the_edition_or_the_newest_one(client):
    then, now = client.get("/dia-phuong/hue/2022/"), client.get("/dia-phuong/hue/")

    assert '<h1 id="heading">Thừa Thiên Huế</h1>' in then.content.decode()
    assert '<h1 id="heading">Huế</h1>' in now.content.decode()


def test_gap_to_the_next_place_names_who_stands_there():
    [gap] = [f for f in context_of("da-nang", "2024-34")["figures"] if "Khánh Hòa" in f.note]

    assert gap.text == "0,0002"


@pytest.mark.parametrize(
    ("asked", "status", "location"),
    [
        ("/dia-phuong/thua-thien-hue/", 301, "/dia-phuong/hue/"),
        ("/dia-phuong/thua-thien-hue/2022/", 301, "/dia-phuong/hue/2022/"),
        ("/dia-phuong/da-nang/2022/", 302, "/dia-phuong/da-nang-truoc-2025/2022/"),
        (
            "/dia-phuong/da-nang/2022/?cua-toi=tra-vinh",
            302,
            "/dia-phuong/da-nang-truoc-2025/2022/?cua-toi=tra-vinh",
        ),
        ("/dia-phuong/tra-vinh/2024/", 302, "/dia-phuong/tra-vinh/2024-63/"),
        ("/dia-phuong/da-nang/2024/?x=1", 302, "/dia-phuong/da-nang/2024-34/?x=1"),
        ("/bo-nganh/bo-xay-dung/2022/", 302, "/bo-nganh/bo-xay-dung/2022-bo-co-dvc/"),
        ("/dia-phuong/da-nang/2024-63/", 302, "/dia-phuong/da-nang-truoc-2025/2024-63/"),
    ],
)
def test_profile_leads_on_to_the_unit_of_that_name(client, asked, status, location):
    answer = client.get(asked)

    assert (answer.status_code, answer["Location"]) == (status, location)


@pytest.mark.parametrize(
    "address",
    [
        "/dia-phuong/khong-co/",
        "/dia-phuong/khong-co/2022/",
        "/dia-phuong/tra-vinh/1999/",
        "/dia-phuong/bo-xay-dung/",
        "/dia-phuong/viet-nam/",
        "/bo-nganh/tra-vinh/",
        "/dia-phuong/ha-noi/2024/",
        "/bo-nganh/bo-xay-dung/2022-bo-khong-dvc/",
    ],
)
def test_unknown_units_and_editions_answer_404(client, address):
    assert client.get(address).status_code == 404


def test_edition_after_the_end_of_a_province_answers_404_and_names_the_successor(client):
    answer = client.get("/dia-phuong/tra-vinh/2024-34/")

    assert answer.status_code == 404
    assert "Trà Vinh không thuộc 34 tỉnh, thành phố" in words(answer)
    assert 'href="/dia-phuong/vinh-long/2024-34/"' in answer.content.decode()


def test_profile_tells_how_far_the_rank_depends_on_the_weights(client):
    page = words(client.get("/dia-phuong/tra-vinh/2022/"))

    assert "Khoảng nhạy của thứ hạng: 25 (24–25), không phân biệt được với 2 đơn vị." in page
    assert "Nếu lần lượt bỏ từng nhóm, thứ hạng nằm trong khoảng từ 21 đến 27." in page
    assert "không phải là khoảng tin cậy" in page

    thin = words(client.get("/dia-phuong/tra-vinh/2021/"))
    assert "Khoảng nhạy của thứ hạng" not in thin
    assert "Kỳ này không có khoảng nhạy" in thin


def test_unknown_query_values_change_nothing(client):
    answer = client.get("/dia-phuong/tra-vinh/2022/?sap-xep=x&don-vi=%00")

    assert answer.status_code == 200
    assert "25/63" in words(answer)


def test_profile_only_reads(client):
    assert client.post("/dia-phuong/tra-vinh/").status_code == 405


def test_unit_without_any_edition_gets_a_sentence(client):
    unit = Unit.objects.create(slug="dao-moi", level=Unit.Level.PROVINCE)
    UnitName.objects.create(unit=unit, name="Đảo Mới", type=UnitName.Type.PROVINCE)

    answer = client.get("/dia-phuong/dao-moi/")

    assert answer.status_code == 200
    assert "Chưa công bố kỳ đánh giá nào có Đảo Mới." in words(answer)


def test_unit_without_a_name_goes_by_its_address_name(client):
    [unit, old] = Unit.objects.filter(slug__in=["vinh-long", "ben-tre"]).order_by("-slug")
    UnitName.objects.filter(unit__in=[unit, old]).delete()

    texts = [words(client.get(address)) for address in ("/dia-phuong/vinh-long/", "/dia-phuong/ben-tre/")]

    assert "Năm 2024, vinh-long xếp hạng" in texts[0]
    assert "hợp nhất vào vinh-long" in texts[1]
    assert client.get("/dia-phuong/vinh-long/2022/").status_code in (302, 404)


def test_leads_of_another_level_name_the_unit_set():
    edition = lineage_of("tra-vinh").edition("2022")
    edition.scorecard.level = Unit.Level.COMMUNE

    assert leading_members(edition) == "tỉnh, thành phố"


def test_value_brought_in_with_a_decimal_comma_is_shown_whole(client):
    rows = Ranking.objects.filter(edition__slug="2022", unit__slug="tra-vinh", measure__code="DTI")
    rows.update(value_text="0,6077")

    for address in ("/dia-phuong/tra-vinh/2022/", "/xep-hang/dti-cap-tinh/2022/"):
        assert "0,6077" in words(client.get(address))


def test_gains_name_the_rank_that_they_count_from_where_another_was_published():
    rows = Ranking.objects.filter(edition__slug="2022", unit__slug="tra-vinh", measure__code="DTI")
    rows.update(rank=30)

    gains = context_of("tra-vinh", "2022")["gains"]

    assert gains.sentences[0].startswith(
        "Trà Vinh được công bố ở hạng 30/63; tính theo giá trị là hạng 25/63"
    )


def test_merger_prints_published_values_as_they_were_printed():
    rows = Ranking.objects.filter(edition__slug="2024-63", unit__slug="quang-nam", measure__code="DTI")
    rows.update(value_text="0.62100")

    [total] = [row for row in context_of("da-nang", "2024-34")["merger"].rows if row.is_total]

    assert total.part_texts[1].count("0") >= 3
    assert len(total.part_texts[1]) == len("0,62100")


def test_edition_with_no_row_says_not_published(client):
    publish_as_it_is(DraftFactory(slug="1990"))

    answer = client.get("/dia-phuong/tra-vinh/1990/")

    assert answer.status_code == 200
    assert "chưa công bố" in words(answer)


def test_edition_with_one_unit_shows_its_value_alone(client):
    draft = DraftFactory(slug="1991")
    unit = Unit.objects.get(slug="tra-vinh")
    total = draft.methodology.measures.get(kind="total")
    Ranking.objects.create(edition=draft, unit=unit, measure=total, value="0.5", value_basis="published")
    publish_as_it_is(draft)

    text = words(client.get("/dia-phuong/tra-vinh/1991/"))

    assert "Năm 1991, Trà Vinh đạt 0,5000, chưa công bố thứ hạng." in text
    assert "mới có 1/63 đơn vị" in text


def test_edition_with_all_values_missing_says_why(client):
    draft = DraftFactory(slug="1992")
    unit = Unit.objects.get(slug="tra-vinh")
    total = draft.methodology.measures.get(kind="total")
    Ranking.objects.create(edition=draft, unit=unit, measure=total, status=Ranking.Status.NOT_RANKED)
    publish_as_it_is(draft)

    text = words(client.get("/dia-phuong/tra-vinh/1992/"))

    assert "Năm 1992, Trà Vinh tham gia nhưng không xếp hạng." in text


def test_drafts_stay_unseen(client):
    DraftFactory(slug="1993")

    assert client.get("/dia-phuong/tra-vinh/1993/").status_code == 404


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(queries)


def test_profile_asks_as_often_for_three_predecessors_as_for_two(client):
    counts = dict.fromkeys(["da-nang", "ho-chi-minh"])
    for slug in counts:
        counts[slug] = queries_of(client, f"/dia-phuong/{slug}/2024-34/")

    assert Succession.objects.filter(successor__slug="ho-chi-minh").count() == 3
    assert counts["da-nang"] == counts["ho-chi-minh"]


def test_merger_inside_one_unit_set_has_nothing_to_average():
    make_country(3)

    merger = merger_of(lineage_of("made-0"), name="Tỉnh 0")

    assert [relative.name for relative in merger.predecessors] == ["Tỉnh 1"]
    assert not merger.has_story

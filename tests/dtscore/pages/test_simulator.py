import datetime as dt
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dtscore.pages.profile.gains import gains_of
from indicators import frames
from indicators.models import Edition, Methodology, Ranking, Scorecard, ScoringException
from indicators.scoring.parts import parts_of
from indicators.scoring.ranks import competition_ranks
from indicators.scoring.scenarios import scenario_totals
from indicators.scoring.totals import weighted_totals
from indicators.workflow.computing import computed_standings
from indicators.workflow.scores import publish_scores
from provinces.models import Unit
from tests.officers import officer_with
from tests.reading import words
from tests.scored_country import DECISION, small_edition, submission_in

pytestmark = pytest.mark.usefixtures("published_data")

TRA_VINH = "/mo-phong/?don-vi=tra-vinh&ky=2022"


def published(slug):
    return Edition.objects.published().with_rules().get(scorecard__code="dti-cap-tinh", slug=slug)


def gains_in(slug, edition):
    members = frames.members_frame(edition)
    parts, unit = frames.edition_parts(edition), Unit.objects.get(slug=slug)
    return gains_of(parts, edition=edition, members=members, unit_id=unit.pk)


def test_simulator_without_change_shows_what_was_published(client):
    answer = client.get(TRA_VINH)

    text = words(answer)
    assert "Mô phỏng, không phải kết quả công bố." in text
    assert "Chưa thay đổi gì: năm 2022 Trà Vinh đạt 0,6077, xếp hạng 25/63 (theo tính toán)." in text
    assert "Nhận thức số, Thể chế số, Hạ tầng số, Nhân lực số, An toàn thông tin mạng được tính gộp" in text
    assert [row.name for row in answer.context["outcome"].neighbours] == [
        "Phú Thọ", "Hà Nội", "Trà Vinh", "Quảng Ngãi", "Ninh Thuận",
    ]  # fmt: skip
    assert 'name="nhom-chung" value="0,6817"' in answer.text
    assert '<a href="/mo-phong/" aria-current="true">' in answer.text


@pytest.mark.parametrize("slug", ["2022", "2023", "2024-63", "2024-34"])
def test_simulator_without_change_ranks_as_published(slug):
    edition = published(slug)
    parts = frames.edition_parts(edition)

    totals = scenario_totals(parts, unit=parts.values.index[0], moves={})

    ranks = Ranking.objects.of_edition(edition).filter(measure__kind="total").values_list("unit_id", "rank")
    assert totals.equals(parts.totals)
    known = {unit: rank for unit, rank in ranks if rank is not None}
    assert known
    assert competition_ranks(totals).loc[list(known)].to_dict() == known


def test_simulator_equals_a_publication_of_such_values():
    edition = published("2024-34")
    book = frames.rule_book(edition.methodology)
    rules = {"points": book.points, "points_assessed": book.points_assessed}
    rows = Ranking.objects.of_edition(edition)
    # Without printed totals they are what publishing computes from the groups.
    rows.filter(measure__kind="total").delete()
    values = frames.values_frame(edition)
    parts = parts_of(values, totals=weighted_totals(values, **rules), **rules)

    @settings(max_examples=8, phases=[Phase.generate])
    @given(
        st.sampled_from(list(parts.values.index)),
        st.dictionaries(st.sampled_from(list(parts.values)), st.integers(0, 10_000), min_size=1),
    )
    def check(unit, moves):
        before = {code: values.loc[unit, code] for code in moves}
        moved = {code: number / 10_000 for code, number in moves.items()}
        try:
            write(unit, moved)
            computed = computed_standings(edition).xs("DTI", level="measure")
        finally:
            write(unit, before)

        totals = scenario_totals(parts, unit=unit, moves=moved)
        assert totals.round(10).to_dict() == computed["value"].to_dict()
        assert competition_ranks(totals).to_dict() == computed["rank"].to_dict()

    def write(unit, figures):
        for code, value in figures.items():
            rows.filter(unit=unit, measure__code=code).update(value=f"{value:.4f}")

    check()


@pytest.mark.parametrize(("slug", "edition"), [("tra-vinh", "2022"), ("da-nang", "2024-34")])
def test_simulator_gives_the_ranks_that_the_profile_promises(client, slug, edition):
    edition = published(edition)
    cells = [cell for row in gains_in(slug, edition).table.rows for cell in row.cells if cell.url]
    # A page a target is enough.
    for cell in cells[:: max(1, len(cells) // 4)]:
        sentence = client.get(cell.url).context["outcome"].sentence
        rank, change = cell.outcome_text.removeprefix("hạng ").split(", ")
        assert f"xếp hạng {rank}: {change} so với giá trị công bố" in sentence


def test_simulator_takes_own_weights(client):
    weights = {
        "trong-so-nhom-chung": 0,
        "trong-so-KTS_HD": 0,
        "trong-so-XHS_HD": "0",
        "trong-so-CQS_HD": "7,5",
    }

    answer = client.get(f"{TRA_VINH}&{urlencode(weights)}")

    # By digital government alone it has what it was published with there.
    assert "Trà Vinh đạt 0,6350, xếp hạng 29/63" in answer.context["outcome"].sentence
    assert "<details open>" in answer.text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Chọn một đơn vị"),
        ("?don-vi=tra-vih", "Không tìm thấy đơn vị “tra-vih”"),
        ("?don-vi=tra-vinh&ky=1999", "Không có kỳ đánh giá “1999”"),
        ("?don-vi=tra-vinh&ky=2020", "Không có số liệu nào được điền thêm"),
        ("?don-vi=tra-vinh&bo=gi-do", "Không có bộ chỉ số “gi-do”"),
        ("?don-vi=bo-xay-dung", "không có trong kỳ đánh giá nào"),
        ("?don-vi=bo-xay-dung&bo=dti-cap-bo", "Không có số liệu nào được điền thêm"),
        (
            "?don-vi=tra-vinh&ky=2022&CQS_HD=1,2",
            "“1,2” ở Hoạt động chính quyền số không phải là số từ 0 đến 1",
        ),
        ("?don-vi=tra-vinh&ky=2022&nhom-chung=nan&KTS_HD=-1&XHS_HD=1e9", "“nan” ở 5 nhóm nền tảng chung"),
        (
            "?don-vi=tra-vinh&ky=2022&trong-so-nhom-chung=0&trong-so-CQS_HD=0&trong-so-KTS_HD=0&trong-so-XHS_HD=0",
            "Phải có ít nhất một trọng số lớn hơn 0",
        ),
        ("?don-vi=tra-vinh&ky=2022&NL=1", "Nhân lực số nằm trong các nhóm nền tảng chung"),
        ("?don-vi=tra-vinh&ky=2022&cqs_hd=1&trong-so-DTI=2", "tên “cqs_hd”, “trong-so-DTI” trong địa chỉ"),
    ],
)
def test_simulator_answers_odd_addresses_with_a_sentence(client, query, sentence):
    answer = client.get(f"/mo-phong/{query}")

    assert answer.status_code == 200
    assert sentence in words(answer)


@pytest.mark.sqlite_alone
def test_simulator_keeps_what_it_could_not_take_in_its_field(client):
    text = client.get(f"{TRA_VINH}&CQS_HD=1,5&KTS_HD=0.5&trong-so-XHS_HD=xyz").text

    assert 'name="cqs_hd" value="1,5"' in text.casefold()
    assert 'name="kts_hd" value="0,5"' in text.casefold()
    assert 'name="trong-so-xhs_hd" value="xyz"' in text.casefold()
    assert text.count('aria-invalid="true"') == 2
    assert "<details open>" in text


def test_simulator_asks_the_database_seldom(client):
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{TRA_VINH}&CQS_HD=0.7")

    assert len(queries) <= 18


def test_simulator_finds_the_newest_edition_with_parts_however_many_have_none(client):
    with CaptureQueriesContext(connection) as few:
        shown = client.get("/mo-phong/").context["choice"].edition
    days = [shown.period_end + dt.timedelta(days=number) for number in range(1, 31)]
    Edition.objects.bulk_create(
        Edition(
            scorecard=shown.scorecard,
            slug=f"tuan-{day}",
            period=f"{day}",
            period_kind="snapshot",
            period_start=day,
            period_end=day,
            methodology=shown.methodology,
            unit_set=shown.unit_set,
            state="published",
            published_at=timezone.now(),
        )
        for day in days
    )

    with CaptureQueriesContext(connection) as many:
        answer = client.get("/mo-phong/")

    assert len(answer.context["choice"].editions) > 30
    assert answer.context["choice"].edition == shown
    assert len(many) == len(few)


def test_profile_lists_what_is_missing_and_what_it_would_bring(client):
    answer = client.get("/dia-phuong/tra-vinh/2022/")

    text = words(answer)
    assert "Trà Vinh còn thiếu nhiều điểm nhất ở 5 nhóm nền tảng chung: 159,1 trong 500 điểm." in text
    assert (
        "Nâng 5 nhóm nền tảng chung lên mức cao nhất vùng (0,7768) sẽ đưa Trà Vinh lên hạng 8/63 "
        "(tăng 17 bậc)."
    ) in text
    gains = answer.context["gains"]
    assert [row.missing_text for row in gains.table.rows] == ["159,1", "101,4", "73,0", "58,8"]
    assert gains.table.points_badge is None
    assert "/mo-phong/?don-vi=tra-vinh&amp;ky=2022&amp;nhom-chung=0.6860" in answer.text


def test_profile_marks_derived_points_and_names_the_median_first():
    gains = gains_in("tra-vinh", published("2024-63"))

    assert gains.table.points_badge.kind == "derived"
    assert gains.sentences[1] == (
        "Nâng hoạt động xã hội số lên mức trung vị (0,5304) sẽ đưa Trà Vinh lên hạng 38/63 (tăng 5 bậc)."
    )


def test_profile_has_no_next_place_for_the_first_and_no_region_for_the_34():
    edition = published("2024-34")
    first = Ranking.objects.of_edition(edition).get(measure__kind="total", rank=1).unit.slug

    assert gains_in(first, edition).table.headings == ("Để đạt mức trung vị", "Nếu đạt điểm tối đa")


@pytest.mark.parametrize("slug", ["2020", "2021"])
def test_profile_of_a_thin_edition_says_why_nothing_is_told(client, slug):
    text = words(client.get(f"/dia-phuong/tra-vinh/{slug}/"))

    assert f"Với năm {slug} chưa thể tính" in text
    assert "Thử nhiều thay đổi" not in text


def test_profile_of_a_scored_edition_lists_the_indicators_that_lack_the_most(client):
    edition = small_edition()
    # Every group applies to every unit; of Đồi Gió one indicator still does not.
    ScoringException.objects.filter(indicator__code="4.1").delete()
    submission_in(edition, "nui-da").assessments.filter(indicator__code="4.1").update(verified_score=60)
    edition = publish_scores(edition, by=officer_with("publication", scorecard=edition.scorecard), **DECISION)
    provinces = Scorecard.objects.get(code="dti-cap-tinh")
    Methodology.objects.filter(pk=edition.methodology_id).update(scorecard=provinces)
    Edition.objects.filter(pk=edition.pk).update(scorecard=provinces)

    answer = client.get("/dia-phuong/doi-gio/2025/")

    table = answer.context["gains"].indicators
    # 1.1 alone stands for the 100 points of NT: half of its 60 are 50 of them.
    assert [(row.name, row.missing_text) for row in table.rows] == [
        ("3.1", "80,0"), ("1.1", "50,0"), ("4.1", "30,0"), ("2.1", "10,0"),
    ]  # fmt: skip
    assert table.rows[1].cells[0].value_text == "54"
    assert table.rows[1].cells[0].outcome_text == "hạng 1/3, tăng 1 bậc"
    assert "4 chỉ số còn thiếu nhiều điểm nhất" in words(answer)


@pytest.mark.parametrize("typed", ["0.55", "0,55"])
def test_simulator_takes_a_comma_and_a_dot_and_shows_a_comma(client, typed):
    answer = client.get("/mo-phong/", {"don-vi": "tra-vinh", "ky": "2022", "XHS_HD": typed})

    fields = {field.name: field for field in answer.context["scenario"].value_fields}
    assert (fields["XHS_HD"].shown, fields["XHS_HD"].value) == ("0,55", "0.55")
    assert fields["CQS_HD"].shown == "0,6350"
    assert 'value="0,55"' in answer.text


def test_simulator_in_chromium_follows_the_slider_and_keeps_the_address(page):
    page.goto(TRA_VINH)
    number = page.get_by_label("Hoạt động chính quyền số").nth(1)
    slider = page.get_by_label("Hoạt động chính quyền số: thanh trượt")

    slider.focus()
    slider.press("End")
    page.wait_for_url("**&CQS_HD=1")

    assert number.input_value() == "1"
    assert "xếp hạng 7/63" in page.locator("#simulation-answer").inner_text()
    assert "7/63" in page.locator("#simulation .own").first.inner_text()
    # What came after the page was made turns into a chart as well.
    page.locator("#simulation-chart").hover()
    page.wait_for_selector("#simulation-chart .plot .main-svg")
    # A comma and a dot are both taken; the slider follows, and what has no other digit is not moved.
    number.fill("0,75")
    page.wait_for_url("**&CQS_HD=0.75")
    assert slider.input_value() == "0.75"
    number.fill("0.635")
    page.wait_for_url(lambda url: "CQS_HD" not in url or url.endswith("0.635"))
    assert page.locator("#simulation-answer").get_attribute("role") == "status"

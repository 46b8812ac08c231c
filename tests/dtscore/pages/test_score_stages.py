import pytest

from indicators import frames
from indicators.models import Assessment, Edition, Scorecard
from indicators.workflow.scores import publish_scores
from provinces.models import Unit
from tests.officers import officer_with
from tests.scored_country import DECISION, small_edition, submission_in

pytestmark = pytest.mark.django_db
ADDRESS = "/dia-phuong/bien-xanh/"
RANKING = "/xep-hang/small/2025/"


@pytest.fixture
def edition():
    """The small country's edition: of Biển Xanh one indicator was lowered, one raised."""
    edition = small_edition()
    for code, own, reason in (("1.1", 60, "Thiếu hai văn bản"), ("2.1", 50, "Có thêm số liệu")):
        scores = Assessment.objects.filter(
            submission=submission_in(edition, "bien-xanh"), indicator__code=code
        )
        scores.update(self_score=own, verified_reason=reason, changed_by=officer_with("appraisal"))
    return edition


@pytest.fixture
def published(edition):
    publisher = officer_with("publication", scorecard=edition.scorecard)
    publish_scores(edition, by=publisher, **DECISION)
    return Edition.objects.with_rules().get(pk=edition.pk)


def test_stages_frame_holds_no_unpublished_score(edition):
    unit = submission_in(edition, "bien-xanh").unit_id

    assert frames.stages_frame(edition, unit_id=unit).empty


def test_stages_frame_leaves_out_what_does_not_apply(published):
    unit = submission_in(published, "doi-gio").unit_id

    frame = frames.stages_frame(published, unit_id=unit)

    assert list(frame["code"]) == ["1.1", "2.1", "3.1", "4.1"]
    assert list(frame["final"]) == [30, 90, 120, 70]


@pytest.mark.each_database
def test_profile_shows_each_stage_by_group_with_the_reasons(client, published):
    page = client.get(ADDRESS, {"bo": "small"})

    stages = page.context["stages"]
    assert [(row.name, row.own, row.final, row.difference) for row in stages.rows[:3]] == [
        ("NT", "90", "80", "−10 (hạ)"),
        ("HT", "50", "60", "+10 (nâng)"),
        ("CQS_HD", "140", "140", "không đổi"),
    ]
    assert [row.reason for row in stages.adjusted] == ["Thiếu hai văn bản", "Có thêm số liệu"]
    assert "Tự đánh giá 370 điểm, công bố 370/500 điểm." in page.content.decode()
    assert "12/QĐ-UBND" in stages.how


def test_profile_names_no_officer(client, published):
    text = client.get(ADDRESS, {"bo": "small"}).content.decode()

    assert "Thiếu hai văn bản" in text
    assert "can-bo" not in text
    assert "@" not in text.partition("<main")[2]


def test_profile_of_an_edition_without_officers_scores_stays_as_it_was(client, published_data):
    page = client.get("/dia-phuong/tra-vinh/2022/")

    assert page.context["stages"] is None
    assert "stages-heading" not in page.content.decode()


@pytest.mark.each_database
def test_ranking_lists_who_gave_itself_more_and_the_averages(client, published):
    Assessment.objects.filter(submission=submission_in(published, "doi-gio"), indicator__code="3.1").update(
        self_score=125.5
    )

    page = client.get(f"{RANKING}?tab=tham-dinh")

    table = page.context["table"]
    assert [head.label for head in table.heads[5:]] == ["NT", "HT", "CQS_HD", "XHS_HD"]
    rows = [[cell.text for cell in row.cells] for row in table.parts[0].rows]
    assert [row[0] for row in rows] == ["Đồi Gió", "Biển Xanh", "Núi Đá"]
    assert rows[0][3:] == ["+5,5", "1", "0", "0", "+5,5", "0"]
    assert rows[1][3:] == ["0", "2", "+10", "−10", "0", "0"]
    text = page.content.decode()
    assert "1 đơn vị tự chấm cao hơn, 0 đơn vị tự chấm thấp hơn, 2 đơn vị bằng nhau; " in text
    assert f'{ADDRESS}2025/?bo=small#stages-heading"' in text
    assert "Trung bình toàn bộ đơn vị" in text
    [average] = table.averages
    assert all(cell.badge.text == "tính toán" for cell in average.cells if cell.text and not cell.is_head)
    assert "can-bo" not in text


def test_ranking_of_an_edition_without_officers_scores_says_so(client, published_data):
    page = client.get("/xep-hang/dti-cap-tinh/2022/?tab=tham-dinh")

    assert "Với năm 2022, điểm tự đánh giá bên cạnh điểm thẩm định" in page.content.decode()
    assert [head.label for head in page.context["table"].heads][:1] == ["Hạng"]


def test_points_of_a_group_that_applies_in_part_are_scaled_as_published(client, published):
    page = client.get("/dia-phuong/doi-gio/", {"bo": "small"})

    rows = {row.name: (row.own, row.final, row.maximum) for row in page.context["stages"].rows}
    text = page.content.decode()
    assert rows["NT"] == ("50", "50", "100")
    assert page.context["stages"].total.final == "330"
    assert "Ở NT, điểm của các chỉ số áp dụng cho đơn vị được quy đổi ra thang điểm của cả nhóm" in text


@pytest.mark.each_database
def test_communes_have_profiles_like_provinces(client, published):
    Scorecard.objects.filter(code="small").update(level=Unit.Level.COMMUNE)
    Unit.objects.filter(slug="nui-da").update(level=Unit.Level.COMMUNE)
    Unit.objects.filter(slug="bien-xanh").update(level=Unit.Level.COMMUNE)

    profile = client.get("/xa-phuong/bien-xanh/")
    ranking = client.get(RANKING)
    found = client.get("/", {"tim": "bien xanh"})

    address = "/xa-phuong/bien-xanh/2025/?bo=small"
    assert profile.context["stages"].adjusted[0].reason == "Thiếu hai văn bản"
    assert f'href="{address}"' in ranking.content.decode()
    assert client.get(address).context["edition"] == published
    assert found.url == "/xa-phuong/bien-xanh/"
    assert client.get("/so-sanh/?bo=small&don-vi=bien-xanh&don-vi=nui-da").context["choice"].is_comparable
    assert client.get("/dia-phuong/bien-xanh/").status_code == 404
    assert client.get("/quan-huyen/bien-xanh/").status_code == 404


def test_year_leads_to_its_only_edition_in_the_scorecard_that_was_asked_for(client, published):
    Edition.objects.filter(pk=published.pk).update(slug="2025-nho")

    answer = client.get("/dia-phuong/bien-xanh/2025/?bo=small&cua-toi=bien-xanh", follow=True)

    assert answer.redirect_chain == [("/dia-phuong/bien-xanh/2025-nho/?bo=small&cua-toi=bien-xanh", 302)]
    assert answer.context["edition"] == published


def test_province_that_another_scorecard_alone_measured_is_shown_by_that(client, published):
    assert client.get(ADDRESS).context["edition"] == published
    assert client.get(f"{ADDRESS}2025/").context["edition"] == published
    assert "khong-co" in client.get(f"{ADDRESS}?bo=khong-co").content.decode()


def test_district_has_a_profile(client, published):
    Scorecard.objects.filter(code="small").update(level=Unit.Level.DISTRICT)
    Unit.objects.filter(slug="bien-xanh").update(level=Unit.Level.DISTRICT)

    assert client.get("/quan-huyen/bien-xanh/2025/?bo=small").context["edition"] == published

import datetime as dt
from decimal import Decimal

import pytest

from indicators.models import Assessment, Edition, Ranking, ScoringException, Submission, SubmissionEvent
from indicators.models.editions import PublishedRowError
from indicators.workflow import WorkflowError
from indicators.workflow.publishing import COMPUTED_FIELDS, compute
from indicators.workflow.scored_values import scored_values
from indicators.workflow.scores import publish_scores
from provinces.models import Source, Unit
from tests import small_country
from tests.factories import OfficerFactory
from tests.officers import officer_with
from tests.scored_country import DECISION, small_edition, submission_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(small_edition_once, db):
    return small_edition_once()


@pytest.fixture
def publisher(edition):
    return officer_with("publication", scorecard=edition.scorecard)


def rows_by(edition, code):
    rows = edition.rankings.filter(measure__code=code).select_related("unit")
    return {row.unit.slug: row for row in rows}


def values_by(edition, code):
    return {slug: row.value and float(row.value) for slug, row in rows_by(edition, code).items()}


def ranks_by(edition, code):
    return {slug: row.rank for slug, row in rows_by(edition, code).items()}


def unrank(submission):
    Submission.objects.filter(pk=submission.pk).update(is_ranked=False, unranked_reason="Mới thành lập.")


def test_publish_scores_of_the_small_country(edition, publisher):
    publish_scores(edition, by=publisher, **DECISION)

    assert values_by(edition, "DTI") == small_country.EXPECTED_ASSESSED_TOTALS
    assert ranks_by(edition, "DTI") == small_country.EXPECTED_ASSESSED_RANKS
    assert values_by(edition, "CQS") == small_country.EXPECTED_CQS
    assert ranks_by(edition, "CQS") == small_country.EXPECTED_CQS_RANKS
    assert values_by(edition, "NT") == {"bien-xanh": 0.8, "doi-gio": 0.5, "nui-da": 0.6}


def test_publish_scores_leaves_missing_what_does_not_apply_and_ranks_nobody_by_it(edition, publisher):
    publish_scores(edition, by=publisher, **DECISION)

    nui_da = rows_by(edition, "XHS_HD")["nui-da"]
    assert (nui_da.value, nui_da.status) == (None, Ranking.Status.NOT_PUBLISHED)
    assert nui_da.note == "Không có chỉ số nào áp dụng cho đơn vị."
    assert set(ranks_by(edition, "XHS_HD").values()) == {None}


def test_publish_scores_agrees_with_what_publishing_computes(edition, publisher):
    publish_scores(edition, by=publisher, **DECISION)

    for row in edition.rankings.all():
        assert row.computed_rank == row.rank
        assert row.computed_value == pytest.approx(row.value)
    assert {slug: row.computed_regional_rank for slug, row in rows_by(edition, "DTI").items()} == (
        small_country.EXPECTED_REGIONAL_RANKS
    )


def test_publish_scores_names_the_decision_everywhere(edition, publisher):
    published = publish_scores(edition, by=publisher, **DECISION, published_on=dt.date(2026, 3, 5))

    source = Source.objects.get(number="12/QĐ-UBND")
    assert source.issued_on == published.decision_date == DECISION["decision_date"]
    assert "12/QĐ-UBND" in source.title
    assert "02/03/2026" in source.title
    assert (published.decision_number, published.source) == ("12/QĐ-UBND", source)
    assert published.published_on == dt.date(2026, 3, 5)
    figures = edition.rankings.exclude(value=None)
    assert set(figures.values_list("value_source", "value_basis")) == {(source.pk, "published")}
    ranks = edition.rankings.exclude(rank=None)
    assert set(ranks.values_list("rank_source", "rank_basis")) == {(source.pk, "published")}


def test_publish_scores_finds_the_source_of_the_decision(edition, publisher):
    known = Source.objects.create(
        code="quyet-dinh-12", title="Quyết định 12", number="12/QĐ-UBND", issued_on=dt.date(2026, 3, 2)
    )

    assert publish_scores(edition, by=publisher, **DECISION).source == known


def test_publish_scores_freezes_scores_and_submissions(edition, publisher):
    published = publish_scores(edition, by=publisher, **DECISION)

    assert published.state == Edition.State.PUBLISHED
    assert published.unit_count == 3
    assert set(edition.submissions.values_list("state", flat=True)) == {Submission.State.PUBLISHED}
    scores = Assessment.objects.filter(submission__edition=edition)
    assert all(score.final_score == score.verified_score for score in scores)
    events = SubmissionEvent.objects.filter(submission__edition=edition)
    assert set(events.values_list("act", "from_state", "to_state", "reason", "acted_by")) == {
        ("publish", "approved", "published", "12/QĐ-UBND", publisher.pk)
    }
    with pytest.raises(PublishedRowError):
        edition.rankings.first().save()


def test_publish_scores_lists_who_is_not_ranked_apart(edition, publisher):
    unrank(submission_in(edition, "bien-xanh"))

    published = publish_scores(edition, by=publisher, **DECISION)

    bien_xanh = rows_by(edition, "DTI")["bien-xanh"]
    assert (bien_xanh.status, bien_xanh.rank) == (Ranking.Status.NOT_RANKED, None)
    assert (bien_xanh.value, bien_xanh.note) == (Decimal("0.74"), "Mới thành lập.")
    assert published.unit_count == 2
    assert ranks_by(edition, "DTI") == {"bien-xanh": None, "doi-gio": 2, "nui-da": 1}
    assert {slug: row.computed_rank for slug, row in rows_by(edition, "DTI").items()} == {
        "bien-xanh": None,
        "doi-gio": 2,
        "nui-da": 1,
    }


def test_publish_scores_does_not_wait_for_who_is_not_ranked(edition, publisher):
    submission = submission_in(edition, "bien-xanh")
    unrank(submission)
    Submission.objects.filter(pk=submission.pk).update(state=Submission.State.DRAFT)

    publish_scores(edition, by=publisher, **DECISION)

    assert rows_by(edition, "DTI")["bien-xanh"].value is None
    assert not submission.assessments.exclude(final_score=None).exists()


def test_publish_scores_ranks_before_rounding(edition, publisher):
    """0.660002 and 0.66 print alike; the first is better all the same."""
    score = submission_in(edition, "doi-gio").assessments.get(indicator__code="2.1")
    Assessment.objects.filter(pk=score.pk).update(verified_score="90.001")
    nui_da = submission_in(edition, "nui-da")
    for code, points in {"1.1": 30, "1.2": 20, "2.1": 84}.items():
        nui_da.assessments.filter(indicator__code=code).update(verified_score=points)

    publish_scores(edition, by=publisher, **DECISION)

    rows = rows_by(edition, "DTI")
    assert {slug: row.value_text for slug, row in rows.items()} == {
        "bien-xanh": "0.7400",
        "doi-gio": "0.6600",
        "nui-da": "0.6600",
    }
    assert (rows["doi-gio"].rank, rows["nui-da"].rank) == (2, 3)
    assert (rows["doi-gio"].computed_rank, rows["nui-da"].computed_rank) == (2, 3)


def test_publish_scores_lets_those_who_scored_alike_share_a_rank(edition, publisher):
    ScoringException.objects.filter(unit__slug="nui-da").delete()
    submission_in(edition, "nui-da").assessments.filter(indicator__code="4.1").update(verified_score=60)

    publish_scores(edition, by=publisher, **DECISION)

    assert ranks_by(edition, "DTI") == small_country.EXPECTED_RANKS


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        ({"decision_number": " "}, "số quyết định"),
        ({"decision_date": None}, "ngày quyết định"),
        ({"decision_number": "1" * 121}, "quá dài"),
        ({"published_on": dt.date(2026, 3, 1)}, "trước ngày"),
    ],
    ids=["number", "date", "long number", "published before"],
)
def test_publish_scores_asks_for_the_decision(edition, publisher, decision, sentence):
    with pytest.raises(WorkflowError, match=sentence):
        publish_scores(edition, by=publisher, **{**DECISION, **decision})

    assert not edition.rankings.exists()


@pytest.mark.parametrize("state", [state for state in Submission.State if state != "approved"])
def test_publish_scores_names_who_is_not_approved(edition, publisher, state):
    edition.submissions.filter(unit__slug="nui-da").update(state=state)

    with pytest.raises(WorkflowError, match=r"1 đơn vị .*: Núi Đá\.$"):
        publish_scores(edition, by=publisher, **DECISION)

    edition.refresh_from_db()
    assert edition.state == Edition.State.SCORING
    assert not Assessment.objects.filter(submission__edition=edition).exclude(final_score=None).exists()


def test_publish_scores_names_who_lacks_a_score(edition, publisher):
    submission_in(edition, "doi-gio").assessments.filter(indicator__code="2.1").update(verified_score=None)

    with pytest.raises(WorkflowError, match=r"Đồi Gió\.$"):
        publish_scores(edition, by=publisher, **DECISION)


def test_publish_scores_refuses_a_rule_book_whose_points_are_not_known(edition, publisher):
    edition.methodology.measures.filter(code="2.1").update(max_points=None)

    with pytest.raises(WorkflowError, match=r"2\.1\.$"):
        publish_scores(edition, by=publisher, **DECISION)


@pytest.mark.parametrize("is_ranked", [True, False], ids=["ranked", "not ranked"])
def test_publish_scores_names_whose_score_is_above_the_maximum(edition, publisher, is_ranked):
    if not is_ranked:
        unrank(submission_in(edition, "bien-xanh"))
    edition.methodology.measures.filter(code="3.1").update(max_points=139)

    with pytest.raises(WorkflowError, match=r"vượt điểm tối đa: 3\.1\."):
        publish_scores(edition, by=publisher, **DECISION)

    assert not edition.rankings.exists()


def test_publish_scores_takes_the_maximum_itself(edition, publisher):
    edition.methodology.measures.filter(code="3.1").update(max_points=140)

    assert publish_scores(edition, by=publisher, **DECISION).state == Edition.State.PUBLISHED


@pytest.mark.parametrize("is_ranked", [True, False], ids=["ranked", "not ranked"])
def test_publish_scores_names_who_was_taken_out_of_the_set(edition, publisher, is_ranked):
    gone = submission_in(edition, "nui-da")
    if not is_ranked:
        unrank(gone)
        Submission.objects.filter(pk=gone.pk).update(state=Submission.State.DRAFT)
    edition.unit_set.members.filter(unit=gone.unit).delete()

    with pytest.raises(WorkflowError, match=r"không còn trong danh sách .*: Núi Đá\."):
        publish_scores(edition, by=publisher, **DECISION)

    assert not edition.rankings.exists()


def test_publish_scores_refuses_a_rule_book_without_a_total(edition, publisher):
    edition.methodology.measures.filter(code="DTI").delete()

    with pytest.raises(WorkflowError, match="Nước nhỏ"):
        publish_scores(edition, by=publisher, **DECISION)


def test_publish_scores_refuses_an_edition_that_nobody_hands_in_for(edition, publisher):
    Assessment.objects.all().delete()
    edition.submissions.all().delete()

    with pytest.raises(WorkflowError):
        publish_scores(edition, by=publisher, **DECISION)


def test_publish_scores_refuses_the_second_of_two(edition, publisher):
    stale = Edition.objects.get(pk=edition.pk)
    publish_scores(edition, by=publisher, **DECISION)

    with pytest.raises(WorkflowError):
        publish_scores(stale, by=publisher, **DECISION)

    assert SubmissionEvent.objects.filter(submission__edition=edition).count() == 3


@pytest.mark.sqlite_alone
@pytest.mark.parametrize("role", ["entry", "unit_approval", "appraisal", "administration", "viewing"])
def test_publish_scores_permission_of_other_roles_is_refused(edition, role):
    unit = "bien-xanh" if role in {"entry", "unit_approval"} else None
    officer = officer_with(role, unit=unit, scorecard=edition.scorecard)

    with pytest.raises(WorkflowError):
        publish_scores(edition, by=officer, **DECISION)


def test_publish_scores_permission_elsewhere_is_refused(edition):
    publisher = officer_with("publication", scorecard=small_edition(slug="2024").scorecard)
    publisher.assignments.update(scorecard=None, unit=Unit.objects.get(slug="nui-da"))

    with pytest.raises(WorkflowError):
        publish_scores(edition, by=publisher, **DECISION)


def test_publish_scores_permission_of_an_account_is_enough(edition):
    officer = OfficerFactory(permissions=["indicators.publish_scores"])

    assert publish_scores(edition, by=officer, **DECISION).state == Edition.State.PUBLISHED


def test_publish_scores_counts_changes_from_the_edition_before(publisher, edition):
    former = small_edition(slug="2024")
    publish_scores(former, by=publisher, **DECISION)
    submission_in(edition, "nui-da").assessments.filter(indicator__code="2.1").update(verified_score=40)

    publish_scores(edition, by=publisher, **DECISION)

    changes = {slug: row.computed_change for slug, row in rows_by(edition, "DTI").items()}
    assert changes == {"bien-xanh": 0, "doi-gio": 1, "nui-da": -1}


def test_publish_scores_writes_what_computing_anew_would(publisher, edition):
    """The columns are filled with the rows, for speed; computing them from the stored rows agrees."""
    former = small_edition(slug="2024")
    publish_scores(former, by=publisher, **DECISION)
    unrank(submission_in(edition, "doi-gio"))
    publish_scores(edition, by=publisher, **DECISION)
    columns = ["unit", "measure", "status", *COMPUTED_FIELDS]
    written = sorted(edition.rankings.values_list(*columns))

    compute(Edition.objects.with_rules().get(pk=edition.pk))

    assert sorted(edition.rankings.values_list(*columns)) == written


@pytest.mark.sqlite_alone
@pytest.mark.parametrize(
    ("score", "printed"),
    [("40.0250", "0.6701"), ("40.0249", "0.6700"), ("40.0251", "0.6701"), ("40.0000", "0.6700")],
)
def test_publish_scores_prints_half_up(edition, publisher, score, printed):
    """Biển Xanh: (80 + 40.025 + 140 + 75) / 500 is 0.67005, a half."""
    scores = submission_in(edition, "bien-xanh").assessments
    scores.filter(indicator__code="4.1").update(verified_score=75)
    scores.filter(indicator__code="2.1").update(verified_score=score)

    publish_scores(edition, by=publisher, **DECISION)

    assert rows_by(edition, "DTI")["bien-xanh"].value_text == printed


def test_exceptions_made_later_do_not_touch_what_is_published(edition, publisher):
    ScoringException.objects.filter(indicator__code="4.1").update(reason="Chưa có.")
    submission_in(edition, "nui-da").assessments.filter(indicator__code="4.1").update(verified_score=60)
    publish_scores(edition, by=publisher, **DECISION)
    before = values_by(edition, "DTI")
    indicator = edition.methodology.measures.get(code="2.1")

    ScoringException.objects.all().delete()
    ScoringException.objects.create(
        indicator=indicator, unit=Unit.objects.get(slug="bien-xanh"), reason="Mới."
    )
    published = Edition.objects.with_rules().get(pk=edition.pk)
    compute(published)

    rows = rows_by(edition, "DTI")
    assert {slug: float(row.computed_value) for slug, row in rows.items()} == pytest.approx(before)
    slugs = dict(Unit.objects.values_list("pk", "slug"))
    for stage in ("self", "verified", "final"):
        scores = scored_values(published, stage=stage)["DTI"].rename(slugs)
        assert scores.to_dict() == pytest.approx(before)


def test_scored_values_tell_what_each_stage_comes_to(edition):
    self_scores = scored_values(edition, stage="self")

    assert set(self_scores.columns) == {"DTI", "CQS", *small_country.POINTS}
    assert list(self_scores["DTI"]) == pytest.approx(list(small_country.EXPECTED_ASSESSED_TOTALS.values()))
    assert scored_values(edition, stage="final")["DTI"].isna().all()

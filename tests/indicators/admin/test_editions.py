"""Making and describing draft editions by hand."""

import pytest
from django.urls import reverse

from indicators.models import Edition, Methodology
from provinces.models import UnitSet
from tests.indicators.admin.test_published_rows import address, edition_form


def new_edition(published, **changed):
    data = edition_form(published) | {
        "slug": "2026",
        "period": "2026",
        "decision_date": "",
        "published_on": "",
    }
    return data | {"period_start": "01/01/2026", "period_end": "31/12/2026", "note": ""} | changed


def errors_of(answer):
    return list(answer.context["adminform"].form.errors) if answer.status_code == 200 else []


@pytest.mark.each_database
def test_edition_made_by_hand_is_a_first_draft(administrator, published):
    forged = {"state": "published", "revision": 9, "published_at_0": "01/01/2026", "published_at_1": "00:00"}

    answer = administrator.post(address("edition", "add"), new_edition(published) | forged)

    edition = Edition.objects.get(slug="2026")
    assert errors_of(answer) == []
    assert (edition.state, edition.revision, edition.published_at) == (Edition.State.DRAFT, 1, None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        pytest.param({"slug": "2022"}, "slug", id="edition that exists"),
        pytest.param({"slug": "2026 !"}, "slug", id="no slug"),
        pytest.param({"period_end": "31/12/2025"}, "__all__", id="ends before it starts"),
        pytest.param({"period_end": "31/02/2026"}, "period_end", id="no day"),
        pytest.param({"unit_count": "0"}, "__all__", id="no units"),
        pytest.param({"unit_count": "-1"}, "unit_count", id="fewer than no units"),
        pytest.param({"scorecard": ""}, "scorecard", id="no scorecard"),
    ],
)
def test_edition_that_breaks_a_rule_is_refused_in_words(administrator, published, changed, field):
    answer = administrator.post(address("edition", "add"), new_edition(published, **changed))

    assert errors_of(answer) == [field]


def test_edition_of_a_foreign_methodology_and_unit_set_is_refused(administrator, published):
    changed = {
        "methodology": Methodology.objects.get(scorecard__code="dti-cap-bo", code="qd-922").pk,
        "unit_set": UnitSet.objects.get(code="bo-co-dvc").pk,
    }

    answer = administrator.post(address("edition", "add"), new_edition(published, **changed))

    assert errors_of(answer) == ["methodology", "unit_set"]


def test_draft_with_rows_keeps_what_they_rely_on(administrator, draft):
    data = edition_form(draft) | {"slug": "1900", "unit_count": 34, "decision_number": "1/QĐ-BTTTT"}
    data |= {"unit_set": UnitSet.objects.get(code="34").pk, "decision_date": "12/07/2023"}

    administrator.post(address("edition", "change", draft.pk), data)

    after = Edition.objects.get(pk=draft.pk)
    assert (after.slug, after.unit_set) == (draft.slug, draft.unit_set)
    assert (after.decision_number, after.unit_count) == ("1/QĐ-BTTTT", 34)
    assert (after.decision_date.day, after.decision_date.month) == (12, 7)


def test_draft_with_rows_keeps_its_period(administrator, draft):
    moved = {
        "period": "1900",
        "period_start": "01/01/1900",
        "period_end": "31/12/1900",
        "period_kind": "week",
    }

    administrator.post(address("edition", "change", draft.pk), edition_form(draft) | moved)

    after = Edition.objects.get(pk=draft.pk)
    assert (after.period, after.period_kind) == (draft.period, draft.period_kind)
    assert (after.period_start, after.period_end) == (draft.period_start, draft.period_end)


def test_edition_that_holds_a_rank_counts_as_many_units(administrator, draft):
    answer = administrator.post(
        address("edition", "change", draft.pk), edition_form(draft) | {"unit_count": "24"}
    )

    assert errors_of(answer) == ["unit_count"]


def test_revision_keeps_its_address(administrator, revision):
    data = edition_form(revision) | {"slug": "1900", "decision_number": "1/QĐ-BTTTT"}

    administrator.post(address("edition", "change", revision.pk), data)

    after = Edition.objects.get(pk=revision.pk)
    assert (after.slug, after.decision_number) == ("2022", "1/QĐ-BTTTT")


@pytest.mark.each_database
def test_rule_that_only_the_database_knows_is_told_in_words(administrator, published, monkeypatch):
    """Two officers make the same edition at once: the form of the second has not seen the first's."""
    from indicators.admin.forms import EditionForm

    monkeypatch.setattr(EditionForm, "clean", lambda form: form.cleaned_data)

    answer = administrator.post(address("edition", "add"), new_edition(published, slug="2022"), follow=True)

    assert answer.status_code == 200
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


@pytest.mark.each_database
def test_edition_is_found_by_the_name_of_its_scorecard(administrator, published):
    answer = administrator.get(
        reverse("admin:indicators_edition_changelist"), {"q": "chi so chuyen doi so cap bo"}
    )

    assert {row.scorecard.code for row in answer.context["cl"].result_list} == {"dti-cap-bo"}

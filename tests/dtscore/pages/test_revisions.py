from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dtscore.pages.revisions import corrections, revision_note
from indicators.models import Edition
from indicators.workflow import open_revision, publish
from provinces.models import Source
from tests.reading import words

PAGES = [
    "/xep-hang/dti-cap-tinh/2022/?tab=ban-do",
    "/dia-phuong/tra-vinh/2022/",
    "/nhom-chi-so/dti-cap-tinh/HT/2022/",
    "/so-sanh/?don-vi=tra-vinh&don-vi=binh-phuoc&ky=2022",
]


def corrected(edition, **fields) -> Edition:
    """Publish a revision in which the infrastructure of Trà Vinh has other figures."""
    draft = open_revision(edition)
    row = draft.rankings.get(unit__slug="tra-vinh", measure__code="HT")
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return publish(draft)


@pytest.fixture
def edition(published_data):
    return Edition.objects.published().with_rules().get(scorecard__code="dti-cap-tinh", slug="2022")


@pytest.fixture
def revised(edition):
    return corrected(edition, value=Decimal("0.7"), value_text="0.7000")


def test_every_page_of_a_revised_edition_says_so_and_only_the_ranking_compares(client, revised):
    today = timezone.localdate(revised.published_at).strftime("%d/%m/%Y")
    both = f"IN ({revised.replaces_id}, {revised.pk})"

    for address in PAGES:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert f"Bản sửa đổi lần 1, công bố ngày {today}. 1 số liệu khác bản trước" in words(answer)
        assert 'href="/xep-hang/dti-cap-tinh/2022/#sua-doi"' in answer.text
        # What fetches the rows of both editions.
        comparisons = [query for query in queries if both in query["sql"]]
        assert len(comparisons) == (1 if address == PAGES[0] else 0), address


@pytest.mark.parametrize("address", PAGES)
def test_no_page_of_an_edition_as_first_published_speaks_of_a_revision(client, edition, address):
    assert "Bản sửa đổi" not in words(client.get(address))


def test_overview_says_that_the_newest_edition_is_revised(client, published_data):
    newest = Edition.objects.published().of_scorecard("dti-cap-tinh").newest_first().first()
    publish(open_revision(newest))

    assert "Bản sửa đổi lần 1, công bố ngày" in words(client.get("/"))


def test_ranking_lists_what_a_revision_changed(client, revised):
    answer = client.get("/xep-hang/dti-cap-tinh/2022/")

    text = words(answer)
    assert 'id="sua-doi"' in answer.text
    assert "Trà Vinh Hạ tầng số 0,6540 0,7000" in text


def test_revision_published_before_corrections_were_counted_is_counted_now(client, revised):
    Edition.objects.filter(pk=revised.pk).update(computed_corrections=None)

    assert "1 số liệu khác bản trước" in words(client.get("/dia-phuong/tra-vinh/2022/"))


def test_corrections_name_a_change_of_the_source_alone(edition):
    source = Source.objects.exclude(pk=edition.source_id).first()

    [row] = corrections(corrected(edition, value_source=source)).rows

    assert (row.former, row.new, row.besides) == ("0,6540", "0,6540", "nguồn của giá trị")


def test_corrections_count_from_the_revision_before(revised):
    twice = corrected(revised, rank=24, rank_basis="published")

    [row] = corrections(twice).rows
    assert revision_note(twice).text.startswith("Bản sửa đổi lần 2")
    assert (row.former, row.new) == ("0,7000", "0,7000 (24/63)")


def test_corrections_of_an_untouched_revision_say_that_nothing_differs(client, edition):
    same = publish(open_revision(edition))

    assert corrections(same).rows == ()
    assert "Không số liệu nào khác bản trước" in words(client.get("/xep-hang/dti-cap-tinh/2022/"))


def test_corrections_of_a_row_taken_out_read_a_dash(edition):
    draft = open_revision(edition)
    draft.rankings.get(unit__slug="tra-vinh", measure__code="HT").delete()

    [row] = corrections(publish(draft)).rows

    assert (row.subject, row.former, row.new) == ("Trà Vinh", "0,6540", "–")


def test_corrections_tell_averages_and_leaders(edition):
    draft = open_revision(edition)
    leaders = draft.leader_lists.get(measure__code="NL")
    leaders.units.remove(leaders.units.get(slug="tra-vinh"))
    draft.benchmarks.create(
        measure=leaders.measure, value=Decimal("0.1234"), value_text="0.1234", source=leaders.source
    )

    rows = corrections(publish(draft)).rows

    assert [(row.former, row.new) for row in rows] == [("–", "0,1234"), ("Trà Vinh", "–")]

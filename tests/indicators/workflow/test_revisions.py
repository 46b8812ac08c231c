import pytest

from indicators.models import Edition, Ranking
from indicators.workflow import WorkflowError, discard_draft, open_revision, publish
from provinces.models import Unit


def rows_of(edition):
    columns = [
        "unit__slug",
        "measure__code",
        "value",
        "value_text",
        "rank",
        "change",
        "regional_rank",
        "note",
    ]
    return sorted(edition.rankings.stated().values_list(*columns), key=str)


def lists_of(edition):
    return sorted(edition.leader_lists.values_list("measure__code", "units__slug", "source__code"))


def test_open_revision_copies_every_row(published, revision):
    assert rows_of(revision) == rows_of(published)
    assert lists_of(revision) == lists_of(published) != []
    assert sorted(revision.benchmarks.values_list("measure", "value")) == sorted(
        published.benchmarks.values_list("measure", "value")
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"note": "Không được đánh giá."},
        {"change": 1},
        {"regional_rank": 2, "regional_count": 13},
        {"regional_count": 13},
        {"regional_change": -1},
    ],
    ids=str,
)
def test_open_revision_copies_a_row_without_value_and_rank(published, fields):
    unit, measure = Unit.objects.get(slug="tra-vinh"), published.methodology.measures.get(code="TC")
    status = Ranking.Status.NOT_PUBLISHED
    row = Ranking(edition=published, unit=unit, measure=measure, status=status, **fields)
    Ranking.objects.bulk_create([row])

    copy = open_revision(published).rankings.get(unit=unit, measure=measure)

    assert {name: getattr(copy, name) for name in fields} == fields


def test_open_revision_leaves_out_what_only_we_computed(published, revision):
    stated = revision.rankings.count()
    publish(revision)

    assert revision.rankings.count() > stated
    assert open_revision(revision).rankings.count() == stated


def test_open_revision_names_what_it_replaces(published, revision):
    assert (revision.replaces, revision.revision, revision.state) == (published, 2, Edition.State.DRAFT)
    assert revision.published_at is None


def test_open_revision_refuses_a_second_draft(published, revision):
    with pytest.raises(WorkflowError):
        open_revision(published)


def test_open_revision_refuses_a_draft(revision):
    with pytest.raises(WorkflowError):
        open_revision(revision)


def test_publish_of_a_revision_supersedes_and_keeps_the_former_readable(published, revision):
    before = rows_of(published)
    row = revision.rankings.get(unit__slug="tra-vinh", measure__kind="total")
    row.value = "0.6177"
    row.save()

    publish(revision)

    former = Edition.objects.get(pk=published.pk)
    assert former.state == Edition.State.SUPERSEDED
    assert rows_of(former) == before
    assert list(Edition.objects.published().filter(scorecard=published.scorecard, slug="2022")) == [revision]


def test_publish_of_a_revision_can_itself_be_revised(revision):
    publish(revision)

    third = open_revision(revision)

    assert (third.revision, third.replaces) == (3, revision)


def test_discard_draft_leaves_what_is_published(published, revision):
    before = rows_of(published)

    discard_draft(revision)

    assert not Edition.objects.filter(pk=revision.pk).exists()
    assert rows_of(published) == before


def test_discard_draft_refuses_what_is_published(published):
    with pytest.raises(WorkflowError):
        discard_draft(published)

    assert Edition.objects.filter(pk=published.pk).exists()


def test_discard_draft_refuses_what_is_superseded(published, revision):
    publish(revision)

    with pytest.raises(WorkflowError):
        discard_draft(published)

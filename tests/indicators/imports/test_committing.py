from decimal import Decimal

import pytest

from indicators.imports.committing import commit
from indicators.imports.comparison import compare
from indicators.imports.staging import stage
from indicators.models import Edition
from tests.indicators.imports.made_imports import figure, make_batch, rows_of

pytestmark = pytest.mark.usefixtures("published_data")


def bring_in(*figures, **fields):
    batch = make_batch(**fields)
    stage(batch, figures)
    compare(batch)
    return commit(batch, user=None)


def test_commit_makes_missing_edition():
    result = bring_in(figure("ha-giang", value="0.5", rank=3), figure("hau-giang", rank=4))
    [draft] = result.editions
    assert (draft.slug, draft.state, draft.unit_count) == ("1999", Edition.State.DRAFT, 63)
    assert result.is_written
    row = draft.rankings.get(unit__slug="ha-giang")
    assert (row.value, row.value_text, row.value_basis, row.rank) == (Decimal("0.5"), "0.5", "published", 3)
    assert row.value_source == row.rank_source == result.batch.source
    row = draft.rankings.get(unit__slug="hau-giang")
    assert (row.value, row.value_basis, row.value_source, row.rank) == (None, "", None, 4)


def test_commit_revises_published_edition():
    before = rows_of("2022")
    result = bring_in(figure("ha-giang", slug="2022", value="0.5"), slug="2022")
    [draft] = result.editions
    assert draft.replaces.state == Edition.State.PUBLISHED
    after = rows_of("2022")
    assert len(after) == len(before)
    [place] = [place for place in before if before[place] != after[place]]
    assert after[place]["value"] == Decimal("0.5")
    assert after[place]["rank"] == before[place]["rank"]
    assert after[place]["rank_source_id"] == before[place]["rank_source_id"]

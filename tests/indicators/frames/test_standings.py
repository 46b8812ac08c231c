import pandas as pd
import pytest

from indicators import frames
from indicators.models import Edition, Ranking
from indicators.workflow import publish
from provinces.models import Unit, UnitSet

pytestmark = pytest.mark.django_db


def edition(slug: str, scorecard: str = "dti-cap-tinh") -> Edition:
    return Edition.objects.published().of_scorecard(scorecard).with_rules().get(slug=slug)


@pytest.mark.parametrize(
    ("slug", "unit", "name", "type_"),
    [
        ("2022", "hue", "Thừa Thiên Huế", "tinh"),
        ("2024-63", "hue", "Thừa Thiên Huế", "tinh"),
        ("2024-34", "hue", "Huế", "thanh-pho"),
        ("2024-34", "dong-nai", "Đồng Nai", "tinh"),
    ],
)
def test_members_frame_names_units_as_of_the_edition(slug, unit, name, type_):
    members = frames.members_frame(edition(slug)).set_index("slug")

    assert members.loc[unit, ["name", "type"]].tolist() == [name, type_]


def test_members_frame_keeps_codes_as_text_in_the_order_of_the_set():
    members = frames.members_frame(edition("2022"))

    assert members["gso_code"].tolist()[:3] == ["01", "02", "04"]
    assert len(members) == 63
    assert members.groupby("region").size()["DBSCL"] == 13


def test_members_frame_calls_a_nameless_unit_by_its_address():
    unit_set = UnitSet.objects.create(code="mot", name="Một", level=Unit.Level.PROVINCE)
    unit_set.members.create(unit=Unit.objects.create(slug="chua-co-ten", level="province"), order=1)

    members = frames.members_frame(Edition(unit_set=unit_set, period_end=edition("2022").period_end))

    assert members["name"].tolist() == ["chua-co-ten"]
    assert members["type"].tolist() == [""]


def test_standings_by_unit_lists_who_is_missing_without_a_zero():
    standings = frames.standings_by_unit(edition("2020"), measure="DTI")

    assert len(standings) == 63
    assert standings["rank"].notna().sum() == 19
    missing = standings[standings["rank"].isna()]
    assert missing["value"].isna().all()
    assert set(missing["status"]) == {"not_published"}


def test_standings_by_unit_prefers_what_was_published():
    standings = frames.standings_by_unit(edition("2024-63"), measure="DTI").set_index("slug")

    tied = standings.loc[["bac-giang", "yen-bai"]]
    assert tied["rank"].tolist() == [13, 13]
    assert tied["rank_is_computed"].all()
    assert tied["published_rank"].isna().all()
    assert standings["rank_is_computed"].sum() == 2


def test_standings_frame_of_nothing_has_its_columns():
    standings = frames.standings_frame(Ranking.objects.none())

    assert standings.empty
    assert {"value", "rank", "rank_is_computed", "regional_change"} <= set(standings.columns)


@pytest.mark.parametrize(
    ("slug", "unit", "composites"),
    [
        ("2022", "ha-noi", [40, 18, 30]),
        ("2022", "tra-vinh", [29, 27, 26]),
        ("2023", "quang-ngai-truoc-2025", [12, 13, 14]),
        ("2023", "thanh-hoa", [9, 8, 8]),
    ],
)
def test_composites_are_ranked_as_the_ministry_ranked_them(slug, unit, composites):
    ranks = [
        frames.standings_by_unit(edition(slug), measure=code).set_index("slug").loc[unit, "computed_rank"]
        for code in ("CQS", "KTS", "XHS")
    ]

    assert ranks == composites


@pytest.mark.parametrize("slug", ["2022", "2023", "2024-63"])
def test_composites_are_known_of_all_63(slug):
    values = frames.values_frame(edition(slug), with_computed=True)

    assert values[["CQS", "KTS", "XHS"]].notna().all(axis=None)
    assert len(values) == 63


@pytest.mark.parametrize("slug", ["2020", "2021"])
def test_composites_of_thin_editions_are_not_filled_in(slug):
    rankings = Ranking.objects.of_edition(edition(slug))

    assert not rankings.filter(computed_value__isnull=False).exists()
    assert not rankings.filter(computed_rank__isnull=False).exists()


def test_composite_means_of_2024_are_those_published():
    means = frames.values_frame(edition("2024-63"), with_computed=True)[["CQS", "KTS", "XHS"]].mean()

    assert means.round(4).tolist() == [0.7582, 0.7723, 0.7692]


def test_computed_ranks_agree_with_a_slow_count():
    """Count, unit by unit, how many stand above: for every edition and measure that is ranked."""
    for published in Edition.objects.published().with_rules():
        standings = frames.standings_frame(Ranking.objects.of_edition(published))
        for _measure, rows in standings[standings["computed_rank"].notna()].groupby("measure"):
            values = (
                rows["published_value"] if rows["published_value"].notna().all() else rows["computed_value"]
            )
            above = [sum(other > own + 1e-9 for other in values) for own in values]
            assert rows["computed_rank"].tolist() == [count + 1 for count in above]


def test_computed_ranks_never_contradict_published_ones():
    both = Ranking.objects.published().filter(rank__isnull=False, computed_rank__isnull=False)

    assert [(row.rank, row.computed_rank) for row in both if row.rank != row.computed_rank] == []
    assert both.count() == 63 + 63 + 61 + 34 + 21  # the last are composites of 2022 and 2023


def test_values_frame_leaves_out_who_takes_part_without_a_rank():
    draft = edition("2024-34")
    unit = Unit.objects.get(slug="ha-noi")
    unranked = {"status": Ranking.Status.NOT_RANKED, "rank": None, "rank_basis": ""}
    Ranking.objects.filter(edition=draft, unit=unit).update(**unranked)

    values = frames.values_frame(draft)

    assert unit.pk not in values.index
    assert len(values) == 33


def test_history_frame_keeps_unit_sets_apart():
    units = Unit.objects.filter(slug__in=["da-nang", "da-nang-truoc-2025"])

    history = frames.history_frame(units, measures=["DTI"], scorecard="dti-cap-tinh")

    ranks = {(row.slug, row.edition): (row.rank, row.unit_count) for row in history.itertuples()}
    assert ranks["da-nang-truoc-2025", "2024-63"] == (2, 63)
    assert ranks["da-nang", "2024-34"] == (17, 34)
    assert set(history.groupby("slug")["unit_set"].nunique()) == {1}


def test_history_frame_reads_published_editions_alone(published_data):
    from indicators.workflow import open_revision

    draft = open_revision(edition("2022"))
    Ranking.objects.filter(edition=draft, unit__slug="tra-vinh", measure__code="DTI").update(rank=1)
    units = Unit.objects.filter(slug="tra-vinh")

    def rank() -> int:
        history = frames.history_frame(units, measures=["DTI"], scorecard="dti-cap-tinh")
        return history.set_index("edition").loc["2022", "rank"]

    assert rank() == 25
    publish(draft)
    assert rank() == 1


def test_frames_ask_as_often_for_three_units_as_for_sixty_three(django_assert_num_queries):
    small = UnitSet.objects.create(code="ba", name="Ba", level=Unit.Level.PROVINCE)
    for order, unit in enumerate(Unit.objects.filter(slug__in=["ha-noi", "hue", "tra-vinh"]), 1):
        small.members.create(unit=unit, order=order)
    of_three, of_many = edition("2022"), edition("2022")
    of_three.unit_set = small

    for asked in (of_three, of_many):
        with django_assert_num_queries(3):
            frames.standings_by_unit(asked, measure="DTI")
        with django_assert_num_queries(2):
            frames.values_frame(asked)


def test_missing_numbers_stay_missing():
    standings = frames.standings_by_unit(edition("2021"), measure="DTI").set_index("slug")

    assert pd.isna(standings.loc["quang-ngai-truoc-2025", "value"])
    assert standings.loc["quang-ngai-truoc-2025", "rank"] == 60
    assert standings.loc["quang-ngai-truoc-2025", "rank_basis"] == "derived"

import csv

import pytest
from django.conf import settings

from indicators.imports.matching.targets import PrintedEdition, resolve_targets
from indicators.imports.matching.unit_sets import NamesOfSets, sets_named, sets_of
from indicators.imports.problems import RefusedFileError
from indicators.models import Edition, Methodology, Scorecard, Submission
from indicators.workflow import open_revision
from provinces.models import UnitSet

# The names are read from the database; what they mean is told here.

SILENT = PrintedEdition()


def printed_units(unit_set):
    """Return the units of a set as a table prints them: name, no code."""
    return {(unit, "") for unit in members(unit_set)}


def members(unit_set):
    with (settings.BASE_DIR / "fixtures/provinces/unit_set_members.csv").open(encoding="utf-8") as stream:
        slugs = [row["unit"] for row in csv.DictReader(stream) if row["unit_set"] == unit_set]
    with (settings.BASE_DIR / "fixtures/provinces/unit_names.csv").open(encoding="utf-8") as stream:
        names = {row["unit"]: row["name"] for row in csv.DictReader(stream)}
    return [names[slug] for slug in slugs]


@pytest.fixture
def resolve(published_data):
    """A function that resolves targets: ``resolve("dti-cap-tinh", {SILENT: units}, edition="2024")``."""

    def resolve(code, printed, **options):
        return resolve_targets(Scorecard.objects.get(code=code), printed=printed, **options)

    return resolve


def refusal(resolve, *args, **options):
    with pytest.raises(RefusedFileError) as refused:
        resolve(*args, **options)
    return refused.value.problems[0]


@pytest.mark.parametrize(
    ("scorecard", "units", "edition", "unit_set", "slug", "exists"),
    [
        ("dti-cap-tinh", "63", "2022", None, "2022", True),
        ("dti-cap-tinh", "63", "Năm 2022", None, "2022", True),
        ("dti-cap-tinh", "63", "2022", "63", "2022", True),
        ("dti-cap-tinh", "34", "2022", "34", "2022-34", False),
        ("dti-cap-tinh", "34", "2024-34", None, "2024-34", True),
        ("dti-cap-tinh", "34", "2024", "34", "2024-34", True),
        ("dti-cap-tinh", "34", "2024-34", "34", "2024-34", True),
        ("dti-cap-tinh", "63", "2024", "63 tỉnh, thành phố", "2024-63", True),
        ("dti-cap-tinh", "63", "2024", None, "2024-63", True),
        ("dti-cap-tinh", "34", "2025", None, "2025-34", False),
        ("dti-cap-tinh", "34", "2025", "34", "2025-34", False),
        ("dti-cap-tinh", "63", "2019", None, "2019", False),
        ("dti-cap-tinh", "63", "06/2022", None, "2022-06", False),
        ("dti-cap-bo", "bo-co-dvc", "2022", "co_dvc", "2022-bo-co-dvc", True),
        ("dti-cap-bo", "bo-co-dvc", "2024", "bo-co-dvc", "2024-bo-co-dvc", False),
        ("dti-quoc-gia", "quoc-gia", "2024", None, "2024", True),
        ("dti-quoc-gia", "quoc-gia", "2025", None, "2025", False),
    ],
)
def test_an_edition_that_was_asked_for_is_found_or_described(
    resolve, scorecard, units, edition, unit_set, slug, exists
):
    targets = resolve(scorecard, {SILENT: printed_units(units)}, edition=edition, unit_set=unit_set)

    [target] = targets.by_slug.values()
    assert target.slug == slug
    assert (target.edition is not None) == exists


def test_the_34_fit_the_63_too_and_are_not_guessed(resolve):
    problem = refusal(resolve, "dti-cap-tinh", {SILENT: printed_units("34")}, edition="2024")

    assert problem.code == "edition_ambiguous"
    assert set(problem.suggestions) == {"2024-63", "2024-34"}


def test_codes_may_tell_the_34_from_the_63(resolve):
    printed = {SILENT: {("Lào Cai", "15"), ("Hà Nội", "01")}}

    assert list(resolve("dti-cap-tinh", printed, edition="2024").by_slug) == ["2024-34"]


def test_unknown_names_do_not_rule_out_a_set(resolve):
    printed = {SILENT: {*printed_units("63"), ("Hà Gian", "")}}

    assert list(resolve("dti-cap-tinh", printed, edition="2024").by_slug) == ["2024-63"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"edition": "năm ngoái"}, "unknown_edition"),
        ({"edition": "2024-99"}, "unknown_edition"),
        ({"edition": "2024-34", "unit_set": "63"}, "unknown_edition"),
        ({"edition": "2021–2023"}, "unknown_edition"),
        ({"edition": "2022", "unit_set": "52"}, "unknown_unit_set"),
        ({"unit_set": "63"}, "missing_edition"),
        ({}, "missing_edition"),
    ],
)
def test_what_is_not_known_is_refused_with_suggestions(resolve, options, code):
    problem = refusal(resolve, "dti-cap-tinh", {SILENT: printed_units("63")}, **options)

    assert problem.code == code
    assert problem.suggestions


def test_rows_name_period_and_set(resolve):
    printed = {
        PrintedEdition("2022", "", "63"): printed_units("63"),
        PrintedEdition("2024", "", "63"): printed_units("63"),
        PrintedEdition("2024", "", "34"): printed_units("34"),
        PrintedEdition("2025", "", "34"): printed_units("34"),
    }

    targets = resolve("dti-cap-tinh", printed)

    placed = [targets.place(key, unit="Vĩnh Long") for key in printed]
    assert [place.target.slug for place in placed] == ["2022", "2024-63", "2024-34", "2025-34"]
    assert [place.match.unit.slug for place in placed] == [
        "vinh-long-truoc-2025",
        "vinh-long-truoc-2025",
        "vinh-long",
        "vinh-long",
    ]


def test_rows_whose_edition_is_not_told_keep_the_others(resolve):
    ambiguous, clear = PrintedEdition("2024"), PrintedEdition("2022")

    targets = resolve("dti-cap-tinh", {ambiguous: printed_units("34"), clear: printed_units("34")})

    assert targets.place(clear, unit="Hà Nội").target.slug == "2022"
    placed = targets.place(ambiguous, unit="Hà Nội")
    assert placed.target is None
    assert placed.match.problem.code == "edition_ambiguous"


def test_rows_whose_units_nobody_knows_have_an_edition_all_the_same(resolve):
    targets = resolve("dti-cap-tinh", {}, edition="2022")

    placed = targets.place(SILENT, unit="Hà Gian")
    assert placed.target.slug == "2022"
    assert placed.match.problem.code == "unknown_unit"
    assert targets.of(PrintedEdition("2021")) == ()
    assert targets.problems[PrintedEdition("2021")].code == "period_contradicts"


@pytest.mark.parametrize(
    ("printed", "options", "code"),
    [
        (PrintedEdition("2021"), {"edition": "2022"}, "period_contradicts"),
        (PrintedEdition("?"), {"edition": "2022"}, "period_contradicts"),
        (PrintedEdition("2024", "", "63"), {"edition": "2024", "unit_set": "34"}, "unit_set_contradicts"),
    ],
)
def test_rows_may_contradict_what_was_asked_for(resolve, printed, options, code):
    assert refusal(resolve, "dti-cap-tinh", {printed: printed_units("34")}, **options).code == code


@pytest.mark.parametrize("period", ["2024", "Năm 2024", "2024-34", "30/06/2024"])
def test_rows_may_repeat_what_was_asked_for(resolve, period):
    printed = {PrintedEdition(period): printed_units("34")}

    assert list(resolve("dti-cap-tinh", printed, edition="2024-34").by_slug) == ["2024-34"]


def test_each_ministry_goes_to_the_only_set_that_holds_it(resolve):
    units = printed_units("bo-co-dvc") | printed_units("bo-khong-dvc")

    targets = resolve("dti-cap-bo", {SILENT: units}, edition="2022")

    places = {
        name: targets.place(SILENT, unit=name) for name in ("Bộ TT&TT", "VTV", "Bộ Quốc phòng", "TTXVN")
    }
    assert places["Bộ TT&TT"].target.slug == "2022-bo-co-dvc"
    assert places["VTV"].target.slug == "2022-bo-khong-dvc"
    assert places["TTXVN"].match.unit.slug == "thong-tan-xa-viet-nam"
    assert places["Bộ Quốc phòng"].target is None
    assert places["Bộ Quốc phòng"].match.problem.code == "unknown_unit"


def test_new_editions_of_ministries_bear_their_sets(resolve):
    targets = resolve("dti-cap-bo", {PrintedEdition("2024"): printed_units("bo-co-dvc")})

    assert set(targets.by_slug) == {"2024-bo-co-dvc", "2024-bo-khong-dvc"}
    target = targets.by_slug["2024-bo-co-dvc"]
    assert target.methodology.code == "qd-405"
    assert target.columns()["unit_count"] is None


@pytest.mark.parametrize(
    ("period", "methodology"),
    [("2024", "qd-405"), ("2025", "qd-405"), ("2019", "qd-1726"), ("11/2022", "qd-922")],
)
def test_a_new_edition_follows_the_rule_book_of_its_time(resolve, period, methodology):
    printed = {PrintedEdition(period, "", "63"): printed_units("63")}

    [target] = resolve("dti-cap-tinh", printed).by_slug.values()

    assert target.methodology.code == methodology


def test_the_open_draft_stands_before_the_published_edition(resolve):
    published = Edition.objects.get(scorecard__code="dti-cap-tinh", slug="2022")
    draft = open_revision(published)

    [target] = resolve("dti-cap-tinh", {SILENT: printed_units("63")}, edition="2022").by_slug.values()

    assert target.edition == draft


@pytest.fixture
def index_766(published_data):
    """A scorecard of the provinces without an edition."""
    scorecard = Scorecard.objects.create(code="chi-so-766", name="Chỉ số 766", level="province")
    Methodology.objects.create(
        scorecard=scorecard, code="qd-766", name="Quyết định 766", value_form="points", scale_max=100
    )
    return scorecard


def test_a_scorecard_without_editions_takes_the_set_in_force(index_766):
    old, new = PrintedEdition("2025-03-31", "as_of"), PrintedEdition("2025-07-31", "month")

    targets = resolve_targets(index_766, printed={old: {("Hà Nội", "")}, new: {("Bắc Ninh", "")}})

    assert {slug: target.unit_set.code for slug, target in targets.by_slug.items()} == {
        "2025-03-31": "63",
        "2025-07": "34",
    }


def test_rows_that_name_several_sets_of_a_period_make_several_editions(index_766):
    printed = {PrintedEdition("2024", "", code): {("Hà Nội", "")} for code in ("63", "34")}

    assert set(resolve_targets(index_766, printed=printed).by_slug) == {"2024-63", "2024-34"}


def test_a_scorecard_that_is_not_saved_yet_has_targets(index_766):
    scorecard = Scorecard(code="pci", name="PCI", level="province")

    targets = resolve_targets(
        scorecard,
        printed={SILENT: {("Hà Nội", "")}},
        edition="2023",
        methodologies=[Methodology(code="pci-2023", scorecard=scorecard)],
    )

    assert targets.by_slug["2023"].unit_set.code == "63"


def test_a_scorecard_without_a_rule_book_is_refused(published_data):
    scorecard = Scorecard.objects.create(code="pci", name="PCI", level="province")

    problem = refusal(resolve_targets, scorecard, printed={SILENT: set()}, edition="2023")

    assert problem.code == "missing_methodology"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("63", ["63"]),
        ("34 tỉnh", ["34"]),
        ("34 tỉnh, thành phố (từ 01/07/2025)", ["34"]),
        ("co_dvc", ["bo-co-dvc"]),
        ("khong_dvc", ["bo-khong-dvc"]),
        ("Có DVC", ["bo-co-dvc"]),
        ("bo-co-dvc", ["bo-co-dvc"]),
        ("Bộ, ngành không có dịch vụ công", ["bo-khong-dvc"]),
        ("Bộ, ngành", ["bo-co-dvc", "bo-khong-dvc"]),
        ("dvc", ["bo-co-dvc", "bo-khong-dvc"]),
        ("64", []),
        ("", []),
    ],
)
def test_a_text_names_a_unit_set(published_data, text, codes):
    found = sets_named(text, unit_sets=UnitSet.objects.all())

    assert [unit_set.code for unit_set in found] == codes


def test_names_of_several_sets_are_asked_together(published_data):
    names = NamesOfSets(sets_of(Scorecard.objects.get(code="dti-cap-tinh")))

    assert names.is_unit("Hà Giang")
    assert not names.is_unit("Bộ TT&TT")
    assert names.is_average("Cả nước")
    assert not names.is_average("Hà Giang")


def test_an_edition_that_units_hand_in_scores_for_is_refused(resolve):
    edition = Edition.objects.get(scorecard__code="dti-cap-tinh", slug="2022")
    Submission.objects.create(edition=edition, unit=edition.unit_set.members.first().unit)

    problem = refusal(resolve, "dti-cap-tinh", {SILENT: printed_units("63")}, edition="2022")

    assert problem.code == "scored_edition"
    assert "sửa điểm của đơn vị" in problem.message

from decimal import Decimal

import pytest
from django.urls import reverse

from dtscore.pages.methodology.books import load_rule_books, points_table
from dtscore.pages.methodology.changes import transitions_of
from dtscore.pages.methodology.examples import examples_of
from dtscore.pages.methodology.formulas import formulas_of
from indicators.models import CompositePart, Edition, Measure, MeasureLink, Methodology, Ranking, Scorecard
from provinces.models import Source

pytestmark = pytest.mark.usefixtures("published_data")

SCORECARDS = ["dti-cap-tinh", "dti-cap-bo", "dti-quoc-gia", "dti-cap-huyen", "dti-cap-xa-tay-ninh"]
FOUNDATIONS = "100 × NT + 100 × TC + 100 × HT + 100 × NL + 100 × AT"


def get(client, scorecard="dti-cap-tinh", **parameters):
    return client.get(reverse("methodology", args=[scorecard]), parameters)


@pytest.fixture
def provinces():
    return Scorecard.objects.get(code="dti-cap-tinh")


@pytest.fixture
def books(provinces):
    return load_rule_books(provinces)


@pytest.fixture
def two_books(provinces):
    """Two rule books with a group each, and nothing else."""
    scorecard = Scorecard.objects.create(code="made", name="Bộ thử", level=provinces.level)
    return [
        Measure.objects.create(
            methodology=Methodology.objects.create(
                scorecard=scorecard, code=code, name=code, value_form="share", scale_max=1, order=order
            ),
            kind=Measure.Kind.GROUP,
            code="A",
            name=f"Nhóm {code}",
            max_points=points,
            order=1,
        )
        for order, (code, points) in enumerate([("cu", 80), ("moi", None)])
    ]


@pytest.mark.parametrize("scorecard", SCORECARDS)
def test_methodology_answers_for_every_scorecard(client, scorecard):
    response = get(client, scorecard)

    assert response.status_code == 200
    for methodology in Methodology.objects.filter(scorecard__code=scorecard):
        assert methodology.name in response.content.decode()


def test_methodology_of_the_first_scorecard_is_the_latest(client):
    assert client.get(reverse("methodology_latest")).url == reverse("methodology", args=["dti-cap-tinh"])


def test_methodology_of_an_unknown_scorecard_is_not_found(client):
    assert get(client, "khong-co").status_code == 404


def test_methodology_ignores_unknown_parameters(client):
    assert get(client, tab="x", ky="1066").status_code == 200


def test_methodology_keeps_to_itself_what_a_preview_made(client, two_books):
    assert get(client, "made").status_code == 404
    assert "Bộ thử" not in get(client, "dti-cap-tinh").content.decode()

    Methodology.objects.filter(code="cu").update(source=Source.objects.in_order().first())

    assert get(client, "made").status_code == 200
    assert "Bộ thử" in get(client, "dti-cap-tinh").content.decode()


def test_methodology_shows_the_points_of_each_rule_book(books):
    cells = {row.code: row.cells for row in points_table(books)}

    assert [cell.text for cell in cells["HT"]][1:] == ["100", "140"]
    assert [cell.text for cell in cells["CQS"]][1:] == ["700", "640"]
    assert [cell.badge is not None for cell in cells["CQS"]] == [False, False, True]
    assert cells["DTTM"][1].text == cells["DTTM"][1].text.strip("0123456789")


def test_methodology_marks_the_derived_sum_of_points(client):
    attributes = dict(get(client).context["attributes"])
    [assessed] = [cells for cells in attributes.values() if cells[-1].text == "940"]

    assert [cell.text for cell in assessed] == ["–", "1.000", "940"]
    assert assessed[1].badge is None
    assert assessed[2].badge.kind == "derived"


@pytest.mark.parametrize(
    ("book", "line"),
    [
        (1, f"DTI = ({FOUNDATIONS} + 200 × CQS_HD + 150 × KTS_HD + 150 × XHS_HD) / 1.000"),
        (1, f"CQS = ({FOUNDATIONS} + 200 × CQS_HD) / 700"),
        (1, "CQS = (1.000 × DTI − 150 × KTS_HD − 150 × XHS_HD) / 700"),
        (2, "KTS = (940 × DTI − 200 × CQS_HD − 150 × XHS_HD) / 590"),
    ],
    ids=["total of QĐ 922", "composite from its parts", "composite from the rest", "rest of QĐ 405"],
)
def test_methodology_writes_the_formulas_with_their_points(books, book, line):
    assert line in [formula.line for formula in formulas_of(books[book]).formulas]


def test_methodology_computes_nothing_where_points_are_not_known(books):
    formulas = formulas_of(books[0])

    assert formulas.formulas == []
    assert formulas.remark


def test_methodology_works_out_tra_vinh_2022(client, provinces, books):
    _total, composite = examples_of(provinces, books)

    assert (composite.unit_name, composite.edition, composite.measure) == (
        "Trà Vinh",
        "2022",
        "CQS Trụ cột chính quyền số",
    )
    assert [(step.sign, step.code, step.product) for step in composite.steps] == [
        ("+", "DTI", "607,7"),
        ("−", "KTS_HD", "91,245"),
        ("−", "XHS_HD", "48,6"),
    ]
    assert (composite.published, composite.rank) == ("0,6683", "29/63")
    assert "467,855 / 700 = 0,668364" in get(client).content.decode()


def test_methodology_example_comes_to_what_was_computed(provinces, books):
    total, _composite = examples_of(provinces, books)
    number = Decimal(total.sum.replace(",", ".")) / Decimal(total.divisor)

    stored = Ranking.objects.published().get(
        edition__slug="2024-34", measure__code="DTI", unit__slug="ha-noi"
    )
    assert abs(number - stored.computed_value) < Decimal("0.0000001")
    assert [step.code for step in total.steps][:3] == ["NT", "TC", "HT"]


def test_methodology_tells_what_changed(provinces, books):
    first, second = transitions_of(provinces, books)
    changes = {change.code: change for change in second.changes}

    assert {"1", "NT"} <= {name.split()[0] for name in first.untraced.split(", ")}
    assert second.untraced == ""
    assert "100" in changes["NT"].text
    assert "50" in changes["NT"].text
    assert changes["NT"].badge.kind == "derived"
    assert "98" in changes["DTI"].text
    assert "47" in changes["DTI"].text
    assert changes["DTTM"].text
    assert changes["DTTM"].kind == str(MeasureLink.Kind.RETIRED.label)


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        pytest.param("same", (True, True), id="same"),
        pytest.param("split", (True, True), id="split"),
        pytest.param("merged", (True, True), id="merged"),
        pytest.param("new", (False, True), id="new"),
        pytest.param("retired", (True, False), id="retired"),
    ],
)
def test_methodology_tells_every_kind_of_change(two_books, kind, ends):
    before, after = (measure if given else None for measure, given in zip(two_books, ends, strict=True))
    MeasureLink.objects.create(kind=kind, predecessor=before, measure=after)
    scorecard = Scorecard.objects.get(code="made")

    [transition] = transitions_of(scorecard, load_rule_books(scorecard))

    [change] = transition.changes
    assert change.kind == str(MeasureLink.Kind(kind).label)
    assert ("80" in change.text) == (before is not None)


def test_methodology_lists_the_62_indicators_of_the_communes(client):
    [book] = get(client, "dti-cap-xa-tay-ninh").context["books"]

    assert len(book.indicator_rows) == 62
    assert "4.22.10" in {row.code for row in book.indicator_rows}
    assert book.indicator_rows[0].group == "HT Hạ tầng và Nền tảng số"


def test_methodology_names_its_sources_once(client):
    sources = get(client).context["sources"]

    assert len(sources) == len({source.pk for source in sources}) > 1


def change_rule_books(**fields):
    Methodology.objects.filter(scorecard__code="dti-cap-tinh").update(**fields)


def measures(**lookups):
    return Measure.objects.filter(methodology__scorecard__code="dti-cap-tinh", **lookups)


EDITS = {
    "no points assessed": (lambda: change_rule_books(points_assessed=None), set()),
    "other points assessed": (lambda: change_rule_books(points_assessed=941), set()),
    "another form and no scale": (lambda: change_rule_books(value_form="points", scale_max=None), set()),
    "no decimals": (lambda: change_rule_books(decimals=0), {"total", "composite"}),
    "a part weighs otherwise": (
        lambda: CompositePart.objects.filter(group__code="HT").update(points=1),
        {"total"},
    ),
    "a composite without parts": (lambda: CompositePart.objects.all().delete(), {"total"}),
    "no group": (lambda: measures(kind="group").update(kind="block"), set()),
    "no points": (lambda: measures(kind="group").update(max_points=None), set()),
    "no total": (lambda: measures(kind="total").update(kind="group"), set()),
    "no composite": (lambda: measures(kind="composite").update(kind="indicator"), {"total"}),
    "moved away": (
        lambda: measures(kind="composite", methodology__code="qd-922").update(
            methodology=Methodology.objects.get(scorecard__code="dti-cap-xa-tay-ninh")
        ),
        {"total"},
    ),
    "no row of the total": (lambda: Ranking.objects.filter(measure__kind="total").delete(), set()),
}


@pytest.mark.parametrize(("edit", "left"), EDITS.values(), ids=EDITS)
def test_methodology_leaves_out_examples_that_it_cannot_work_out(client, edit, left):
    # Those that the examples are taken from; data quality would read all the others, too.
    taken_from = Edition.objects.filter(scorecard__code="dti-cap-tinh", slug__in=["2022", "2024-34"])
    Edition.objects.exclude(pk__in=taken_from).update(state=Edition.State.SUPERSEDED)
    edit()

    response = get(client)

    assert response.status_code == 200
    assert {example.id.removeprefix("example-") for example in response.context["examples"]} <= left
    assert client.get(reverse("data_quality")).status_code == 200

import re

import pytest

from dtscore.pages.lifting import lift_marks
from dtscore.pages.marks import SourceMark
from dtscore.pages.provenance import SourceList, sources_of
from dtscore.pages.ranking.table import load_table, with_sources
from dtscore.pages.standings import standings_of
from indicators import frames
from indicators.models import Edition, Ranking
from provinces.models import Source

PROVINCES = "dti-cap-tinh"
PAGES = [
    pytest.param("/xep-hang/dti-cap-tinh/2022/", id="ranking"),
    pytest.param("/xep-hang/dti-cap-tinh/2021/?sap-xep=ten", id="ranking of a thin edition"),
    pytest.param("/dia-phuong/tra-vinh/2022/", id="profile"),
    pytest.param("/bo-nganh/bo-xay-dung/2022-bo-co-dvc/", id="profile of a ministry"),
    pytest.param("/so-sanh/?don-vi=tra-vinh&don-vi=binh-phuoc&ky=2022", id="comparison"),
    pytest.param("/nhom-chi-so/dti-cap-tinh/HT/2022/", id="group"),
    pytest.param("/", id="overview"),
]


def marks(html) -> list[tuple[str, str]]:
    """Return the number and the name of each mark, as links."""
    found = re.findall(r'<a href="#nguon-(\d+)" aria-label="Nguồn (\d+): ([^"]+)">\[(\d+)\]</a>', html)
    assert all(target == named == shown for target, named, _title, shown in found)
    return [(number, title) for number, _named, title, _shown in found]


def listed(html) -> dict[str, str]:
    return dict(re.findall(r'<li id="nguon-(\d+)">(.*?)</li>', html, flags=re.DOTALL))


def cells_of(html, name) -> str:
    """Return the row of a table that a unit or measure heads."""
    [row] = [row for row in re.findall(r"<tr.*?</tr>", html, flags=re.DOTALL) if f">{name}</a></th>" in row]
    return row


@pytest.mark.usefixtures("published_data")
@pytest.mark.parametrize("address", PAGES)
def test_every_mark_leads_to_the_source_that_it_names(client, address):
    html = client.get(address, follow=True).text

    sources = listed(html)
    assert marks(html)
    assert all(title in sources[number] for number, title in marks(html))


@pytest.mark.usefixtures("published_data")
@pytest.mark.parametrize("address", PAGES)
def test_every_source_leads_back_to_a_place_on_the_page(client, address):
    html = client.get(address, follow=True).text

    backs = set(re.findall(r'class="back" href="#([^"]+)"', html))
    assert backs
    assert all(f'id="{back}"' in html for back in backs)


@pytest.mark.usefixtures("published_data")
def test_ranking_names_the_source_of_a_whole_column_once(client):
    html = client.get("/xep-hang/dti-cap-tinh/2024-34/").text

    table = re.search(r"<table.*?</table>", html, flags=re.DOTALL).group()
    head, body = table.split("</thead>")
    assert len(marks(head)) == 10
    assert marks(body) == []


@pytest.mark.usefixtures("published_data")
def test_ranking_names_the_source_of_a_figure_that_is_not_that_of_its_column(client):
    edition = Edition.objects.published().get(scorecard__code=PROVINCES, slug="2022")
    row = Ranking.objects.get(edition=edition, unit__slug="da-nang-truoc-2025", measure__code="DTI")
    table = with_sources(load_table(edition))
    value = next(column for column in table.columns if column.key == "diem")

    html = client.get("/xep-hang/dti-cap-tinh/2022/").text

    own = table.sources.mark(row.value_source.code)
    assert value.mark not in (None, own)
    assert (str(own.number), own.title) in marks(cells_of(html, "Đà Nẵng"))
    assert "1/63" in cells_of(html, "Đà Nẵng")


@pytest.mark.usefixtures("published_data")
def test_computed_figure_has_no_source_and_leads_to_the_rules(client):
    html = client.get("/dia-phuong/quang-ngai-truoc-2025/2022/").text

    badges = re.findall(r'<a class="badge badge-computed" href="([^"]+)"[^>]*>tính toán</a>', html)
    page, _hash, anchor = badges[0].partition("#")
    assert set(badges) == {"/phuong-phap/dti-cap-tinh/#rules-heading"}
    assert f'id="{anchor}"' in client.get(page).text


@pytest.mark.usefixtures("published_data")
def test_standing_names_the_source_of_each_published_figure():
    edition = Edition.objects.published().with_rules().get(scorecard__code=PROVINCES, slug="2022")
    frame = frames.standings_by_unit(edition, measure="DTI")
    stored = Ranking.objects.get(edition=edition, unit__slug="tra-vinh", measure__code="DTI")
    sources = sources_of(frame, edition=edition)

    standing = next(row for row in standings_of(frame, edition=edition) if row.slug == "tra-vinh")
    marked = sources.marked(standing)

    assert standing.value_source == stored.value_source.code
    assert standing.rank_source == stored.rank_source.code
    assert standing.change_source == stored.context_source.code
    assert marked.change_mark == sources.mark(stored.context_source.code)
    assert marked.change_mark is not None


def test_source_list_numbers_its_sources_from_1():
    sources = SourceList((Source(code="a", title="A"), Source(code="b", title="", url="https://b.example/")))

    assert sources.mark("a") == SourceMark(1, "A")
    assert sources.mark("b") == SourceMark(2, "https://b.example/")
    assert sources.mark("") is None


def test_lift_marks_leaves_rows_only_what_differs_from_the_head(make_point):
    first, other = SourceMark(1, "A"), SourceMark(2, "B")
    rows = [make_point(first), make_point(first), make_point(other), make_point(None)]

    lifted, heads = lift_marks([*rows, make_point(first)], known={"mark": lambda row: True})

    assert heads == {"mark": first}
    assert [row.mark for row in lifted] == [None, None, other, None, None]


@pytest.fixture
def make_point():
    from dtscore.pages.table_view import Cell

    return lambda mark: Cell(text="0,5", mark=mark)

import re
from pathlib import Path

import pytest

from dtscore.finders import BASIC_BUNDLE, PLOTLY_PATH, PlotlyFinder, plotly_file

SCRIPTS = Path(__file__).parents[2] / "static" / "js"


def test_plotly_file_is_the_python_package_s_where_npm_has_installed_none(settings, tmp_path):
    settings.BASE_DIR = tmp_path

    assert plotly_file().parts[-3:] == ("plotly", "package_data", "plotly.min.js")
    assert plotly_file().exists()


def test_plotly_file_is_the_small_bundle_where_npm_has_installed_it(settings, tmp_path):
    bundle = tmp_path / BASIC_BUNDLE
    bundle.parent.mkdir(parents=True)
    bundle.touch()
    settings.BASE_DIR = tmp_path

    assert plotly_file() == bundle


def test_plotly_finder_finds_the_file_and_nothing_else():
    finder = PlotlyFinder()

    assert Path(finder.find(PLOTLY_PATH)).exists()
    assert finder.find(PLOTLY_PATH, find_all=True) == [finder.find(PLOTLY_PATH)]
    assert finder.find("css/site.css") == []


def test_plotly_finder_lists_a_file_that_can_be_collected():
    [(path, storage)] = PlotlyFinder().list([])

    with storage.open(path) as script:
        assert b"plotly.js" in script.read(200)


def test_charts_script_keeps_the_map_styles_of_the_full_bundle_out(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    script = (SCRIPTS / "charts.js").read_text(encoding="utf-8")

    map_styles_id = re.search(r'MAP_STYLES_ID = "(\w+)"', script)[1]

    assert f'if(!document.getElementById("{map_styles_id}"))' in plotly_file().read_text(encoding="utf-8")


@pytest.mark.parametrize("script", ["charts.js", "filters.js"])
def test_scripts_name_no_other_host(script):
    text = (SCRIPTS / script).read_text(encoding="utf-8")

    assert "//" not in text.replace("// ", "")

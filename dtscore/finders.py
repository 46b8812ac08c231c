"""Finds plotly.js, which the repository holds no copy of."""

from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PLOTLY_PATH = "vendor/plotly/plotly.min.js"
BASIC_BUNDLE = "node_modules/plotly.js-basic-dist-min/plotly-basic.min.js"


def plotly_file() -> Path:
    """Return npm's small bundle of bars and scatters where it is installed, else the Python package's."""
    bundle = Path(settings.BASE_DIR) / BASIC_BUNDLE
    if bundle.exists():
        return bundle
    return Path(find_spec("plotly").origin).parent / "package_data" / "plotly.min.js"


class PlotlyStorage(FileSystemStorage):
    """A storage whose one file lies where ``plotly_file`` says."""

    def path(self, name):
        return str(plotly_file())


class PlotlyFinder(BaseFinder):
    """Serves plotly.js as one of the site's own static files, so that no page asks another host for it."""

    def find(self, path, find_all=False):
        if path != PLOTLY_PATH:
            return []
        return [str(plotly_file())] if find_all else str(plotly_file())

    def list(self, ignore_patterns):
        yield PLOTLY_PATH, PlotlyStorage(location=settings.BASE_DIR)

    def check(self, **kwargs):
        return []

from django.contrib import admin
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from dtscore.pages.comparison import views as comparison
from dtscore.pages.data_quality import views as data_quality
from dtscore.pages.group import views as group
from dtscore.pages.mergers import views as mergers
from dtscore.pages.methodology import views as methodology
from dtscore.pages.overview import views as overview
from dtscore.pages.profile import views as profile
from dtscore.pages.ranking import views as ranking
from dtscore.pages.simulator import views as simulator
from provinces.models import Unit


def page(route, view, name, **given):
    """Route to a public page: it only reads, so a POST gets its 405, not a word about an expired form."""
    return path(route, csrf_exempt(view), given, name=name)


def profiles(folder, level, name):
    """Route to the profiles of a level: of the latest edition, and of each."""
    return [
        page(f"{folder}/<slug:slug>/", profile.profile, name, level=level),
        page(f"{folder}/<slug:slug>/<slug:edition>/", profile.profile, f"{name}_edition", level=level),
    ]


urlpatterns = [
    page("", overview.overview, "overview"),
    page("xep-hang/", ranking.ranking_latest, "ranking_latest"),
    page("xep-hang/<slug:scorecard>/", ranking.ranking_scorecard, "ranking_scorecard"),
    page("xep-hang/<slug:scorecard>/<slug:edition>/", ranking.ranking, "ranking"),
    *profiles("dia-phuong", Unit.Level.PROVINCE, "province"),
    *profiles("bo-nganh", Unit.Level.MINISTRY, "ministry"),
    *profiles("quan-huyen", Unit.Level.DISTRICT, "district"),
    *profiles("xa-phuong", Unit.Level.COMMUNE, "commune"),
    page("so-sanh/", comparison.comparison, "comparison"),
    page("mo-phong/", simulator.simulator, "simulator"),
    page("nhom-chi-so/<slug:scorecard>/<slug:code>/<slug:edition>/", group.group, "group"),
    page("phuong-phap/", methodology.methodology_latest, "methodology_latest"),
    page("phuong-phap/<slug:scorecard>/", methodology.methodology, "methodology"),
    page("chat-luong-du-lieu/", data_quality.data_quality, "data_quality"),
    page("sap-nhap-2025/", mergers.mergers, "mergers"),
    path("quan-tri/nhap-ket-qua/", include("indicators.admin.imports.urls")),
    path("quan-tri/tham-dinh/", include("indicators.admin.appraisal.urls")),
    path("quan-tri/lich-su/", include("indicators.admin.history.urls")),
    path("quan-tri/tien-do/", include("indicators.admin.boards.urls")),
    path("quan-tri/", include("indicators.admin.submissions.urls")),
    path("quan-tri/", admin.site.urls),
]

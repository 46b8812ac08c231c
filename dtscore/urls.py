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


def page(route, view, name):
    """Route to a public page: it only reads, so a POST gets its 405, not a word about an expired form."""
    return path(route, csrf_exempt(view), name=name)


urlpatterns = [
    page("", overview.overview, "overview"),
    page("xep-hang/", ranking.ranking_latest, "ranking_latest"),
    page("xep-hang/<slug:scorecard>/", ranking.ranking_scorecard, "ranking_scorecard"),
    page("xep-hang/<slug:scorecard>/<slug:edition>/", ranking.ranking, "ranking"),
    page("dia-phuong/<slug:slug>/", profile.province, "province"),
    page("dia-phuong/<slug:slug>/<slug:edition>/", profile.province_edition, "province_edition"),
    page("bo-nganh/<slug:slug>/", profile.ministry, "ministry"),
    page("bo-nganh/<slug:slug>/<slug:edition>/", profile.ministry_edition, "ministry_edition"),
    page("quan-huyen/<slug:slug>/", profile.district, "district"),
    page("quan-huyen/<slug:slug>/<slug:edition>/", profile.district_edition, "district_edition"),
    page("xa-phuong/<slug:slug>/", profile.commune, "commune"),
    page("xa-phuong/<slug:slug>/<slug:edition>/", profile.commune_edition, "commune_edition"),
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

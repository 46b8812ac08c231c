from django.contrib import admin
from django.urls import path

from dtscore.pages.comparison import views as comparison
from dtscore.pages.data_quality import views as data_quality
from dtscore.pages.group import views as group
from dtscore.pages.methodology import views as methodology
from dtscore.pages.overview import views as overview
from dtscore.pages.profile import views as profile
from dtscore.pages.ranking import views as ranking

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("xep-hang/", ranking.ranking_latest, name="ranking_latest"),
    path("xep-hang/<slug:scorecard>/", ranking.ranking_scorecard, name="ranking_scorecard"),
    path("xep-hang/<slug:scorecard>/<slug:edition>/", ranking.ranking, name="ranking"),
    path("dia-phuong/<slug:slug>/", profile.province, name="province"),
    path("dia-phuong/<slug:slug>/<slug:edition>/", profile.province_edition, name="province_edition"),
    path("bo-nganh/<slug:slug>/", profile.ministry, name="ministry"),
    path("bo-nganh/<slug:slug>/<slug:edition>/", profile.ministry_edition, name="ministry_edition"),
    path("so-sanh/", comparison.comparison, name="comparison"),
    path("nhom-chi-so/<slug:scorecard>/<slug:code>/<slug:edition>/", group.group, name="group"),
    path("phuong-phap/", methodology.methodology_latest, name="methodology_latest"),
    path("phuong-phap/<slug:scorecard>/", methodology.methodology, name="methodology"),
    path("chat-luong-du-lieu/", data_quality.data_quality, name="data_quality"),
    path("quan-tri/", admin.site.urls),
]

"""Addresses of the boards; signing in comes first, as everywhere in the admin."""

from django.contrib import admin
from django.urls import path

from indicators.admin.boards import views

app_name = "boards"
wrap = admin.site.admin_view

urlpatterns = [
    path("", wrap(views.boards), name="boards"),
    path("<int:edition_id>/", wrap(views.board), name="board"),
    path("<int:edition_id>/mo/", wrap(views.open_edition), name="open_edition"),
    path("<int:edition_id>/han/", wrap(views.set_deadline), name="set_deadline"),
    path("gia-han/<int:submission_id>/", wrap(views.extend), name="extend"),
]

"""Addresses of the history; signing in comes first, as everywhere in the admin."""

from django.contrib import admin
from django.urls import path

from indicators.admin.history import views

app_name = "history"
wrap = admin.site.admin_view

urlpatterns = [
    path("", wrap(views.history), name="history"),
    path("lich-su.csv", wrap(views.export), name="export"),
]

"""Addresses of the appraisal; signing in comes first, as everywhere in the admin."""

from django.contrib import admin
from django.urls import path

from indicators.admin.appraisal import desk, queue

app_name = "appraisal"
wrap = admin.site.admin_view

urlpatterns = [
    path("", wrap(queue.queue), name="queue"),
    path("<int:submission_id>/", wrap(desk.desk), name="desk"),
]

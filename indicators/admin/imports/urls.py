"""Addresses of the wizard that brings in results; signing in comes first, as everywhere in the admin."""

from django.contrib import admin
from django.urls import path

from indicators.admin.imports import history, names, preview, progress, reading, undoing, upload

app_name = "imports"
wrap = admin.site.admin_view

urlpatterns = [
    path("", wrap(upload.upload), name="upload"),
    path("<int:batch_id>/", wrap(history.record), name="done"),
    path("<int:batch_id>/cach-doc/", wrap(reading.reading), name="reading"),
    path("<int:batch_id>/ten/", wrap(names.names), name="names"),
    path("<int:batch_id>/xem-truoc/", wrap(preview.preview), name="preview"),
    path("<int:batch_id>/tien-do/", wrap(progress.progress), name="progress"),
    path("<int:batch_id>/tep/", wrap(history.download), name="download"),
    path("<int:batch_id>/bo/", wrap(history.discard), name="discard"),
    path("<int:batch_id>/hoan-tac/", wrap(undoing.undo), name="undo"),
]

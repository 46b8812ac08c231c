"""Addresses of the unit's own pages; signing in comes first, as everywhere in the admin."""

from django.contrib import admin
from django.urls import path

from indicators.admin.submissions import evidence, grid, listing, pasting

app_name = "submissions"
wrap = admin.site.admin_view

urlpatterns = [
    path("nhap-diem/", wrap(listing.listing), name="list"),
    path("nhap-diem/<int:submission_id>/", wrap(grid.grid), name="grid"),
    path("nhap-diem/<int:submission_id>/o/", wrap(grid.save_cells), name="cells"),
    path("nhap-diem/<int:submission_id>/dan/", wrap(pasting.paste), name="paste"),
    path(
        "nhap-diem/<int:submission_id>/<str:code>/tai-lieu/",
        wrap(evidence.evidence),
        name="evidence",
    ),
    path(
        "nhap-diem/<int:submission_id>/<str:code>/tai-lieu/<int:evidence_id>/bo/",
        wrap(evidence.remove_evidence),
        name="remove_evidence",
    ),
    path("tai-lieu/<int:evidence_id>/", wrap(evidence.evidence_file), name="evidence_file"),
]

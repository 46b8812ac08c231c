from django.contrib import admin
from django.db import models

from provinces.admin.resources import SourceResource
from provinces.admin.tables import ReferenceTableAdmin
from provinces.models import Source


@admin.register(Source)
class SourceAdmin(ReferenceTableAdmin):
    list_display = ["title", "number", "issuer", "issued_on", "retrieved_on"]
    list_filter = ["issued_on", "retrieved_on", "issuer"]
    search_fields = ["code", "number", "url", "origin_url"]
    accent_free_fields = ["title", "issuer", "number"]
    ordering = ["issuer", "title", "code"]
    named_once = ["code"]
    resource_classes = [SourceResource]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

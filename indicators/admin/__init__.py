from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indicators.admin import (
    assignments,
    editions,
    imports,
    rankings,
    reliance,
    scorecards,
    scoring_rules,
    submission_tables,
)

__all__ = [
    "assignments",
    "editions",
    "imports",
    "rankings",
    "reliance",
    "scorecards",
    "scoring_rules",
    "submission_tables",
]

admin.site.site_header = _("dtscore – administration")
admin.site.site_title = _("dtscore – administration")
admin.site.index_title = _("Tables")

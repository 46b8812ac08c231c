import gc

import axes.apps
import django.contrib.admin.apps
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Objects between two looks for cycles of dead ones; Python's own 700 are few beside a page or an import.
OBJECTS_BETWEEN_LOOKS = 50_000


class DtscoreConfig(AppConfig):
    name = "dtscore"
    verbose_name = _("Public site")

    def ready(self):
        # What is loaded by now stays: looking through all of it again takes a tenth of a second each time.
        gc.freeze()
        gc.set_threshold(OBJECTS_BETWEEN_LOOKS)


class SignInConfig(axes.apps.AppConfig):
    """django-axes under a name that officers understand."""

    verbose_name = _("Protection of the sign-in")


class TablesConfig(django.contrib.admin.apps.AdminConfig):
    """The admin, with its tables in sections."""

    default_site = "provinces.admin_site.SectionedSite"

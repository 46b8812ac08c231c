import axes.apps
import django.contrib.admin.apps
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DtscoreConfig(AppConfig):
    name = "dtscore"
    verbose_name = _("Public site")


class SignInConfig(axes.apps.AppConfig):
    """django-axes under a name that officers understand."""

    verbose_name = _("Protection of the sign-in")


class TablesConfig(django.contrib.admin.apps.AdminConfig):
    """The admin, with its tables in sections."""

    default_site = "provinces.admin_site.SectionedSite"

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DtscoreConfig(AppConfig):
    name = "dtscore"
    verbose_name = _("Public site")

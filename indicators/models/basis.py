from django.db import models
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    """How a stored figure is known.

    What we compute ourselves is no basis: it stands in columns of its own.
    """

    PUBLISHED = "published", _("published")
    ROW_ORDER = "row_order", _("read from the order of the rows")
    DERIVED = "derived", _("derived from two published figures")

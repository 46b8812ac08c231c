"""Managers of proxies: the rows of one table that are of one kind."""

from django.db import models


class FixedFieldManager(models.Manager):
    """The rows whose field holds one value, and new ones made with it: ``level="commune"``."""

    def __init__(self, **fixed: str):
        super().__init__()
        self.fixed = fixed

    def get_queryset(self):
        return super().get_queryset().filter(**self.fixed)

    def create(self, **fields):
        return super().create(**self.fixed, **fields)

"""The admin, its list of tables in sections."""

from itertools import groupby

from django.contrib import admin
from django.utils.functional import SimpleLazyObject


class SectionedSite(admin.AdminSite):
    """An admin whose tables may name the section that they stand under, apart from their app's.

    A table names it by the attribute ``section`` of its admin class; sections come first, in the order in
    which their tables were registered.
    """

    def get_app_list(self, request, app_label=None):
        if app_label is not None:
            return super().get_app_list(request, app_label)
        # Every page of the admin is given the list, and few show it.
        return SimpleLazyObject(lambda: self._sectioned(super(SectionedSite, self).get_app_list(request)))

    def _sectioned(self, apps):
        places = list(self._registry)
        tables = sorted(
            (table for app in apps for table in app["models"] if self._section(table)),
            key=lambda table: places.index(table["model"]),
        )
        for app in apps:
            app["models"] = [table for table in app["models"] if not self._section(table)]
        sections = [
            self._as_app(section, list(of_section)) for section, of_section in groupby(tables, self._section)
        ]
        return [*sections, *(app for app in apps if app["models"])]

    def _section(self, table):
        return getattr(self._registry[table["model"]], "section", "")

    def _as_app(self, section, tables):
        label = tables[0]["model"]._meta.app_label
        own = {"name": section, "app_label": f"{label}-section", "app_url": tables[0]["admin_url"]}
        return {**own, "has_module_perms": True, "models": tables}

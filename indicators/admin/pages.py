"""What the pages of officers have in common, beside those that the admin makes itself."""

from django.contrib import admin
from django.shortcuts import render
from django.urls import reverse


def officers_page(request, template, *, title, crumbs=(), here="", status=200, **context):
    """Render a page of officers.

    Args:
        crumbs: pairs (label, address) of the pages between the front page and this one.
        here: what the crumbs call this page, where its title is long or repeats them.
    """
    own = {"title": title, "crumbs": crumbs, "here": here or title, "is_nav_sidebar_enabled": False}
    return render(request, template, {**admin.site.each_context(request), **own, **context}, status=status)


def crumbs_of_table(model) -> list[tuple[str, str]]:
    """Return the way to the list of a model's rows."""
    meta = model._meta
    label = str(meta.verbose_name_plural)
    return [
        (str(meta.app_config.verbose_name), reverse("admin:app_list", args=[meta.app_label])),
        (label[:1].upper() + label[1:], reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")),
    ]

"""Filling a draft edition, unit by unit."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from indicators.admin.entry_sheet import EntrySheet
from indicators.admin.imports.access import may_see_imports
from indicators.admin.pages import crumbs_of_table, officers_page
from indicators.models import Edition
from indicators.workflow import WorkflowError
from indicators.workflow.entry import refusal_of_figures
from provinces import names
from provinces.admin.tables import units_called
from provinces.models import Unit, UnitSetMember

ENTER = ["indicators.change_edition", "indicators.change_ranking"]
UNITS_A_PAGE = 100


@require_safe
@permission_required(ENTER, raise_exception=True)
def entry_units(request, edition_id):
    """List the units of an edition's set with how many of their measures are filled."""
    edition = get_object_or_404(Edition.objects.with_rules(), pk=edition_id)
    if refusal := refusal_of_figures(edition):
        return led_back(request, edition, refusal)
    text = request.GET.get("q", "").replace("\0", "")
    members = members_in_order(edition)
    if names.search_key(text):
        members = members.filter(unit__in=units_called(text))
    page = Paginator(members, UNITS_A_PAGE).get_page(request.GET.get("p"))
    filled = dict(
        edition.rankings.filter(unit__in=[member.unit_id for member in page])
        .values_list("unit")
        .annotate(Count("pk"))
    )
    context = {
        "title": _("Enter figures: %(edition)s") % {"edition": edition},
        "rows": [(member, name_of(member.unit, edition), filled.get(member.unit_id, 0)) for member in page],
        "page": page,
        "query": text,
        "measure_count": edition.methodology.measures.valued().count(),
    }
    return page_of_edition(request, "admin/indicators/edition/entry_units.html", edition, context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ENTER, raise_exception=True)
def entry_form(request, edition_id, slug):
    """Fill in all measures of one unit; all are saved or none."""
    if request.method != "POST":
        return show_sheet(request, edition_id, slug, editions=Edition.objects.with_rules())
    with transaction.atomic():
        # Held until the figures are saved, so that nobody publishes or enters in between.
        locked = Edition.objects.with_rules().select_for_update(of=("self",))
        return show_sheet(request, edition_id, slug, editions=locked, typed=request.POST)


def show_sheet(request, edition_id, slug, *, editions, typed=None):
    edition = get_object_or_404(editions, pk=edition_id)
    unit = get_object_or_404(Unit.objects.with_names(), slug=slug, memberships__unit_set=edition.unit_set)
    if refusal := refusal_of_figures(edition):
        return led_back(request, edition, refusal)
    sheet = EntrySheet(edition, unit=unit, data=typed)
    former, following = neighbours_of(edition, unit)
    if typed is not None and sheet.is_valid() and save(request, sheet):
        return HttpResponseRedirect(address_after_saving(request, edition, unit, following))
    context = {
        "title": _("%(unit)s: all measures") % {"unit": name_of(unit, edition)},
        "sheet": sheet,
        "unit": unit,
        "former": former,
        "former_name": former and name_of(former.unit, edition),
        "following": following,
        "following_name": following and name_of(following.unit, edition),
        "may_see_imports": may_see_imports(request.user),
    }
    to_units = (_("Enter figures"), reverse("admin:indicators_edition_entry_units", args=[edition.pk]))
    template = "admin/indicators/edition/entry_form.html"
    return page_of_edition(request, template, edition, context, crumbs=[to_units])


def save(request, sheet) -> bool:
    """Save a sheet, tell what happened, and return whether it was saved."""
    try:
        with transaction.atomic():
            changed = sheet.save()
    except WorkflowError as refusal:
        sheet.refuse(str(refusal))
        return False
    unit = name_of(sheet.unit, sheet.edition)
    if changed:
        text = ngettext(
            "%(unit)s: %(count)d figure saved.", "%(unit)s: %(count)d figures saved.", changed
        ) % {"unit": unit, "count": changed}
        model_admin = admin.site.get_model_admin(Edition)
        model_admin.log_change(request, sheet.edition, text)
        messages.success(request, text)
    else:
        messages.info(request, _("%(unit)s: nothing was changed.") % {"unit": unit})
    return True


def led_back(request, edition, refusal):
    """Lead to an edition with the word why it is only read."""
    messages.error(request, refusal)
    return HttpResponseRedirect(reverse("admin:indicators_edition_change", args=[edition.pk]))


def page_of_edition(request, template, edition, context, *, crumbs=()):
    """Render a page about one edition."""
    to_edition = (str(edition), reverse("admin:indicators_edition_change", args=[edition.pk]))
    crumbs = [*crumbs_of_table(Edition), to_edition, *crumbs]
    return officers_page(request, template, crumbs=crumbs, edition=edition, **context)


def members_in_order(edition):
    members = UnitSetMember.objects.filter(unit_set=edition.unit_set).order_by("order")
    return members.select_related("unit", "region").prefetch_related("unit__names")


def neighbours_of(edition, unit):
    """Return the members before and after a unit, in the order of the set."""
    members = members_in_order(edition)
    place = members.get(unit=unit).order
    return members.filter(order__lt=place).last(), members.filter(order__gt=place).first()


def name_of(unit, edition) -> str:
    name, _type = unit.called_on(edition.names_on)
    return name


def address_after_saving(request, edition, unit, following) -> str:
    if "save_and_list" in request.POST:
        return reverse("admin:indicators_edition_entry_units", args=[edition.pk])
    goes_on = following is not None and "save_and_next" in request.POST
    slug = following.unit.slug if goes_on else unit.slug
    return reverse("admin:indicators_edition_entry_form", args=[edition.pk, slug])

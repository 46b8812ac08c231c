"""What a browser may send that no database takes: null characters, numbers without end."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

LONGEST_NUMBER = 18  # digits that fit the keys of both databases


def plain(text: str) -> str:
    """Return a text without null characters."""
    return text.replace("\0", "")


def whole(text: str) -> str:
    """Return a text that names something, which no text with null characters does.

    Raises:
        BadRequest: if it has one; such a request comes from no page of ours.
    """
    if "\0" in text:
        raise BadRequest(_("This text cannot be read."))
    return text


def in_order(query: QueryDict) -> QueryDict:
    """Return a query without null characters, and with numbers cut that are longer than any key."""
    ordered = query.copy()
    for name, texts in query.lists():
        kept = map(plain, texts)
        ordered.setlist(name, [text[:LONGEST_NUMBER] if text.isdecimal() else text for text in kept])
    return ordered


def are_keys(texts: str | list[str]) -> bool:
    """Tell whether texts, or one, can be the keys of rows."""
    listed = [texts] if isinstance(texts, str) else texts
    return all(text.isdecimal() and len(text) <= LONGEST_NUMBER for text in listed)


class RequestsInOrder:
    """Pages of a table that answer whatever is sent to them."""

    def changelist_view(self, request, extra_context=None):
        request.GET = in_order(request.GET)
        return super().changelist_view(request, extra_context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.GET = in_order(request.GET)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_changeform_initial_data(self, request):
        given = super().get_changeform_initial_data(request)
        related = {field.name for field in self.opts.get_fields() if field.is_relation}
        return {name: value for name, value in given.items() if name not in related or are_keys(value)}

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, plain(search_term))

    def response_action(self, request, queryset):
        if are_keys(request.POST.getlist("_selected_action")):
            return super().response_action(request, queryset)
        self.message_user(request, _("Nothing was done: choose the rows again."), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

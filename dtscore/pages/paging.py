"""Long tables page by page."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

PAGE_SIZE = 200


def page_of(rows: Sequence, *, number: str) -> tuple[Page, str]:
    """Return the page of rows that is asked for, and a sentence where there is none of that number."""
    page = Paginator(rows, PAGE_SIZE).get_page(number)
    if number == str(page.number):
        return page, ""
    sentence = _("There is no page “%(asked)s”; here is page %(shown)d.")
    return page, sentence % {"asked": number[:20], "shown": page.number}

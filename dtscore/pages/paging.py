"""Long tables page by page."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

PAGE_SIZE = 200
ONE_PAGE = 1_000_000


def page_of(rows: Sequence, *, number: str, size: int = PAGE_SIZE) -> tuple[Page, str]:
    """Return the page of rows that is asked for, and a sentence where there is none of that number."""
    page = Paginator(rows, size).get_page(number)
    if number == str(page.number):
        return page, ""
    sentence = _("There is no page “%(asked)s”; here is page %(shown)d.")
    return page, sentence % {"asked": number[:20], "shown": page.number}

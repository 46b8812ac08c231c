"""What a browser may send in the forms of the wizard, whatever it is."""

from provinces.admin.requests import LONGEST_NUMBER


def numbers(request, name: str) -> set[int]:
    """Return the keys of rows that a form sent under a name; what can be no key is passed over."""
    texts = request.POST.getlist(name)
    return {
        int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    }

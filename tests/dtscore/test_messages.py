import io
import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from dtscore.messages import KEYWORDS, extract_template, extracted_catalogue


def strings_of(template):
    found = extract_template(io.BytesIO(template.encode()), KEYWORDS, [], {})
    return [(function, message) for _line, function, message, _comments in found]


def test_template_extraction_finds_strings_between_any_brackets_and_quotes():
    template = """
        {# not this one #} it's (open [ and {
      <p title="{% translate "Rank" %}">{{ _("Score") }}</p>
    {% translate "May" context "month" %}
    """

    assert strings_of(template) == [("gettext", "Rank"), ("_", "Score"), ("pgettext", ("month", "May"))]


def test_template_extraction_joins_the_lines_of_a_trimmed_block():
    template = """
      {% blocktranslate trimmed count number=units %}
        one unit
        of {{ set }}
      {% plural %}
        {{ number }} units
        of {{ set }}
      {% endblocktranslate %}
    """

    [(function, message)] = strings_of(template)

    assert function == "ngettext"
    assert message[:2] == ("one unit of %(set)s", "%(number)s units of %(set)s")


@pytest.fixture(scope="module")
def vietnamese():
    with (settings.BASE_DIR / "locale/vi/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="vi")


def test_vietnamese_catalogue_holds_every_string(vietnamese):
    missing = [
        message.id
        for message in extracted_catalogue()
        if message.id
        and not (
            (known := vietnamese.get(message.id, message.context)) and all_filled(known) and not known.fuzzy
        )
    ]

    assert missing == []


def test_vietnamese_catalogue_keeps_every_placeholder(vietnamese):
    different = [message.id for message in vietnamese if message.id and not same_placeholders(message)]

    assert different == []


def all_filled(message):
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings)


def same_placeholders(message):
    asked = message.id[-1] if isinstance(message.id, tuple) else message.id
    answered = message.string[-1] if isinstance(message.string, tuple) else message.string
    return placeholders(asked) == placeholders(answered)


def placeholders(text):
    return set(re.findall(r"%\(\w+\)s|\{\w*\}", text))

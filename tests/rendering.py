"""How much of a page is written out while the tests run."""

from contextlib import contextmanager
from unittest.mock import patch

from django.template import Template
from django.test.signals import template_rendered
from django.utils.safestring import SafeString


@contextmanager
def unwritten():
    """Leave pages unwritten: their context is made and kept, their text stays empty."""

    def render(template, context):
        template_rendered.send(sender=template, template=template, context=context)
        return SafeString("")

    with patch.object(Template, "_render", render):
        yield


def context_of(client, address, asked=None):
    """Return what a page is made from, where its text is not looked at."""
    with unwritten():
        answer = client.get(address, asked)
    assert answer.status_code == 200, address
    return answer.context

"""Find the translatable strings of the project with Babel; GNU gettext is not needed."""

import io

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from django.conf import settings
from django.utils.translation.template import templatize

PLACES = ["dtscore", "indicators", "provinces", "templates"]
METHODS = [("**.py", "python"), ("**.html", "dtscore.messages:extract_template")]
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def extract_template(file, keywords, comment_tags, options):
    """Yield the strings of a Django template, in the shape that Babel asks of its extractors."""
    calls = templatize(file.read().decode("utf-8"))
    # In brackets the indentation of the template means nothing to Python's tokenizer.
    source = io.BytesIO(f"({calls}\n)".encode())
    yield from extract_python(source, keywords, comment_tags, options)


def extracted_catalogue():
    """Return a catalogue of every string in the code and the templates, each with the files it stands in."""
    catalogue = Catalog(project="dtscore", charset="utf-8")
    for place in PLACES:
        found = extract_from_dir(
            settings.BASE_DIR / place,
            METHODS,
            keywords=KEYWORDS,
            comment_tags=["Translators:"],
            strip_comment_tags=True,
        )
        for path, _line, message, comments, context in found:
            # Without line numbers: they would change with every edit.
            catalogue.add(
                message, locations=[(f"{place}/{path}", None)], auto_comments=comments, context=context
            )
    return catalogue

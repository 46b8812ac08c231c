"""The steps of the wizard, as an officer goes through them in a browser."""

import csv
import io

from django.urls import reverse

from indicators.models import ImportBatch, Ranking, Scorecard
from tests.rendering import context_of

IMPORT = "indicators.import_results"


def address(page, batch):
    return reverse(f"imports:{page}", args=[batch.pk])


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def totals_of_2022(**corrections):
    """Return the published totals of 2022 as a table; ``tra_vinh=("0.6177", 24)`` corrects a row."""
    rows = Ranking.objects.published().filter(
        edition__scorecard__code="dti-cap-tinh", edition__slug="2022", measure__kind="total"
    )
    table = [["Tỉnh, thành phố", "DTI", "Xếp hạng"]]
    rows = rows.select_related("unit", "edition").prefetch_related("unit__names")
    for row in rows.order_by("rank", "unit__slug"):
        figures = corrections.get(row.unit.slug.replace("-", "_"), (row.value_text, row.rank))
        table.append([row.unit.called_on(row.edition.names_on)[0], *figures])
    return table


def upload(client, rows, *, name="ket-qua.csv", **asked):
    """Send a table through the first step; return the import that it became."""
    content = rows if isinstance(rows, bytes) else as_csv(rows)
    file = io.BytesIO(content)
    file.name = name
    answer = client.post(reverse("imports:upload"), sent_upload(file=file, **asked))
    assert answer.status_code == 302, [str(text) for text in answer.context["form"].errors.values()]
    return ImportBatch.objects.latest("pk")


def uploaded():
    """Return the imports that people brought; those of the shipped figures have no file of their own."""
    return ImportBatch.objects.exclude(file="")


def sent_upload(**asked):
    """Return what the form of the first step sends."""
    scorecard = Scorecard.objects.get(code="dti-cap-tinh").pk
    return {"scorecard": scorecard, "edition": "2022", "source": "file", **asked}


def form_of(context):
    """Return what the forms of the second step would send as they stand."""
    forms = context["forms"]
    listed = [forms.asked, forms.sheet.table, *forms.sheet.columns]
    if forms.measures:
        listed += [forms.measures.total, *forms.measures.rows]
    sent = {"read_sheet": context["chosen_sheet"], "read": "1"}
    for form in listed:
        for bound in form:
            sent[bound.html_name] = "" if bound.value() is None else bound.value()
    return sent


def read(client, batch, **changes):
    """Send the second step as it is guessed, with changes."""
    form = form_of(context_of(client, address("reading", batch)))
    answer = client.post(address("reading", batch), form | changes)
    batch.refresh_from_db()
    return answer


def preview_form(client, batch, **changes):
    """Return what the fourth step sends for the rows that it shows."""
    page = context_of(client, address("preview", batch))
    shown = [row.number for row in page["figures"].rows]
    return {"seen": page["seen"], "shown": shown, **changes}


def write(client, batch):
    """Write an import that was read."""
    answer = client.post(address("preview", batch), preview_form(client, batch, commit="1"))
    batch.refresh_from_db()
    return answer


def told(answer):
    """Return the messages of a page as texts."""
    return [str(message) for message in answer.context["messages"]]

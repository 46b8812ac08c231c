"""What a browser sends from the grid."""

from django.urls import reverse

from indicators.admin.submissions.cells import as_stated, texts_of


def grid_address(submission):
    return reverse("submissions:grid", args=[submission.pk])


def cells_address(score):
    return reverse("submissions:cells", args=[score.submission_id])


def answered(client, score, posted):
    """Send what was typed before, as the script does; return what is told of the row."""
    return client.post(cells_address(score), posted).json()["rows"][f"r{score.pk}"]


def typed(score, **texts):
    """Return the fields of a row as a form sends them: what stood there, and what was typed."""
    key = f"r{score.pk}"
    shown = texts_of(score)
    return {
        f"{key}-version": str(score.version),
        f"{key}-stated": as_stated(shown),
        **{f"{key}-{field}": text for field, text in {**shown, **texts}.items()},
    }

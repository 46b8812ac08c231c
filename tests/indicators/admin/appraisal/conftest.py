import pytest


@pytest.fixture
def address(submission):
    return f"/quan-tri/tham-dinh/{submission.pk}/"


@pytest.fixture
def sent_back(submission):
    """A function that returns what the desk sends: ``sent_back(context, {score: ("0,25", "…")})``."""

    def form(context, typed=(), **more):
        posted = {}
        for group in context["groups"]:
            for row in group.rows:
                if row.is_open:
                    posted |= {f"{row.key}-{name}": text for name, text in row.shown_texts.items()}
                    posted |= {f"{row.key}-version": row.assessment.version, f"{row.key}-stated": row.stated}
        for score, (points, reason) in dict(typed).items():
            posted |= {f"v{score.pk}-score": points, f"v{score.pk}-reason": reason}
        return posted | more

    return form

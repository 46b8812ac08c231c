"""What every page may say of the data behind it."""

from indicators.models import Scorecard


def made_up_data(request):
    """Let the base templates say that the database was made up for trying out; only they ask it."""
    return {"holds_made_up_data": Scorecard.objects.made_up().exists}

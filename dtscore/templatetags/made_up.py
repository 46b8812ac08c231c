"""What the base templates say of the data behind every page."""

from django import template

from indicators.models import Scorecard

register = template.Library()


@register.simple_tag
def holds_made_up_data() -> bool:
    """Tell whether the database was made up for trying out."""
    return Scorecard.objects.made_up().exists()

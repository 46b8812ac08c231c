from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from indicators.workflow import fill_intervals


class Command(BaseCommand):
    help = (
        "Compute the sensitivity ranges of ranks for editions that were published before they were kept; "
        "others keep theirs."
    )

    def handle(self, **options):
        count = fill_intervals()
        if count:
            text = ngettext(
                "Sensitivity ranges computed for %(count)d edition.",
                "Sensitivity ranges computed for %(count)d editions.",
                count,
            )
            self.stdout.write(text % {"count": count})

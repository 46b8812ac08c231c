from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.workflow import publish_due


class Command(BaseCommand):
    help = (
        "Publish the scores of the editions whose scheduled moment has come; a timer calls it. Writes a line "
        "an edition and ends with 0: what was refused is tried again the next time."
    )

    def handle(self, *args, **options):
        for outcome in publish_due(timezone.now()):
            if outcome.refusal:
                text = _("%(edition)s: not published. %(reason)s")
                self.stdout.write(text % {"edition": outcome.edition, "reason": outcome.refusal})
            else:
                self.stdout.write(_("%(edition)s is published.") % {"edition": outcome.edition})

from django.core.management.base import BaseCommand, CommandError

from indicators.management.import_benchmark.made_table import MADE_UP
from indicators.management.made_up.submissions import make_submissions
from indicators.models import Edition, Scorecard


class Command(BaseCommand):
    help = (
        "Make an edition of 98 indicators and 63 units, in every state of its way, for trying out. Needs a "
        "migrated database of its own: one that holds published editions, or this data already, is refused."
    )

    def add_arguments(self, parser):
        parser.add_argument("--units", type=int, default=63)
        parser.add_argument("--indicators", type=int, default=98)

    def handle(self, *args, units: int, indicators: int, **options):
        if units < 1 or indicators < 6:
            raise CommandError("At least 1 unit and 6 indicators.")
        made_up = Scorecard.objects.made_up()
        if Edition.objects.once_published().exclude(scorecard__in=made_up).exists():
            raise CommandError(
                "This database holds published editions. Made-up data needs a database of its own: name one "
                "in DATABASE_URL, and migrate it."
            )
        if made_up.exists():
            raise CommandError("This database already holds made-up data. Delete it and begin anew.")
        edition = make_submissions(units=units, indicators=indicators)
        self.stdout.write(f"{MADE_UP} (made-up data): {edition}, {units} units × {indicators} indicators")

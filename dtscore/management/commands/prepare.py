from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "Bring the database up to date, load the published data, compute the sensitivity ranges that are "
        "lacking and make the first administrator."
    )

    def handle(self, **options):
        call_command("migrate", verbosity=0)
        call_command("load_published", stdout=self.stdout)
        call_command("compute_intervals", stdout=self.stdout)
        call_command("create_first_administrator", stdout=self.stdout)

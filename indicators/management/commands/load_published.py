from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from indicators.imports.reference.errors import RejectedFileError
from indicators.imports.reference.published import load_published


class Command(BaseCommand):
    help = (
        "Load the published data of fixtures/ and publish its editions; what is already there stays as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--directory",
            type=Path,
            default=settings.BASE_DIR / "fixtures",
            help="another directory of tables",
        )

    def handle(self, *args, directory: Path, **options):
        try:
            added = load_published(directory)
        except RejectedFileError as rejected:
            raise CommandError(_("Nothing was loaded.") + f"\n{rejected}") from rejected
        for table, count in added.items():
            if count:
                self.stdout.write(f"{table}: {count}")
        if not any(added.values()):
            self.stdout.write(_("Everything is loaded already."))

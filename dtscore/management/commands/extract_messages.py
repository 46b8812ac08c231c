from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand

from dtscore.messages import extracted_catalogue


class Command(BaseCommand):
    help = "Bring the Vietnamese catalogue up to date with the strings of the code and the templates."

    def handle(self, **options):
        path = settings.BASE_DIR / "locale/vi/LC_MESSAGES/django.po"
        with path.open("rb") as file:
            catalogue = read_po(file, locale="vi", domain="django")
        # A guessed translation is worse than none: it would be shown.
        catalogue.update(extracted_catalogue(), no_fuzzy_matching=True, update_creation_date=False)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_output=True, ignore_obsolete=True)
        missing = [message.id for message in catalogue if message.id and not message.string]
        for identifier in missing:
            self.stdout.write(f"no Vietnamese yet: {identifier}")

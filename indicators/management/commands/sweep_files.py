from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.management.kept_files import delete_orphans, orphans


class Command(BaseCommand):
    help = "List the kept files that no import and no document of this database names, or delete them."

    def add_arguments(self, parser):
        parser.add_argument("--delete", action="store_true", help="delete them; there is no way back")

    def handle(self, *args, **options):
        if options["delete"]:
            count = delete_orphans()
            text = ngettext("%(count)d file is deleted.", "%(count)d files are deleted.", count)
            self.stdout.write(text % {"count": count})
            return
        found = list(orphans())
        for orphan in found:
            self.stdout.write(str(orphan))
        if not found:
            self.stdout.write(_("Every kept file belongs to an import or a document."))

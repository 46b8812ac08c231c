import secrets

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Make an administrator and print the login, while no account exists."

    def handle(self, **options):
        accounts = get_user_model().objects
        if accounts.exists():
            return
        password = secrets.token_urlsafe(15)
        administrator = accounts.create_superuser(username="admin", password=password)
        self.stdout.write(
            f"The first administrator, shown only this once:\n"
            f"  name      {administrator.username}\n"
            f"  password  {password}"
        )

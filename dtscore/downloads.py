"""Marks what leaves a made-up database as a file, whichever page sends it."""

from django.utils.deprecation import MiddlewareMixin

from indicators.models import Scorecard
from indicators.models.scorecards import MADE_UP_CODE

HEADER = "Content-Disposition"
# As HTTP writes the name of a file: in ASCII, and in any letters.
NAMES = ('filename="', "filename*=utf-8''")


class MadeUpFiles(MiddlewareMixin):
    """Puts “du-lieu-gia-lap” before the name of every download from data that were made up for trying out."""

    def process_response(self, request, response):
        sent = response.get(HEADER, "")
        if sent.startswith("attachment") and Scorecard.objects.made_up().exists():
            for name in NAMES:
                sent = sent.replace(name, f"{name}{MADE_UP_CODE}-")
            response[HEADER] = sent
        return response

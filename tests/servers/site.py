"""The site served from the tests' own process, on the database connection of the running test."""

import socket
from contextlib import suppress

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import LiveServerThread


class ClosingServer(ThreadedWSGIServer):
    """Ends with all its threads; Django's own leaves those that wait for a browser's next request."""

    daemon_threads = False

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.open_requests = set()

    def process_request(self, request, client_address):
        self.open_requests.add(request)
        super().process_request(request, client_address)

    def close_request(self, request):
        self.open_requests.discard(request)
        super().close_request(request)

    def end_requests(self):
        """Hang up on browsers that may ask again, and wait for what is being answered."""
        for request in list(self.open_requests):
            with suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)
        self._threads.join()

    def server_close(self):
        self.end_requests()
        super().server_close()


class SiteThread(LiveServerThread):
    server_class = ClosingServer


class KeptStaticFiles(StaticFilesHandler):
    """A visitor asks once for what never changes while the tests run."""

    def serve(self, request):
        response = super().serve(request)
        response.headers["Cache-Control"] = "max-age=3600"
        return response


class Site:
    """The site on one port for all tests, so that a browser keeps what it read, on their connection."""

    def __init__(self):
        self.connection = connections["default"]
        self.connection.inc_thread_sharing()
        connections_override = {"default": self.connection}
        self.thread = SiteThread("127.0.0.1", KeptStaticFiles, connections_override=connections_override)
        self.thread.start()
        self.thread.is_ready.wait()
        if self.thread.error:
            raise self.thread.error
        self.address = f"http://127.0.0.1:{self.thread.port}"

    def end_requests(self):
        self.thread.httpd.end_requests()

    def close(self):
        self.thread.terminate()
        self.connection.dec_thread_sharing()

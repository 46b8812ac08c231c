"""The site served from the tests' own process, on the database connection of the running test."""

import socket
from contextlib import contextmanager, suppress

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

    def server_close(self):
        for request in list(self.open_requests):
            with suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)
        super().server_close()


class SiteThread(LiveServerThread):
    server_class = ClosingServer


class KeptStaticFiles(StaticFilesHandler):
    """A visitor asks once for what never changes while the tests run."""

    def serve(self, request):
        response = super().serve(request)
        response.headers["Cache-Control"] = "max-age=3600"
        return response


@contextmanager
def serve_site():
    """Serve the site on a free port and yield its address."""
    connection = connections["default"]
    connection.inc_thread_sharing()
    thread = SiteThread("127.0.0.1", KeptStaticFiles, connections_override={"default": connection})
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://127.0.0.1:{thread.port}"
    finally:
        thread.terminate()
        connection.dec_thread_sharing()

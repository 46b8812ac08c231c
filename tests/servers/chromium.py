"""The Chromium of the system, watched: what it complains of and whom else it asks fails the test."""

import shutil
from urllib.parse import urlsplit

# The first draws no windows, and needs two thirds of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    # Without a graphics card a process of its own for it draws nothing quicker.
    "--in-process-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page lives for seconds: making its scripts quicker and its memory smaller doesn't pay.
    "--js-flags=--no-opt --min-semi-space-size=32",
    # Nothing but the test's own server can be reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
# The console names the directive alone; this names the place too.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  const { violatedDirective, blockedURI, sourceFile } = event;
  console.error(`Content-Security-Policy: ${violatedDirective} ${blockedURI} in ${sourceFile}`);
});
"""


def chromium_path():
    return next(filter(None, map(shutil.which, NAMES)), None)


class WatchedPages:
    """Opens pages of the site at ``address`` and collects their ``problems``."""

    def __init__(self, browser, address):
        self.browser = browser
        self.address = address
        self.contexts = []
        self.problems = []

    def forgive(self, text):
        """Forget the problems of a text: what a test took away on purpose is no fault of the page."""
        self.problems[:] = [problem for problem in self.problems if text not in problem]

    def open(self, *, javascript=True, width=1440, height=900, **options):
        context = self.browser.new_context(
            base_url=self.address,
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        self.contexts.append(context)
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", self._note_request)
        context.on("console", self._note_message)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        return context.new_page()

    def close(self):
        for context in self.contexts:
            context.close()

    def _note_request(self, request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.netloc != urlsplit(self.address).netloc:
            self.problems.append(f"request to another host: {request.url}")

    def _note_message(self, message):
        # A page that answers 404 or 429 on purpose is told of by the browser as a resource that failed.
        refused_page = message.page and message.location.get("url") == message.page.url
        if message.type == "error" and not refused_page:
            self.problems.append(f"console: {message.text} ({message.location.get('url')})")

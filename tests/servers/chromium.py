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
    # The pages of a visitor share a process, and what it has read and compiled.
    "--renderer-process-limit=1",
    # A page lives for seconds: making its scripts quicker and its memory smaller doesn't pay.
    "--js-flags=--no-opt --min-semi-space-size=32",
    # Nothing but the test's own server can be reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
# A file of the site that asks for nothing more.
WAITING_ROOM = "/static/img/dtscore.svg"
# The console names the directive alone; this names the place too.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  const { violatedDirective, blockedURI, sourceFile } = event;
  console.error(`Content-Security-Policy: ${violatedDirective} ${blockedURI} in ${sourceFile}`);
});
"""


def chromium_path():
    return next(filter(None, map(shutil.which, NAMES)), None)


class Visitor:
    """A context with a page that stays open: what Chromium made of styles and scripts stays ready with it."""

    def __init__(self, context):
        self.context = context
        self.waiting_page = context.new_page()
        self.waiting_page.goto(WAITING_ROOM)

    def leave(self):
        """Close the pages and forget all that a site may know its visitor by."""
        for page in self.context.pages:
            if page != self.waiting_page:
                page.close()
        self.context.clear_cookies()
        self.waiting_page.evaluate("localStorage.clear()")


class WatchedPages:
    """Opens pages of the site at ``address``, each as a visitor of its own, and collects ``problems``."""

    def __init__(self, browser, address):
        self.browser = browser
        self.address = address
        # By whether their scripts run.
        self.here = {True: [], False: []}
        self.away = {True: [], False: []}
        self.problems = []

    def forgive(self, text):
        """Forget the problems of a text: what a test took away on purpose is no fault of the page."""
        self.problems[:] = [problem for problem in self.problems if text not in problem]

    def open(self, *, javascript=True, width=1440, height=900):
        away = self.away[javascript]
        visitor = away.pop() if away else Visitor(self._new_context(javascript))
        self.here[javascript].append(visitor)
        page = visitor.context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        return page

    def leave(self):
        """End the pages; their visitors come again as others."""
        for javascript, visitors in self.here.items():
            for visitor in visitors:
                visitor.leave()
            self.away[javascript] += visitors
            visitors.clear()

    def _new_context(self, javascript):
        context = self.browser.new_context(
            base_url=self.address,
            java_script_enabled=javascript,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", self._note_request)
        context.on("console", self._note_message)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        return context

    def _note_request(self, request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.netloc != urlsplit(self.address).netloc:
            self.problems.append(f"request to another host: {request.url}")

    def _note_message(self, message):
        # A page that answers 404 or 429 on purpose is told of by the browser as a resource that failed.
        refused_page = message.page and message.location.get("url") == message.page.url
        if message.type == "error" and not refused_page:
            self.problems.append(f"console: {message.text} ({message.location.get('url')})")

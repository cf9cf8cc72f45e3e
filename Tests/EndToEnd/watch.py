"""What no page of the shop may do, whoever looks at it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request, Response, WebError

POLICY_BREACH = "breach of the content security policy"

REPORT_BREACHES = f"""
addEventListener("securitypolicyviolation", (event) =>
  console.error("{POLICY_BREACH}: " + event.effectiveDirective + " " + event.blockedURI));
"""


class Watch:
    """Listens to everything that a visitor's browser says."""

    def __init__(self, context: BrowserContext, base_url: str) -> None:
        self.log: list[str] = []
        self._base_url = base_url
        self._complaints: list[str] = []
        self._allowed: list[str] = []
        context.add_init_script(REPORT_BREACHES)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("dialog", self._on_dialog)
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("requestfailed", self._on_failure)

    def allow(self, text: str) -> None:
        """Complaints with this text in them are what the test is about."""
        self._allowed.append(text)

    def allow_status(self, *statuses: int) -> None:
        """Such answers are what the test is about, and the browser's own line about them."""
        for status in statuses:
            self.allow(f"answered {status}")
            self.allow(f"responded with a status of {status}")

    def complaints(self) -> list[str]:
        return [each for each in self._complaints if not any(text in each for text in self._allowed)]

    def _complain(self, text: str) -> None:
        self.log.append(text)
        self._complaints.append(text)

    def _on_console(self, message: ConsoleMessage) -> None:
        # Chromium says a breach here itself, also where scripts are off.
        if message.type == "error" or "Content Security Policy" in message.text:
            self._complain(f"console: {message.text} ({message.location.get('url', '')})")
        else:
            self.log.append(f"console {message.type}: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self._complain(f"script error: {error.error}")

    def _on_dialog(self, dialog: Dialog) -> None:
        self._complain(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self._base_url + "/", "data:")):
            self._complain(f"asked another site: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self._complain(f"answered {response.status}: {response.request.method} {response.url}")

    def _on_failure(self, request: Request) -> None:
        # Whoever leaves a page before it is whole cancels what was still to come.
        if "ERR_ABORTED" not in (request.failure or ""):
            self._complain(f"failed: {request.method} {request.url}: {request.failure}")

"""Visitors: each a browser context of its own, watched from its first page to its last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser

from shopper import Shopper
from watch import Watch

Scheme = Literal["light", "dark"]


class Visitors:
    """Opens a browser as a new visitor: `open_shopper(script=False, width=320, scheme="dark")`."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self.shoppers: list[Shopper] = []
        self._browser = browser
        self._base_url = base_url

    def __call__(
        self,
        *,
        script: bool = True,
        width: int = 1280,
        height: int = 900,
        scheme: Scheme = "light",
        motion: bool = False,
    ) -> Shopper:
        context = self._browser.new_context(
            base_url=self._base_url,
            java_script_enabled=script,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="no-preference" if motion else "reduce",
        )
        context.set_default_timeout(10_000)
        shopper = Shopper(context, Watch(context, self._base_url), self._base_url, has_script=script)
        self.shoppers.append(shopper)
        return shopper

    def leave(self) -> None:
        for shopper in self.shoppers:
            shopper.context.close()

    def complaints(self) -> list[str]:
        return [complaint for shopper in self.shoppers for complaint in shopper.watch.complaints()]


@contextmanager
def visitors(browser: Browser, base_url: str) -> Iterator[Visitors]:
    """Says in the end what their browsers complained about."""
    visitors = Visitors(browser, base_url)
    try:
        yield visitors
    finally:
        visitors.leave()
    complaints = visitors.complaints()
    assert not complaints, "the browser complained:\n" + "\n".join(complaints)

"""A page as it looks to people who use it otherwise than most."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

from shopper import Shopper
from visitors import Scheme

RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}

SETTLED = """() => Promise.allSettled(document.getAnimations()
  .filter((each) => each.effect.getTiming().iterations !== Infinity).map((each) => each.finished))"""


def look(shopper: Shopper, width: int, scheme: Scheme = "light") -> None:
    shopper.page.set_viewport_size({"width": width, "height": 900})
    shopper.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    shopper.page.evaluate(SETTLED)


def axe_finds_nothing(shopper: Shopper) -> None:
    results = Axe().run(shopper.page, options=RULES)
    assert results.violations_count == 0, results.generate_report()

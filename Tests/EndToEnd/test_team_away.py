"""A shop without team Decide, as `Tests/FleetTests/DegradedFleetTests.swift` makes one: it asks for this file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from axe import axe_finds_nothing, look
from visitors import Scheme, Visitors


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_where_a_team_is_away(open_shopper: Visitors, width: int, scheme: Scheme) -> None:
    shopper = open_shopper()
    shopper.watch.allow_status(503)
    response = shopper.opens("/product/KT-077")
    assert response.status == 503
    expect(shopper.heading).to_have_text("This page cannot be shown just now")
    look(shopper, width, scheme)
    axe_finds_nothing(shopper)

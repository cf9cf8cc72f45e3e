"""The page of a team that came into the running shop a moment ago: `Tests/FleetTests/NewTeamTests.swift` brings it, and asks
for this file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from axe import axe_finds_nothing, look
from shopper import Shopper
from visitors import Scheme, Visitors

PAGE = "/flight-school"


def test_a_new_teams_page_is_one_of_the_shop(any_shopper: Shopper) -> None:
    assert any_shopper.opens(PAGE).status == 200
    any_shopper.sees("Flight school")
    expect(any_shopper.page).to_have_title("Flight school · Updraft")
    expect(any_shopper.navigation).to_be_visible()
    any_shopper.sees_in_cart(0)


def test_a_new_teams_style_is_in_force(shopper: Shopper) -> None:
    shopper.opens(PAGE)
    sheets = shopper.page.evaluate("[...document.styleSheets].map((each) => new URL(each.href).pathname)")
    assert any(each.startswith("/assets/flight-school/") for each in sheets), sheets
    expect(shopper.page.locator(".flight-school__next")).to_have_css("margin-block-start", "16px")


def test_a_visitor_goes_on_from_a_new_teams_page_to_the_kites(shopper: Shopper) -> None:
    shopper.opens(PAGE)
    with shopper.page.expect_navigation():
        shopper.page.get_by_role("main").get_by_role("link", name="See all kites").click()
    shopper.sees("All kites")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_a_new_teams_page(open_shopper: Visitors, width: int, scheme: Scheme) -> None:
    shopper = open_shopper()
    shopper.opens(PAGE)
    look(shopper, width, scheme)
    axe_finds_nothing(shopper)

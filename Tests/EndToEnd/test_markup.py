"""What the shell places of hostile markup, read by a real browser: nothing gets out of its place, and every element
stands where the shell believes that it stands. What the shell makes of each piece is checked by
`Tests/CompositionTests/Markup/PlacedMarkupTests.swift`, over the same table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

CASES = [
    (case["sent"], case["placed"].replace("§", "own-"))
    for case in json.loads(Path(__file__).with_name("hostile_markup.json").read_text())
]
VOID = {"area", "br", "col", "hr", "img", "input", "source", "track", "wbr"}
TAG = re.compile(r'<(/?)([a-z][a-z0-9-]*)((?:\s[^\s=>"]+(?:="[^"]*")?)*)>')
# Browsers add these where a table leaves them out.
IMPLIED = {"tbody", "colgroup"}

Outline = list["str | Outline"]

LOOK = """(implied) => {
  const place = document.querySelector("#place");
  if (!place) return {};
  const outline = (element) => [...element.children].flatMap((child) =>
    implied.includes(child.localName) ? outline(child) : [[child.localName, ...outline(child)]]);
  const inside = [...place.querySelectorAll("*")];
  return {
    around: [...document.body.children].map((each) => [each.localName, ...outline(each).map(([name]) => name)]),
    beside: [place.previousElementSibling?.id, place.nextElementSibling?.id, place.parentElement.localName],
    head: document.head.childElementCount,
    outline: outline(place),
    handlers: inside.flatMap((each) => each.getAttributeNames()).filter((name) => /^on|^style$/.test(name)),
    ids: inside.map((each) => each.id).filter(Boolean),
    harm: window.harmed ?? 0,
  };
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.add_init_script("window.harm = () => { window.harmed = (window.harmed ?? 0) + 1; }")
    context.route("**", lambda route: route.abort())
    yield context.new_page()
    context.close()


def written(markup: str) -> Outline:
    """The elements as their tags say: each is closed by its own end tag."""
    root: Outline = []
    open_elements = [root]
    for end, name, _ in TAG.findall(markup):
        if name in IMPLIED:
            continue
        if end:
            assert open_elements.pop()[0] == name, markup
            continue
        element: Outline = [name]
        open_elements[-1].append(element)
        if name not in VOID:
            open_elements.append(element)
    assert open_elements == [root], markup
    return root


def look(page: Page, markup: str) -> dict[str, object]:
    page.set_content(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body><main><p id="before">before</p>'
        f'<div id="place">{markup}</div><p id="after">after</p></main></body></html>',
        wait_until="commit",
    )
    page.wait_for_function("document.readyState !== 'loading'")
    return page.evaluate(LOOK, sorted(IMPLIED))


@pytest.mark.parametrize(("sent", "placed"), CASES, ids=[str(number) for number in range(len(CASES))])
def test_what_is_placed_stays_in_its_place_and_reads_as_the_shell_wrote_it(page: Page, sent: str, placed: str) -> None:
    seen = look(page, placed)
    assert seen["around"] == [["main", "p", "div", "p"]], sent
    assert seen["beside"] == ["before", "after", "main"], sent
    assert seen["head"] == 1, sent
    assert seen["outline"] == written(placed), sent
    assert seen["handlers"] == [], sent
    assert all(str(each).startswith("own-") for each in seen["ids"]), sent
    assert seen["harm"] == 0, sent


def test_markup_as_it_was_sent_would_get_out(page: Page) -> None:
    """So the table is worth its while: unmended, much of it reaches out of its place or reads otherwise."""
    unharmed = {"around": [["main", "p", "div", "p"]], "handlers": [], "harm": 0}
    out = [sent for sent, _ in CASES if any(look(page, sent).get(key) != value for key, value in unharmed.items())]
    assert len(out) > 20, out

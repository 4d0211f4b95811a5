"""The whole flow without a pointer, in both languages; and how quick a review is by its keys."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from kaimen.report.language import MESSAGES, Speaker
from tests.effort import FULL
from tests.web.chromium import TICKET, launched, needs_chromium, served
from tests.web.whole import whole_office

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from kaimen.workspace.record.office import Office

pytestmark = [pytest.mark.skipif(not FULL, reason="drives a browser: run with --full"), needs_chromium]

_LABEL = """() => {
  const one = document.activeElement;
  const text = one.getAttribute("aria-label") || one.textContent || one.value || "";
  return text.trim().replace(/\\s+/g, " ");
}"""
_TIMES = """() => {
  window.took = [];
  let began = 0;
  addEventListener("keydown", () => { began = performance.now(); }, true);
  document.addEventListener("kaimen:swapped", () => requestAnimationFrame(() => took.push(performance.now() - began)));
}"""


class Keys:
    """A person with a keyboard alone."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.speaker, self.pressed = page, Speaker(language), 0

    def press(self, key: str) -> None:
        """Press a key."""
        self.pressed += 1
        self.page.keyboard.press(key)

    def reach(self, *messages: str, most: int = 600) -> None:
        """Go on by Tab until what has the focus is called so; what has it must show it."""
        names = [self.speaker.say(name) if name in MESSAGES else name for name in messages]
        for _ in range(most):
            self.press("Tab")
            label = self.page.evaluate(_LABEL)
            if any(label.startswith(name) for name in names):
                outline = self.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none", f"{names} shows no focus"
                return
        raise AssertionError(f"no way to {names} by Tab on {self.page.url}")

    def follow(self, *messages: str) -> None:
        """Reach a link or a button and take it."""
        self.reach(*messages)
        with self.page.expect_navigation():
            self.press("Enter")

    def to_top(self) -> None:
        """Begin at the top of the page again."""
        self.page.evaluate("() => { document.activeElement.blur(); getSelection().removeAllRanges(); }")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with whole_office(tmp_path_factory.mktemp("keys"), first=0.02) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(office: Office) -> Iterator[Page]:
    with served(office) as address, launched() as browser:
        opened = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address).new_page()
        opened.goto(f"/enter?ticket={TICKET}")
        yield opened


def _state(office: Office) -> tuple[object, ...]:
    """What candidates and pledges are, whatever entries have led there."""
    return tuple([(v.id, v.body) for v in office.store.versions(kind)] for kind in ("review", "pledge"))


def test_a_candidate_takes_one_key_the_next_is_there_at_once_and_undos_lead_back(page: Page, office: Office) -> None:
    before = _state(office)
    page.goto("/review/first-meetings.en.txt?lang=en")
    page.evaluate(_TIMES)
    for number in range(30):
        which = page.inner_text("#which")
        page.keyboard.press("r" if number % 3 else "a")  # one key each
        page.wait_for_function("text => document.querySelector('#which')?.innerText !== text", arg=which)
    assert "10 accepted, 20 rejected" in page.inner_text(".head p")
    assert len(office.store.versions("review")) == 30
    for number in range(30, 0, -1):
        page.keyboard.press("z")
        page.wait_for_function("n => document.querySelector('main > progress').value === n", arg=number - 1)
    took = page.evaluate("() => took")
    assert len(took) == 60
    print(f"key to next: median {statistics.median(took):.0f} ms, most {max(took):.0f} ms of {len(took)}")
    assert statistics.quantiles(took)[0] <= 200, "a guard that a busy machine passes; docs/measured.md has the figure"
    assert _state(office) == before


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_flow_goes_by_keys_alone(page: Page, office: Office, language: str) -> None:
    keys, speaker = Keys(page, language), Speaker(language)
    page.goto(f"/?lang={language}")
    keys.press("Tab")
    assert page.evaluate(_LABEL) == speaker.say("web.skip")
    keys.press("Enter")
    assert page.evaluate("() => location.hash") == "#main"
    keys.to_top()

    keys.follow("web.review.title")
    keys.follow(f"first-meetings.{language}.txt")
    number = len(office.store.versions("pledge"))
    which = page.inner_text("#which")
    keys.press("a")
    page.wait_for_function("text => document.querySelector('#which')?.innerText !== text", arg=which)
    assert len(office.store.versions("pledge")) == number + 1
    keys.to_top()

    keys.follow("web.library.title")
    keys.reach("Star Reed", "东营星苇", "Named by keys")
    keys.press("Enter")
    page.keyboard.type(f"Named by keys {language}")
    keys.press("Enter")
    page.wait_for_function("() => !document.querySelector('[data-unkept]')")
    version = office.store.version("project", "SYN-0001")
    assert version is not None
    assert f"Named by keys {language}" in str(version.body)
    keys.to_top()

    keys.follow("plan.title")
    slider = page.evaluate("() => document.querySelector('input[type=range]').getAttribute('aria-label')")
    keys.reach(slider)
    with page.expect_response(lambda answer: "/plan?" in answer.url and answer.status == 200):
        keys.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('change=')")
    keys.to_top()

    keys.follow("why.title")
    keys.reach("SYN-")
    with page.expect_navigation():
        keys.press("Enter")
    assert "SYN-" in page.inner_text("h1")
    keys.to_top()
    for title in ("web.pledges.title", "prices.title", "delivery.title", "web.services.title", "briefing.title"):
        keys.follow(title)
        assert page.locator("h1").count() == 1
        keys.to_top()

"""Every page in a real browser: axe in both languages, light and dark; 320 pixels; twice the size; nothing cut off.

With --full all pages are looked at, filled with the sample and a solved plan; else a few of a small workspace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kaimen.web.pages import PAGES
from kaimen.workspace.record.accounts import Accounts, Role
from kaimen.workspace.record.office import Office, open_office
from tests.effort import FULL
from tests.web.chromium import AXE, TICKET, launched, needs_chromium, served
from tests.web.whole import whole_office

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = needs_chromium

FEW = ("/", "/library", "/review/first-meetings.en.txt")
OPENED: dict[str, tuple[str, ...]] = {
    "/announcements/{document}": ("/announcements/first-meetings.en.txt", "/announcements/first-meetings.zh.txt"),
    "/review/{document}": (
        "/review/first-meetings.en.txt?order=doubtful",
        "/review/first-meetings.zh.txt?only=marked",
        "/review/first-meetings.en.txt",
    ),
    "/pledges/{pledge}": ("/pledges/SD-06",),
    "/library/imported/{entry}": ("/library/imported/35",),
    "/library/import/{upload}": ("made",),
    "/library/pair": ("/library/pair?first=SYN-0002&second=SYN-0005",),
    "/library/joined/{entry}": ("made",),
    "/library/{project}": ("/library/SYN-0001", "/library/SYN-1457"),
    "/chains": ("/chains", "/chains?chain=battery&region=Qingdao"),
    "/chains/{view}": (
        *(f"/chains/{view}" for view in ("gaps", "risks", "clusters", "match", "leads")),
        "/chains/link?link=B-CEL",
    ),
    "/guide": ("/guide", "/guide?region=Qingdao"),
    "/words/{table}": ("/words/units",),
    "/plan": ("/plan", "/plan?change=must:SYN-0348"),
    "/why": ("/why", "/why?project=SYN-0348"),
    "/compare": ("/compare", "/compare?plan=first&plan=second"),
    "/delivery": ("/delivery", "/delivery?by=sector&day=2025-07-31"),
    "/map": ("/map", "/map?measure=money"),
    "/policies": ("/policies", "/policies?book=jinan-2021&firm=SYN-P001"),
    "/appeals/{appeal}": ("made",),
    "/scenarios/{scenario}": ("made",),
    "/scenarios/{scenario}/form": ("made",),
    "/trace": ("/trace?figure=SYN-0001.cost",),
    "/sign-in": (),  # these two where there are accounts
    "/accounts": (),
}
"""Addresses of pages that take a name, or are looked at with more than one; `made`: a test makes what it shows."""

CUT_OFF = """() => {
  const found = [];
  const scrolls = (one) => one.closest(".tw, .vh, .skip, datalist, details:not([open]), svg, pre, .twins, nav.side");
  for (const one of document.querySelectorAll("body *")) {
    const own = [...one.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if ((!own && !one.matches("input, select, button, textarea")) || scrolls(one)) continue;
    if (one.matches("script, style, option, input[type=hidden]")) continue;
    const box = one.getBoundingClientRect();
    if (!box.width || getComputedStyle(one).visibility === "hidden") continue;
    if (box.right > innerWidth + 1 || box.left < -1) found.push(`outside: ${one.outerHTML.slice(0, 120)}`);
  }
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) found.push(`the page scrolls to ${wide}`);
  return found;
}"""
"""What of a page is not to be seen: it stands outside of the window, where nothing scrolls."""


@dataclass(frozen=True)
class Looked:
    """A page of a browser over a served workspace, and what can be looked at there."""

    page: Page
    address: str
    made: dict[str, str]

    def paths(self) -> list[str]:
        """The addresses of all pages, or of a few."""
        if not FULL:
            return list(FEW)
        named = {spec.path: OPENED.get(spec.path, (spec.path,)) for spec in PAGES}
        assert set(OPENED) <= set(named)
        assert all("{" not in address for addresses in named.values() for address in addresses)
        return [self.made[path] if address == "made" else address for path in named for address in named[path]]

    def open(self, path: str, language: str, theme: str = "light") -> None:
        """Open a page in a language, light or dark."""
        answer = self.page.goto(f"{self.address}{path}{'&' if '?' in path else '?'}lang={language}&theme={theme}")
        assert answer is not None
        assert answer.status == 200, (path, answer.status)


@pytest.fixture(scope="module")
def looked(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looked]:
    with _opened(kept, tmp_path_factory) as office, served(office) as address, launched() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(f"{address}/enter?ticket={TICKET}")
        yield Looked(page, address, _made(page, address) if FULL else {})


@contextmanager
def _opened(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    if FULL:
        with whole_office(tmp_path_factory.mktemp("whole"), first=0.01, second=0.05) as office:
            yield office
        return
    small, _ = open_office(str(kept))
    assert small is not None
    yield small
    small.close()


def _made(page: Page, address: str) -> dict[str, str]:
    """Do what leaves a page behind: two projects joined, a list on its way in, an appeal, a scenario."""

    def sent() -> str:
        before = page.url
        page.click("main button.pri")
        page.wait_for_url(lambda url: url != before)
        return page.url.removeprefix(address)

    found = {}
    page.goto(f"{address}/library/pair?first=SYN-0007&second=SYN-1457&lang=en")
    page.fill("input[name=why]", "listed twice")
    found["/library/joined/{entry}"] = sent()
    page.goto(f"{address}/library/import")
    rows = b"id,title,region,cost (million yuan)\nN-1,North reservoir,Dongying,12\nN-2,South bridge,Qingdao,many\n"
    page.set_input_files("input[type=file]", {"name": "new.csv", "mimeType": "text/csv", "buffer": rows})
    found["/library/import/{upload}"] = sent()
    page.goto(f"{address}/appeals")
    for name, text in (("project", "SYN-0348"), ("fact", "criterion: jobs"), ("says", "900"), ("why", "a new count")):
        page.fill(f"input[name={name}]", text)
    found["/appeals/{appeal}"] = sent()
    page.goto(f"{address}/new-scenario?lang=en")
    page.locator("input[name=weight]").nth(0).fill("1")
    page.click("main button[value=rule]")
    page.locator("input[name=bound]").fill("10")
    found["/scenarios/{scenario}"] = sent()
    found["/scenarios/{scenario}/form"] = f"{found['/scenarios/{scenario}']}/form"
    assert all(path.startswith(spec.partition("{")[0]) for spec, path in found.items())
    return found


def _each(looked: Looked, look: Callable[[str], list[Any]]) -> dict[str, list[Any]]:
    """Look at each page and return what is wrong with any, all of it and not the first alone."""
    wrong = {}
    for path in looked.paths():
        found = look(path)
        if found:
            wrong[path] = found
    return wrong


def _axe(looked: Looked, path: str, language: str, theme: str) -> list[Any]:
    looked.open(path, language, theme)
    looked.page.evaluate(AXE)
    found = looked.page.evaluate("() => axe.run()")
    return [(v["id"], v["nodes"][0]["html"][:160], v["nodes"][0]["failureSummary"][:300]) for v in found["violations"]]


@pytest.mark.parametrize("theme", ["light", "dark"] if FULL else ["dark"])
@pytest.mark.parametrize("language", ["en", "zh"] if FULL else ["zh"])
def test_axe_finds_nothing(looked: Looked, language: str, theme: str) -> None:
    assert _each(looked, lambda path: _axe(looked, path, language, theme)) == {}
    if FULL:
        print(f"axe: {len(looked.paths())} pages, {language}, {theme}: 0 violations")


@pytest.mark.skipif(not FULL, reason="drives a browser for a minute: run with --full")
def test_axe_finds_nothing_where_accounts_sign_in(looked: Looked, tmp_path: Path) -> None:
    office, _ = open_office(str(tmp_path / "office.db"))
    assert office is not None
    assert Accounts(office.store).add("ann", Role.ADMIN, "seven quiet rivers") == []
    browser = looked.page.context.browser
    assert browser is not None
    with served(office, ticket="") as address:
        page = browser.new_context().new_page()
        mine = Looked(page, address, {})
        found = [_axe(mine, "/sign-in", lang, theme) for lang in ("en", "zh") for theme in ("light", "dark")]
        page.fill("input[name=name]", "ann")
        page.fill("input[name=password]", "seven quiet rivers")
        page.click("main button")
        page.wait_for_url(f"{address}/")
        found += [_axe(mine, "/accounts", lang, theme) for lang in ("en", "zh") for theme in ("light", "dark")]
    office.close()
    assert found == [[]] * 8


@pytest.mark.parametrize(("width", "height"), [(320, 700), (640, 450)], ids=["320 pixels", "200 %"])
@pytest.mark.parametrize("language", ["en", "zh"] if FULL else ["en"])
def test_nothing_is_cut_off(looked: Looked, language: str, width: int, height: int) -> None:
    looked.page.set_viewport_size({"width": width, "height": height})  # 1280 by 900 at twice the size is 640 by 450

    def look(path: str) -> list[Any]:
        looked.open(path, language)
        return list(looked.page.evaluate(CUT_OFF))

    wrong = _each(looked, look)
    looked.page.set_viewport_size({"width": 1280, "height": 900})
    assert wrong == {}

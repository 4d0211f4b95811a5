"""In a real browser: review by keys, an import, both languages, narrow screens, and axe on every page."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaimen.web.pages import PAGES
from tests.effort import FULL

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
ARGUMENTS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")

pytestmark = [
    pytest.mark.skipif(not FULL, reason="drives a browser: run with --full"),
    pytest.mark.skipif(not CHROMIUM, reason="no chromium here, so no page was tried in a browser"),
]

NAMED = {"document": "first-meetings.en.txt", "project": "SYN-0001", "pledge": "SD-06", "entry": "33"}
LIST = "id,title,region,cost (million yuan)\nN-1,North reservoir,Dongying,12\nN-2,South bridge,Qingdao,many\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address that a server of our own prints; its workspace has the sample."""
    folder = tmp_path_factory.mktemp("office")
    command = [sys.executable, "-m", "kaimen", "serve", "-w", str(folder / "office.db"), "--port", "0"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found is not None, (folder / "log").read_text()
        yield found[0]
        server.terminate()
        server.wait(10)
        server.stdout.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="no playwright here, so no page was tried in a browser"
    )
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page that is signed in, over the sample; what the browser complains of fails the test that caused it."""
    context = chromium.new_context(base_url=address.partition("/enter")[0], viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto(address)
    opened.click("form[action='/sample'] button")
    opened.wait_for_selector("dl.strip")
    yield opened
    context.close()


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert [text for text in said if "status of 4" not in text] == []


def test_a_review_goes_by_keys_alone_and_thirty_undos_lead_back(page: Page, complaints: list[str]) -> None:
    page.goto("/review/first-meetings.en.txt")
    first = page.text_content("blockquote")
    for number in range(30):
        before = page.inner_text("#which")
        page.keyboard.press("r" if number % 3 else "a")
        page.wait_for_function("text => document.querySelector('#which')?.innerText !== text", arg=before)
    assert "10 accepted, 20 rejected" in page.inner_text(".head p")
    for number in range(30, 0, -1):
        page.keyboard.press("z")
        page.wait_for_function("n => document.querySelector('main > progress').value === n", arg=number - 1)
    assert "0 accepted, 0 rejected" in page.inner_text(".head p")
    assert page.text_content("blockquote") == first
    del complaints


def test_edit_opens_by_its_key_takes_the_focus_and_is_left_by_escape(page: Page, complaints: list[str]) -> None:
    page.goto("/review/first-meetings.en.txt")
    page.keyboard.press("e")
    page.wait_for_function("document.activeElement.name === 'what'")
    page.keyboard.type("a")
    assert page.locator("#which").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator("details[open]").count() == 0
    del complaints


def test_a_list_is_taken_in_and_put_back(page: Page, complaints: list[str]) -> None:
    page.goto("/library/import")
    files = {"name": "new.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    page.set_input_files("input[type=file]", files)  # type: ignore[arg-type]  # as its documentation says
    page.click("main button.pri")
    page.wait_for_selector("dl.strip")
    assert "E303" in page.inner_text("main")
    page.fill("input[name=why]", "reserve of March")
    page.click("form[action$='/apply'] button")
    page.wait_for_selector("form[action='/library/undo']")
    assert page.request.get("/library/N-1.json").status == 200
    page.click("form[action='/library/undo'] button")
    page.wait_for_url("**/library")
    assert page.request.get("/library/N-1.json").status == 404
    del complaints


def test_a_cell_is_changed_by_keys_and_the_second_editor_chooses_between_both(
    page: Page, complaints: list[str]
) -> None:
    page.goto("/library?lang=en&q=SYN-0012")
    row = page.locator("tr[data-at]").first

    def another(**cells: str) -> None:
        form = {"csrf": page.locator("table[data-csrf]").get_attribute("data-csrf"), "version": version()}
        for name, value in cells.items():
            answer = page.request.post(
                "/library/SYN-0012",
                form=form | {"name": name, "value": value},  # type: ignore[arg-type]  # as its documentation says
                headers={"Origin": page.url.partition("/library")[0], "Accept": "application/json"},
            )
            assert answer.ok
            form["version"] = str(answer.json()["version"])

    def version() -> str:
        return row.get_attribute("data-version") or ""

    def reach(name: str) -> None:
        page.locator("tbody [tabindex='0']").focus()
        page.keyboard.press("Home")
        while page.evaluate("document.activeElement.dataset.cell") != name:
            page.keyboard.press("ArrowRight")

    reach("title")
    page.keyboard.press("Enter")
    page.keyboard.type("Named by keys")
    page.keyboard.press("Tab")
    page.keyboard.type("Qingdao")  # typing opens the cell that Tab went to
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.querySelector('[data-unkept]')")
    assert row.inner_text().split("\t")[1:3] == ["Named by keys", "Qingdao"]

    reach("jobs")
    page.keyboard.type("many")
    page.keyboard.press("Enter")
    page.wait_for_selector("[aria-invalid]")
    assert "E303" in page.inner_text("#source")
    reach("jobs")
    page.keyboard.press("Escape")
    assert page.locator("[data-unkept]").count() == 0

    another(title="Named by another", sector="transport")
    reach("title")
    page.keyboard.press("F2")
    page.keyboard.type("Mine")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    page.evaluate(AXE)
    assert page.evaluate("async () => (await axe.run('dialog')).violations") == []
    page.keyboard.press("Escape")
    assert row.inner_text().split("\t")[1] == "Mine", "what was written is still there"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    assert page.evaluate("document.activeElement.value") == "title"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # keep what is ticked: the title, not the sector
    page.wait_for_function("() => !document.querySelector('dialog, [data-unkept]')")
    assert row.inner_text().split("\t")[1:4] == ["Mine", "Qingdao", "transport"]

    another(title="Theirs again")
    reach("title")
    page.keyboard.press("F2")
    page.keyboard.type("Not kept")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    page.get_by_role("link", name="Take theirs").press("Enter")
    page.wait_for_function("() => !document.querySelector('dialog, [data-unkept]')")
    assert row.inner_text().split("\t")[1] == "Theirs again"
    told = page.request.get("/library/SYN-0012.json").json()["tables"]["history"]
    assert [entry["version"] for entry in told] == list(range(1, 8))
    complaints[:] = [text for text in complaints if "status of 4" not in text]


PATHS = [page.path.format_map(NAMED) for page in PAGES if set(re.findall(r"{(\w+)}", page.path)) <= set(NAMED)]


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_in_either_language_light_or_dark(path: str, page: Page, complaints: list[str]) -> None:
    for language in ("en", "zh"):
        for theme in ("light", "dark"):
            page.goto(f"{path}?lang={language}&theme={theme}")
            page.evaluate(AXE)
            found = page.evaluate("() => axe.run()")
            told = [
                (v["id"], v["nodes"][0]["html"][:160], v["nodes"][0]["failureSummary"]) for v in found["violations"]
            ]
            assert told == [], f"{path} {language} {theme}"
    del complaints


@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_320_pixels(path: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{path}?lang=en&theme=light")
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert wide <= 320

"""In a real browser, over a server of its own: editing a candidate, an import, and a change of the sheet by keys."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.effort import FULL
from tests.web.chromium import AXE, launched, needs_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.skipif(not FULL, reason="drives a browser: run with --full"),
    needs_chromium,
]

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
    with launched() as browser:
        yield browser


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
    reach("region")
    page.keyboard.press("Control+z")
    page.wait_for_function("() => document.activeElement.textContent.trim() !== 'Qingdao'")
    page.click("footer button")
    page.wait_for_function("() => document.activeElement.textContent.trim() === 'Qingdao'")
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
    assert [entry["version"] for entry in told] == list(range(1, 10))  # two more by the undos
    complaints[:] = [text for text in complaints if "status of 4" not in text]

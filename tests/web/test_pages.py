"""Every page: both languages, its twins, its tag, and no English on Chinese pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from kaimen.report.language import MESSAGES
from kaimen.web.pages import PAGES
from tests.web.conftest import Browser

NAMED = {"document": "first-meetings.en.txt", "project": "SYN-0001"}


class _Named(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "{"


AT = {page.path.format_map(_Named(NAMED)): page for page in PAGES}
PLAIN = [path for path in AT if "{" not in path]
"""Pages of what the workspace of the tests has."""


@pytest.mark.parametrize("path", PLAIN)
def test_a_page_opens_in_both_languages_with_its_twins(path: str, browser: Browser) -> None:
    for language in ("en", "zh"):
        answer = browser.get(path, params={"lang": language})
        assert answer.status_code == 200, answer.text[:500]
        assert f'<html lang="{language}"' in answer.text
        policy = answer.headers["content-security-policy"]
        nonce = re.search(r"'nonce-([\w-]+)'", policy)
        assert nonce is not None
        assert f'nonce="{nonce[1]}"' in answer.text
        assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", answer.text)
    if not AT[path].has_twins:
        return
    base = "/index" if path == "/" else path
    document = browser.get(f"{base}.json")
    assert document.json()["title"]
    assert browser.get(f"{base}.csv").headers["content-type"].startswith("text/csv")
    assert browser.get(f"{base}.xlsx").content.startswith(b"PK")


@pytest.mark.parametrize("path", [path for path in PLAIN if AT[path].state is None])
def test_a_page_that_has_not_changed_is_not_sent_again(path: str, browser: Browser) -> None:
    first = browser.get(path)
    again = browser.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert "content-security-policy" not in again.headers
    other = browser.get(path, params={"lang": "zh"}, headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_the_messages_of_the_workbench_are_all_used_by_a_page_or_a_template() -> None:
    from pathlib import Path

    import kaimen.web

    root = Path(kaimen.web.__file__).parent
    text = "\n".join(p.read_text(encoding="utf-8") for p in [*root.rglob("*.py"), *root.rglob("*.j2")])
    families = re.findall(r'"(web\.[a-z_.]+\.)"? ?~|f"(web\.[a-z_.]+\.){', text)
    starts = ("web.ownership.", "web.stage.", *(part for pair in families for part in pair if part))
    unused = [name for name in MESSAGES if name.startswith("web.") and name not in text and not name.startswith(starts)]
    assert unused == []


class _Words(HTMLParser):
    """Collects the texts that a page says in the reader's language: not data, not what is marked as another."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._skipped: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.words += [given[name] or "" for name in ("aria-label", "title", "placeholder") if given.get(name)]
        if tag not in ("meta", "link", "input", "br", "path", "rect", "line"):
            inside = bool(self._skipped and self._skipped[-1])
            is_other = given.get("lang", "zh") == "en" or tag in ("script", "kbd") or "data-said" in given
            self._skipped.append(inside or is_other)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("meta", "link", "input", "br", "path", "rect", "line") and self._skipped:
            self._skipped.pop()

    def handle_data(self, data: str) -> None:
        if not (self._skipped and self._skipped[-1]):
            self.words.append(data)


@pytest.mark.parametrize("path", PLAIN)
def test_no_english_is_left_on_a_chinese_page(path: str, open_browser: Callable[..., Browser]) -> None:
    browser = open_browser(workspace="办公室")
    page = _Words()
    page.feed(browser.get(path, params={"lang": "zh"}).text)
    english = {message[0] for name, message in MESSAGES.items() if name.startswith("web.")} - {
        *("planner", "reviewer"),  # also names of accounts
        "investor",  # also a column of the list
    }
    said = [text.strip() for text in page.words if text.strip()]
    assert [text for text in said if text in english] == []

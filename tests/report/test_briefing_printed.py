"""The paper as a browser prints and shows it; only with `--full` and where there is a Chromium, said when skipped."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from kaimen.report.language import LANGUAGES, MESSAGES
from tests.effort import FULL
from tests.report.papers import PROVINCE, page

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
pytestmark = [
    pytest.mark.skipif(not FULL, reason="prints with a browser: run with --full"),
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium on this machine to print the paper with"),
]
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer"),
)


@pytest.fixture
def browser(tmp_path: Path) -> Callable[..., None]:
    def run(*words: str) -> None:
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        subprocess.run([CHROMIUM, *QUIET, profile, *words], check=True, capture_output=True, timeout=120)

    return run


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_printed_page_is_a4_numbered_and_says_that_the_data_are_synthetic(
    language: str, tmp_path: Path, browser: Callable[..., None]
) -> None:
    paper, printed = tmp_path / "paper.html", tmp_path / "paper.pdf"
    paper.write_text(page(PROVINCE, 15, language).source, encoding="utf-8")
    browser(f"--print-to-pdf={printed}", paper.as_uri())
    document: Any = pypdfium2.PdfDocument(printed)
    notice = MESSAGES["paper.synthetic"][LANGUAGES.index(language)]
    assert len(document) > 4
    for number, sheet in enumerate(document, 1):
        assert [round(length) for length in sheet.get_size()] == [595, 842]
        text = " ".join(sheet.get_textpage().get_text_bounded().split())
        assert "".join(notice.split()) in "".join(text.split())
        numbered = MESSAGES["label.page"][LANGUAGES.index(language)].format(page=number, pages=len(document))
        assert "".join(numbered.split()) in "".join(text.split())
    last = " ".join(" ".join(sheet.get_textpage().get_text_bounded() for sheet in document).split())
    assert all(project in last for project in ("SYN-01", "SYN-59"))

"""The page of services on a made-up office's tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from kaimen.workspace.business.services import look_at_service, take_service_in
from kaimen.workspace.record.office import Office, Said
from kaimen.workspace.samples.examples import service_tables
from tests.web.conftest import NOW, Browser, bare, traces

TABLES = service_tables()


def test_services_are_shown_by_class_in_both_languages(office: Office, open_browser: Callable[..., Browser]) -> None:
    for name in ("cases", "standards", "stops", "answers"):
        intake, findings = look_at_service(office, TABLES / f"{name}.csv", {})
        assert intake is not None, findings
        assert take_service_in(office, intake, Said("service desk", NOW))[0] is not None
    browser = open_browser()

    english = browser.get("/services").text
    chinese = browser.get("/services", params={"lang": "zh", "by": "desk"}).text
    rows = browser.get("/services.json", params={"by": "desk"}).json()

    assert "decided cases were late" in english
    assert "已办结" in chinese
    assert "Hilltop desk" in chinese
    assert chinese.count("<svg") >= 1
    assert "企业获得感" in chinese
    assert rows["title"]
    assert browser.get("/services", params={"by": "nothing"}).status_code == 200
    cases = english.split('id="cases"')[1].split("</section>")[0]
    assert bare(cases) == []
    assert {browser.get(href).status_code for href in sorted(traces(cases))[:3]} == {200}
    assert "山上窗口" not in chinese  # nobody has said what the desk is called
    for page in (english, browser.get("/services", params={"lang": "en", "by": "desk"}).text):
        assert bare(page) == []
        counts = re.findall(r'href="(/services/(?:cases|answers)[^"]*)"[^>]*>([\d,]+)</a>', page)
        assert len(counts) > 20
        for href, shown in counts:
            told = browser.get(unescape(href)).text.split('<header class="head">')[1]
            assert re.search(rf"<p>{shown} counted</p>", told), (href, shown)
    assert browser.get("/services.csv", params={"by": "desk"}).status_code == 200

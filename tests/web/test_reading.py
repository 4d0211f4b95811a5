"""Announcements and review: what is dropped is kept, each decision is an entry, undo leads back to the first state."""

from __future__ import annotations

import re
from collections.abc import Callable

from kaimen.workspace.record.office import Office
from tests.web.conftest import DEMO, ORIGIN, Browser, csrf, post

PATH = "/review/first-meetings.en.txt"


def _key(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def _decided(office: Office) -> list[tuple[str, str]]:
    return [(v.id, str((v.body or {})["verdict"])) for v in office.store.versions("review")]


def test_one_key_accepts_and_the_next_candidate_follows(browser: Browser, office: Office) -> None:
    page = browser.get(PATH).text
    assert re.search(r'<button class="pri" name="verdict" value="accept" data-key="a"', page)
    answer = post(browser, PATH, key=_key(page), verdict="accept")

    assert answer.status_code == 303
    following = browser.get(answer.headers["location"]).text
    assert _key(following) != _key(page)
    assert [verdict for _, verdict in _decided(office)] == ["accepted"]
    assert office.store.version("pledge", "P-0001") is not None


def test_thirty_undos_lead_back_to_the_first_state_also_after_a_restart(
    open_browser: Callable[..., Browser], office: Office
) -> None:
    browser = open_browser()
    first = browser.get(PATH).text
    token, at = csrf(browser), PATH
    for number in range(30):
        verdict = "reject" if number % 3 else "accept"
        form = {"csrf": token, "key": _key(browser.get(at).text), "verdict": verdict}
        at = browser.post(PATH, data=form, headers={"Origin": ORIGIN}).headers["location"]
    assert len(_decided(office)) == 30

    again = open_browser()
    token = csrf(again)
    for _ in range(30):
        assert again.post(f"{PATH}/undo", data={"csrf": token}, headers={"Origin": ORIGIN}).status_code == 303

    assert _decided(office) == []
    assert office.store.versions("pledge") == []
    assert _key(again.get(PATH).text) == _key(first)


def test_a_second_decision_on_a_candidate_is_refused_and_told_the_first(browser: Browser, office: Office) -> None:
    key = _key(browser.get(PATH).text)
    post(browser, PATH, key=key, verdict="reject")
    answer = post(browser, PATH, key=key, verdict="accept")

    assert answer.status_code == 409
    assert "E803" in answer.text
    assert "rejected" in answer.text
    assert office.store.versions("pledge") == []


def test_an_edited_candidate_keeps_its_passage_and_says_what_was_written(browser: Browser, office: Office) -> None:
    page = browser.get(PATH).text
    post(browser, PATH, key=_key(page), verdict="edit", what="roads", region="Hebei", due="2024-12-31", value="7")
    version = office.store.version("pledge", "P-0001")

    assert version is not None
    assert version.body is not None
    assert (version.body["what"], version.body["region"], version.body["due"]) == ("roads", "Hebei", "2024-12-31")
    bad = post(browser, PATH, key=_key(browser.get(PATH).text), verdict="edit", due="soon")
    assert bad.status_code == 422
    assert "E308" in bad.text


def test_a_dropped_file_is_read_kept_and_shown_with_its_figures(browser: Browser, office: Office) -> None:
    text = "Hebei, 20 February 2024\n\nHebei will build 120 schools in 2024, <b>really</b>.\n"
    files = {"file": ("../../news.txt", text.encode(), "text/plain")}
    answer = browser.post("/announcements", data={"csrf": csrf(browser)}, files=files, headers={"Origin": ORIGIN})

    assert answer.headers["location"] == "/announcements/news.txt"
    page = browser.get("/announcements/news.txt").text
    assert '<b class="qy">120</b>' in page or '<b class="qy">120 schools</b>' in page
    assert "&lt;b&gt;really&lt;/b&gt;" in page
    assert office.store.version("document", "news.txt") is not None
    other = {"file": ("news.txt", b"Another text, 21 February 2024. Gansu will build 3 dams.", "text/plain")}
    refused = browser.post("/announcements", data={"csrf": csrf(browser)}, files=other, headers={"Origin": ORIGIN})
    assert refused.status_code == 409
    assert "E821" in refused.text


def test_a_file_that_is_no_announcement_is_a_finding(browser: Browser, office: Office) -> None:
    before = office.store.head()
    for content in (b"", b"\x89PNG\r\n\x1a\n" + bytes(100), b"PK\x03\x04" + bytes(60)):
        files = {"file": ("x.pdf", content, "application/pdf")}
        answer = browser.post("/announcements", data={"csrf": csrf(browser)}, files=files, headers={"Origin": ORIGIN})
        assert answer.status_code == 422, content
        assert re.search(r"E10\d", answer.text)
    assert office.store.head() == before


def test_the_pieces_of_a_page_are_the_text(browser: Browser) -> None:
    import html

    page = browser.get("/announcements/first-meetings.zh.txt").text
    shown = re.findall(r'<span class="g">[^<]*</span>(.*?)</p>', page, re.DOTALL)
    text = (DEMO / "first-meetings.zh.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip()]
    assert [html.unescape(re.sub(r"<[^>]+>", "", line)) for line in shown] == lines


def test_a_pledge_is_amended_for_a_reason_and_the_second_editor_gets_both(browser: Browser) -> None:
    post(browser, PATH, key=_key(browser.get(PATH).text), verdict="accept")
    changed = post(browser, "/pledges/P-0001", version="1", what="bridges", why="the text says so")
    assert changed.status_code == 303
    late = post(browser, "/pledges/P-0001", version="1", what="tunnels", why="I think so")
    assert late.status_code == 412
    assert "bridges" in late.text
    assert post(browser, "/pledges/P-0001/retract", version="2").status_code == 422
    assert post(browser, "/pledges/P-0001/retract", version="2", why="named twice").status_code == 303
    assert "retracted" in browser.get("/pledges/P-0001").text


def test_a_hidden_column_moves_no_cell_of_the_others(browser: Browser) -> None:
    page = browser.get("/announcements/first-meetings.en.txt").text
    body = page.split("<tbody>")[1].split("</tr>")[0]
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", body, re.DOTALL)
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)
    assert dict(zip(heads, cells, strict=True))["Status"] == "promised"
    assert "document" not in heads


def test_a_reviewer_begins_with_what_is_doubtful_and_stays_in_that_order(browser: Browser) -> None:
    overview = browser.get("/announcements/first-meetings.en.txt").text
    assert "?order=doubtful" in overview
    page = browser.get(PATH, params={"order": "doubtful"}).text
    assert "E210" in page.split('id="which"')[1].split("</section>")[0]
    told = [re.search(rf"{words}", page) for words in (r">(\d+) doubtful<", r"all (\d+) not decided")]
    doubtful, waiting = (int(found[1]) for found in told if found)
    assert 1 < doubtful < waiting / 2
    seen = []
    for _ in range(doubtful):
        answer = post(browser, PATH, key=_key(page), verdict="reject", order="doubtful", only="marked")
        assert "order=doubtful" in answer.headers["location"]
        assert "only=marked" in answer.headers["location"]
        seen.append(_key(page))
        page = browser.get(answer.headers["location"]).text
    assert "No such candidate waits." in page
    assert "0 doubtful" in page
    assert f"all {waiting - doubtful} not decided" in page
    back = post(browser, f"{PATH}/undo", order="doubtful", only="marked")
    assert _key(browser.get(back.headers["location"]).text) == seen[-1]
    text = browser.get(PATH, params={"order": "text"}).text
    starts = [int(_key(text).split(":")[1].split("-")[0])]
    following = re.search(r'href="([^"]+)" data-key="j"', text)
    assert following is not None
    after = browser.get(following[1].replace("&amp;", "&")).text
    starts.append(int(_key(after).split(":")[1].split("-")[0]))
    assert starts == sorted(starts)
    assert browser.get(PATH, params={"order": "luck"}).status_code == 422


def test_the_list_of_reviews_counts_what_is_doubtful_in_each_and_begins_with_it(browser: Browser) -> None:
    news = (
        "2024-02-19\nThe province will raise its share of research to 340 % by 2025.\nIt will open 12 parks in 2024.\n"
    )
    sent = {"file": ("news.txt", news.encode(), "text/plain")}
    assert (
        browser.post("/announcements", data={"csrf": csrf(browser)}, files=sent, headers={"Origin": ORIGIN}).status_code
        == 303
    )
    rows = browser.get("/review.json").json()["tables"]["reviews"]
    found = {row["name"]: (row["candidates"], row["waiting"], row["doubtful"]) for row in rows}
    assert found["news.txt"][0] == found["news.txt"][1] >= 2
    assert [row["doubtful"] for row in rows] == sorted((row["doubtful"] for row in rows), reverse=True)
    page = browser.get(PATH, params={"order": "doubtful", "only": "marked"}).text
    told = re.search(r">(\d+) doubtful<", browser.get(PATH).text)
    assert told is not None
    assert found["first-meetings.en.txt"][2] == int(told[1]) > 0
    post(browser, PATH, key=_key(page), verdict="reject", order="doubtful", only="marked")
    after = {row["name"]: row["doubtful"] for row in browser.get("/review.json").json()["tables"]["reviews"]}
    assert after["first-meetings.en.txt"] == int(told[1]) - 1


def test_an_earlier_announcement_of_the_region_is_evidence_beside_the_figure(browser: Browser) -> None:
    token = csrf(browser)
    for name, text in (
        ("now.txt", "2027年1月5日\n河北省今年安排水利建设资金320万元。\n"),
        ("then.txt", "2026年1月5日\n河北省今年安排水利建设资金300亿元。\n"),
    ):
        sent = {"file": (name, text.encode(), "text/plain")}
        browser.post("/announcements", data={"csrf": token}, files=sent, headers={"Origin": ORIGIN})

    page = browser.get("/review/now.txt", params={"order": "doubtful", "lang": "zh"}).text
    told = re.search(
        r'<a href="([^"]+)" data-key="o" aria-keyshortcuts="o"><kbd>o</kbd> then.txt · 2026-01-05</a>', page
    )
    assert told is not None
    assert '安排水利建设资金<b class="qy">300亿元</b>' in page
    opened = browser.get(told[1].replace("&amp;", "&")).text
    assert re.search(r'class="pl here"[^>]*>(<b class="qy">)?河北省今年安排', opened)
    beside = browser.get("/announcements/now.txt").text
    assert 'href="/announcements/then.txt">then.txt · 2026-01-05</a>' in beside
    assert "then.txt · 2026" not in browser.get("/announcements/then.txt").text

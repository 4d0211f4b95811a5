"""Words of the office in the workbench: kept, extended by the line, replaced by a file; a name's region is answered."""

from __future__ import annotations

import re

import pytest

from kaimen.workspace.reading.own_words import texts_in
from kaimen.workspace.reading.review import ledger_in
from kaimen.workspace.record.office import Office
from tests.web.conftest import ORIGIN, Browser, csrf, post

NEWS = (
    "Published 2024-02-19\n\nTaizhou will build 12 schools this year.\n\nTaizhou will pave 300 km by the end of 2025.\n"
)


def taken_in(browser: Browser, text: str = NEWS, name: str = "news.txt") -> str:
    files = {"file": (name, text.encode(), "text/plain")}
    answer = browser.post("/announcements", data={"csrf": csrf(browser)}, files=files, headers={"Origin": ORIGIN})
    return str(answer.headers["location"]).replace("/announcements/", "/review/")


def where(browser: Browser, path: str) -> str:
    found = re.search(r"<dt>Where</dt><dd[^>]*>([^<]*)", browser.get(path).text)
    return found[1] if found else ""


def test_a_question_is_answered_by_a_key_for_this_document_and_undone(browser: Browser, office: Office) -> None:
    path = taken_in(browser)
    page = browser.get(path).text
    assert re.search(r'name="code" value="331000" data-key="2"', page)
    assert where(browser, path) == "Taizhou, Jiangsu"
    key = re.findall(r'name="key" value="([^"]+)"', page)[0]

    answer = post(browser, f"{path}/meant", name="Taizhou", code="331000", at=key)
    assert answer.status_code == 303
    assert key in answer.headers["location"].replace("%3A", ":")
    assert where(browser, path) == "Taizhou, Zhejiang"
    assert "W228" not in browser.get("/announcements/news.txt").text
    assert "said on 2024-03-01" in browser.get("/announcements/news.txt").text
    assert [(e.author, e.action) for e, _ in office.store.entries(kind="meant")] == [("planner", "meant")]
    assert texts_in(office) == {}
    assert where(browser, taken_in(browser, f"{NEWS}\n", "more.txt")) == "Taizhou, Jiangsu"

    post(browser, path, key=key, verdict="accept")
    assert [pledge.region for pledge in ledger_in(office).pledges.values()] == ["Taizhou, Zhejiang"]
    for _ in range(2):
        post(browser, f"{path}/undo")
    assert where(browser, path) == "Taizhou, Jiangsu"


def test_an_answer_that_is_remembered_becomes_a_line_and_holds_in_other_documents(
    browser: Browser, office: Office
) -> None:
    path = taken_in(browser)
    post(browser, f"{path}/meant", name="Taizhou", code="331000", remember="yes")
    assert texts_in(office) == {"meant": "Taizhou | 331000\n"}
    other = taken_in(browser, f"{NEWS}\n", "more.txt")
    assert where(browser, other) == "Taizhou, Zhejiang"
    post(browser, f"{path}/undo")
    assert texts_in(office) == {}
    assert where(browser, other) == "Taizhou, Jiangsu"


@pytest.mark.parametrize("form", [{"name": "Taizhou", "code": "110000"}, {"name": "Atlantis", "code": "331000"}])
def test_an_answer_to_nothing_is_refused(browser: Browser, form: dict[str, str]) -> None:
    answer = post(browser, f"{taken_in(browser)}/meant", **form)
    assert answer.status_code == 422
    assert "E843" in answer.text


def test_a_line_is_added_and_the_document_is_read_with_it(browser: Browser, office: Office) -> None:
    path = taken_in(browser, "Published 2024-02-19\n\n2024年西湖区将新建学校20所。\n", "zh.txt")
    added = post(browser, "/words/regions/line", code="330106", chinese="西湖区", level="city")
    assert added.status_code == 303
    assert texts_in(office) == {"regions": "330106 | 西湖区 | | city\n"}
    assert where(browser, path) == "西湖区"
    assert "330106" in browser.get("/words/regions").text
    wrong = post(browser, "/words/regions/line", code="33", chinese="东湖区", level="city", version="1")
    assert wrong.status_code == 422
    assert "E227" in wrong.text
    late = post(browser, "/words/regions/line", code="330102", chinese="上城区", level="city", version="0")
    assert late.status_code == 409
    assert list(texts_in(office)["regions"].splitlines()) == ["330106 | 西湖区 | | city"]


def test_a_table_is_kept_as_written_and_its_bad_lines_are_told_by_number(browser: Browser, office: Office) -> None:
    text = "# ours\r\nC | 智能网联 smart_vehicles\r\nnonsense\r\n"
    assert post(browser, "/words/sectors", text=text, why="new chain").status_code == 303
    for language, words in (("en", "sectors.txt, line 3"), ("zh", "sectors.txt，第3行")):
        page = browser.get("/words/sectors", params={"lang": language}).text
        assert "E227" in page
        assert words in page
    assert texts_in(office)["sectors"].splitlines()[2] == "nonsense"
    assert browser.get("/words").text.count(">1<") >= 1
    assert browser.get("/words/nothing").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("regions.csv", "代码,中文名,英文名,级别\n330106,西湖区,,city\n".encode("gb18030")),
        ("ours.txt", "330106 | 西湖区 | | city\n".encode()),
    ],
)
def test_a_file_replaces_a_table(browser: Browser, office: Office, name: str, content: bytes) -> None:
    form = {"csrf": csrf(browser), "version": "0"}
    answer = browser.post("/words/regions/file", data=form, files={"file": (name, content)}, headers={"Origin": ORIGIN})
    assert answer.status_code == 303, answer.text
    assert texts_in(office)["regions"].splitlines()[-1] == "330106 | 西湖区 | | city"


def test_the_workbook_of_a_table_can_be_uploaded_again(browser: Browser, office: Office) -> None:
    post(browser, "/words/units", text="bus | count | 1 | 标台 standard_buses\n")
    book = browser.get("/words/units.xlsx").content
    form = {"csrf": csrf(browser), "version": "1"}
    answer = browser.post(
        "/words/units/file", data=form, files={"file": ("units.xlsx", book)}, headers={"Origin": ORIGIN}
    )
    assert answer.status_code == 303, answer.text
    assert "bus | count | 1 | 标台 standard_buses" in texts_in(office)["units"].splitlines()


def test_a_sentence_read_otherwise_says_what_was_decided_before(browser: Browser, office: Office) -> None:
    path = taken_in(browser, "Published 2024-02-19\n\nShandong will open the 3 tier this year.\n", "tiers.txt")
    key = re.findall(r'name="key" value="([^"]+)"', browser.get(path).text)[0]
    post(browser, path, key=key, verdict="accept")
    assert "read otherwise" not in browser.get(path).text
    post(browser, "/words/units", text="x | count | 2000 | tier\n")
    again = browser.get(path).text
    assert "read otherwise" in again
    assert "P-0001" in again
    assert len(ledger_in(office).pledges) == 1

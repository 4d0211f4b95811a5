"""Pages of policies, audits and appeals: the same values as the command line, and every step of an appeal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from httpx import Response

from kaimen.policies import entitle
from kaimen.report import as_json
from kaimen.report.policies import due_table, policy_table
from kaimen.workspace.business import policies as rules
from kaimen.workspace.business.policy_books import look_at_book
from kaimen.workspace.delivery.appeal_answers import Decision
from kaimen.workspace.delivery.appeals import appeals_in
from kaimen.workspace.jobs.queue import Job, Jobs, State
from kaimen.workspace.record.firms import firms_in, look_at_firms
from kaimen.workspace.record.office import Office, Said
from kaimen.workspace.samples.examples import policy_books
from tests.web.conftest import NOW, ORIGIN, Browser, bare, csrf, post, traces
from tests.web.test_plan_pages import plan_file, plans, stand_in  # noqa: F401 - fixtures

SAID = Said("planner", NOW)
DECISION = Decision(
    False, False, True, ("SYN-0009",), True, {"en": "Answer to appeal A-0001\n", "zh": "关于申诉A-0001的答复\n"}
)


def keep_rules(office: Office) -> None:
    book, findings = look_at_book(office, policy_books()[0])
    assert book is not None, findings
    assert office.take_in(book, SAID)[0] is not None
    firms, findings = look_at_firms(office, policy_books()[0].with_name("firms.csv"))
    assert firms is not None, findings
    assert office.take_in(firms, SAID)[0] is not None


def test_pages_say_how_to_begin_where_there_is_nothing(browser: Browser) -> None:
    assert "kaimen policies import" in browser.get("/policies").text
    assert "There are no appeals." in browser.get("/appeals").text
    assert "There is no plan here yet." in browser.get("/audit").text


def test_rules_that_changed_under_their_name_are_shown(
    office: Office, open_browser: Callable[..., Browser], tmp_path: Path
) -> None:
    keep_rules(office)
    browser = open_browser()
    before = browser.get("/policies.json").json()["tables"]["policies"]
    path = tmp_path / policy_books()[0].name
    first, *rest = policy_books()[0].read_text(encoding="utf-8").split("[[policy]]")
    path.write_text("[[policy]]".join([first, *rest[:-1]]), encoding="utf-8")
    book, findings = look_at_book(office, path)
    assert book is not None, findings
    assert office.take_in(book, SAID)[0] is not None
    assert browser.get("/policies.json").json()["tables"]["policies"] != before


def test_policies_show_what_the_rules_come_to(office: Office, open_browser: Callable[..., Browser]) -> None:
    keep_rules(office)
    browser = open_browser()
    tables = browser.get("/policies.json").json()["tables"]
    book, _ = rules.read_policies(policy_books()[0])
    assert book is not None
    found = entitle(book, tuple(firms_in(office)), NOW.date())
    assert tables["due"] == as_json(due_table(found))
    assert tables["policies"] == as_json(policy_table(found, 0.1))
    overview = browser.get("/policies").text
    assert bare(overview) == []
    assert {browser.get(href).status_code for href in traces(overview)} == {200}
    firm = tables["due"][0]["firm"]
    page = browser.get("/policies", params={"firm": firm, "lang": "zh"})
    assert "有条件不符：" in page.text
    assert "要求" in page.text
    assert browser.get("/policies", params={"firm": "nobody"}).status_code == 404
    assert browser.get("/policies", params={"book": "none"}).status_code == 404
    assert browser.get("/policies", params={"near": "200"}).status_code == 422


@pytest.mark.usefixtures("plans")
def test_an_audit_shows_what_the_plan_prefers_and_prices_it_when_asked(browser: Browser) -> None:
    page = browser.get("/audit")
    assert "Follow from the prices" in page.text
    assert set(browser.get("/audit.json").json()["tables"]) >= {"declared", "exceptions", "equals"}
    assert browser.get("/audit", params={"lang": "zh"}).status_code == 200
    assert post(browser, "/audit/price", plan="first").headers["location"] == "/audit?plan=first"


@pytest.mark.usefixtures("plans")
def test_what_the_office_decided_is_audited_beside_the_plan_and_not_kept(browser: Browser, office: Office) -> None:
    head = office.store.head()
    rows = [f"SYN-{n:04},{('selected', 'refused')[n % 2]},{n}" for n in range(1, 61)]
    rows += ["SYN-9999,selected,3", "SYN-0001,refused,1", "SYN-0002,perhaps,1", "SYN-0061,refused,-4"]

    def send(*lines: str, language: str = "en") -> Response:
        table = "\n".join(["id,decision,waiting", *lines]).encode()
        browser.get("/audit", params={"lang": language})
        form, files = {"csrf": csrf(browser), "plan": "first"}, {"file": ("decided.csv", table)}
        answer: Response = browser.post("/audit/decisions", data=form, files=files, headers={"Origin": ORIGIN})
        return answer

    page = send(*rows)
    assert page.status_code == 200
    for words in ("no project &#34;SYN-9999&#34;", "occurs a second time", "not one of the words", "B62", "is below 0"):
        assert words in page.text, words
    assert "Classes among equals" in page.text
    assert "决定对照方案余量" in send(*rows, language="zh").text
    assert send("SYN-0001,perhaps,1").status_code == 422
    assert office.store.head() == head


def enter(browser: Browser, **changed: str) -> int:
    form = {"project": "SYN-0001", "fact": "jobs", "says": "500", "why": "an old figure"} | changed
    return post(browser, "/appeals", **form).status_code


def test_an_appeal_is_refused_with_a_reason_where_it_cannot_be_kept(browser: Browser, office: Office) -> None:
    assert enter(browser, project="none") == 404
    assert enter(browser, fact="no such fact") == 422
    assert enter(browser, why="") == 422
    assert appeals_in(office) == []


@pytest.mark.usefixtures("plans")
def test_an_appeal_goes_from_its_entry_to_its_answer(
    browser: Browser, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert enter(browser) == 303
    assert post(browser, "/appeals/A-0001/again", plan="first").status_code == 409  # not corrected yet
    assert post(browser, "/appeals/A-0001/correct", found0="450", why="seen on paper").status_code == 303
    assert post(browser, "/appeals/A-0001/refuse", why="too late").status_code == 409
    (project,) = (p for p in office.library().projects if p.id == "SYN-0001")
    assert project.criteria["jobs"] == 450
    assert post(browser, "/appeals/A-0001/answer", plan="first").status_code == 409  # not solved again yet
    assert post(browser, "/appeals/A-0001/again", plan="first").status_code == 303
    done = Job("j", "appeal", {}, State.DONE, result=asdict(DECISION))
    monkeypatch.setattr(Jobs, "answer_to", lambda *_: done)
    page = browser.get("/appeals/A-0001", params={"plan": "first"}).text
    assert "With them the project is in the plan." in page
    assert "SYN-0009 would leave" in page
    assert post(browser, "/appeals/A-0001/answer", plan="first").status_code == 303
    (appeal,) = appeals_in(office)
    assert (appeal.state, appeal.answer) == ("answered", DECISION.letters["en"])
    assert [claim.said for claim in appeal.claims] == ["450"]
    for language in ("en", "zh"):
        assert browser.get("/appeals/A-0001", params={"lang": language}).status_code == 200
    assert browser.get("/appeals.csv").text.count("A-0001") == 1
    led = traces(browser.get("/appeals/A-0001").text)
    assert {browser.get(href).status_code for href in led} == {200}
    assert led == {"/trace?figure=SYN-0001.jobs", "/trace?figure=A-0001"}

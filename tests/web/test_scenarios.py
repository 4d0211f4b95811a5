"""From a list to a scenario without writing a file: columns, the form, what is wrong beside its box, the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from httpx import Response

from kaimen import workspace
from kaimen.portfolio import Result
from kaimen.solve import max_gap, solve
from kaimen.workspace.planning.scenario_inputs import workspace_inputs
from kaimen.workspace.record.office import Office
from tests.web.conftest import ORIGIN, Browser, csrf, post

FORM: dict[str, str | list[str]] = {
    "name": "first",
    "money": "million yuan",
    "years": "2025-2026",
    "criterion": ["jobs", "output", "research"],
    "weight": ["0.08", "1", ""],
    "label": ["each", "2025", "2026", "all"],
    "resource": ["land", "land"],
    "region": ["", "Zibo"],
    "quota_amount": ["2000", "", "", "", "", "300", "40 ha", ""],
    "quota_cite": ["", "SD-06"],
    "fund": ["own money", "special bonds", "budget investment"],
    "share": ["90", "", ""],
    "fund_amount": ["5,000", "", "", "", "9000", "", "", "", "", "8000", "8000", ""],
    "kind": ["at_least", "at_least", ""],
    "field": ["region", "sector", ""],
    "values": ["Zibo; Qingdao", "industry*", ""],
    "bound": ["1", "30 %", ""],
    "called": ["coast and hills", "", ""],
    "act": "keep",
}
KEPT = """name = "first"
money = "million yuan"
periods = ["2025", "2026"]

[benefit]
weights = { jobs = "0.08", output = "1" }

[resource.land]
unit = "mu"

[[quota]]
name = "land"
resource = "land"
amount = { each = "2000 mu" }

[[quota]]
name = "land, Zibo"
resource = "land"
region = "Zibo"
amount = { 2025 = "300 mu", 2026 = "40 ha" }
cite = "SD-06"

[[fund]]
name = "own money"
amount = { each = "5,000 million yuan" }
share = "90 %"

[[fund]]
name = "special bonds"
amount = { each = "9000 million yuan" }

[[fund]]
name = "budget investment"
amount = { 2025 = "8000 million yuan", 2026 = "8000 million yuan" }

[[rule]]
kind = "at_least"
name = "coast and hills"
where = { region = ["Zibo", "Qingdao"] }
count = 1

[[rule]]
kind = "share"
name = "at least 30 % sector industry*"
part = { sector = ["industry*"] }
at_least = "30 %"
"""


def send(browser: Browser, *path: str, **changed: str | list[str]) -> Response:
    """Send the form as a browser would."""
    form = {"csrf": csrf(browser, "/library/import"), **FORM, **changed}
    answer: Response = browser.post(path[0] if path else "/new-scenario", data=form, headers={"Origin": ORIGIN})
    return answer


def values(page: str, name: str) -> list[str]:
    """What the boxes of a name say."""
    return [unescape(text) for text in re.findall(rf'name="{name}" value="([^"]*)"', page)]


def faults(page: str) -> dict[str, str]:
    """What is wrong, by the id that its box is described by."""
    found = re.findall(r'<span class="fault" id="([^"]*)">(.*?)</span>\s*(?:</span>|</td>|</label>)', page, re.DOTALL)
    return {name: re.sub(r"<[^>]*>", "", text) for name, text in found}


def test_the_form_offers_what_the_library_has_and_the_next_year(browser: Browser) -> None:
    page = browser.get("/new-scenario").text
    assert values(page, "criterion") == ["jobs", "output", "research"]
    assert values(page, "money") == ["million yuan"]
    assert {"own money", "special bonds"} <= set(values(page, "fund"))
    assert "net industrial land: all projects together take" in page
    assert values(page, "years")[0].startswith("2024")


def test_a_form_becomes_a_scenario_that_is_seen_changed_and_solved(browser: Browser, office: Office) -> None:
    done = send(browser)
    assert done.headers["location"] == "/scenarios/first", faults(done.text)
    page = browser.get("/scenarios/first").text
    assert browser.get("/scenarios/first/file").text == KEPT
    assert "2000 mu" in page

    form = browser.get("/scenarios/first/form").text
    assert values(form, "quota_amount") == FORM["quota_amount"]
    assert values(form, "fund_amount") == FORM["fund_amount"]
    assert values(form, "bound") == ["1", "30 %"]
    seen = values(form, "seen")[0]
    assert send(browser, "/scenarios/first/form", seen=seen, name="other", weight=["0", "1", ""]).status_code == 303
    assert send(browser, "/scenarios/first/form", seen=seen, weight=["0", "1", ""]).status_code == 303
    late = send(browser, "/scenarios/first/form", seen=seen, weight=["3", "1", ""])
    assert late.status_code == 422, "somebody else changed it"
    assert values(late.text, "weight") == ["3", "1", ""]

    path = Path(str(office.store.engine.url.database)).parent / "scenarios" / "first.toml"
    given, findings = workspace_inputs(office, path)
    assert not findings
    question, findings = workspace.load_question(path, library=Path(given["library"]))
    assert question is not None, findings
    assert isinstance(solve(question.problem, max_gap(0.05)), Result)


WRONG: dict[str, tuple[dict[str, str | list[str]], str, str]] = {
    "name": ({"name": "a/b"}, "f-name", "E852"),
    "money": ({"money": "pebbles"}, "f-money", "E304"),
    "years": ({"years": "soon", "label": ["soon"]}, "f-years", "E308"),
    "weight": ({"weight": ["much", "1", ""]}, "f-weight.jobs", "E402"),
    "no weight": ({"weight": ["", "", ""]}, "f-weights", "E402"),
    "amount": ({"quota_amount": ["ten", *FORM["quota_amount"][1:]]}, "f-quota.0.each", "E405"),
    "unit": ({"quota_amount": ["2000", "", "", "", "", "300 tce", "40", ""]}, "f-quota.1.2025", "E406"),
    "region": ({"region": ["", "Atlantis"]}, "f-quota.1", "E404"),
    "fund": ({"fund": ["a", "b"], "fund_amount": ["1", "", "", ""]}, "f-fund.1.each", "E402"),
    "share": ({"share": ["120", "", ""]}, "f-fund.0.share", "E412"),
    "value": ({"values": ["Atlantis", "industry*", ""]}, "f-rule.0.values", "E404"),
    "bound": ({"bound": ["", "30 %", ""]}, "f-rule.0", "E402"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_beside_its_box_and_nothing_is_lost(name: str, browser: Browser) -> None:
    changed, box, code = WRONG[name]
    answer = send(browser, **changed)
    assert answer.status_code == 422
    assert code in faults(answer.text).get(box, ""), faults(answer.text)
    assert f'aria-describedby="{box}"' in answer.text or box == "f-weights"
    sent = {**FORM, **changed}
    for part in ("name", "money", "years", "weight", "region", "called"):
        assert values(answer.text, part) == (sent[part] if isinstance(sent[part], list) else [sent[part]])
    again = browser.get("/new-scenario?lang=zh").text
    assert values(again, "weight") == sent["weight"], "a reload and another language lose nothing"
    assert values(browser.get("/new-scenario?anew=true").text, "weight") == ["", "", ""]
    assert browser.get("/scenarios/first").status_code == 404


def test_rows_are_added_and_other_years_keep_what_is_typed(browser: Browser) -> None:
    page = send(browser, act="years", years="2026-2027").text
    assert values(page, "label") == ["each", "2026", "2027", "all"]
    assert values(page, "quota_amount") == FORM["quota_amount"], "as many years keep their places"
    page = send(browser, act="years", years="2025").text
    assert values(page, "quota_amount") == ["2000", "300"]
    page = send(browser, act="regions:coal").text
    assert {"Zibo", "Qingdao"} < set(values(page, "region"))
    assert len(values(send(browser, act="rule").text, "bound")) == 4


def test_a_form_is_never_longer_than_what_can_be_sent(browser: Browser) -> None:
    rows = [""] * 110
    page = send(browser, act="quota", resource=rows, region=rows, quota_amount=[""] * 440, quota_cite=rows).text
    assert len(values(page, "region")) == 110
    assert "cannot be sent" in page


def test_the_text_is_changed_and_what_the_form_cannot_show_stays(browser: Browser) -> None:
    assert send(browser).status_code == 303
    seen = values(browser.get("/scenarios/first").text, "seen")[0]
    text = KEPT.replace('name = "land, Zibo"', 'name = "land, Zibo"\ncarry = { at_most = "50 mu" }')
    wrong = post(browser, "/scenarios/first", text=text.replace("50 mu", "50 tce"), seen=seen)
    assert wrong.status_code == 422
    assert "E406" in wrong.text
    assert "50 tce" in wrong.text
    assert post(browser, "/scenarios/first", text=text, seen=seen).status_code == 303
    assert post(browser, "/scenarios/first", text=KEPT, seen=seen).status_code == 422, "it was changed meanwhile"
    assert browser.get("/scenarios/first/file").text == text
    assert "/scenarios/first/form" not in browser.get("/scenarios/first").text
    assert "Change its text" in browser.get("/scenarios/first/form").text


def test_a_name_that_is_there_is_not_overwritten(browser: Browser) -> None:
    assert send(browser).status_code == 303
    again = send(browser, weight=["9", "9", ""])
    assert again.status_code == 422
    assert "E852" in faults(again.text)["f-name"]
    assert browser.get("/scenarios/first/file").text == KEPT


def test_who_may_not_plan_sees_scenarios_and_changes_none(open_browser: Callable[..., Browser]) -> None:
    assert send(open_browser()).status_code == 303
    empty = open_browser(enter=False)
    assert empty.get("/new-scenario").status_code == 401

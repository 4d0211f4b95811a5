"""Pages of plans: limits and their preview, jobs and their stream, reasons and letters, what may be approved."""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from kaimen import workspace
from kaimen.portfolio import Result
from kaimen.report.language.messages.planning import PLANNING
from kaimen.solve import solve
from kaimen.web import Settings, create_app, planning
from kaimen.web.pages import PAGES
from kaimen.workspace.delivery import observing as work
from kaimen.workspace.jobs.queue import Jobs
from kaimen.workspace.planning.scenario_inputs import workspace_inputs
from kaimen.workspace.planning.shelf import changed_since, folder_beside
from kaimen.workspace.record.office import Office, Said, open_office
from tests.effort import FULL
from tests.sweep.questions import LIST, SCENARIO, WEIGHTS
from tests.web.conftest import DEMO, NOW, ORIGIN, TICKET, Browser, bare, csrf, post
from tests.workspace.test_jobs import CHILD

RULE = '[[rule]]\nkind = "at_least"\nname = "one of rail"\nwhere = { sector = "rail" }\ncount = 1\n'


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the small question of the sweeps."""
    folder = tmp_path_factory.mktemp("plan")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    text = 'library = "list.csv"\n' + SCENARIO.replace("BENEFIT", WEIGHTS) + RULE
    (folder / "s.toml").write_text(text, encoding="utf-8")
    question, findings = workspace.load_question(folder / "s.toml")
    assert question is not None, findings
    result = solve(question.problem)
    assert isinstance(result, Result)
    workspace.save_plan(folder / "first.kaimen", question, result)
    return folder / "first.kaimen"


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs run a stand-in that answers at once, or waits to be cancelled: no solver is loaded for a page's test."""
    monkeypatch.setattr(planning, "Jobs", partial(Jobs, command=(sys.executable, "-S", "-c", CHILD)))


@pytest.fixture
def plans(tmp_path: Path, plan_file: Path) -> Path:
    """The folder of the workspace's plans, with one."""
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "first.kaimen").write_bytes(plan_file.read_bytes())
    return folder


@pytest.fixture(scope="module")
def reader(kept: Path, plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser on a workspace with one plan, for tests that only read."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "plans").mkdir()
    shutil.copy(plan_file, folder / "plans" / "first.kaimen")
    shutil.copy(kept, folder / "office.db")
    office, _ = open_office(str(folder / "office.db"))
    assert office is not None
    approve(office, folder / "plans")
    app = create_app(office, Settings("demo", ticket=TICKET), lambda: NOW)
    with Browser(app, base_url=ORIGIN, follow_redirects=False) as found:
        assert found.get("/enter", params={"ticket": TICKET}).status_code == 303
        yield found
    office.close()


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_without_a_plan_the_page_says_how_to_begin(browser: Browser) -> None:
    for path in ("/plan", "/prices", "/why", "/compare", "/map", "/briefing"):
        page = browser.get(path)
        assert page.status_code == 200, path
        assert "There is no plan here yet." in page.text
        assert 'action="/plan/take"' in page.text


def test_every_page_of_a_plan_shows_in_both_languages_and_has_its_twins(reader: Browser) -> None:
    paths = (
        "/plan",
        "/chosen",
        "/prices",
        "/why",
        "/map",
        "/briefing",
        "/jobs",
        "/delivery",
        "/indicators",
        "/compare",
    )
    for path in paths:
        for language in ("en", "zh"):
            page = reader.get(path, params={"lang": language})
            assert page.status_code == 200, (path, page.text)
        for kind in ("json", "csv", "xlsx"):
            assert reader.get(f"{path}.{kind}").status_code == 200, (path, kind)
    reader.get("/plan", params={"lang": "en"})
    tables = reader.get("/plan.json").json()["tables"]
    assert {"prices", "portfolio"} <= set(tables)


def test_the_gap_is_named_by_its_bound_and_every_rule_says_what_it_rests_on(reader: Browser) -> None:
    text = text_of(reader.get("/plan").text)
    assert re.search(r"Gap, (price|solver|certified) bound", text)
    assert "none: set by the planner" in text


def test_boxes_become_changes_in_the_address_and_the_page_shows_what_they_do(reader: Browser) -> None:
    page = reader.get("/plan").text
    boxes = dict(re.findall(r'name="(at\.[^"]+)" value="([^"]*)"', page))
    key = next(name for name in boxes if name.startswith("at.q"))
    assert reader.get("/plan/set", params={"plan": "first", **boxes}).headers["location"] == "/plan?plan=first"
    moved = reader.get("/plan/set", params={"plan": "first", **boxes, key: "1"}).headers["location"]
    changes = [value for name, value in parse_qsl(urlsplit(moved).query) if name == "change"]
    assert len(changes) == 1
    assert changes[0].startswith("quota:land@")
    changed = reader.get(moved)
    assert changed.status_code == 200
    assert "since the plan" in changed.text
    assert "cannot be approved" in changed.text
    assert f'name="{key}" value="1" data-base="{boxes[key]}"' in changed.text


REFUSED = [
    ("/plan?plan=nothing", "E853"),
    ("/plan?plan=../first", "E852"),
    ("/plan?plan=first&change=nonsense", "E402"),
    ("/plan?plan=first&change=quota:nothing%3D1", "E404"),
    ("/plan/set?plan=first&at.q0=much", "E405"),
    ("/plan/set?plan=first&at.q0=-4", "E405"),
    ("/why?plan=first&project=nobody", "E609"),
    ("/compare?plan=first&plan=nothing", "E853"),
    ("/delivery?baseline=none&day=2024-02-10", "E837"),
    ("/jobs/000099/events", "E853"),
]


def test_what_cannot_be_shown_says_why(reader: Browser) -> None:
    for path, code in REFUSED:
        answer = reader.get(path, headers={"Accept": "application/json"})
        assert answer.status_code in (404, 422), path
        assert [finding["code"] for finding in answer.json()["findings"]] == [code], path


def test_what_is_used_leads_to_who_uses_it_and_they_add_up(reader: Browser) -> None:
    pages = [reader.get(path, params={"lang": "en"}).text for path in ("/plan", "/prices")]
    found = [{unescape(way) for way in re.findall(r'href="(/takers[^"]*)"', page)} for page in pages]
    assert all(len(ways) > 3 for ways in found)
    assert bare(pages[1]) == []
    prices = reader.get("/prices.json", params={"lang": "en"}).json()["tables"]["price_list"]
    used = {row["quota"]: float(row["used"].replace(",", "")) for row in prices}
    some = 0
    for way in sorted(found[1]):
        told = reader.get(way.replace("?", ".json?")).json()
        amounts = [float(row["amount"]) for row in told["tables"]["takers"]]
        assert sum(amounts) == pytest.approx(used[told["title"]], abs=0.51), way
        some += len(amounts)
        assert reader.get(way).status_code == 200
    assert some > 5
    assert reader.get("/takers", params={"of": "quota:none"}).status_code == 404
    assert reader.get("/takers").status_code == 200


@pytest.mark.parametrize(
    "path", ["/compare?plan=first&plan=second", "/map", "/map?measure=listed", "/why?project=p3", "/audit", "/takers"]
)
def test_every_figure_of_a_plan_leads_on_and_no_way_is_dead(path: str, reader: Browser) -> None:
    page = reader.get(path).text
    assert bare(page) == []
    ways = {unescape(way) for way in re.findall(r'class="n" href="([^"]*)"', page)}
    for way in sorted(ways):
        address, _, spot = way.partition("#")
        told = reader.get(address) if address else None
        assert told is None or told.status_code == 200, way
        assert not spot or f'id="{spot}"' in (told.text if told else page), way


def test_a_wish_holds_at_first_sight_and_can_be_taken_back(reader: Browser) -> None:
    chosen = reader.get("/chosen.json").json()["tables"]["portfolio"]
    inside = chosen[0]["project"]
    moved = reader.get("/plan/set", params={"plan": "first", "not": inside}).headers["location"]
    after = reader.get(moved.replace("/plan?", "/chosen.json?")).json()["tables"]["portfolio"]
    assert inside not in [row["project"] for row in after]
    back = reader.get("/plan/set", params={"plan": "first", "change": f"not:{inside}", "back": f"not:{inside}"})
    assert back.headers["location"] == "/plan?plan=first"


@pytest.mark.usefixtures("plans")
def test_solving_is_a_job_whose_stream_ends_with_close(browser: Browser) -> None:
    answer = post(browser, "/plan/solve", plan="first", name="second", seconds="5", gap="0.5")
    assert answer.status_code == 303, answer.text
    page = browser.get("/plan?plan=first").text
    job = re.search(r'data-job="(/jobs/\d+)"', page)
    assert job is not None
    form = {"csrf": csrf(browser, "/plan?plan=first"), "back": "/plan?plan=first"}
    done = browser.post(f"{job[1]}/cancel", data=form, headers={"Origin": ORIGIN})
    assert (done.status_code, done.headers["location"]) == (303, "/plan?plan=first")
    stream = browser.get(f"{job[1]}/events")
    assert stream.headers["content-type"].startswith("text/event-stream")
    events = re.findall(r"event: (\w+)\ndata: (.*)\n\n", stream.text)
    assert [name for name, _ in events][-1] == "close"
    assert json.loads(events[0][1])["state"] == "cancelled"
    assert browser.get("/jobs").text.count("cancelled") >= 1


def test_a_cancel_leads_nowhere_else(reader: Browser) -> None:
    for back in ("//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example"):
        data = {"csrf": csrf(reader), "back": back}
        assert reader.post("/jobs/000001/cancel", data=data, headers={"Origin": ORIGIN}).status_code == 422


def test_a_search_that_makes_no_sense_is_not_begun(reader: Browser) -> None:
    for form in ({"gap": "much"}, {"gap": "101"}, {"name": "../up"}, {"plan": "nothing"}):
        answer = post(reader, "/plan/solve", **{"plan": "first", **form})
        assert answer.status_code in (404, 422)
    assert reader.get("/jobs.json").json()["tables"]["jobs"] == []


def approve(office: Office, plans: Path, name: str = "b") -> None:
    baseline, content, findings = work.read_promises(plans / "first.kaimen", name, date(2024, 2, 1))
    assert baseline is not None, findings
    assert work.approve(office, baseline, content, Said("ada", NOW))[0] is not None


@pytest.mark.usefixtures("plans")
def test_approving_leads_to_delivery_and_asks_for_a_reason_the_second_time(browser: Browser) -> None:
    form = {"plan": "first", "baseline": "b", "day": "2024-02-20"}
    answer = post(browser, "/plan/approve", **form)
    assert answer.headers["location"] == "/delivery?baseline=b"
    assert "2024-02-20" in browser.get("/delivery?baseline=b").text
    again = post(browser, "/plan/approve", **{**form, "day": "2024-02-25"})
    assert (again.status_code, "E812" in again.text) == (409, True)
    assert post(browser, "/plan/approve", **{**form, "day": "soon"}).status_code == 422


def test_a_plan_older_than_the_workspace_says_so_and_cannot_be_approved(
    browser: Browser, office: Office, tmp_path: Path, plans: Path
) -> None:
    scenario = (tmp_path / "own.toml").absolute()
    text = SCENARIO.replace("BENEFIT", "[benefit]\nweights = { output = '1' }")
    scenario.write_text('library = "office.db"\n' + text, encoding="utf-8")
    question, findings = workspace.load_question(scenario)
    assert question is not None, findings
    result = solve(question.problem)
    if not isinstance(result, Result):
        pytest.skip("the small question has no plan over this library")
    workspace.save_plan(plans / "own.kaimen", question, result)
    assert "has taken in" not in browser.get("/plan?plan=own").text
    project = browser.get("/library.json").json()["tables"]["projects"][0]["id"]
    assert office.waive(project, Said("ada", NOW, "not now"))[0] is not None
    assert "has taken in 1 entry since" in browser.get("/plan?plan=own").text
    answer = post(browser, "/plan/approve", plan="own", baseline="own", day="2024-02-20")
    assert (answer.status_code, "E856" in answer.text) == (409, True)


def test_why_shows_the_sum_and_the_letter_names_no_other_applicant(reader: Browser) -> None:
    out = reader.get("/why.json").json()["tables"]["left_out"][0]["project"]
    page = reader.get(f"/why?plan=first&project={out}")
    assert page.status_code == 200
    assert "is not in the plan" in page.text
    twin = reader.get(f"/why.json?plan=first&project={out}").json()["tables"]
    assert "reasons" in twin
    letter = reader.get(f"/why/letter.txt?plan=first&project={out}")
    assert letter.headers["content-disposition"].startswith("attachment")
    others = [f"P-{n}" for n in range(1, 9) if f"P-{n}" != out]
    assert not [other for other in others if other in letter.text]


def test_files_of_a_plan_come_down(reader: Browser, plan_file: Path) -> None:
    paper = reader.get("/briefing/paper.html?plan=first&paper=zh")
    assert paper.status_code == 200
    nonce = re.search(r"'nonce-([^']+)'", paper.headers["content-security-policy"])
    assert nonce is not None
    assert f'<style nonce="{nonce[1]}">' in paper.text
    assert reader.get("/briefing/plan.xlsx").content[:2] == b"PK"
    assert reader.get("/briefing/plan.kaimen").content == plan_file.read_bytes()


def test_files_are_taken_in_and_what_does_not_verify_is_not_kept(browser: Browser, plans: Path) -> None:
    content = (plans / "first.kaimen").read_bytes()

    def send(name: str, body: bytes) -> int:
        files = {"file": (name, body)}
        form = {"csrf": csrf(browser)}
        return int(browser.post("/plan/take", data=form, files=files, headers={"Origin": ORIGIN}).status_code)

    assert send("first.kaimen", content) == 303
    assert send("bad.kaimen", content[:-60]) == 422
    assert send("notes.txt", b"hello") == 422
    assert send("bad.toml", b"name = ") == 422
    assert send("good.toml", SCENARIO.replace("BENEFIT", WEIGHTS).encode()) == 303
    assert sorted(path.name for path in plans.iterdir()) == ["first 2.kaimen", "first.kaimen"]
    assert [path.name for path in (plans.parent / "scenarios").iterdir()] == ["good.toml"]


SQUARE = [[[110.0, 30.0], [111.0, 30.0], [111.0, 31.0], [110.0, 30.0]]]


def geojson(*features: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def area(name: object = "North", kind: str = "Polygon", coordinates: object = SQUARE) -> dict[str, object]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def keep_map(browser: Browser, body: bytes, approval: str = "GS(2023)2767号") -> int:
    files = {"file": ("map.geojson", body)}
    data = {"csrf": csrf(browser), "approval": approval, "named_by": "name"}
    return int(browser.post("/map/own", data=data, files=files, headers={"Origin": ORIGIN}).status_code)


@pytest.mark.usefixtures("plans")
def test_an_approved_map_is_drawn_with_its_number_and_can_be_removed(browser: Browser) -> None:
    assert keep_map(browser, geojson(area("North"), area("<b>", "MultiPolygon", [SQUARE]))) == 303
    page = browser.get("/map").text
    assert "GS(2023)2767号" in page
    assert "<b>" not in page.split('<svg viewBox="0 0 720')[1].split("</svg>")[0]
    assert post(browser, "/map/remove").status_code == 303
    assert "GS(2023)2767号" not in browser.get("/map").text


MAPS = [
    (geojson(area()), ""),
    (geojson(area()), "none"),
    (b"{", "GS(2023)2767号"),
    (b"[" * 100_000, "GS(2023)2767号"),
    (geojson(), "GS(2023)2767号"),
    (geojson(area(name=5)), "GS(2023)2767号"),
    (geojson(area(kind="Point", coordinates=[1, 2])), "GS(2023)2767号"),
    (geojson(area(coordinates=[[[0, 0], [1, 1]]])), "GS(2023)2767号"),
    (geojson(area(coordinates=[[[0, 0], [999, 1], [1, 1], [0, 0]]])), "GS(2023)2767号"),
    (geojson(area(coordinates=[[[0, 0], ["x", 1], [1, 1], [0, 0]]])), "GS(2023)2767号"),
    (geojson(*[area()] * 2_001), "GS(2023)2767号"),
]


def test_a_map_that_cannot_be_used_is_not_kept(reader: Browser) -> None:
    for body, approval in MAPS:
        assert keep_map(reader, body, approval) == 422
    assert reader.get("/map").status_code == 200


def test_the_page_answers_304_until_a_plan_or_a_job_changes(browser: Browser, plans: Path) -> None:
    tag = browser.get("/plan").headers["etag"]
    assert browser.get("/plan", headers={"If-None-Match": tag}).status_code == 304
    time.sleep(0.01)
    (plans / "second.kaimen").write_bytes((plans / "first.kaimen").read_bytes())
    assert browser.get("/plan", headers={"If-None-Match": tag}).status_code == 200


def test_every_message_is_said_in_chinese_without_english_words() -> None:
    known = {"HTML", "PDF", "CSV", "XLSX", "GeoJSON", "tile", "toml", "kaimen", "indicators", "import", "Noto", "Sans"}
    known |= {"CJK", "SC", "report"}
    for name, (english, chinese) in PLANNING.items():
        words = set(re.findall(r"[A-Za-z]+", re.sub(r"\{\w+\}", "", chinese)))
        assert words <= known, (name, words - known)
        assert re.findall(r"\{(\w+)\}", english) or not re.findall(r"\{(\w+)\}", chinese), name
        assert set(re.findall(r"\{(\w+)\}", chinese)) <= set(re.findall(r"\{(\w+)\}", english)), name


TEXTS_OF_ANNOUNCEMENTS = re.compile(r"<(script|style|head)\b.*?</\1>|<[^>]*data-said.*?</div>", re.DOTALL)
OURS = (
    "kaimen demo json csv xlsx html pdf geojson english toml utf planner reviewer ada docx indicators import none "
    "ctrl esc"
)
"""Endings of files, commands, keys, names of accounts, the language of the switch, what a test asks for."""


def test_no_english_is_left_on_chinese_pages_but_what_the_data_says(reader: Browser) -> None:
    """Titles, headings, cells, labels and reasons; words of the data, its files and units stand as they came."""
    files = [*DEMO.iterdir(), *(DEMO.parent / "services").iterdir()]
    data = LIST + SCENARIO + WEIGHTS + RULE + f" {OURS} " + " ".join(p.read_text("utf-8") for p in files if p.is_file())
    known = {word.lower() for word in re.findall("[A-Za-z_]+", data)}
    given = {"document": "first-meetings.zh.txt", "project": "SYN-0001"}
    paths = [page.path.format_map(given) for page in PAGES if set(re.findall(r"{(\w+)}", page.path)) <= set(given)]
    more = ("/why?project=p3", "/compare?plan=first&plan=second", "/library/no", "/plan?change=quota:none@2020=1")
    left = {}
    for path in (*(paths if FULL else ("/", "/library/SYN-0001", "/help")), *more):
        page = reader.get(f"{path}{'&' if '?' in path else '?'}lang=zh").text
        page = TEXTS_OF_ANNOUNCEMENTS.sub(" ", page)
        labels = re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', page)
        words = re.findall("[A-Za-z_]{3,}", unescape(" ".join([text_of(page), *labels])))
        left[path] = {word for word in words if word.lower() not in known}
    assert {path: words for path, words in left.items() if words} == {}


def test_a_letter_in_chinese_says_why_and_names_no_other_project(reader: Browser) -> None:
    left_out = [row["project"] for row in reader.get("/why.json").json()["tables"]["left_out"]]
    for project in left_out:
        letter = reader.get("/why/letter.txt", params={"project": project, "lang": "zh"}).text
        assert letter.startswith(f"贵单位申报的项目{project}“")
        assert "理由1：" in letter
        assert not [other for other in left_out if other != project and re.search(rf"\b{other}\b", letter)]
    assert left_out


def test_a_scenario_without_its_files_is_solved_over_the_library_and_the_ledger(
    browser: Browser, office: Office
) -> None:
    key = re.findall(r'name="key" value="([^"]+)"', browser.get("/review/first-meetings.en.txt").text)[0]
    assert post(browser, "/review/first-meetings.en.txt", key=key, verdict="accept").status_code == 303
    text = 'name = "own"\nlibrary = "gone.csv"\nmoney = "million yuan"\nperiods = ["2025", "2026", "2027", "2028"]\n'
    text += '[benefit]\nweights = { jobs = "1" }\n[[rule]]\nkind = "at_most"\nname = "few"\ncount = 3\n'
    text += 'cite = { pledge = "P-0001" }\n'
    sent = {"file": ("own.toml", text.encode(), "text/plain")}
    form = {"csrf": csrf(browser, "/plan")}
    assert browser.post("/plan/take", data=form, files=sent, headers={"Origin": ORIGIN}).status_code == 303
    path = folder_beside(office.store) / "scenarios" / "own.toml"
    given, findings = workspace_inputs(office, path)
    assert findings == []
    question, findings = workspace.load_question(path, Path(given["library"]), pledges=Path(given["pledges"]))
    assert question is not None, findings
    assert question.findings == ()
    assert len(question.library.projects) == 60
    assert changed_since(question, office.store) == 0
    assert [pledge.id for pledge in question.pledges.ledger.pledges.values()] == ["P-0001"]
    assert post(browser, "/plan/solve", scenario="own").status_code == 303
    page = browser.get("/plan").text
    assert page.count('<option value="own"') == 1
    assert "P-0001" not in re.findall(r'<option value="([^"]*)"', page)

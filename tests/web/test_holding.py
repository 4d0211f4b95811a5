"""The library: sorting and filtering in the address, one cell at a time, lists in and out again."""

from __future__ import annotations

import re

from kaimen.workspace.record.office import Office
from tests.web.conftest import DEMO, ORIGIN, Browser, csrf, post

LIST = "项目编号,项目名称,所在地,投资额（万元）\nN-1,北山水库,东营,1200\nN-2,南桥,青岛,300\n"


def _upload(browser: Browser, name: str, content: bytes) -> str:
    files = {"file": (name, content, "text/csv")}
    answer = browser.post("/library/import", data={"csrf": csrf(browser)}, files=files, headers={"Origin": ORIGIN})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_the_address_holds_filter_order_and_page(browser: Browser) -> None:
    everything = browser.get("/library.json").json()["tables"]["projects"]
    assert len(everything) == 60
    some = browser.get("/library.json", params={"region": "Qingdao", "sort": "criterion: jobs", "order": "down"})
    rows = some.json()["tables"]["projects"]
    assert {row["region"] for row in rows} == {"Qingdao"}
    jobs = [int(row["criterion: jobs"]) for row in rows]
    assert jobs == sorted(jobs, reverse=True)
    page = browser.get("/library", params={"page": 2}).text
    assert page.count('<th scope="row"') == 10
    assert browser.get("/library", params={"page": 0}).status_code == 422
    assert "No project is as asked for." in browser.get("/library", params={"q": "no such thing"}).text


def test_a_cell_is_changed_and_the_second_editor_gets_both_versions(browser: Browser, office: Office) -> None:
    assert post(browser, "/library/SYN-0001", name="title", value="New works", version="1").status_code == 303
    late = post(browser, "/library/SYN-0001", name="title", value="Other works", version="1")

    assert late.status_code == 412
    assert "New works" in late.text
    assert "Other works" in late.text
    version = office.store.version("project", "SYN-0001")
    assert version is not None
    assert version.body is not None
    assert (version.number, version.body["title"]) == (2, "New works")
    tagged = {"csrf": csrf(browser), "name": "jobs", "value": "12"}
    answer = browser.post("/library/SYN-0001", data=tagged, headers={"Origin": ORIGIN, "If-Match": '"2"'})
    assert answer.status_code == 303
    assert post(browser, "/library/SYN-0001", name="jobs", value="many", version="3").status_code == 422
    assert post(browser, "/library/SYN-0001", name="ownership", value="mine", version="3").status_code == 422
    assert post(browser, "/library/SYN-9999", name="title", value="x", version="0").status_code == 404


def test_a_change_by_hand_is_taken_back_as_a_new_version_and_no_other_entry_is(
    browser: Browser, office: Office
) -> None:
    at, json = "/library/SYN-0001", {"Origin": ORIGIN, "Accept": "application/json"}
    assert "Undo the last change" not in browser.get(at).text
    changed = {"csrf": csrf(browser), "name": "title", "value": "New works", "version": "1"}
    entry = browser.post(f"{at}/cells", data=changed, headers=json).json()["entry"]
    assert "Undo the last change" in browser.get(at).text
    back = browser.post(f"{at}/undo", data={"csrf": csrf(browser), "entry": entry}, headers=json).json()
    assert (back["version"], back["says"]["title"]) == (3, "Star Reed food works, Dongying")
    titles = [version.body["title"] for _, version in office.store.history("project", "SYN-0001") if version.body]
    assert titles == [back["says"]["title"], "New works", back["says"]["title"]]
    assert "undone" in browser.get(at).text
    assert post(browser, f"{at}/undo", entry=str(entry)).status_code == 409  # changed again since
    again = browser.post(f"{at}/undo", data={"csrf": csrf(browser), "entry": back["entry"]}, headers=json).json()
    assert (again["version"], again["says"]["title"]) == (4, "New works")
    taken_in = office.store.history("project", "SYN-0002")[0][0].number
    refused = post(browser, "/library/SYN-0002/undo", entry=str(taken_in))
    assert (refused.status_code, "E813" in refused.text) == (409, True)
    assert len(office.store.history("project", "SYN-0002")) == 1


def test_of_two_changes_both_are_shown_and_cells_are_chosen_one_by_one(browser: Browser, office: Office) -> None:
    at, html = "/library/SYN-0001/cells", {"Origin": ORIGIN, "Accept": "text/html"}
    token = csrf(browser)
    first = {"csrf": token, "name": ["title", "owner"], "value": ["Their works", "Ministry"], "version": "1"}
    done = browser.post(at, data=first, headers={"Origin": ORIGIN, "Accept": "application/json"})
    assert done.json()["shown"]["title"] == "Their works"
    assert done.json()["version"] == 2
    second = {"csrf": token, "name": ["title", "jobs"], "value": ["My works", "12"], "version": "1"}
    late = browser.post(at, data=second, headers=html)
    assert late.status_code == 412
    rows = [re.sub(r"\s*<[^>]+>\s*", "|", row) for row in re.findall(r"<tr>(.*?)</tr>", late.text, re.S)[1:]]
    told = [[cell for cell in re.split(r"\|+", row) if cell.strip()] for row in rows]
    old = "Star Reed food works, Dongying"
    assert told == [
        ["Project", old, "Their works", "My works"],
        ["Owner", "none", "Ministry", "none", "as it was; you did not change it"],
        ["jobs", "670", "670", "12"],
    ]
    assert 'name="version" value="2"' in late.text
    chosen = second | {"version": "2", "choice": "ticked", "keep": ["jobs"], "back": "/library?q=oil"}
    kept = browser.post(at, data=chosen, headers=html)
    assert (kept.status_code, kept.headers["location"]) == (303, "/library?q=oil")
    version = office.store.version("project", "SYN-0001")
    assert version is not None
    assert version.body is not None
    criteria = version.body["criteria"]
    assert isinstance(criteria, dict)
    assert (version.body["title"], version.body["owner"], criteria["jobs"]) == ("Their works", "Ministry", "12")
    said = [made.body["title"] for _, made in office.store.history("project", "SYN-0001") if made.body]
    assert said == [old, "Their works", "Their works"]

    away = browser.post(at, data=chosen | {"version": "3", "back": "//elsewhere.example"}, headers=html)
    assert away.status_code == 422
    uneven = browser.post(at, data=first | {"value": ["x"], "version": "3"}, headers=html)
    assert uneven.status_code == 422
    program = browser.post(at, data=second, headers={"Origin": ORIGIN, "Accept": "application/json"})
    assert program.json()["current"]["title"] == "Their works"
    same = browser.post(at, data=second | {"name": "title", "value": "Their works"}, headers=html)
    assert same.status_code == 303, "both say the same: there is nothing to choose"


def test_a_project_moves_along_the_stages_only(browser: Browser, office: Office) -> None:
    assert post(browser, "/library/SYN-0001/stage", stage="reserve", version="1").status_code == 303
    assert post(browser, "/library/SYN-0001/stage", stage="completed", version="2").status_code == 422
    assert post(browser, "/library/SYN-0001/stage", stage="appraised", version="1").status_code == 412
    version = office.store.version("project", "SYN-0001")
    assert version is not None
    assert version.body is not None
    assert version.body["stage"] == "reserve"


def test_a_list_with_headings_of_its_own_is_mapped_tried_taken_in_and_undone(browser: Browser, office: Office) -> None:
    at = _upload(browser, "储备.csv", LIST.encode())
    page = browser.get(at).text
    assert "% sure" in page
    columns = re.findall(r'name="heading" value="([^"]*)"', page)
    roles = re.findall(r'<option value="([^"]*)" selected>', page)
    assert dict(zip(columns, roles, strict=True))["项目编号"] == "id"
    before = office.store.head()
    units = ["万元" if role == "cost" else "" for role in roles]
    blank = ["" for _ in roles]
    form = {"csrf": csrf(browser), "heading": columns, "role": roles, "called": blank, "unit": units}
    wrong = browser.post(at, data=form | {"unit": blank}, headers={"Origin": ORIGIN})
    assert wrong.status_code == 422
    assert "E304" in wrong.text
    mapped = browser.post(at, data=form, headers={"Origin": ORIGIN})
    assert mapped.status_code == 303
    tried = browser.get(at).text
    assert re.search(r"<dt>New</dt><dd>2", tried)
    assert office.store.head() == before

    done = post(browser, f"{at}/apply", why="reserve of March")
    assert done.headers["location"] == f"/library/imported/{before.number + 1}"
    version = office.store.version("project", "N-1")
    assert version is not None
    undone = post(browser, "/library/undo", entry=str(before.number + 1), why="wrong list")
    assert undone.status_code == 303
    assert office.store.version("project", "N-1") is None


def test_a_list_that_cannot_be_read_says_so_and_one_of_another_person_is_not_shown(browser: Browser) -> None:
    page = browser.get(_upload(browser, "x.csv", b"\x00\x01\x02" * 50)).text
    assert "E103" in page
    assert browser.get("/library/import/none-of-mine").status_code == 404


def test_the_library_as_it_is_reads_as_unchanged(browser: Browser) -> None:
    lines = (DEMO / "library.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    page = browser.get(_upload(browser, "library.csv", "".join(lines[:61]).encode())).text
    assert re.search(r"<dt>Unchanged</dt><dd>60", page)
    assert "There is nothing to change." in page


def test_two_projects_are_joined_seen_by_their_old_id_and_made_two_again(browser: Browser, office: Office) -> None:
    pair = {"first": "SYN-0002", "second": "SYN-0005"}
    page = browser.get("/library/pair", params=pair).text
    versions = re.findall(r'name="(\w+)_version" value="(\d+)"', page)
    assert versions == [("first", "1"), ("second", "1")]
    offered = re.findall(r'name="take" value="([^"]+)"', page)
    assert {"title", "region", "options"} < set(offered)
    rows = browser.get("/library/pair.json", params=pair).json()["tables"]["pair"]
    assert {row["cell"] for row in rows if row["SYN-0002"] != row["SYN-0005"]} == set(offered)

    token = csrf(browser)
    form = {"csrf": token, **pair, "first_version": "1", "second_version": "1", "take": ["region"]}
    own = {"Origin": ORIGIN}
    assert browser.post("/library/pair/join", data=form, headers=own).status_code == 422, "it is not said why"
    form["why"] = "listed twice"
    assert browser.post("/library/pair/join", data=form | {"second_version": "3"}, headers=own).status_code == 412
    done = browser.post("/library/pair/join", data=form, headers=own)
    assert done.status_code == 303
    told = browser.get(done.headers["location"]).text
    assert "SYN-0005 goes on as SYN-0002" in told
    assert "listed twice" in told
    kept = office.store.version("project", "SYN-0002")
    assert kept is not None
    assert kept.body is not None
    assert kept.body["region"] == "Liaocheng"
    old = browser.get("/library/SYN-0005").text
    assert "goes on as SYN-0002" in old
    assert 'href="/library/SYN-0002"' in old
    assert len(browser.get("/library.json").json()["tables"]["projects"]) == 59
    entry = done.headers["location"].rpartition("/")[2]
    assert post(browser, "/library/undo", entry=entry).status_code == 303
    assert len(browser.get("/library.json").json()["tables"]["projects"]) == 60
    assert browser.get(f"/library/joined/{int(entry) + 1}").status_code == 404


def test_a_pair_that_is_two_is_not_proposed_again(browser: Browser) -> None:
    rows = "id,title,region\nN-1,North reservoir,Dongying\nN-2,North reservoir,Dongying\n"
    at = _upload(browser, "twice.csv", rows.encode())
    assert post(browser, f"{at}/apply").status_code == 303
    assert [row["second"] for row in browser.get("/library/alike.json").json()["tables"]["alike"]] == ["N-2"]
    assert post(browser, "/library/pair/apart", first="N-2", second="N-1", why="two dams").status_code == 303
    assert browser.get("/library/alike.json").json()["tables"]["alike"] == []

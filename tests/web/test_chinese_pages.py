"""No English is left on a Chinese page: of a workspace in which no page is empty, and of files that are broken."""

from __future__ import annotations

import csv
import re
import shutil
import tomllib
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from httpx import Response

from kaimen.formats.claims import Claim
from kaimen.report.language import MESSAGES
from kaimen.store import Change, Draft
from kaimen.web import Settings, create_app
from kaimen.web.pages import PAGES
from kaimen.web.pages.chains import VIEWS
from kaimen.workspace.delivery import observing as work
from kaimen.workspace.delivery.appeals import enter_appeal
from kaimen.workspace.record.office import Said, open_office
from kaimen.workspace.samples.filling import fill_sample
from tests.effort import FULL
from tests.sweep.questions import LIST, SCENARIO, WEIGHTS
from tests.web.conftest import DEMO, NOW, ORIGIN, TICKET, Browser, csrf
from tests.web.test_plan_pages import RULE, plan_file, stand_in  # noqa: F401 - fixtures

SAID = Said("planner", NOW)
DATA = DEMO.parent

SAME = {
    "kaimen import indicators service policies": "the command and its subcommands",
    "csv xlsx json toml html pdf docx geojson utf sha": "formats and hashes",
    "planner english demo first esc ctrl": "a user, the switch of languages, a workspace, a plan, keys",
}
"""Words that are the same on Chinese pages, with what they are; those of the data come from its files."""
ALLOWED = {word for words in SAME for word in words.split()}
QUIET = re.compile(
    r"<(script|style|head|code|kbd|textarea)\b.*?</\1>|<(div|dd|blockquote)[^>]*data-said.*?</\2>", re.DOTALL
)
LABELS = re.compile(r'(?:aria-label|title|placeholder|data-src)="([^"]*)"')
TYPED = re.compile(
    r"`[^`]*`|[\w./-]+\.(?:csv|xlsx|json|toml|txt|html|pdf|db|kaimen)\b|SHA-256 \w+"
    r"|“[^”]*”|\"[^\"]*\"|\{[^}]*\}|kaimen [a-z ]+"
)
"""What is to be typed as it is, names of files, hashes, what stands in quotation marks."""
VALUES = re.compile(r"^(?:应为|实为)：(?:以下之一：)?[\w.-]+(?:, [\w.-]+)*。$|^(?:应为|实为)：[{\[].*[}\]]。$")
"""What was to be written or was found, where that is words to be typed: keys and their values."""
RUN = re.compile(r"(?<![\w.'-])[A-Za-z][a-z']+(?:,? [A-Za-z][a-z']+)*(?![\w=]|[.-]\w)")
"""Words one after the other; what has figures, hyphens or points in it is an id, a code or a key."""
NAMED = {
    name.lower()
    for path in DATA.rglob("*.toml")
    for name in tomllib.loads(path.read_text(encoding="utf-8")).get("names", {}).get("zh", {})
    if re.search(r"[a-z] [a-z]", name)
}
"""Names of the data that the data calls something in Chinese: none of them stands on a Chinese page."""
MESSAGES_IN_ENGLISH = {english for english, chinese in MESSAGES.values() if english != chinese}


def _values(path: Path) -> Iterator[str]:
    """Yield what a file of data says: cells below the heading, texts of TOML, lines of an announcement."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        yield from (cell for row in list(csv.reader(text.splitlines()))[1:] for cell in row)
    elif path.suffix == ".toml":
        yield from _texts(tomllib.loads(text))
    else:
        yield from text.splitlines()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (str(key) for key in value)
        yield from (text for inner in value.values() for text in _texts(inner))
    elif isinstance(value, list):
        yield from (text for inner in value for text in _texts(inner))
    elif isinstance(value, str):
        yield value


@pytest.fixture(scope="module")
def known() -> str:
    """What the data says, and what the files of this test say, as one text."""
    files = [path for path in DATA.rglob("*") if path.suffix in (".csv", ".toml", ".txt")]
    own = [LIST, SCENARIO, WEIGHTS, RULE, *(content for _, _, content in BROKEN.values())]
    return "\n".join([*(text for path in files for text in _values(path)), *own]).lower()


def english(page: str, known: str) -> set[str]:
    """Return the pieces of a page in English: a message of ours, or words that the data does not have in this order."""
    text = QUIET.sub("\n", page)
    labels = [part for label in LABELS.findall(text) for part in label.split("\n")]
    pieces = {unescape(piece).strip() for piece in (*re.sub(r"<[^>]+>", "\n", text).split("\n"), *labels)}
    return {piece for piece in pieces if piece and not VALUES.match(piece) and _is_english(piece, known)}


def _is_english(piece: str, known: str) -> bool:
    if piece.lower() in NAMED:
        return True
    runs = [run for run in RUN.findall(TYPED.sub(" ", piece)) if len(run) > 2 and run.lower() not in ALLOWED]
    return piece in MESSAGES_IN_ENGLISH - ALLOWED or any(
        run.lower() not in known or run.lower() in NAMED for run in runs
    )


@pytest.fixture(scope="module")
def sample(plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:  # noqa: F811 - a fixture
    """A browser over the sample with fewer projects, a plan that is approved, and an appeal."""
    folder = tmp_path_factory.mktemp("sample")
    office, _ = open_office(str(folder / "office.db"))
    assert office is not None
    assert fill_sample(office, SAID) == []
    rest = tuple(Draft("project", v.id, None, v.number) for v in office.store.versions("project")[60:])
    assert office.store.write(Change("planner", NOW, "retract", rest))[0] is not None
    (folder / "plans").mkdir()
    shutil.copy(plan_file, folder / "plans" / "first.kaimen")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "first.toml").write_text(ASKED, encoding="utf-8")
    baseline, content, findings = work.read_promises(folder / "plans" / "first.kaimen", "b", date(2024, 2, 1))
    assert baseline is not None, findings
    assert work.approve(office, baseline, content, SAID)[0] is not None
    claims = (Claim("criterion: jobs", "500"),)
    assert enter_appeal(office, "SYN-0001", claims, Said("planner", NOW, "数字有误"))[1][0] is not None
    app = create_app(office, Settings("demo", ticket=TICKET), lambda: NOW)
    with Browser(app, base_url=ORIGIN, follow_redirects=True) as found:
        assert found.get("/enter", params={"ticket": TICKET, "lang": "zh"}).status_code == 200
        yield found
    office.close()


ASKED = """name = "first"
money = "million yuan"
periods = ["2027", "2028"]
benefit = { weights = { jobs = "1" } }
resource = { land = { unit = "mu" } }
quota = [{ name = "land", resource = "land", amount = { each = "900 mu" } }]
"""
PLACES = {"document": "first-meetings.zh.txt", "project": "SYN-0001", "pledge": "GD-01", "appeal": "A-0001"}
PLACES["scenario"] = "first"
MORE = (
    *(f"/chains/{view}?link=B-SEP" for view in VIEWS),
    "/chains?chain=battery&region=Qingdao",
    "/guide?region=Jinan",
    "/services?by=desk",
    "/why?project=p3",
    "/compare?plan=first&plan=second",
    "/delivery?baseline=sample 2025",
    "/indicators?name=sample_growth&region=Shandong",
    *(f"/trace?figure={figure}" for figure in ("GD-01", "SYN-0001.cost", "B-SEP.exposure", "Qingdao/B-CEL.state")),
    *(f"/trace?figure={figure}" for figure in ("b/all.variance", "A-0001", "permit/1", "jinan-2021/JN19-13", "F-001")),
)
WRONG = (
    *("/library/zz", "/pledges/zz", "/plan?plan=zz", "/why?project=zz", "/chains/zz", "/appeals/zz", "/nothing"),
    *("/plan?change=quota:none@2020=1", "/plan?change=what", "/policies?book=zz", "/policies?firm=zz"),
    *("/delivery?day=x", "/delivery?baseline=zz", "/indicators?name=zz", "/services?by=zz", "/trace?figure=zz"),
    *("/chains?region=zz", "/chains?chain=zz", "/guide?region=zz", "/compare?plan=zz", "/policies/programmes?book=zz"),
)


def pages() -> list[str]:
    """Return the address of every page that can be given one."""
    return [page.path.format_map(PLACES) for page in PAGES if set(re.findall(r"{(\w+)}", page.path)) <= set(PLACES)]


def test_the_search_finds_english_where_there_is_some(known: str) -> None:
    page = '<p>项目<a data-src="list.csv, the third row">12</a> is left out</p><code>kaimen serve</code><b>Region</b>'
    assert english(page, known) == {"is left out", "list.csv, the third row", "Region"}
    assert english("<td>Moon Orchid chemical plant, Zibo</td><b>投资 2.04亿元</b>", known) == set()


def test_no_english_is_left_on_any_chinese_page(sample: Browser, known: str) -> None:
    every = [*pages(), *MORE, *WRONG]
    left = {path: english(sample.get(path).text, known) for path in (every if FULL else every[:: len(every) // 12])}
    assert {path: pieces for path, pieces in left.items() if pieces} == {}


SCENARIO_WITH_FAULTS = """
name = "错误情景"
periods = ["2026", "2028", "spring"]
money = "pebbles"
colour = "red"
[benefit]
measure = "luck"
weights = { jobs = "many" }
[resource.cost]
unit = "mu"
[[quota]]
name = "land"
resource = "sea"
amount = 12
[[rule]]
kind = "at_leats"
name = "a"
[[rule]]
kind = "at_least"
name = "a"
count = 1
amount = "3 mu"
[[rule]]
kind = "share"
name = "c"
"""
BOOK_WITH_FAULTS = """
name = "错误汇编"
money = "yuan"
[field.revenue]
unit = "pebbles"
[[policy]]
id = "P-1"
title = "待遇"
start = "2024"
when = { field = "nothing", at_least = "5" }
amount = "lots"
[[policy]]
id = "P-2"
start = 2024-01-01
end = 2023-01-01
when = { all = 3 }
"""
LIST_WITH_FAULTS = "id,title,cost (million yuan),demand: land (mu)\nX-1,甲,many,-3\nX-1,乙,2\n,丙,3,4\n"
LINKS_WITH_FAULTS = "id,chain,title,layer,upstream,value\nL-1,none,甲,industrial,L-9,0\nL-1,,乙,sea,,x\n"
REPORTS_WITH_FAULTS = "id,period,financialProgress (million yuan)\nNO-1,2026,many\nNO-2,whenever,-4\n"
FIRMS_WITH_FAULTS = "id,name,size,fact: revenue 2023 (pebbles)\nF-1,甲,huge,1\n,乙,small,2\n"
CASES_WITH_FAULTS = "id,service,received,decided\nC-1,permit,2024-05-02,2024-05-01\n,permit,never,\n"
ANNOUNCED = "The province will raise its share of research growth to 340 % by 2025, an increase of 530 %.\n"
BROKEN = {
    "/library/import": ("file", "list.csv", LIST_WITH_FAULTS),
    "/chains/import": ("files", "links.csv", LINKS_WITH_FAULTS),
    "/delivery/observe": ("file", "may.csv", REPORTS_WITH_FAULTS),
    "/policies/import": ("files", "book.toml", BOOK_WITH_FAULTS),
    "/policies/firms": ("files", "firms.csv", FIRMS_WITH_FAULTS),
    "/services/import": ("files", "cases.csv", CASES_WITH_FAULTS),
    "/plan/take": ("file", "faults.toml", SCENARIO_WITH_FAULTS),
    "/map/own": ("file", "map.json", '{"type": "FeatureCollection", "features": [{"type": "Feature"}]}'),
    "/announcements": ("file", "news.txt", ANNOUNCED),
}
MORE_FORMS = {"/delivery/observe": {"baseline": "b"}, "/map/own": {"approval": "GS(2023)2767号", "named_by": "name"}}


def send(browser: Browser, path: str) -> Response:
    part, name, content = BROKEN[path]
    form = {"csrf": csrf(browser), **MORE_FORMS.get(path, {})}
    files = {part: (name, content.encode(), "text/plain")}
    answer: Response = browser.post(path, data=form, files=files, headers={"Origin": ORIGIN})
    return answer


@pytest.mark.parametrize("path", BROKEN if FULL else ["/plan/take", "/chains/import"])
def test_what_is_wrong_with_a_file_is_said_in_chinese(path: str, sample: Browser, known: str) -> None:
    answer = send(sample, path)
    assert re.search(r"<b>[EW]\d{3}</b>", answer.text), answer.text[:2000]
    assert '<span lang="en"' not in answer.text
    headings = BROKEN[path][2].partition("\n")[0].split(",")
    assert english(answer.text, known) - set(headings) == set()

"""Wrong files of chains, policies, programmes, lenders, services, firms and decisions, as hands make them.

Each gives a finding with its code, its place in the file, and what to do, in both languages; the rest is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaimen.cli import bookkeeping, chaining, keeping, services
from kaimen.errors import Finding
from kaimen.formats.decision_table import parse_decisions
from kaimen.report.language import in_chinese
from kaimen.workspace.business.chains import look_at_chain_files
from kaimen.workspace.business.policy_books import look_at_book
from kaimen.workspace.business.services import look_at_service, take_service_in
from kaimen.workspace.record.firms import look_at_firms
from kaimen.workspace.record.office import Office, Said, open_office

BY = Said("desk", datetime(2024, 6, 1, tzinfo=UTC))
LINKS = "chain,link,name,upstream,layer,need,unit,value\n"
CHAIN = LINKS + "b,cell,Cells,anode,industrial,100,GWh,5\nb,anode,Anodes,,industrial,10,kt,1\n"
STANDS = "link,kind,id,capacity,share\n"
BOOK = 'name = "b"\nmoney = "yuan"\n[field.revenue]\nunit = "million yuan"\n[field.staff]\nunit = "persons"\n'
RULE = """
[[policy]]
id = "P"
start = 2024-01-01
cite = { document = "Measures", article = "1" }
when = [
  { field = "size", is = "small" },
  { field = "revenue", at_least = "20 million yuan" },
]
grant = { rate = "10 %", of = "revenue", cap = "10,000 yuan" }
"""
PROGRAMME = """[[programme]]
name = "d"
policy = "P"
count = 10
amount = "5 million yuan"
places = { Jinan = 3 }
benefit = { staff = "1" }
"""
LOANS = """
[[guarantee]]
id = "G"
amount = "12 million yuan"
fee = "1 %"
start = 2024-01-01
cite = { document = "R", article = "5" }
when = [{ field = "size", is = "small" }]
[[lender]]
id = "A"
amount = "40 million yuan"
rate = "4.2 %"
guaranteed = "80 %"
guarantees = ["G"]
smallest = "1 million yuan"
largest = "5 million yuan"
start = 2024-01-01
cite = { document = "R", article = "2" }
when = []
[[financing]]
name = "m"
wants = "revenue"
lenders = ["A"]
"""
CASES = "id,service,received,decided,due\n"
ONE_CASE = "1,permit,2024-02-20,,\n"
STOPS = "case,service,stopped,restarted\n"
CALENDAR = "calendar,day,until,kind,source\n"
ANSWERS = "question,answer,weight,respondent\n"
FIRMS = "id,name,region,sector,ownership,size,fact: revenue 2023 (million yuan)\n"
FIRM = "1,A,Jinan,foods,private,small,3\n"
PLAIN = ["12.5", "14.1", "13.2", "9.8", "1315", "11.2", "10.4", "15.3", "12.2", "13.3"]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A kind of file, its content, and the code and place of the finding it gives; perhaps a good file before it."""

    kind: str
    content: str | bytes
    code: str
    at: int | str
    before: tuple[str, ...] = ()


def rule(old: str, new: str, code: str, at: int) -> Wrong:
    assert old in BOOK + RULE, old
    return Wrong("policies", (BOOK + RULE).replace(old, new), code, at)


def programme(old: str, new: str, code: str, at: int) -> Wrong:
    assert old in PROGRAMME, old
    return Wrong("policies", BOOK + RULE + PROGRAMME.replace(old, new), code, at)


def loans(old: str, new: str, code: str, at: int) -> Wrong:
    assert old in LOANS, old
    return Wrong("policies", BOOK + LOANS.replace(old, new), code, at)


def stands(rows: str, code: str, at: str) -> Wrong:
    return Wrong("chains", STANDS + rows, code, at, (CHAIN,))


WRONG = {
    "chain: empty": Wrong("chains", "", "E102", ""),
    "chain: no rows": Wrong("chains", LINKS, "E102", "A1"),
    "chain: no text": Wrong("chains", b"\x00\x01\x02PK", "E103", ""),
    "chain: an old encoding": Wrong("chains", "产业链,环节\nb,电芯制造与封装\n".encode("gb18030"), "W106", ""),
    "chain: bytes of none": Wrong("chains", b"chain,link\nb,\xff\xfe\x81caf\xe9\n", "E104", ""),
    "chain: a circle": Wrong("chains", LINKS + "b,cell,,anode,,,,\nb,anode,,cell,,,,\n", "E912", "B3"),
    "chain: a need that is not there": Wrong("chains", LINKS + "b,cell,,anod,,,,\nb,anode,,,,,,\n", "E911", "B2"),
    "chain: a link twice": Wrong("chains", CHAIN + "b,cell,Again,,,,,\n", "E306", "B4"),
    "chain: no such layer": Wrong("chains", LINKS + "b,cell,,,industry,,,\n", "E312", "E2"),
    "chain: words for a number": Wrong("chains", LINKS + "b,cell,,,,lots,GWh,\n", "E303", "F2"),
    "chain: below nothing": Wrong("chains", LINKS + "b,cell,,,,-5,GWh,\n", "E305", "F2"),
    "chain: swapped columns": Wrong("chains", "link,chain,upstream\nb,cell,anode\nb,anode,\n", "E306", "A3"),
    "chain: a heading misspelt": Wrong("chains", "chain,link,upstraem\nb,cell,anode\nb,anode,\n", "W311", "C1"),
    "chain: another table": Wrong("chains", "a,b,c\n1,2,3\n", "E301", "A1"),
    "chain: a comma too many": Wrong("chains", LINKS + "b,cell,Cells, and packs,,,100,GWh,5,\n", "W107", "I2"),
    "stands: no such kind": stands("cell,company,F1,10,\n", "E312", "B2"),
    "stands: no such link": stands("cel,firm,F1,10,\n", "E911", "C2"),
    "stands: a share without its point": stands("cell,firm,F1,,405 %\n", "E913", "E2"),
    "stands: shares beyond the whole": stands("cell,firm,F1,,80 %\ncell,firm,F2,,59.5 %\n", "E913", "C3"),
    "stands: a row twice": stands("cell,firm,F1,5,\ncell,firm,F1,7,\n", "E306", "C3"),
    "stands: a capacity without its point": stands("cell,firm,F1,12500,\ncell,firm,F2,11,\n", "W316", "C2"),
    "stands: swapped columns": stands("cell,firm,50,F1,\n", "E303", "D2"),
    "technologies: no such readiness": Wrong(
        "chains", "technology,holders,links,readiness\nT,F1,cell,15\n", "E303", "D2", (CHAIN,)
    ),
    "leads: no such stage": Wrong("chains", "lead,investor,link,stage\nQ,X,cell,maybe\n", "E312", "D2", (CHAIN,)),
    "contacts: a person": Wrong("chains", "contact,about\nWang Wei 13800138000,b\n", "W915", "A2", (CHAIN,)),
    "policy: empty": Wrong("policies", "", "E102", 1),
    "policy: an old encoding": Wrong("policies", (BOOK + "# 济南\n").encode("gb18030"), "E104", 7),
    "policy: no name": rule('name = "b"\n', "", "E402", 1),
    "policy: no such currency": rule('"yuan"\n', '"florins"\n', "E304", 2),
    "policy: no such unit": rule('"persons"', '"people-ish"', "E304", 5),
    "policy: a quotation mark left out": rule('id = "P"', 'id = "P', "E401", 9),
    "policy: no such day": rule("2024-01-01", "2024-02-30", "E401", 10),
    "policy: no such month": rule("2024-01-01", '"2024-13-01"', "E308", 8),
    "policy: a field not declared": rule('"revenue", at', '"revenues", at', "E922", 14),
    "policy: no such key": rule("grant =", "subsidy = 1\ngrant =", "E402", 16),
    "policy: no reference": rule('cite = { document = "Measures", article = "1" }\n', "", "E923", 8),
    "policy: it ends before it begins": rule("start = 2024-01-01", "start = 2024-01-01\nend = 2020-01-01", "E308", 8),
    "policy: overlapping dates": Wrong("policies", BOOK + RULE + RULE.replace("2024-01-01", "2025-01-01"), "E921", 18),
    "policy: a circle": Wrong(
        "policies",
        BOOK
        + RULE.replace("grant =", 'instead_of = ["Q"]\ngrant =')
        + RULE.replace('"P"', '"Q"').replace("grant =", 'instead_of = ["P"]\ngrant ='),
        "E924",
        19,
    ),
    "policy: instead of none": rule("grant =", 'instead_of = ["Z"]\ngrant =', "E404", 8),
    "policy: a rate without its point": rule('"10 %"', '"1000 %"', "E412", 8),
    "policy: a cap in another currency": rule('"10,000 yuan"', '"10,000 USD"', "E406", 8),
    "policy: a cap without a unit": rule('"10,000 yuan"', "10000", "E402", 16),
    "policy: swapped ends": rule(
        'at_least = "20 million yuan"', 'between = ["30 million yuan", "20 million yuan"]', "E925", 14
    ),
    "policy: a table for a list": rule("[[policy]]", "[policy]", "E402", 8),
    "programme: no such policy": programme('"P"', '"PP"', "E404", 17),
    "programme: below nothing": programme("count = 10", "count = -10", "E402", 20),
    "programme: half a firm": programme("count = 10", "count = 10.5", "E402", 20),
    "programme: a field not declared": programme("staff", "staf", "E922", 17),
    "programme: money in hectares": programme("5 million yuan", "5 ha", "E406", 17),
    "programme: a word for places": programme("{ Jinan = 3 }", '"Jinan"', "E402", 22),
    "programme: twice": Wrong("policies", BOOK + RULE + PROGRAMME + PROGRAMME, "E306", 24),
    "lender: a rate without its point": loans('"4.2 %"', '"42 %"', "W316", 15),
    "lender: a rate above all": loans('"4.2 %"', '"420 %"', "E412", 15),
    "lender: guaranteed eight times": loans('"80 %"', '"800 %"', "E412", 15),
    "lender: no loan fits": loans('"1 million yuan"', '"8 million yuan"', "E925", 15),
    "lender: no such guarantee": loans('["G"]', '["H"]', "E404", 15),
    "lender: no amount": loans('amount = "40 million yuan"\n', "", "E402", 15),
    "matching: no such lender": loans('["A"]', '["B"]', "E404", 26),
    "matching: persons for money": loans('wants = "revenue"', 'wants = "staff"', "E925", 26),
    "matching: a field not declared": loans('wants = "revenue"', 'wants = "loan"', "E922", 26),
    "calendar: off and worked": Wrong(
        "services", CALENDAR + "x,2024-05-01,,off,s\nx,2024-05-01,,work,s\n", "E945", "B3"
    ),
    "calendar: overlapping days": Wrong(
        "services", CALENDAR + "x,2024-05-01,2024-05-05,off,s\nx,2024-05-04,2024-05-06,off,s\n", "E945", "B3"
    ),
    "calendar: swapped days": Wrong("services", CALENDAR + "x,2024-05-05,2024-05-01,off,s\n", "E308", "C2"),
    "calendar: no such day": Wrong("services", CALENDAR + "x,2024-02-30,,off,s\n", "E308", "B2"),
    "calendar: a year of three digits": Wrong("services", CALENDAR + "x,224-05-06,,off,s\n", "E308", "B2"),
    "calendar: a rest of years": Wrong("services", CALENDAR + "x,2024-05-01,2042-05-05,off,s\n", "E308", "C2"),
    "calendar: no such kind": Wrong("services", CALENDAR + "x,2024-05-01,,holiday,s\n", "E312", "D2"),
    "calendar: no such weekday": Wrong("services", "日历,日期,类别\nx,周六,周末\nx,星期八,周末\n", "E308", "B3"),
    "cases: empty": Wrong("services", "", "E102", ""),
    "cases: no rows": Wrong("services", CASES, "E102", "A1"),
    "cases: no such day": Wrong("services", CASES + "1,permit,2024-02-30,,\n", "E308", "C2"),
    "cases: months first": Wrong("services", CASES + "1,permit,03/25/2024,,\n", "E308", "C2"),
    "cases: swapped columns": Wrong("services", "received,id\n1,2024-01-02\n", "E308", "A2"),
    "cases: a heading misspelt": Wrong("services", "id,received,dcided\n1,2024-01-02,2024-02-02\n", "W311", "C1"),
    "cases: a column left out": Wrong("services", "id,decided\n1,2024-01-02\n", "E941", "A1"),
    "cases: decided before received": Wrong("services", CASES + "1,permit,2024-03-05,2024-03-01,\n", "W942", "A2"),
    "cases: due before received": Wrong("services", CASES + "1,permit,2024-03-05,,2024-03-01\n", "W948", "A2"),
    "cases: an id twice": Wrong("services", CASES + ONE_CASE + "1,permit,2024-03-01,,\n", "E306", "A3"),
    "cases: no id": Wrong("services", CASES + ",permit,2024-03-01,,\n", "E302", "A2"),
    "stops: no such case": Wrong("services", STOPS + "9,permit,2024-02-22,\n", "E946", "A2", (CASES + ONE_CASE,)),
    "stops: swapped days": Wrong(
        "services", STOPS + "1,permit,2024-02-25,2024-02-22\n", "E944", "A2", (CASES + ONE_CASE,)
    ),
    "stops: overlapping": Wrong(
        "services",
        STOPS + "1,permit,2024-02-25,2024-03-22\n1,permit,2024-02-28,2024-03-25\n",
        "E944",
        "A3",
        (CASES + ONE_CASE,),
    ),
    "standards: half a day": Wrong("services", "service,working days\npermit,2.5\n", "E303", "B2"),
    "standards: no such calendar": Wrong("services", "service,working days,calendar\npermit,20,chna\n", "E946", "C2"),
    "standards: twice": Wrong("services", "service,working days\npermit,20\npermit,30\n", "E306", "A3"),
    "answers: a word": Wrong("services", ANSWERS + "speed,fast,1,r1\nspeed,4,1,r2\n", "E303", "B2"),
    "answers: no weight": Wrong("services", ANSWERS + "speed,4,0,r1\nspeed,4,1,r2\n", "E303", "C2"),
    "answers: twice": Wrong("services", ANSWERS + "speed,4.5,1,r1\nspeed,4,1,r1\n", "E306", "B3"),
    "answers: one without its point": Wrong(
        "services", ANSWERS + "".join(f"speed,{v},1,r{v}\n" for v in (4.5, 45, 4, 3.5, 5, 4.1, 4.2, 3, 2)), "W316", "B3"
    ),
    "firms: empty": Wrong("firms", "", "E102", ""),
    "firms: no rows": Wrong("firms", FIRMS, "E102", "A1"),
    "firms: no id": Wrong("firms", "name,region\nA,Jinan\n", "E301", "A1"),
    "firms: an id twice": Wrong("firms", FIRMS + FIRM + FIRM, "E306", "A3"),
    "firms: no such class": Wrong("firms", FIRMS + FIRM.replace("private", "privat"), "E312", "E2"),
    "firms: swapped columns": Wrong("firms", FIRMS + FIRM.replace("private,small", "small,private"), "E312", "E2"),
    "firms: a class in Chinese": Wrong("firms", "编号,名称,规模\n1,甲,小型\n2,乙,小\n", "E312", "C3"),
    "firms: a word for a number": Wrong("firms", FIRMS + FIRM.replace(",3\n", ",many\n"), "E303", "G2"),
    "firms: points and commas": Wrong("firms", FIRMS + FIRM.replace(",3\n", ',"1.234,5"\n'), "E303", "G2"),
    "firms: no such unit": Wrong("firms", FIRMS.replace("million yuan", "million yens") + FIRM, "E304", "G1"),
    "firms: a fact of no year": Wrong("firms", FIRMS.replace(" 2023", "") + FIRM, "E301", "G1"),
    "firms: a heading misspelt": Wrong("firms", FIRMS.replace("sector", "sektor") + FIRM, "W311", "D1"),
    "firms: a figure without its point": Wrong(
        "firms", FIRMS + "".join(f"{n},A,Jinan,foods,private,small,{v}\n" for n, v in enumerate(PLAIN)), "W316", "G6"
    ),
    "decisions: other words": Wrong("decisions", "id,decision\n1,yes\n", "E312", "B2"),
    "decisions: a column left out": Wrong("decisions", "id,outcome\n1,selected\n", "E301", "A1"),
    "decisions: an id twice": Wrong("decisions", "id,decision\n1,open\n1,selected\n", "E306", "B3"),
    "decisions: waited for less than nothing": Wrong("decisions", "id,decision,waiting\n1,open,-3\n", "E312", "C2"),
}
ENDING = {"policies": ".toml"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened, _ = open_office(str(tmp_path_factory.mktemp("office") / "office.db"))
    assert opened is not None
    yield opened
    opened.close()


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_gives_a_finding_with_its_place_and_what_to_do(name: str, office: Office, tmp_path: Path) -> None:
    wrong = WRONG[name]
    findings = looked_at(office, wrong, tmp_path)
    found = next((f for f in findings if f.code == wrong.code), None)
    assert found is not None, findings
    assert wrong.at in (found.place.line, found.place.cell), found
    assert found.place.file.startswith("wrong")
    assert "/" not in found.place.file
    for finding in findings:
        assert finding.fix, finding
        for text in (finding.what, finding.fix):
            assert in_chinese(text), text


def looked_at(office: Office, wrong: Wrong, folder: Path) -> list[Finding]:
    contents = [*wrong.before, wrong.content]
    files = [(f"wrong{n}{ENDING.get(wrong.kind, '.csv')}", bytes_of(text)) for n, text in enumerate(contents)]
    if wrong.kind == "chains":
        intake, findings = look_at_chain_files(office, files)
        return [*findings, *(intake.findings if intake else ())]
    name, content = files[-1]
    if wrong.kind == "decisions":
        return parse_decisions(content, name)[1]
    for name, content in files:
        (folder / name).write_bytes(content)
    if wrong.kind == "services":
        for before, _ in files[:-1]:
            first, _ = look_at_service(office, folder / before, {})
            assert first is not None
            take_service_in(office, first, BY)
        table, findings = look_at_service(office, folder / name, {})
        return [*findings, *(table.findings if table else ())]
    if wrong.kind == "firms":
        firms, findings = look_at_firms(office, folder / name)
        return [*findings, *(firms.findings if firms else ())]
    book, findings = look_at_book(office, folder / name)
    return [*findings, *(book.findings if book else ())]


def bytes_of(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def test_headings_and_words_in_chinese_are_read(office: Office, tmp_path: Path) -> None:
    (tmp_path / "企业.csv").write_text(
        "企业编号,企业名称,所在地区,规模,所有制,指标: 营业收入 2023 (million yuan)\n1,甲,济南,小型,民营,3\n",
        encoding="utf-8",
    )
    firms, _ = look_at_firms(office, tmp_path / "企业.csv")
    assert firms is not None
    assert firms.findings == ()
    (draft,) = firms.drafts
    assert draft.body is not None
    said = {name: draft.body[name] for name in ("id", "name", "region", "size", "ownership")}
    assert said == {"id": "1", "name": "甲", "region": "济南", "size": "small", "ownership": "private"}
    assert str(draft.body["facts"]).count("revenue") + str(draft.body["facts"]).count("营业收入") == 1
    (tmp_path / "办件.csv").write_text(
        "办件编号,事项,受理日期,办结日期,分类: 科室\n1,施工许可,2024年1月2日,2024-01-20,一科\n",
        encoding="utf-8",
    )
    cases, _ = look_at_service(office, tmp_path / "办件.csv", {})
    assert cases is not None
    assert cases.findings == ()
    assert [(d.body or {}).get("fields") for d in cases.drafts] == [{"科室": "一科"}]


def test_the_command_line_tells_what_it_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = str(tmp_path / "office.db")
    names = {
        "chain: a circle": "E912",
        "policy: a circle": "E924",
        "cases: no such day": "E308",
        "firms: no such unit": "E304",
    }
    for name, code in names.items():
        path = tmp_path / f"wrong{ENDING.get(WRONG[name].kind, '.csv')}"
        path.write_bytes(bytes_of(WRONG[name].content))
        assert taken_in(WRONG[name].kind, url, path) in (0, 1)
        told = capsys.readouterr()
        assert code in told.out + told.err
        assert "Traceback" not in told.out + told.err


def taken_in(kind: str, url: str, path: Path) -> int:
    who = keeping.said("desk", "")
    if kind == "chains":
        return chaining.take_in(url, [path], who, keep=False, replacing=False, as_json=False)
    if kind == "policies":
        return bookkeeping.take_in(url, path, who, keep=False, as_json=False)
    if kind == "services":
        return services.take_in(url, [path], (), "", who, keep=False, as_json=False)
    return keeping.take_firms_in(url, path, who, keep=False, as_json=False)

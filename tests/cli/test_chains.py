"""`kaimen chains`: tables taken in, shown, drawn, weighed by a scenario; what is wrong in them is told with its row."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

import kaimen as km
from kaimen.chains import Known, checked_tables, survey
from kaimen.cli.app import app
from kaimen.formats.chain_table import KINDS, chain_body, chain_row, parse_chain_tables
from kaimen.formats.table_file import tables_xlsx
from kaimen.report import Column, Table
from kaimen.workspace.business.chains import chains_in
from kaimen.workspace.record.office import open_office
from kaimen.workspace.samples.examples import chain_tables
from tests.effort import FULL

ROOT = Path(__file__).resolve().parents[2]
LINKS = """chain,link,name,name_zh,upstream,layer,need,unit,value
battery,ore,Ore,矿石,,industrial,,,2
battery,cathode,Cathode,正极,ore,industrial,100,kt,3
battery,cell,Cells,电芯,cathode; crew,industrial,,,5
battery,crew,Crews,技师,,talent,,,
"""
STANDS = """link,kind,id,name,region,capacity,share
ore,firm,F1,Ore Works,Jinan,80,
ore,firm,F2,Deep Mine,Jinan,20,
cell,firm,F1,Ore Works,Jinan,,100 %
cathode,project,P1,Cathode plant,Jinan,50,
crew,training,T1,Crew school,Jinan,,
"""
run = CliRunner()


def _invoke(*words: object, code: int = 0) -> str:
    result = run.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result.output


def _regions(folder: Path) -> Path:
    path = folder / "regions.csv"
    path.write_text("id,within,level\nShandong,,province\nJinan,Shandong,city\nQingdao,Shandong,city\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a small chain, which no test changes; its tables lie beside it."""
    folder = tmp_path_factory.mktemp("chains")
    for name, text in (("links.csv", LINKS), ("stands.csv", STANDS)):
        (folder / name).write_text(text, encoding="utf-8")
    url = folder / "k.db"
    _invoke("chains", "import", folder / "links.csv", folder / "stands.csv", "-w", url, "--keep")
    return url


@pytest.fixture
def office(kept: Path, tmp_path: Path) -> Path:
    """That workspace for one test alone."""
    for name in ("links.csv", "stands.csv", "k.db"):
        shutil.copy(kept.with_name(name), tmp_path / name)
    return tmp_path / "k.db"


def test_a_chain_is_taken_in_as_one_change_and_shown(kept: Path) -> None:
    shown = json.loads(_invoke("chains", "show", "battery", "-w", kept, "--json"))
    links = {row["link"]: row for row in shown["links"]}

    assert shown["says"] == "battery: 3 of 4 links supplied; without a supplier: 1; with only one: 2."
    assert (links["ore"]["state"], links["ore"]["concentration"]) == ("covered", "0.68")
    assert (links["cathode"]["state"], links["cathode"]["missing"]) == ("planned", "100")
    assert links["crew"]["exposure"] == "6/11"
    assert shown["risks"][0] | {"exposure": ""} == {
        "chain": "battery",
        "kind": "firm",
        "who": "F1",
        "title": "Ore Works",
        "exposure": "",
        "links": "Ore; Cells",
        "alone_on": "Cells",
    }
    assert "共4个环节" in _invoke("chains", "show", "-w", kept, "--lang", "zh")


def test_the_same_tables_again_change_nothing_and_replace_withdraws_what_is_gone(office: Path) -> None:
    folder = office.parent
    again = _invoke("chains", "import", folder / "stands.csv", folder / "links.csv", "-w", office, "--keep")
    assert "There was nothing to change." in again
    (folder / "stands.csv").write_text("\n".join(STANDS.splitlines()[:3]) + "\n", encoding="utf-8")
    assert "3 gone" in _invoke("chains", "import", folder / "stands.csv", "-w", office, "--replace", "--keep")
    kept, _ = open_office(str(office))
    assert kept is not None
    assert [stand.id for stand in chains_in(kept.store).stands] == ["F1", "F2"]
    kept.close()
    _invoke("library", "undo", 2, "-w", office)
    assert "Crew school" in _invoke("chains", "risks", "-w", office)


@pytest.mark.parametrize(
    ("table", "old", "new", "code", "cell"),
    [
        ("links", "upstream", "upstreem", "W311", "E1"),
        ("links", "cathode; crew", "cathod; crew", "E911", "B4"),
        ("links", "矿石,,", "矿石,cell,", "E912", "B3"),
        ("links", "battery,crew", "battery,cell", "E306", "B5"),
        ("links", "battery,crew", "battery,", "E302", "B5"),
        ("links", "100,kt", "many,kt", "E303", "G3"),
        ("links", "talent", "talents", "E312", "F5"),
        ("links", "kt,3", "kt,0", "E913", "I3"),
        ("stands", "cathode,project", "cathodes,project", "E911", "C5"),
        ("stands", "100 %", "140 %", "E913", "G4"),
        ("stands", "Jinan,20", "Jinan,-20", "E305", "F3"),
        ("stands", "training", "school", "E312", "B6"),
        ("stands", "Jinan,20,", "Jinan,,", "W914", "C3"),
    ],
)
def test_what_is_wrong_in_a_table_is_a_finding_with_its_cell_and_the_rest_is_read(
    table: str, old: str, new: str, code: str, cell: str
) -> None:
    texts = {"links": LINKS, "stands": STANDS}
    texts[table] = texts[table].replace(old, new, 1)
    links, findings = parse_chain_tables(texts["links"].encode(), "links.csv")
    stands, more = parse_chain_tables(texts["stands"].encode(), "stands.csv")
    checked, _, last = checked_tables(replace(links, stands=stands.stands), Known())
    found = [finding for finding in [*findings, *more, *last] if finding.code == code]

    assert len(found) == 1
    assert (found[0].place.file, found[0].place.cell) == (f"{table}.csv", cell)
    assert found[0].fix
    assert len(checked.links) + len(checked.stands) >= 7


def test_findings_of_tables_end_in_an_exit_code_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "links.csv"
    path.write_text(LINKS.replace("cathode; crew", "cathod; crew"), encoding="utf-8")
    told = json.loads(_invoke("chains", "import", path, "-w", tmp_path / "k.db", "--keep", "--json", code=1))

    assert told["tables"]["links"]["new"] == 4
    assert told["entry"] == 1
    assert [(f["code"], f["place"]["cell"]) for f in told["findings"]] == [("E911", "B4")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E102"),
        (b"chain,link,upstream\n", "E102"),
        (b"\x00\x01\x02\xff" * 40, "E103"),
        (b"%PDF-1.4", "E103"),
        (b"PK\x03\x04broken", "E103"),
        (b"link,colour\na,red\n", "E917"),
        (b"a,b\n1,2\n", "E301"),
        (b'chain,link,upstream\nc,"a,b\n', "E103"),
    ],
)
def test_a_file_that_is_no_table_of_chains_is_a_finding(content: bytes, code: str) -> None:
    tables, findings = parse_chain_tables(content, "x.csv")

    assert code in [finding.code for finding in findings]
    assert tables.links == ()


def test_a_workbook_with_a_sheet_for_each_table_is_read_whole() -> None:
    tables = []
    for text in (LINKS, STANDS):
        header, *rows = [line.split(",") for line in text.splitlines()]
        columns = tuple(Column(head, head) for head in header)
        tables.append(Table(header[0] + header[1], columns, tuple(tuple(row) for row in rows)))
    found, findings = parse_chain_tables(tables_xlsx(tables), "both.xlsx")

    assert findings == []
    assert (len(found.links), len(found.stands)) == (4, 5)
    assert found.stands[0].place.sheet == "linkkind"


def test_chinese_headings_and_words_are_read_too() -> None:
    links = "产业链,环节,名称,上游环节,链别,需求量\n电池,矿,矿石,,产业,\n电池,正极,正极材料,矿；师,,100\n"
    links += "电池,师,技师,,人才链,\n"
    stands = "环节,类别,编号,地区,产能,占比\n矿,企业,F1,济南,80,\n师,培训基地,T1,济南,,40 %\n"
    first, found = parse_chain_tables(links.encode("gb18030"), "l.csv")
    second, more = parse_chain_tables(stands.encode(), "s.csv")

    assert [finding.code for finding in found + more] == ["W106"]
    assert [(link.id, link.chain, link.layer, link.upstream) for link in first.links] == [
        ("矿", "电池", "industrial", ()),
        ("正极", "电池", "industrial", ("矿", "师")),
        ("师", "电池", "talent", ()),
    ]
    assert [(s.kind, s.region, s.capacity, s.share) for s in second.stands] == [
        ("firm", "济南", Decimal(80), None),
        ("training", "济南", None, Decimal("0.40")),
    ]


def test_no_change_of_a_table_breaks_the_reading() -> None:
    draw = Random(5)
    junk = [b"", b",", b'"', b"\xff", b"\0", b"1e999", b"-5", b"9" * 50, b"NaN", "；；".encode(), b"\n\n"]
    for number in range(200 if FULL else 16):
        kind = KINDS[number % len(KINDS)]
        content = (chain_tables() / f"{kind.name}.csv").read_bytes()
        for _ in range(draw.randint(1, 4)):
            at = draw.randrange(len(content))
            content = content[:at] + draw.choice(junk) + content[at + draw.randint(0, 30) :]
        tables, findings = parse_chain_tables(content, "x.csv")
        checked, graph, more = checked_tables(tables, Known())
        survey(graph, checked.stands)
        assert all(finding.fix for finding in [*findings, *more])


def test_every_row_comes_back_from_what_the_record_keeps() -> None:
    count = 0
    for kind in KINDS:
        tables, findings = parse_chain_tables((chain_tables() / f"{kind.name}.csv").read_bytes(), kind.name)
        assert findings == []
        for row in getattr(tables, kind.name):
            body = json.loads(json.dumps(chain_body(row)))
            assert chain_row(kind, body) == row
            assert chain_row(kind, body).place == row.place
            count += 1
    assert count > 120


def test_a_person_has_no_place_in_the_record(tmp_path: Path) -> None:
    table = tmp_path / "leads.csv"
    table.write_text("lead,investor,contact\nD1,A firm,Ms Li 13912345678\nD2,B firm,investment office\n", "utf-8")
    read, _ = parse_chain_tables(table.read_bytes(), table.name)
    kept, _, findings = checked_tables(read, Known())

    assert [finding.code for finding in findings] == ["W915"]
    assert [lead.contact for lead in kept.leads] == ["", "investment office"]


def test_the_picture_marks_gaps_by_word_and_form_and_is_the_same_each_time(office: Path) -> None:
    first, second = office.parent / "a.svg", office.parent / "b.html"
    _invoke("chains", "show", "battery", "-w", office, "-o", first)
    _invoke("chains", "show", "battery", "-w", office, "-o", second, "--lang", "zh")
    text = first.read_text(encoding="utf-8")

    assert 'aria-label="battery: 3 of 4' in text
    assert "GAP, 1 project" in text
    assert "stroke-dasharray" in text
    third = office.parent / "c.svg"
    _invoke("regions", "import", _regions(office.parent), "-w", office, "--keep")
    _invoke("chains", "show", "battery", "-w", office, "--region", "Qingdao", "-o", third)
    assert "GAP, 2 outside" in third.read_text(encoding="utf-8")
    assert "缺口，1个项目" in second.read_text(encoding="utf-8")
    before = first.read_bytes()
    _invoke("chains", "show", "battery", "-w", office, "-o", first)
    assert first.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["show", "batery"], 1, "Perhaps battery."),
        (["show", "--region", "Jinann"], 1, "Perhaps Jinan."),
        (["show", "--around", "x"], 1, "E911"),
        (["show", "--lang", "fr"], 2, "en or zh"),
        (["gaps", "-o", "x.svg"], 2, ".csv, .xlsx or .json"),
        (["criteria"], 2, "no projects"),
        (["criteria", "-o", "x.txt"], 2, ".csv or .xlsx"),
    ],
)
def test_wrong_words_are_answered_with_what_to_do(kept: Path, words: list[str], code: int, said: str) -> None:
    result = run.invoke(app, ["chains", *words, "-w", str(kept)])

    assert result.exit_code == code
    assert said in result.output


def test_without_a_workspace_or_chains_it_says_what_to_do(tmp_path: Path) -> None:
    assert run.invoke(app, ["chains", "show", "-w", str(tmp_path / "none.db")]).exit_code == 2


def test_a_scenario_weighs_the_gaps_that_projects_close(office: Path) -> None:
    folder = office.parent
    heads = "id,title,region,sector,criterion: points,cost 1 (million yuan)"
    rows = ["P1,Cathode plant,Jinan,industry,10,100", "P2,Bakery,Jinan,food,12,100"]
    (folder / "list.csv").write_text("\n".join([heads, *rows]) + "\n", encoding="utf-8")
    more = folder / "more.csv"
    more.write_text("link,kind,id,capacity\ncathode,project,P2,60\n", encoding="utf-8")
    _invoke("chains", "import", more, "-w", office, "--keep")
    words = ["chains", "criteria", "-w", office, "--library", folder / "list.csv", "-o", folder / "with.csv"]
    said = _invoke(*words)
    assert "2 of 2 projects close a gap" in said
    rule = said[said.index("[[rule]]") :]
    assert 'projects = ["P1", "P2"]\ncount = 1' in rule
    _invoke("library", "undo", 2, "-w", office)
    assert "1 of 2 projects closes a gap" in _invoke(*words)
    scenario = (
        'name = "s"\ntitle = "t"\nlibrary = "with.csv"\nmoney = "million yuan"\nperiods = ["2025"]\n'
        '[benefit]\nweights = { points = "1"WEIGHT }\n[[fund]]\nname = "own"\nshare = "100 %"\n'
        'amount = { each = "100 million yuan" }\n'
    )
    chosen = {}
    for weight in ("", ', "chain exposure" = "0.2"'):
        (folder / "s.toml").write_text(scenario.replace("WEIGHT", weight) + rule, encoding="utf-8")
        question, findings = km.load_question(folder / "s.toml")
        assert findings == []
        assert question is not None
        result = km.solve(question.problem, km.max_nodes(50))
        assert isinstance(result, km.Result)
        assert km.check(question.problem, result.portfolio) == []
        chosen[weight] = list(result.portfolio.projects(question.problem))
    assert list(chosen.values()) == [["P2"], ["P1"]]


def test_the_demonstrations_tables_are_made_again_with_the_same_bytes(tmp_path: Path) -> None:
    import runpy

    runpy.run_path(str(ROOT / "examples" / "chains" / "make.py"))["main"](tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in chain_tables().iterdir()}
    assert len(made) == 10
    ids = re.findall(r"SYN-\w+", (chain_tables() / "firms.csv").read_text(encoding="utf-8"))
    assert len(ids) > 40

"""Indicators and verdicts: Liaoning's lead, revisions that enter, order of entry, wrong input, SDMX there and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaimen.delivery.indicators import Point, series, year_to_date, years_since_lead
from kaimen.delivery.verdicts import PledgeTest, judge
from kaimen.evidence import Passage
from kaimen.formats.indicator_table import parse_sdmx, sdmx_csv
from kaimen.formats.pledge_body import pledge_body
from kaimen.formats.pledge_file import parse_pledges
from kaimen.formats.pledge_list import pledges_toml
from kaimen.formats.pledge_tests import parse_tests, pledge_test_body, pledge_test_of
from kaimen.ledger import Ledger, Pledge
from kaimen.store import Change, Draft
from kaimen.workspace.reading.review import ledger_in
from kaimen.workspace.record.office import open_office
from tests.command_line import run
from tests.data import DATA, needs

SENTENCE = "Liaoning is to grow faster than the nation in 2023."
TEST = """[[test]]
pledge = "P-0001"
kind = "above"
indicator = "growth"
region = "Liaoning"
against = "China"
period = "2023"
"""


def point(region: str, period: str, value: str, vintage: date = date(2024, 1, 20)) -> Point:
    return Point("growth", region, period, Decimal(value), "%", vintage)


def nothing(*_: str) -> Fraction | None:
    return None


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KAIMEN_WORKSPACE", "office.db")
    office, _ = open_office("office.db")
    assert office is not None
    bodies = [
        pledge_body(Pledge(name, SENTENCE, Passage("notice.txt", 0, len(SENTENCE), SENTENCE), "Liaoning"))
        for name in ("P-0001", "P-0002")
    ]
    drafts = tuple(Draft("pledge", str(body["id"]), body) for body in bodies)
    office.store.write(Change("office", datetime(2023, 2, 1, tzinfo=UTC), "confirm", drafts))
    office.close()
    (tmp_path / "tests.toml").write_text(TEST, encoding="utf-8")
    return tmp_path


COLUMNS = ("--column", "china_percent=China", "--column", "liaoning_percent=Liaoning")


@needs("series/real_growth.csv")
@pytest.mark.usefixtures("here")
def test_liaonings_growth_of_2023_is_fulfilled_and_the_first_lead_in_ten_years() -> None:
    path = str(DATA / "series" / "real_growth.csv")
    told = run(
        "indicators", "import", path, "--indicator", "growth", "--unit", "%", *COLUMNS, "--vintage", "2024-01-20"
    )
    assert told["values"] == 22

    run("indicators", "show", "growth", "-o", "growth.svg", "--region", "Liaoning", "--region", "China")
    drawn = Path("growth.svg").read_text(encoding="utf-8")
    assert "Liaoning 5.3 in 2023, China 5.2 in 2023" in drawn
    assert drawn.count("<rect") == 22
    assert run("indicators", "show", "growth", "--region", "Mars", code=1)["findings"][0]["code"] == "E307"

    before = run("assess", "tests.toml", "--as-of", "2023-06-30")["verdicts"][0]
    assert (before["verdict"], before["rule"]) == ("not_yet_due", "V2")
    found = run("assess", "--as-of", "2024-01-31", "--keep")

    verdict = found["verdicts"][0]
    assert (verdict["verdict"], verdict["rule"]) == ("fulfilled", "V4")
    assert verdict["because"] == "5.3 against 5.2 of China in 2023; the first lead in 10 years"
    chinese = run("assess", "--as-of", "2024-01-31", "--lang", "zh")["verdicts"]
    assert chinese[0]["verdict"] == "已兑现"
    assert chinese[0]["because"] == "2023为5.3，China为5.2；10年来首次领先"
    assert chinese[1]["because"] == "没有检验方法说明由哪个数字判定"
    assert found["verdicts"][1]["verdict"] == "not_testable"
    steps = [(s["step"], s["says"]) for s in run("trace", "P-0001.verdict", "--as-of", "2024-01-31")]
    assert steps[1] == ("rule", "V4: the test holds")
    assert ("figure", "growth/Liaoning.2023 = 5.3 %, real_growth.csv, cell C12, vintage 2024-01-20") in steps
    assert any(step.startswith("entry") and says.startswith("fulfilled by") for step, says in steps)
    value = run("trace", "growth/Liaoning.2023", "--as-of", "2024-01-31")
    assert value[0] == {"step": "value", "says": "5.3 %, vintage 2024-01-20, real_growth.csv, cell C12"}
    assert value[-1]["step"].startswith("entry")


def test_what_a_pledge_says_of_its_units_and_next_report_is_due(here: Path) -> None:
    said = ("--set", "lead=省发展改革委", "--set", "others=省财政厅; 省统计局", "--set", "next_report=2998-07-10")
    run("ledger", "amend", "P-0001", *said, "--why", "monthly")
    run("ledger", "amend", "P-0001", "--set", "next_report=soon", "--why", "x", code=2)

    row = run("due", "--as-of", "2998-07-12")[0]

    assert (row["kind"], row["id"], row["days"], row["state"]) == ("report", "P-0001", -2, "late")
    assert (row["lead"], row["with"]) == ("省发展改革委", "省财政厅, 省统计局")
    office, _ = open_office(str(here / "office.db"))
    assert office is not None
    pledge = ledger_in(office).pledges["P-0001"]
    office.close()
    read, findings = parse_pledges(pledges_toml(Ledger().confirm(pledge, "office", date(2023, 2, 1)), []))
    assert read is not None
    assert findings == []
    assert read.ledger.pledges["P-0001"] == pledge


@pytest.mark.usefixtures("here")
def test_series_go_out_as_sdmx_and_come_back_the_same() -> None:
    head = "REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,VINTAGE,SOURCE,TITLE,TITLE_ZH,DIRECTION\n"
    rows = "North,growth,2023,5.3,%,2024-01-20,bulletin,real growth,实际增速,up\n"
    more = "North,growth,2023,5.4,%,2024-09-02,revision,real growth,实际增速,up\n"
    Path("in.csv").write_text(head + rows + rows + more, encoding="utf-8")
    assert run("indicators", "import", "in.csv")["values"] == 2

    assert run("indicators", "export", "out.csv")["values"] == 2

    assert run("indicators", "import", "out.csv", "-w", "other.db")["values"] == 2
    run("indicators", "export", "again.csv", "-w", "other.db")
    assert Path("again.csv").read_bytes() == Path("out.csv").read_bytes()
    assert "实际增速" in Path("again.csv").read_text(encoding="utf-8")
    assert run("indicators", "show", "--lang", "zh", "-w", "other.db")["rows"][0]["name"] == "实际增速"
    run("indicators", "export", "out.xlsx", code=2)
    assert run("indicators", "export", "x.csv", "--indicator", "jobs", code=1)["findings"][0]["code"] == "E838"
    Path("same.csv").write_text(head + more.replace("5.4", "5.5"), encoding="utf-8")
    refused = run("indicators", "import", "same.csv", code=1)["findings"][0]
    assert refused["code"] == "E832"
    assert "2024-09-02" in refused["what"]


def test_a_revised_series_changes_a_verdict_by_an_entry_and_not_silently(here: Path) -> None:
    (here / "first.csv").write_text("year,l,c\n2023,5.3,5.2\n", encoding="utf-8")
    (here / "revised.csv").write_text("year,l,c\n2023,5.3,5.4\n", encoding="utf-8")
    named = ("--indicator", "growth", "--unit", "%", "--column", "l=Liaoning", "--column", "c=China")
    run("indicators", "import", "first.csv", *named, "--vintage", "2024-01-20")
    entry = run("assess", "tests.toml", "--as-of", "2024-02-01", "--keep")["entry"]

    refused = run("indicators", "import", "revised.csv", *named, "--vintage", "2024-01-20", code=1)
    assert ([f["code"] for f in refused["findings"]], refused["values"]) == (["E832"], 0)
    assert run("indicators", "import", "revised.csv", *named, "--vintage", "2024-12-28")["values"] == 2

    again = run("assess", "--as-of", "2025-01-01")["verdicts"][0]
    assert (again["verdict"], again["was"]) == ("not_fulfilled", "fulfilled")
    assert run("assess", "--as-of", "2024-06-01")["verdicts"][0]["verdict"] == "fulfilled"
    later = run("assess", "--as-of", "2025-01-01", "--keep")["entry"]
    assert later > entry
    assert run("assess", "--as-of", "2025-01-01", "--keep")["entry"] is None
    steps = run("trace", "P-0001.verdict", "--as-of", "2025-01-01")
    assert [s["says"].split()[0] for s in steps if s["step"].startswith("entry")] == ["fulfilled", "not_fulfilled"]


def test_wrong_tests_and_series_are_findings_and_the_others_are_kept(here: Path) -> None:
    wrong = {
        'pledge = "P-0001"\nkind = "over"\nindicator = "g"\nregion = "L"\nperiod = "2023"\n': "E312",
        'pledge = "P-0001"\nkind = "at_least"\nindicator = "g"\nregion = "L"\nperiod = "2023"\n': "E402",
        'pledge = "P-0001"\nkind = "above"\nindicator = "g"\nregion = "L"\nagainst = "C"\nperiod = "soon"\n': "E308",
        'pledge = "P-0001"\nsort = "above"\n': "E402",
        'pledge = "P-0009"\nkind = "above"\nindicator = "g"\nregion = "L"\nagainst = "C"\nperiod = "2023"\n': "E701",
    }
    text = "".join(f"[[test]]\n{body}" for body in wrong)
    (here / "wrong.toml").write_text(text + TEST.replace("P-0001", "P-0002"), encoding="utf-8")

    told = run("assess", "wrong.toml", code=1)

    assert [finding["code"] for finding in told["findings"]] == list(wrong.values())
    assert [row["rule"] for row in told["verdicts"]] == ["V1", "V3"]
    (here / "bad.toml").write_text("[[test", encoding="utf-8")
    assert run("assess", "bad.toml", code=1)["findings"][0]["code"] == "E401"
    (here / "bad.csv").write_text(
        "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\ng,L,2023,x\ng,L,soon,3\ng,L,2023,4\n", "utf-8"
    )
    told = run("indicators", "import", "bad.csv", code=1)
    assert ([finding["code"] for finding in told["findings"]], told["values"]) == (["E303", "E308"], 1)
    (here / "none.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert run("indicators", "import", "none.csv", code=1)["findings"][0]["code"] == "E301"
    assert run("indicators", "show", "h", code=1)["findings"][0]["code"] == "E838"
    assert run("indicators", "import", "bad.csv", "--indicator", "g", code=2)["misuse"]


@given(st.data())
@settings(max_examples=25)
def test_series_known_on_a_day_do_not_depend_on_the_order_of_entry(data: st.DataObject) -> None:
    keys = st.tuples(st.sampled_from(["2021", "2022", "2023"]), st.dates(date(2022, 1, 1), date(2024, 12, 31)))
    values = data.draw(st.dictionaries(keys, st.integers(-20, 20), max_size=12))
    points = [point("Liaoning", period, str(value), day) for (period, day), value in values.items()]
    shuffled = data.draw(st.permutations(points))
    day = data.draw(st.dates(date(2022, 1, 1), date(2024, 12, 31)))

    found = series(shuffled, "growth", "Liaoning", day)

    for period in ("2021", "2022", "2023"):
        seen = [(p.vintage, p.value) for p in points if p.period == period and p.vintage <= day]
        assert (found[period].value if period in found else None) == (max(seen)[1] if seen else None)
    read, _, findings = parse_sdmx(sdmx_csv(points, {}), "out.csv", date(2025, 1, 1))
    assert findings == []
    assert {(p.period, p.vintage, p.value) for p in read} == {(p.period, p.vintage, p.value) for p in points}


def judged(points: list[Point], day: date, kind: str = "at_least", **more: Any) -> tuple[str, str]:
    test = PledgeTest("P", kind, "growth", "Liaoning", "2023", **more)
    found = judge("P", test, points, nothing, day)
    return found.verdict, found.rule


def test_every_rule_gives_its_verdict() -> None:
    over, before = date(2024, 3, 1), date(2023, 5, 1)
    half = [point("Liaoning", "2023", "4.5")]
    want: dict[str, Any] = {"target": Fraction(5), "part": Fraction(4, 5)}

    assert judge("P", None, [], nothing, over).rule == "V1"
    assert judged([], before, **want) == ("not_yet_due", "V2")
    assert judged([], over, **want) == ("in_progress", "V3")
    assert judged([point("Liaoning", "2023", "5")], over, **want) == ("fulfilled", "V4")
    assert judged(half, over, **want) == ("partially_fulfilled", "V5")
    assert judged(half, over, target=Fraction(5)) == ("not_fulfilled", "V6")
    assert judged(half, over, "at_most", target=Fraction(5)) == ("fulfilled", "V4")
    assert judged(half, over, "above", against="China") == ("not_testable", "V7")
    level = [*half, point("China", "2023", "4.5")]
    assert judged(level, over, "above", against="China") == ("not_fulfilled", "V6")  # equal is not above
    rise = [*half, point("Liaoning", "2020", "2.5")]
    assert judged(rise, over, "change_at_least", against="2020", target=Fraction(2)) == ("fulfilled", "V4")
    assert judged(half, over, "change_at_least", against="2020", target=Fraction(2)) == ("not_testable", "V7")
    board: Callable[..., Fraction | None] = lambda *_: Fraction(860)  # noqa: E731  # a board of one figure
    delivered = PledgeTest("P", "delivered", "plan", "all", "2023", "done", Fraction(800))
    assert judge("P", delivered, [], board, before).verdict == "fulfilled"  # reached before its time
    assert (
        judge("P", PledgeTest("P", "delivered", "plan", "all", "2023", "done", Fraction(900)), [], board, before).rule
        == "V3"
    )


def test_leads_are_counted_from_the_last_one_and_months_run_on() -> None:
    own = {str(y): point("L", str(y), v) for y, v in zip(range(2019, 2024), ["3", "1", "1", "1", "3"], strict=True)}
    other = {str(y): point("C", str(y), "2") for y in range(2019, 2024)}

    assert years_since_lead(own, other, "2023") == 4
    assert years_since_lead(own, other, "2019") is None
    assert years_since_lead(own, other, "2022") is None
    months = {f"2024-0{m}": point("L", f"2024-0{m}", str(10 * m)) for m in (1, 2, 3)}
    outlook = year_to_date(months, 2024)
    assert outlook is not None
    assert [outlook.value, outlook.low] == [120, 120]
    assert year_to_date(own, 2024) is None


def test_a_test_reads_back_as_it_was() -> None:
    tests, findings = parse_tests(TEST + 'target = "1.5"\npart = "0.8"\n', "tests.toml")
    assert findings == []
    assert [pledge_test_of(pledge_test_body(test)) for test in tests] == list(tests)


LEAD = PledgeTest("P-1", "above", "growth", "Liaoning", "2023", "China")


def test_a_period_is_over_on_its_last_day() -> None:
    early = date(2023, 12, 1)
    points = [point("Liaoning", "2023", "5.3", early), point("China", "2023", "5.2", early)]
    rules = [judge("P-1", LEAD, points, nothing, date(2023, 12, day)).rule for day in (30, 31)]
    assert rules == ["V3", "V4"]


def test_a_lead_is_the_first_since_the_last_one_if_years_lie_between() -> None:
    def sayings(*own: str) -> list[tuple[str, ...]]:
        years = range(2024 - len(own), 2024)
        lines = [point("Liaoning", str(year), value) for year, value in zip(years, own, strict=True)]
        points = [*lines, *(point("China", str(year), "5.2") for year in years)]
        found = judge("P-1", LEAD, points, nothing, date(2024, 2, 1))
        assert found.rule == "V4"
        return [saying for saying in found.sayings if saying[0] == "first"]

    assert sayings("6.0", "5.0", "5.3") == [("first", "2")]
    assert sayings("5.0", "6.0", "5.3") == []

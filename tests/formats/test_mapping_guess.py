"""Which column may be what: proposed with how sure it is, in English and Chinese, never over the cells' evidence."""

from __future__ import annotations

import pytest

from kaimen.formats.library_table import parse_library, parse_mapping
from kaimen.formats.mapping_guess import guess_mapping
from tests.data import DATA, needs

ENGLISH = """Rank,Project Number,Project Name,City,Estimated Cost,Points,Remarks
1,W-7,Water works North,North,"$ 1,200,000",88,urgent
2,W-9,Ring road and bridge,South,"$ 3,400,000",70,
3,W-3,Pumping station East,North,"$ 700,000",41,
"""
CHINESE = """项目编号,项目名称,地区,行业,总投资（亿元）,得分
甲-1,海上风电装备基地,烟台,先进制造业,12.5,88
甲-2,智能算力中心,菏泽,数字经济,8,70
甲-3,石墨电极工厂,烟台,先进制造业,3.2,41
"""


@pytest.mark.parametrize(("text", "cost"), [(ENGLISH, "1200000 USD"), (CHINESE, "1250000000 CNY")])
def test_a_proposal_reads_the_list(text: str, cost: str) -> None:
    guesses, toml, findings = guess_mapping(text.encode(), "list.csv")

    assert findings == []
    assert {guess.part for guess in guesses} >= {"id", "title", "region", "cost", "criterion"}
    assert all(0.35 <= guess.sure <= 1 for guess in guesses)
    mapping, faults = parse_mapping(toml, "mapping.toml")
    assert faults == []
    library, found = parse_library(text.encode(), "list.csv", mapping)
    assert [finding for finding in found if finding.is_error] == []
    assert len(library.projects) == 3
    amount = library.projects[0].options[0].cost[0]
    number, unit = cost.split()
    assert amount.value * amount.unit.factor.numerator / amount.unit.factor.denominator == int(number)
    assert amount.unit.dimension.endswith(unit)


def test_a_heading_alone_does_not_make_an_id_or_a_cost() -> None:
    text = "ID,Cost,Name\nsame,low,Bridge over the river\nsame,high,Road to the port\n"

    guesses, toml, _ = guess_mapping(text.encode(), "list.csv")

    assert not {"cost"} & {guess.part for guess in guesses}
    assert next((guess.sure for guess in guesses if guess.part == "id"), 0) < 0.5
    assert "[cost]" not in toml


@pytest.mark.parametrize("content", [b"", b"\x00\x01" * 50, b"1,2,3\n4,5,6\n"])
def test_what_is_no_list_is_a_finding(content: bytes) -> None:
    guesses, toml, findings = guess_mapping(content, "list.csv")

    assert (guesses, toml) == ([], "")
    assert findings


@needs("libraries/us-drinking-water-funds")
@pytest.mark.parametrize(
    ("name", "columns"),
    [
        (
            "NJ_SFY26_Comprehensive_Fundable.csv",
            {"id": "Project Number", "title": "Project Name", "cost": "Estimated Cost"},
        ),
        ("mn-comprehensive-ppl.csv", {"id": "PROJECT ID", "title": "PROJECT", "cost": "PROJECT COST"}),
        ("tx-y4-iup-appendix-j.csv", {"id": "PIF #", "title": "Project Description", "cost": "Total Project Cost"}),
    ],
)
def test_three_states_lists_are_recognised(name: str, columns: dict[str, str]) -> None:
    content = (DATA / "libraries" / "us-drinking-water-funds" / name).read_bytes()

    guesses, toml, _ = guess_mapping(content, name)

    assert {guess.part: guess.heading for guess in guesses if guess.part in columns} == columns
    assert parse_mapping(toml, "mapping.toml")[1] == []

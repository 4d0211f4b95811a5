"""The example's rules of Jinan: each clause stands in its document, and each amount and threshold is the clause's."""

from __future__ import annotations

import unicodedata
from datetime import date
from fractions import Fraction

import pytest

from kaimen.formats.firm_table import parse_firms
from kaimen.formats.policy_file import parse_policies
from kaimen.policies import Outcome, PolicyBook, answers, entitle
from kaimen.workspace.samples.examples import policy_books
from tests.data import DATA, needs

FOLDER = "announcements/policies"
MILLION = "(million yuan)"
CLAUSES: dict[str, tuple[str, str, str, dict[str, int | None]]] = {
    # rule: document, clause, fact; what the fact says: what is due in yuan
    "JN19-1": (
        "007",
        "1000亿元、500亿元、200亿元、100亿元、50亿元、30亿元、10亿元的法人企业,分别给予1000万元、800万元、500万元、300万元、"
        "200万元、100万元、50万元的奖励",
        f"threshold crossed 2021 {MILLION}",
        {
            "999": None,
            "1000": 500_000,
            "3000": 1_000_000,
            "5000": 2_000_000,
            "10000": 3_000_000,
            "20000": 5_000_000,
            "50000": 8_000_000,
            "99999": 8_000_000,
            "100000": 10_000_000,
        },
    ),
    "JN19-2-unicorn": ("007", "“独角兽”企业,一次性奖励300万元", "unicorn 2021", {"0": None, "1": 3_000_000}),
    "JN19-2-gazelle-province": (
        "007",
        "新认定的省、市级瞪羚企业,一次性奖励50万元、20万元",
        "provincial gazelle 2021",
        {"1": 500_000},
    ),
    "JN19-2-gazelle-city": (
        "007",
        "新认定的省、市级瞪羚企业,一次性奖励50万元、20万元",
        "city gazelle 2021",
        {"1": 200_000},
    ),
    "JN19-2-special-province": (
        "007",
        "省、市级“专精特新”中小企业,分别一次性奖励30万元、10万元",
        "provincial specialised firm 2021",
        {"1": 300_000},
    ),
    "JN19-2-special-city": (
        "007",
        "省、市级“专精特新”中小企业,分别一次性奖励30万元、10万元",
        "city specialised firm 2021",
        {"1": 100_000},
    ),
    "JN19-3": (
        "007",
        "实缴注册资本5000万元以上的,按照实缴注册资本的1%给予最高1000万元的一次性奖励",
        f"new or newly arrived 2021=1,paid-in capital 2021 {MILLION}",
        {"49.99": None, "50": 500_000, "1000": 10_000_000, "1200": 10_000_000},
    ),
    "JN19-7": (
        "007",
        "按照项目合同金额的30%给予补助,最高补助500万元",
        f"military contract 2021 {MILLION}",
        {"0": None, "10": 3_000_000, "20": 5_000_000},
    ),
    "JN19-13": (
        "007",
        "对2018年后开工、实际完成投资额(含设备和软件投入)达500万元以上的,按照10%给予补助,最高补助100万元",
        f"started after 2018 2021=1,digital investment 2021 {MILLION}",
        {"4.99": None, "5": 500_000, "10": 1_000_000, "11": 1_000_000},
    ),
    "JN19-18": (
        "007",
        "每个项目按不超过实际投入的20%予以资助,最高资助300万元",
        f"industrial network investment 2021 {MILLION}",
        {"1": 200_000, "15": 3_000_000, "16": 3_000_000},
    ),
    "JN20-3": (
        "013",
        "按照实际总投入的30%提供财政补助(最高200万元)",
        f"scenario investment 2021 {MILLION}",
        {"3": 900_000, "7": 2_000_000},
    ),
    "JN20-4": (
        "013",
        "按照国拨、省拨经费实际到账额的15%给予补助,单个项目不超过1000万元",
        f"state research money 2021 {MILLION}",
        {"2": 300_000, "70": 10_000_000},
    ),
    "JN20-8": (
        "013",
        "按每名1000元给予培养(培训)单位补贴,每个单位每年最高补贴100万元",
        "persons trained 2021 (persons)",
        {"0": None, "35": 35_000, "1001": 1_000_000},
    ),
    "JN20-10": (
        "014",
        "不低于50万元(含50万元),且不超过1000万元(含1000万元)的流动资金贷款,可按年度实际支付利息和担保费用的40%",
        f"size=medium,artificial intelligence 2021=1,financing cost 2021 {MILLION}=0.5,"
        f"working capital loan 2021 {MILLION}",
        {"0.49": None, "0.5": 200_000, "10": 200_000, "10.01": None},
    ),
    "JN20-10-small": (
        "014",
        "按年度实际融资费用的50%申请财政补助),每个企业年补贴额最高不超过30万元(其中担保费补贴额最高不超过5万元)",
        f"artificial intelligence 2021=1,working capital loan 2021 {MILLION}=5,financing cost 2021 {MILLION}",
        {"0.4": 200_000, "0.7": 300_000},
    ),
    "JN20-11": (
        "014",
        "按实际融资额的2‰给予补助,每家企业每年补助额最高100万元",
        f"artificial intelligence 2021=1,bonds issued 2021 {MILLION}",
        {"0": None, "100": 200_000, "600": 1_000_000},
    ),
    "JN21-7-first": (
        "027",
        "对首次通过国家高新技术企业认定的企业给予每家最高30万元补助",
        "high-tech, first time 2021",
        {"1": 300_000},
    ),
    "JN21-7-renewed": (
        "027",
        "对通过高新技术企业复审的企业每家补助10万元",
        "high-tech, renewed 2021",
        {"1": 100_000},
    ),
    "JN21-12": (
        "027",
        "年销售收入首次达到2000万元、5000万元、1亿元的,分别给予最高50万元、100万元、200万元创新扶持",
        f"founder of a city talent plan 2021=1,sales level first reached 2021 {MILLION}",
        {"19": None, "20": 500_000, "50": 1_000_000, "99": 1_000_000, "100": 2_000_000},
    ),
    "JN21-V8": (
        "023",
        "上一年度营业收入在500万元以下的企业,补贴上限为每年10万元",
        f"revenue 2020 {MILLION}",
        {"4.99": 100_000, "5": 200_000, "20": 600_000, "100": 1_000_000, "1000": 1_500_000, "5000": 2_000_000},
    ),
}
VOUCHERS = (
    "50亿元以上的企业,补贴上限为每年200万元",
    "10亿元到50亿元之间的企业,补贴上限为每年150万元",
    "1亿元到10亿元之间的企业,补贴上限为每年100万元",
    "在2000万元至1亿元之间的企业,补贴上限为每年60万元",
    "在500万元至2000万元之间的企业,补贴上限为每年20万元",
    "近2年内无违法失信记录",
)


@pytest.fixture(scope="module")
def book() -> PolicyBook:
    read, findings = parse_policies(policy_books()[0].read_text(encoding="utf-8"), "jinan.toml")
    assert read is not None
    assert findings == []
    return read


def due(book: PolicyBook, day: date, **facts: str) -> dict[str, Fraction]:
    firm = {"id": "F", "region": "Jinan", "size": "small"} | facts
    lines = [",".join(f'"{cell}"' for cell in row) for row in (firm.keys(), firm.values())]
    firms, faults = parse_firms("\n".join(lines).encode(), "firms.csv")
    assert faults == []
    return {
        answer.policy: answer.amount
        for answer in answers(entitle(book, firms, day), 0)
        if answer.outcome <= Outcome.CUT
    }


def said(facts: str, last: str) -> dict[str, str]:
    """Return the facts of a row: those written with their value, and the last with what the row says."""
    *given, asked = facts.replace("high-tech, ", "high-tech; ").split(",")
    cells = dict(part.split("=") for part in given) | {asked: last}
    return {name if name == "size" else f"fact: {name.replace(';', ',')}": cell for name, cell in cells.items()}


@pytest.mark.parametrize("rule", CLAUSES)
def test_a_rule_of_jinan_gives_what_its_clause_says(book: PolicyBook, rule: str) -> None:
    _, _, facts, amounts = CLAUSES[rule]
    found = {cell: due(book, date(2021, 10, 1), **said(facts, cell)).get(rule) for cell in amounts}
    assert found == amounts


def test_every_rule_of_the_file_is_among_the_clauses(book: PolicyBook) -> None:
    assert {policy.id for policy in book.policies} == set(CLAUSES)


@needs(FOLDER)
def test_every_clause_stands_in_its_document() -> None:
    clauses = [(name, text) for name, text, _, _ in CLAUSES.values()] + [("023", text) for text in VOUCHERS]
    for name, text in clauses:
        document = (DATA / FOLDER / f"shandong_{name}.txt").read_text(encoding="utf-8")
        assert squeezed(text) in squeezed(document), (name, text)


def squeezed(text: str) -> str:
    """Return a text with half-width figures and without blanks, which documents set in the middle of numbers."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_two_facts_and_years_without_research_decide_in_jinan(book: PolicyBook) -> None:
    day, loan = date(2021, 10, 1), CLAUSES["JN20-10-small"][2]
    assert due(book, day, **said(loan, "0.4")) == {"JN20-10-small": 200_000}
    other = said(loan, "0.4") | {"fact: artificial intelligence 2021": "0"}
    assert due(book, day, **other) == {}
    idle = said(loan, "0.4") | {"fact: years without research spending 2021": "2"}
    assert due(book, day, **idle) == {}
    plant = said(CLAUSES["JN19-13"][2], "8")
    assert due(book, day, **plant) == {"JN19-13": 800_000}
    assert due(book, date(2018, 10, 1), **plant) == {}
    faithless = {f"fact: revenue 2020 {MILLION}": "4", "fact: dishonest in two years 2021": "1"}
    assert due(book, day, **faithless) == {}

"""The paper says everything, each figure leads somewhere, and nothing of the data becomes markup."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import kaimen as km
from kaimen.errors import Finding, Place
from kaimen.evidence import Citation, Document
from kaimen.explain import REASONS
from kaimen.formats.briefing import paper_html
from kaimen.formats.briefing.render import css_string, section_numeral
from kaimen.library import Library, Option, Project
from kaimen.problem import build_problem
from kaimen.quantity import UNITS, Amount, Period, parse_period
from kaimen.report.briefing import briefing
from kaimen.report.briefing.decisions import bound_parts
from kaimen.report.briefing.ground import Ground
from kaimen.report.briefing.reasons import SAID
from kaimen.report.language import LANGUAGES, MESSAGES
from kaimen.scenario import Benefit, Fund, Limit, Scenario, Sense
from kaimen.workspace import Question
from tests.report.papers import DEMO, PROVINCE, Page, any_plan, fraction, material, material_of, page, parse

CASES = [(PROVINCE, 15), (DEMO, 105)]
BOTH = [(scenario, count, language) for scenario, count in CASES for language in LANGUAGES]
IDS = [f"{scenario.stem}-{language}" for scenario, _, language in BOTH]

SHEET = Path(km.__file__).parent / "formats" / "briefing" / "templates" / "paper.css"


@pytest.mark.parametrize(("scenario", "count", "language"), BOTH, ids=IDS)
class TestEveryPage:
    def test_every_link_leads_to_a_place_on_the_page(self, scenario: Path, count: int, language: str) -> None:
        found = page(scenario, count, language)
        ids = [element.attributes["id"] for element in found.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids))
        targets = [element.attributes["href"] for element in found.all("a")]
        assert len(targets) > 200
        assert [target for target in targets if target[:1] != "#" or target[1:] not in ids] == []

    def test_every_project_is_there_with_its_margin_or_its_reason(
        self, scenario: Path, count: int, language: str
    ) -> None:
        found, given = page(scenario, count, language), material(scenario, count)
        chosen = {row[0] for row in found.rows("chosen")[:-1]}
        left_out = {row[0]: row[-1] for row in found.rows("left-out-all")}
        assert chosen == set(given.result.portfolio.projects(given.problem))
        assert set(left_out) == {explanation.project for explanation in given.explanations}
        assert chosen | set(left_out) == {p.id for p in given.library.projects}
        assert all(len(reason) > 5 for reason in left_out.values())
        counted = [row[1] for row in found.rows("left-out")]
        assert sum(fraction(number) for number in counted[:-1]) == fraction(counted[-1]) == len(left_out)

    def test_landmarks_tables_and_pictures_are_marked_up_for_readers(
        self, scenario: Path, count: int, language: str
    ) -> None:
        found = page(scenario, count, language)
        assert [len(found.all(tag)) for tag in ("main", "h1", "nav")] == [1, 1, 1]
        assert found.all("html")[0].attributes["lang"] == {"en": "en", "zh": "zh-CN"}[language]
        assert len(found.all("caption")) == len(found.all("table"))
        assert all(cell.attributes.get("scope") for cell in found.all("th"))
        assert {cell.attributes["scope"] for cell in found.all("th")} <= {"col", "row", "rowgroup", "colgroup"}
        assert all(section.attributes.get("aria-labelledby") for section in found.all("section"))
        for svg in found.all("svg"):
            assert svg.attributes["role"] == "img"
            assert svg.attributes["aria-label"].rstrip().endswith((".", "。"))
        assert len(found.all("svg")) == 4

    def test_it_needs_no_network_and_no_script(self, scenario: Path, count: int, language: str) -> None:
        found = page(scenario, count, language)
        tags = {element.tag for element in found.elements}
        assert tags.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "form", "base"})
        assert "default-src 'none'" in found.source
        assert not re.search(r"https?:|@import|url\(", found.source)
        assert not any(name.startswith("on") for element in found.elements for name in element.attributes)
        assert len(found.source.encode()) < 3_000_000

    def test_synthetic_data_is_said_to_be_so_at_the_head_the_foot_and_on_every_printed_page(
        self, scenario: Path, count: int, language: str
    ) -> None:
        found = page(scenario, count, language)
        notice = MESSAGES["paper.synthetic"][LANGUAGES.index(language)]
        places = [around[-2].tag for text, around in found.texts if text == notice and len(around) > 1]
        assert {"header", "main", "footer", "tr"} <= set(places)
        assert f"@top-right{{content:{css_string(notice)}}}" in found.source


def test_no_english_is_left_on_a_chinese_page_but_names() -> None:
    allowed = re.compile(
        r"SYN-\d+|[A-Z]{2}-\d{2}|[\w.-]+\.(?:toml|csv|txt)|SHA-256|\b[0-9a-f]{16}\b"
        r"|kaimen (?:verify|explain)|lead-projects-2024|synthetic-province"
    )
    for scenario, count in CASES:
        left = []
        for text, around in page(scenario, count, "zh").texts:
            if any(one.tag in ("style",) or one.attributes.get("lang", "zh-CN") != "zh-CN" for one in around):
                continue
            left += re.findall(r".{0,12}[A-Za-z]{2,}.{0,12}", allowed.sub("", text))
        for svg in page(scenario, count, "zh").all("svg"):
            left += re.findall(r"[A-Za-z]{2,}", allowed.sub("", svg.attributes["aria-label"]))
        assert left == []


def test_no_chinese_is_left_on_an_english_page() -> None:
    for scenario, count in CASES:
        texts = [text for text, around in page(scenario, count, "en").texts if around and around[-1].tag != "style"]
        assert [text for text in texts if re.search(r"[\u3400-\u9fff，。；：]", text)] == []


def test_only_a_plan_that_keeps_all_is_said_to_keep_all() -> None:
    question, _ = km.load_question(PROVINCE)
    assert question is not None
    result = km.solve(question.problem, km.max_gap(1.0))
    assert isinstance(result, km.Result)
    assert km.check(question.problem, result.portfolio) == []
    found = parse(paper_html(briefing(material_of(question, result), "en")).decode())
    assert "Every quota, fund and rule is kept" in found.by_id("paper").text
    broken = page(PROVINCE, 15, "en").by_id("paper").text
    assert "Every quota, fund and rule is kept" not in broken
    assert re.search(r"The plan breaks [\d,]+ quotas, funds or rules", broken)


def test_every_reason_code_has_a_sentence() -> None:
    assert set(REASONS) == SAID


def test_every_message_is_used() -> None:
    folder = Path(km.__file__).parent
    rooms = [
        folder / "delivery",
        folder / "report",
        folder / "report" / "language",
        folder / "formats" / "briefing",
        folder / "web",
        folder / "workspace",
    ]
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for room in rooms
        for path in sorted(room.rglob("*"))
        if path.suffix in (".py", ".j2") and "messages" not in path.parts
    )
    source = source.replace("'", '"')  # a template has its messages in either quotes
    families = set(re.findall(r'f"([a-z_.]+)\{', source)) | set(re.findall(r'"([a-z_.]+\.)" ~', source))
    parts = {f"{part}." for part in re.findall(r'words_of\(\w+(?:\.\w+)*, "([a-z_.]+)"\)', source)}

    def is_said(message: str) -> bool:
        by_part = any(message.startswith(part) and f'"{message[len(part) :]}"' in source for part in parts)
        return by_part or f'"{message}"' in source or any(message.startswith(family) for family in families)

    assert [message for message in MESSAGES if not is_said(message)] == []


@pytest.mark.parametrize(("scenario", "count"), CASES)
def test_the_parts_of_the_price_bound_add_up_to_it_exactly(scenario: Path, count: int) -> None:
    given = material(scenario, count)
    parts = bound_parts(Ground(given, "en"))
    assert sum(parts.values()) == given.result.bounds.price


def test_the_sum_behind_each_chosen_project_comes_to_its_figures() -> None:
    found = page(PROVINCE, 15, "en")
    shown = {row[0]: row for row in found.rows("chosen")[:-1]}
    sums = [element for element in found.all("dd") if re.fullmatch(r"sp\d+", element.above[-1].attributes["id"])]
    assert len(sums) == len(shown) == 15
    for project, words in zip(shown, sums, strict=True):
        made, cost, margin = (part.rpartition(" = ")[2] for part in words.text.split("; "))
        assert [made, margin] == shown[project][5:7]
        assert cost.split("\u202f")[1] in ("bn yuan", "m yuan")
        terms = re.findall(r"([+\u2212]?) ?([\d,]+\.\d|<0\.1|0)(?= \(|$| [+\u2212])", words.text.split("margin ")[1])
        total = sum((-1 if sign == "\u2212" else 1) * fraction(value.replace("<", "")) for sign, value in terms[:-1])
        assert abs(total - fraction(margin.replace("<", ""))) <= Fraction(len(terms), 10)


def test_used_amounts_are_the_sums_written_out() -> None:
    found = page(PROVINCE, 15, "en")
    sums = [element for element in found.all("dd") if element.above[-1].attributes["id"].startswith(("uq", "uf"))]
    assert len(sums) > 40
    for words in sums:
        terms, total = re.findall(r"used (.*) = (.*)$", words.text)[0]
        values = re.findall(r"(\u2212?[\d,]+(?:\.\d+)?)(?= \+|$)", terms)
        figure = fraction(total.split("\u202f")[0])
        assert abs(sum((fraction(value) for value in values), Fraction(0)) - figure) <= Fraction(len(values), 20) + 1


def test_each_sentence_of_a_pledge_stands_in_its_document_as_it_is_shown() -> None:
    given = material(DEMO, 105)
    for language, name in (("en", "first-meetings.en.txt"), ("zh", "first-meetings.zh.txt")):
        text = given.documents[name].text
        found = page(DEMO, 105, language)
        quotes = found.all("blockquote")
        assert len(quotes) > 8
        for quote in quotes:
            assert quote.attributes["lang"] == {"en": "en", "zh": "zh-CN"}[language]
            labels = [part.text for part in found.elements if part.tag == "sup" and quote in part.above]
            words = quote.text.strip()
            for label in labels:
                words = words.replace(f"\u2060{label}", "", 1)
            assert words in text
        for pledge in given.pledges:
            anchor = found.by_id("pledge-" + re.sub(r"[^0-9A-Za-z]+", "-", pledge.id))
            assert any(one.tag == "blockquote" for one in anchor.above)


def test_the_figure_that_cannot_be_true_is_shown_with_its_likely_reading() -> None:
    english, chinese = page(DEMO, 105, "en"), page(DEMO, 105, "zh")
    (doubted,) = [figure for figure in english.all("figure") if "doubted" in figure.attributes.get("class", "")]
    assert "an increase of 53%" in doubted.text
    assert "With the decimal point restored it reads 5.3\u202f%." in doubted.text
    (doubted,) = [figure for figure in chinese.all("figure") if "doubted" in figure.attributes.get("class", "")]
    assert "增长53%" in doubted.text
    assert "若补回小数点，应为5.3%。" in doubted.text


def test_a_share_above_the_whole_and_a_figure_without_bounds_are_said_too() -> None:
    text = "Coverage reached 953% of homes. Output rose by 80 %."
    document = Document("note.txt", text)
    findings = (
        Finding("E211", "x", Place("note.txt", start=17, end=21), "0 % to 100 %", "953%"),
        Finding("E210", "x", Place("note.txt", start=47, end=51), "", "80 %"),
        Finding("E210", "x", Place("elsewhere.txt", start=1, end=2)),
    )
    given = replace(material(PROVINCE, 15), documents={"note.txt": document}, doubts=findings)
    found = parse(paper_html(briefing(given, "en")).decode())
    doubted = [figure.text for figure in found.all("figure") if "doubted" in figure.attributes.get("class", "")]
    assert len(doubted) == 2
    assert "restored it reads 95.3\u202f%" in doubted[0]
    assert "80 %\u2060" not in doubted[1]
    assert "cannot be true as it stands" in doubted[1]


def test_passages_cited_without_a_ledger_are_quoted_too() -> None:
    given = material(PROVINCE, 15)
    document = Document("speech.txt", "Welcome. We shall build 15 works, no fewer. Thank you.")
    cited = replace(given.scenario.rules[0], cite=Citation(passage=document.passage(9, 33)))
    scenario = replace(given.scenario, rules=(cited, *given.scenario.rules[1:]))
    found = parse(paper_html(briefing(replace(given, scenario=scenario, documents={}), "en")).decode())
    assert [mark.text for mark in found.all("mark")] == ["We shall build 15 works,"]
    found = parse(
        paper_html(briefing(replace(given, scenario=scenario, documents={"speech.txt": document}), "en")).decode()
    )
    assert found.all("blockquote")[0].text.strip() == "We shall build 15 works, no fewer."


NASTY = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x","y")',
    "</style><b>&amp;\"'",
    "]]>\u202e{{ 7*7 }}{% raw %}",
)


def _nasty() -> Page:
    period = parse_period("2027")
    assert isinstance(period, Period)
    projects = [
        Project(
            name,
            title=name,
            region=name,
            sector=name,
            ownership="private" if at else "",
            criteria={"points": Decimal(5 - at)},
            options=(Option(cost=(Amount(Decimal(3), UNITS["yuan"]),)),),
            place=Place(name, sheet=name, cell="A3"),
        )
        for at, name in enumerate(NASTY)
    ]
    scenario = Scenario(
        name=NASTY[0],
        title=NASTY[2],
        periods=(period,),
        starts=("2027",),
        benefit=Benefit({"points": Decimal(1)}),
        rules=(Limit(NASTY[1], Sense.AT_MOST, Amount(Decimal(2), UNITS["projects"]), cite=Citation(note=NASTY[3])),),
    )
    library = Library(NASTY[1], tuple(projects), frozenset({"points"}))
    problem, _ = build_problem(library, scenario)
    result = any_plan(problem, 2)
    question = Question(library, scenario, problem, (), (), ())
    return parse(paper_html(briefing(material_of(question, result), "en")).decode())


def test_names_of_the_data_stay_text_whatever_they_look_like() -> None:
    found = _nasty()
    assert {element.tag for element in found.elements}.isdisjoint({"script", "b-"})
    shown = " ".join(text for text, _ in found.texts)
    assert all(name in shown for name in NASTY)
    assert found.source.count("</style>") == 1
    assert 'href="http' not in found.source


def test_a_plan_without_funds_quotas_regions_or_pledges_has_a_shorter_paper() -> None:
    found = _nasty()
    sections = [section.attributes["id"] for section in found.all("section")]
    assert "pledges" not in sections
    assert "scarce" not in sections
    assert "price-list" not in sections
    assert {"facts", "plan", "chosen-section", "left-out-section", "decisions", "bound-section"} <= set(sections)
    assert "notice" not in {element.attributes.get("class") for element in found.elements}


def test_a_list_without_regions_sectors_and_owners_and_one_year_of_money() -> None:
    period = parse_period("2027")
    assert isinstance(period, Period)
    amount = Amount(Decimal(3), UNITS["yuan"])
    projects = tuple(
        Project(f"P-{at}", criteria={"points": Decimal(at)}, options=(Option(cost=(amount,)),)) for at in range(9)
    )
    benefit = Benefit({"points": Decimal(1)})
    fund = Fund("fund", {"2027": Amount(Decimal(9), UNITS["yuan"])})
    scenario = Scenario("bare", (period,), benefit, ("2027",), funds=(fund,))
    library = Library("list.csv", projects, frozenset({"points"}))
    problem, _ = build_problem(library, scenario)
    question = Question(library, scenario, problem, (), (), ())
    for language in LANGUAGES:
        found = parse(paper_html(briefing(material_of(question, any_plan(problem, 3)), language)).decode())
        assert "plan" not in [section.attributes["id"] for section in found.all("section")]
        assert len(found.by_id("money-table").text) > 10
        assert [len(row) for row in found.rows("chosen")] == [7] * 4
        ids = {element.attributes.get("id") for element in found.elements}
        assert {element.attributes["href"][1:] for element in found.all("a")} <= ids


def test_a_project_without_a_region_among_others_that_have_one() -> None:
    given = material(PROVINCE, 15)
    first, *others = given.library.projects
    library = replace(given.library, projects=(replace(first, region=""), *others))
    found = parse(paper_html(briefing(replace(given, library=library), "en")).decode())
    assert ["not stated", "1"] in [row[:2] for row in found.rows("by-region")]


def test_a_plan_that_takes_nothing_and_one_that_takes_all_have_papers() -> None:
    question, _ = km.load_question(PROVINCE)
    assert question is not None
    for count in (0, 1_000):
        given = material_of(question, any_plan(question.problem, count, priced=False))
        for language in LANGUAGES:
            found = parse(paper_html(briefing(given, language)).decode())
            assert len(found.rows("chosen")) - 1 == min(count, len(question.problem.projects))


def test_more_projects_than_a_page_lists_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaimen.report.briefing.left_out.MOST_LISTED", 10)
    monkeypatch.setattr("kaimen.report.briefing.sums.MOST_PARTS", 10)
    found = parse(paper_html(briefing(material(PROVINCE, 15), "en")).decode())
    assert len(found.rows("left-out-all")) == 10
    assert "45 projects were left out; the 10 nearest" in found.source
    targets = {element.attributes["href"][1:] for element in found.all("a")}
    assert targets <= {element.attributes.get("id") for element in found.elements}


def test_the_same_plan_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    given = material(PROVINCE, 15)
    expected = [paper_html(briefing(given, language)) for language in LANGUAGES]
    program = (
        "import sys\nfrom kaimen.formats.briefing import paper_html\nfrom kaimen.report.briefing import briefing\n"
        "from tests.report.papers import PROVINCE, material\n"
        "for language in ('en', 'zh'):\n"
        "    sys.stdout.buffer.write(paper_html(briefing(material(PROVINCE, 15), language)))\n"
    )
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environment, cwd=root)
    assert done.stdout == b"".join(expected)


def test_sections_are_numbered_as_the_language_does() -> None:
    assert [section_numeral("zh-CN", at) for at in (1, 10, 11, 20, 21)] == [
        "一、",
        "十、",
        "十一、",
        "二十、",
        "二十一、",
    ]
    assert section_numeral("en", 12) == "12. "


def test_a_string_of_a_style_sheet_cannot_end_it() -> None:
    assert css_string('a"}</style>') == '"a\\000022\\00007d\\00003c\\00002fstyle\\00003e"'


# The style sheet


def _tokens() -> dict[str, dict[str, str]]:
    sheet = SHEET.read_text(encoding="utf-8")
    light, dark = re.findall(r":root\{([^}]*)\}", sheet)[:2]
    return {
        name: dict(re.findall(r"--([\w-]+):(#[0-9A-F]{6})", text)) for name, text in (("light", light), ("dark", dark))
    }


def _contrast(first: str, second: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_PAIRS = [
    *((text, ground) for text in ("ink", "ink-2", "ink-3", "accent", "attn") for ground in ("page", "surface")),
    *(("ink", ground) for ground in ("accent-weak", "attn-weak", "tile-1", "tile-2", "tile-3")),
    *(("attn", "attn-weak"), ("on-accent", "accent"), ("on-accent", "tile-4"), ("accent", "attn-weak")),
]
MARK_PAIRS = [(mark, "surface") for mark in ("accent", "accent-mid", "mute", "edge")]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_keep_the_contrast_that_readers_need(theme: str) -> None:
    tokens = _tokens()[theme]
    assert set(_tokens()["light"]) == set(_tokens()["dark"])
    assert [pair for pair in TEXT_PAIRS if _contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5] == []
    assert [pair for pair in MARK_PAIRS if _contrast(tokens[pair[0]], tokens[pair[1]]) < 3] == []


def test_only_tokens_have_colours() -> None:
    sheet = SHEET.read_text(encoding="utf-8")
    body = re.sub(r":root\{[^}]*\}", "", sheet)
    pages = "".join(re.findall(r"@page\{.*\}\}", body))
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b", body.replace(pages, "")) == []
    used = set(re.findall(r"var\(--([\w-]+)\)", sheet))
    assert used - {"sans"} <= set(_tokens()["light"])


def test_tones_of_charts_are_classes_of_the_style_sheet() -> None:
    sheet = SHEET.read_text(encoding="utf-8")
    for scenario, count in CASES:
        for language in LANGUAGES:
            source = page(scenario, count, language).source
            for svg in re.findall(r"<svg.*?</svg>", source):
                classes = {name for names in re.findall(r'class="([^"]*)"', svg) for name in names.split()}
                assert [name for name in classes if f".{name}" not in sheet] == []
                assert "style=" not in svg

"""Papers for tests: a plan made without a search, and the page of it taken apart."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import numpy as np

import kaimen as km
from kaimen.explain import explain_all
from kaimen.extract import extract
from kaimen.formats.briefing import paper_html
from kaimen.portfolio import Bounds, Portfolio, PriceList, Result, Status, benefit, bound
from kaimen.problem import Problem
from kaimen.report.briefing import Material, Source, briefing
from kaimen.workspace import Question

DATA = Path(km.__file__).parent / "data"
PROVINCE = DATA / "province" / "province.toml"
DEMO = DATA / "demo" / "lead-projects.toml"


def any_plan(problem: Problem, count: int, *, priced: bool = True) -> Result:
    """Return a plan that takes the first option of the first projects and pays for none: enough for a paper."""
    first = np.searchsorted(problem.option_project, np.arange(min(count, len(problem.projects))))
    splits = np.zeros(len(problem.splits.cost), np.int64)
    for entry in range(len(splits)):
        if problem.cost_option[problem.splits.cost[entry]] in first:
            splits[entry] = problem.splits.cap[entry] // 2
    nothing = np.zeros(len(problem.quotas), np.int64)
    portfolio = Portfolio(first.astype(np.int64), nothing, nothing, splits)
    shape = problem.fund_limit.shape
    values = {
        "quota": np.linspace(0.001, 0.05, len(problem.quotas)) * priced,
        "fund": np.full(shape, 0.002 * priced),
        "life": np.zeros(len(problem.life.cap)),
        "rule": np.array([rule.sense * 0.5 * priced for rule in problem.rules]),
    }
    prices = PriceList.rounded(problem, values, 10**6)
    price = bound(problem, prices)
    return Result(portfolio, prices, benefit(problem, portfolio), Bounds(price, None, price), Status.STOPPED)


def material_of(question: Question, result: Result) -> Material:
    """Return what a paper is made from, as the workspace puts it together."""
    documents = question.pledges.announcements
    return Material(
        problem=question.problem,
        result=result,
        library=question.library,
        scenario=question.scenario,
        explanations=tuple(explain_all(question.problem, result)),
        pledges=tuple(question.pledges.ledger.pledges.values()),
        documents={document.name: document for document in documents},
        doubts=tuple(f for d in documents for f in extract(d)[1] if f.code in ("E210", "E211")),
        sources=tuple(Source(i.role, i.name, hashlib.sha256(i.content).hexdigest()) for i in question.inputs),
    )


@cache
def material(scenario: Path, count: int) -> Material:
    """Return the material of any plan for one of the package's scenarios."""
    question, findings = km.load_question(scenario)
    assert question is not None, findings
    return material_of(question, any_plan(question.problem, count))


@cache
def page(scenario: Path, count: int, language: str) -> Page:
    """Return the page of any plan for one of the package's scenarios."""
    return parse(paper_html(briefing(material(scenario, count), language)).decode())


@dataclass
class Element:
    """An element with its tag, attributes, text pieces and the elements around it."""

    tag: str
    attributes: dict[str, str]
    above: tuple[Element, ...]
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text with that of all below it."""
        return "".join(self.texts)


@dataclass
class Page:
    """A page: its source, its elements in order, and each text with the elements around it."""

    source: str
    elements: list[Element] = field(default_factory=list)
    texts: list[tuple[str, tuple[Element, ...]]] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        """Return the elements with a tag."""
        return [element for element in self.elements if element.tag == tag]

    def by_id(self, name: str) -> Element:
        """Return the element with an id."""
        return next(element for element in self.elements if element.attributes.get("id") == name)

    def rows(self, table: str) -> list[list[str]]:
        """Return the texts of the cells of a table's body rows."""
        cells: dict[int, list[str]] = {}
        for element in self.elements:
            above = [one.attributes.get("id") for one in element.above]
            if element.tag in ("td", "th") and table in above and "tbody" in [one.tag for one in element.above]:
                cells.setdefault(id(element.above[-1]), []).append(element.text)
        return list(cells.values())


class _Parser(HTMLParser):
    void = frozenset({"meta", "br", "img", "rect", "line", "path", "link", "hr"})

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self.open))
        self.page.elements.append(element)
        if tag not in self.void:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append(Element(tag, {n: v or "" for n, v in attrs}, tuple(self.open)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.texts.append(data)
        self.page.texts.append((data, tuple(self.open)))


def parse(source: str) -> Page:
    """Return a page taken apart; an element left open or closed twice is an error."""
    found = Page(source)
    parser = _Parser(found)
    parser.feed(source)
    parser.close()
    assert parser.open == []
    return found


def fraction(text: str) -> Fraction:
    """Return a figure as it is shown."""
    return Fraction(text.replace(",", "").replace("\u2212", "-"))

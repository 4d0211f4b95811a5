"""Programmes and loans on pages: worked out by a job, with a price and a reason for each in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaimen.errors import has_errors
from kaimen.workspace.jobs.kinds import KINDS
from kaimen.workspace.jobs.queue import Job, Jobs, State
from kaimen.workspace.planning.plans import load_plan
from kaimen.workspace.record.office import Office
from kaimen.workspace.samples.examples import policy_books
from tests.web.conftest import ORIGIN, Browser, csrf, post

DATA = policy_books()[0].parent
LOANS, PLANTS = "financing/loans/small firms 2024", "programme/jinan-2021/plant networks"


class Quiet:
    """A desk that nobody watches."""

    asked = False

    def say(self, **_: object) -> None:
        """Say nothing."""


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """Jobs are done where they are begun, and kept here."""
    done: list[Job] = []

    def begin(_: Jobs, kind: str, request: dict[str, Any], author: str = "") -> Job:
        outcome = KINDS[kind](request, Quiet())  # type: ignore[arg-type]  # a desk for one test
        done.append(Job("1", kind, request, State.DONE, author=author, **outcome))
        return done[-1]

    monkeypatch.setattr(Jobs, "begin", begin)
    monkeypatch.setattr(Jobs, "all", lambda _: done)
    return done


def send(browser: Browser, path: str, *files: Path, keep: str = "yes") -> Any:
    parts = [("files", (file.name, file.read_bytes())) for file in files]
    return browser.post(path, data={"csrf": csrf(browser), "keep": keep}, files=parts, headers={"Origin": ORIGIN})


@pytest.fixture
def filled(office: Office, open_browser: Callable[..., Browser]) -> Browser:
    """A browser on a workspace that has taken in the made-up lenders and the firms of both examples, by its forms."""
    browser = open_browser()
    assert "规定文件" in browser.get("/policies", params={"lang": "zh"}).text
    browser.get("/policies", params={"lang": "en"})
    head = office.store.head().number
    looked = send(browser, "/policies/import", DATA / "loans.toml", keep="")
    assert "nothing was kept" in looked.text
    assert office.store.head().number == head
    kept = send(browser, "/policies/import", DATA / "loans.toml", DATA / "jinan.toml")
    assert "Taken in as entry" in kept.text
    assert send(browser, "/policies/firms", DATA / "loan-firms.csv", DATA / "firms.csv").status_code == 200
    return browser


def test_loans_are_matched_with_prices_and_a_reason_for_everyone(
    filled: Browser, at_once: list[Job], tmp_path: Path
) -> None:
    assert "Not worked out yet" in filled.get("/policies/programmes", params={"of": LOANS}).text
    assert post(filled, "/policies/programmes/solve", of=LOANS).status_code == 303
    tables = filled.get("/policies/programmes.json", params={"of": LOANS}).json()["tables"]
    assert len(tables["loans"]) + len(tables["refused"]) + len(tables["unserved"]) == 72
    assert {row["name"] for row in tables["pools"]} >= {"loans of bank A", "guarantees of city guarantee"}
    english = filled.get("/policies/programmes", params={"of": LOANS}).text
    assert "nobody gives (" in english
    chinese = filled.get("/policies/programmes", params={"of": LOANS, "lang": "zh"}).text
    assert "无人担保（" in chinese
    assert "担保额度" in chinese
    for word in ("asked is", "priced out", "does not fit", "loans of", "nobody"):
        assert word not in chinese, word
    (tmp_path / "loans.kaimen").write_bytes(filled.get("/policies/programmes/file", params={"of": LOANS}).content)
    plan, findings = load_plan(tmp_path / "loans.kaimen")
    assert plan is not None
    assert not has_errors([*findings, *plan.verified.findings])
    assert plan.verified.result is not None
    assert len(plan.verified.result.portfolio.chosen) == len(tables["loans"])
    assert [job.kind for job in at_once] == ["enrol"]
    assert not at_once[0].findings
    assert "calculations" in filled.get("/jobs", params={"lang": "en"}).text.lower()


def test_a_programme_says_who_is_enrolled_and_to_whom_its_policy_is_not_due(
    filled: Browser, at_once: list[Job]
) -> None:
    assert post(filled, "/policies/programmes/solve", of=PLANTS).status_code == 303
    tables = filled.get("/policies/programmes.json", params={"of": PLANTS}).json()["tables"]
    assert len(at_once) == 1
    assert 0 < len(tables["enrolled"]) <= 25
    assert sum(len(tables[name]) for name in ("enrolled", "refused", "outside")) == 380
    chinese = filled.get("/policies/programmes", params={"of": PLANTS, "lang": "zh"}).text
    assert "有条件不符：" in chinese
    assert "名额" in chinese
    assert filled.get("/policies/programmes.xlsx", params={"of": PLANTS}).status_code == 200
    assert filled.get("/policies/programmes", params={"of": "programme/none/none"}).status_code == 404
    assert filled.get("/policies/programmes/file", params={"of": LOANS}).status_code == 404


def test_without_rules_the_page_says_so(browser: Browser) -> None:
    assert "have a programme or a matching" in browser.get("/policies/programmes").text
    assert post(browser, "/policies/programmes/solve", of=PLANTS).status_code == 404
    assert browser.get("/policies/programmes/file").status_code == 404


@pytest.mark.parametrize(
    ("path", "name", "content", "code", "place", "chinese"),
    [
        ("/policies/import", "rules.toml", 'name = "b"\nmoney = "florins"\n', "E304", "line 2", "第2行"),
        ("/policies/firms", "firms.csv", "id,size\n1,smal\n", "E312", "B2", "单元格B2"),
        ("/services/import", "cases.csv", "id,received\n1,2024-02-30\n", "E308", "B2", "单元格B2"),
        ("/chains/import", "links.csv", "chain,link,upstream\nb,cell,anode\n", "E911", "B2", "单元格B2"),
    ],
)
def test_a_wrong_file_sent_by_a_form_says_where_and_what_to_do(
    browser: Browser, tmp_path: Path, path: str, name: str, content: str, code: str, place: str, chinese: str
) -> None:
    (tmp_path / name).write_text(content)
    english = send(browser, path, tmp_path / name, keep="").text
    browser.get("/", params={"lang": "zh"})
    other = send(browser, path, tmp_path / name, keep="").text
    browser.get("/", params={"lang": "en"})
    assert code in english
    assert place in english
    assert code in other
    assert chinese in other
    assert ' lang="en">' not in other.split("<main")[1]

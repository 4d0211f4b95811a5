"""What the public site has of a workspace: rules, counts and states; nothing of one firm or one person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kaimen import workspace
from kaimen.cli.app import app
from kaimen.formats.claims import Claim
from kaimen.portfolio import Result
from kaimen.solve import solve
from kaimen.workspace.delivery.appeals import enter_appeal
from kaimen.workspace.planning.questions import Question
from kaimen.workspace.publishing.public import LEAST, Public
from kaimen.workspace.publishing.site import site_of
from kaimen.workspace.record.office import Office, Said, open_office
from kaimen.workspace.samples.filling import fill_sample
from tests.sweep.questions import LIST as PROJECTS
from tests.sweep.questions import SCENARIO, WEIGHTS

SAID = Said("somebody-by-name", datetime(2026, 3, 1, tzinfo=UTC))
DAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Question, Result]:
    folder = tmp_path_factory.mktemp("question")
    (folder / "list.csv").write_text(PROJECTS, encoding="utf-8")
    (folder / "s.toml").write_text('library = "list.csv"\n' + SCENARIO.replace("BENEFIT", WEIGHTS), encoding="utf-8")
    question, findings = workspace.load_question(folder / "s.toml")
    assert question is not None, findings
    result = solve(question.problem)
    assert isinstance(result, Result)
    return question, result


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened, _ = open_office(str(tmp_path_factory.mktemp("public") / "office.db"))
    assert opened is not None
    assert fill_sample(opened, SAID) == []
    claim = Claim("criterion: jobs", "987654")
    said = Said(SAID.author, SAID.at, "a private reason")
    assert enter_appeal(opened, "SYN-0001", [claim], said)[1][0] is not None
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def files(made: tuple[Question, Result], office: Office) -> dict[str, bytes]:
    return site_of(*made, public=Public(office, *made, DAY))


def test_each_thing_has_a_page_in_both_languages(files: dict[str, bytes]) -> None:
    pages = ("policies", "chains", "services", "treatment")
    assert {f"{lang}/public-{page}.html" for lang in ("en", "zh") for page in pages} <= set(files)
    assert "同等对待" in files["zh/public-treatment.html"].decode()
    assert "entered 1" in files["en/public-treatment.html"].decode()
    assert b"JN" not in files["data/policies-jinan-2021.csv"], "rules are called by their titles"
    assert b"building permit,193,116,63" in files["data/services.csv"]


def test_nothing_of_one_firm_or_one_person_is_in_any_file(files: dict[str, bytes], office: Office) -> None:
    store = office.store
    firms = [version.body for version in store.versions("firm") if version.body]
    private = {str(body["id"]) for body in firms} | {str(body["name"]) for body in firms if body.get("name")}
    private |= {version.id for kind in ("case", "chain contacts") for version in store.versions(kind)}
    for kind, names in (("chain leads", ("investor",)), ("chain contacts", ("name", "name_zh"))):
        private |= {str(version.body[name]) for version in store.versions(kind) if version.body for name in names}
    private |= {"987654", "a private reason", SAID.author, "Harbour desk"}
    private.discard("")
    assert len(private) > 800
    text = "\n".join(content.decode() for content in files.values())
    found = [word for word in sorted(private) if word in text]
    assert [word for word in found if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)] == []


def test_a_count_that_may_tell_who_is_meant_is_not_told(files: dict[str, bytes]) -> None:
    lines = files["data/policies-jinan-2021.csv"].decode("utf-8-sig").splitlines()[1:]
    told = [re.split(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", line)[2:4] for line in lines]
    counts = [int(count) for count, _ in told if count.isdecimal()]
    assert counts
    assert all(count == 0 or count >= LEAST for count in counts)
    few = [amount for count, amount in told if not count.isdecimal()]
    assert few, "the sample has a rule under which fewer are due something"
    assert set(few) == {""}


def test_the_command_adds_them_and_a_guide_where_it_is_asked_for(
    made: tuple[Question, Result], office: Office, tmp_path: Path
) -> None:
    plan, url = tmp_path / "plan.kaimen", str(office.store.engine.url.database)
    workspace.save_plan(plan, *made)

    def site(*words: str) -> int:
        done = CliRunner().invoke(app, ["site", str(plan), "-o", str(tmp_path / "site"), *words])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code

    assert site("-w", url, "--as-of", "2026-03-01", "--guide", "Qingdao") == 0
    assert (tmp_path / "site" / "en" / "delivery.html").is_file()
    assert (tmp_path / "site" / "data" / "guide-Qingdao.zh.html").is_file()
    assert "guide-Qingdao.en.html" in (tmp_path / "site" / "en" / "index.html").read_text(encoding="utf-8")
    assert site("-w", url, "--guide", "Atlantis") == 1
    assert site("--guide", "Qingdao") == 2

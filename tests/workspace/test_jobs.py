"""Jobs: states that survive, a cancel that keeps the best so far, children that die, a server that dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kaimen import workspace
from kaimen.portfolio import Result
from kaimen.workspace.jobs.desk import Desk
from kaimen.workspace.jobs.kinds import KINDS
from kaimen.workspace.jobs.queue import Job, Jobs, State
from tests.sweep.questions import LIST, SCENARIO, WEIGHTS

FULL = bool(os.environ.get("KAIMEN_FULL"))

CHILD = """
import json, os, sys, threading
request = json.loads(sys.stdin.readline())
def say(**event):
    print(json.dumps(event), flush=True)
def listen():
    for line in sys.stdin:
        say(event="end", result={"kept": request["kind"]}, findings=[])
        os._exit(0)
    os._exit(1)
kind = request["kind"]
for number in range(request.get("steps", 0)):
    say(event="progress", seconds=number, benefit=number, bound=9, gap=0.5)
if kind == "dies":
    os._exit(7)
if kind == "noise":
    print("no JSON")
    print("[1]")
if kind in ("answers", "noise"):
    say(event="end", result={"answer": 42}, findings=[])
elif kind == "wrong":
    say(event="end", result=None, findings=[{"code": "E404", "what": "no"}])
else:
    listen()
"""
"""A child that does what its kind says, without the time it takes to load a solver."""


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    found = Jobs(tmp_path / "jobs", command=(sys.executable, "-S", "-c", CHILD))
    yield found
    found.close()


def until(jobs: Jobs, name: str, met: Callable[[Job], bool]) -> Job:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        job = jobs.job(name)
        assert job is not None
        if met(job):
            return job
        time.sleep(0.005)
    raise AssertionError(f"not met: {jobs.job(name)}")


def over(job: Job) -> bool:
    return job.state.is_over


def test_an_answer_is_kept_with_its_steps_and_found_again(jobs: Jobs, tmp_path: Path) -> None:
    job = until(jobs, jobs.begin("answers", {"steps": 3}, "ada").id, over)
    assert (job.state, job.result, job.author) == (State.DONE, {"answer": 42}, "ada")
    assert [step["seconds"] for step in job.steps] == [0, 1, 2]
    again = Jobs(tmp_path / "jobs").job(job.id)
    assert again == job
    assert jobs.answer_to("answers", {"steps": 3}) == job
    assert jobs.answer_to("answers", {"steps": 4}) is None


def test_who_asked_is_told_of_each_job_that_is_over(tmp_path: Path) -> None:
    told: list[Job] = []
    jobs = Jobs(tmp_path / "jobs", command=(sys.executable, "-S", "-c", CHILD), ended=told.append)
    names = [jobs.begin(kind, {}).id for kind in ("answers", "dies", "wrong")]
    for name in names:
        until(jobs, name, over)
    end = time.monotonic() + 20
    while len(told) < len(names) and time.monotonic() < end:
        time.sleep(0.005)
    jobs.close()
    assert [(job.id, job.state) for job in told] == list(
        zip(names, (State.DONE, State.FAILED, State.FAILED), strict=True)
    )


def test_long_progress_is_thinned_and_keeps_its_ends(jobs: Jobs) -> None:
    job = until(jobs, jobs.begin("answers", {"steps": 1500}).id, over)
    assert len(job.steps) <= 400
    assert (job.steps[0]["seconds"], job.steps[-1]["seconds"]) == (0, 1499)


def test_what_is_no_event_is_no_answer(jobs: Jobs) -> None:
    assert until(jobs, jobs.begin("noise", {}).id, over).result == {"answer": 42}


def test_findings_without_a_result_are_a_failure(jobs: Jobs) -> None:
    job = until(jobs, jobs.begin("wrong", {}).id, over)
    assert job.state is State.FAILED
    assert [finding["code"] for finding in job.findings] == ["E404"]


def test_two_jobs_run_one_after_the_other_and_a_cancel_lets_the_next_begin(jobs: Jobs) -> None:
    first, second = jobs.begin("waits", {}), jobs.begin("answers", {})
    until(jobs, first.id, lambda job: job.state is State.RUNNING)
    assert second.state is State.WAITING
    assert jobs.begin("waits", {}).id == first.id, "the same question under way is not asked twice"
    jobs.cancel(first.id)
    done = until(jobs, first.id, over)
    assert (done.state, done.result) == (State.CANCELLED, {"kept": "waits"})
    assert until(jobs, second.id, over).state is State.DONE
    assert [job.id for job in jobs.all()] == [second.id, first.id]


def test_a_job_that_waits_is_cancelled_at_once(jobs: Jobs) -> None:
    jobs.begin("waits", {})
    waiting = jobs.begin("answers", {})
    cancelled = jobs.cancel(waiting.id)
    assert cancelled is not None
    assert cancelled.state is State.CANCELLED
    assert jobs.cancel(waiting.id) == cancelled
    assert jobs.cancel("nobody") is None


@pytest.mark.parametrize("kind", ["dies", "waits"])
def test_a_child_that_dies_is_a_finding_and_the_next_one_runs(jobs: Jobs, kind: str) -> None:
    job = jobs.begin(kind, {})
    if kind == "waits":
        until(jobs, job.id, lambda job: job.state is State.RUNNING)
        jobs._running[job.id].process.send_signal(signal.SIGKILL)
    job = until(jobs, job.id, over)
    assert job.state is State.FAILED
    assert [finding["code"] for finding in job.findings] == ["E851"]
    assert ("signal 9" if kind == "waits" else "code 7") in job.findings[0]["what"]
    assert until(jobs, jobs.begin("answers", {}).id, over).state is State.DONE


def test_what_ran_when_the_workbench_ended_says_so_afterwards(jobs: Jobs, tmp_path: Path) -> None:
    job = jobs.begin("waits", {})
    until(jobs, job.id, lambda job: job.state is State.RUNNING)
    (tmp_path / "jobs" / "000009.json").write_text("{", encoding="utf-8")  # a damaged file is no job
    found = Jobs(tmp_path / "jobs").job(job.id)
    assert found is not None
    assert found.state is State.FAILED
    assert "the workbench ended" in found.findings[0]["what"]


SERVER = """
import sys, time
from pathlib import Path
from kaimen.workspace.jobs.queue import Jobs
jobs = Jobs(Path(sys.argv[1]), command=(sys.executable, "-S", "-c", sys.argv[2]))
job = jobs.begin("waits", {})
while job.id not in jobs._running:
    time.sleep(0.01)
print(jobs._running[job.id].process.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.skipif(not FULL, reason="starts a server of its own: run with --full")
def test_a_child_ends_when_its_server_is_killed(tmp_path: Path) -> None:
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(tmp_path), CHILD], stdout=subprocess.PIPE)
    assert server.stdout is not None
    child = int(server.stdout.readline())
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    server.stdout.close()
    end = time.monotonic() + 10
    while _is_alive(child) and time.monotonic() < end:
        time.sleep(0.02)
    assert not _is_alive(child)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    path = tmp_path / "s.toml"
    path.write_text('library = "list.csv"\n' + SCENARIO.replace("BENEFIT", WEIGHTS), encoding="utf-8")
    return path


def test_each_kind_of_calculation_answers_in_plain_values(
    scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[dict[str, object]] = []
    monkeypatch.setattr(Desk, "say", lambda *_, **event: said.append(event))
    plan, desk = str(tmp_path / "plan.kaimen"), Desk()
    solved = KINDS["solve"]({"scenario": str(scenario), "output": plan, "seconds": 20, "leaves": 4}, desk)
    assert solved["findings"] == []
    assert solved["result"]["solver_gap"] == 0
    left = next(p for p in ("P-1", "P-2", "P-3", "P-4", "P-5", "P-6") if p not in _chosen(Path(plan)))
    wish = KINDS["wish"]({"plan": plan, "pin": [left]}, desk)["result"]
    why = KINDS["why"]({"plan": plan, "project": left}, desk)["result"]
    prices = KINDS["prices"]({"plan": plan, "rows": 2}, desk)["result"]
    assert wish["pinned"] == why["resolved"]["wish"]["pinned"] == [left]
    assert wish["loss"] == why["resolved"]["wish"]["loss"]
    assert len(prices["rows"]) <= 2
    json.dumps([solved, wish, why, prices])
    assert {"certify", "wish"} <= {event.get("doing") for event in said}


def _chosen(path: Path) -> list[str]:
    plan, findings = workspace.load_plan(path)
    assert plan is not None, findings
    assert plan.verified.result is not None
    return plan.verified.result.portfolio.projects(plan.question.problem)


@pytest.mark.skipif(not FULL, reason="starts a child with a solver: run with --full")
def test_a_real_child_solves_and_its_plan_verifies(scenario: Path, tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs")
    output = tmp_path / "plan.kaimen"
    job = until(jobs, jobs.begin("solve", {"scenario": str(scenario), "output": str(output)}).id, over)
    jobs.close()
    assert job.state is State.DONE, job.findings
    plan, findings = workspace.load_plan(output)
    assert plan is not None, findings
    assert not plan.verified.findings
    assert job.result is not None
    assert job.result["plan"] == "plan"
    assert job.result["solver_gap"] == 0


@pytest.mark.skipif(not FULL, reason="starts a child for each: run with --full")
@pytest.mark.parametrize(
    ("kind", "request_", "code"),
    [
        ("solve", {"scenario": "missing.toml", "output": "p.kaimen"}, "E101"),
        ("solve", {"scenario": "bad.toml", "output": "p.kaimen"}, "E401"),
        ("solve", {"plan": "plan.kaimen", "words": {"quota": ["nothing=1"]}, "output": "p.kaimen"}, "E404"),
        ("wish", {"plan": "missing.kaimen", "pin": ["P-1"]}, "E101"),
        ("wish", {"plan": "plan.kaimen", "pin": ["nobody"]}, "E609"),
        ("why", {"plan": "plan.kaimen", "project": "nobody"}, "E609"),
        ("unknown", {}, "E851"),
    ],
)
def test_what_cannot_be_calculated_says_why(
    scenario: Path, tmp_path: Path, kind: str, request_: dict[str, object], code: str
) -> None:
    question, _ = workspace.load_question(scenario)
    assert question is not None
    from kaimen.solve import solve

    result = solve(question.problem)
    assert isinstance(result, Result)
    workspace.save_plan(tmp_path / "plan.kaimen", question, result)
    (tmp_path / "bad.toml").write_text("name = ", encoding="utf-8")
    paths = {
        key: str(tmp_path / str(value)) for key, value in request_.items() if key in ("scenario", "plan", "output")
    }
    jobs = Jobs(tmp_path / "jobs")
    job = until(jobs, jobs.begin(kind, {**request_, **paths}).id, over)
    jobs.close()
    assert job.state is State.FAILED
    assert [finding["code"] for finding in job.findings][:1] == [code]


@pytest.mark.skipif(not FULL, reason="calculates for a minute: run with --full")
@pytest.mark.parametrize("delay", [0.3, 3.0, 5.0, 7.0, 9.0])
def test_a_cancel_is_answered_within_a_second_and_keeps_the_best_so_far(tmp_path: Path, delay: float) -> None:
    jobs = Jobs(tmp_path / "jobs")
    output = tmp_path / "plan.kaimen"
    job = jobs.begin("solve", {"scenario": str(workspace.demo_scenario()), "output": str(output), "seconds": 60})
    time.sleep(delay)
    before = jobs.job(job.id)
    assert before is not None
    known = [step["benefit"] for step in before.steps if step.get("benefit") is not None]
    began = time.monotonic()
    jobs.cancel(job.id)
    job = until(jobs, job.id, over)
    took = time.monotonic() - began
    jobs.close()
    assert job.state is State.CANCELLED
    assert took <= 1.0
    if known:
        assert job.result is not None
        plan, findings = workspace.load_plan(output)
        assert plan is not None, findings
        assert plan.verified.result is not None
        assert not plan.verified.findings
        assert float(plan.verified.result.benefit) >= known[-1] - 1e-6


def test_a_job_file_is_plain_json(jobs: Jobs, tmp_path: Path) -> None:
    job = until(jobs, jobs.begin("answers", {"name": "山东"}).id, over)
    body = json.loads((tmp_path / "jobs" / f"{job.id}.json").read_text(encoding="utf-8"))
    assert body["request"] == {"name": "山东"}
    assert body["state"] == "done"

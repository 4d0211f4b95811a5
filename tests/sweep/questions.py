"""Small questions with everything a sweep can vary, and tasks over them."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kaimen.formats.library_table import parse_library
from kaimen.formats.scenario_file import parse_scenario
from kaimen.library import Library
from kaimen.problem import Problem, build_problem
from kaimen.scenario import Scenario
from kaimen.sweep import Sample, Spread, Task, ground_of, task_of

LIST = """\
id,sector,criterion: jobs,criterion: output,cost 1 (yuan),cost 2 (yuan),demand: land (mu)
P-1,rail,20,10,100,50,5
P-2,power,90,30,60,0,6
P-3,power,40,20,30,10,7
P-4,rail,70,15,90,20,4
P-5,rail,10,55,120,0,5
"""
SCENARIO = """\
name = "small"
periods = ["2026", "2027"]
money = "yuan"
BENEFIT
[resource.land]
unit = "mu"
[[quota]]
name = "land"
resource = "land"
amount = { each = "9 mu" }
[[fund]]
name = "bonds"
amount = { each = "150 yuan" }
share = "60 %"
[[fund]]
name = "own"
amount = { each = "100 yuan" }
share = "50 %"
over = "life"
[[rule]]
kind = "at_most"
name = "money for rail"
where = { sector = "rail" }
of = "cost"
amount = "300 yuan"
[[reference_class]]
name = "rail"
where = { sector = "rail" }
overrun = { "0 %" = "-10 %", "50 %" = "20 %", "100 %" = "80 %" }
level = "50 %"
[[reference_class]]
name = "power"
where = { sector = "power" }
overrun = { "10 %" = "0 %", "90 %" = "30 %" }
"""
WEIGHTS = '[benefit]\nweights = { jobs = "1", output = "2" }\ndiscount = "3 %"\n'
TIMES_COST = '[benefit]\nweights = { jobs = "1", output = "2" }\ntimes = "cost"\n'
VALUE = '[benefit]\nmeasure = "net_present_value"\ngains = { output = "9 yuan" }\nlasts = 5\nrate = "5 %"\n'
RATIO = VALUE.replace("net_present_value", "benefit_cost_ratio")

EVERYTHING = Spread({"jobs": Fraction(1, 2), "output": Fraction(1, 4)}, quotas={"land": Fraction(1, 3)}, costs=True)


def small(benefit: str = WEIGHTS) -> tuple[Library, Scenario, Problem]:
    library, _ = parse_library(LIST.encode(), "list.csv", None)
    read, findings = parse_scenario(SCENARIO.replace("BENEFIT", benefit), "s.toml")
    assert read is not None
    assert not findings
    problem, findings = build_problem(library, read.scenario)
    assert not findings
    return library, read.scenario, problem


def task(spread: Spread = EVERYTHING, benefit: str = WEIGHTS, seed: int = 3, work: int = 200) -> Task:
    return task_of(ground_of(*small(benefit)), spread, seed, work)


@dataclass(frozen=True, eq=False)
class Dying(Task):
    """A task whose worker kills itself at some samples, once at each; without a folder every time."""

    folder: str = ""
    at: tuple[int, ...] = ()

    def __call__(self, number: int) -> Sample:
        mark = Path(self.folder, f"died-at-{number}") if self.folder else None
        if number in self.at and not (mark and mark.exists()):
            if mark:
                mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(number)


def dying(task: Task, at: tuple[int, ...], folder: str = "") -> Dying:
    return Dying(task.ground, task.spread, task.seed, task.work, task.warm, folder, at)

"""Files in, core, files out: the only place that joins them.

Each function reads what it is given, returns values with their findings, and never prints.
Names are imported when they are first used, so that a command loads what it needs and no more.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaimen.workspace.announcements import read_document, read_indicators, save_candidates
    from kaimen.workspace.examples import demo_scenario
    from kaimen.workspace.files import check_output, make_folder, read_bytes, read_text, write_bytes
    from kaimen.workspace.papers import save_briefing
    from kaimen.workspace.plans import VERSION, Plan, load_plan, save_plan, save_workbook, versions
    from kaimen.workspace.pledges import Pledges, read_pledges, save_pledges
    from kaimen.workspace.questions import (
        Question,
        load_question,
        propose_mapping,
        read_library,
        read_scenario,
        scenario_overrides,
    )

_NAMES = {
    "announcements": "read_document read_indicators save_candidates",
    "examples": "demo_scenario",
    "files": "check_output make_folder read_bytes read_text write_bytes",
    "papers": "save_briefing",
    "plans": "VERSION Plan load_plan save_plan save_workbook versions",
    "pledges": "Pledges read_pledges save_pledges",
    "questions": "Question load_question propose_mapping read_library read_scenario scenario_overrides",
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = [
    "VERSION",
    "Plan",
    "Pledges",
    "Question",
    "check_output",
    "demo_scenario",
    "load_plan",
    "load_question",
    "make_folder",
    "propose_mapping",
    "read_bytes",
    "read_document",
    "read_indicators",
    "read_library",
    "read_pledges",
    "read_scenario",
    "read_text",
    "save_briefing",
    "save_candidates",
    "save_plan",
    "save_pledges",
    "save_workbook",
    "scenario_overrides",
    "versions",
    "write_bytes",
]


def __getattr__(name: str) -> object:
    """Return a name of the room, importing its home, or a module of the room."""
    if name in _HOMES:
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    elif name in set(_HOMES.values()):
        value = import_module(f"{__name__}.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__

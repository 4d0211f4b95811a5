"""Files in, core, files out: the only place that joins them.

Each function reads what it is given, returns values with their findings, and never prints.
Names are imported when they are first used, so that a command loads what it needs and no more.
"""

from typing import TYPE_CHECKING

from kaimen.lazy import homes, lazily

if TYPE_CHECKING:
    from kaimen.workspace.edition import VERSION
    from kaimen.workspace.files import check_output, make_folder, read_bytes, read_text, write_bytes
    from kaimen.workspace.planning.plans import Plan, load_plan, save_plan, save_workbook, versions
    from kaimen.workspace.planning.questions import (
        Question,
        load_question,
        propose_mapping,
        read_library,
        read_scenario,
        scenario_overrides,
    )
    from kaimen.workspace.publishing.papers import save_briefing
    from kaimen.workspace.reading.announcements import read_document, read_indicators, read_words, save_candidates
    from kaimen.workspace.reading.language_model import Endpoint, ask_model
    from kaimen.workspace.reading.pledges import Pledges, read_pledges, save_pledges
    from kaimen.workspace.samples.examples import demo_scenario

_NAMES = {
    "reading.announcements": "read_document read_indicators read_words save_candidates",
    "samples.examples": "demo_scenario",
    "files": "check_output make_folder read_bytes read_text write_bytes",
    "reading.language_model": "Endpoint ask_model",
    "publishing.papers": "save_briefing",
    "edition": "VERSION",
    "planning.plans": "Plan load_plan save_plan save_workbook versions",
    "reading.pledges": "Pledges read_pledges save_pledges",
    "planning.questions": "Question load_question propose_mapping read_library read_scenario scenario_overrides",
}

__all__ = [
    "VERSION",
    "Endpoint",
    "Plan",
    "Pledges",
    "Question",
    "ask_model",
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
    "read_words",
    "save_briefing",
    "save_candidates",
    "save_plan",
    "save_pledges",
    "save_workbook",
    "scenario_overrides",
    "versions",
    "write_bytes",
]

if not TYPE_CHECKING:  # a type checker then says which names there are not
    __getattr__ = lazily(__name__, homes(_NAMES))


def __dir__() -> list[str]:
    return __all__

"""`serve`: the workbench in a browser."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.keeping import said, with_office
from kaimen.cli.options import FILE
from kaimen.report.language import LANGUAGES
from kaimen.workspace import demo_scenario, load_question, make_folder, save_plan
from kaimen.workspace.planning.shelf import Shelf, folder_beside
from kaimen.workspace.record.office import Office

SAMPLE = Path("kaimen-sample") / FILE
"""The workspace that the sample is made in where none is named."""

_GAP = 0.01


def serve(
    url: str, host: str, port: int, name: str, language: str, *, opens: bool = False, with_sample: bool = False
) -> int:
    """Serve a workspace until Ctrl-C, and print the address to open; with `opens` a browser is sent there.

    `with_sample`: a workspace that has nothing is filled with the sample, and a plan of it is solved.
    """
    if language not in LANGUAGES:
        return show.misuse(f'--lang takes en or zh, not "{language}".', as_json=False)
    if with_sample and not url:
        url = str(SAMPLE)
        findings = make_folder(SAMPLE.parent)
        if findings:
            show.print_findings(findings)
            return show.WRONG
    url = url or FILE

    def use(office: Office) -> int:
        if with_sample and not _has_sample(office):
            return show.WRONG
        from kaimen.web.serve import serve, settings_for

        settings, findings = settings_for(office, url, language, host, name)
        if settings is None:
            show.print_findings(findings)
            return show.WRONG

        def tell(address: str) -> None:
            once = "The address opens it once, for you at this machine." if settings.is_local else "Accounts sign in."
            print(f"kaimen is at {address}\n{once} End it with Ctrl-C.")
            sys.stdout.flush()
            if opens:
                webbrowser.open(address)

        findings = serve(office, settings, host, port, tell)
        show.print_findings(findings)
        return show.WRONG if findings else show.DONE

    return with_office(url, use, as_json=False)


def _has_sample(office: Office) -> bool:
    """Fill a workspace that has nothing, and solve a plan where none lies beside it; say what goes wrong."""
    from kaimen.workspace.samples.filling import fill_sample

    if office.store.head().number == 0:
        findings = fill_sample(office, said("sample", ""))
        if findings:
            show.print_findings(findings)
            return False
        show.say(
            "Filled with the sample. What was announced, and Jinan's rules, are real; all else is made up.", "bold"
        )
    shelf = Shelf(folder_beside(office.store))
    return bool(shelf.entries()) or _has_plan(shelf)


def _has_plan(shelf: Shelf) -> bool:
    from kaimen.cli.solving import watched
    from kaimen.solve import NoPlan, max_gap

    path, findings = shelf.path_of(demo_scenario().stem)
    question, found = load_question(demo_scenario())
    if path is None or question is None:
        show.print_findings([*findings, *found])
        return False
    show.say("Solving its plan ...")
    result = watched(question.problem, max_gap(_GAP))
    findings = list(result.findings) if isinstance(result, NoPlan) else make_folder(path.parent)
    if not findings and not isinstance(result, NoPlan):
        findings = save_plan(path, question, result)
    show.print_findings(findings)
    return not findings


def has_browser() -> bool:
    """Return whether somebody sits at a terminal with a browser beside it: not in a pipe, and not in a build."""
    if not sys.stdout.isatty() or os.environ.get("CI"):
        return False
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True

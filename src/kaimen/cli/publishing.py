"""`site`: the public pages of a plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.delivering import day_of
from kaimen.cli.keeping import with_office
from kaimen.cli.looking import open_plan
from kaimen.errors import has_errors
from kaimen.report import counted
from kaimen.workspace.delivery import Delivery, delivery_in
from kaimen.workspace.office import Office
from kaimen.workspace.site import save_site


def site(path: Path, folder: Path, inputs: Path | None, url: str, baseline: str, as_of: str, *, as_json: bool) -> int:
    """Write the public site of a plan; with a workspace also what became of it."""
    day = day_of(as_of)
    if day is None:
        return show.misuse(f'--as-of takes a day such as 2024-05-08; "{as_of}" is none', as_json=as_json)
    if not url:
        return _written(path, folder, inputs, None, day, as_json=as_json)

    def use(office: Office) -> int:
        found, findings = delivery_in(office, baseline, day)
        if found is None:
            show.tell(findings, as_json=as_json)
            return show.WRONG
        return _written(path, folder, inputs, found, day, as_json=as_json)

    return with_office(url, use, as_json=as_json, must_exist=True)


def _written(
    path: Path, folder: Path, inputs: Path | None, delivery: Delivery | None, day: date, *, as_json: bool
) -> int:
    found = open_plan(path, inputs, as_json=as_json)
    if found is None:
        return show.WRONG
    plan, result = found
    names, findings = save_site(folder, plan.question, result, delivery, day)
    if as_json:
        show.print_json({"wrote": names, "findings": show.findings_json(findings)})
    else:
        show.print_findings(findings)
        if not findings:
            show.say(f"wrote {counted(len(names), 'file')} to {folder}; open {folder / 'index.html'}", "bold")
    return show.WRONG if has_errors(findings) else show.DONE

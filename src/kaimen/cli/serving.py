"""`serve`: the workbench in a browser."""

from __future__ import annotations

import os
import sys
import webbrowser

from kaimen.cli import show
from kaimen.cli.keeping import with_office
from kaimen.report.language import LANGUAGES
from kaimen.workspace.office import Office


def serve(url: str, host: str, port: int, name: str, language: str, *, opens: bool = False) -> int:
    """Serve a workspace until Ctrl-C, and print the address to open; with `opens` a browser is sent there."""
    if language not in LANGUAGES:
        return show.misuse(f'--lang takes en or zh, not "{language}".', as_json=False)

    def use(office: Office) -> int:
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

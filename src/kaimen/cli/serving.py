"""`serve`: the workbench in a browser."""

from __future__ import annotations

import sys

from kaimen.cli import show
from kaimen.cli.keeping import with_office
from kaimen.report.language import LANGUAGES
from kaimen.workspace.office import Office


def serve(url: str, host: str, port: int, language: str) -> int:
    """Serve a workspace until Ctrl-C, and print the address to open."""
    if language not in LANGUAGES:
        return show.misuse(f'--lang takes en or zh, not "{language}".', as_json=False)

    def use(office: Office) -> int:
        from kaimen.web.serve import local_settings, serve

        def tell(address: str) -> None:
            print(f"kaimen is at {address}\nThe address opens it once, for you at this machine. End it with Ctrl-C.")
            sys.stdout.flush()

        findings = serve(office, local_settings(url, language, host), host, port, tell)
        show.print_findings(findings)
        return show.WRONG if findings else show.DONE

    return with_office(url, use, as_json=False)

"""`serve`: the workbench in a browser."""

from __future__ import annotations

import sys

from kaimen.cli import show
from kaimen.cli.keeping import with_office
from kaimen.report.language import LANGUAGES
from kaimen.workspace.office import Office


def serve(url: str, host: str, port: int, name: str, language: str) -> int:
    """Serve a workspace until Ctrl-C, and print the address to open."""
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

        findings = serve(office, settings, host, port, tell)
        show.print_findings(findings)
        return show.WRONG if findings else show.DONE

    return with_office(url, use, as_json=False)

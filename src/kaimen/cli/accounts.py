"""`users add, list, remove, password, token`: who may open the workbench of a workspace."""

from __future__ import annotations

import sys
from getpass import getpass

from kaimen.cli import show
from kaimen.cli.keeping import with_office
from kaimen.errors import Finding
from kaimen.report import Column, Table
from kaimen.workspace.record.accounts import ROLES, Accounts
from kaimen.workspace.record.office import Office


def add(url: str, name: str, role: str, *, as_json: bool) -> int:
    """Add an account; its password is asked for."""
    if role not in ROLES:
        return show.misuse(f'--role takes {", ".join(ROLES)}, not "{role}".', as_json=as_json)

    def use(office: Office) -> int:
        return _told(Accounts(office.store).add(name, ROLES[role], _password()), f"added {name}, {role}", as_json)

    return with_office(url, use, as_json=as_json)


def set_password(url: str, name: str, *, as_json: bool) -> int:
    """Give an account another password."""

    def use(office: Office) -> int:
        findings = Accounts(office.store).set_password(name, _password())
        return _told(findings, f"{name} has another password; its sessions and tokens have ended", as_json)

    return with_office(url, use, as_json=as_json, must_exist=True)


def remove(url: str, name: str, *, as_json: bool) -> int:
    """Remove an account."""

    def use(office: Office) -> int:
        return _told(Accounts(office.store).remove(name), f"removed {name}", as_json)

    return with_office(url, use, as_json=as_json, must_exist=True)


def list_all(url: str, *, as_json: bool) -> int:
    """Print accounts and tokens."""

    def use(office: Office) -> int:
        accounts = Accounts(office.store)
        rows = [(user.name, user.role.name.lower(), "", made) for user, made in accounts.all()]
        rows += [(name, "token", label, made) for name, label, made in accounts.tokens()]
        heads = ("name", "role", "label", "made on")
        table = Table("accounts", tuple(Column(head.replace(" ", "_"), head) for head in heads), tuple(rows))
        none = "There is no account: kaimen serve opens for the person at this machine alone."
        return show.print_rows(table, none, as_json=as_json)

    return with_office(url, use, as_json=as_json, must_exist=True)


def token(url: str, name: str, label: str, *, as_json: bool) -> int:
    """Print a new token for programs."""

    def use(office: Office) -> int:
        secret, findings = Accounts(office.store).token(name, label)
        if findings:
            return _told(findings, "", as_json)
        if as_json:
            show.print_json({"token": secret, "findings": []})
        else:
            print(secret)
            print("Send it as Authorization: Bearer. It is shown this once.", file=sys.stderr)
        return show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def _password() -> str:
    """Return a password: typed unseen at a terminal, else the first line of what is piped in."""
    return getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _told(findings: list[Finding], done: str, as_json: bool) -> int:
    if as_json:
        show.print_json({"findings": show.findings_json(findings)})
    elif findings:
        show.print_findings(findings)
    else:
        show.say(done)
    return show.WRONG if findings else show.DONE

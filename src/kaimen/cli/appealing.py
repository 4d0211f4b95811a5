"""`appeal`: what applicants say is another fact, what the office finds, and the decision solved again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.keeping import with_office
from kaimen.errors import Finding, has_errors
from kaimen.formats.claims import Claim
from kaimen.report import Column, Table
from kaimen.store import Receipt
from kaimen.workspace import write_bytes
from kaimen.workspace.record.office import Office, Said


def claims_of(texts: Sequence[str]) -> tuple[Claim, ...] | None:
    """Return claims from HEADING=TEXT; None where one is none."""
    pairs = [text.partition("=") for text in texts]
    if any(not mark or not heading.strip() for heading, mark, _ in pairs):
        return None
    return tuple(Claim(heading.strip(), said.strip()) for heading, _, said in pairs)


def enter(url: str, project: str, texts: Sequence[str], who: Said, *, as_json: bool) -> int:
    """Keep an appeal."""
    from kaimen.workspace.delivery.appeals import enter_appeal

    claims = claims_of(texts)
    if not claims:
        return _no_claims(as_json=as_json)

    def use(office: Office) -> int:
        name, (receipt, findings) = enter_appeal(office, project, claims, who)
        return _told(name, receipt, findings, f"appeal {name}", as_json=as_json)

    return with_office(url, use, as_json=as_json, must_exist=True)


def decide(url: str, name: str, texts: Sequence[str], who: Said, *, is_right: bool, as_json: bool) -> int:
    """Correct the facts of an appeal, as claimed or as found, or say that they stand."""
    from kaimen.workspace.delivery.appeal_answers import refuse
    from kaimen.workspace.delivery.appeals import correct

    claims = claims_of(texts)
    if claims is None:
        return _no_claims(as_json=as_json)

    def use(office: Office) -> int:
        receipt, findings = correct(office, name, claims, who) if is_right else refuse(office, name, who)
        what = "the facts are corrected" if is_right else "the facts stand"
        return _told(name, receipt, findings, what, as_json=as_json)

    return with_office(url, use, as_json=as_json, must_exist=True)


def answer(url: str, name: str, plan: Path, output: Path | None, nodes: int, who: Said, *, as_json: bool) -> int:
    """Solve the decision again and enter the answer."""
    from kaimen.cli.interrupt import interrupted
    from kaimen.explain.wish import Work
    from kaimen.solve import when
    from kaimen.workspace.delivery import appeal_answers

    def use(office: Office) -> int:
        with interrupted() as asked:
            work = Work(nodes, stop=when(asked))
            decision, (receipt, findings) = appeal_answers.answer(office, name, plan, who, work, show.step)
        if decision is not None and output is not None:
            findings = [*findings, *write_bytes(output, decision.letters["en"].encode())]
        if as_json:
            keys = ("was_in", "near", "is_in", "leaves", "is_settled")
            made = (
                {key: getattr(decision, key) for key in keys} | {"letter": decision.letters["en"]} if decision else None
            )
            entry = receipt.entry.number if receipt else None
            show.print_json({"decision": made, "entry": entry, "findings": show.findings_json(findings)})
            return show.WRONG if has_errors(findings) else show.DONE
        show.print_findings(findings, to_stdout=True)
        if decision is not None:
            print(decision.letters["en"], end="")
            _remarks(decision.near and not decision.was_in, decision.is_settled, decision.leaves)
            show.say(f"entered as entry {receipt.entry.number}" if receipt else "nothing was entered", "bold")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def appeals(url: str, *, as_json: bool) -> int:
    """Print all appeals."""
    from kaimen.workspace.delivery.appeals import appeals_in

    def use(office: Office) -> int:
        rows = tuple(
            (a.id, a.project, a.state, "; ".join(f"{c.heading}: {c.was} > {c.said}" for c in a.claims), a.by, a.why)
            for a in appeals_in(office)
        )
        heads = ("appeal", "project", "state", "facts", "by", "why")
        table = Table("appeals", tuple(Column(head, head) for head in heads), rows)
        return show.print_rows(table, "There are no appeals.", as_json=as_json)

    return with_office(url, use, as_json=as_json, must_exist=True)


def _remarks(is_near: bool, is_settled: bool, leaves: Sequence[str]) -> None:
    if is_near:
        show.say("for the office: a plan near this one has it even without the correction; solve for longer")
    if leaves:
        show.say(f"for the office: {', '.join(leaves)} would leave")
    if not is_settled:
        show.say("for the office: the search did not come to its end; allow more with --nodes")


def _no_claims(*, as_json: bool) -> int:
    return show.misuse(
        'a fact is HEADING=TEXT, such as --claim "cost=320" or --claim "ready: permit=yes"', as_json=as_json
    )


def _told(name: str, receipt: Receipt | None, findings: Sequence[Finding], what: str, *, as_json: bool) -> int:
    entry = receipt.entry.number if receipt else None
    if as_json:
        show.print_json({"appeal": name or None, "entry": entry, "findings": show.findings_json(findings)})
    else:
        show.print_findings(findings, to_stdout=True)
        if receipt is not None:
            show.say(f"{what}; kept as entry {entry}")
    return show.DONE if receipt is not None else show.WRONG

"""`review`, `pledges`, `trace`: a person decides on candidates by single keys; what stands, and where it comes from."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.keeping import change, said, with_office
from kaimen.cli.reading import MODEL, print_before
from kaimen.errors import Finding, has_errors
from kaimen.extract import Candidate, PlaceQuestion, Proposal, Where, propose_rule, within_province
from kaimen.ledger import Pledge, Target
from kaimen.quantity import parse_number
from kaimen.report import Column, Table, counted, figure_text
from kaimen.report import as_json as rows_json
from kaimen.workspace.reading.language_model import Endpoint
from kaimen.workspace.reading.review import Review, amend, ledger_in, pledge_in, retract, save_ledger, start_review
from kaimen.workspace.record.office import Kept, Office
from kaimen.workspace.tracing.figures import Steps, trace_in

KEYS = "a accept  e edit  r reject  s split  j next  k back  z undo  q quit"


def review(url: str, path: Path, day: str | None, by: str, model: Endpoint | None = None) -> int:
    """Go through the candidates of an announcement by keys; each decision is kept at once."""
    published = _day(day)
    if day is not None and published is None:
        return show.misuse(f'--date takes a day such as 2024-02-19; "{day}" is none.', as_json=False)
    if model is not None and not (model.is_web and model.model):
        return show.misuse(MODEL, as_json=False)

    def use(office: Office) -> int:
        started, findings = start_review(office, path, published, model)
        show.print_findings(findings)
        if started is None:
            return show.WRONG
        if started.earlier:
            names = ", ".join(f"{document.name} ({document.published})" for document in reversed(started.earlier))
            show.say(f"held against {names}", "dim")
        _Desk(started, by).work()
        left = len(started.queue)
        pledges = len(ledger_in(office).pledges)
        show.say(f"{counted(pledges, 'pledge')} in the ledger, {counted(left, 'candidate')} not decided.", "bold")
        return show.DONE

    return with_office(url, use, as_json=False)


class _Desk:
    """One candidate after another, each beside its sentence."""

    def __init__(self, review: Review, by: str) -> None:
        self._review, self._by, self._at = review, by, 0
        self._queue = review.queue
        self._keys: dict[str, Callable[[Candidate], None]] = {
            "a": self._accept,
            "e": self._edit,
            "r": self._reject,
            "s": self._split,
            "j": lambda _: self._step(1),
            "k": lambda _: self._step(-1),
            "z": lambda _: self._undo(),
        }

    def work(self) -> None:
        """Take keys until q, the end of the input, or the end of the queue."""
        show.say(f"{counted(len(self._queue), 'candidate')}.  {KEYS}", "dim")
        while self._queue:
            candidate = self._queue[self._at]
            self._show(candidate)
            key = _read_key()
            if key in ("q", ""):
                return
            action = self._keys.get(key)
            if action is not None:
                action(candidate)
            elif key.isdecimal() and self._asked(candidate) is not None:
                self._say_which(candidate, int(key))
            elif not key.isspace():
                show.say(f"  no such key: {key}.  {KEYS}", "dim")

    def _show(self, candidate: Candidate) -> None:
        extraction = self._review.extraction
        quantity = extraction.quantities[candidate.quantity] if candidate.quantity is not None else None
        parts = [candidate.where.region if candidate.where else "", candidate.what]
        parts += [figure_text(quantity, candidate.flags) if quantity else "no figure", candidate.modality]
        show.say(f"\n{self._at + 1}/{len(self._queue)}  {'  '.join(part for part in parts if part)}", "bold")
        show.say(f"  {' '.join(candidate.quote.split())}")
        own = [f for f in extraction.findings if f.place.start == (quantity.start if quantity else candidate.start)]
        show.print_findings(own, to_stdout=True)
        print_before(self._review.told_before(candidate))
        asked = self._asked(candidate)
        if asked is not None:
            told = "  ".join(f"{n} {name}" for n, name in enumerate(map(_whereabouts, asked.choices), 1))
            show.say(f'  which "{asked.name}" is meant?  {told}')

    def _asked(self, candidate: Candidate) -> PlaceQuestion | None:
        return next(iter(self._review.asked_of(candidate)), None)

    def _say_which(self, candidate: Candidate, number: int) -> None:
        asked = self._asked(candidate)
        if asked is None or not 1 <= number <= len(asked.choices):
            show.say(f"  no such key: {number}.  {KEYS}", "dim")
            return
        chosen = asked.choices[number - 1]
        remember = _read_line("  in every document of this office? y/n [n]: ").lower() in ("y", "yes", "是")
        answer = self._review.say_which(asked.name, chosen.adcode or "", said(self._by, ""), remember=remember)
        self._decided(answer, f'"{asked.name}" is read as {_whereabouts(chosen)}')

    def _decided(self, answer: tuple[object | None, list[Finding]], word: str) -> None:
        receipt, findings = answer
        show.print_findings(findings, to_stdout=True)
        if receipt is not None:
            show.say(f"  {word}", "dim")
            self._queue = self._review.queue
            self._at = min(self._at, max(0, len(self._queue) - 1))

    def _accept(self, candidate: Candidate) -> None:
        name = self._review.proposed(candidate).id
        self._decided(self._review.accept(candidate, said(self._by, "")), f"accepted as {name}")

    def _reject(self, candidate: Candidate) -> None:
        self._decided(self._review.reject(candidate, said(self._by, "")), "rejected")

    def _undo(self) -> None:
        self._decided(self._review.undo(said(self._by, "")), "undone")

    def _step(self, by: int) -> None:
        self._at = (self._at + by) % len(self._queue)

    def _edit(self, candidate: Candidate) -> None:
        edited = _edited(self._review.proposed(candidate))
        if edited is not None:
            answer = self._review.accept(candidate, said(self._by, ""), edited)
            self._decided(answer, f"accepted as {edited.id}, edited")

    def _split(self, candidate: Candidate) -> None:
        parts = self._review.split(candidate, _read_line("  split before which words? "))
        if parts is None:
            show.say("  these words do not stand in the sentence after its beginning; nothing was split")
            return
        answer = self._review.accept(candidate, said(self._by, ""), *parts)
        self._decided(answer, f"accepted as {parts[0].id} and {parts[1].id}")


def _whereabouts(where: Where) -> str:
    return f"{within_province(where)} ({where.adcode or 'no code'})"


def _edited(pledge: Pledge) -> Pledge | None:
    """Ask for each part, with what was read as the answer to an empty line."""
    what = _read_line(f"  what [{pledge.what}]: ") or pledge.what
    region = _read_line(f"  where [{pledge.region}]: ") or pledge.region
    authority = _read_line(f"  by whom [{pledge.authority}]: ") or pledge.authority
    due_text = _read_line(f"  due [{pledge.due or ''}]: ")
    due = _day(due_text) if due_text else pledge.due
    target = pledge.target
    if target is not None:
        value = _read_line(f"  value in {target.unit} [{target.value:f}]: ")
        number = parse_number(value) if value else target.value
        if number is None:
            show.say(f'  "{value}" is no number; nothing was accepted')
            return None
        target = Target(number, target.unit, target.qualifier, target.upper, target.change)
    if due_text and due is None:
        show.say(f'  "{due_text}" is no day; write it as 2024-12-31; nothing was accepted')
        return None
    return replace(pledge, what=what, region=region, authority=authority, due=due, target=target)


def _read_key() -> str:
    """Return one key, without Enter at a terminal; empty at the end of the input."""
    if not sys.stdin.isatty():
        return sys.stdin.read(1)
    import click  # a part of the command line's own library

    try:
        return click.getchar()
    except (KeyboardInterrupt, EOFError):
        return ""


def _read_line(prompt: str) -> str:
    print(prompt, end="", flush=True)
    return sys.stdin.readline().strip()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def pledges(url: str, as_of: str | None, output: Path | None, *, rules: bool, as_json: bool) -> int:
    """Show the pledges that stand, or what each can become; write them as a pledge file."""
    day = _day(as_of)
    if as_of is not None and day is None:
        return show.misuse(f'--as-of takes a day such as 2024-02-19; "{as_of}" is none.', as_json=as_json)

    def use(office: Office) -> int:
        ledger = ledger_in(office, day)
        findings = save_ledger(office, output, day) if output is not None else []
        rows = tuple(_pledge_row(pledge) for pledge in ledger.pledges.values())
        heads = ("id", "where", "what", "figure", "due", "by", "passage")
        table = Table("pledges", tuple(Column(head, head) for head in heads), rows)
        proposals = [propose_rule(pledge) for pledge in ledger.pledges.values()] if rules else []
        if as_json:
            told = {"rules": [asdict(proposal) for proposal in proposals]} if rules else {}
            show.print_json({"pledges": rows_json(table), **told, "findings": show.findings_json(findings)})
        else:
            if not ledger.pledges:
                show.say("There are no pledges; kaimen review takes them in.")
            elif rules:
                _print_proposals(proposals)
            else:
                show.print_table(table)
            show.print_findings(findings)
            if output is not None and not findings:
                show.say(f"wrote {output} and its documents beside it")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def _print_proposals(proposals: Sequence[Proposal]) -> None:
    """Print tables of TOML; what is no table is a remark in it, so that the whole can be kept as a file."""
    for proposal in proposals:
        show.say(f"# {proposal.pledge}: {proposal.kind or 'no rule'}")
        if proposal.why_not:
            show.say(f"# {proposal.why_not}")
        show.say(proposal.toml)


def _pledge_row(pledge: Pledge) -> tuple[str, ...]:
    figure = pledge.figure.quote if pledge.figure else ""
    where = f"{pledge.passage.document} [{pledge.passage.start}:{pledge.passage.end}]"
    return pledge.id, pledge.region, pledge.what, figure, str(pledge.due or ""), pledge.authority, where


def change_pledge(url: str, name: str, set_: list[str], why: str, by: str, *, withdraw: bool, as_json: bool) -> int:
    """Amend a pledge (`--set what=...`) or retract it, for a reason."""

    def make(office: Office) -> Kept:
        if withdraw:
            return retract(office, name, said(by, why))
        pledge = pledge_in(office, name)
        if pledge is None:
            return retract(office, name, said(by, why))  # says that there is none
        return amend(office, _with(pledge, set_), said(by, why))

    wrong = [part for part in set_ if not _is_good(part)]
    if wrong or (not set_ and not withdraw):
        what = f"--set takes NAME=TEXT with NAME one of {', '.join(_SETTERS)}; not {', '.join(wrong) or 'nothing'}"
        return show.misuse(what, as_json=as_json)
    return change(url, make, as_json=as_json)


def _valued(pledge: Pledge, text: str) -> Pledge:
    number = parse_number(text)
    return replace(pledge, target=replace(pledge.target, value=number)) if pledge.target and number else pledge


_SETTERS: dict[str, Callable[[Pledge, str], Pledge]] = {
    "what": lambda pledge, text: replace(pledge, what=text),
    "region": lambda pledge, text: replace(pledge, region=text),
    "authority": lambda pledge, text: replace(pledge, authority=text),
    "due": lambda pledge, text: replace(pledge, due=_day(text)),
    "lead": lambda pledge, text: replace(pledge, lead=text),
    "others": lambda pledge, text: replace(pledge, others=tuple(p.strip() for p in text.split(";") if p.strip())),
    "next_report": lambda pledge, text: replace(pledge, next_report=_day(text)),
    "value": _valued,
}


def _is_good(part: str) -> bool:
    name, _, text = part.partition("=")
    if name == "value":
        return parse_number(text) is not None
    return name in _SETTERS and (name not in ("due", "next_report") or _day(text) is not None)


def _with(pledge: Pledge, set_: list[str]) -> Pledge:
    for part in set_:
        name, _, text = part.partition("=")
        pledge = _SETTERS[name](pledge, text)
    return pledge


def trace(url: str, figure: str, as_of: str, plan: Path | None, *, as_json: bool) -> int:
    """Print where a figure comes from, nearest first; with a plan, what it says of it before that."""
    day = _day(as_of) if as_of else datetime.now(UTC).date()
    if day is None:
        return show.misuse(f'--as-of takes a day such as 2024-02-19; "{as_of}" is none.', as_json=as_json)
    planned: Steps = []
    if plan is not None:
        from kaimen.workspace.planning.plans import load_plan
        from kaimen.workspace.tracing.plans import trace_in_plan

        loaded, findings = load_plan(plan)
        if loaded is None:
            show.tell(findings, as_json=as_json)
            return show.WRONG
        show.print_findings(loaded.verified.findings)
        planned = trace_in_plan(loaded, figure)

    def use(office: Office) -> int:
        steps = [*planned, *trace_in(office, figure, day)]
        if not steps:
            what = f'"{figure}" is nothing in {url}: give a pledge\'s id, or PROJECT.FIELD such as GD-0412.cost, '
            what += "or BASELINE/LINE.FIGURE such as plan/all.done"
            return show.misuse(what, as_json=as_json)
        if as_json:
            show.print_json([{"step": step, "says": says} for step, says in steps])
        else:
            show.print_table(Table("trace", (Column("step", "step"), Column("says", "says")), tuple(steps)))
        return show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)

"""A ledger written as a pledge file (TOML) that a scenario can name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaimen.evidence import Document, Passage
from kaimen.formats.toml_text import toml
from kaimen.ledger import Amendment, Entry, Ledger, Pledge, Retraction


def pledges_toml(ledger: Ledger, documents: Iterable[Document]) -> str:
    """Return the text of a pledge file that reads back as this ledger."""
    parts = ["\n".join(["[[document]]", f"file = {toml(document.name)}", *_dated(document)]) for document in documents]
    parts += ["\n".join(_entry_lines(entry)) for entry in ledger.entries]
    return "\n\n".join(parts) + "\n"


def _dated(document: Document) -> Iterator[str]:
    if document.published is not None:
        yield f"published = {document.published.isoformat()}"
    if document.source:
        yield f"source = {toml(document.source)}"


def _entry_lines(entry: Entry) -> Iterator[str]:
    kind = "retract" if isinstance(entry, Retraction) else "amend" if isinstance(entry, Amendment) else "confirm"
    name = entry.pledge if isinstance(entry, Retraction) else entry.pledge.id
    yield from ("[[entry]]", f'kind = "{kind}"', f"pledge = {toml(name)}", f"on = {entry.on.isoformat()}")
    yield f"by = {toml(entry.by)}"
    if isinstance(entry, Amendment | Retraction):
        yield f"reason = {toml(entry.reason)}"
    if not isinstance(entry, Retraction):
        yield from _pledge_lines(entry.pledge)


def _pledge_lines(pledge: Pledge) -> Iterator[str]:
    for key in ("what", "region", "authority", "lead"):
        if getattr(pledge, key):
            yield f"{key} = {toml(getattr(pledge, key))}"
    if pledge.others:
        yield f"others = {toml(pledge.others)}"
    for name in ("due", "next_report"):
        if getattr(pledge, name) is not None:
            yield f"{name} = {getattr(pledge, name).isoformat()}"
    target = pledge.target
    if target is not None:
        parts = [f'value = "{target.value:f}"', f"unit = {toml(target.unit)}", f'qualifier = "{target.qualifier}"']
        parts += [f'upper = "{target.upper:f}"'] if target.upper is not None else []
        parts += [f'change = "{target.change}"'] if target.change else []
        yield f"target = {{ {', '.join(parts)} }}"
    yield f"passage = {_passage(pledge.passage)}"
    if pledge.figure is not None:
        yield f"figure = {_passage(pledge.figure)}"
    if pledge.twins:
        yield f"twins = [{', '.join(_passage(twin) for twin in pledge.twins)}]"


def _passage(passage: Passage) -> str:
    where = f"document = {toml(passage.document)}, start = {passage.start}, end = {passage.end}"
    return f"{{ {where}, quote = {toml(passage.quote)} }}"

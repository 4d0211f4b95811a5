"""Books of policies kept in the record: the file's own text, by the book's name, each version an entry of its own.

The text is kept as it came, so that a finding names the line that its author knows, and what is exported is what came
in. A book is read anew each time; what was kept was read without errors or told with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.formats.policy_file import parse_policies
from kaimen.policies import AccessLine, Guarantee, Lender, Policy, PolicyBook
from kaimen.report import Column, Table
from kaimen.store import Change, Draft, Json, Store
from kaimen.workspace.files import read_bytes, text_of, write_bytes
from kaimen.workspace.record.office import Kept, Office, Said, open_office

KIND = "policies"
"""The kind of a book in the record."""


@dataclass(frozen=True, slots=True)
class BookIntake:
    """What keeping a policy file would do: its name, and its rules by what would become of them."""

    name: str
    list_name: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]
    findings: tuple[Finding, ...]
    drafts: tuple[Draft, ...] = field(repr=False, default=())


def book_texts(store: Store) -> dict[str, str]:
    """Return the texts of the kept books by name."""
    return {version.id: str(version.body["toml"]) for version in store.versions(KIND) if version.body}


def kept_books(store: Store) -> dict[str, PolicyBook]:
    """Return the kept books by name, each without what cannot stand."""
    read = {name: parse_policies(text, name)[0] for name, text in book_texts(store).items()}
    return {name: book for name, book in read.items() if book is not None}


def look_at_book(office: Office, path: Path) -> tuple[BookIntake | None, list[Finding]]:
    """Read a policy file and say what keeping it would do; of a book of the same name it becomes the next version."""
    content, findings = read_bytes(path)
    text, findings = ("", findings) if findings else text_of(content, path.name)
    book, found = parse_policies(text, path.name) if not findings else (None, [])
    if book is None:
        return None, findings + found
    version = office.store.version(KIND, book.name)
    before = str(version.body["toml"]) if version and version.body else ""
    old = dict(_rules(parse_policies(before)[0])) if before else {}
    now = dict(_rules(book))
    new = tuple(rule for rule in now if rule not in old)
    changed = tuple(rule for rule in now if rule in old and old[rule] != now[rule])
    same = tuple(rule for rule in now if rule in old and old[rule] == now[rule])
    gone = tuple(rule for rule in old if rule not in now)
    number = office.store.numbers(KIND, [book.name]).get(book.name, 0)
    own = Draft(KIND, book.name, {"toml": text, "file": path.name}, number)
    drafts = (own, *_named(office.store, book.names)) if text != before else ()
    return BookIntake(book.name, path.name, new, changed, same, gone, tuple(found), drafts), []


def _named(store: Store, names: Mapping[str, Mapping[str, str]]) -> Iterator[Draft]:
    """Yield what a book calls things in other languages, among the workspace's names."""
    for language, own in names.items():
        version = store.version("names", language)
        before: dict[str, Json] = dict(version.body) if version and version.body else {}
        after = {**before, **own}
        if after != before:
            yield Draft("names", language, after, store.numbers("names", [language]).get(language, 0))


def withdraw_book(office: Office, name: str, said: Said) -> Kept:
    """Take a book out of what is kept; its versions stay in the ledger."""
    texts = book_texts(office.store)
    if name not in texts:
        return None, [_unknown(name, texts)]
    draft = Draft(KIND, name, None, office.store.numbers(KIND, [name])[name])
    return office.store.write(Change(said.author, said.at, "withdraw", (draft,), said.why))


def save_book(store: Store, name: str, path: Path) -> list[Finding]:
    """Write a kept book as the file that came in."""
    texts = book_texts(store)
    return write_bytes(path, texts[name].encode()) if name in texts else [_unknown(name, texts)]


def book_table(store: Store) -> Table:
    """Return a row for each kept book, with how many rules of each kind it has."""
    entries = {version.id: version.entry for version in store.versions(KIND)}
    rows = tuple(
        (
            name,
            len(book.policies),
            len(book.access),
            len(book.programmes),
            len(book.financings),
            entries[name],
            book.title,
        )
        for name, book in kept_books(store).items()
    )
    figures = ("policies", "access", "programmes", "matchings", "entry")
    columns = (Column("name", "name"), *(Column(key, key, True) for key in figures), Column("title", "title"))
    return Table("books", columns, rows)


def book_of(path: Path, url: str) -> tuple[PolicyBook | None, list[Finding]] | None:
    """Return the book of a workspace that is called as a path says, where there is no such file; else None."""
    if path.exists() or not url or ("://" not in url and not Path(url).exists()):
        return None
    office, findings = open_office(url)
    if office is None:
        return None, findings
    try:
        texts = book_texts(office.store)
    finally:
        office.close()
    name = str(path)
    return parse_policies(texts[name], name) if name in texts else (None, [_unknown(name, texts)])


def _unknown(name: str, texts: Mapping[str, str]) -> Finding:
    what = f'There is no file "{name}", and no book of that name is kept in the workspace.'
    fix = "Correct the name, or keep the file with kaimen policies import FILE --keep."
    return Finding("E609", what, Place(key=name), ", ".join(texts) or "none is kept", f'"{name}"', fix)


def _rules(book: PolicyBook | None) -> Iterator[tuple[str, object]]:
    """Yield everything a book has under what it is called; versions of a rule by the day from which they hold."""
    if book is None:
        return
    dated: tuple[Policy | AccessLine | Guarantee | Lender, ...]
    dated = (*book.policies, *book.access, *book.guarantees, *book.lenders)
    for rule in dated:
        yield f"{rule.id} ({rule.start})", rule
    for kind, entries in (("pool", book.pools), ("limit", book.stackings)):
        for entry in entries:
            yield f"{kind} {entry.name}", entry
    for programme in book.programmes:
        yield f"programme {programme.name}", programme
    for financing in book.financings:
        yield f"matching {financing.name}", financing
    for number in book.fields:
        yield f"field {number.name}", number

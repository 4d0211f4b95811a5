"""Mappings that an office has used: kept under a name, and used again for the next version of a list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kaimen.errors import Finding
from kaimen.formats.library_table import LibraryMapping, parse_library, parse_mapping
from kaimen.store import Change, Draft, Store
from kaimen.workspace.files import read_text
from kaimen.workspace.record.office import Kept, Office, Said


@dataclass(frozen=True, slots=True)
class Chosen:
    """The mapping a list is read with: its name and text; `again` where nobody named it. No mapping: all empty."""

    mapping: LibraryMapping | None = None
    name: str = ""
    text: str = ""
    again: bool = False


def mappings_in(store: Store) -> dict[str, str]:
    """Return the kept mappings (TOML) by name, the one that was changed last first."""
    kept = sorted(store.versions("mapping"), key=lambda version: -version.entry)
    return {version.id: str(version.body["toml"]) for version in kept if version.body}


def save_mapping(office: Office, path: Path, name: str, said: Said) -> Kept:
    """Keep a mapping under a name, its file's by default."""
    text, findings = read_text(path)
    mapping, found = parse_mapping(text, path.name) if not findings else (None, [])
    if mapping is None:
        return None, findings + found
    draft = mapping_draft(office.store, name or path.stem, text)
    if draft is None:
        return None, []
    return office.store.write(Change(said.author, said.at, "map", (draft,), said.why, path.name))


def mapping_draft(store: Store, name: str, text: str) -> Draft | None:
    """Return what keeps a mapping, or None where it is kept as it is."""
    version = store.version("mapping", name)
    if version is not None and version.body == {"toml": text}:
        return None
    return Draft("mapping", name, {"toml": text}, store.numbers("mapping", [name]).get(name, 0))


def choose_mapping(
    store: Store, content: bytes, list_name: str, given: Path | None
) -> tuple[Chosen | None, list[Finding]]:
    """Return the mapping to read a list with.

    A file or the name of a kept mapping, if one is given. Else the one of the list's last version; else, for a list
    without canonical headings, the last changed of the kept mappings whose columns the list has.
    """
    kept = mappings_in(store)
    if given is not None and not given.exists() and str(given) in kept:
        return _parsed(str(given), kept[str(given)])
    if given is not None:
        text, findings = read_text(given)
        mapping, found = parse_mapping(text, given.name) if not findings else (None, [])
        return (Chosen(mapping, given.stem, text), found) if mapping else (None, findings + found)
    listed = store.version("list", list_name)
    name = str((listed.body or {}).get("mapping", "")) if listed else ""
    if name in kept:
        return _parsed(name, kept[name], again=True)
    if not kept or parse_library(content, list_name)[0].projects:
        return Chosen(), []
    for name, text in kept.items():
        chosen, _ = _parsed(name, text, again=True)
        if chosen is not None and parse_library(content, list_name, chosen.mapping)[0].projects:
            return chosen, []
    return Chosen(), []


def _parsed(name: str, text: str, *, again: bool = False) -> tuple[Chosen | None, list[Finding]]:
    mapping, findings = parse_mapping(text, name)
    return (Chosen(mapping, name, text, again), findings) if mapping else (None, findings)

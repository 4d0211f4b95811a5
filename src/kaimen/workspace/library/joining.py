"""Two projects that are one: what they do not agree on, and the change that joins them; nothing leaves the record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kaimen.errors import Finding, Place
from kaimen.formats.project_body import project_of
from kaimen.library import Condition, Option, Project
from kaimen.store import Change, Draft, Json, Store, texts_of
from kaimen.workspace.library.editing import TEXTS
from kaimen.workspace.record.office import Kept, Office, Said

WHOLE = ("options", "conditions", "funds")
"""Parts that go over as they are: costs and demands belong together."""

_APART = "apart"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of two projects: its name, and what each says."""

    name: str
    first: str
    second: str

    @property
    def is_same(self) -> bool:
        """Whether both say the same."""
        return self.first == self.second


def cells_beside(first: Project, second: Project) -> tuple[Cell, ...]:
    """Return the cells of two projects side by side: texts, stage, costs and demands whole, criteria and fields."""
    one, other = _said(first), _said(second)
    return tuple(Cell(name, one.get(name, ""), other.get(name, "")) for name in dict.fromkeys((*one, *other)))


def join(
    office: Office,
    kept: tuple[str, int],
    other: tuple[str, int],
    from_other: Collection[str],
    said: Said,
) -> Kept:
    """Join two projects as one entry: one stays under its id, with what is taken from the other, which is withdrawn.

    The link between them is kept in the same entry, with what was taken from where; undoing the entry puts both back.

    Args:
        office: the workspace.
        kept: the id that stays, and the version of it that was looked at.
        other: the same of the project that is withdrawn.
        from_other: names of the cells that are taken from it; all others stay as the first says.
        said: who, when and why.

    Returns:
        The receipt, or None with findings: `E609` no such project, `E404` no such cell, `E812` no reason, `E803` where
        one of them was changed meanwhile.
    """
    bodies = {v.id: v.body for v in office.store.versions("project", [kept[0], other[0]]) if v.body is not None}
    findings = _wrong(bodies, kept[0], other[0], said)
    if findings:
        return None, findings
    body = dict(bodies[kept[0]])
    names = {cell.name for cell in cells_beside(project_of(bodies[kept[0]]), project_of(bodies[other[0]]))}
    unknown = sorted(set(from_other) - names)
    if unknown:
        what = f"The projects have no cell {', '.join(unknown)}."
        return None, [Finding("E404", what, Place(key=kept[0]), fix="Choose cells that they have.")]
    for name in from_other:
        _take(body, bodies[other[0]], name)
    link: dict[str, Json] = {"how": "merged", "before": [other[0]], "after": [kept[0]], "taken": sorted(from_other)}
    drafts = (
        Draft("project", kept[0], body, kept[1]),
        Draft("project", other[0], None, other[1]),
        _link(office, f"{other[0]} > {kept[0]}", link),
    )
    return office.store.write(Change(said.author, said.at, "join", drafts, said.why, f"{other[0]} > {kept[0]}"))


def keep_apart(office: Office, first: str, second: str, said: Said) -> Kept:
    """Say that two projects are two, so that they are not proposed again."""
    if {first, second} - set(office.store.numbers("project", [first, second])) or first == second:
        return None, [Finding("E609", f"There is no project {first} or {second}.", Place(key=first))]
    pair = sorted((first, second))
    draft = _link(office, " | ".join(pair), {"how": _APART, "before": [], "after": [], "pair": pair})
    return office.store.write(Change(said.author, said.at, "link", (draft,), said.why))


def apart_in(store: Store) -> frozenset[tuple[str, str]]:
    """Return the pairs, each in the order of ids, of which somebody said that they are two."""
    bodies = (version.body for version in store.versions("link") if version.body)
    pairs = (texts_of(body["pair"]) for body in bodies if body["how"] == _APART)
    return frozenset((str(first), str(second)) for first, second in pairs)


def joined_with(store: Store, project: str) -> tuple[str, int] | None:
    """Return the id under which a withdrawn project goes on, and the number of the entry that joined them."""
    for version in store.versions("link"):
        body = version.body
        if body and body["how"] == "merged" and project in texts_of(body["before"]):
            return str(next(iter(texts_of(body["after"])))), version.entry
    return None


def _wrong(bodies: Mapping[str, object], kept: str, other: str, said: Said) -> list[Finding]:
    missing = [name for name in (kept, other) if name not in bodies]
    if missing or kept == other:
        what = f"There is no project {', '.join(missing)}." if missing else "A project is not joined with itself."
        return [Finding("E609", what, Place(key=(missing or [kept])[0]), fix="Correct the id.")]
    if not said.why.strip():
        what = f"{other} is to be joined with {kept}, and no reason is given."
        return [Finding("E812", what, Place(key=other), "a reason", fix="Say why they are one.")]
    return []


def _link(office: Office, name: str, body: Mapping[str, Json]) -> Draft:
    return Draft("link", name, body, office.store.numbers("link", [name]).get(name, 0))


def _take(body: dict[str, Json], other: Mapping[str, Json], name: str) -> None:
    """Put into a body what the other says under a name; nothing where it says nothing."""
    if name in (*TEXTS, "stage", *WHOLE):
        body.pop(name, None)
        body |= {name: other[name]} if name in other else {}
        if name == "options":
            body.setdefault("options", [])
        return
    for group in ("criteria", "fields"):
        own, others = body.get(group, {}), other.get(group, {})
        if isinstance(own, Mapping) and isinstance(others, Mapping) and (name in own or name in others):
            rest = {key: value for key, value in own.items() if key != name}
            body[group] = rest | ({name: others[name]} if name in others else {})


def _said(project: Project) -> dict[str, str]:
    cells = {name: getattr(project, name) for name in (*TEXTS, "stage")}
    cells["options"] = "; ".join(map(_option, project.options))
    cells["conditions"] = _listed(f"{c.name}: {_since(c)}" for c in project.conditions)
    cells["funds"] = _listed(project.funds)
    return cells | {name: f"{value:f}" for name, value in project.criteria.items()} | dict(project.fields)


def _option(option: Option) -> str:
    parts = [*(str(amount) for amount in option.cost), *(f"{d.resource} {d.amount}" for d in option.demands)]
    parts += [f"site {option.site}"] if option.site else []
    parts += [f"starts {', '.join(option.starts)}"] if option.starts else []
    return _listed(parts)


def _since(condition: Condition) -> str:
    day = condition.holds_from
    return "no" if day is None else "yes" if day == date.min else day.isoformat()


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)

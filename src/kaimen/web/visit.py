"""What a page function is given: the desk all visits share, and the visit itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Generic, Literal, TypeVar, cast
from urllib.parse import quote, urlencode

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from kaimen.errors import Finding
from kaimen.library import Library
from kaimen.report.language import Speaker, said_place, said_text, said_value
from kaimen.web.keeping import Keeping
from kaimen.web.settings import Settings
from kaimen.workspace.library.current import Current, current_in
from kaimen.workspace.record.accounts import Role, User
from kaimen.workspace.record.office import Office, Said

Part = TypeVar("Part")
Q = TypeVar("Q", bound="Query")
F = TypeVar("F", bound="Body | None")


class Query(BaseModel):
    """What any address may say: a language, and light or dark."""

    lang: Literal["en", "zh"] | None = Field(None, description="Language of the page; kept for the next ones.")
    theme: Literal["light", "dark", "auto"] | None = Field(None, description="Kept for the next pages.")


class Body(BaseModel):
    """What any form sends: the token that shows that it comes from a page of ours."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    csrf: str = Field("", description="From the page the form is on; or the header X-CSRF-Token.")


class Refused(Exception):  # noqa: N818 - not a fault
    """What was asked for is not done, for these reasons; `current` is what stands, where it was changed meanwhile."""

    def __init__(self, status: int, *findings: Finding, current: Mapping[str, Any] | None = None) -> None:
        super().__init__(status)
        self.status, self.findings, self.current = status, findings, current


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go on at another address."""

    address: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file."""

    content: bytes
    name: str
    kind: str = "application/octet-stream"


class Desk:
    """What all visits of one server share: the office, its settings, a clock, and what pages keep."""

    def __init__(self, office: Office, settings: Settings, now: Callable[[], datetime] | None = None) -> None:
        self.office, self.settings = office, settings
        self.now = now or (lambda: datetime.now(UTC))
        self._lock = threading.RLock()
        self._parts: dict[type, object] = {}
        self.keeping = Keeping(office.store)

    def part(self, kind: Callable[[Desk], Part]) -> Part:
        """Return the one `kind` of this desk, made with the desk when it is first asked for; closed with it."""
        with self._lock:
            key = cast(type, kind)
            if key not in self._parts:
                self._parts[key] = kind(self)
            return cast(Part, self._parts[key])

    def once(self, name: str, make: Callable[[], Part]) -> Part:
        """Return what `make` works out from the workspace as it stands; worked out again when an entry was added."""
        return self.keeping.once(name, make)

    def value(self, name: str, make: Callable[[], Part]) -> Part:
        """Return the same as `once`; but a page that asks is made again only where the value is another."""
        return self.keeping.value(name, make)

    @property
    def current(self) -> Current:
        """The library as it stands, with its counts."""
        return current_in(self.office.store)

    @property
    def library(self) -> Library:
        """All projects, as they stand."""
        return self.current.library

    @property
    def is_near(self) -> bool:
        """Whether the ledger is a file, which tells its head at once, and not a server's."""
        return self.office.store.engine.dialect.name == "sqlite"

    @property
    def today(self) -> date:
        """The day it is, in UTC."""
        return self.now().date()

    def names(self, language: str) -> Mapping[str, str]:
        """Return what names of the data are called in a language, as the workspace keeps them."""

        def read() -> Mapping[str, str]:
            version = self.office.store.version("names", language)
            return {str(name): str(said) for name, said in version.body.items()} if version and version.body else {}

        return self.once(f"names {language}", read)

    def close(self) -> None:
        """Close what the pages keep; the office is its owner's to close."""
        for part in self._parts.values():
            close = getattr(part, "close", None)
            if close is not None:
                close()


@dataclass(frozen=True, slots=True)
class Visit(Generic[Q, F]):
    """One request: who asks, in which language, for what; `is_twin`: for rows, without what is only said."""

    desk: Desk
    request: Request
    user: User
    speaker: Speaker
    query: Q
    body: F
    path: Mapping[str, str] = field(default_factory=dict)
    csrf: str = ""
    theme: str = "auto"
    is_twin: bool = False

    def say(self, message: str, **values: str | int) -> str:
        """Return a message in the reader's language; whole numbers are written as its readers write them."""
        said = {name: v if isinstance(v, str) else self.speaker.number(v) for name, v in values.items()}
        return self.speaker.say(message, **said)

    def finding(self, finding: Finding) -> str:
        """Return the title of a finding in the reader's language."""
        return self.speaker.say(f"finding.{finding.code}")

    def told(self, finding: Finding) -> list[tuple[str, str]]:
        """Return what a finding says, in pieces with the language each is in where that is not the page's."""
        speaker = self.speaker
        values = {"expected": finding.expected, "found": finding.found}
        pieces = [(said_text(speaker, finding.what), finding.what)]
        for name, value in values.items():
            said = said_value(speaker, value)  # a value that no table knows is data
            pieces += [(speaker.say(f"web.finding.{name}", x=said),) * 2] if value else []
        pieces += [(said_text(speaker, finding.fix), finding.fix)] if finding.fix else []
        return [(english if text is None else text, "en" if text is None else "") for text, english in pieces]

    def place(self, finding: Finding) -> str:
        """Return where a finding is, in the reader's language."""
        return said_place(self.speaker, finding.place)

    def may(self, role: Role) -> bool:
        """Return whether the reader has a role, or one above it."""
        return self.user.role >= role

    def said(self, why: str = "") -> Said:
        """Return who makes a change now, and why."""
        return Said(self.user.name, self.desk.now(), why)

    def here(self, **changed: str | int | None) -> str:
        """Return the address of this page with some of its query changed; None leaves a part out."""
        parts: dict[str, Any] = {n: v for n, v in self.query.model_dump().items() if v not in (None, "", [])}
        parts |= {name: str(value) for name, value in changed.items() if value not in (None, "")}
        parts = {name: text for name, text in parts.items() if name not in changed or changed[name] not in (None, "")}
        return address(self.request.url.path, **parts)


AnyVisit = Visit[Any, Any]


def address(path: str, **query: str | int | Sequence[str]) -> str:
    """Return an address with its query; `path` is quoted already (see `step`)."""
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def step(text: str) -> str:
    """Return a text as one step of a path."""
    return quote(text, safe="")

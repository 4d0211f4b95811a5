"""How a server runs."""

from __future__ import annotations

from dataclasses import dataclass

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server is started with.

    `ticket` opens the workbench once without an account, for the person at this machine; empty where accounts are
    asked for. `hosts` are the names in the address that are answered. `is_secure` says that browsers come over TLS.
    `most_bytes` is the largest request that is read.
    """

    workspace: str = ""
    language: str = "en"
    ticket: str = ""
    is_secure: bool = False
    hosts: tuple[str, ...] = LOOPBACK
    most_bytes: int = 33_000_000

    @property
    def is_local(self) -> bool:
        """Whether the person at this machine needs no account."""
        return bool(self.ticket)

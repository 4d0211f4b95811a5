"""Who works in a workspace, and what they may do: accounts, passwords, sessions, tokens.

Passwords are kept as argon2id hashes (RFC 9106) with the parameters of the package; of sessions and tokens only the
SHA-256 is kept, since their secrets are random. Failed attempts count for an account and for an address.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kaimen.errors import Finding, Place
from kaimen.store import Store
from kaimen.store.accounts import AccountRow, AccountRows, SecretRow
from kaimen.store.chain import utc_text

SHORTEST = 12
"""Characters of the shortest password; nothing else is asked of its characters."""

LONGEST = 256
IDLE = timedelta(hours=8)
"""After so long without a request a session has ended."""

WHOLE = timedelta(days=7)
"""After so long every session has ended."""

LOCK = timedelta(minutes=15)
MOST_FAILED = 5
"""Failed attempts on an account within `LOCK` after which it waits."""

MOST_FROM_ADDRESS = 50
_FEWEST = 5
"""Different characters that a password has beside common words and the name."""

_SEEN_EVERY = timedelta(minutes=5)
_NAME = re.compile(r"[\w][\w.@\- ]{0,63}")
_COMMON = ("password", "passw0rd", "qwerty", "123456", "letmein", "admin", "welcome", "kaimen", "iloveyou", "abc123")


class Role(IntEnum):
    """What an account may do; each may do what those before it may."""

    NOBODY = 0
    VIEWER = 1
    REVIEWER = 2
    PLANNER = 3
    ADMIN = 4


ROLES = {role.name.lower(): role for role in Role if role is not Role.NOBODY}
"""Roles by the words people give."""


@dataclass(frozen=True, slots=True)
class User:
    """An account by its name and role."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Opened:
    """A session or token as it is looked up: whose it is, and the token that forms carry (empty for a token)."""

    user: User
    csrf: str


class Accounts:
    """The accounts of a workspace."""

    def __init__(
        self, store: Store, now: Callable[[], datetime] | None = None, hasher: PasswordHasher | None = None
    ) -> None:
        self._rows = AccountRows(store.engine)
        self._now = now or (lambda: datetime.now(UTC))
        self._hasher = hasher or PasswordHasher()
        self._nobodys = ""

    def all(self) -> list[tuple[User, str]]:
        """Return all accounts, each with the day it was made."""
        return [(User(row.name, Role(row.role)), row.made[:10]) for row in self._rows.accounts()]

    def add(self, name: str, role: Role, password: str) -> list[Finding]:
        """Add an account; `E845` where the name or the password cannot be one."""
        findings = _wrong_name(name) + wrong_password(password, name)
        if findings:
            return findings
        row = AccountRow(name, int(role), self._hasher.hash(password), utc_text(self._now()))
        if self._rows.add(row):
            return []
        return [Finding("E845", f'There is an account "{name}" already.', Place(key=name), fix="Choose another name.")]

    def set_password(self, name: str, password: str) -> list[Finding]:
        """Change a password; all sessions and tokens of the account end."""
        findings = wrong_password(password, name) if self._rows.account(name) else [_no_account(name)]
        if not findings:
            self._rows.set_password(name, self._hasher.hash(password))
        return findings

    def remove(self, name: str) -> list[Finding]:
        """Remove an account with its sessions and tokens; what it did stays in the ledger under its name."""
        return [] if self._rows.remove(name) else [_no_account(name)]

    def token(self, name: str, label: str) -> tuple[str, list[Finding]]:
        """Return a new token for programs of an account; it is shown this once."""
        if self._rows.account(name) is None:
            return "", [_no_account(name)]
        return self._secret("token", name, label), []

    def tokens(self) -> list[tuple[str, str, str]]:
        """Return account, label and day of every token."""
        return [(row.account, row.label, row.made[:10]) for row in self._rows.secrets("token")]

    def sign_in(self, name: str, password: str, address: str) -> tuple[str, list[Finding]]:
        """Return the secret of a new session; or `E842` where name and password do not go together, `E844` too often.

        A name that is not there takes as long as a wrong password.
        """
        if self._is_locked(name, address):
            minutes = int(LOCK.total_seconds() // 60)
            what = f"There were too many failed attempts; wait {minutes} minutes."
            return "", [Finding("E844", what, fix="Ask an administrator for a new password if it is lost.")]
        row = self._rows.account(name)
        if not self._is_right(row, password):
            now = self._now()
            self._rows.note_attempts((f"account {name}", f"address {address}"), utc_text(now), utc_text(now - LOCK))
            return "", [Finding("E842", "Name and password do not go together.", fix="Try again.")]
        self._rows.clear_attempts(f"account {name}")
        return self._secret("session", name, ""), []

    def opened(self, secret: str, kind: str) -> Opened | None:
        """Return whose session or token a secret is; None where it is none or has ended."""
        digest = hashed(secret)
        found = self._rows.secret(digest)
        if found is None or found[0].kind != kind:
            return None
        row, account = found
        now = self._now()
        seen = datetime.fromisoformat(row.seen)
        if kind == "session" and (now - seen > IDLE or now - datetime.fromisoformat(row.made) > WHOLE):
            self._rows.forget(digest)
            return None
        if now - seen > _SEEN_EVERY:
            self._rows.see(digest, utc_text(now))
        return Opened(User(account.name, Role(account.role)), row.csrf)

    def end(self, secret: str) -> None:
        """End a session or token."""
        self._rows.forget(hashed(secret))

    def _secret(self, kind: str, name: str, label: str) -> str:
        secret, at = secrets.token_urlsafe(32), utc_text(self._now())
        csrf = secrets.token_urlsafe(24) if kind == "session" else ""
        self._rows.keep_secret(SecretRow(hashed(secret), kind, name, label, csrf, at, at))
        return secret

    def _is_locked(self, name: str, address: str) -> bool:
        since = utc_text(self._now() - LOCK)
        failed = self._rows.attempts(f"account {name}", since)
        return failed >= MOST_FAILED or self._rows.attempts(f"address {address}", since) >= MOST_FROM_ADDRESS

    def _is_right(self, row: AccountRow | None, password: str) -> bool:
        if not self._nobodys:
            self._nobodys = self._hasher.hash(secrets.token_urlsafe(16))
        kept = row.password if row is not None else self._nobodys
        try:
            self._hasher.verify(kept, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
        return row is not None


def hashed(secret: str) -> str:
    """Return what stands for a secret where it is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def wrong_password(password: str, name: str) -> list[Finding]:
    """Return a finding where a password is too short or one that is tried first."""
    if not SHORTEST <= len(password) <= LONGEST:
        fix = "A sentence is long and easy to keep."
        what = f"A password has {SHORTEST} to {LONGEST} characters."
        return [Finding("E845", what, Place(key="password"), found=f"{len(password)} characters", fix=fix)]
    plain = password.casefold()
    rest = plain
    for word in (*_COMMON, name.casefold()):
        rest = rest.replace(word, "")
    if len(set(rest)) < _FEWEST:
        what = "This password would be guessed: it is made of common words or of the name."
        return [Finding("E845", what, Place(key="password"), fix="Take words that only you put together.")]
    return []


def _wrong_name(name: str) -> list[Finding]:
    if _NAME.fullmatch(name):
        return []
    what = "A name has letters, figures, dots, hyphens and @, at most 64 of them."
    return [Finding("E845", what, Place(key="name"), found=f'"{name[:80]}"', fix="Choose another.")]


def _no_account(name: str) -> Finding:
    fix = "`kaimen users list` shows all."
    return Finding("E845", f'There is no account "{name}".', Place(key=name), fix=fix)

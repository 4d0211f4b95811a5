"""Rows of accounts, of their secrets and of failed attempts. They are beside the ledger and in no backup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from kaimen.store.tables import ACCOUNT, ATTEMPT, SECRET


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account: `role` as a number, `password` as its argon2id hash, `made` in UTC."""

    name: str
    role: int
    password: str
    made: str


@dataclass(frozen=True, slots=True)
class SecretRow:
    """A session or a token of an account, known by the hash of its secret."""

    sha256: str
    kind: str
    account: str
    label: str
    csrf: str
    made: str
    seen: str


class AccountRows:
    """The rows, over an engine; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = engine.execution_options(writes=True)

    def accounts(self) -> list[AccountRow]:
        """Return all accounts by name."""
        with self._engine.begin() as connection:
            return [AccountRow(*row) for row in connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.name))]

    def account(self, name: str) -> AccountRow | None:
        """Return an account."""
        with self._engine.begin() as connection:
            row = connection.execute(select(ACCOUNT).where(ACCOUNT.c.name == name)).first()
        return AccountRow(*row) if row else None

    def add(self, row: AccountRow) -> bool:
        """Add an account; False where the name is taken."""
        try:
            with self._writing.begin() as connection:
                connection.execute(ACCOUNT.insert().values(**_values(row)))
        except IntegrityError:
            return False
        return True

    def set_password(self, name: str, password: str) -> None:
        """Change a password's hash and end all sessions and tokens of the account."""
        with self._writing.begin() as connection:
            connection.execute(update(ACCOUNT).where(ACCOUNT.c.name == name).values(password=password))
            connection.execute(delete(SECRET).where(SECRET.c.account == name))

    def remove(self, name: str) -> bool:
        """Remove an account with its sessions and tokens; False where there is none."""
        with self._writing.begin() as connection:
            connection.execute(delete(SECRET).where(SECRET.c.account == name))
            return bool(connection.execute(delete(ACCOUNT).where(ACCOUNT.c.name == name)).rowcount)

    def keep_secret(self, row: SecretRow) -> None:
        """Keep a session or a token."""
        with self._writing.begin() as connection:
            connection.execute(SECRET.insert().values(**_values(row)))

    def secret(self, sha256: str) -> tuple[SecretRow, AccountRow] | None:
        """Return a session or token with its account."""
        query = (
            select(SECRET, ACCOUNT).join(ACCOUNT, ACCOUNT.c.name == SECRET.c.account).where(SECRET.c.sha256 == sha256)
        )
        with self._engine.begin() as connection:
            row = connection.execute(query).first()
        width = len(SECRET.c)
        return (SecretRow(*row[:width]), AccountRow(*row[width:])) if row else None

    def secrets(self, kind: str) -> list[SecretRow]:
        """Return all sessions or all tokens."""
        with self._engine.begin() as connection:
            query = select(SECRET).where(SECRET.c.kind == kind).order_by(SECRET.c.made)
            return [SecretRow(*row) for row in connection.execute(query)]

    def see(self, sha256: str, at: str) -> None:
        """Note when a secret was last used."""
        with self._writing.begin() as connection:
            connection.execute(update(SECRET).where(SECRET.c.sha256 == sha256).values(seen=at))

    def forget(self, sha256: str) -> None:
        """End a session or a token."""
        with self._writing.begin() as connection:
            connection.execute(delete(SECRET).where(SECRET.c.sha256 == sha256))

    def note_attempts(self, keys: Sequence[str], at: str, forget_before: str) -> None:
        """Note a failed attempt under keys, and forget those before a moment."""
        with self._writing.begin() as connection:
            connection.execute(delete(ATTEMPT).where(ATTEMPT.c.at < forget_before))
            for key in keys:
                connection.execute(ATTEMPT.insert().values(key=key, at=at))

    def attempts(self, key: str, since: str) -> int:
        """Return how many attempts failed under a key since a moment."""
        query = select(func.count()).select_from(ATTEMPT).where(ATTEMPT.c.key == key, ATTEMPT.c.at >= since)
        with self._engine.begin() as connection:
            return int(connection.execute(query).scalar_one())

    def clear_attempts(self, key: str) -> None:
        """Forget the failed attempts under a key."""
        with self._writing.begin() as connection:
            connection.execute(delete(ATTEMPT).where(ATTEMPT.c.key == key))


def _values(row: AccountRow | SecretRow) -> dict[str, str | int]:
    return {name: getattr(row, name) for name in row.__slots__}

"""Whether a workspace is ready to be served to a team."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from kaimen.store import Store
from kaimen.workspace.record.accounts import Accounts, Role

_ROOM = 2**30


def examine_deployment(store: Store, url: str) -> list[tuple[str, str, bool]]:
    """Return what was looked at, what was found, and whether it is as it should be."""
    users = [user for user, _ in Accounts(store).all()]
    admins = sum(user.role is Role.ADMIN for user in users)
    looked = [
        ("accounts", f"{len(users)}, of them {admins} admin", admins > 0),
        ("account of the server", "root" if _is_root() else "not root", not _is_root()),
    ]
    if store.engine.dialect.name != "sqlite":
        is_kept = bool(store.engine.url.query.get("sslmode", "")) or store.engine.url.host in ("localhost", "127.0.0.1")
        found = "this machine, or TLS asked for" if is_kept else "another machine, without sslmode in the address"
        return [*looked, ("way to the database", found, is_kept)]
    path = Path(str(store.engine.url.database or url)).absolute()
    mode = stat.S_IMODE(path.stat().st_mode)
    free = shutil.disk_usage(path.parent).free
    return [
        *looked,
        ("database for a team", "SQLite: one server process, on a local disk", True),
        ("who may read the file", f"{mode:o}", os.name == "nt" or not mode & 0o077),
        ("free on its disk", f"{free / 2**30:,.1f} GiB", free > _ROOM),
    ]


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0

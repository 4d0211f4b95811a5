"""From whatever form a database has to the present one, in one transaction: all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError

from kaimen.errors import Finding, Place

HEAD = "0002"
"""The present form: the last of the migrations."""


def migrate(engine: Engine, url: str = "") -> list[Finding]:
    """Bring a database to the present form; an empty one gets its tables.

    Returns:
        Findings where it cannot be opened (`E801`), is no workspace (`E801`) or is newer than this kaimen (`E802`).
    """
    try:
        with engine.execution_options(writes=True).begin() as connection:
            tables = inspect(connection).get_table_names()
            if "alembic_version" not in tables:
                return [_foreign(url)] if tables else _upgrade(connection, url, None)
            revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
            return [] if revision == HEAD else _upgrade(connection, url, revision)
    except DBAPIError as error:
        return [_unopened(url, str(error.orig))]


def _upgrade(connection: Connection, url: str, revision: str | None) -> list[Finding]:
    # a workspace in the present form opens without the migrations' tools
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        return [_newer(url, revision)]
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
    return []


def _foreign(url: str) -> Finding:
    what = "This database holds other tables and no workspace; it was left as it is."
    return Finding("E801", what, Place(url), fix="Give an empty database or a file that does not exist yet.")


def _newer(url: str, revision: str) -> Finding:
    what = "This workspace was made by a newer kaimen; it was left as it is."
    return Finding("E802", what, Place(url), found=f"form {revision}", fix="Use that kaimen, or a newer one.")


def _unopened(url: str, reason: str) -> Finding:
    fix = "See that the folder exists, that you may write to it, and that a server runs at that address."
    return Finding("E801", f"The workspace cannot be opened: {reason}.", Place(url), fix=fix)

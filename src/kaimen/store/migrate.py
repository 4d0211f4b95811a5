"""From whatever form a database has to the present one, in one transaction: all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import DBAPIError

from kaimen.errors import Finding, Place


def migrate(engine: Engine, url: str = "") -> list[Finding]:
    """Bring a database to the present form; an empty one gets its tables.

    Returns:
        Findings where it cannot be opened (`E701`), is no workspace (`E701`) or is newer than this kaimen (`E702`).
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    script = ScriptDirectory.from_config(config)
    try:
        with engine.execution_options(writes=True).begin() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
            if revision is None and inspect(connection).get_table_names():
                return [_foreign(url)]
            if revision == script.get_current_head():
                return []
            if revision is not None and revision not in {known.revision for known in script.walk_revisions()}:
                return [_newer(url, revision)]
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        return [_unopened(url, str(error.orig))]
    return []


def _foreign(url: str) -> Finding:
    what = "This database holds other tables and no workspace; it was left as it is."
    return Finding("E701", what, Place(url), fix="Give an empty database or a file that does not exist yet.")


def _newer(url: str, revision: str) -> Finding:
    what = "This workspace was made by a newer kaimen; it was left as it is."
    return Finding("E702", what, Place(url), found=f"form {revision}", fix="Use that kaimen, or a newer one.")


def _unopened(url: str, reason: str) -> Finding:
    fix = "See that the folder exists, that you may write to it, and that a server runs at that address."
    return Finding("E701", f"The workspace cannot be opened: {reason}.", Place(url), fix=fix)

"""A developer's tools: write the revision that the declared tables need, and see whether one is missing."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, Final

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import Script
from alembic.util import CommandError
from sqlalchemy import Connection, MetaData

from franchise.errors import StorageError
from franchise.messages import gettext as _
from franchise.storage.database import Database
from franchise.storage.sources import MigrationSource
from franchise.storage.tables import metadata as declared
from franchise.storage.tables import owner_of

LONGEST_REVISION: Final = 32  # what Alembic's version table holds
_ENVIRONMENT: Final = Path(__file__).parent / "migrations"


def declare_core_tables() -> None:
    """Import every module of the core that declares tables, so that foreign keys to them lead somewhere.

    Found by name and not imported by name: the ground floor knows no room above it.
    """
    for module in walk_packages([str(Path(__file__).parents[1])], "franchise."):
        if module.name.rpartition(".")[2] in {"tables", "events"}:
            import_module(module.name)


def config_for(source: MigrationSource, conn: Connection, metadata: MetaData = declared) -> Config:
    """What Alembic is told, to work on one owner's tables alone."""
    config = Config(cmd_opts=Namespace(quiet=True))
    config.set_main_option("script_location", str(_ENVIRONMENT).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(source.location).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s")
    config.attributes.update(connection=conn, options=_options(source, metadata))
    config.attributes.update(applied=_nothing, finish=_nothing)
    return config


def _nothing(**_given: object) -> None:
    pass


def _options(source: MigrationSource, metadata: MetaData) -> dict[str, Any]:
    def ours(name: str | None, kind: str) -> bool:
        return kind != "table" or (name is not None and owner_of(name) == source.owner)

    return {
        "target_metadata": metadata,
        "version_table": source.version_table,
        # Another owner's table is neither ours to drop (found there) nor to create (declared in Python).
        "include_name": lambda name, kind, _parents: ours(name, kind),
        "include_object": lambda _object, name, kind, _reflected, _compared: ours(name, kind),
        "render_as_batch": True,
        "compare_type": True,
        "compare_server_default": True,
        # All due revisions of the owner or none: SQLite too can undo changes to tables.
        "transactional_ddl": True,
        "transaction_per_migration": False,
    }


def differences(database: Database, source: MigrationSource, metadata: MetaData = declared) -> list[str]:
    """Where an owner's declared tables and the database's differ; empty when its migrations are complete."""
    declare_core_tables()
    with database.explained(), database.engine.connect() as conn:
        context = MigrationContext.configure(conn, opts=_options(source, metadata))
        found = compare_metadata(context, metadata)
    return [str(one) for one in found]


def revision(
    database: Database,
    source: MigrationSource,
    message: str,
    *,
    rev_id: str | None = None,
    metadata: MetaData = declared,
) -> Path:
    """Write the revision that brings an owner's tables in an up-to-date database to what Python declares.

    A developer's tool: read and correct the file that it writes.

    Args:
        database: Any database that is up to date, such as a new SQLite file after `upgrade`.
        source: Whose revision.
        message: What it is for, in a few words.
        rev_id: Its name, at most 32 characters; the owner and the next number unless given.
        metadata: Where the tables are declared.

    """
    declare_core_tables()
    name = rev_id or f"{source.owner[: LONGEST_REVISION - 5]}_{len(source.revisions()) + 1:04d}"
    if len(name) > LONGEST_REVISION:
        raise ValueError(f"revision {name!r} is longer than {LONGEST_REVISION} characters")
    source.location.mkdir(parents=True, exist_ok=True)
    try:
        with database.explained(), database.engine.connect() as conn:
            config = config_for(source, conn, metadata)
            made = command.revision(config, message=message, autogenerate=True, rev_id=name)
    except CommandError as error:
        raise StorageError(str(error), hint=_("Run: franchise db upgrade")) from error
    if not isinstance(made, Script):
        raise StorageError(_("no revision was written for {owner}").format(owner=source.owner))
    return Path(made.path)

"""Run the migrations of the core and of every plugin, each with a version table of its own.

A plugin that is uninstalled therefore keeps its data and blocks nobody. This module imports Alembic; opening
a database that is up to date does not import this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import attrs
from alembic import command
from sqlalchemy import Connection, Engine, event, inspect
from sqlalchemy.exc import DBAPIError

from franchise.errors import FranchiseError, StorageError
from franchise.messages import gettext as _
from franchise.storage import state
from franchise.storage.database import Database
from franchise.storage.engine import open_engine
from franchise.storage.faults import explain
from franchise.storage.revisions import config_for, differences, revision
from franchise.storage.sources import (
    CORE,
    CORE_SOURCE,
    VERSION_TABLE_PREFIX,
    MigrationSource,
    newest,
    ordered,
)
from franchise.storage.state import OwnerStatus, newer_than_program
from franchise.storage.tables import OWNER, owner_of

__all__ = [
    "CORE_SOURCE",
    "MigrationSource",
    "OwnerStatus",
    "Upgraded",
    "differences",
    "purge",
    "revision",
    "status",
    "upgrade",
    "wait",
]

PATIENCE: Final = 120.0  # seconds to wait for another upgrade of the same database
_LOCK: Final = 0x6672616E6368  # an advisory lock of PostgreSQL; any number, as long as it stays the same


@attrs.frozen(kw_only=True)
class Upgraded:
    """What an upgrade did to one owner's tables: from which revision (None: from nothing) to which."""

    owner: str
    before: str | None
    after: str


def status(database: Database) -> list[OwnerStatus]:
    """How far each owner's tables are: installed owners in upgrade order, then those no longer installed."""
    with database.explained():
        return state.status(database.engine, database.sources)


def upgrade(database: Database, owner: str | None = None, *, patience: float = PATIENCE) -> list[Upgraded]:
    """Bring the tables of all owners, or of one, to the last revision that the program knows.

    Each owner's due revisions are applied together or not at all; owners that come before a failing one keep
    theirs. Two upgrades at once: the second waits, then finds nothing to do.

    Args:
        database: The database with all its sources.
        owner: The only owner to bring forward.
        patience: Seconds to wait for another upgrade.

    Raises:
        StorageError: A newer program made the database, a requirement is not met, a revision failed (the
            message names its owner), or the database cannot be used.

    """
    done: list[Upgraded] = []
    todo = ordered(database.sources)
    by_owner = {source.owner: source for source in todo}
    with _alone(database, patience) as engine:
        if (refusal := newer_than_program(state.status(engine, todo), database.shown)) is not None:
            raise refusal
        for source in todo:
            if owner not in {None, source.owner} or source.last() is None:
                continue
            _check_head(source)
            with engine.connect() as conn:
                before = _current(conn, source)
                _check_requirements(conn, source, by_owner)
            # A connection of its own: Alembic takes one that is in a transaction for somebody else's to end.
            with engine.connect() as conn:
                after = _run(conn, source, database.shown)
            if after:
                done.append(Upgraded(owner=source.owner, before=before, after=after))
    return done


def wait(database: Database, *, patience: float = PATIENCE) -> None:
    """Wait until nobody is changing tables; errors as of `upgrade`."""
    with _alone(database, patience):
        pass


@contextmanager
def _alone(database: Database, patience: float) -> Iterator[Engine]:
    """An engine for changing tables, while nobody else changes them."""
    engine = open_engine(database.url, busy_timeout=patience)
    try:
        with database.explained():
            if database.dialect == "sqlite":
                # A table is changed by building it anew; with foreign keys on, dropping the old one would
                # delete the rows of others that refer to it. They are checked before each commit instead.
                # No lock is needed: each owner's transaction is the only writer from its first statement.
                event.listen(engine, "connect", _ignore_foreign_keys)
                yield engine
            else:
                with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as lock:
                    lock.exec_driver_sql(f"SET lock_timeout = {round(patience * 1000)}")
                    lock.exec_driver_sql(f"SELECT pg_advisory_lock({_LOCK})")
                    try:
                        yield engine
                    finally:
                        lock.exec_driver_sql(f"SELECT pg_advisory_unlock({_LOCK})")
    finally:
        engine.dispose()


def _ignore_foreign_keys(dbapi: Any, _record: Any) -> None:
    dbapi.execute("PRAGMA foreign_keys = OFF").close()


def _check_head(source: MigrationSource) -> None:
    if source.head is not None and source.head != (found := newest(source.owner, source.revisions())):
        raise StorageError(
            _("{owner} names {head} as its last revision, but its folder ends in {found}").format(
                owner=source.owner, head=source.head, found=found
            )
        )


def _current(conn: Connection, source: MigrationSource) -> str | None:
    there = inspect(conn).has_table(source.version_table)
    return state.current_revision(conn, source.version_table) if there else None


def _check_requirements(
    conn: Connection, source: MigrationSource, by_owner: Mapping[str, MigrationSource]
) -> None:
    for owner, needed in sorted(source.requires.items()):
        other = by_owner[owner]
        at = _current(conn, other)
        if needed not in _ancestry(other.revisions(), at):
            raise StorageError(
                _("the tables of {plugin} need those of {owner} at {needed}; the database is at {at}").format(
                    plugin=source.owner, owner=owner, needed=needed, at=at or _("nothing")
                ),
                hint=_("Update the franchise program and its plugins on this machine."),
            )


def _ancestry(revisions: Mapping[str, tuple[str, ...]], at: str | None) -> set[str]:
    seen: set[str] = set()
    waiting = [at] if at else []
    while waiting:
        if (name := waiting.pop()) not in seen:
            seen.add(name)
            waiting.extend(revisions.get(name, ()))
    return seen


def _run(conn: Connection, source: MigrationSource, where: str) -> str | None:
    """Apply what is due; the last revision applied, or None."""
    applied: list[str] = []

    def note(*, step: Any, **_rest: Any) -> None:
        applied.append(str(step.up_revision_id))

    def finish() -> None:
        if applied and conn.dialect.name == "sqlite":
            _check_references(conn, source.owner)

    config = config_for(source, conn)
    config.attributes.update(applied=note, finish=finish)
    try:
        command.upgrade(config, "head")
    except FranchiseError:
        raise
    except Exception as error:
        if isinstance(error, DBAPIError) and (known := explain(error, where)) is not None:
            raise known from error
        raise StorageError(
            _(
                "the tables of {owner} could not be brought up to date: {kind}: {why}; nothing was changed"
            ).format(owner=source.owner, kind=type(error).__name__, why=str(error).partition("\n")[0])
        ) from error
    return applied[-1] if applied else None


def _check_references(conn: Connection, owner: str) -> None:
    broken = sorted({(row[0], row[2]) for row in conn.exec_driver_sql("PRAGMA foreign_key_check")})
    if broken:
        raise StorageError(
            _("the migrations of {owner} would leave rows of {tables} without what they refer to").format(
                owner=owner, tables=", ".join(f"{table} → {parent}" for table, parent in broken)
            )
        )


def purge(database: Database, owner: str, *, patience: float = PATIENCE) -> list[str]:
    """Drop the tables that an uninstalled plugin left behind; its code is not needed.

    Returns:
        The names of the dropped tables, children first.

    Raises:
        StorageError: It is the core, or another owner's tables refer to these.

    """
    if owner == CORE or not OWNER.fullmatch(owner):
        raise StorageError(_("the tables of {owner} cannot be dropped").format(owner=owner))
    with _alone(database, patience) as engine, engine.connect() as conn, conn.begin():
        inspector = inspect(conn)
        doomed = [
            name
            for name, _keys in inspector.get_sorted_table_and_fkc_names()
            if name is not None and owner_of(name) == owner
        ]
        for (_schema, name), keys in sorted(inspector.get_multi_foreign_keys().items()):
            if owner_of(name) != owner and any(key["referred_table"] in doomed for key in keys):
                raise StorageError(
                    _("the tables of {owner} cannot be dropped: {table} refers to them").format(
                        owner=owner, table=name
                    )
                )
        quote = conn.dialect.identifier_preparer.quote
        doomed.reverse()
        for name in [*doomed, VERSION_TABLE_PREFIX + owner]:
            conn.exec_driver_sql(f"DROP TABLE IF EXISTS {quote(name)}")
    return doomed

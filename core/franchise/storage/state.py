"""How far each owner's tables are, compared with what the program knows; without Alembic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import attrs
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError

from franchise.errors import StorageError
from franchise.messages import gettext as _
from franchise.storage.sources import VERSION_TABLE_PREFIX, MigrationSource, ordered
from franchise.storage.tables import OWNER, owner_of

State = Literal["current", "pending", "orphaned", "newer"]


@attrs.frozen(kw_only=True)
class OwnerStatus:
    """One owner's tables in one database.

    Args:
        owner: ``core`` or a plugin.
        current: The revision that the database is at; None before the first.
        head: The last revision that the program knows; None if there are none or the owner is not installed.
        state: ``current``; ``pending``: an upgrade is due; ``orphaned``: the owner is not installed;
            ``newer``: the database is at a revision that this program does not know.
        tables: How many tables of this owner the database has.

    """

    owner: str
    current: str | None
    head: str | None
    state: State
    tables: int


def at_heads(engine: Engine, sources: Sequence[MigrationSource]) -> bool:
    """Whether every owner is at its head: one statement if so."""
    heads = {source.owner: (source.version_table, head) for source in sources if (head := source.last())}
    if not heads:
        return True
    # Owners are checked to be plain words, and so are fit to stand in a statement.
    query = " UNION ALL ".join(f"SELECT '{owner}', version_num FROM {at[0]}" for owner, at in heads.items())  # noqa: S608
    try:
        with engine.connect() as conn:
            found = {(owner, version) for owner, version in conn.exec_driver_sql(query)}
    except DBAPIError as error:
        if is_missing_table(error):
            return False
        raise
    return found == {(owner, head) for owner, (_table, head) in heads.items()}


def is_missing_table(error: DBAPIError) -> bool:
    """Whether a statement failed because a table is not there."""
    return getattr(error.orig, "sqlstate", None) == "42P01" or (
        hasattr(error.orig, "sqlite_errorcode") and "no such table" in str(error.orig)
    )


def current_revision(conn: Connection, version_table: str) -> str | None:
    """The revision that an owner's version table holds; the table must be there.

    Raises:
        StorageError: It holds several.

    """
    found = sorted(row[0] for row in conn.exec_driver_sql(f"SELECT version_num FROM {version_table}"))  # noqa: S608
    if len(found) > 1:
        raise StorageError(
            _("{table} names several revisions: {found}").format(table=version_table, found=", ".join(found))
        )
    return found[0] if found else None


def status(engine: Engine, sources: Iterable[MigrationSource]) -> list[OwnerStatus]:
    """Every owner's state: installed owners in upgrade order, then those that only the database knows."""
    installed = {source.owner: source for source in ordered(sources)}
    with engine.connect() as conn:
        names = inspect(conn).get_table_names()
        versioned = {name.removeprefix(VERSION_TABLE_PREFIX) for name in names if _is_version_table(name)}
        at = {owner: current_revision(conn, VERSION_TABLE_PREFIX + owner) for owner in sorted(versioned)}
    rows = []
    for owner in [*installed, *sorted(versioned - installed.keys())]:
        source = installed.get(owner)
        rows.append(
            OwnerStatus(
                owner=owner,
                current=at.get(owner),
                head=source.last() if source else None,
                state=_state(source, at.get(owner)),
                tables=sum(owner_of(name) == owner for name in names),
            )
        )
    return rows


def _is_version_table(name: str) -> bool:
    return name.startswith(VERSION_TABLE_PREFIX) and bool(
        OWNER.fullmatch(name.removeprefix(VERSION_TABLE_PREFIX))
    )


def _state(source: MigrationSource | None, current: str | None) -> State:
    if source is None:
        return "orphaned"
    if current == source.last():
        return "current"
    return "pending" if current is None or current in source.revisions() else "newer"


def newer_than_program(rows: Iterable[OwnerStatus], where: str) -> StorageError | None:
    """The error to raise when a newer program has already changed these tables; None when none has."""
    newer = [f"{row.owner} ({row.current})" for row in rows if row.state == "newer"]
    if not newer:
        return None
    return StorageError(
        _("the database {where} was made by a newer version of {owners}; this one would harm it").format(
            where=where, owners=", ".join(newer)
        ),
        hint=_("Update the franchise program and its plugins on this machine."),
    )

"""Writing rows: in bulk at the driver's speed, and one at a time where a key may be there already."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from typing import Any, Final, cast

from sqlalchemy import Connection, Table
from sqlalchemy import exc as sa_exc
from sqlalchemy.engine.interfaces import Dialect

from franchise.errors import StorageError
from franchise.messages import gettext as _
from franchise.storage.faults import is_retryable

_CHUNK: Final = 10_000  # rows held at once


def insert_many(
    conn: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert many rows; values go to the driver as they are.

    JSON is text, instants are milliseconds, money and quantities are integers: no type of this project needs
    converting, and so nothing does.

    Args:
        conn: A connection in a transaction.
        table: Where to.
        columns: The names of the columns, in the order of each row's values.
        rows: The rows; they may come from a generator and are read in chunks.

    Raises:
        sqlalchemy.exc.IntegrityError: A key is there already, or another constraint says no. Some rows may be
            in; undo them with the transaction or a `savepoint`.

    """
    names = tuple(columns)
    waiting = iter(rows)
    postgresql = conn.dialect.name == "postgresql"
    while chunk := [tuple(row) for row in islice(waiting, _CHUNK)]:
        if postgresql and len(chunk) > 1:  # measured: from two rows on, a COPY is quicker
            _copy(conn, table, names, chain(chunk, map(tuple, waiting)))
            return
        conn.exec_driver_sql(_insert(table, names, conn.dialect), chunk)


def insert_ignore(conn: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert one row unless any of its keys is there already; True if it was inserted."""
    statement = _insert(table, tuple(values), conn.dialect) + " ON CONFLICT DO NOTHING"
    return conn.exec_driver_sql(statement, tuple(values.values())).rowcount == 1


def upsert(
    conn: Connection,
    table: Table,
    values: Mapping[str, Any],
    *,
    update: Sequence[str],
    key: Sequence[str] | None = None,
) -> None:
    """Insert one row, or give the columns ``update`` their new values where its key is there already.

    Args:
        conn: A connection in a transaction.
        table: Where to.
        values: The row.
        update: The columns that a present row takes over; none means that it stays as it is.
        key: The columns of the unique key that decides; the primary key unless given.

    """
    statement = _upsert(
        table, tuple(values), tuple(update), None if key is None else tuple(key), conn.dialect
    )
    conn.exec_driver_sql(statement, tuple(values.values()))


@contextmanager
def savepoint(conn: Connection) -> Iterator[None]:
    """What the block writes is undone if it fails; the transaction around it goes on.

    Raises:
        StorageError: The whole transaction is gone or must be run again (a deadlock, a full disk): going on
            after the block would keep half of it. Its cause is what the block raised.

    """
    nested = conn.begin_nested()
    try:
        yield
        nested.commit()
    except BaseException as error:
        if not in_transaction(conn):
            raise transaction_lost() from error
        nested.rollback()
        if is_retryable(error):
            raise StorageError(_("another program changed the same rows; this must be done again")) from error
        raise


def in_transaction(conn: Connection) -> bool:
    """Whether the transaction still stands; SQLite gives one up by itself on some errors and says nothing."""
    if conn.invalidated:
        return False
    driver = conn.connection.driver_connection
    return not isinstance(driver, sqlite3.Connection) or driver.in_transaction


def transaction_lost() -> StorageError:
    return StorageError(
        _("the database gave the transaction up before its end; nothing of it can be relied on"),
        hint=_("See that the disk is not full, then do it again."),
    )


@lru_cache(maxsize=512)
def _insert(table: Table, columns: tuple[str, ...], dialect: Dialect) -> str:
    quote = dialect.identifier_preparer
    names = ", ".join(quote.format_column(table.c[name]) for name in columns)
    marks = ", ".join(["?" if dialect.paramstyle == "qmark" else "%s"] * len(columns))
    return f"INSERT INTO {quote.format_table(table)} ({names}) VALUES ({marks})"  # noqa: S608


@lru_cache(maxsize=512)
def _copying(table: Table, columns: tuple[str, ...], dialect: Dialect) -> str:
    quote = dialect.identifier_preparer
    names = ", ".join(quote.format_column(table.c[name]) for name in columns)
    return f"COPY {quote.format_table(table)} ({names}) FROM STDIN"


@lru_cache(maxsize=512)
def _upsert(
    table: Table,
    columns: tuple[str, ...],
    update: tuple[str, ...],
    key: tuple[str, ...] | None,
    dialect: Dialect,
) -> str:
    quote = dialect.identifier_preparer.format_column
    chosen = [c.name for c in table.primary_key.columns] if key is None else key
    target = ", ".join(quote(table.c[name]) for name in chosen)
    taken = ", ".join(f"{quote(table.c[name])} = excluded.{quote(table.c[name])}" for name in update)
    action = f"UPDATE SET {taken}" if taken else "NOTHING"
    return f"{_insert(table, columns, dialect)} ON CONFLICT ({target}) DO {action}"


def _copy(conn: Connection, table: Table, columns: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> None:
    import psycopg

    statement = _copying(table, columns, conn.dialect)
    # The driver's own cursor knows nothing of the transaction that SQLAlchemy begins with a first statement.
    if not conn.in_transaction():
        conn.begin()
    try:
        driver = cast("psycopg.Connection[Any]", conn.connection.driver_connection)
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise _as_sqlalchemy(error, statement) from error


def _as_sqlalchemy(error: Exception, statement: str) -> sa_exc.DBAPIError:
    """The class that SQLAlchemy gives the same error when it runs the statement itself."""
    for base in type(error).__mro__:
        found = getattr(sa_exc, base.__name__, None)
        if isinstance(found, type) and issubclass(found, sa_exc.DBAPIError):
            return found(statement, None, error, hide_parameters=True)
    return sa_exc.DBAPIError(statement, None, error, hide_parameters=True)

"""One database: opened when it is first needed, brought up to date, and written in transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Self

import attrs
from sqlalchemy import URL, Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError

from franchise.errors import StorageError
from franchise.messages import gettext as _
from franchise.storage.engine import BEGIN, BUSY_TIMEOUT, open_engine, parse_url, shown
from franchise.storage.faults import explain
from franchise.storage.sources import MigrationSource
from franchise.storage.state import at_heads, newer_than_program, status
from franchise.storage.write import in_transaction, transaction_lost


@attrs.define(eq=False)
class Database:
    """A database and the migrations that its tables come from. Nothing is opened before it is used.

    Made by `open`. Close it with `close`, or use it as a context manager. May be shared by threads.
    """

    url: URL
    sources: tuple[MigrationSource, ...]
    busy_timeout: float
    _engine: Engine | None = attrs.field(default=None, init=False)
    _reader: Engine | None = attrs.field(default=None, init=False)
    _checked: bool = attrs.field(default=False, init=False)
    _lock: threading.Lock = attrs.field(factory=threading.Lock, init=False, repr=False)

    @classmethod
    def open(
        cls, url: str, sources: Iterable[MigrationSource] = (), *, busy_timeout: float = BUSY_TIMEOUT
    ) -> Self:
        """Name a database.

        Args:
            url: ``sqlite:///path``, the bare path of a SQLite file, or ``postgresql://…``.
            sources: The migrations of the core and of every installed plugin.
            busy_timeout: Seconds to wait while another program holds a SQLite database.

        Raises:
            StorageError: The URL is of no kind that can be used.

        """
        return cls(parse_url(url), tuple(sources), busy_timeout)

    @property
    def engine(self) -> Engine:
        """The engine; made at the first call."""
        with self._lock:
            if self._engine is None:
                self._engine = open_engine(self.url, busy_timeout=self.busy_timeout)
            return self._engine

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.url.get_backend_name()

    @property
    def shown(self) -> str:
        """The database's name for people, without a password."""
        return shown(self.url)

    def close(self) -> None:
        """Give every connection back; the database opens again when it is used again."""
        if self._engine is not None:
            self._engine.dispose()
        self._engine = self._reader = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def ready(self) -> None:
        """See that the tables are those that this program knows; the first call costs one statement.

        A SQLite database that is empty or older is brought up to date here and now, a PostgreSQL database
        only when it is empty: others may be working in it.

        Raises:
            StorageError: A newer program made the database, a PostgreSQL database needs
                ``franchise db upgrade``, or the database cannot be used at all.

        """
        if self._checked:
            return
        with self.explained():
            if not at_heads(self.engine, self.sources):
                self._bring_up_to_date()
        self._checked = True

    def _bring_up_to_date(self) -> None:
        rows = status(self.engine, self.sources)
        if (refusal := newer_than_program(rows, self.shown)) is not None:
            raise refusal
        from franchise.storage import migrate

        if self.dialect == "sqlite" or not inspect(self.engine).get_table_names():
            migrate.upgrade(self, patience=self.busy_timeout)
            return
        migrate.wait(self, patience=self.busy_timeout)
        if not at_heads(self.engine, self.sources):
            raise StorageError(
                _("the tables of {owners} in the database {where} are older than this program").format(
                    owners=", ".join(row.owner for row in rows if row.state == "pending"), where=self.shown
                ),
                hint=_("Run: franchise db upgrade"),
            )

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that may write; committed at the block's end, undone if it fails.

        SQLite has one writer at a time: the transaction takes its turn at once (``BEGIN IMMEDIATE``).
        PostgreSQL: READ COMMITTED.

        Raises:
            StorageError: The database cannot be used: locked, full, read-only, unreachable. Errors about the
                data (`sqlalchemy.exc.IntegrityError`) and those that `is_retryable` knows come as they are.

        """
        with self.explained(), self.engine.connect() as conn, conn.begin():
            yield conn
            if not in_transaction(conn):
                raise transaction_lost()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one snapshot of the database for the whole block; it must not write.

        Raises:
            StorageError: As of `writing`.

        """
        with self.explained(), self._for_reading().connect() as conn, _query_only(conn), conn.begin():
            yield conn

    def _for_reading(self) -> Engine:
        if self._reader is None:
            if self.dialect == "sqlite":
                self._reader = self.engine.execution_options(**{BEGIN: "BEGIN"})
            else:
                self._reader = self.engine.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
        return self._reader

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Errors about the database itself leave the block as a `StorageError`, caused by the driver's."""
        try:
            yield
        except DBAPIError as error:
            if (known := explain(error, self.shown)) is None:
                raise
            raise known from error


@contextmanager
def _query_only(conn: Connection) -> Iterator[None]:
    """SQLite forgets on its own which transactions may not write; PostgreSQL does not."""
    driver = conn.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.execute("PRAGMA query_only = ON").close()
    try:
        yield
    finally:
        driver.execute("PRAGMA query_only = OFF").close()

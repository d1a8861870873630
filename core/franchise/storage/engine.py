"""Opening a database: the only module that knows how SQLite and PostgreSQL want to be set up."""

from __future__ import annotations

import re
import sqlite3
import time
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from franchise.errors import StorageError
from franchise.messages import gettext as _

BUSY_TIMEOUT: Final = 10.0  # seconds
BEGIN: Final = "franchise_begin"  # execution option: how a SQLite transaction begins
_SCHEME: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]+):")  # two letters or more: C:\ is a drive
_POSTGRESQL: Final = frozenset({"postgresql", "postgres", "postgresql+psycopg"})
_BUSY: Final = 5


def parse_url(url: str) -> URL:
    """Read ``sqlite:///path``, a bare path or ``postgresql://…``.

    Raises:
        StorageError: Neither; the hint shows what can be given. No password is repeated.

    """
    scheme = _SCHEME.match(url)
    if scheme is None:
        if not url.strip():
            raise _unknown(_("no database is named"))
        return URL.create("sqlite", database=str(Path(url).expanduser()))
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise _unknown(_("this is not the address of a database")) from None
    if parsed.drivername in _POSTGRESQL:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
        if parsed.database in {None, "", ":memory:"}:
            raise _unknown(_("a database in memory is not kept; name a file"))
        return parsed.set(drivername="sqlite")
    raise _unknown(_("databases of the kind {kind} cannot be used").format(kind=scheme[1]))


def _unknown(message: str) -> StorageError:
    return StorageError(
        message, hint=_("Give a file, sqlite:///path/of/file.db or postgresql://user@host/name.")
    )


def shown(url: URL) -> str:
    """A database's name for people: the path of a SQLite file, else the URL without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def open_engine(url: str | URL, *, busy_timeout: float = BUSY_TIMEOUT) -> Engine:
    """Make the engine of a database; nothing is touched until the first connection.

    SQLite: write-ahead log, ``synchronous=FULL``, foreign keys enforced, transactions that begin with
    ``BEGIN IMMEDIATE`` unless the connection's option `BEGIN` says otherwise; the file's folder is made.

    Args:
        url: What `parse_url` reads, or its answer.
        busy_timeout: Seconds to wait for another program's lock.

    Raises:
        StorageError: The URL cannot be used, or PostgreSQL's driver is not installed.

    """
    parsed = parse_url(url) if isinstance(url, str) else url
    # Parameters hold people's names and numbers; they do not belong in an error message.
    options: dict[str, Any] = {"hide_parameters": True}
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            parsed, connect_args={"isolation_level": None, "timeout": busy_timeout}, **options
        )
        event.listen(engine, "do_connect", _make_folder)
        event.listen(engine, "connect", _SqliteSettings(busy_timeout))
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        return create_engine(parsed, **options)
    except (ImportError, NoSuchModuleError) as error:
        raise StorageError(
            _("the driver for PostgreSQL is not installed"), hint='pip install "franchise[postgresql]"'
        ) from error


def _make_folder(_dialect: Any, _record: Any, cargs: Any, _cparams: Any) -> None:
    folder = Path(cargs[0]).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            _("the folder {folder} of the database cannot be made: {why}").format(
                folder=folder, why=error.strerror or error
            ),
            hint=_("Choose another place for the database."),
        ) from error


class _SqliteSettings:
    """Sets every new connection up; a plain class because SQLAlchemy inspects what listens."""

    def __init__(self, busy_timeout: float) -> None:
        self.busy_timeout = busy_timeout

    def __call__(self, dbapi: sqlite3.Connection, _record: Any) -> None:
        self._write_ahead(dbapi)
        dbapi.execute("PRAGMA synchronous = FULL").close()
        dbapi.execute("PRAGMA foreign_keys = ON").close()

    def _write_ahead(self, dbapi: sqlite3.Connection) -> None:
        # Changing the journal takes a lock for which SQLite does not wait: two programs that open a new file
        # at once would fail. The mode is kept in the file, so this happens once in its life.
        until = time.monotonic() + self.busy_timeout
        while dbapi.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            try:
                dbapi.execute("PRAGMA journal_mode = WAL").close()
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != _BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.01)


def _begin_sqlite(conn: Connection) -> None:
    conn.exec_driver_sql(conn.get_execution_options().get(BEGIN, "BEGIN IMMEDIATE"))

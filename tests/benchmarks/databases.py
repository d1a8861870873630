"""Databases that lose nothing: SQLite files, and the PostgreSQL of the tests with its safety switched on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest
from tests import conftest

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "autovacuum": "on"}
"""All of them can be changed while the server runs; the tests, whose data nobody misses, have them off."""

AUTOVACUUM = 50
"""Tables with fewer changed rows are left alone by it."""


class Databases(Protocol):
    """Where the databases of one kind come from. A database is named by its URL."""

    name: str
    version: str
    server: int | None
    """The process id of the server, where there is one."""

    def new(self) -> str: ...

    def copy(self, url: str) -> str:
        """A database with the same contents; nobody may be connected to the other."""
        ...

    def settle(self, url: str) -> None:
        """Do what autovacuum does to a store that has been there for some minutes: gather statistics."""
        ...

    def drop(self, url: str) -> None: ...


class Sqlite:
    name = "SQLite"
    server: int | None = None

    def __init__(self, folder: Path) -> None:
        import sqlite3

        self.version = sqlite3.sqlite_version
        self._folder = folder
        self._numbers = count(1)

    def new(self) -> str:
        return f"sqlite:///{self._folder}/{next(self._numbers)}.db"

    def copy(self, url: str) -> str:
        made = self.new()
        shutil.copyfile(sqlite_file(url), sqlite_file(made))
        return made

    def settle(self, url: str) -> None:
        pass

    def drop(self, url: str) -> None:
        for end in ("", "-wal", "-shm"):
            Path(f"{sqlite_file(url)}{end}").unlink(missing_ok=True)


def sqlite_file(url: str) -> str:
    return url.removeprefix("sqlite:///")


class Postgresql:
    name = "PostgreSQL"

    def __init__(self, url: str) -> None:
        self._databases = conftest.PostgresqlDatabases(url)
        with psycopg.connect(url, autocommit=True) as conn:
            show = _shower(conn)
            self.version = show("server_version").split()[0]
            if (local := Path(show("data_directory"), "postmaster.pid")).exists():
                self.server: int | None = int(local.read_text().split()[0])
            else:
                self.server = None
            unsafe = [
                name for name in ("fsync", "full_page_writes", "synchronous_commit") if show(name) == "off"
            ]
            if unsafe:
                raise SystemExit(f"PostgreSQL may lose what it was told to keep: {', '.join(unsafe)} off.")

    def new(self) -> str:
        return self._databases.url(self._databases.make())

    def copy(self, url: str) -> str:
        return self._databases.url(self._databases.make(_name(url)))

    def settle(self, url: str) -> None:
        with psycopg.connect(url, autocommit=True) as conn:
            for (table,) in conn.execute("SELECT relid::regclass::text FROM pg_stat_user_tables").fetchall():
                (many,) = _row(conn, f"SELECT count(*) > {AUTOVACUUM} FROM {table}")
                if many:
                    conn.execute(f"ANALYZE {table}".encode())

    def drop(self, url: str) -> None:
        self._databases.drop(_name(url))

    def close(self) -> None:
        self._databases.close()


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _shower(conn: psycopg.Connection) -> Callable[[str], str]:
    return lambda name: str(_row(conn, f"SHOW {name}")[0])


def _row(conn: psycopg.Connection, statement: str) -> tuple[Any, ...]:
    row = conn.execute(statement.encode()).fetchone()
    assert row is not None
    return row


@contextmanager
def postgresql(folder: Path) -> Iterator[Postgresql | None]:
    """The server that ``FRANCHISE_TEST_POSTGRESQL`` names, or one of our own; None where there is none."""
    url = os.environ.get(conftest.SERVER)
    if not url:
        try:
            url = conftest._server(folder)
        except (pytest.skip.Exception, pytest.fail.Exception) as reason:
            print(f"PostgreSQL is not measured: {reason}")
            yield None
            return
        with psycopg.connect(url, autocommit=True) as conn:
            for name, value in DURABLE.items():
                conn.execute(f"ALTER SYSTEM SET {name} = {value}".encode())
            conn.execute("SELECT pg_reload_conf()")
        _wait_until_durable(url)
    databases = Postgresql(url)
    try:
        yield databases
    finally:
        databases.close()


def _wait_until_durable(url: str) -> None:
    """Reloading is asynchronous: a new connection shows when it has been done."""
    import time

    for _ in range(50):
        with psycopg.connect(url, autocommit=True) as conn:
            show = _shower(conn)
            if all(show(name) == value for name, value in DURABLE.items()):
                return
        time.sleep(0.1)

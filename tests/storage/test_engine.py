"""Naming and opening a database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from franchise.errors import StorageError
from franchise.storage import Database, open_engine
from franchise.storage.engine import parse_url, shown


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("sqlite:///a/b.db", "sqlite:///a/b.db"),
        ("sqlite:////srv/b.db", "sqlite:////srv/b.db"),
        ("a/b.db", "sqlite:///a/b.db"),
        ("/srv/门店.db", "sqlite:////srv/%E9%97%A8%E5%BA%97.db"),
        ("postgresql://hq@db.example/shop", "postgresql+psycopg://hq@db.example/shop"),
        ("postgres://hq@db.example:6432/shop", "postgresql+psycopg://hq@db.example:6432/shop"),
        ("postgresql+psycopg:///shop?host=/run/pg", "postgresql+psycopg:///shop?host=%2Frun%2Fpg"),
    ],
)
def test_a_file_or_a_url_names_a_database(given, url):
    assert url == parse_url(given).render_as_string(hide_password=False)


def test_a_tilde_is_the_users_home():
    assert str(Path.home() / "shop.db") == parse_url("~/shop.db").database


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://root:geheim@host/db", "databases of the kind mysql cannot be used"),
        ("postgresql+asyncpg://root:geheim@host/db", "of the kind postgresql\\+asyncpg cannot be used"),
        ("postgresql://root:geheim@host:port/db", "not the address of a database"),
        ("sqlite://", "in memory is not kept"),
        ("sqlite:///:memory:", "in memory is not kept"),
        ("", "no database is named"),
    ],
)
def test_another_address_is_refused_with_a_hint_and_without_its_password(url, message):
    with pytest.raises(StorageError, match=message) as caught:
        Database.open(url)

    assert "sqlite:///path/of/file.db or postgresql://user@host/name" in caught.value.hint
    assert "geheim" not in f"{caught.value} {caught.value.hint} {caught.value.__cause__}"


def test_a_database_is_shown_without_its_password():
    assert "postgresql://hq:***@db.example/shop" == shown(parse_url("postgres://hq:geheim@db.example/shop"))
    assert "/srv/shop.db" == shown(parse_url("/srv/shop.db"))


def test_nothing_is_made_before_the_database_is_used(tmp_path):
    with Database.open(f"{tmp_path}/new/folder/shop.db") as database:
        assert "sqlite" == database.engine.dialect.name
        assert not (tmp_path / "new").exists()

        with database.writing():
            pass

        assert (tmp_path / "new" / "folder" / "shop.db").exists()


def test_sqlite_is_durable_and_checks_references(tmp_path):
    engine = open_engine(f"{tmp_path}/shop.db", busy_timeout=1.5)
    with engine.connect() as conn:
        found = {
            name: conn.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()

    assert {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 1500} == found


def test_programs_that_open_a_new_file_at_once_all_succeed(tmp_path):
    script = """
import sys
from franchise.storage import Database
print("ready", flush=True)
sys.stdin.readline()
with Database.open(sys.argv[1]) as database, database.writing() as conn:
    conn.exec_driver_sql("CREATE TABLE IF NOT EXISTS t (x)")
    conn.exec_driver_sql("INSERT INTO t VALUES (1)")
"""
    file = tmp_path / "shop.db"
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for program in programs:
        assert "ready\n" == program.stdout.readline()
    for program in programs:
        program.stdin.write("go\n")
        program.stdin.flush()
    for program in programs:
        program.communicate(timeout=60)

    assert [0, 0, 0, 0] == [program.returncode for program in programs]
    conn = sqlite3.connect(file)
    assert [(4,)] == conn.execute("SELECT count(*) FROM t").fetchall()
    conn.close()


def test_errors_do_not_repeat_what_was_written(database):
    with pytest.raises(Exception, match="no_such_table") as caught, database.writing() as conn:
        conn.exec_driver_sql(
            f"INSERT INTO no_such_table VALUES ({'?' if database.dialect == 'sqlite' else '%s'})",
            ("13800001111",),
        )

    assert "13800001111" not in str(caught.value)

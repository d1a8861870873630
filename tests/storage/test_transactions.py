"""Transactions, savepoints, and what a user hears when the database cannot be used."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, MetaData, Text, event, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from structlog.testing import capture_logs

from franchise.errors import StorageError
from franchise.hooks import hookspec
from franchise.plugins import Plugins
from franchise.storage import Database, is_retryable, savepoint, store_table

METADATA = MetaData()
NOTE = store_table(
    "core__note", Column("id", BigInteger, primary_key=True), Column("text", Text), metadata=METADATA
)
REPLY = store_table(
    "core__reply",
    Column("id", BigInteger, primary_key=True),
    Column("note_id", BigInteger),
    ForeignKeyConstraint(["store_id", "note_id"], [NOTE.c.store_id, NOTE.c.id]),
    metadata=METADATA,
)


@pytest.fixture
def notes(empty_database):
    """A database with two tables of its own."""
    with empty_database.writing() as conn:
        METADATA.create_all(conn)
    return empty_database


def add(conn, number, text=""):
    conn.execute(NOTE.insert(), {"store_id": 1, "id": number, "text": text})


def numbers(conn):
    return list(conn.execute(select(NOTE.c.id).order_by(NOTE.c.id)).scalars())


def stored(database):
    with database.reading() as conn:
        return numbers(conn)


def test_what_a_block_writes_is_kept_at_its_end(notes):
    with notes.writing() as conn:
        add(conn, 1)

    assert [1] == stored(notes)


def test_a_block_that_fails_keeps_nothing(notes):
    with pytest.raises(RuntimeError, match="half-way"), notes.writing() as conn:
        add(conn, 1)
        raise RuntimeError("half-way")

    assert [] == stored(notes)


def test_a_reader_sees_one_snapshot(notes):
    with notes.reading() as reader:
        assert [] == numbers(reader)
        with notes.writing() as writer:
            add(writer, 1)
        assert [] == numbers(reader)

    assert [1] == stored(notes)


def test_a_reader_cannot_write(notes):
    with pytest.raises(StorageError, match="read but not written"), notes.reading() as conn:
        add(conn, 1)
    with notes.writing() as conn:  # the same connection may write again
        add(conn, 2)

    assert [2] == stored(notes)


def test_errors_about_the_data_come_as_they_are(notes):
    with pytest.raises(IntegrityError), notes.writing() as conn:
        add(conn, 1)
        add(conn, 1)


class TestSavepoint:
    def test_it_undoes_its_block_alone(self, notes):
        with notes.writing() as conn:
            add(conn, 1)
            with pytest.raises(IntegrityError), savepoint(conn):
                add(conn, 2)
                add(conn, 1)
            add(conn, 3)

        assert [1, 3] == stored(notes)

    def test_savepoints_nest(self, notes):
        with notes.writing() as conn, savepoint(conn):
            add(conn, 1)
            with pytest.raises(ZeroDivisionError), savepoint(conn):
                add(conn, 2)
                raise ZeroDivisionError
            with savepoint(conn):
                add(conn, 3)

        assert [1, 3] == stored(notes)

    def test_a_plugin_that_ends_the_transaction_undoes_everything_and_is_not_passed_over(self, notes):
        if notes.dialect != "sqlite":
            with pytest.raises(StorageError, match="gave the transaction up"), notes.writing() as conn:
                add(conn, 1)
                with savepoint(conn):
                    pid = conn.exec_driver_sql("SELECT pg_backend_pid()").scalar()
                    with notes.writing() as other:
                        other.exec_driver_sql("SELECT pg_terminate_backend(%s)", (pid,))
                    add(conn, 2)
        else:
            with pytest.raises(StorageError, match="gave the transaction up"), notes.writing() as conn:
                add(conn, 1)
                with savepoint(conn):
                    conn.exec_driver_sql("ROLLBACK")

        assert [] == stored(notes)

    def test_a_transaction_that_ended_before_its_end_is_an_error(self, notes):
        if notes.dialect == "sqlite":
            with pytest.raises(StorageError, match="gave the transaction up"), notes.writing() as conn:
                add(conn, 1)
                conn.exec_driver_sql("ROLLBACK")

        assert [] == stored(notes)

    def test_a_clash_of_transactions_goes_through_to_whoever_can_try_again(self, notes):
        with notes.writing() as conn:
            add(conn, 1)
        update = NOTE.update().values(text="mine")
        snapshot = notes.engine.execution_options(
            **(
                {"franchise_begin": "BEGIN"}
                if notes.dialect == "sqlite"
                else {"isolation_level": "REPEATABLE READ"}
            )
        )

        with snapshot.connect() as conn, conn.begin():
            assert [1] == numbers(conn)
            with notes.writing() as other:
                other.execute(update)
            with pytest.raises(StorageError, match="done again") as caught, savepoint(conn):
                conn.execute(update)

        assert is_retryable(caught.value)
        assert is_retryable(caught.value.__cause__)
        assert isinstance(caught.value.__cause__, DBAPIError)


class Specs:
    @hookspec
    def franchise_told(self, conn): ...


TOLD = """
from franchise.hooks import hookimpl

@hookimpl
def franchise_told(conn):
    for number in {numbers}:
        conn.exec_driver_sql(f"INSERT INTO core__note (store_id, id) VALUES (1, {{number}})")
"""


def test_a_failing_plugin_loses_its_own_part_alone(notes, site):
    site.install("c", TOLD.format(numbers=[30]))
    site.install("a", TOLD.format(numbers=[10]))
    site.install("b", TOLD.format(numbers=[20, 1]))  # the second is there already
    plugins = Plugins.load(site.entry_points(), specs=Specs)

    with notes.writing() as conn, capture_logs():
        add(conn, 1)
        failures = plugins.notify("franchise_told", scope=None, savepoint=lambda: savepoint(conn), conn=conn)
        add(conn, 2)

    assert ["b"] == [failure.plugin for failure in failures]
    assert isinstance(failures[0].error, IntegrityError)
    assert [1, 2, 10, 30] == stored(notes)


def test_a_plugin_that_ends_the_transaction_stops_the_operation(notes, site):
    source = (
        TOLD.format(numbers=[10])
        + """
    conn.exec_driver_sql("ROLLBACK")
"""
    )
    site.install("a", source)
    site.install("b", TOLD.format(numbers=[20]))
    plugins = Plugins.load(site.entry_points(), specs=Specs)

    with pytest.raises((StorageError, DBAPIError)), notes.writing() as conn, capture_logs():
        add(conn, 1)
        plugins.notify("franchise_told", scope=None, savepoint=lambda: savepoint(conn), conn=conn)

    assert [] == stored(notes)


def test_retrying_helps_against_clashes_only(notes):
    with pytest.raises(IntegrityError) as caught, notes.writing() as conn:
        add(conn, 1)
        add(conn, 1)

    assert not is_retryable(caught.value)
    assert not is_retryable(ValueError("could not serialize access"))


HOLD = """
import sqlite3, sys
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
conn.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
conn.execute("ROLLBACK")
"""


@contextmanager
def held(path):
    """Another program holds the database's lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert "held\n" == program.stdout.readline()
        yield
        program.stdin.write("go\n")
        program.stdin.flush()


@contextmanager
def as_ordinary_user():
    """Root may write everywhere; these tests are about people who may not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder():
    """A folder that every user can reach, unlike the test's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)
        Path(name).chmod(0o777)


class TestSqliteCannotBeUsed:
    def make(self, path, **options):
        database = Database.open(str(path), **options)
        with database.writing() as conn:
            METADATA.create_all(conn)
        return database

    def test_another_program_holds_the_lock(self, tmp_path):
        path = tmp_path / "shop.db"
        with self.make(path, busy_timeout=0.05) as database:
            with held(path):
                with pytest.raises(StorageError, match=r"shop.db is locked by another program") as caught:
                    database.writing().__enter__()
                assert "Try again when the other program has finished." == caught.value.hint
                assert not is_retryable(caught.value)
                assert [] == stored(database)  # reading goes on

            with database.writing() as conn:
                add(conn, 1)
            assert [1] == stored(database)

    def test_a_short_wait_is_not_noticed(self, tmp_path):
        path = tmp_path / "shop.db"
        with self.make(path, busy_timeout=30) as database:
            with subprocess.Popen(
                [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            ) as program:
                assert b"held\n" == program.stdout.readline()
                program.stdin.close()  # lets go while the writer below waits
                with database.writing() as conn:
                    add(conn, 1)
            assert [1] == stored(database)

    def test_there_is_no_room_left(self, tmp_path):
        with self.make(tmp_path / "shop.db") as database:
            with (
                pytest.raises(StorageError, match=r"no room left .* nothing of this was stored"),
                database.writing() as conn,
            ):
                pages = conn.exec_driver_sql("PRAGMA page_count").scalar()
                conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}").close()
                for number in range(100):
                    add(conn, number, "x" * 1000)

            assert [] == stored(database)

    def test_the_file_may_only_be_read(self, open_folder):
        path = open_folder / "shop.db"
        self.make(path).close()
        path.chmod(0o444)
        open_folder.chmod(0o555)
        with (
            Database.open(str(path)) as database,
            as_ordinary_user(),
            pytest.raises(StorageError, match=r"shop.db (can be read but not written|cannot be opened)"),
        ):
            database.writing().__enter__()

    def test_the_file_may_not_be_opened_at_all(self, open_folder):
        path = open_folder / "shop.db"
        self.make(path).close()
        path.chmod(0)
        with (
            Database.open(str(path)) as database,
            as_ordinary_user(),
            pytest.raises(StorageError, match=r"shop.db cannot be opened"),
        ):
            database.reading().__enter__()

    def test_the_folder_may_not_be_made(self, open_folder):
        open_folder.chmod(0o555)
        with (
            Database.open(str(open_folder / "new" / "shop.db")) as database,
            as_ordinary_user(),
            pytest.raises(
                StorageError, match=r"the folder .*new of the database cannot be made: Permission denied"
            ),
        ):
            database.writing().__enter__()

    def test_a_file_stands_where_the_folder_should_be(self, tmp_path):
        (tmp_path / "file").touch()
        with (
            Database.open(f"{tmp_path}/file/shop.db") as database,
            pytest.raises(StorageError, match=r"the folder .*file of the database cannot be made"),
        ):
            database.ready()
            database.writing().__enter__()

    def test_the_file_is_something_else(self, tmp_path):
        path = tmp_path / "orders.txt"
        path.write_text("鸡蛋 2 份\n" * 200)
        with (
            Database.open(str(path)) as database,
            pytest.raises(StorageError, match=r"orders.txt is not a database, or it is damaged"),
        ):
            database.reading().__enter__()
        assert "鸡蛋 2 份\n" * 200 == path.read_text()


class TestPostgresqlCannotBeUsed:
    @pytest.fixture
    def dialect(self):
        return "postgresql"

    def test_no_server_answers(self, tmp_path):
        with (
            Database.open(f"postgresql://hq:geheim@/shop?host={tmp_path}") as database,
            pytest.raises(StorageError, match=r"cannot be reached: .*No such file or directory") as caught,
        ):
            database.ready()
            database.writing().__enter__()
        assert "geheim" not in str(caught.value)

    def test_there_is_no_such_database(self, notes):
        url = notes.url.set(database="nowhere").render_as_string(hide_password=False)
        with (
            Database.open(url) as database,
            pytest.raises(StorageError, match=r'cannot be reached: .*"nowhere" does not exist'),
        ):
            database.writing().__enter__()

    @pytest.mark.parametrize(
        ("state", "message"),
        [
            ("53100", "no room left"),
            ("55P03", "locked by another program"),
            ("42501", "does not allow this: the reason"),
            ("53300", "cannot be reached: the reason"),
        ],
    )
    def test_the_server_says_why(self, notes, state, message):
        with pytest.raises(StorageError, match=message), notes.writing() as conn:
            conn.exec_driver_sql(
                f"DO $$ BEGIN RAISE EXCEPTION 'the reason' USING ERRCODE = '{state}'; END $$"
            )

    def test_other_errors_of_the_server_come_as_they_are(self, notes):
        with pytest.raises(DBAPIError, match="the reason"), notes.writing() as conn:
            conn.exec_driver_sql("DO $$ BEGIN RAISE EXCEPTION 'the reason'; END $$")


def test_a_database_that_is_up_to_date_is_ready_after_one_statement(database, migration_sources):
    database.ready()  # opens the first connection
    statements = []
    again = Database.open(database.url.render_as_string(hide_password=False), migration_sources)
    event.listen(again.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    again.ready()
    again.ready()
    again.close()

    assert [] == [s for s in statements if not s.startswith(("BEGIN", "SELECT 'core'"))]
    assert len([s for s in statements if s.startswith("SELECT")]) <= 1

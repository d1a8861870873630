"""What the migration runner promises, on SQLite and PostgreSQL."""

from __future__ import annotations

import subprocess
import sys

import attrs
import pytest
from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, MetaData, Text, UniqueConstraint, inspect
from sqlalchemy.exc import IntegrityError

from franchise.errors import StorageError
from franchise.storage import Database, MigrationSource, migrate, store_table
from franchise.storage import metadata as declared


def states(database):
    return {row.owner: row.state for row in migrate.status(database)}


def tables(database):
    return sorted(inspect(database.engine).get_table_names())


def count(database, table):
    with database.reading() as conn:
        return conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()


def seed(database):
    with database.writing() as conn:
        conn.exec_driver_sql("INSERT INTO core__group (store_id, id, name) VALUES (1, 1, 'Liu village')")
        conn.exec_driver_sql("INSERT INTO shop__stock (store_id, id, group_id) VALUES (1, 1, 1)")


def test_every_owner_reaches_its_head_in_a_version_table_of_its_own(open_database, core, shop):
    database = open_database(shop, core)

    done = migrate.upgrade(database)

    assert [
        migrate.Upgraded(owner="core", before=None, after="core_0001"),
        migrate.Upgraded(owner="shop", before=None, after="shop_0001"),
    ] == done
    assert {"core": "current", "shop": "current"} == states(database)
    assert ["alembic_version_core", "alembic_version_shop", "core__group", "shop__stock"] == tables(database)


def test_an_upgrade_that_is_not_due_changes_nothing(open_database, core, shop):
    database = open_database(core, shop)
    migrate.upgrade(database)

    assert [] == migrate.upgrade(database)


def test_only_the_named_owner_is_upgraded(open_database, core, shop):
    database = open_database(core, shop)

    migrate.upgrade(database, "core")

    assert {"core": "current", "shop": "pending"} == states(database)


def test_due_revisions_are_applied_in_their_order_and_reported_as_one_step(
    open_database, core, tmp_path, write_revision
):
    database = open_database(core)
    migrate.upgrade(database)
    column = "op.add_column('core__group', sa.Column('{0}', sa.Text))"
    write_revision(tmp_path / "core", "core_0003", "core_0002", column.format("kind"))
    write_revision(tmp_path / "core", "core_0002", "core_0001", column.format("unit"))

    done = migrate.upgrade(database)

    assert [migrate.Upgraded(owner="core", before="core_0001", after="core_0003")] == done
    columns = [column["name"] for column in inspect(database.engine).get_columns("core__group")]
    assert ["store_id", "id", "name", "unit", "kind"] == columns


def test_an_uninstalled_plugin_keeps_its_data_and_blocks_nobody(open_database, core, shop):
    migrate.upgrade(open_database(core, shop))
    seed(open_database(core, shop))

    without = open_database(core)
    without.ready()
    migrate.upgrade(without)

    orphan = migrate.status(without)[-1]
    assert ("shop", "shop_0001", None, "orphaned", 1) == attrs.astuple(orphan)
    assert 1 == count(without, "shop__stock")

    again = open_database(core, shop)
    again.ready()
    assert {"core": "current", "shop": "current"} == states(again)
    assert 1 == count(again, "shop__stock")


def test_what_an_uninstalled_plugin_left_can_be_dropped_without_its_code(open_database, core, shop):
    migrate.upgrade(open_database(core, shop))
    database = open_database(core)

    assert ["shop__stock"] == migrate.purge(database, "shop")

    assert {"core": "current"} == states(database)
    assert ["alembic_version_core", "core__group"] == tables(database)


def test_tables_that_others_refer_to_and_the_core_are_not_dropped(
    open_database, core, shop, tmp_path, write_revision
):
    body = """op.create_table("talk__post", sa.Column("store_id", sa.BigInteger, primary_key=True),
        sa.Column("stock_id", sa.BigInteger, primary_key=True),
        sa.ForeignKeyConstraint(["store_id", "stock_id"], ["shop__stock.store_id", "shop__stock.id"]))"""
    write_revision(tmp_path / "talk", "talk_0001", None, body)
    talk = MigrationSource(owner="talk", location=tmp_path / "talk", requires={"shop": "shop_0001"})
    database = open_database(core, shop, talk)
    migrate.upgrade(database)
    before = tables(database)

    with pytest.raises(StorageError, match="talk__post refers to them"):
        migrate.purge(database, "shop")
    with pytest.raises(StorageError, match="cannot be dropped"):
        migrate.purge(database, "core")
    assert before == tables(database)


def test_rebuilding_a_core_table_keeps_the_rows_of_plugins(
    open_database, core, shop, tmp_path, write_revision
):
    database = open_database(core, shop)
    migrate.upgrade(database)
    seed(database)
    body = "with op.batch_alter_table('core__group') as t: t.drop_constraint('uq_core__group_store_id_name')"
    write_revision(tmp_path / "core", "core_0002", "core_0001", body)

    migrate.upgrade(database)

    assert 1 == count(database, "shop__stock")
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), database.writing() as conn:
        conn.exec_driver_sql("INSERT INTO shop__stock (store_id, id, group_id) VALUES (1, 2, 99)")


def test_a_migration_that_would_break_references_is_undone(
    open_database, core, shop, tmp_path, write_revision
):
    database = open_database(core, shop)
    migrate.upgrade(database)
    seed(database)
    # Without the cascade PostgreSQL refuses at once, SQLite when the owner's revisions are through.
    body = """op.execute("UPDATE shop__stock SET group_id = 7")"""
    write_revision(tmp_path / "shop", "shop_0002", "shop_0001", body)

    with pytest.raises(StorageError, match=r"shop.*(core__group|foreign key)"):
        migrate.upgrade(database)

    with database.reading() as conn:
        assert [1] == conn.exec_driver_sql("SELECT group_id FROM shop__stock").scalars().all()
    assert {"core": "current", "shop": "pending"} == states(database)


def test_a_failing_migration_leaves_no_trace_and_keeps_what_came_before(
    open_database, core, shop, tmp_path, write_revision
):
    body = "op.create_table('bad__first', sa.Column('id', sa.BigInteger)); {}"
    write_revision(tmp_path / "bad", "bad_0001", None, body.format("pass"))
    write_revision(tmp_path / "bad", "bad_0002", "bad_0001", "raise RuntimeError('boom')")
    bad = MigrationSource(owner="bad", location=tmp_path / "bad")
    database = open_database(core, bad, shop)

    with pytest.raises(
        StorageError, match=r"bad could not be brought up to date: RuntimeError: boom"
    ) as caught:
        migrate.upgrade(database)

    assert isinstance(caught.value.__cause__, RuntimeError)
    assert ["alembic_version_core", "core__group"] == tables(database)
    migrate.upgrade(open_database(core, shop))
    assert {"core": "current", "shop": "current"} == states(open_database(core, shop))


def test_a_requirement_that_the_database_does_not_meet_is_named(
    open_database, core, tmp_path, write_revision
):
    write_revision(tmp_path / "late", "late_0001", None)
    late = MigrationSource(owner="late", location=tmp_path / "late", requires={"core": "core_0099"})

    with pytest.raises(
        StorageError, match=r"late need those of core at core_0099; the database is at core_0001"
    ):
        migrate.upgrade(open_database(core, late))


def test_an_earlier_revision_of_the_required_owner_is_enough(
    open_database, core, shop, tmp_path, write_revision
):
    write_revision(tmp_path / "core", "core_0002", "core_0001")

    migrate.upgrade(database := open_database(core, shop))

    assert {"core": "current", "shop": "current"} == states(database)


def test_a_stated_head_that_is_not_the_folders_is_refused(open_database, core):
    wrong = attrs.evolve(core, head="core_0007")

    with pytest.raises(StorageError, match=r"core names core_0007 .* ends in core_0001"):
        migrate.upgrade(open_database(wrong))


AT_ONCE = """
import sys
from franchise.storage import Database, MigrationSource, migrate
sources = [
    MigrationSource(owner="core", location=sys.argv[2]),
    MigrationSource(owner="shop", location=sys.argv[3], requires={"core": "core_0001"}),
]
with Database.open(sys.argv[1], sources) as database:
    print("here", flush=True)
    sys.stdin.readline()
    print(ANSWER)
"""


def at_once(expression, *arguments):
    """What three programs answer that do the same at the same time."""
    command = [sys.executable, "-c", AT_ONCE.replace("ANSWER", expression), *map(str, arguments)]
    programs = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    for program in programs:
        assert "here\n" == program.stdout.readline()
    for program in programs:
        program.stdin.write("go\n")
        program.stdin.flush()
    answers = [program.communicate(timeout=60)[0].strip() for program in programs]
    assert [0, 0, 0] == [program.returncode for program in programs]
    return answers


def test_two_upgrades_at_once_leave_one_result(open_database, core, shop):
    database = open_database(core, shop)
    url = database.url.render_as_string(hide_password=False)

    answers = at_once("len(migrate.upgrade(database))", url, core.location, shop.location)

    assert 2 == sum(map(int, answers))  # each owner's tables were made by one of them
    assert {"core": "current", "shop": "current"} == states(database)


def test_programs_that_find_an_empty_database_at_once_are_all_ready(open_database, core, shop):
    database = open_database(core, shop)
    url = database.url.render_as_string(hide_password=False)

    answers = at_once("database.ready()", url, core.location, shop.location)

    assert ["None"] * 3 == answers
    assert {"core": "current", "shop": "current"} == states(database)


def test_an_upgrade_does_not_wait_for_ever_for_another(open_database, core):
    database, other = open_database(core), open_database()
    held = other.writing() if database.dialect == "sqlite" else migrate._alone(other, 1.0)
    with held, pytest.raises(StorageError, match="locked by another program"):
        migrate.upgrade(database, patience=0.05)

    assert {"core": "pending"} == states(database)


class TestReady:
    def test_an_empty_database_is_made_ready_at_once(self, open_database, core, shop):
        database = open_database(core, shop)

        database.ready()

        assert {"core": "current", "shop": "current"} == states(database)

    def test_an_older_sqlite_database_is_brought_up_to_date_and_a_postgresql_one_is_not(
        self, open_database, core, shop
    ):
        open_database(core).ready()
        database = open_database(core, shop)

        if database.dialect == "sqlite":
            database.ready()
            assert {"core": "current", "shop": "current"} == states(database)
        else:
            with pytest.raises(StorageError, match=r"tables of shop .* older than this program") as caught:
                database.ready()
            assert "Run: franchise db upgrade" == caught.value.hint
            migrate.upgrade(database)
            database.ready()

    def test_a_database_of_a_newer_program_is_refused(self, open_database, core, tmp_path, write_revision):
        write_revision(tmp_path / "core", "core_0002", "core_0001")
        open_database(core).ready()
        (tmp_path / "core" / "core_0002.py").unlink()
        database = open_database(core)

        with pytest.raises(StorageError, match=r"newer version of core \(core_0002\)"):
            database.ready()
        with pytest.raises(StorageError, match=r"newer version of core \(core_0002\)"):
            migrate.upgrade(database)
        assert {"core": "newer"} == states(database)

    def test_a_program_without_tables_is_ready(self, open_database, tmp_path):
        nothing = MigrationSource(owner="core", location=tmp_path / "nowhere")
        database = open_database(nothing)

        database.ready()

        assert [] == tables(database)


class TestRevisions:
    def make(self, metadata):
        return store_table(
            "shop__stock",
            Column("id", BigInteger, primary_key=True),
            Column("group_id", BigInteger, nullable=False),
            Column("name", Text),
            ForeignKeyConstraint(
                ["store_id", "group_id"], ["core__group.store_id", "core__group.id"], ondelete="CASCADE"
            ),
            metadata=metadata,
        )

    def core(self, metadata):
        store_table(
            "core__group",
            Column("id", BigInteger, primary_key=True),
            Column("name", Text, nullable=False),
            UniqueConstraint("store_id", "name"),
            metadata=metadata,
        )

    def test_a_written_revision_makes_the_tables_that_are_declared(self, open_database, core, tmp_path):
        metadata = MetaData(naming_convention=declared.naming_convention)
        self.core(metadata)
        self.make(metadata)
        shop = MigrationSource(owner="shop", location=tmp_path / "shop", requires={"core": "core_0001"})
        database = open_database(core, shop)
        database.ready()
        assert [] == migrate.differences(database, core, metadata)
        assert any("shop__stock" in one for one in migrate.differences(database, shop, metadata))

        file = migrate.revision(database, shop, "the stock", metadata=metadata)
        migrate.upgrade(database)

        assert tmp_path / "shop" / "shop_0001.py" == file
        assert "core__group" not in file.read_text().replace('"core__group.', "").replace("'core__group.", "")
        assert [] == migrate.differences(database, shop, metadata)

    def test_a_second_revision_holds_only_what_changed(self, open_database, core, shop):
        metadata = MetaData(naming_convention=declared.naming_convention)
        self.core(metadata)
        self.make(metadata)
        database = open_database(core, shop)
        database.ready()

        file = migrate.revision(database, shop, "names", metadata=metadata)
        migrate.upgrade(database)

        assert "shop_0002.py" == file.name
        assert "create_table" not in file.read_text()
        assert [] == migrate.differences(database, shop, metadata)

    def test_writing_needs_a_database_that_is_up_to_date(self, open_database, core, shop):
        with pytest.raises(StorageError, match="not up to date"):
            migrate.revision(open_database(core, shop), shop, "too early")

    def test_writing_prints_nothing(self, open_database, core, shop, capfd):
        database = open_database(core, shop)
        database.ready()
        metadata = MetaData(naming_convention=declared.naming_convention)
        self.core(metadata)
        self.make(metadata)

        migrate.revision(database, shop, "names", metadata=metadata)

        assert ("", "") == capfd.readouterr()


def test_migrations_can_be_anywhere(core, shop, tmp_path, write_revision):
    folder = tmp_path / "50% off, two words"
    write_revision(folder, "odd_0001", None, "op.create_table('odd__t', sa.Column('id', sa.BigInteger))")
    odd = MigrationSource(owner="odd", location=folder)

    with Database.open(f"{tmp_path}/odd.db", [odd]) as database:
        database.ready()
        assert {"odd": "current"} == states(database)

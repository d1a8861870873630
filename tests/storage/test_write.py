"""Writing rows in bulk and one at a time."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Boolean, Column, MetaData, Text, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError

from franchise.storage import insert_ignore, insert_many, savepoint, store_table, upsert

METADATA = MetaData()
LINE = store_table(
    "core__order",  # a word of SQL in the name, and one as a column: both must be quoted
    Column("id", BigInteger, primary_key=True),
    Column("select", Text),
    Column("amount", BigInteger),
    Column("late", Boolean),
    UniqueConstraint("store_id", "amount"),
    metadata=METADATA,
)
ORDER = store_table(
    "core__select", Column("order", Text, primary_key=True), Column("n", BigInteger), metadata=METADATA
)
COLUMNS = ("store_id", "id", "select", "amount", "late")


@pytest.fixture
def lines(empty_database):
    with empty_database.writing() as conn:
        METADATA.create_all(conn)
    return empty_database


def stored(database, table=LINE):
    with database.reading() as conn:
        return [tuple(row) for row in conn.execute(select(table).order_by(*table.primary_key.columns))]


def row(number, text="x", *, late=False):
    return (1, number, text, number * 10, late)


@pytest.mark.parametrize("n", [0, 1, 2, 10_000, 10_001, 25_001])
def test_every_row_of_a_generator_arrives(lines, n):
    with lines.writing() as conn:
        insert_many(conn, LINE, COLUMNS, (row(number) for number in range(n)))

    assert [row(number) for number in range(n)] == stored(lines)


def test_rows_arrive_without_anything_before_them_in_the_transaction(lines):
    with lines.engine.connect() as conn:
        insert_many(conn, LINE, COLUMNS, [row(number) for number in range(30)])
        conn.commit()

    assert 30 == len(stored(lines))


VALUES = st.tuples(
    st.none() | st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",))),
    st.integers(-(2**63), 2**63 - 1),
    st.none() | st.booleans(),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(VALUES, max_size=45, unique_by=lambda values: values[1]))
def test_bulk_rows_equal_rows_written_one_by_one(lines, rows):
    plain = [(1, number, *values) for number, values in enumerate(rows)]
    with lines.writing() as conn:
        conn.execute(LINE.delete())
        insert_many(conn, LINE, COLUMNS, plain)
        bulk = [tuple(found) for found in conn.execute(select(LINE).order_by(LINE.c.id))]
        conn.execute(LINE.delete())
        for values in plain:
            conn.execute(LINE.insert(), dict(zip(COLUMNS, values, strict=True)))
        single = [tuple(found) for found in conn.execute(select(LINE).order_by(LINE.c.id))]

    assert plain == bulk
    assert single == bulk


@pytest.mark.parametrize("text", ["\\N", "\\", "a\tb", "a\nb\r\n", "", "%s ?", "'; --", "鸡蛋 🥚", "NULL"])
def test_texts_that_a_bulk_format_could_take_for_something_else_arrive_unchanged(lines, text):
    with lines.writing() as conn:
        insert_many(conn, LINE, COLUMNS, [row(number, text) for number in range(30)])

    assert {text} == {found[2] for found in stored(lines)}


@pytest.mark.parametrize("n", [2, 60])
def test_a_key_that_is_there_already_is_an_error_that_a_savepoint_undoes(lines, n):
    with lines.writing() as conn:
        insert_many(conn, LINE, COLUMNS, [row(1)])
        with pytest.raises(IntegrityError) as caught, savepoint(conn):
            insert_many(conn, LINE, COLUMNS, [row(number, "private words") for number in range(n, 0, -1)])
        insert_many(conn, LINE, COLUMNS, [row(100)])

    assert [row(1), row(100)] == stored(lines)
    assert "private words" not in str(caught.value)


def test_a_failing_source_of_rows_leaves_the_connection_usable(lines):
    def rows():
        yield from (row(number) for number in range(50))
        raise ZeroDivisionError

    with lines.writing() as conn:
        with pytest.raises(ZeroDivisionError), savepoint(conn):
            insert_many(conn, LINE, COLUMNS, rows())
        insert_many(conn, LINE, COLUMNS, [row(7)])

    assert [row(7)] == stored(lines)


class TestOneRow:
    def values(self, order, n):
        return {"store_id": 1, "order": order, "n": n}

    def test_a_row_is_inserted_once(self, lines):
        with lines.writing() as conn:
            assert insert_ignore(conn, ORDER, self.values("a", 1)) is True
            assert insert_ignore(conn, ORDER, self.values("a", 2)) is False
            assert insert_ignore(conn, ORDER, self.values("b", 3)) is True

        assert [(1, "a", 1), (1, "b", 3)] == stored(lines, ORDER)

    def test_any_unique_key_counts(self, lines):
        with lines.writing() as conn:
            assert insert_ignore(conn, LINE, dict(zip(COLUMNS, row(1), strict=True))) is True
            other = {**dict(zip(COLUMNS, row(2), strict=True)), "amount": 10}
            assert insert_ignore(conn, LINE, other) is False

        assert [row(1)] == stored(lines)

    def test_other_constraints_are_not_ignored(self, lines):
        with pytest.raises(IntegrityError), lines.writing() as conn:
            insert_ignore(conn, ORDER, {"store_id": 1, "order": None, "n": 1})

    def test_a_present_row_takes_over_the_named_columns(self, lines):
        with lines.writing() as conn:
            upsert(conn, ORDER, self.values("a", 1), update=["n"])
            upsert(conn, ORDER, self.values("a", 2), update=["n"])
            upsert(conn, ORDER, self.values("a", 3), update=[])

        assert [(1, "a", 2)] == stored(lines, ORDER)

    def test_another_unique_key_can_decide(self, lines):
        with lines.writing() as conn:
            insert_many(conn, LINE, COLUMNS, [row(1)])
            values = {**dict(zip(COLUMNS, row(2, "new"), strict=True)), "amount": 10}
            upsert(conn, LINE, values, update=["select"], key=["store_id", "amount"])

        assert [(1, 1, "new", 10, False)] == stored(lines)

"""Declaring tables, and the rules that let them be sharded by store."""

from __future__ import annotations

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    MetaData,
    Sequence,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from franchise.storage import check_tables, hq_table, owner_of, store_table
from franchise.storage import metadata as declared


@pytest.fixture
def metadata():
    return MetaData(naming_convention=declared.naming_convention)


@pytest.fixture
def group(metadata):
    return store_table(
        "core__group", Column("id", BigInteger, primary_key=True), Text_("name"), metadata=metadata
    )


@pytest.fixture
def supplier(metadata):
    return hq_table("core__supplier", Column("id", BigInteger, primary_key=True), metadata=metadata)


def Text_(name):  # noqa: N802
    return Column(name, Text)


def test_a_store_table_begins_with_the_store_in_its_columns_and_its_key(group):
    assert ["store_id", "id", "name"] == [column.name for column in group.columns]
    assert ["store_id", "id"] == [column.name for column in group.primary_key.columns]


def test_no_database_is_asked_to_number_rows(supplier, group):
    ddl = str(CreateTable(supplier).compile(dialect=postgresql.dialect()))
    ddl += str(CreateTable(group).compile(dialect=postgresql.dialect()))

    assert "SERIAL" not in ddl
    assert "IDENTITY" not in ddl


def test_good_tables_have_no_faults(metadata, group, supplier):
    store_table(
        "shop__stock",
        Column("id", BigInteger, primary_key=True),
        Column("group_id", BigInteger),
        Column("supplier_id", BigInteger),
        ForeignKeyConstraint(["store_id", "group_id"], [group.c.store_id, group.c.id], ondelete="CASCADE"),
        ForeignKeyConstraint(["supplier_id"], [supplier.c.id]),
        UniqueConstraint("store_id", "group_id"),
        Index("ix_shop__stock_one", "store_id", text("lower(name)"), unique=True),
        Index("ix_shop__stock_group", "group_id"),
        metadata=metadata,
    )

    assert [] == check_tables(metadata)
    assert [] == check_tables(metadata.tables.values())


@pytest.mark.parametrize(
    "name", ["group", "core_group", "__group", "core__", "Core__group", "a__" + "b" * 61]
)
def test_a_table_without_its_owner_or_with_too_long_a_name_cannot_be_declared(metadata, name):
    with pytest.raises(ValueError, match="must be named owner__name"):
        store_table(name, metadata=metadata)


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("core__group", "core"),
        ("mother_baby__tier", "mother_baby"),
        ("a__b__c", "a"),
        ("alembic_version_core", None),
    ],
)
def test_the_owner_is_the_first_part_of_a_name(name, owner):
    assert owner == owner_of(name)


@pytest.mark.parametrize(
    ("items", "fault"),
    [
        (
            [UniqueConstraint("name")],
            "unique constraint uq_shop__t_name must begin with store_id, not (name)",
        ),
        ([UniqueConstraint("name", "store_id")], "must begin with store_id, not (name, store_id)"),
        ([Index("ix_one", "name", unique=True)], "unique index ix_one must begin with store_id"),
        ([Index("ix_one", text("lower(name)"), unique=True)], "unique index ix_one must begin with store_id"),
        ([Column("at", BigInteger, server_default="0")], "column at is filled by the database (default)"),
        ([Column("no", BigInteger, Identity())], "column no is filled by the database (identity)"),
        ([Column("no", BigInteger, Sequence("s"))], "column no is filled by the database (sequence)"),
        (
            [Column("no", Integer, primary_key=True, autoincrement=True)],
            "column no is numbered by the database",
        ),
        ([Index("i" * 64, "name")], f"the name {'i' * 64} is longer than 63 characters"),
    ],
)
def test_a_fault_of_a_store_table_is_named(metadata, items, fault):
    store_table("shop__t", Text_("name"), *items, metadata=metadata)

    found = check_tables(metadata)

    assert 1 == len(found)
    assert found[0].startswith("shop__t: ")
    assert fault in found[0]


@pytest.mark.parametrize(
    ("ours", "theirs", "options", "fault"),
    [
        (["group_id"], ["id"], {}, "must begin with store_id on both sides"),
        (["group_id", "store_id"], ["id", "store_id"], {}, "must begin with store_id on both sides"),
        (["store_id", "group_id"], ["store_id", "id"], {"ondelete": "SET NULL"}, "sets null or a default"),
        (["store_id", "group_id"], ["store_id", "id"], {"ondelete": "set null (group_id)"}, "sets null or"),
        (["store_id", "group_id"], ["store_id", "id"], {"ondelete": "SET DEFAULT"}, "sets null or a default"),
        (["store_id", "group_id"], ["store_id", "id"], {"onupdate": "CASCADE"}, "has ON UPDATE CASCADE"),
    ],
)
def test_a_fault_of_a_reference_between_store_tables_is_named(metadata, group, ours, theirs, options, fault):
    store_table(
        "core__t",
        Column("group_id", BigInteger),
        ForeignKeyConstraint(ours, [group.c[name] for name in theirs], **options),
        metadata=metadata,
    )

    found = [one for one in check_tables(metadata) if "another owner" not in one]

    assert 1 == len(found)
    assert fault in found[0]


def test_headquarters_cannot_refer_to_a_store(metadata, group):
    hq_table(
        "core__board",
        Column("id", BigInteger, primary_key=True),
        Column("store_id", BigInteger),
        Column("group_id", BigInteger),
        ForeignKeyConstraint(["store_id", "group_id"], [group.c.store_id, group.c.id]),
        metadata=metadata,
    )

    fault = "refers to the store table core__group; a table of headquarters cannot"
    assert [f"core__board: the foreign key (store_id, group_id) {fault}"] == check_tables(metadata)


def test_a_plugin_refers_to_others_by_their_primary_key_only(metadata, supplier):
    supplier.append_column(Column("code", Text, unique=True))
    hq_table(
        "shop__code",
        Column("code", Text, primary_key=True),
        ForeignKeyConstraint(["code"], [supplier.c.code]),
        metadata=metadata,
    )

    fault = "refers to another owner's table core__supplier by something other than its primary key"
    assert [f"shop__code: the foreign key (code) {fault}"] == check_tables(metadata)


def test_a_table_declared_by_hand_is_noticed_and_so_is_a_reference_to_it(metadata):
    Table("loose", metadata, Column("id", BigInteger, primary_key=True, autoincrement=False))
    store_table(
        "shop__t",
        Column("loose_id", BigInteger),
        ForeignKeyConstraint(["loose_id"], ["loose.id"]),
        metadata=metadata,
    )

    assert [
        "loose: is declared neither with store_table nor with hq_table",
        "loose: is not named owner__name",
        "shop__t: the foreign key (loose_id) refers to loose, which belongs to neither a store nor headquarters",
    ] == check_tables(metadata)


def test_a_narrower_store_id_is_noticed(metadata):
    hq_table("core__t", Column("store_id", Integer, primary_key=True), metadata=metadata)

    assert ["core__t: column store_id must be BigInteger"] == check_tables(metadata)


def test_tables_are_reported_in_the_order_of_their_names(metadata):
    for name in ("z", "a", "m"):
        store_table(f"core__{name}", Column("x", Text, server_default=""), metadata=metadata)

    assert ["core__a", "core__m", "core__z"] == [fault.partition(":")[0] for fault in check_tables(metadata)]

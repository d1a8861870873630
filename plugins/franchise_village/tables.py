"""Villages on their routes, and their partners."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, String, text

from franchise import store_table

village: Final = store_table(
    "village__village",
    Column("key", String(64), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("address", String(120), nullable=False),
    Column("route", String(64), nullable=False),
    Column("stop", Integer, nullable=False),
    Column("households", Integer, nullable=False),
    Column("group_id", BigInteger),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
)
"""A village and its place on a route; ``group_id`` is its first group."""

partner: Final = store_table(
    "village__partner",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("village", String(64), nullable=False),
    Column("name", String(40), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("status", String(16), nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    ForeignKeyConstraint(["store_id", "village"], ["village__village.store_id", "village__village.key"]),
    Index(
        "uq_village__partner_active",
        "store_id",
        "village",
        unique=True,
        sqlite_where=text("status = 'active'"),
        postgresql_where=text("status = 'active'"),
    ),
)
"""Who keeps a village's group; one active partner per village (I-131)."""

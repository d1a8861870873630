"""Villages on their routes, and their partners."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Integer, String, UniqueConstraint

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
    Column("active_for", String(64)),
    ForeignKeyConstraint(["store_id", "village"], ["village__village.store_id", "village__village.key"]),
    # A partial index would say it as well, at the price of loading every dialect when the program starts.
    UniqueConstraint("store_id", "active_for"),
)
"""Who keeps a village's group. ``active_for`` is the village while the partner is active, so that a village has one
(I-131)."""

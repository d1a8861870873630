"""Groups, the people in them, and the names they go by there."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint

from franchise.storage import store_table

group: Final = store_table(
    "core__group",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", String(64), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("unit", String(32), nullable=False),
    Column("place", String(60), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(120), nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("store_id", "key"),
    UniqueConstraint("store_id", "kind", "place", "number", name="uq_core__group_number"),
)

member: Final = store_table(
    "core__member",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("merged_into", BigInteger),
    Column("created_at", BigInteger, nullable=False),
)
"""A person (or household) of the store; the row holds nothing personal."""

membership: Final = store_table(
    "core__membership",
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("joined_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
    Index("ix_core__membership_waiting", "store_id", "group_id", "state", "joined_at"),
)
"""A member's place in one group: ``member``, ``waiting`` or ``left``."""

nickname: Final = store_table(
    "core__nickname",
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("nickname", String(64), primary_key=True),
    Column("member_id", BigInteger, nullable=False),
    Column("shown", String(64), nullable=False),
    Column("main", Integer, nullable=False),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
    Index("ix_core__nickname_member", "store_id", "member_id"),
)
"""Who a name means in one group; a merged household keeps all its names. ``main`` 1: the name on papers."""

"""Posts as rows: each once and for all, whatever the clock does."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, String

from franchise.storage import store_table

post: Final = store_table(
    "core__post",
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("slot", String(64), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    Column("begins_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("column_key", String(64), nullable=False),
    Column("material", String(64), nullable=False),
    Column("lines", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("reason", String(120), nullable=False),
    Column("due_at", BigInteger),
    Column("done_at", BigInteger),
    Column("done_by", String(120), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    Index("ix_core__post_day", "store_id", "day"),
    Index("ix_core__post_open", "store_id", "status", "ends_at"),
)
"""A slot's post in a group on a day; the primary key is what makes it be sent once. ``nth`` is the day of the
slot's count, 0 without one. ``lines`` is how many entries of the outbox it has."""

start: Final = store_table(
    "core__start",
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", String(10), nullable=False),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
)
"""Day 1 of a group's counts, where somebody set it; otherwise it is the day on which the group was made."""

watch: Final = store_table(
    "core__watch",
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
)
"""From when until when the store's windows were watched: what ended in between and was not made is missed."""

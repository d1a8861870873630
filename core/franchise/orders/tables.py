"""Cycles, what was handed in, the lines it came to, and what is still asked."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)

from franchise.storage import store_table

cycle: Final = store_table(
    "core__cycle",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", String(10), nullable=False),
    Column("session", String(64), nullable=False),
    Column("name", String(20), nullable=False),
    Column("cutoff_at", BigInteger, nullable=False),
    Column("deliver_on", String(10), nullable=False),
    Column("deliver_at", String(20), nullable=False),
    Column("status", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("closed_at", BigInteger),
    UniqueConstraint("store_id", "day", "session"),
    Index("ix_core__cycle_due", "store_id", "status", "cutoff_at"),
)
"""One collection run. ``revision`` counts its closings: papers of an earlier closing are kept."""

submission: Final = store_table(
    "core__submission",
    Column("cycle_id", BigInteger, primary_key=True, autoincrement=False),
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", String(120), nullable=False),
    Column("mode", String(16), nullable=False),
    Column("text", Text, nullable=False),
    ForeignKeyConstraint(["store_id", "cycle_id"], ["core__cycle.store_id", "core__cycle.id"]),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
)
"""Each text as it was handed in; ``key`` is the idempotency key, made of its content."""

sheet: Final = store_table(
    "core__sheet",
    Column("cycle_id", BigInteger, primary_key=True, autoincrement=False),
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "cycle_id"], ["core__cycle.store_id", "core__cycle.id"]),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
)
"""One group's order in one cycle; submitting again revises it. The row is also the group's lock."""

line: Final = store_table(
    "core__order_line",
    Column("cycle_id", BigInteger, primary_key=True, autoincrement=False),
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("line_no", Integer, primary_key=True, autoincrement=False),
    Column("member_id", BigInteger, nullable=False),
    Column("product", String(64), nullable=False),
    Column("name", String(60), nullable=False),
    Column("supplier", String(64), nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("unit", String(8), nullable=False),
    Column("stock_quantity", BigInteger, nullable=False),
    Column("stock_unit", String(8), nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("cost", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("note", String(200), nullable=False),
    Column("raw", String(400), nullable=False),
    Column("thread", Integer, nullable=False),
    Column("needed_on", String(10), nullable=False),
    Column("late", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    ForeignKeyConstraint(
        ["store_id", "cycle_id", "group_id"],
        ["core__sheet.store_id", "core__sheet.cycle_id", "core__sheet.group_id"],
    ),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
)
"""One member's wish for one product, with name, unit, price and supplier as they were when it was ordered.

``quantity`` of ``unit`` as written; ``stock_quantity`` of ``stock_unit`` as counted; both in thousandths.
``revision`` is the sheet's revision that wrote the row last.
"""

question: Final = store_table(
    "core__question",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("cycle_id", BigInteger, nullable=False),
    Column("group_id", BigInteger, nullable=False),
    Column("submission_key", String(64), nullable=False),
    Column("code", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("answered_at", BigInteger),
    Column("answered_by", String(120)),
    Column("answer", Text),
    ForeignKeyConstraint(["store_id", "cycle_id"], ["core__cycle.store_id", "core__cycle.id"]),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    Index("ix_core__question_open", "store_id", "status", "group_id"),
)
"""The review queue: what could not be booked without a person's answer."""

alias: Final = store_table(
    "core__alias",
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("alias", String(64), primary_key=True),
    Column("product", String(64), nullable=False),
    Column("learnt_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
)
"""What one group calls a product, learnt from answers; visible and removable."""

purchase: Final = store_table(
    "core__purchase",
    Column("cycle_id", BigInteger, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("supplier", String(64), primary_key=True),
    Column("product", String(64), primary_key=True),
    Column("unit", String(8), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("wanted", BigInteger, nullable=False),
    Column("ordered", BigInteger, nullable=False),
    Column("left_over", BigInteger, nullable=False),
    Column("pack_size", BigInteger),
    Column("pack_unit", String(8), nullable=False),
    Column("packs", BigInteger),
    Column("cost", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "cycle_id"], ["core__cycle.store_id", "core__cycle.id"]),
)
"""A closed cycle's purchase orders: one row per supplier, product and unit."""

"""What the house rules keep: hits, violations, removals that were proposed, moves, how far a store has counted."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint

from franchise import store_table

hit: Final = store_table(
    "houserules__hit",
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", String(120), primary_key=True),
    Column("rule", String(64), primary_key=True),
    Column("member_id", BigInteger, nullable=False),
    Column("conduct", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("detail", String(120), nullable=False),
    Column("quote", String(60), nullable=False),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
    Index("ix_houserules__hit_member", "store_id", "member_id"),
    Index("ix_houserules__hit_time", "store_id", "group_id", "at"),
)
"""A message that a rule finds: the same message and rule once, however often the chat is taken in."""

violation: Final = store_table(
    "houserules__violation",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("group_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("conduct", String(16), nullable=False),
    Column("message_id", String(120), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("messages", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("step", String(16), nullable=False),
    Column("task_key", String(150), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("face", String(32), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("by", String(120), nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
    UniqueConstraint(
        "store_id", "group_id", "conduct", "message_id", name="uq_houserules__violation_message"
    ),
    UniqueConstraint("store_id", "number", name="uq_houserules__violation_number"),
    Index("ix_houserules__violation_member", "store_id", "member_id"),
    Index("ix_houserules__violation_status", "store_id", "status"),
)
"""What a member did on one occasion, named by its first message, and what follows from it.

``turn`` counts the tasks that were opened for it; ``face`` is the digest of what the task says.
"""

removal: Final = store_table(
    "houserules__removal",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("group_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("reason", String(500), nullable=False),
    Column("proposed_by", String(120), nullable=False),
    Column("approved_by", String(120), nullable=False),
    Column("status", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
    Index("ix_houserules__removal_status", "store_id", "status"),
)
"""A removal that a person proposed: ``proposed``, ``approved`` by a second one, ``done``, or ``dropped``."""

move: Final = store_table(
    "houserules__move",
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("from_id", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "from_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
)
"""Who came into a group because his own was divided: his ladder goes on."""

count: Final = store_table("houserules__count", Column("last", Integer, nullable=False))
"""The last number that was given; whoever holds this row settles the store's violations."""

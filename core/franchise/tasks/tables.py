"""Tasks as rows, the files that prove them, and how far a store has counted."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)

from franchise.storage import store_table

task: Final = store_table(
    "core__task",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("key", String(150), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("title", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("group_id", BigInteger),
    Column("member_id", BigInteger),
    Column("duty", String(32), nullable=False),
    Column("person", String(120), nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("evidence", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("payload", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("finished_by", String(120), nullable=False),
    Column("note", String(500), nullable=False),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
    UniqueConstraint("store_id", "key", name="uq_core__task_key"),
    UniqueConstraint("store_id", "number", name="uq_core__task_number"),
    Index("ix_core__task_due", "store_id", "status", "due_at"),
    Index("ix_core__task_member", "store_id", "member_id"),
    Index("ix_core__task_group", "store_id", "group_id"),
)
"""``key`` is the idempotency key: a task that was dropped or done is not opened again. ``payload`` is JSON."""

count: Final = store_table("core__task_count", Column("last", Integer, nullable=False))
"""The last number that the store has given; who holds this row gives the next ones."""

evidence: Final = store_table(
    "core__evidence",
    Column("task_id", BigInteger, primary_key=True, autoincrement=False),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    Column("name", String(120), nullable=False),
    Column("media", String(32), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("given_by", String(120), nullable=False),
    Column("given_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "task_id"], ["core__task.store_id", "core__task.id"]),
    UniqueConstraint("store_id", "task_id", "sha256", name="uq_core__evidence_file"),
)
"""Files with a task, such as the screenshot of a removal; the same file is kept once."""

"""What the program keeps of its own: grades once reached or given, answers, leads, successors, sign-ups."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, String

from franchise import store_table

standing: Final = store_table(
    "motherbaby__standing",
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("reached", String(64), nullable=False),
    Column("reached_at", BigInteger),
    Column("named", String(64), nullable=False),
    Column("named_at", BigInteger),
    Column("named_by", String(120), nullable=False),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
)
"""A member's highest grade by spending so far, and the one he was named to; "" for none."""

decline: Final = store_table(
    "motherbaby__decline",
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("tier", String(64), primary_key=True),
    Column("grade", String(64), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String(120), nullable=False),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
)
"""A proposal that was declined, with the member's grade at that time: a higher one brings it back."""

lead: Final = store_table(
    "motherbaby__lead",
    Column("application_id", BigInteger, primary_key=True, autoincrement=False),
    Column("source", String(64), nullable=False),
    Column("member_id", BigInteger),
    Column("at", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["store_id", "application_id"], ["core__application.store_id", "core__application.id"]
    ),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
    Index("ix_motherbaby__lead_source", "store_id", "source"),
)
"""Where somebody who applied was won. It holds nothing personal."""

successor: Final = store_table(
    "motherbaby__successor",
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("origin_id", BigInteger, nullable=False),
    Column("active_until", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "origin_id"], ["core__group.store_id", "core__group.id"]),
)
"""A group that the interested members of another went on in (I-093)."""

signup: Final = store_table(
    "motherbaby__signup",
    Column("activity", String(64), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("task_done", Integer, nullable=False),
    Column("attended", Integer, nullable=False),
    Column("rewarded_at", BigInteger),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
)
"""Who signed up for an activity on a day, did its task, came, and took the reward home."""

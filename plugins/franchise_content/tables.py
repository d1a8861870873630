"""What the plugin remembers: what was said, picked, pushed and praised, and how far it has looked."""

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

from franchise import store_table

said: Final = store_table(
    "content__said",
    Column("key", String(120), primary_key=True),
    Column("member_id", BigInteger),
    Column("at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
    Index("ix_content__said_member", "store_id", "member_id"),
)
"""What was given to another channel than a person, so that it goes once. Of tasks the task room knows."""

shown: Final = store_table(
    "content__shown",
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("material", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
)
"""When a material was last picked for a group."""

mark: Final = store_table(
    "content__mark",
    Column("what", String(32), primary_key=True),
    Column("day", String(10), nullable=False),
)
"""The last day, by the store's calendar, that was looked at for ``reminders`` and ``questions``."""

promotion: Final = store_table(
    "content__promotion",
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", String(10), primary_key=True),
    Column("form", String(16), primary_key=True),
    Column("product", String(64), primary_key=True),
    Column("unit", String(8), primary_key=True),
    Column("price", BigInteger, primary_key=True, autoincrement=False),
    Column("minutes", Integer, primary_key=True, autoincrement=False),
    Column("pieces", Integer, primary_key=True, autoincrement=False),
    Column("usual", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    Index("ix_content__promotion_day", "store_id", "day"),
)
"""A product that was pushed, or is to be. All that the post says is in the key: the same post is noted once a day.
``price`` and ``usual`` are minor units for one ``unit``; ``minutes`` and ``pieces`` 0: the post says nothing of it."""

praise: Final = store_table(
    "content__praise",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("group_id", BigInteger, nullable=False),
    Column("message_id", String(80), nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("product", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("named", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("settled_at", BigInteger),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
    UniqueConstraint("store_id", "group_id", "message_id", name="uq_content__praise_message"),
    Index("ix_content__praise_member", "store_id", "member_id"),
    Index("ix_content__praise_status", "store_id", "status"),
)
"""A message that praises. ``status`` is found, asked, yes, no, withdrawn or gone (its words were let go before
anybody agreed). ``text`` holds its words with consent alone; ``named`` 1: the member's name may be shown."""

count: Final = store_table(
    "content__count",
    Column("what", String(32), primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The last number that was given; who holds the row gives the next ones."""

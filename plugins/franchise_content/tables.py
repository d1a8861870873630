"""What the plugin remembers: what left by a channel, what was picked from a shelf, how far it has looked."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, String

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

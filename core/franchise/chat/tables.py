"""What was said in the groups."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, String, Text

from franchise.storage import store_table

message: Final = store_table(
    "core__message",
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(80), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("place", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("name", String(64), nullable=False),
    Column("member_id", BigInteger),
    Column("text", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("reply_to", String(80), nullable=False),
    Column("mentions_all", Integer, nullable=False),
    Column("worded", Integer, nullable=False),
    Column("digest", String(32), nullable=False),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
    Index("ix_core__message_at", "store_id", "group_id", "at"),
    Index("ix_core__message_member", "store_id", "member_id", "at"),
    Index("ix_core__message_worded", "store_id", "worded", "at"),
)
"""One message. ``place`` is where it stands among those of one and the same time, which is ``at`` less ``place``
milliseconds (999 at most): exports tell the second or only the minute, and who wrote first matters. ``worded`` 1: its
words are still kept. ``digest`` is what was said when, without the name: by it a message that comes again is known."""

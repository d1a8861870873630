"""Who asked to come in, who was invited, who is kept out, and what members are tagged with."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)

from franchise.storage import store_table

application: Final = store_table(
    "core__application",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("group_id", BigInteger, nullable=False),
    Column("name", String(64), nullable=False),
    Column("shown", String(64), nullable=False),
    Column("contact", String(64), nullable=False),
    Column("facts", Text, nullable=False),
    Column("tasks", Text, nullable=False),
    Column("paid", BigInteger, nullable=False),
    Column("invited_by", String(64), nullable=False),
    Column("inviter_id", BigInteger),
    Column("approved_by", String(120), nullable=False),
    Column("consent_at", BigInteger),
    Column("status", String(16), nullable=False),
    Column("open_for", String(64)),
    Column("reason", String(400), nullable=False),
    Column("member_id", BigInteger),
    Column("place_id", BigInteger),
    Column("applied_at", BigInteger, nullable=False),
    Column("decided_at", BigInteger),
    Column("decided_by", String(120)),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "place_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
    Index("ix_core__application_status", "store_id", "status", "group_id", "applied_at"),
    Index("ix_core__application_name", "store_id", "group_id", "name"),
    Index("ix_core__application_contact", "store_id", "contact"),
    Index("ix_core__application_member", "store_id", "member_id"),
    # A partial index would say it as well, at the price of loading every dialect when the program starts.
    UniqueConstraint("store_id", "group_id", "open_for"),
)
"""One wish to come into one group.

``status``: ``pending`` (something is still missing), ``review`` (let in, but a person must look again), ``admitted``
(his place, or the place in the pool, is in ``core__membership``), ``rejected``, ``withdrawn``, ``erased``. ``name`` is
the nickname's key, ``open_for`` the same while the application is open, so that there is one; ``contact`` a digest,
never the number itself; ``paid`` in minor units; ``place_id`` the group that took him in, which is a later number when
the one asked for was full.
"""

invitation: Final = store_table(
    "core__invitation",
    Column("digest", String(64), primary_key=True),
    Column("group_id", BigInteger, nullable=False),
    Column("position", String(64), nullable=False),
    Column("inviter_id", BigInteger),
    Column("made_by", String(120), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_by", BigInteger),
    Column("used_at", BigInteger),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "inviter_id"], ["core__member.store_id", "core__member.id"]),
    Index("ix_core__invitation_group", "store_id", "group_id"),
)
"""An invitation for one person into one group. Only the token's digest is kept; ``used_by`` is an application."""

block: Final = store_table(
    "core__block",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("field", String(16), nullable=False),
    Column("value", String(64), nullable=False),
    Column("shown", String(64), nullable=False),
    Column("reason", String(400), nullable=False),
    Column("blocked_by", String(120), nullable=False),
    Column("blocked_at", BigInteger, nullable=False),
    UniqueConstraint("store_id", "field", "value"),
)
"""Who is kept out of every group of the store: by whole ``name``, by a ``word`` in it, or by ``contact`` (a digest)."""

tag: Final = store_table(
    "core__tag",
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("family", String(64), primary_key=True),
    Column("tag", String(64), primary_key=True),
    Column("since", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
    Index("ix_core__tag_tag", "store_id", "family", "tag"),
)
"""A member's tags: any number of each family, each once."""

"""Stores, and the setup versions that they follow."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, String, Text

from franchise.storage import hq_table, store_table

section: Final = hq_table(
    "core__section",
    Column("digest", String(64), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("body", Text, nullable=False),
)
"""A section's canonical body, stored once however many versions share it."""

version: Final = hq_table(
    "core__version",
    Column("digest", String(64), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("parent", String(64)),
    Column("saved_at", BigInteger, nullable=False),
    Column("saved_by", String(120), nullable=False),
    Column("note", Text, nullable=False),
    Column("meta", Text, nullable=False),
    Column("sections", Text, nullable=False),
    Column("source", String(64)),
    Column("evidence", Text, nullable=False),
)
"""An immutable setup version: section name → digest as JSON; ``source`` is the key of the store it was saved from.

``evidence`` is what that store could show when it was saved, see `franchise.replication.evidence`.
"""

store: Final = store_table(
    "core__store",
    Column("key", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("version", String(64), nullable=False),
    Column("overlay", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("conflicts", Text, nullable=False),
    Column("parked", Text, nullable=False),
    Column("source_store_id", BigInteger),
    Column("source_version", String(64)),
    Column("published", String(64)),
    Column("ring", String(32), nullable=False),
    Column("detached", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["version"], ["core__version.digest"]),
    Index("ix_core__store_key", "key"),
    Index("ix_core__store_version", "version"),
    Index("ix_core__store_source", "source_store_id", "store_id"),
)
"""One store: the version it follows, what it changed for itself (``overlay``), its own answers.

``conflicts``: path → HQ's value beside the store's, until that is resolved. ``parked``: answers whose rows HQ has
removed for now. ``published``: the newest version saved from this store, which its clones follow. ``ring``: the wave
in which it is upgraded. ``detached`` 1: upgrades pass it by.
"""

proposal: Final = store_table(
    "core__proposal",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("path", String(400), nullable=False),
    Column("value", Text, nullable=False),
    Column("base", Text, nullable=False),
    Column("version", String(64), nullable=False),
    Column("note", String(400), nullable=False),
    Column("status", String(16), nullable=False),
    Column("proposed_at", BigInteger, nullable=False),
    Column("proposed_by", String(120), nullable=False),
    Column("decided_at", BigInteger),
    Column("decided_by", String(120)),
    Column("reason", String(400), nullable=False),
    Index("ix_core__proposal_status", "status"),
)
"""A store's improvement, offered to HQ; ``value`` and ``base`` are JSON, empty where nothing is there."""

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
)
"""An immutable setup version: section name → digest as JSON."""

store: Final = store_table(
    "core__store",
    Column("key", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("version", String(64), nullable=False),
    Column("overlay", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("source_store_id", BigInteger),
    Column("source_version", String(64)),
    Column("revision", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["version"], ["core__version.digest"]),
    Index("ix_core__store_key", "key"),
    Index("ix_core__store_version", "version"),
)
"""One store: the version it follows, what it changed for itself, its own answers."""

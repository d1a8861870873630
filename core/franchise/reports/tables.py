"""Papers as they were issued: each once, under its digest."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Integer, LargeBinary, String

from franchise.storage import store_table

report: Final = store_table(
    "core__report",
    Column("cycle_id", BigInteger, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(32), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("title", String(160), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "cycle_id"], ["core__cycle.store_id", "core__cycle.id"]),
)
"""``body`` is the paper's canonical JSON, deflated; ``digest`` is taken of the JSON."""

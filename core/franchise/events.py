"""The append-only event log: every change, in the transaction of the change.

Events name people by id, never by name or phone, so that erasing a member keeps every sum.
"""

from __future__ import annotations

import json
from typing import Any, Final

import attrs
from sqlalchemy import BigInteger, Column, Index, String, Text

from franchise.storage import store_table

event: Final = store_table(
    "core__event",
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", String(120), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("payload", Text, nullable=False),
    Index("ix_core__event_kind", "store_id", "kind", "seq"),
)

outbox: Final = store_table(
    "core__outbox",
    Column("key", String(160), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("payload", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index("ix_core__outbox_due", "store_id", "status", "due_at"),
)
"""What must reach the outside world; ``key`` is the idempotency key."""

EVENT_COLUMNS: Final = ("store_id", "seq", "at", "actor", "kind", "subject", "payload")


@attrs.frozen(slots=True)
class Event:
    """One change: what kind, of what (``subject``), with which facts (JSON)."""

    kind: str
    subject: str
    payload: dict[str, Any]


def dump(value: object) -> str:
    """JSON as the tables hold it: compact, keys sorted, readable Chinese."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

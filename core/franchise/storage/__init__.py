"""Tables, transactions and bulk writes, on SQLite and PostgreSQL; see also `franchise.storage.migrate`."""

from __future__ import annotations

from franchise.storage.database import Database
from franchise.storage.engine import open_engine
from franchise.storage.faults import is_retryable
from franchise.storage.sources import CORE_SOURCE, MigrationSource
from franchise.storage.tables import check_tables, hq_table, metadata, owner_of, store_table
from franchise.storage.write import insert_ignore, insert_many, savepoint, upsert

__all__ = [
    "CORE_SOURCE",
    "Database",
    "MigrationSource",
    "check_tables",
    "hq_table",
    "insert_ignore",
    "insert_many",
    "is_retryable",
    "metadata",
    "open_engine",
    "owner_of",
    "savepoint",
    "store_table",
    "upsert",
]

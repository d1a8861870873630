"""The tables obey the rules of a database that is sharded by store, and are what the migrations make."""

from __future__ import annotations

import franchise.events
import franchise.groups.tables
import franchise.orders.tables
import franchise.reports.tables
import franchise.stores.tables
import franchise_village.tables
from franchise.storage import Database, check_tables, metadata
from franchise.storage.migrate import differences

OWNERS = (
    franchise.events,
    franchise.groups.tables,
    franchise.orders.tables,
    franchise.reports.tables,
    franchise.stores.tables,
    franchise_village.tables,
)


def test_every_table_of_the_core_and_of_the_village_obeys_the_rules_of_sharding() -> None:
    assert {name.partition("__")[0] for name in metadata.tables} >= {"core", "village"}
    assert len(metadata.tables) >= 17
    assert check_tables(t for t in metadata.sorted_tables if t.name.startswith(("core__", "village__"))) == []


def test_the_migrations_make_the_tables_that_the_code_declares(database: Database) -> None:
    database.ready()
    assert {o.__name__ for o in OWNERS}
    assert {source.owner: differences(database, source) for source in database.sources} == {"core": [], "village": []}

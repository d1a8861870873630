"""The tables obey the rules of a database that is sharded by store, and are what the migrations make."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

import pytest

import franchise
from franchise.storage import Database, check_tables, metadata
from franchise.storage.migrate import differences

PLUGINS = ("content", "crew", "houserules", "motherbaby", "village")


@pytest.fixture(scope="module", autouse=True)
def every_table() -> None:
    """Tables are declared when their modules are imported: import them all."""
    import_module("franchise.events")
    for package in (franchise, *(import_module(f"franchise_{name}") for name in PLUGINS)):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.rpartition(".")[2] == "tables":
                import_module(module.name)


def test_every_table_of_the_core_and_of_the_plugins_obeys_the_rules_of_sharding() -> None:
    owners = ("core", *PLUGINS)
    tables = [table for table in metadata.sorted_tables if table.name.partition("__")[0] in owners]
    assert set(owners) == {table.name.partition("__")[0] for table in tables}
    assert check_tables(tables) == []


def test_the_migrations_make_the_tables_that_the_code_declares(database: Database) -> None:
    database.ready()
    found = {source.owner: differences(database, source) for source in database.sources}
    assert found == {owner: [] for owner in ("core", *PLUGINS)}

"""Fixtures shared by the folders whose tests need a store; each folder's conftest takes them in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support import Shop, open_program, url_of

import franchise_village
from franchise import Franchise
from franchise.storage import CORE_SOURCE, Database, MigrationSource

VILLAGE_SOURCE = MigrationSource(
    owner="village",
    location=Path(franchise_village.__file__).parent / "versions",
    requires={"core": "core_0001"},
)


@pytest.fixture(scope="session")
def migration_sources() -> tuple[MigrationSource, ...]:
    return (CORE_SOURCE, VILLAGE_SOURCE)


@pytest.fixture
def app(database: Database) -> Iterator[Franchise]:
    """A program on a database of its own; its clock stands at nine in the morning."""
    with open_program(url_of(database)) as program:
        yield program


@pytest.fixture
def shop(app: Franchise) -> Shop:
    """The store ``hub`` with three villages."""
    return Shop.make(app)

"""A program with the tables of the mother-and-baby plugin, and a store with its tiers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.motherbaby.nursery import Nursery
from tests.support import open_program, url_of

from franchise import Franchise
from franchise.storage import CORE_SOURCE, Database, MigrationSource
from franchise_motherbaby.plugin import franchise_migrations
from franchise_village.plugin import franchise_migrations as village_migrations


@pytest.fixture(scope="session")
def migration_sources() -> tuple[MigrationSource, ...]:
    return (CORE_SOURCE, *franchise_migrations(), *village_migrations())


@pytest.fixture
def app(database: Database) -> Iterator[Franchise]:
    with open_program(url_of(database)) as program:
        yield program


@pytest.fixture
def nursery(app: Franchise) -> Nursery:
    return Nursery.open(app)


@pytest.fixture
def make(app: Franchise) -> Callable[..., Nursery]:
    """Makes the store with further settings: sections by name."""
    return lambda **sections: Nursery.open(app, **sections)

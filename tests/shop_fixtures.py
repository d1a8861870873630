"""Fixtures shared by the folders whose tests need a store; each folder's conftest takes them in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.support import Shop, open_program, url_of

from franchise import Franchise
from franchise.plugins import Plugins
from franchise.storage import CORE_SOURCE, Database, MigrationSource


@pytest.fixture(scope="session")
def migration_sources() -> tuple[MigrationSource, ...]:
    """The core's, and those of every plugin that ships."""
    answers = Plugins.load().collect("franchise_migrations")
    return (CORE_SOURCE, *(source for answer in answers for source in answer.value))


@pytest.fixture
def app(database: Database) -> Iterator[Franchise]:
    """A program on a database of its own; its clock stands at nine in the morning."""
    with open_program(url_of(database)) as program:
        yield program


@pytest.fixture
def shop(app: Franchise) -> Shop:
    """The store ``hub`` with three villages."""
    return Shop.make(app)

"""A program with the tables of the content plugin, and a store in which something is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.content.corner import Corner
from tests.support import open_program, url_of

from franchise import Franchise
from franchise.plugins import Plugins
from franchise.storage import CORE_SOURCE, Database, MigrationSource


@pytest.fixture(scope="session")
def migration_sources() -> tuple[MigrationSource, ...]:
    # Whatever else is installed is loaded by the program as well.
    answers = Plugins.load().collect("franchise_migrations")
    return (CORE_SOURCE, *(source for answer in answers for source in answer.value))


@pytest.fixture
def app(database: Database) -> Iterator[Franchise]:
    with open_program(url_of(database)) as program:
        yield program


@pytest.fixture
def corner(app: Franchise) -> Corner:
    return Corner.open(app)


@pytest.fixture
def make(app: Franchise) -> Callable[..., Corner]:
    """Makes the store with further settings: sections by name."""
    return lambda **sections: Corner.open(app, **sections)

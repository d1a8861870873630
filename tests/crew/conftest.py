"""A program with the tables of the crew, and a store with people in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.crew.team import Team
from tests.support import open_program, url_of

from franchise import Franchise
from franchise.plugins import Plugins
from franchise.storage import CORE_SOURCE, Database, MigrationSource


@pytest.fixture(scope="session")
def migration_sources() -> tuple[MigrationSource, ...]:
    found = [source for answer in Plugins.load().collect("franchise_migrations") for source in answer.value]
    return (CORE_SOURCE, *found)


@pytest.fixture
def app(database: Database) -> Iterator[Franchise]:
    with open_program(url_of(database)) as program:
        yield program


@pytest.fixture
def team(app: Franchise) -> Team:
    return Team.open(app)


@pytest.fixture
def make(app: Franchise) -> Callable[..., Team]:
    """Makes the store with further settings: sections by name."""
    return lambda **given: Team.open(app, **given)

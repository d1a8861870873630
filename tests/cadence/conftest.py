from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.cadence.sample import Room
from tests.shop_fixtures import migration_sources
from tests.support import open_program, url_of

from franchise import Franchise
from franchise.storage import Database

__all__ = ["app", "migration_sources", "room"]


@pytest.fixture
def app(database: Database) -> Iterator[Franchise]:
    """A program on a database of its own; its clock stands at seven in the morning of Thursday, 5 March 2026."""
    with open_program(url_of(database), at="2026-03-05T07:00") as program:
        yield program


@pytest.fixture
def room(app: Franchise) -> Room:
    """The store ``qinghe`` with the four slots of the simple day, and two groups of the kind base."""
    return Room.make(app)

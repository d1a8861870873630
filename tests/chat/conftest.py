from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.chat.sample import Room
from tests.shop_fixtures import migration_sources
from tests.support import open_program, url_of

from franchise import Franchise
from franchise.plugins import Plugins
from franchise.storage import Database

__all__ = ["app", "make_room", "migration_sources", "room"]
EVENING = "2026-03-05T20:00"


@pytest.fixture
def app(database: Database) -> Iterator[Franchise]:
    """A program on a database of its own; its clock stands at eight in the evening of Thursday, 5 March 2026."""
    with open_program(url_of(database), at=EVENING) as program:
        yield program


@pytest.fixture
def room(app: Franchise) -> Room:
    """The store ``qinghe`` with two groups, ``base-1`` and ``base-2``, and no plugin."""
    return Room.make(app)


@pytest.fixture
def make_room(site, database: Database) -> Iterator[Callable[..., Room]]:
    """Makes the store with plugins of these sources, each called by its name."""
    opened: list[Franchise] = []

    def make(capacity: int = 200, **sources: str) -> Room:
        for name, source in sources.items():
            site.install(name, source)
        opened.append(open_program(url_of(database), at=EVENING, plugins=Plugins.load()))
        return Room.make(opened[-1], plugins=list(sources), capacity=capacity)

    yield make
    for program in opened:
        program.close()

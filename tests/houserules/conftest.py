"""A program with the tables of the house rules, and a store that has some."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.houserules.household import House
from tests.support import open_program, url_of

from franchise import Franchise
from franchise.plugins import Plugins
from franchise.storage import CORE_SOURCE, Database, MigrationSource
from franchise_content import plugin as content
from franchise_crew import plugin as crew
from franchise_houserules.plugin import franchise_migrations
from franchise_motherbaby.plugin import franchise_migrations as motherbaby_migrations
from franchise_village.plugin import franchise_migrations as village_migrations

STAFF = """
from pathlib import Path
from franchise import hookimpl

FOLDER = Path({folder!r})

@hookimpl
def franchise_may_sanction(work, group, member_id, action):
    from franchise import groups
    name = groups.roster(work, group).shown.get(member_id, "")
    if (FOLDER / "broken").exists():
        raise RuntimeError("the list of the staff cannot be read")
    return name + " belongs to the staff." if (FOLDER / name).exists() else None
"""


@pytest.fixture(scope="session")
def migration_sources() -> tuple[MigrationSource, ...]:
    found = [CORE_SOURCE, *franchise_migrations(), *motherbaby_migrations(), *village_migrations()]
    for plugin in (content, crew):
        found += getattr(plugin, "franchise_migrations", tuple)()
    return tuple(found)


@pytest.fixture
def app(database: Database) -> Iterator[Franchise]:
    with open_program(url_of(database)) as program:
        yield program


@pytest.fixture
def house(app: Franchise) -> House:
    return House.open(app)


@pytest.fixture
def make(app: Franchise) -> Callable[..., House]:
    """Makes the store with further settings: sections by name."""
    return lambda **sections: House.open(app, **sections)


class Staff:
    """A plugin that speaks for the staff, and may break down."""

    def __init__(self, folder, house: House) -> None:
        self.folder = folder
        self.house = house

    def take(self, name: str) -> None:
        (self.folder / name).touch()

    def let_go(self, name: str) -> None:
        (self.folder / name).unlink()

    def breaks(self) -> None:
        (self.folder / "broken").touch()

    def works(self) -> None:
        (self.folder / "broken").unlink()


@pytest.fixture
def staffed(site, tmp_path, database: Database) -> Iterator[Callable[..., Staff]]:
    """Makes a house whose setup has a plugin that spares the staff, with further settings."""
    folder = tmp_path / "staff"
    folder.mkdir()
    site.install("staff", STAFF.format(folder=str(folder)))
    with open_program(url_of(database), plugins=Plugins.load()) as program:
        yield lambda **sections: Staff(
            folder, House.open(program, setup={"plugins": ["houserules", "staff"]}, **sections)
        )


@pytest.fixture
def staff(staffed: Callable[..., Staff]) -> Staff:
    return staffed()

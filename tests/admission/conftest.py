"""A store whose kinds of group are entered in every way there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.admission.people import Camp
from tests.shop_fixtures import app, migration_sources

from franchise import Franchise

__all__ = ["app", "migration_sources"]


@pytest.fixture
def camp(app: Franchise) -> Camp:
    """The store ``hub`` with one group of each kind, its key that of the kind."""
    return Camp.make_camp(app)


@pytest.fixture
def make_camp(app: Franchise) -> Callable[..., Camp]:
    """Makes the store with further settings: sections by name."""
    return lambda **sections: Camp.make_camp(app, **sections)

"""A program with the tables of the mother-and-baby plugin, and a store with its tiers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.motherbaby.nursery import Nursery
from tests.shop_fixtures import app, migration_sources

from franchise import Franchise

__all__ = ["app", "make", "migration_sources", "nursery"]


@pytest.fixture
def nursery(app: Franchise) -> Nursery:
    return Nursery.open(app)


@pytest.fixture
def make(app: Franchise) -> Callable[..., Nursery]:
    """Makes the store with further settings: sections by name."""
    return lambda **sections: Nursery.open(app, **sections)

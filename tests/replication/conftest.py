import pytest
from tests.shop_fixtures import app, migration_sources, shop

__all__ = ["app", "migration_sources", "shop"]


@pytest.fixture(autouse=True)
def only_the_village(monkeypatch):
    """The databases of these tests have the tables of the core and of this plugin, whatever else is installed."""
    monkeypatch.setenv("FRANCHISE_PLUGINS", "village")

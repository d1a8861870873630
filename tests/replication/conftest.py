from tests.shop_fixtures import app, migration_sources, shop

__all__ = ["app", "migration_sources", "shop"]

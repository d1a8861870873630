"""The plugin as the framework sees it: its hooks, its tables."""

from __future__ import annotations

from importlib import import_module

import pytest

from franchise import Franchise
from franchise.plugins import Plugins
from franchise.storage import check_tables, metadata, migrate
from franchise_content.plugin import franchise_migrations


@pytest.fixture(scope="module", autouse=True)
def every_table() -> None:
    """Tables are declared when their modules are imported."""
    for name in ("franchise.groups.tables", "franchise.tasks.tables", "franchise_content.tables"):
        import_module(name)


def test_it_is_found_and_nothing_is_wrong_with_it() -> None:
    (info,) = [info for info in Plugins.load().infos if info.name == "content"]
    assert (None, 11) == (info.problem, len(info.hooks))


def test_hook_setup_sections_and_hook_migrations_bring_one_each(app: Franchise) -> None:
    assert "content" in app.schema.shapes
    (source,) = franchise_migrations()
    app.database.ready()
    assert [] == migrate.differences(app.database, source)
    assert {"core": "core_0004"} == dict(source.requires)


def test_its_tables_obey_the_rules_of_a_database_that_is_sharded_by_store() -> None:
    tables = [t for t in metadata.sorted_tables if t.name.startswith(("core__", "content__"))]
    assert 6 == sum(t.name.startswith("content__") for t in tables)
    assert [] == check_tables(tables)


def test_its_commands_import_the_database_only_when_they_run() -> None:
    import subprocess
    import sys

    script = "import sys, franchise_content.commands; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "False" == done.stdout.strip()

"""Start-up, counted in modules, because milliseconds depend on the machine."""

from __future__ import annotations

import subprocess
import sys

import pytest

SHOW = "\nimport sys; print('\\n'.join(sys.modules))"


def imported(script, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", script + SHOW, *arguments], capture_output=True, text=True, check=True
    )
    return {module for name in done.stdout.split() for module in (name, name.partition(".")[0])}


def test_storage_needs_neither_alembic_nor_the_orm_nor_a_driver():
    modules = imported("import franchise.storage")

    assert "sqlalchemy" in modules
    assert set() == modules & {"alembic", "mako", "sqlalchemy.orm", "psycopg", "structlog"}


@pytest.mark.parametrize("module", ["franchise.plugins", "franchise.hooks"])
def test_plugins_need_no_database(module):
    assert set() == imported(f"import {module}") & {
        "sqlalchemy",
        "alembic",
        "structlog",
        "importlib.metadata",
    }


def test_a_database_that_is_up_to_date_is_opened_without_alembic(tmp_path, core):
    script = """
import sys
from franchise.storage import Database, MigrationSource
source = MigrationSource(owner="core", location=sys.argv[2])
with Database.open(sys.argv[1], [source]) as database:
    database.ready()
    with database.writing() as conn:
        conn.exec_driver_sql("INSERT INTO core__group (store_id, id, name) VALUES (1, abs(random()), hex(random()))")
"""
    arguments = (str(tmp_path / "x.db"), str(core.location))
    assert "alembic" in imported(script, *arguments)  # the first time it makes the tables

    assert set() == imported(script, *arguments) & {"alembic", "mako", "sqlalchemy.orm"}

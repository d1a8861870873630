"""The plugin as the framework sees it: its hooks, its tables."""

from __future__ import annotations

from importlib import import_module

import pytest
from tests.motherbaby.nursery import Nursery

from franchise import Franchise
from franchise.plugins import Plugins
from franchise.storage import check_tables, metadata, migrate
from franchise.storage.sources import CORE_SOURCE
from franchise_motherbaby.plugin import franchise_migrations


@pytest.fixture(scope="module", autouse=True)
def every_table() -> None:
    """Tables are declared when their modules are imported."""
    for name in ("franchise.admission.tables", "franchise.groups.tables", "franchise_motherbaby.tables"):
        import_module(name)


def test_it_is_found_and_nothing_is_wrong_with_it() -> None:
    (info,) = [info for info in Plugins.load().infos if info.name == "motherbaby"]
    assert (None, 8) == (info.problem, len(info.hooks))


def test_its_migration_makes_what_its_tables_declare(app: Franchise) -> None:
    (source,) = franchise_migrations()
    app.database.ready()
    assert [] == migrate.differences(app.database, source)
    assert CORE_SOURCE.owner in source.requires


@pytest.mark.practice("I-088")
def test_hook_admission_mechanisms_brings_five_more_ways_in(app: Franchise) -> None:
    from franchise.admission.mechanisms import origins

    found = origins(app.plugins)
    assert ["baby_age", "lead_item", "member_card", "open", "spending"] == sorted(
        name for name, plugin in found.items() if plugin == "motherbaby"
    )


def test_hook_may_admit_lets_a_threshold_or_a_card_decide_on_the_core_tier(nursery: Nursery) -> None:
    from franchise import admission

    asked = nursery.apply("core", "小雨妈妈", consent=True)
    waits = nursery.do(lambda work: admission.approve(work, asked.application.id))
    assert ("waiting", True) == (waits.verdict.code, "1000.00" in waits.verdict.reason)


def test_hook_cycle_closed_remembers_the_grades_that_were_reached(nursery: Nursery) -> None:
    nursery.take("base", "小雨妈妈")
    nursery.spend("小雨妈妈", 50_000)
    assert ["junior"] == [event["grade"] for event in nursery.events("grade.reached")]


def test_hook_setup_keys_names_the_columns_of_tiers_grades_sources_and_activities() -> None:
    (found,) = [a.value for a in Plugins.load().collect("franchise_setup_keys") if a.plugin == "motherbaby"]
    assert {
        "motherbaby.tiers": 1,
        "motherbaby.grades": 3,
        "motherbaby.sources": 1,
        "motherbaby.activities": 1,
    } == {path: len(keys) for path, keys in found.items()}


def test_its_tables_obey_the_rules_of_a_database_that_is_sharded_by_store() -> None:
    tables = [t for t in metadata.sorted_tables if t.name.startswith(("core__", "motherbaby__"))]
    assert 5 == sum(t.name.startswith("motherbaby__") for t in tables)
    assert [] == check_tables(tables)

"""The plugin as the framework sees it: its hooks, its tables."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from tests.houserules.household import SCREENSHOT, House, pictures, said

import franchise_houserules
from franchise import Franchise, Refused, admission, groups, tasks
from franchise.plugins import Plugins
from franchise.storage import metadata, migrate
from franchise.storage.sources import CORE_SOURCE
from franchise.testing import check_tables
from franchise_houserules.plugin import franchise_migrations


@pytest.fixture(scope="module", autouse=True)
def every_table() -> None:
    """Tables are declared when their modules are imported."""
    for name in ("franchise.admission.tables", "franchise.groups.tables", "franchise_houserules.tables"):
        import_module(name)


def test_it_is_found_and_nothing_is_wrong_with_it() -> None:
    (info,) = [info for info in Plugins.load().infos if info.name == "houserules"]
    assert (None, 10) == (info.problem, len(info.hooks))


def test_its_migration_makes_what_its_tables_declare(app: Franchise) -> None:
    (source,) = franchise_migrations()
    app.database.ready()
    assert [] == migrate.differences(app.database, source)
    assert CORE_SOURCE.owner in source.requires


def test_its_tables_obey_the_rules_of_a_database_that_is_sharded_by_store() -> None:
    found = [t for t in metadata.sorted_tables if t.name.startswith(("core__", "houserules__"))]
    assert 5 == sum(t.name.startswith("houserules__") for t in found)
    assert [] == check_tables(found)


def test_it_imports_nothing_but_the_public_interface() -> None:
    folder = Path(franchise_houserules.__file__).parent
    lines = [
        line
        for file in sorted(folder.rglob("*.py"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.lstrip().startswith(("from franchise.", "import franchise."))
    ]
    assert [] == [
        line for line in lines if not line.split()[1].startswith(("franchise.cli", "franchise.messages"))
    ]


def test_hook_setup_sections_gives_the_houserules_section(app: Franchise) -> None:
    assert "houserules" in app.schema.shapes


def test_hook_migrations_makes_the_plugins_tables(app: Franchise) -> None:
    with app.hq_view() as conn:
        assert "houserules__hit" in conn.dialect.get_table_names(conn)


def test_hook_messages_ingested_judges_what_came_in(house: House) -> None:
    house.hear(*pictures("05T12:00", "朵朵妈妈", 10))
    assert ["warn"] == house.steps("朵朵妈妈")


def test_hook_may_sanction_is_asked_before_a_step_is_proposed_and_before_it_is_done(staff) -> None:
    staff.take("王店长")
    staff.house.hear(said("05T10:00", "王店长", "加微信"), said("05T10:00", "朵朵妈妈", "加微信"))
    assert ["spared", "open"] == sorted((e.violation.status for e in staff.house.found()), reverse=True)
    staff.take("朵朵妈妈")
    with pytest.raises(Refused, match="belongs to the staff"):
        staff.house.finish(staff.house.task("warn", "朵朵妈妈"))


def test_hook_may_finish_task_keeps_the_proposer_from_approving(house: House) -> None:
    house.hear(said("05T10:00", "朵朵妈妈", "早"))
    task = house.remove("朵朵妈妈", by="王店长")
    with pytest.raises(Refused, match="somebody else"):
        house.finish(task, by="王店长", evidence=[SCREENSHOT])


def test_hook_may_finish_task_has_nothing_to_say_to_others_tasks(house: House) -> None:
    with house.app.work("hub") as work:
        (task,) = tasks.open(work, [tasks.NewTask(key="a", kind="other.thing", title="x")])
        tasks.finish(work, task.number, by="李姐")
    assert ["other.thing"] == [t.kind for t in house.tasks("done", kind="")]


def test_hook_task_finished_lets_the_member_go_when_the_removal_is_done(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"), said("05T12:00", "豆宝妈妈", "加微信"))
    house.finish(house.task("warn", "豆宝妈妈"))
    house.finish(house.task("kick", "豆宝妈妈"), evidence=[SCREENSHOT])
    assert "left" == house.members()["豆宝妈妈"]


def test_hook_members_merged_counts_both_names_together(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"), said("05T12:00", "豆豆", "加微信"))
    house.do(lambda work: admission.merge(work, groups.get(work, "base-1"), "豆宝妈妈", "豆豆"))
    assert ["warn", "kick"] == house.steps("豆宝妈妈")


def test_hook_members_erased_forgets_the_words(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"))
    house.do(lambda work: admission.erase(work, groups.get(work, "base-1"), "豆宝妈妈"))
    assert [("■", "dropped")] == [(e.name, e.violation.status) for e in house.found()]


def test_hook_setup_keys_names_the_column_of_rules() -> None:
    (found,) = [a.value for a in Plugins.load().collect("franchise_setup_keys") if a.plugin == "houserules"]
    assert {"houserules.rules": 1} == {path: len(keys) for path, keys in found.items()}


def test_a_setup_that_does_not_use_the_plugin_has_no_rules(app: Franchise) -> None:
    from franchise_houserules import checking

    body = {"setup": {"name": "plain"}, "groups": {"base": {"unit": "store", "name": "{store}{number}"}}}
    app.create_store("plain", app.schema.parse(body), {"store": {"name": "店", "time_zone": "Asia/Shanghai"}})
    with app.work("plain") as work, pytest.raises(Refused, match="no house rules"):
        checking.check(work)

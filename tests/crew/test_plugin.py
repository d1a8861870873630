"""The plugin as the framework sees it: its hooks, its tables, its section."""

from __future__ import annotations

from importlib import import_module

import pytest
from tests.crew.team import SETUP, Team

from franchise import Franchise
from franchise.cadence.section import SECTION as CADENCE
from franchise.groups.section import SECTION as GROUPS
from franchise.plugins import Plugins
from franchise.storage import check_tables, metadata, migrate
from franchise.testing import check_section
from franchise_crew.plugin import franchise_migrations
from franchise_crew.section import SECTION


@pytest.fixture(scope="module", autouse=True)
def every_table() -> None:
    """Tables are declared when their modules are imported."""
    for name in ("franchise.groups.tables", "franchise_crew.tables"):
        import_module(name)


def test_it_is_found_and_nothing_is_wrong_with_it() -> None:
    (info,) = [info for info in Plugins.load().infos if info.name == "crew"]
    assert (None, 13) == (info.problem, len(info.hooks))


def test_its_migration_makes_what_its_tables_declare(app: Franchise) -> None:
    (source,) = franchise_migrations()
    app.database.ready()
    assert [] == migrate.differences(app.database, source)
    assert {"core": "core_0004"} == source.requires


def test_its_tables_obey_the_rules_of_a_database_that_is_sharded_by_store() -> None:
    tables = [t for t in metadata.tables.values() if t.name.startswith("crew__")]
    assert 13 == len(tables)
    assert [] == check_tables(tables)


@pytest.mark.practice("I-141", "C-16")
def test_its_section_can_be_copied_compared_and_upgraded() -> None:
    crew = SETUP["crew"]
    fewer = {
        **crew,
        "ladder": {"tester": {"name": "试用", "rank": 1}},
        "roles": {key: {k: v for k, v in role.items() if k != "most"} for key, role in crew["roles"].items()},
        "reply_minutes": 10,
        "card": {"parts": ["store", "name"], "separator": "-"},
        "lessons": {"evening": {"role": "expert"}},
        "campaign": {
            "signs": ["报名"],
            "share": {"text": "{name}", "hours": 2},
            "opinions": {"asked": False},
        },
        "star": {"title": "分享达人", "least": 3},
    }
    slots = {"slots": {"evening": {"name": "课", "begins": "20:00", "ends": "21:00"}}}
    check_section(SECTION, [{}, crew, fewer], beside=[(GROUPS, SETUP["groups"]), (CADENCE, slots)])


def test_hook_setup_keys_names_the_columns_of_roles_shifts_positions_and_steps(team: Team) -> None:
    (found,) = [a.value for a in Plugins.load().collect("franchise_setup_keys") if a.plugin == "crew"]
    assert {
        "crew.ladder": 1, "crew.personas": 1, "crew.positions": 1, "crew.roles": 2, "crew.shifts": 1, "groups": 1,
    } == {path: len(keys) for path, keys in found.items()}  # fmt: skip


@pytest.mark.practice("C-16")
def test_a_setup_that_names_no_role_lets_everything_be_as_it_was(app: Franchise) -> None:
    from franchise import NewTask, groups, tasks

    team = Team.open(app, crew=False, settings={"crew": None})
    team.at("2026-03-05T09:10")
    team.chat("base", ("2026-03-05T09:00", "豆宝妈妈", "有货吗？"))
    assert [] == team.pass_time("2026-03-06T00:01")
    assert team.ask("keep", "2026-03-05T09:00") is None

    def through(work: object) -> str:
        group = groups.get(work, "base")
        work.decide("franchise_may_submit", group=group)
        member = groups.find_member(work, group, "豆宝妈妈")
        work.decide("franchise_may_sanction", group=group, member_id=member, action="kick")
        work.decide("franchise_may_reward", member_id=member, reward="x")
        (task,) = tasks.open(work, [NewTask(key="x", kind="other.x", title="x", duty="kick")])
        return tasks.finish(work, task.number, by="路人").status

    assert "done" == team.do(through)

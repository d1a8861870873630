"""`franchise.testing`: sections that can be replicated pass, and those that cannot are told why."""

from __future__ import annotations

import attrs
import pytest
from tests.support import SETUP

from franchise import Problem, Section, SetupInvalid, setting
from franchise.catalog.section import CATALOG, SUPPLIERS
from franchise.groups.section import SECTION as GROUPS
from franchise.orders.section import SECTION as ORDERS
from franchise.replication.section import SECTION as REPLICATION
from franchise.testing import check_section, check_tables, section_faults
from franchise_village.section import SECTION as VILLAGE

NOON = {"sessions": {"noon": {"name": "午单", "cutoff": "12:00"}}}


def test_every_section_of_the_core_and_the_village_can_be_replicated():
    supplier = [(SUPPLIERS, SETUP["suppliers"])]
    check_section(SUPPLIERS, [{}, SETUP["suppliers"]])
    check_section(CATALOG, [{}, {"egg": SETUP["catalog"]["egg"]}, SETUP["catalog"]], beside=supplier)
    check_section(GROUPS, [{}, SETUP["groups"], {"village": {"unit": "village", "capacity": 150}}])
    check_section(ORDERS, [NOON, SETUP["orders"], {**NOON, "late": "refuse"}])
    check_section(
        REPLICATION, [{}, {"gate": {"weeks": 4}}, {"rings": ["pilot", "first"], "gate": {"group_size": 60}}]
    )
    check_section(VILLAGE, [{}, SETUP["village"], {"title": "青禾", "routes": {"east": {"name": "东"}}}])


@attrs.frozen(kw_only=True)
class Good:
    name: str = setting(default="")
    owner: str = setting(rule="local", default="")
    law: str = setting(rule="locked", default="")
    hello: str = setting(rule="seed", default="")


def test_locks_seeds_and_answers_are_borne_in_mind():
    section = Section(name="good", cls=Good, owner="shop")
    check_section(
        section, [{}, {"name": "a", "law": "x", "hello": "hi"}, {"name": "b", "law": "y", "hello": "ho"}]
    )


@attrs.frozen(kw_only=True)
class Old:
    title: str = setting(default="")


def test_a_section_of_a_later_version_passes_too():
    def renamed(body):
        return {"title": body.pop("name"), **body} if "name" in body else body

    section = Section(name="old", cls=Old, owner="shop", version=2, migrations={1: renamed})
    check_section(section, [{"name": "a"}, {"_version": 2, "title": "b"}, {"_version": 2}])


def test_a_section_whose_check_changes_its_mind_is_found():
    asked = []

    def check(_value, _effective):
        asked.append(1)
        return [Problem(message="too late", path=("title",))] if len(asked) > 3 else []

    section = Section(name="old", cls=Old, owner="shop", check=check)
    with pytest.raises((AssertionError, SetupInvalid)):
        check_section(section, [{"title": "a"}, {"title": "b"}])


def test_examples_that_are_missing_or_wrong_prove_nothing():
    section = Section(name="old", cls=Old, owner="shop")
    assert ["there are no examples"] == list(section_faults(section, []))
    with pytest.raises(SetupInvalid):
        check_section(section, [{"name": "a"}])
    with pytest.raises(SetupInvalid):
        check_section(CATALOG, [SETUP["catalog"]], beside=[(SUPPLIERS, {})])


def test_check_tables_is_the_storages_own():
    from franchise.storage import check_tables as own

    assert own is check_tables

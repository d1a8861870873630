"""`diff`: the five states of a leaf, two stores, two versions, a fleet, and drift behind the program's back."""

from __future__ import annotations

import pytest
from tests.replication.fleet import Fleet

from franchise import Franchise, NotFound
from franchise.replication import differences
from franchise.replication.resolving import resolve

GATE = {"replication": {"gate": {"weeks": 4}}}


@pytest.fixture
def fleet(app: Franchise) -> Fleet:
    return Fleet.make(app, "a", "b", **GATE)


@pytest.mark.practice("I-252")
def test_each_leaf_has_one_of_five_states(fleet):
    fleet.set("a", "catalog.tofu.price", "3")
    fleet.set("a", "catalog.egg.price", "6")
    fleet.set("a", "catalog.milk.price", "4")
    fleet.publish(catalog={"egg": {"price": "5"}, "milk": {"price": "4"}, "salt": {"price": "3"}}, **GATE)
    overlay = {**fleet.store("a").overlay, "replication": {"gate": {"weeks": 1}}}
    fleet.overlay("a", overlay)
    assert {
        "catalog.egg.price": "conflict",
        "catalog.salt.price": "hq-only",
        "catalog.tofu.price": "local-only",
        "replication.gate.weeks": "locked-drift",
    } == fleet.states("a")
    assert 3 == fleet.diff("a").exit_status
    assert (2, {"hq-only"}) == (fleet.diff("b").exit_status, set(fleet.states("b").values()))


def test_drift_is_without_effect_and_the_next_upgrade_puts_it_back(fleet):
    fleet.overlay("a", {"replication": {"gate": {"weeks": 1}}})
    with fleet.app.view("a") as work:
        assert 4 == work.setup.get("replication").gate.weeks
    step = fleet.step("a")
    assert ("upgraded", 1, {}) == (step.state, step.put_back, fleet.store("a").overlay)


def test_drift_among_the_answers_is_found_and_can_be_taken_away(fleet):
    answers = {"store": {"name": "甲"}, "orders": {"late": "refuse"}}
    from franchise.events import dump

    fleet.overlay("a", {}, answers=dump(answers))
    assert {"orders.late": "locked-drift"} == fleet.states("a")
    with fleet.app.hq_view() as conn:
        rows = {row.store: dict(row.counts) for row in differences.fleet(fleet.app, conn, "hub")}
    assert (1, 0) == (rows["a"]["locked-drift"], rows["b"]["locked-drift"])
    fleet.app.attempt("a", lambda work: resolve(work, fleet.app.schema, "orders.late", "theirs"))
    assert ({}, {"store": {"name": "甲"}}) == (fleet.states("a"), fleet.store("a").answers)


def test_two_stores_are_compared_from_where_both_began(fleet):
    fleet.set("a", "catalog.tofu.price", "3")
    fleet.set("b", "catalog.milk.price", "4")
    for key, price in (("a", "6"), ("b", "7")):
        fleet.set(key, "catalog.egg.price", price)
    fleet.publish(catalog={"salt": {"price": "3"}}, **GATE)
    fleet.upgrade("b")
    assert {
        "catalog.egg.price": "conflict",
        "catalog.milk.price": "hq-only",
        "catalog.salt.price": "hq-only",
        "catalog.tofu.price": "local-only",
    } == fleet.states("a", "b")
    assert 0 == fleet.diff("a", "a").exit_status


def test_two_versions_and_a_store_against_a_version(fleet):
    old = fleet.store("a").version
    new = fleet.publish(catalog={"salt": {"price": "3"}}, **GATE)
    assert {"catalog.salt.price": "hq-only"} == fleet.states(old[:10], new[:10])
    assert {"catalog.salt.price": "hq-only"} == fleet.states("a", new)
    assert {} == fleet.states("a", old)
    with pytest.raises(NotFound):
        fleet.diff("a", "nothing-like-it")


def test_a_fleet_is_counted_a_row_a_store(fleet):
    fleet.clone("c")
    fleet.set("a", "catalog.tofu.price", "3")
    fleet.set("b", "catalog.salt.price", "9")
    fleet.publish(catalog={"salt": {"price": "3"}}, **GATE)
    with fleet.app.hq_view() as conn:
        rows = {row.store: dict(row.counts) for row in differences.fleet(fleet.app, conn, "hub")}
    assert {
        "a": {"hq-only": 1, "local-only": 1, "conflict": 0, "locked-drift": 0},
        "b": {"hq-only": 0, "local-only": 0, "conflict": 1, "locked-drift": 0},
        "c": {"hq-only": 1, "local-only": 0, "conflict": 0, "locked-drift": 0},
    } == rows


def test_a_source_is_compared_with_what_it_saved_last(fleet):
    fleet.set("hub", "catalog.tofu.price", "3")
    assert {"catalog.tofu.price": "local-only"} == fleet.states("hub")
    fleet.save()
    assert {} == fleet.states("hub")


def test_a_rename_is_no_difference_but_the_row_under_its_new_name(fleet):
    fleet.set("a", "catalog.egg.price", "6")
    fleet.rename("catalog.egg", "jidan")
    assert {"catalog.jidan.price": "local-only"} == fleet.states("a")

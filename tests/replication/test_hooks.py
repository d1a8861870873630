"""The hooks of replication at work, through the plugin that ships with them and through others."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select
from tests.replication.fleet import Fleet
from tests.support import open_program, setup_body, url_of

from franchise import Refused, events
from franchise.plugins import Plugins
from franchise.stores.opening import checklist

REFUSES = """
from franchise import hookimpl

@hookimpl
def franchise_may_clone(work, document, store, answers):
    return f"{store} is not wanted" if store.startswith("x") else None

@hookimpl
def franchise_stores_cloned(work, stores):
    work.record("guard.filled", "", stores=list(stores))
    if "boom" in stores:
        raise ValueError("boom")
"""


def test_hook_may_clone_refuses_a_setup_without_the_villages_group_kind(app):
    body = setup_body()
    body["groups"] = {"base": body["groups"]["base"]}
    app.create_store("hub", app.schema.parse(body), {"store": {"name": "总店"}})
    done = Fleet(app).clone("a", dry_run=True)
    assert [("refused", True)] == [(p.state, "village" in p.problem) for p in done.planned]


def test_hook_may_clone_is_asked_for_each_store_of_a_plan(app, database, site):
    Fleet.make(app)
    site.install("guard", REFUSES)
    with open_program(url_of(database), plugins=_with(site)) as guarded:
        fleet = Fleet(guarded)
        _enable_guard(fleet)
        assert {"a": "new", "xb": "refused"} == {p.key: p.state for p in fleet.clone("a", "xb").planned}


def test_hook_stores_cloned_says_once_a_batch_that_villages_are_wanted(app):
    fleet = Fleet.make(app, "a", "b")
    fleet.clone("a", "c")
    with app.view("hub") as work:
        rows = work.conn.execute(
            select(events.outbox.c.payload).where(events.outbox.c.store_id == work.store_id)
        )
        told = [json.loads(row.payload) for row in rows]
    assert [["a", "b"], ["c"]] == sorted(
        entry["stores"] for entry in told if entry["what"] == "villages_wanted"
    )


def test_hook_stores_cloned_that_fails_loses_its_own_part_alone(app, database, site):
    Fleet.make(app)
    site.install("guard", REFUSES)
    with open_program(url_of(database), plugins=_with(site)) as guarded:
        fleet = Fleet(guarded)
        _enable_guard(fleet)
        assert 1 == fleet.clone("boom").made
        fleet.clone("fine")
        filled = [facts["stores"] for kind, facts in fleet.events("hub") if kind == "guard.filled"]
    assert [["fine"]] == filled


def test_hook_may_open_store_waits_for_a_village_with_a_partner(app):
    from franchise.stores import open_store
    from franchise_village import operations as villages
    from franchise_village.operations import Village

    fleet = Fleet.make(app, "a")
    app.attempt("a", lambda work: villages.add(work, Village(key="wang", name="王家湾")))
    with app.view("a") as work:
        assert ["gate"] == [item.what for item in checklist(work, app.schema) if not item.done]
    with pytest.raises(Refused, match="partner"):
        app.attempt("a", lambda work: open_store(work, app.schema))
    app.attempt("a", lambda work: villages.set_partner(work, "wang", "王春梅"))
    assert app.attempt("a", lambda work: open_store(work, app.schema))
    assert "open" == fleet.store("a").status


def test_hook_setup_keys_names_the_columns_that_follow_a_rename():
    from franchise_village import tables

    found = {a.plugin: a.value for a in Plugins.load(only=["village"]).collect("franchise_setup_keys")}
    assert ["village.routes"] == list(found["village"])
    assert [tables.village.c.route] == [key.column for key in found["village"]["village.routes"]]


def _with(site) -> Plugins:
    from franchise.plugins.loading import installed

    village = [point for point in installed() if point.name == "village"]
    return Plugins.load([*village, *site.entry_points()])


def _enable_guard(fleet: Fleet) -> None:
    from franchise.replication.saving import save_from

    body = setup_body()
    body["setup"] = {"name": "rural", "plugins": ["guard", "village"]}
    doc = fleet.app.schema.parse(body)
    fleet.app.attempt("hub", lambda work: save_from(work, fleet.app.schema, doc))

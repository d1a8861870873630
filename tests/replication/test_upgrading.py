"""Upgrades: HQ's changes reach the clones, and what each has changed for itself stays."""

from __future__ import annotations

import pytest
from tests.replication.fleet import Fleet, shop
from tests.support import Shop, unknown, wish

from franchise import Cancellation, Conflict, Franchise, NotFound, Refused, groups
from franchise.replication.steps import Expected

DEAR = {"catalog": {"egg": {"price": "5"}}}


@pytest.fixture
def fleet(app: Franchise) -> Fleet:
    return Fleet.make(app, "a", "b", "c")


# -------------------------------------------------------------------- what is taken and kept


@pytest.mark.practice("I-252")
def test_clones_get_what_hq_changed_and_keep_what_they_changed(fleet):
    fleet.set("a", "catalog.tofu.price", "2.50")
    fleet.set("b", "catalog.egg.price", "6")
    version = fleet.publish(catalog={"egg": {"price": "5"}, "milk": {"price": "4"}})
    done = fleet.upgrade()
    assert {"upgraded"} == {step.state for step in done.steps}
    assert {"a": (2, 1, 0), "b": (1, 1, 1), "c": (2, 0, 0)} == {
        s.store: (s.taken, s.kept, s.conflicts) for s in done.steps
    }
    prices = {key: [fleet.raw(key, "catalog")[p]["price"] for p in ("egg", "tofu", "milk")] for key in "abc"}
    assert {"a": ["5", "2.5", "4"], "b": ["6", "2", "4"], "c": ["5", "2", "4"]} == prices
    assert {version} == {fleet.store(key).version for key in "abc"}
    assert {"catalog.egg.price": {"base": "4.5", "theirs": "5"}} == fleet.store("b").conflicts


def test_an_upgrade_to_the_same_version_writes_nothing(fleet):
    fleet.set("a", "catalog.egg.price", "6")
    fleet.publish(**DEAR)
    fleet.upgrade()
    before = fleet.state()
    assert {"same"} == {step.state for step in fleet.upgrade().steps}
    assert before == fleet.state()


def test_a_clone_compared_at_once_differs_in_nothing(fleet):
    for key in "abc":
        assert (0, ()) == (fleet.diff(key).exit_status, fleet.diff(key).changes)


def test_going_back_keeps_what_the_stores_changed_before_and_after(fleet):
    old = fleet.store("a").version
    fleet.set("a", "catalog.tofu.price", "9")
    fleet.set("a", "catalog.egg.price", "8")
    fleet.publish(catalog={"egg": {"price": "5"}, "milk": {"price": "4"}})
    fleet.upgrade()
    fleet.set("a", "catalog.salt.price", "7")
    fleet.upgrade("a", "b", to=old[:12])
    assert {"egg": {"price": "8"}, "salt": {"price": "7"}, "tofu": {"price": "9"}} == fleet.store(
        "a"
    ).overlay["catalog"]
    assert ({}, old, {}, old) == (
        fleet.store("a").conflicts, fleet.store("a").version, fleet.store("b").overlay, fleet.store("b").version
    )  # fmt: skip


def test_four_versions_in_one_step_or_in_three_end_alike(app):
    fleet = Fleet.make(app, "slow", "fast")
    for body in (
        DEAR,
        {"catalog": {"tofu": None}},
        {"orders": {"late": "refuse"}, "catalog": {"milk": {"moq": 2}}},
    ):
        fleet.publish(**body)
        fleet.upgrade("slow")
    fleet.upgrade("fast")
    slow, fast = fleet.store("slow"), fleet.store("fast")
    assert (slow.version, slow.overlay, {}) == (fast.version, fast.overlay, slow.conflicts)


def test_a_clone_of_a_clone_follows_its_own_source(fleet):
    fleet.set("a", "catalog.tofu.price", "3")
    fleet.clone("aa", source="a")
    fleet.publish(**DEAR)
    assert "same" == fleet.step("aa").state
    fleet.upgrade("a")
    assert ("5", "3") == tuple(fleet.raw("a", "catalog")[p]["price"] for p in ("egg", "tofu"))
    fleet.save("a")
    assert "upgraded" == fleet.step("aa").state
    assert ("5", "3") == tuple(fleet.raw("aa", "catalog")[p]["price"] for p in ("egg", "tofu"))
    assert {} == fleet.store("aa").overlay


# -------------------------------------------------------------------- rows that come and go


def test_a_product_that_hq_removes_is_retired_and_its_orders_stay(fleet):
    a = shop(fleet, "a")
    a.submit(wish("王婶", "tofu", "3"), wish("李婶", "egg", "2"), text="1")
    fleet.publish(catalog={"tofu": None})
    step = fleet.step("a")
    assert ("upgraded", "") == (step.state, step.problem)
    assert "tofu" not in fleet.raw("a", "catalog")
    assert [("李婶", "egg", "2斤"), ("王婶", "tofu", "3块")] == sorted(a.sheet("2026-03-05/noon"))
    a.at("2026-03-05T12:00").close("noon")
    with a.view() as work:
        from franchise import orders

        (cycle,) = orders.listed(work)
        assert {("tofu", 3000), ("egg", 2000)} == {
            (p.product, p.wanted) for p in orders.purchases(work, cycle)
        }


def test_a_retired_product_can_still_be_taken_back_and_asked_about(fleet):
    a = shop(fleet, "a")
    doubt = unknown("李婶", "豆腐", "2", "块", product="tofu")
    a.submit(wish("王婶", "tofu", "3"), wish("李婶", "egg", "2"), questions=[doubt], text="1")
    fleet.publish(catalog={"tofu": None})
    fleet.upgrade("a")
    (asked,) = a.questions()
    with pytest.raises(NotFound, match="tofu"):
        a.answer(asked.id)
    a.submit(
        mode="add",
        cancels=[Cancellation(member="王婶", product="tofu", unit="块", quantity=1000, raw="-1")],
        text="2",
    )
    assert ("王婶", "tofu", "2块") in a.sheet("2026-03-05/noon")
    a.submit(mode="add", cancels=[Cancellation(member="王婶", product="tofu", raw="-")], text="3")
    assert [("李婶", "egg", "2斤")] == a.sheet("2026-03-05/noon")


def test_deletes_and_edits_that_cross_are_kept_and_told(fleet):
    fleet.set("a", "catalog.tofu.price", "3")
    fleet.remove("b", "catalog.milk")
    fleet.publish(catalog={"tofu": None, "milk": {"price": "4"}})
    fleet.upgrade()
    assert "3" == fleet.raw("a", "catalog")["tofu"]["price"]
    assert "豆腐" == fleet.raw("a", "catalog")["tofu"]["name"]
    assert "milk" not in fleet.raw("b", "catalog")
    assert {"catalog.tofu": "conflict"} == fleet.states("a")
    assert {"catalog.milk": "conflict"} == fleet.states("b")


def test_sessions_hq_inserts_while_a_store_moves_one_and_drops_one(app):
    fleet = Fleet.make(app, "a", orders={"sessions": {"late": {"name": "夜单", "cutoff": "22:00"}}})
    fleet.set("a", "orders.sessions.noon.cutoff", "21:00")
    fleet.remove("a", "orders.sessions.evening")
    fleet.publish(
        orders={
            "sessions": {
                "late": {"name": "夜单", "cutoff": "22:00"},
                "early": {"name": "早单", "cutoff": "07:30"},
            }
        }
    )
    step = fleet.step("a")
    assert ("upgraded", 0) == (step.state, step.conflicts)
    with app.view("a") as work:
        from franchise.orders import calendar

        assert ["early", "noon", "late"] == [key for key, _session in calendar.sessions(work)]


def test_an_upgrade_that_would_not_be_valid_refuses_that_store_alone(fleet):
    fleet.set("a", "orders.sessions.evening.cutoff", "18:00")
    fleet.publish(orders={"sessions": {"tea": {"name": "茶单", "cutoff": "18:00"}}})
    done = {step.store: step for step in fleet.upgrade().steps}
    assert ["refused", "upgraded", "upgraded"] == [done[key].state for key in "abc"]
    assert "orders.sessions" in done["a"].problem
    assert "tea" not in fleet.raw("a", "orders")["sessions"]


def test_a_reference_to_what_the_store_did_away_with_refuses_that_store_with_the_path(fleet):
    fleet.lay("a", {"catalog": {"milk": {"supplier": "farm"}, "salt": {"supplier": "farm"}}})
    fleet.remove("a", "suppliers.dairy")
    fleet.publish(catalog={"yogurt": {"name": "酸奶", "unit": "瓶", "price": "5", "supplier": "dairy"}})
    step = fleet.step("a")
    assert ("refused", True) == (step.state, "catalog.yogurt" in step.problem)


def test_answers_of_a_row_that_hq_removes_wait_for_it_to_come_back(app):
    fleet = Fleet.make(app, "a")
    old = fleet.store("a").version
    fleet.set("a", "village.routes.east.driver", "周师傅")
    fleet.publish(village={"routes": {"east": None}})
    assert "upgraded" == fleet.step("a").state
    assert {"south"} == set(fleet.raw("a", "village")["routes"])
    assert {"village": {"routes": {"east": {"driver": "周师傅"}}}} == fleet.store("a").parked
    fleet.upgrade("a", to=old)
    assert "周师傅" == fleet.raw("a", "village")["routes"]["east"]["driver"]
    assert {} == fleet.store("a").parked


# -------------------------------------------------------------------- renames


def test_a_rename_carries_the_stores_change_its_names_for_it_and_its_open_lines(fleet):
    fleet.set("a", "catalog.egg.price", "6")
    a = shop(fleet, "a")
    a.submit(wish("王婶", "egg", "3"), text="1")
    with fleet.app.work("a") as work:
        from franchise import orders

        orders.learn(work, groups.get(work, "wang"), "蛋蛋", "egg")
    fleet.rename("catalog.egg", "jidan")
    step = fleet.step("a")
    assert ("upgraded", 0) == (step.state, step.conflicts)
    assert {"catalog": {"jidan": {"price": "6"}}} == fleet.store("a").overlay
    assert [("王婶", "jidan", "3斤")] == a.sheet("2026-03-05/noon")
    with a.view() as work:
        assert {"jidan"} == set(orders.aliases(work, groups.get(work, "wang")).values())


def test_without_moved_a_rename_is_a_removal_and_a_new_row(fleet):
    fleet.set("a", "catalog.egg.price", "6")
    egg = {**fleet.raw("hub", "catalog")["egg"], "aliases": []}
    fleet.publish(catalog={"egg": None, "jidan": {**egg, "name": "鲜鸡蛋"}})
    step = fleet.step("a")
    assert ("upgraded", 1) == (step.state, step.conflicts)
    assert {"egg", "jidan"} <= set(fleet.raw("a", "catalog"))


def test_two_keys_that_change_places(fleet):
    fleet.set("a", "catalog.egg.price", "6")
    fleet.set("a", "catalog.tofu.price", "3")
    catalog = fleet.raw("hub", "catalog")
    body = fleet.app.schema.freeze(_effective(fleet, "hub")).body
    swapped = {**catalog, "egg": catalog["tofu"], "tofu": catalog["egg"]}
    doc = fleet.app.schema.parse(
        {
            **body,
            "setup": {**body["setup"], "moved": ["catalog.egg -> catalog.tofu, catalog.tofu -> catalog.egg"]},
            "catalog": swapped,
        }
    )
    _take(fleet, doc)
    step = fleet.step("a")
    assert ("upgraded", 0) == (step.state, step.conflicts)
    assert {"catalog": {"tofu": {"price": "6"}, "egg": {"price": "3"}}} == fleet.store("a").overlay


def test_a_key_that_is_used_again_after_a_rename_means_the_new_thing(fleet):
    fleet.set("a", "catalog.egg.price", "6")
    fleet.rename("catalog.egg", "jidan")
    body = fleet.app.schema.freeze(_effective(fleet, "hub")).body
    duck = {"name": "鸭蛋", "unit": "个", "price": "2", "supplier": "farm"}
    _take(fleet, fleet.app.schema.parse({**body, "catalog": {**body["catalog"], "egg": duck}}))
    fleet.upgrade("a")
    catalog = fleet.raw("a", "catalog")
    assert ("6", "鸡蛋", "2", "鸭蛋") == (
        catalog["jidan"]["price"], catalog["jidan"]["name"], catalog["egg"]["price"], catalog["egg"]["name"]
    )  # fmt: skip


def test_a_renamed_supplier_is_followed_by_what_refers_to_it(fleet):
    fleet.lay("a", {"catalog": {"salt": {"supplier": "farm"}}})
    fleet.rename("suppliers.farm", "coop")
    step = fleet.step("a")
    assert ("upgraded", 0) == (step.state, step.conflicts)
    assert {"catalog": {"salt": {"supplier": "coop"}}} == fleet.store("a").overlay
    assert {} == fleet.store("b").overlay


def test_a_rename_is_taken_back_with_the_version(fleet):
    old = fleet.store("a").version
    fleet.set("a", "catalog.egg.price", "6")
    fleet.rename("catalog.egg", "jidan")
    fleet.upgrade("a")
    fleet.upgrade("a", to=old)
    assert {"catalog": {"egg": {"price": "6"}}} == fleet.store("a").overlay


def test_a_renamed_route_is_followed_by_the_villages_on_it(fleet):
    shop(fleet, "a")
    fleet.rename("village.routes.east", "dong")
    fleet.upgrade("a")
    with fleet.app.view("a") as work:
        from franchise_village import operations as villages

        assert {"wang": "dong", "shang": "dong", "dong": "south"} == {
            key: village.route for key, village in villages.by_key(work).items()
        }


def test_a_renamed_group_kind_is_followed_by_the_groups(fleet):
    with fleet.app.work("a") as work:
        groups.create(work, "base")
    fleet.rename("groups.base", "family")
    fleet.upgrade("a")
    with fleet.app.view("a") as work:
        assert ["family"] == [g.kind for g in groups.listed(work)]


def test_a_session_is_not_renamed_under_an_open_cycle(fleet):
    a = shop(fleet, "a")
    a.submit(wish("王婶", "egg", "3"), text="1")
    fleet.rename("orders.sessions.noon", "midday")
    done = {step.store: step for step in fleet.upgrade().steps}
    assert ["refused", "upgraded", "upgraded"] == [done[key].state for key in "abc"]
    a.at("2026-03-05T12:00").close("noon")
    assert "upgraded" == fleet.step("a").state


# -------------------------------------------------------------------- plans, waves, failures


def test_of_a_plan_only_the_store_that_was_edited_since_is_refused(fleet):
    fleet.publish(**DEAR)
    plan = fleet.upgrade(dry_run=True)
    assert {"upgraded"} == {s.state for s in plan.steps}
    assert not [key for key in "abc" if fleet.store(key).version == plan.steps[0].to]
    fleet.set("b", "catalog.tofu.price", "3")
    expected = {s.store: Expected(revision=s.revision, to=s.to) for s in plan.steps}
    done = {s.store: s.state for s in fleet.upgrade("a", "b", "c", expected=expected).steps}
    assert {"a": "upgraded", "b": "refused", "c": "upgraded"} == done


def test_a_plan_goes_where_it_said_even_if_hq_has_saved_again(fleet):
    wanted = fleet.publish(**DEAR)
    plan = fleet.upgrade(dry_run=True)
    fleet.publish(catalog={"egg": {"price": "6"}})
    expected = {s.store: Expected(revision=s.revision, to=s.to) for s in plan.steps}
    fleet.upgrade("a", "b", "c", expected=expected)
    assert {wanted} == {fleet.store(key).version for key in "abc"}


def test_one_run_goes_to_one_version_even_if_hq_saves_in_the_middle(app, monkeypatch):
    from franchise.replication import following

    monkeypatch.setattr(following, "PAGE", 2)
    fleet = Fleet.make(app, *(f"s{n}" for n in range(6)))
    wanted = fleet.publish(**DEAR)
    saved = []

    def meanwhile(_steps: int) -> None:
        if not saved:
            saved.append(fleet.publish(catalog={"egg": {"price": "6"}}))

    fleet.upgrade(progress=meanwhile)
    assert {wanted} == {fleet.store(f"s{n}").version for n in range(6)}
    assert 1 == len(saved)


def test_a_detached_store_is_passed_by_until_it_rejoins(fleet):
    from franchise.replication import resolving

    fleet.app.attempt("b", resolving.detach)
    fleet.publish(**DEAR)
    assert {"a": "upgraded", "b": "detached", "c": "upgraded"} == {
        s.store: s.state for s in fleet.upgrade().steps
    }
    fleet.app.attempt("b", resolving.rejoin)
    assert "upgraded" == fleet.step("b").state
    with pytest.raises(Refused):
        fleet.app.attempt("hub", resolving.detach)


def test_a_run_stops_when_too_many_stores_are_refused(app, monkeypatch):
    from franchise.replication import following

    monkeypatch.setattr(following, "PAGE", 4)
    fleet = Fleet.make(app, *(f"s{n}" for n in range(20)))
    for n in range(20):
        fleet.set(f"s{n}", "orders.sessions.evening.cutoff", "18:00")
    fleet.publish(orders={"sessions": {"tea": {"name": "茶单", "cutoff": "18:00"}}})
    done = fleet.upgrade(max_failures=2)
    assert (True, 4, 0) == (done.stopped, done.count("refused"), done.count("upgraded"))


def test_a_wave_waits_for_the_one_before_it(app):
    from franchise.replication.waves import check_wave

    fleet = Fleet.make(app, replication={"rings": ["pilot", "first"], "wait_days": 3})
    fleet.clone("a", ring="pilot")
    fleet.clone("b", ring="first")
    fleet.publish(replication={"rings": ["pilot", "first"], "wait_days": 3}, **DEAR)

    def gate(ring: str) -> None:
        with app.hq_view() as conn:
            check_wave(app, conn, ring)

    gate("pilot")
    with pytest.raises(Refused, match="pilot"):
        gate("first")
    assert ["a"] == [s.store for s in fleet.upgrade(ring="pilot").steps]
    with pytest.raises(Refused, match="2026-03-08"):
        gate("first")
    app.clock.at += 3 * 86_400_000
    gate("first")
    fleet.set("a", "catalog.egg.price", "6")
    fleet.publish(replication={"rings": ["pilot", "first"]}, catalog={"egg": {"price": "7"}})
    fleet.upgrade(ring="pilot")
    with pytest.raises(Refused, match="conflicts"):
        gate("first")


def test_only_one_way_of_choosing_stores_and_only_known_ones(fleet):
    with pytest.raises(NotFound):
        fleet.upgrade("nobody")
    with pytest.raises(NotFound):
        fleet.upgrade(ring="nowhere")
    with pytest.raises(NotFound):
        fleet.upgrade("a", to="0123456789ab")
    assert "refused" == fleet.step("hub").state


def test_a_version_asked_for_reaches_the_clones_of_its_own_source_only(fleet):
    fleet.set("a", "catalog.tofu.price", "3")
    fleet.clone("aa", source="a")
    version = fleet.publish(**DEAR)
    done = {s.store: s.state for s in fleet.upgrade(to=version).steps}
    assert {"a": "upgraded", "b": "upgraded", "c": "upgraded"} == done


# -------------------------------------------------------------------- deciding


def test_conflicts_are_settled_either_way(fleet):
    from franchise.replication.resolving import resolve

    def settle(key, path, side):
        return fleet.app.attempt(key, lambda work: resolve(work, fleet.app.schema, path, side))

    for key in "ab":
        fleet.set(key, "catalog.egg.price", "6")
        fleet.set(key, "catalog.tofu.price", "3")
    fleet.publish(catalog={"egg": {"price": "5"}, "tofu": None})
    fleet.upgrade()
    assert 1 == settle("a", "catalog.egg.price", "theirs").left
    assert 0 == settle("a", "catalog", "theirs").left
    assert ({}, {}) == (fleet.store("a").overlay, fleet.store("a").conflicts)
    assert 0 == settle("b", "", "ours").left
    assert {"catalog.egg.price": "local-only", "catalog.tofu": "local-only"} == fleet.states("b")
    with pytest.raises(NotFound):
        settle("b", "", "ours")
    settle("b", "catalog.egg.price", "theirs")
    assert "5" == fleet.raw("b", "catalog")["egg"]["price"]


def test_what_is_declined_stays_through_upgrades_without_conflict(fleet):
    from franchise.replication.resolving import decline

    yogurt = {"name": "酸奶", "unit": "瓶", "price": "5", "supplier": "dairy"}
    version = fleet.publish(catalog={"egg": {"price": "5"}, "yogurt": yogurt})
    with fleet.app.hq_view() as conn:
        theirs = fleet.app.document(conn, version)
    for path in ("catalog.egg.price", "catalog.yogurt"):
        assert fleet.app.attempt("a", lambda w, p=path: decline(w, fleet.app.schema, theirs, p))
        assert not fleet.app.attempt("a", lambda w, p=path: decline(w, fleet.app.schema, theirs, p))
    step = fleet.step("a")
    assert ("upgraded", 0) == (step.state, step.conflicts)
    assert "4.5" == fleet.raw("a", "catalog")["egg"]["price"]
    assert "yogurt" not in fleet.raw("a", "catalog")
    assert {} == fleet.store("a").conflicts
    with pytest.raises(Refused):
        fleet.app.attempt("a", lambda w: decline(w, fleet.app.schema, theirs, "replication.rings"))
    with pytest.raises(Refused):
        fleet.app.attempt("a", lambda w: decline(w, fleet.app.schema, theirs, "store.name"))


def test_two_who_change_one_store_at_once_do_not_overwrite_each_other(fleet):
    from franchise.stores.changes import lay_over

    app = fleet.app
    if app.database.dialect == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    with pytest.raises(Conflict), app.work("a") as first:
        with app.work("a") as second:
            lay_over(second, app.schema, second.setup.document, {"catalog": {"egg": {"price": "8"}}})
        lay_over(first, app.schema, first.setup.document, {"catalog": {"egg": {"price": "9"}}})
    assert {"catalog": {"egg": {"price": "8"}}} == fleet.store("a").overlay


def _effective(fleet: Fleet, key: str):
    with fleet.app.view(key) as work:
        return work.setup


def _take(fleet: Fleet, doc) -> None:
    from franchise.replication.saving import save_from

    fleet.app.attempt("hub", lambda work: save_from(work, fleet.app.schema, doc))


def test_records_of_a_store_are_left_alone_by_an_upgrade(fleet):
    a = shop(fleet, "a")
    a.submit(wish("王婶", "egg", "3"), text="1")
    before = a.sheet("2026-03-05/noon")
    fleet.publish(**DEAR)
    fleet.upgrade()
    assert before == Shop(fleet.app, "a").sheet("2026-03-05/noon")
    assert 450 == a.lines("2026-03-05/noon")[0].price

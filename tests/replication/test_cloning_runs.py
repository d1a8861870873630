"""Whole clones: gates, plans, bad rows, two operators, stores that exist already."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.replication.fleet import Fleet, shop
from tests.support import open_program, setup_body, url_of

from franchise import Franchise, FranchiseError, Refused, UsageProblem
from franchise.plugins import Plugins
from franchise.replication import cloning
from franchise.stores import operations as stores
from franchise.stores.requirements import compare, fits, release

ADOPT = {"adopting": True}


@pytest.fixture
def fleet(app: Franchise) -> Fleet:
    return Fleet.make(app)


def states(done) -> dict[str, str]:
    return {p.key: p.state for p in done.planned}


# -------------------------------------------------------------------- gates and plans


@pytest.mark.practice("I-039")
def test_an_unproven_setup_is_cloned_for_a_stated_reason_only(fleet):
    with pytest.raises(Refused, match="not proven"):
        cloning.run(fleet.app, "hub", [("a", {})])
    assert ["hub"] == [s.key for s in fleet.app.stores()]
    fleet.clone("a")
    assert ("setup.cloned", "a test") == next(
        (k, f["reason"]) for k, f in fleet.events("hub") if k == "setup.cloned"
    )
    for unproven, reason in ((True, ""), (False, "why"), (True, "  ")):
        with pytest.raises(UsageProblem):
            cloning.check_reason(unproven, reason)


def test_a_rehearsed_clone_tells_everything_and_writes_nothing(fleet):
    before = fleet.state()
    done = fleet.clone_rows(
        [("a", {"store.name": "甲"}), ("b", {}), ("hub", {}), ("B", {}), ("c", {"store.currency": "TWD"})],
        dry_run=True,
    )
    assert before == fleet.state()
    assert {"a": "new", "b": "new", "hub": "refused", "B": "refused", "c": "refused"} == states(done)
    assert [("store.name",)] == [p.missing for p in done.planned if p.key == "b"]
    assert 2 == done.made


def test_another_currency_or_an_unknown_language_is_blocked_in_the_plan(fleet):
    done = fleet.clone_rows(
        [
            ("us", {"store.name": "x", "store.currency": "USD"}),
            ("de", {"store.name": "x", "store.language": "de"}),
            ("en", {"store.name": "x", "store.language": "en", "store.currency": "CNY"}),
        ]
    )
    assert {"us": "refused", "de": "refused", "en": "new"} == states(done)
    assert "CNY" in done.planned[0].problem
    assert ["en", "hub"] == [s.key for s in fleet.app.stores()]


def test_one_poison_row_among_two_hundred_fails_alone(fleet):
    rows = [(f"s{n}", {"store.name": f"店{n}"}) for n in range(200)]
    rows[117] = ("s117", {"store.name": "x" * 61, "catalog.egg.price": "0"})
    done = fleet.clone_rows(rows)
    assert [("s117", "refused")] == [(k, s) for k, s in states(done).items() if s != "new"]
    assert (199, 200) == (done.made, len(fleet.app.stores()))
    rows[117] = ("s117", {"store.name": "好"})
    again = fleet.clone_rows(rows)
    assert (1, {"there", "new"}) == (again.made, set(states(again).values()))


def test_a_batch_is_a_transaction_and_the_next_goes_on(fleet, monkeypatch):
    monkeypatch.setattr(cloning, "BATCH", 3)
    seen: list[int] = []
    done = fleet.clone(*(f"s{n}" for n in range(8)), progress=seen.append)
    assert (8, [3, 3, 2]) == (done.made, seen)
    assert 3 == sum(kind == "setup.cloned" for kind, _facts in fleet.events("hub"))


def test_a_key_that_is_named_twice_in_two_batches_is_made_once(fleet, monkeypatch):
    monkeypatch.setattr(cloning, "BATCH", 2)
    done = fleet.clone("a", "b", "c", "a")
    assert (3, "refused") == (done.made, done.planned[-1].state)


@pytest.mark.practice("I-007")
def test_a_clones_setup_is_the_sources_without_local_fields(fleet):
    fleet.set("hub", "catalog.egg.price", "5")
    fleet.clone("a")
    with fleet.app.view("hub") as source, fleet.app.view("a") as made:
        frozen = [fleet.app.schema.freeze(work.setup).digest for work in (source, made)]
    assert frozen[0] == frozen[1]


# -------------------------------------------------------------------- two at once


def test_two_operators_at_once_make_each_store_once(fleet, database):
    keys = [f"s{n}" for n in range(60)]
    barrier = threading.Barrier(2)

    def operator(mine: list[str]) -> int:
        with open_program(url_of(database)) as app:
            barrier.wait()
            return Fleet(app).clone(*mine).made

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(operator, [keys, keys[::-1]]))
    assert 60 == sum(made)
    assert 61 == len(fleet.app.stores())
    assert {1} == {sum(kind == "store.cloned" for kind, _f in fleet.events(key)) for key in keys}


def test_two_operators_upgrading_at_once_upgrade_each_store_once(fleet, database):
    keys = [f"s{n}" for n in range(30)]
    fleet.clone(*keys)
    fleet.publish(catalog={"egg": {"price": "5"}})
    barrier = threading.Barrier(2)

    def operator(_number: int) -> int:
        with open_program(url_of(database)) as app:
            barrier.wait()
            return Fleet(app).upgrade().count("upgraded")

    with ThreadPoolExecutor(2) as pool:
        assert 30 == sum(pool.map(operator, range(2)))
    assert {1} == {sum(kind == "store.upgraded" for kind, _f in fleet.events(key)) for key in keys}


# -------------------------------------------------------------------- stores that exist already


def make_own(fleet: Fleet, key: str, **sections) -> None:
    doc = fleet.app.schema.parse(setup_body(**sections))
    fleet.app.create_store(key, doc, {"store": {"name": f"老{key}"}})


def test_a_store_that_exists_is_taken_in_with_its_own_values_as_its_changes(fleet):
    own = {"egg": {"price": "6"}, "noodle": {"name": "面", "unit": "把", "price": "3", "supplier": "farm"}}
    make_own(fleet, "old", catalog=own, orders={"late": "refuse"})
    fleet.set("old", "catalog.tofu.price", "3")
    fleet.publish(
        catalog={
            "milk": {"price": "4"},
            "rice": {"name": "米", "unit": "斤", "price": "3", "supplier": "farm"},
        }
    )
    assert {"old": "refused"} == states(fleet.clone("old"))
    done = fleet.clone_rows([("old", {})], **ADOPT)
    assert ({"old": "adopt"}, 1) == (states(done), done.made)
    catalog = fleet.raw("old", "catalog")
    assert ("6", "3", "3.5", "3", "面") == (
        *(catalog[p]["price"] for p in ("egg", "tofu", "milk", "rice")),
        catalog["noodle"]["name"],
    )
    store = fleet.store("old")
    assert ("老old", "open", {"late": "refuse"}) == (
        store.answers["store"]["name"], store.status, store.overlay["orders"]
    )  # fmt: skip
    assert {"old": "there"} == states(fleet.clone("old"))
    assert {"local-only"} == set(fleet.states("old").values())


def test_an_equal_store_is_taken_in_without_changes_of_its_own(fleet):
    make_own(fleet, "old")
    fleet.clone_rows([("old", {})], **ADOPT)
    assert ({}, fleet.store("hub").version) == (fleet.store("old").overlay, fleet.store("old").version)


def test_what_hq_has_locked_becomes_hqs_when_a_store_is_taken_in(fleet):
    make_own(fleet, "old", replication={"gate": {"weeks": 1}, "rings": ["x"]})
    fleet.clone_rows([("old", {})], **ADOPT)
    assert {} == fleet.store("old").overlay


def test_nobody_is_taken_in_who_is_anothers_clone_or_an_ancestor(fleet):
    fleet.clone("a")
    make_own(fleet, "other")
    Fleet(fleet.app, "other").clone("b")
    done = fleet.clone_rows([("b", {})], **ADOPT)
    assert {"b": "refused"} == states(done)
    assert {"hub": "refused"} == states(fleet.clone_rows([("hub", {})], source="a", **ADOPT))


# -------------------------------------------------------------------- plugins


def test_a_setup_whose_plugin_is_switched_off_is_not_cloned_here(fleet, database):
    plugins = Plugins.load(without=["village"])
    with open_program(url_of(database), plugins=plugins) as app, pytest.raises(Refused, match="village"):
        Fleet(app).clone("a")


def test_a_plugins_section_is_kept_and_told_while_the_plugin_is_gone(fleet, database):
    fleet.clone("a", "b")
    fleet.set("a", "village.routes.east.name", "东干线")
    fleet.publish(catalog={"egg": {"price": "5"}}, village={"routes": {"east": {"departs": "七点"}}})
    with open_program(url_of(database), plugins=Plugins.load(without=["village"])) as app:
        step = Fleet(app).step("a")
        assert ("upgraded", ("village",)) == (step.state, step.opaque)
        assert "upgraded" == Fleet(app).step("b").state
    east = fleet.raw("a", "village")["routes"]["east"]
    assert {"name": "东干线", "departs": "七点"} == east
    assert "5" == fleet.raw("a", "catalog")["egg"]["price"]


@pytest.mark.parametrize(
    ("version", "wanted", "fitting"),
    [
        ("1.2.3", "", True),
        ("1.2.3", ">=1.2,<2", True),
        ("2.0", ">=1.2,<2", False),
        ("1.1.9", ">=1.2,<2", False),
        ("1.10", ">1.9", True),
        ("1.2", "==1.2.0", True),
        ("1.2.5", "==1.2.*", True),
        ("1.3", "==1.2.*", False),
        ("1.3", "!=1.3", False),
        ("1.4.5", "~=1.4", True),
        ("2.0", "~=1.4", False),
        ("1.4.9", "~=1.4.5", True),
        ("1.5.0", "~=1.4.5", False),
        ("0.1.0", "<=0.1", True),
    ],
)
def test_versions_of_plugins_fit_ranges(version, wanted, fitting):
    assert fitting is fits(version, wanted)


def test_versions_compare_by_their_numbers():
    assert ((1, 10, 0), (), -1, 0, 1) == (
        release("1.10.0rc1"), release(""), compare((1, 9), (1, 10)), compare((1,), (1, 0)), compare((2,), (1, 9))
    )  # fmt: skip


def test_a_plugin_older_or_newer_than_the_setup_needs_blocks_clone_and_opening(fleet):
    fleet.clone("a")
    body = setup_body()
    body["setup"] = {"name": "rural", "plugins": {"village": ">=99"}}
    from franchise.replication.saving import save_from

    doc = fleet.app.schema.parse(body)
    fleet.app.attempt("hub", lambda work: save_from(work, fleet.app.schema, doc))
    with pytest.raises(Refused, match="village"):
        fleet.clone("b")
    assert "upgraded" == fleet.step("a").state
    with pytest.raises(Refused, match=">=99"):
        shop(fleet, "a")


# -------------------------------------------------------------------- opening


@pytest.mark.practice("I-058")
def test_a_new_store_opens_when_its_checklist_is_complete(fleet):
    from franchise.stores.opening import checklist

    fleet.clone_rows([("a", {})])
    with fleet.app.view("a") as work:
        assert {"answers": False, "plugins": True, "setup": True, "gate": False} == {
            item.what: item.done for item in checklist(work, fleet.app.schema)
        }
    with pytest.raises(Refused, match=r"store\.name"):
        shop(fleet, "a")
    fleet.set("a", "store.name", "甲店")
    assert shop(fleet, "a").see(lambda work: work.store.status) == "open"
    assert fleet.app.attempt("a", lambda work: stores.open_store(work, fleet.app.schema)) is False


def test_a_pilot_store_leaves_its_wave_when_it_is_proven_or_for_a_reason(fleet):
    from franchise.replication.waves import put_into

    fleet.clone("a", ring="pilot")
    with pytest.raises(Refused, match="pilot"):
        fleet.app.attempt("a", lambda work: put_into(work, "standard"))
    assert fleet.app.attempt("a", lambda work: put_into(work, "standard", reason="the owner insists"))
    assert not fleet.app.attempt("a", lambda work: put_into(work, "standard"))
    assert "standard" == fleet.store("a").ring


@pytest.mark.parametrize("text", ["nothing.here", "store.name.x", "catalog.egg.price"])
def test_an_answer_to_what_is_not_asked_is_refused_with_its_row(fleet, text):
    done = fleet.clone_rows([("a", {text: "1"}), ("b", {"store.name": "乙"})])
    assert {"a": "refused", "b": "new"} == states(done)


@pytest.mark.parametrize("ring", ["x" * 33, "Pilot", "a b", "波"])
def test_a_waves_name_is_a_short_word(fleet, ring):
    with pytest.raises(UsageProblem):
        fleet.clone("a", ring=ring)
    assert ["hub"] == [s.key for s in fleet.app.stores()]


def test_an_unknown_source_is_told(fleet):
    with pytest.raises(FranchiseError, match="nobody"):
        fleet.clone("a", source="nobody")

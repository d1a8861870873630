"""Stores: made once, changed leaf by leaf, read back only when they are what was saved."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update
from tests.support import Shop, open_program, setup_body, url_of

from franchise import Conflict, Franchise, FranchiseError, NotFound, Refused, SetupInvalid, UsageProblem
from franchise.replication import operations as replication
from franchise.storage import Database
from franchise.stores import open_store
from franchise.stores import tables as t

ANSWERS = {"store": {"name": "青禾超市"}}


def value(shop: Shop, section: str):
    return shop.see(lambda work: work.setup.get(section))


def test_the_same_store_again_is_the_same_store(app: Franchise) -> None:
    doc = app.schema.parse(setup_body())
    assert app.create_store("a", doc, ANSWERS) == app.create_store("a", doc, ANSWERS)
    assert len(app.stores()) == 1


def test_another_store_of_the_same_key_is_a_conflict(app: Franchise) -> None:
    doc = app.schema.parse(setup_body())
    app.create_store("a", doc, ANSWERS)
    with pytest.raises(Conflict):
        app.create_store("a", doc, {"store": {"name": "别家"}})


@pytest.mark.parametrize("key", ["", "A", "a b", "-a", "a/b", "a" * 64, "店"])
def test_a_key_is_lower_case_letters_digits_and_dashes(app: Franchise, key: str) -> None:
    with pytest.raises(UsageProblem):
        app.create_store(key, app.schema.parse(setup_body()), ANSWERS)
    assert app.stores() == []


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"store": {}},
        {"store": {"name": "x", "time_zone": "Mars/Base"}},
        {"store": {"name": "x", "language": "xx"}},
        {"store": {"name": "x" * 61}},
        {"orders": {"late": "refuse"}},
    ],
)
def test_answers_that_are_missing_or_wrong_make_no_store(app: Franchise, answers) -> None:
    with pytest.raises(SetupInvalid):
        app.create_store("a", app.schema.parse(setup_body()), answers)
    assert app.stores() == []


def test_an_unknown_store_suggests_the_nearest(shop: Shop) -> None:
    with pytest.raises(NotFound) as missing, shop.app.work("hubb"):
        pass
    assert "hub" in missing.value.hint


def test_the_only_store_need_not_be_named(app: Franchise) -> None:
    with pytest.raises(UsageProblem):
        app.only_store()
    Shop.make(app, "a")
    assert app.only_store() == "a"
    Shop.make(app, "b")
    with pytest.raises(UsageProblem, match="a, b"):
        app.only_store()


def test_a_change_is_the_stores_own_and_leaves_the_version_alone(shop: Shop) -> None:
    other = Shop.make(shop.app, "other")
    assert shop.change("catalog.egg.price", "5.00") is True
    assert shop.change("catalog.egg.price", "5") is False
    assert (value(shop, "catalog")["egg"].price, value(other, "catalog")["egg"].price) == (500, 450)
    (store,) = [s for s in shop.app.stores() if s.key == "hub"]
    assert (store.overlay, store.revision) == ({"catalog": {"egg": {"price": "5"}}}, 2)
    assert len(shop.events("store.changed")) == 1


def test_an_answer_is_changed_among_the_answers(shop: Shop) -> None:
    assert shop.change("store.name", "红旗超市") is True
    (store,) = shop.app.stores()
    assert (store.answers["store"]["name"], store.overlay) == ("红旗超市", {})


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("store.time_zone", "Mars/Base"),
        ("store.language", "xx"),
        ("catalog.egg.price", "-1"),
        ("catalog.egg.price", "abc"),
        ("catalog.egg.supplier", "nobody"),
        ("catalog.milk.aliases", "鸡蛋"),
        ("orders.sessions.noon.cutoff", "20:00"),
        ("orders.late", "sometimes"),
        ("orders.nothing", "1"),
    ],
)
def test_a_change_that_would_make_the_setup_invalid_is_refused_and_changes_nothing(
    shop: Shop, path: str, text: str
) -> None:
    before = shop.app.stores()
    with pytest.raises(FranchiseError):
        shop.change(path, text)
    assert shop.app.stores() == before


def test_a_locked_field_is_headquarters_own(app: Franchise) -> None:
    shop = Shop.make(app)
    locked = [path for path in ("setup.name", "setup.plugins") if app.schema.rule_of(path) == "locked"]
    assert locked
    for path in locked:
        with pytest.raises(FranchiseError):
            shop.change(path, "x")


def test_two_changes_at_once_are_both_kept_or_one_is_told(shop: Shop) -> None:
    start = threading.Barrier(2)

    def run(number: int) -> list[str]:
        kept = []
        for step in range(8):
            start.wait()
            path = ("catalog.egg.price", "catalog.tofu.price")[number]
            try:
                shop.change(path, f"{step + 5}.{number + 1}")
            except FranchiseError:
                continue
            kept.append(path)
        return kept

    with ThreadPoolExecutor(2) as pool:
        kept = [path for paths in pool.map(run, range(2)) for path in paths]
    (store,) = shop.app.stores()
    assert store.revision == 1 + len(kept) == 1 + len(shop.events("store.changed"))


def test_a_version_is_read_back_only_as_it_was_saved(shop: Shop, database: Database) -> None:
    (store,) = shop.app.stores()
    with database.writing() as conn:
        row = conn.execute(select(t.section).where(t.section.c.name == "catalog")).one()
        conn.execute(
            update(t.section)
            .where(t.section.c.digest == row.digest)
            .values(body=row.body.replace("鸡蛋", "鸭蛋", 1))
        )
    with (
        open_program(url_of(database)) as fresh,
        pytest.raises(SetupInvalid, match="catalog"),
        fresh.view("hub"),
    ):
        pass
    assert store.version


def test_a_version_whose_table_of_sections_was_changed_is_damaged(shop: Shop, database: Database) -> None:
    import json

    body = setup_body(catalog={"egg": {"price": "9"}})
    Shop.make(shop.app, "other", catalog={"egg": {"price": "9"}})
    other = shop.app.schema.parse(body)
    (store,) = [s for s in shop.app.stores() if s.key == "hub"]
    with database.writing() as conn:
        sections = json.loads(
            conn.execute(select(t.version.c.sections).where(t.version.c.digest == store.version)).scalar_one()
        )
        sections["catalog"] = other.sections["catalog"]
        conn.execute(
            update(t.version).where(t.version.c.digest == store.version).values(sections=json.dumps(sections))
        )
    with open_program(url_of(database)) as fresh, pytest.raises(SetupInvalid), fresh.view("hub"):
        pass


def test_versions_share_the_sections_that_did_not_change(shop: Shop, database: Database) -> None:
    def count() -> int:
        with database.reading() as conn:
            return conn.execute(select(func.count()).select_from(t.section)).scalar_one()

    before = count()
    shop.change("catalog.egg.price", "5")
    shop.do(lambda work: replication.save(work, shop.app.schema))
    assert count() == before + 1


def test_saving_the_same_setup_twice_is_one_version(shop: Shop, database: Database) -> None:
    shop.change("catalog.egg.price", "5")
    first = shop.do(lambda work: replication.save(work, shop.app.schema, note="dearer eggs"))
    again = shop.do(lambda work: replication.save(work, shop.app.schema))
    assert (first.new, again.new, first.digest == again.digest) == (True, False, True)
    with database.reading() as conn:
        assert conn.execute(select(func.count()).select_from(t.version)).scalar_one() == 2
    assert len(shop.events("setup.saved")) == 1


def test_a_saved_setup_has_no_answers_and_names_what_looks_personal(app: Franchise) -> None:
    shop = Shop.make(app, catalog={"egg": {"name": "鸡蛋 找老王13912345678"}})
    saved = shop.do(lambda work: replication.save(work, app.schema))
    assert "青禾超市" not in str(saved.document.body)
    assert any("egg" in str(f) for f in saved.findings)


def test_a_store_in_preparation_takes_no_orders_until_it_is_opened(shop: Shop) -> None:
    from tests.support import VILLAGES, wish

    from franchise_village import operations as villages

    with shop.app.work("hub") as work:
        saved = replication.save(work, shop.app.schema)
        planned = replication.plan(work, shop.app.schema, saved.document, [("new", {"store.name": "新店"})])
        replication.clone(work, saved.document, planned, ids=shop.app.ids)
    new = Shop(shop.app, "new")
    new.do(lambda work: villages.add_all(work, VILLAGES))
    with pytest.raises(Refused):
        new.submit(wish("王婶", "egg", "1"))
    assert new.do(lambda work: open_store(work, shop.app.schema)) is True
    assert new.do(lambda work: open_store(work, shop.app.schema)) is False
    assert new.submit(wish("王婶", "egg", "1"), text="now").added


def test_a_rehearsal_shows_what_would_happen_and_undoes_it(shop: Shop) -> None:
    from franchise import groups

    with shop.app.rehearsal("hub") as work:
        groups.create(work, "base", key="rehearsed")
        assert groups.get(work, "rehearsed")
    with pytest.raises(NotFound):
        shop.see(lambda work: groups.get(work, "rehearsed"))

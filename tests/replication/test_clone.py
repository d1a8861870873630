"""Cloning: the setup goes along, nothing of the store's own does."""

from __future__ import annotations

import pytest
from sqlalchemy import func, inspect, select
from tests.support import Shop, unknown, wish

from franchise import Franchise, SetupInvalid, groups
from franchise.ids import store_id
from franchise.replication import operations as replication
from franchise.storage import Database, metadata
from franchise.stores import tables as t

Rows = list[tuple[str, dict[str, str]]]


def clone(shop: Shop, rows: Rows, *, dry_run: bool = False) -> list[replication.Planned]:
    app = shop.app
    with (app.rehearsal if dry_run else app.work)(shop.key) as work:
        saved = replication.save(work, app.schema)
        planned = replication.plan(work, app.schema, saved.document, rows)
        replication.clone(work, saved.document, planned, ids=app.ids)
    return planned


def named(*keys: str) -> Rows:
    return [(key, {"store.name": f"店{key}"}) for key in keys]


def row_counts(database: Database, key: str) -> dict[str, int]:
    with database.reading() as conn:
        return {
            name: n
            for name, table in sorted(metadata.tables.items())
            if "store_id" in table.c
            and name in inspect(database.engine).get_table_names()
            and (
                n := conn.execute(select(func.count()).where(table.c.store_id == store_id(key))).scalar_one()
            )
        }


@pytest.mark.practice("I-250")
def test_a_clone_carries_the_setup_and_no_records_and_no_answers(shop: Shop, database: Database) -> None:
    shop.submit(wish("王婶", "egg", "1"), questions=[unknown("王婶", "红糖")])
    shop.at("2026-03-05T12:00").close("noon")
    clone(shop, named("new"))
    assert row_counts(database, "new") == {"core__event": 1, "core__store": 1}
    new = Shop(shop.app, "new")
    with new.view() as work:
        assert work.setup.get("catalog") == shop.see(lambda w: w.setup.get("catalog"))
        assert (work.answers.name, work.answers.phone, work.store.status) == ("店new", "", "preparing")
        assert groups.listed(work) == []
    (made,) = [s for s in shop.app.stores() if s.key == "new"]
    assert (made.source_store_id, made.overlay) == (shop.id, {})
    assert made.source_version == made.version


def test_what_the_source_changed_for_itself_is_part_of_what_is_cloned(shop: Shop) -> None:
    shop.change("catalog.egg.price", "5")
    clone(shop, named("new"))
    assert Shop(shop.app, "new").see(lambda work: work.setup.get("catalog")["egg"].price) == 500


def test_cloning_again_changes_nothing(shop: Shop, database: Database) -> None:
    assert [p.state for p in clone(shop, named("a", "b"))] == ["new", "new"]
    before = shop.app.stores()
    assert [p.state for p in clone(shop, named("a", "b", "c"))] == ["there", "there", "new"]
    assert [s for s in shop.app.stores() if s.key != "c"] == before
    assert row_counts(database, "a") == {"core__event": 1, "core__store": 1}


def test_one_bad_key_fails_alone(shop: Shop) -> None:
    rows: Rows = [
        *named("a"),
        ("BAD KEY", {"store.name": "x"}),
        ("b", {"store.nome": "x"}),
        ("c", {"store.time_zone": "Mars/Base"}),
        ("d", {"catalog.egg.price": "1"}),
        *named("a"),
        *named("hub"),
        ("e", {}),
        *named("f"),
    ]
    planned = clone(shop, rows)
    assert [p.state for p in planned] == [
        "new", "refused", "refused", "refused", "refused", "refused", "refused", "new", "new"
    ]  # fmt: skip
    assert all(p.problem for p in planned if p.state == "refused")
    assert [s.key for s in shop.app.stores()] == ["a", "e", "f", "hub"]
    assert [p.missing for p in planned if p.key == "e"] == [("store.name",)]


def test_a_rehearsed_clone_writes_nothing(shop: Shop, database: Database) -> None:
    def everything() -> dict[str, int]:
        with database.reading() as conn:
            return {
                name: conn.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in sorted(metadata.tables.items())
                if name in inspect(database.engine).get_table_names()
            }

    shop.change("catalog.egg.price", "5")
    before = everything()
    assert [p.state for p in clone(shop, named("a", "b"), dry_run=True)] == ["new", "new"]
    assert everything() == before
    assert [p.state for p in clone(shop, named("a", "b"))] == ["new", "new"]


@pytest.mark.practice("I-251")
def test_many_stores_share_one_version(shop: Shop, database: Database) -> None:
    keys = replication.numbered("shop-{n}", 300, ["shop-2"])
    assert (keys[:2], len(keys)) == (["shop-1", "shop-3"], 300)
    assert {p.state for p in clone(shop, named(*keys))} == {"new"}
    with database.reading() as conn:
        assert conn.execute(select(func.count(func.distinct(t.store.c.version)))).scalar_one() == 1
        assert conn.execute(select(func.count()).select_from(t.store)).scalar_one() == 301


def test_a_pattern_needs_a_number() -> None:
    with pytest.raises(SetupInvalid):
        replication.numbered("shop", 2, [])


def test_a_clone_of_a_clone_knows_its_own_source(app: Franchise) -> None:
    shop = Shop.make(app)
    clone(shop, named("a"))
    clone(Shop(app, "a"), named("b"))
    found = {s.key: s.source_store_id for s in app.stores()}
    assert found == {"hub": None, "a": store_id("hub"), "b": store_id("a")}
    assert len({s.version for s in app.stores()}) == 1

"""Partners and addresses when somebody is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from tests.content.counting import counted
from tests.support import Shop, wish

from franchise import Franchise, NotFound, Refused, admission, groups
from franchise_village import operations as villages
from franchise_village import tables as t

PARTNER, NEIGHBOUR = "王春梅", "张翠花"


def take(shop: Shop, *names: str, group: str = "wang") -> None:
    for name in names:
        shop.do(lambda work, name=name: groups.join(work, groups.get(work, group), name))


def erase(shop: Shop, name: str, group: str = "wang") -> None:
    shop.do(lambda work: admission.erase(work, groups.get(work, group), name))


def merge(shop: Shop, keep: str, other: str) -> None:
    shop.do(lambda work: admission.merge(work, groups.get(work, "wang"), keep, other))


def partners(shop: Shop, key: str = "wang") -> list[tuple[Any, ...]]:
    """(name, phone, status, still there) of everybody who was the village's partner, the first first."""
    c = t.partner.c
    with shop.view() as work:
        query = select(c.name, c.phone, c.status, c.until).where(
            c.store_id == work.store_id, c.village == key
        )
        return [(r.name, r.phone, r.status, r.until is None) for r in work.conn.execute(query.order_by(c.id))]


def place(shop: Shop, address: str) -> None:
    known = shop.see(lambda work: villages.get(work, "wang"))
    from attrs import evolve

    shop.do(lambda work: villages.add(work, evolve(known, address=address)))


def address(shop: Shop) -> str:
    return shop.see(lambda work: villages.get(work, "wang")).address


@pytest.mark.practice("I-114")
def test_hook_members_erased_forgets_the_partner_who_was_a_member_of_the_village(shop: Shop) -> None:
    take(shop, PARTNER)
    erase(shop, PARTNER)
    assert [("■", "", "former", False)] == partners(shop)
    assert ["wang"] == [e["subject"] for e in shop.events("partner.erased")]
    assert "" == shop.see(lambda work: villages.get(work, "wang")).phone


def test_whoever_erases_a_partner_is_told_that_the_village_has_none_any_more(shop: Shop) -> None:
    shop.do(lambda work: villages.set_partner(work, "wang", "赵新", replace=True))
    take(shop, PARTNER, NEIGHBOUR, "赵新")
    told = [
        shop.do(lambda work, name=name: admission.erase(work, groups.get(work, "wang"), name)).notes
        for name in (PARTNER, NEIGHBOUR, "赵新")
    ]
    sentence = "王家湾 has no partner any more; `franchise village partner wang NAME` names another."
    assert [(), (), (sentence,)] == told


def test_the_command_says_that_the_village_has_no_partner_any_more(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from franchise.cli import main
    from franchise.cli.run import run

    take(shop, PARTNER, NEIGHBOUR)
    monkeypatch.setenv("FRANCHISE_DB", shop.app.database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("FRANCHISE_STORE", "hub")
    words = ["member", "erase", PARTNER, "--group", "wang", "--yes"]
    assert 0 == run(main, words, "franchise")
    said = capsys.readouterr()
    assert ("", True) == (said.out, "王家湾 has no partner any more" in said.err)


def test_a_village_whose_partner_is_forgotten_takes_no_orders_until_it_has_another(shop: Shop) -> None:
    take(shop, PARTNER, NEIGHBOUR)
    erase(shop, PARTNER)
    with pytest.raises(Refused, match="has no partner"):
        shop.submit(wish(NEIGHBOUR, "egg", "1"))
    shop.do(lambda work: villages.set_partner(work, "wang", "赵新"))
    assert 1 == len(shop.submit(wish(NEIGHBOUR, "egg", "1")).added)


def test_a_partner_of_before_is_forgotten_and_the_one_now_stays(shop: Shop) -> None:
    shop.at("2026-03-05T10:00")
    shop.do(lambda work: villages.set_partner(work, "wang", "赵新", "13800000309", replace=True))
    ended = rows(shop)
    take(shop, PARTNER)
    shop.at("2026-03-06T10:00")
    erase(shop, PARTNER)
    assert [("■", "", "former", False), ("赵新", "13800000309", "active", True)] == partners(shop)
    assert ended == rows(shop)


def rows(shop: Shop) -> list[int | None]:
    with shop.view() as work:
        query = select(t.partner.c.until).where(t.partner.c.store_id == work.store_id)
        return list(work.conn.execute(query.order_by(t.partner.c.id)).scalars())


def test_somebody_of_that_name_in_another_village_is_somebody_else(shop: Shop) -> None:
    take(shop, PARTNER, group="dong")
    erase(shop, PARTNER, group="dong")
    assert [(PARTNER, "13800000301", "active", True)] == partners(shop)


def test_a_partner_whose_name_only_holds_that_of_the_forgotten_stays(shop: Shop) -> None:
    take(shop, "春梅")
    erase(shop, "春梅")
    assert [PARTNER] == [row[0] for row in partners(shop)]


def test_a_partner_is_known_by_the_second_group_of_a_village_too(shop: Shop) -> None:
    made = shop.do(lambda work: groups.create(work, "village", place="王家湾"))
    take(shop, PARTNER, group=made.key)
    erase(shop, PARTNER, group=made.key)
    assert ["■"] == [row[0] for row in partners(shop)]


def test_a_household_of_two_names_that_is_forgotten_by_one_was_the_partner_by_the_other(shop: Shop) -> None:
    take(shop, PARTNER, "春梅家")
    merge(shop, "春梅家", PARTNER)
    assert [PARTNER] == [row[0] for row in partners(shop)]
    erase(shop, "春梅家")
    assert ["■"] == [row[0] for row in partners(shop)]


def test_an_address_names_nobody_who_was_forgotten(shop: Shop) -> None:
    take(shop, NEIGHBOUR)
    place(shop, "王家湾村口张翠花家")
    erase(shop, NEIGHBOUR)
    assert "王家湾村口■家" == address(shop)
    assert ["wang"] == [e["subject"] for e in shop.events("village.redacted")]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("王", "王家湾王家门口", "王家湾■家门口"),
        ("王家湾小李", "王家湾小李门口", "■门口"),
        ("李婶", "王家湾村口", "王家湾村口"),
    ],
)
def test_the_villages_own_name_stays_whole_in_its_address(
    shop: Shop, name: str, before: str, after: str
) -> None:
    take(shop, name)
    place(shop, before)
    erase(shop, name)
    assert after == address(shop)


def test_forgetting_again_changes_nothing_and_nobody_can_be_merged_any_more(shop: Shop) -> None:
    take(shop, PARTNER, NEIGHBOUR)
    gone = shop.see(lambda work: groups.find_member(work, groups.get(work, "wang"), PARTNER))
    place(shop, f"{PARTNER}家")
    erase(shop, PARTNER)
    kept = partners(shop), address(shop), len(shop.events())
    shop.at("2026-03-07T09:00")
    shop.do(lambda work: work.notify("franchise_members_erased", member_ids=(gone,)))
    with pytest.raises(NotFound):
        merge(shop, NEIGHBOUR, PARTNER)
    assert kept == (partners(shop), address(shop), len(shop.events()))


def test_the_statements_of_forgetting_do_not_grow_with_the_villages(app: Franchise) -> None:
    from franchise_village.people import erased

    asked = []
    for count in (2, 40):
        places = [
            villages.Village(key=f"v{n}", name=f"{n}号村", partner=f"伙伴{n}", route="east", stop=n)
            for n in range(count)
        ]
        shop = Shop.make(app, f"hub{count}", places=places)
        take(shop, "伙伴1", group="v1")
        erase(shop, "伙伴1", group="v1")
        with counted(app) as said:
            shop.do(erased)
        asked.append(len(said))
    assert asked[0] == asked[1]


@pytest.fixture
def left_out(app: Franchise) -> Shop:
    """The store's setup does not use the plugin; its village and partner are from before."""
    answers = {"store": {"name": "青禾超市", "time_zone": "Asia/Shanghai"}}
    body = {
        "setup": {"name": "bare", "plugins": []},
        "groups": {"village": {"unit": "village", "name": "{place}{number}"}},
    }
    app.create_store("hub", app.schema.parse(body), answers)
    shop = Shop(app)

    def found(work: Any) -> None:
        group = groups.create(work, "village", key="wang", place="王家湾")
        work.insert(
            t.village,
            ("key", "name", "address", "route", "stop", "households", "group_id"),
            [("wang", "王家湾", f"{PARTNER}家", "", 1, 0, group.id)],
        )
        work.insert(
            t.partner,
            ("id", "village", "name", "phone", "status", "since", "until", "active_for"),
            [(work.ids.new(), "wang", PARTNER, "13800000301", "active", work.now(), None, "wang")],
        )

    shop.do(found)
    return shop


def test_a_store_that_left_the_plugin_out_forgets_its_partner_too(left_out: Shop) -> None:
    take(left_out, PARTNER)
    erase(left_out, PARTNER)
    assert ([("■", "", "former", False)], "■家") == (partners(left_out), address(left_out))

"""A full group divides: everybody keeps a place and a name, and nothing that was ordered is lost."""

from __future__ import annotations

import pytest
from tests.support import Shop, wish

from franchise import Refused, groups, orders
from franchise.orders import tables

NAMES = ("甲", "乙", "丙", "丁", "戊")


def fill(shop: Shop, key: str, *names: str) -> None:
    for name in names:
        shop.do(lambda work, n=name: groups.join(work, groups.get(work, key), n))


def split(shop: Shop, key: str, **options) -> groups.Split:
    return shop.do(lambda work: groups.split(work, groups.get(work, key), copied=[tables.alias], **options))


def who(shop: Shop, key: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for m in shop.see(lambda work: groups.members(work, groups.get(work, key))):
        found.setdefault(m.state, []).append(m.name)
    return found


@pytest.fixture
def small(app) -> Shop:
    return Shop.make(app, groups={"village": {"capacity": 4}})


@pytest.mark.practice("I-240")
def test_a_full_group_becomes_two_and_its_members_are_conserved(small):
    fill(small, "wang", *NAMES[:4])
    done = split(small, "wang")
    assert ("wang-2", "王家湾2", 2, 2, 0) == (
        done.into.key, done.into.name, len(done.stayed), len(done.moved), len(done.promoted)
    )  # fmt: skip
    assert {"member": ["甲", "乙"], "left": ["丙", "丁"]} == who(small, "wang")
    assert {"member": ["丙", "丁"]} == who(small, "wang-2")
    kinds = [e["kind"] for e in small.events() if e["kind"].startswith("group.split")]
    assert ["group.split", "group.split_from"] == kinds


@pytest.mark.practice("I-240")
def test_generation_n_has_at_most_two_to_the_n_groups_and_nobody_is_lost(app):
    shop = Shop.make(app, groups={"village": {"capacity": 8}})
    fill(shop, "wang", *(f"人{n}" for n in range(8)))
    keys = ["wang"]
    for generation in range(1, 4):
        keys += [split(shop, key, anyway=True).into.key for key in list(keys)]
        assert 2**generation == len(keys)
        members = [name for key in keys for name in who(shop, key).get("member", [])]
        assert (8, 8) == (len(members), len(set(members)))


def test_what_is_ordered_in_an_open_cycle_stays_where_it_was_handed_in(small):
    fill(small, "wang", *NAMES[:4])
    small.submit(wish("甲", "egg", "1"), wish("丁", "egg", "2"), text="1")
    split(small, "wang")
    assert [("甲", "egg", "1斤"), ("丁", "egg", "2斤")] == small.sheet("2026-03-05/noon")
    small.submit(wish("甲", "egg", "1"), wish("丁", "egg", "3"), text="2")
    small.submit(wish("丁", "tofu", "1"), text="3", group="wang-2")
    assert [("甲", "egg", "1斤"), ("丁", "egg", "3斤")] == small.sheet("2026-03-05/noon")
    assert [("丁", "tofu", "1块")] == small.sheet("2026-03-05/noon", "wang-2")
    roster = [small.see(lambda w, k=k: groups.roster(w, groups.get(w, k)).ids) for k in ("wang", "wang-2")]
    assert roster[0]["丁"] == roster[1]["丁"]


def test_what_the_group_calls_products_goes_along(small):
    fill(small, "wang", *NAMES[:4])
    small.do(lambda work: orders.learn(work, groups.get(work, "wang"), "蛋蛋", "egg"))
    split(small, "wang")
    assert {"蛋蛋": "egg"} == small.see(lambda work: orders.aliases(work, groups.get(work, "wang-2")))


def test_those_who_waited_move_up_into_the_places_that_became_free(app):
    shop = Shop.make(app, groups={"base": {"unit": "store", "capacity": 3, "when_full": "waiting_pool"}})
    shop.do(lambda work: groups.create(work, "base", key="base-1"))
    fill(shop, "base-1", *NAMES)
    assert {"member": ["甲", "乙", "丙"], "waiting": ["丁", "戊"]} == who(shop, "base-1")
    done = split(shop, "base-1")
    assert 1 == len(done.promoted)
    assert {"member": ["甲", "乙", "丁"], "left": ["丙"], "waiting": ["戊"]} == who(shop, "base-1")
    assert {"member": ["丙"]} == who(shop, "base-2")


def test_a_group_that_is_not_full_or_has_one_member_is_not_divided(small):
    fill(small, "wang", "甲")
    with pytest.raises(Refused, match="fewer than two"):
        split(small, "wang", anyway=True)
    fill(small, "wang", "乙", "丙")
    with pytest.raises(Refused, match="not full: 3 of 4"):
        split(small, "wang")
    assert {"member": ["甲", "乙", "丙"]} == who(small, "wang")
    assert 2 == len(split(small, "wang", anyway=True).stayed)


def test_a_key_or_number_that_is_taken_is_stepped_over(small):
    fill(small, "wang", *NAMES)  # the fifth opened wang-2
    done = split(small, "wang")
    assert ("wang-3", 3) == (done.into.key, done.into.number)

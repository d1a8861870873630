"""Several who want the last place."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.processes import together
from tests.support import Shop, url_of, wish

from franchise import groups
from franchise.storage import Database

NAMES = [f"人{n}" for n in range(12)]
Joining = Callable[[str], list[tuple[str, str, str]]]


@pytest.fixture
def everybody_joins(shop: Shop, database: Database) -> Joining:
    """Lets twelve people want to join a group at once, four at a time; (name, group, state) of each."""

    def join(group: str) -> list[tuple[str, str, str]]:
        parts = [NAMES[n::4] for n in range(4)]
        if database.dialect == "sqlite":
            said = together(url_of(database), [("join", group, *part) for part in parts])
            return [(name, key, state) for words in said for name, key, state in words]
        start = threading.Barrier(4)

        def one(names: Sequence[str]) -> list[tuple[str, str, str]]:
            start.wait()
            done = [shop.do(lambda work, n=n: groups.join(work, groups.get(work, group), n)) for n in names]
            return [(name, d.group.key, d.state) for name, d in zip(names, done, strict=True)]

        with ThreadPoolExecutor(4) as pool:
            return [found for part in pool.map(one, parts) for found in part]

    return join


@pytest.mark.practice("I-087")
def test_a_groups_capacity_is_never_exceeded_and_who_waits_is_promoted_in_order(
    shop: Shop, everybody_joins: Joining
) -> None:
    shop.do(lambda work: groups.create(work, "base", key="base"))
    found = everybody_joins("base")
    assert Counter(state for _n, _g, state in found) == {"member": 3, "waiting": 9}
    with shop.view() as work:
        everyone = groups.members(work, groups.get(work, "base"))
    assert {m.name: m.state for m in everyone} == {name: state for name, _g, state in found}

    waiting = [m.member_id for m in everyone if m.state == "waiting"]
    inside = [m.name for m in everyone if m.state == "member"]
    promoted = [shop.do(lambda work, n=n: groups.leave(work, groups.get(work, "base"), n)) for n in inside]
    assert promoted == waiting[:3]


@pytest.mark.practice("C-08")
def test_overflow_fills_the_next_numbers_one_after_the_other(shop: Shop, everybody_joins: Joining) -> None:
    shop.do(lambda work: groups.create(work, "theme", key="fish", place="钓鱼"))
    found = everybody_joins("fish")
    assert Counter(key for _n, key, _s in found) == {"fish": 2, **{f"fish-{n}": 2 for n in range(2, 7)}}
    with shop.view() as work:
        assert [g.number for g in groups.listed(work) if g.kind == "theme"] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_joining_while_the_same_newcomers_order_makes_each_of_them_once(shop: Shop) -> None:
    start = threading.Barrier(2)

    def order() -> None:
        start.wait()
        for name in NAMES:
            shop.submit(wish(name, "egg", "1"), mode="add", text=name)

    def join() -> None:
        start.wait()
        for name in NAMES:
            shop.do(lambda work, n=name: groups.join(work, groups.get(work, "wang"), n))

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(order), pool.submit(join)]:
            done.result()
    with shop.view() as work:
        assert sorted(m.name for m in groups.members(work, groups.get(work, "wang"))) == sorted(NAMES)

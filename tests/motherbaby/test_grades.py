"""What members have spent, the grades that follow from it, and what taking orders back does to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.motherbaby.nursery import GRADES, Nursery

from franchise import NotFound, Refused, groups, orders
from franchise.orders.values import Cancellation
from franchise_motherbaby.ladder import grade_for, rank
from franchise_motherbaby.section import Grade
from franchise_motherbaby.standing import follow_ups, name_to

LADDER = {
    key: Grade(
        name=g["name"], rank=g["rank"], least=int(g.get("least", 0)) * 100, named=g.get("named", False)
    )
    for key, g in GRADES.items()
}


@given(st.integers(0, 300_000), st.integers(0, 300_000))
def test_who_spends_more_never_has_a_lower_grade(one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert rank(LADDER, grade_for(LADDER, less)) <= rank(LADDER, grade_for(LADDER, more))


@given(st.integers(0, 10**9))
def test_no_amount_makes_a_distributor(amount: int) -> None:
    assert "distributor" != grade_for(LADDER, amount)


@pytest.mark.practice("I-072", "I-062", "C-02")
@pytest.mark.parametrize(
    ("fen", "grade"), [(49_999, "ordinary"), (50_000, "junior"), (99_999, "junior"), (100_000, "core")]
)
def test_a_members_grade_follows_from_paid_orders_at_the_exact_boundary(
    nursery: Nursery, fen: int, grade: str
) -> None:
    nursery.take("base", "小雨妈妈")
    nursery.spend("小雨妈妈", fen)
    found = nursery.standing("小雨妈妈")
    assert (fen, 1, "2026-03-05", grade) == (found.amount, found.orders, found.last_day, found.grade)


def test_orders_count_once_their_cycle_is_closed(nursery: Nursery) -> None:
    from franchise import OrderDraft, Wish

    nursery.take("base", "小雨妈妈")
    wish = Wish(member="小雨妈妈", product="milk", unit="罐", quantity=6000, raw="奶粉6罐")
    nursery.hand_in(OrderDraft(mode="add", wishes=(wish,)), group="base")
    assert (0, "ordinary") == (nursery.standing("小雨妈妈").amount, nursery.standing("小雨妈妈").grade)
    nursery.shut("2026-03-05")
    assert (60_000, "junior") == (nursery.standing("小雨妈妈").amount, nursery.standing("小雨妈妈").grade)


def take_back(nursery: Nursery) -> None:
    from franchise import OrderDraft

    nursery.reopen("2026-03-05/evening", "退货")
    cancel = Cancellation(member="小雨妈妈", product="milk", raw="奶粉不要了")
    nursery.at("2026-03-05T21:40")
    nursery.hand_in(OrderDraft(mode="cancel", cancels=(cancel,)), group="base", late="店长同意")
    nursery.shut("2026-03-05")


@pytest.mark.practice("I-072")
@pytest.mark.parametrize(("refunds", "grade"), [("lower", "ordinary"), ("keep", "core")])
def test_orders_that_are_taken_back_lower_a_grade_or_not_as_the_setup_says(
    make: Callable[..., Nursery], refunds: str, grade: str
) -> None:
    nursery = make(motherbaby={"refunds": refunds})
    nursery.take("base", "小雨妈妈")
    nursery.spend("小雨妈妈", 100_000)
    assert "core" == nursery.standing("小雨妈妈").grade
    take_back(nursery)
    found = nursery.standing("小雨妈妈")
    assert (0, grade) == (found.amount, found.grade)


def test_reaching_a_grade_is_an_event_once(nursery: Nursery) -> None:
    nursery.take("base", "小雨妈妈")
    nursery.spend("小雨妈妈", 50_000)
    nursery.spend("小雨妈妈", 100, day="2026-03-06")
    nursery.spend("小雨妈妈", 50_000, day="2026-03-07")
    assert [("junior", ""), ("core", "junior")] == [
        (e["grade"], e["before"]) for e in nursery.events("grade.reached")
    ]


@pytest.mark.practice("I-072")
def test_somebody_is_named_distributor_and_stays_so_whatever_is_spent(nursery: Nursery) -> None:
    nursery.take("base", "小雨妈妈")
    nursery.do(lambda work: name_to(work, groups.get(work, "base"), "小雨妈妈", "distributor"))
    nursery.spend("小雨妈妈", 100)
    assert "distributor" == nursery.standing("小雨妈妈").grade
    nursery.do(lambda work: name_to(work, groups.get(work, "base"), "小雨妈妈", ""))
    assert "ordinary" == nursery.standing("小雨妈妈").grade


def test_nobody_is_named_to_a_grade_that_is_reached_by_spending(nursery: Nursery) -> None:
    nursery.take("base", "小雨妈妈")
    with pytest.raises(Refused, match=r"1000\.00"):
        nursery.do(lambda work: name_to(work, groups.get(work, "base"), "小雨妈妈", "core"))
    with pytest.raises(NotFound, match="gold"):
        nursery.do(lambda work: name_to(work, groups.get(work, "base"), "小雨妈妈", "gold"))


@pytest.mark.practice("I-061")
def test_who_ordered_once_is_due_for_a_second_sale_after_the_days_of_the_tier(nursery: Nursery) -> None:
    nursery.take("advanced", "小雨妈妈", "豆宝妈妈")
    nursery.spend("小雨妈妈", 1000, group="advanced")
    nursery.spend("豆宝妈妈", 1000, group="advanced", day="2026-03-06")
    nursery.spend("豆宝妈妈", 1000, group="advanced", day="2026-03-07")
    nursery.at("2026-03-18T09:00")
    assert [] == nursery.see(follow_ups)
    nursery.at("2026-03-19T09:00")
    assert [("小雨妈妈", "2026-03-05")] == [(f.name, f.day) for f in nursery.see(follow_ups)]


def test_what_is_bought_is_summed_for_hundreds_of_members_at_once(nursery: Nursery) -> None:
    from franchise import OrderDraft, Wish

    names = [f"{n}号妈妈" for n in range(1, 190)]
    nursery.at("2026-03-05T12:00")
    wishes = tuple(Wish(member=n, product="cent", unit="个", quantity=1000, raw=n) for n in names)
    nursery.hand_in(OrderDraft(mode="add", wishes=wishes), group="base")
    nursery.shut("2026-03-05")
    with nursery.view() as work:
        members = [m.member_id for m in groups.members(work, groups.get(work, "base"))]
        found = orders.spent(work, [*members, *range(1, 700)])
        assert sorted(members) == sorted(found)
        assert {(1, 1)} == {(one.amount, one.orders) for one in found.values()}
        assert found == orders.spent(work)
        assert {} == orders.spent(work, products=["milk"])
        assert {} == orders.spent(work, [])

"""The waiting pool: first come, first served, and never more members than places."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.admission.people import Camp, said
from tests.support import open_program

from franchise import Waiting


@pytest.mark.practice("I-087")
def test_who_comes_to_a_full_group_waits_in_the_order_of_coming(camp: Camp) -> None:
    done = [camp.apply("camp", name) for name in "甲乙丙丁"]
    assert [said(d) for d in done] == [("admitted", "member")] * 2 + [("waiting", "waiting")] * 2
    assert [d.position for d in done] == [0, 0, 1, 2]
    assert camp.waiting("camp") == ["丙", "丁"]
    assert isinstance(done[3].verdict, Waiting)
    assert "2" in done[3].verdict.reason


@pytest.mark.practice("I-087")
def test_each_who_leaves_makes_room_for_the_first(camp: Camp) -> None:
    ids = {name: camp.apply("camp", name).application.member_id for name in "甲乙丙丁"}
    assert camp.leave("camp", "甲").promoted == ids["丙"]
    assert camp.leave("camp", "乙").promoted == ids["丁"]
    assert camp.leave("camp", "丙").promoted is None
    assert camp.people("camp") == {"甲": "left", "乙": "left", "丙": "left", "丁": "member"}


def test_who_waits_and_asks_again_keeps_the_place(camp: Camp) -> None:
    for name in "甲乙丙丁":
        camp.apply("camp", name)
    again = camp.apply("camp", "丁")
    assert (again.repeated, again.position) == (True, 2)
    assert camp.waiting("camp") == ["丙", "丁"]


def test_who_leaves_the_pool_and_comes_back_stands_at_its_end(camp: Camp) -> None:
    for name in "甲乙丙丁":
        camp.apply("camp", name)
    assert camp.leave("camp", "丙").promoted is None
    assert camp.apply("camp", "丙").position == 2
    assert camp.waiting("camp") == ["丁", "丙"]


def test_a_clock_that_goes_back_lets_nobody_jump_the_queue(camp: Camp) -> None:
    for name, at in (("甲", "09:00"), ("乙", "09:00"), ("丙", "10:00"), ("丁", "08:00"), ("戊", "09:30")):
        camp.at(f"2026-03-05T{at}")
        camp.apply("camp", name)
    assert camp.waiting("camp") == ["丙", "丁", "戊"]


def test_the_pool_is_entered_once_everything_else_is_there(make_camp: Callable[..., Camp]) -> None:
    camp = make_camp(
        groups={"event": {"capacity": 1, "when_full": "waiting_pool"}},
        admission={"event": {"mechanisms": ["application", "waiting_pool"]}},
    )
    asked = {name: camp.apply("event", name) for name in "甲乙丙"}
    for name in "丙甲乙":  # the order of approval is the order of the pool
        camp.approve(asked[name])
    assert camp.people("event")["丙"] == "member"
    assert camp.waiting("event") == ["甲", "乙"]


def test_a_member_rejected_after_a_refund_makes_room(make_camp: Callable[..., Camp]) -> None:
    camp = make_camp(
        groups={"paying": {"capacity": 1, "when_full": "waiting_pool"}},
        admission={"paying": {"mechanisms": ["payment", "waiting_pool"]}},
    )
    first = camp.apply("paying", "甲", paid=990)
    assert said(camp.apply("paying", "乙", paid=990)) == ("waiting", "waiting")
    camp.refund(first)
    camp.reject(first, "已退款")
    assert camp.people("paying") == {"甲": "left", "乙": "member"}


@pytest.mark.practice("C-08")
def test_a_kind_may_overflow_instead(camp: Camp) -> None:
    done = [camp.apply("paying", name, paid=990) for name in "甲乙丙丁"]
    assert [d.group.key for d in done] == ["paying"] * 3 + ["paying-2"]
    assert done[3].application.place_id == done[3].group.id


STEPS = st.lists(st.tuples(st.sampled_from(["join", "leave"]), st.integers(0, 7)), max_size=30)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
@pytest.mark.practice("I-087")
def test_whatever_happens_there_are_never_more_members_than_places_nor_somebody_waiting_beside_a_free_one(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    with open_program(f"{tmp_path_factory.mktemp('pool')}/f.db") as app:
        camp = Camp.make_camp(app)
        queue: list[str] = []  # what should be: the first two are in
        for what, number in steps:
            name = f"人{number}"
            if what == "join":
                camp.apply("camp", name)
                queue += [] if name in queue else [name]
            elif name in queue:
                camp.leave("camp", name)
                queue.remove(name)
            now = camp.people("camp")
            assert {n for n, state in now.items() if state == "member"} == set(queue[:2])
            assert camp.waiting("camp") == queue[2:]

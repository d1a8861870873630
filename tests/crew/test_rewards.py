"""The mother-and-baby chain asks before it hands a reward out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.motherbaby.nursery import Nursery

from franchise import Franchise, groups
from franchise_crew import assigning, people, ties
from franchise_motherbaby import activities

CREW = {
    "positions": {"customer": {"name": "老顾客", "staff": False}},
    "roles": {"atmosphere": {"name": "气氛组", "duties": ["atmosphere"], "per": "store"}},
}


@pytest.fixture
def nursery(app: Franchise) -> Nursery:
    return Nursery.open(app, setup={"plugins": ["motherbaby", "crew"]}, crew=CREW)


def come(nursery: Nursery, name: str) -> activities.Attendance:
    day = date(2026, 3, 15)
    nursery.do(lambda work: activities.sign_up(work, "reading", groups.get(work, "core"), name, day))
    nursery.at("2026-03-15T16:00")
    return nursery.do(
        lambda work: activities.note(
            work, "reading", groups.get(work, "core"), name, day, task=True, came=True
        )
    )


@pytest.mark.practice("I-128", "I-151")
def test_hook_may_reward_withholds_the_reward_of_an_activity_and_keeps_the_attendance(
    nursery: Nursery,
) -> None:
    nursery.take("core", "张姐")

    def hire(work: Any) -> None:
        people.add(work, "张姐", position="customer")
        assigning.assign(work, "张姐", "atmosphere")
        ties.tie(work, "张姐", groups.get(work, "core"), "张姐")

    nursery.do(hire)
    found = come(nursery, "张姐")
    assert (True, True, False, "") == (found.task_done, found.attended, found.rewarded, found.reward)
    assert "张姐 belongs to the crew (气氛组), who win no prizes." == found.withheld
    assert [] == nursery.events("activity.rewarded")


def test_hook_may_reward_lets_members_take_the_reward_home(nursery: Nursery) -> None:
    nursery.take("core", "豆宝妈妈")
    found = come(nursery, "豆宝妈妈")
    assert (True, "一罐奶粉", "") == (found.rewarded, found.reward, found.withheld)

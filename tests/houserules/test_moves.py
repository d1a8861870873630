"""Whoever moved when a group was divided did not choose to: his ladder goes on (I-108)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text
from tests.houserules.household import SCREENSHOT, House, said

from franchise import Refused, admission, groups
from franchise_houserules import records

pytestmark = pytest.mark.practice("I-108")
NAMES = ("朵朵妈妈", "小满妈妈", "王五", "豆宝妈妈")


def divide(house: House, group: str = "base-1") -> str:
    """Divide a group of four: 王五 and 豆宝妈妈 move; gives the new group's key."""
    return house.do(lambda work: groups.split(work, groups.get(work, group), anyway=True)).into.key


@pytest.fixture
def full(house: House) -> House:
    for minute, name in enumerate(NAMES):
        house.hear(said(f"05T09:0{minute}", name, "早"))
    return house


def advert(time: str, name: str = "豆宝妈妈") -> object:
    return said(time, name, "加微信")


def test_hook_members_joined_who_was_warned_before_the_group_was_divided_is_put_out_the_next_time(
    full: House,
) -> None:
    full.hear(advert("05T10:00"), advert("05T10:00", "朵朵妈妈"))
    full.finish(full.task("warn", "豆宝妈妈"))
    new = divide(full)
    full.hear(advert("05T12:00"), advert("05T12:01", "小满妈妈"), group=new)
    assert ["kick"] == full.steps("豆宝妈妈", new)
    assert "time no. 2" in full.task("kick", "豆宝妈妈").title
    assert ["warn"] == full.steps("小满妈妈", new)


def test_nobody_is_put_out_of_the_new_group_while_the_warning_of_the_old_one_is_still_to_be_given(
    full: House,
) -> None:
    full.hear(advert("05T10:00"))
    new = divide(full)
    full.hear(advert("05T12:00"), group=new)
    kick = full.task("kick", "豆宝妈妈")
    with pytest.raises(Refused, match="comes first"):
        full.finish(kick, evidence=[SCREENSHOT])
    full.finish(full.task("warn", "豆宝妈妈"))
    full.finish(kick, evidence=[SCREENSHOT])
    assert "left" == full.members(new)["豆宝妈妈"]
    assert [] == full.tasks()


def test_whoever_joins_another_group_by_himself_begins_at_the_foot(full: House) -> None:
    full.hear(advert("05T10:00"))
    full.do(lambda work: admission.leave(work, groups.get(work, "base-1"), "豆宝妈妈"))
    member = full.see(lambda work: groups.find_member(work, groups.get(work, "base-1"), "豆宝妈妈"))
    full.do(lambda work: groups.join(work, groups.get(work, "base-2"), "豆宝妈妈", member_id=member))
    full.hear(advert("05T12:00"), group="base-2")
    assert ["warn"] == full.steps("豆宝妈妈", "base-2")


def test_the_ladder_goes_on_through_every_division(full: House) -> None:
    full.hear(advert("05T10:00"))
    second = divide(full)
    third = divide(full, second)
    assert "member" == full.members(third)["豆宝妈妈"]
    full.hear(advert("05T12:00"), group=third)
    assert ["kick"] == full.steps("豆宝妈妈", third)


def test_an_old_export_that_comes_in_after_the_division_is_counted_in_its_place(full: House) -> None:
    new = divide(full)
    full.hear(advert("05T12:00"), group=new)
    assert ["warn"] == full.steps("豆宝妈妈", new)
    full.hear(advert("05T10:00"))
    assert (["warn"], ["kick"]) == (full.steps("豆宝妈妈"), full.steps("豆宝妈妈", new))
    before = full.tasks()
    full.hear(advert("05T10:00"))
    full.check()
    assert before == full.tasks()


def test_a_member_s_record_shows_what_counts_from_the_group_before(full: House) -> None:
    full.hear(advert("05T10:00"))
    new = divide(full)
    found = full.see(lambda work: records.record(work, groups.get(work, new), "豆宝妈妈"))
    assert (1, "kick", ["base-1"]) == (found.counted, found.following, [e.group.key for e in found.entries])
    other = full.see(lambda work: records.record(work, groups.get(work, new), "王五"))
    assert (0, "warn") == (other.counted, other.following)


def test_a_division_of_before_this_was_known_is_made_up_for_by_a_check(full: House) -> None:
    full.at("2026-03-06T13:00")
    full.hear(advert("05T10:00"))
    new = divide(full)
    full.do(lambda work: work.conn.execute(text("DELETE FROM houserules__move")))
    full.hear(advert("05T12:00"), group=new)
    assert ["warn"] == full.steps("豆宝妈妈", new)
    full.check()
    assert ["kick"] == full.steps("豆宝妈妈", new)
    assert [] == list(full.check().opened)


def test_two_who_turn_out_to_be_one_after_the_division_have_one_ladder(full: House) -> None:
    full.hear(advert("05T10:00"))
    new = divide(full)
    full.hear(advert("05T12:00", "豆宝爸爸"), group=new)
    full.do(lambda work: admission.merge(work, groups.get(work, new), "豆宝妈妈", "豆宝爸爸"))
    assert ["kick"] == full.steps("豆宝妈妈", new)


def test_what_a_clock_that_was_ahead_wrote_puts_nobody_out_of_sight(house: House) -> None:
    house.hear(advert("05T10:00"), advert("05T11:00"))
    house.finish(house.task("warn", "豆宝妈妈"))
    kick = house.task("kick", "豆宝妈妈")
    house.at("2027-03-06T12:00")
    house.finish(kick, evidence=[SCREENSHOT])
    house.at("2026-03-06T12:00")
    house.do(lambda work: groups.join(work, groups.get(work, "base-1"), "豆宝妈妈"))
    house.hear(advert("06T11:00"))
    assert ["warn", "kick", "kick"] == house.steps("豆宝妈妈")
    assert ["open"] == [e.violation.status for e in house.found("open")]


def test_whoever_was_to_ask_for_other_names_is_asked_again_after_a_clock_that_was_ahead(
    make: Callable[..., House],
) -> None:
    from tests.houserules.test_people import MEMBERS

    house = make(houserules={"names": MEMBERS})
    house.at("2027-03-06T12:00")
    house.hear(said("05T10:00", "豆宝妈妈", "早"))
    for task in house.tasks():
        house.finish(task)
    house.at("2026-03-06T12:00")
    house.hear(said("06T10:00", "米粒妈妈", "早"))
    assert ["houserules.rename"] == [task.kind for task in house.tasks()]

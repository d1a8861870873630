"""Who is out of the group: put out, gone by himself, moved when it was divided, forgotten, or the same as another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text
from tests.houserules.household import SCREENSHOT, House, said
from tests.houserules.test_people import MEMBERS, erase, merge

from franchise import Refused, Task, admission, groups

TWICE = (said("05T10:00", "豆宝妈妈", "加微信"), said("05T12:00", "豆宝妈妈", "加微信"))


def put_out(house: House, name: str = "豆宝妈妈") -> None:
    house.finish(house.task("warn", name))
    house.finish(house.task("kick", name), evidence=[SCREENSHOT])


def leave(house: House, name: str) -> None:
    house.do(lambda work: admission.leave(work, groups.get(work, "base-1"), name))


def unheard(house: House, task: Task, behind: int = 0) -> None:
    """The task is done, and the plugin did not hear of it."""
    done = text(
        "UPDATE core__task SET status = 'done', finished_at = :at, finished_by = '李姐' WHERE id = :id"
    )
    house.do(lambda work: work.conn.execute(done, {"at": work.now() - behind, "id": task.id}))


def test_whoever_is_put_out_is_not_asked_to_change_his_name(make: Callable[..., House]) -> None:
    house = make(houserules={"names": MEMBERS})
    house.hear(*TWICE, said("05T12:01", "A1", "早"))
    put_out(house)
    (task,) = house.tasks()
    assert ("houserules.rename", True, False) == (task.kind, "@A1" in task.text, "豆宝" in task.text)


def test_hook_time_passed_whoever_left_is_not_asked_to_change_his_name(make: Callable[..., House]) -> None:
    house = make(houserules={"names": MEMBERS})
    house.hear(said("05T10:00", "豆宝妈妈", "早"), said("05T10:01", "A1", "早"))
    leave(house, "豆宝妈妈")
    house.do(lambda work: work.notify("franchise_time_passed"))
    assert ["@A1"] == [task.text.split()[0] for task in house.tasks()]
    leave(house, "A1")
    house.do(lambda work: work.notify("franchise_time_passed"))
    assert [] == house.tasks()


def test_time_alone_opens_no_task_for_names(make: Callable[..., House]) -> None:
    house = make(houserules={"names": MEMBERS})
    house.hear(said("05T10:00", "A1", "早"))
    house.finish(house.tasks()[0])
    house.at("2026-03-20T12:00")
    house.do(lambda work: work.notify("franchise_time_passed"))
    assert [] == house.tasks()


def test_whoever_is_forgotten_or_goes_by_a_name_that_fits_is_not_asked(make: Callable[..., House]) -> None:
    house = make(houserules={"names": MEMBERS})
    house.hear(
        said("05T10:00", "A1", "早"), said("05T10:01", "B1", "早"), said("05T10:02", "南京-美容-小雨", "早")
    )
    erase(house, "A1")
    assert ["@B1"] == [task.text.split()[0] for task in house.tasks()]
    merge(house, "南京-美容-小雨", "B1")
    assert [] == house.tasks()


def test_when_names_need_no_form_any_more_nobody_is_asked(make: Callable[..., House]) -> None:
    house = make(houserules={"names": MEMBERS})
    house.hear(said("05T10:00", "A1", "早"))
    house.change("houserules.names.member.kinds", "core")
    house.check()
    assert [] == house.tasks()


def test_a_removal_that_was_proposed_is_dropped_when_the_ladder_puts_him_out(house: House) -> None:
    house.hear(*TWICE)
    house.remove("豆宝妈妈")
    put_out(house)
    assert [] == house.tasks()
    house.at("2026-03-08T12:00")
    house.hear(said("08T10:00", "豆宝妈妈", "我回来了"))
    assert "houserules.approve" == house.remove("豆宝妈妈").kind


def test_of_two_removals_of_one_member_one_is_enough(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "早"), said("05T10:00", "豆豆", "早"))
    house.remove("豆宝妈妈")
    house.remove("豆豆")
    merge(house, "豆宝妈妈", "豆豆")
    for task in house.tasks():
        house.finish(task, evidence=[SCREENSHOT])
    house.finish(house.tasks()[0], evidence=[SCREENSHOT])
    assert ([], "left") == (house.tasks(), house.members()["豆宝妈妈"])


def test_what_comes_to_light_of_somebody_who_was_put_out_since_asks_nobody(house: House) -> None:
    house.hear(*TWICE)
    put_out(house)
    house.hear(said("05T14:00", "豆宝妈妈", "代购"))
    assert [] == house.tasks()
    assert ["done", "done", "dropped"] == [status for *_rest, status, _rules in house.seen()]
    assert 0 == len(house.check().opened)
    house.at("2026-03-08T12:00")
    house.hear(said("08T10:00", "豆宝妈妈", "代购"))
    assert ["houserules.kick"] == [task.kind for task in house.tasks()]


def test_after_a_removal_by_hand_as_well(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "早"))
    house.finish(house.remove("豆宝妈妈"), evidence=[SCREENSHOT])
    house.finish(house.tasks()[0], evidence=[SCREENSHOT])
    house.hear(said("05T14:00", "豆宝妈妈", "代购"))
    assert [] == house.tasks()


def test_a_removal_that_was_not_heard_of_is_made_up_for(house: House) -> None:
    house.hear(*TWICE)
    house.finish(house.task("warn", "豆宝妈妈"))
    unheard(house, house.task("kick", "豆宝妈妈"))
    house.check()
    assert ("left", "done") == (house.members()["豆宝妈妈"], house.found()[-1].violation.status)


def test_nobody_is_put_out_afterwards_who_has_come_back(house: House) -> None:
    house.hear(*TWICE)
    house.finish(house.task("warn", "豆宝妈妈"))
    unheard(house, house.task("kick", "豆宝妈妈"))
    house.at("2026-03-08T12:00")
    house.hear(said("08T10:00", "豆宝妈妈", "我回来了"))
    house.check()
    assert ("member", "done") == (house.members()["豆宝妈妈"], house.found()[-1].violation.status)


def test_what_was_done_by_a_clock_that_was_behind_is_made_up_for(house: House) -> None:
    house.hear(*TWICE)
    unheard(house, house.task("warn", "豆宝妈妈"), behind=3_600_000)
    house.check()
    assert ["done", "open"] == [e.violation.status for e in house.found()]


def test_whoever_moved_when_the_group_was_divided_is_put_out_where_he_is(house: House) -> None:
    for minute, name in enumerate(("朵朵妈妈", "小满妈妈", "王五", "豆宝妈妈")):
        house.hear(said(f"05T09:0{minute}", name, "早"))
    house.hear(*TWICE)
    house.do(lambda work: groups.split(work, groups.get(work, "base-1"), anyway=True))
    assert "member" == house.members("base-3")["豆宝妈妈"]
    put_out(house)
    assert ("left", "left") == (house.members()["豆宝妈妈"], house.members("base-3")["豆宝妈妈"])
    assert "member" == house.members("base-3")["王五"]


@pytest.mark.parametrize("by", ["AMY 王", "Ａmy王", "Amy\u200b王", "unknown"])
def test_nobody_approves_what_he_proposed_by_spelling_his_name_otherwise(house: House, by: str) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "早"))
    task = house.remove("豆宝妈妈", by="Amy王")
    with pytest.raises(Refused):
        house.finish(task, by=by, evidence=[SCREENSHOT])
    assert [task] == house.tasks()

"""What people do with the tasks, whom nobody may sanction, and what a person takes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.houserules.household import SCREENSHOT, House, said

from franchise import Conflict, NotFound, Refused, UsageProblem, clock
from franchise_houserules import finishing


def warned(house: House) -> House:
    """豆宝妈妈 is warned, and breaks a rule again."""
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"), said("05T12:00", "豆宝妈妈", "加微信哦"))
    house.finish(house.task("warn", "豆宝妈妈"))
    return house


@pytest.mark.practice("I-116")
def test_a_removal_without_a_screenshot_is_refused(house: House) -> None:
    task = warned(house).task("kick", "豆宝妈妈")
    with pytest.raises(Refused, match="evidence"):
        house.finish(task)
    assert ("member", "open") == (house.members()["豆宝妈妈"], house.found()[-1].violation.status)
    house.finish(task, evidence=[SCREENSHOT])
    assert ("left", "done") == (house.members()["豆宝妈妈"], house.found()[-1].violation.status)


def test_a_task_says_what_was_written_when_and_what_to_tell_the_member(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "加 微 信 看货"))
    (task,) = house.tasks()
    assert "Warn 豆宝妈妈: 外部广告 (03-05 10:00 “加 微 信 看货”)" == task.title
    assert task.text.startswith("@豆宝妈妈 At 2026-03-05 10:00 you broke our rule “外部广告”.")
    assert task.text.endswith("Whoever does it again is put out of the group.")
    assert ("warn", task.payload["messages"][0]) == (task.duty, house.found()[0].violation.message_id)


def test_a_rule_may_say_it_in_its_own_words(make: Callable[..., House]) -> None:
    house = make(
        houserules={"rules": {"ads": {"say": "{name}，本群不发广告（{rule}）"}, "banned": {"say": "不可以"}}}
    )
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"), said("05T10:00", "朵朵{0}妈妈", "赌博"))
    assert ["豆宝妈妈，本群不发广告（外部广告）", "@朵朵{0}妈妈 不可以"] == [t.text for t in house.tasks()]


@pytest.mark.practice("I-107")
def test_a_warning_waits_for_the_end_of_the_curfew_and_a_removal_does_not(house: House) -> None:
    house.at("2026-03-05T23:40")
    house.hear(said("05T22:00", "豆宝妈妈", "加微信"), said("05T22:30", "豆宝妈妈", "代购"))
    due = {task.kind: clock.show(task.due_at, "Asia/Shanghai") for task in house.tasks()}
    assert {"houserules.warn": "2026-03-06 07:00", "houserules.kick": "2026-03-05 23:40"} == due


def test_what_was_dropped_does_not_count(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"), said("05T12:00", "豆宝妈妈", "加微信哦"))
    house.drop(house.task("warn", "豆宝妈妈"))
    assert [("warn", "dropped"), ("warn", "open")] == [(s, st) for _g, _n, s, st, _r in house.seen()]
    assert ["houserules.warn"] == [task.kind for task in house.tasks()]


@pytest.mark.practice("I-108")
def test_nobody_is_put_out_while_a_warning_is_still_to_be_given(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"), said("05T12:00", "豆宝妈妈", "加微信哦"))
    warning, removal = house.tasks()
    with pytest.raises(Refused, match=f"Task {warning.number} comes first"):
        house.finish(removal, evidence=[SCREENSHOT])
    house.finish(warning)
    house.finish(removal, evidence=[SCREENSHOT])
    assert "left" == house.members()["豆宝妈妈"]


def test_whoever_is_out_is_not_asked_for_anything_else(house: House) -> None:
    warned(house).hear(said("05T13:00", "豆宝妈妈", "塌房"), said("05T14:00", "豆宝妈妈", "赌博"))
    house.finish(house.task("kick", "加微信"), evidence=[SCREENSHOT])
    assert [] == house.tasks()


@pytest.mark.practice("C-17")
def test_staff_are_spared_and_listed_with_the_reason(staff) -> None:
    house = staff.house
    staff.take("王店长")
    house.hear(said("05T23:20", "王店长", "明天早点来"), said("05T23:25", "安安妈妈", "睡不着"))
    assert [("王店长", "spared"), ("安安妈妈", "open")] == [(n, s) for _g, n, _s, s, _r in house.seen()]
    (entry,) = house.found("spared")
    assert "王店长 belongs to the staff." == entry.violation.reason
    assert ["安安妈妈"] == [t.title.split()[1].rstrip(":") for t in house.tasks()]


def test_what_was_spared_does_not_count_when_somebody_leaves_the_staff(staff) -> None:
    house = staff.house
    staff.take("王店长")
    house.hear(said("04T23:20", "王店长", "1"))
    staff.let_go("王店长")
    house.hear(said("05T23:20", "王店长", "2"))
    assert ["spared", "open"] == [status for *_x, status, _rules in house.seen()]
    assert ["warn", "warn"] == house.steps("王店长")


def test_staff_are_asked_for_again_when_the_task_is_finished_and_a_check_takes_it_back(staff) -> None:
    house = staff.house
    house.hear(said("05T23:25", "安安妈妈", "睡不着"))
    staff.take("安安妈妈")
    with pytest.raises(Refused, match="belongs to the staff"):
        house.finish(house.task("warn", "安安妈妈"))
    assert 1 == len(house.check().settled.spared)
    assert [] == house.tasks()


def test_a_plugin_that_fails_when_a_task_is_finished_stops_it(staff) -> None:
    house = staff.house
    house.hear(said("05T23:25", "安安妈妈", "睡不着"))
    staff.breaks()
    with pytest.raises(Refused):
        house.finish(house.task("warn", "安安妈妈"))
    staff.works()
    house.finish(house.task("warn", "安安妈妈"))
    assert ["done"] == [status for *_x, status, _rules in house.seen()]


def test_what_was_finished_while_the_plugin_failed_is_taken_over_by_a_check(house: House) -> None:
    from sqlalchemy import text

    house.hear(said("05T10:00", "豆宝妈妈", "加微信"))
    house.finish(house.task("warn", "豆宝妈妈"))
    with house.app.work("hub") as work:  # as if the plugin had not been told
        work.conn.execute(text("UPDATE houserules__violation SET status = 'open'"))
    house.hear(said("05T12:00", "豆宝妈妈", "代购"))
    assert [("warn", "done"), ("kick", "open")] == [(s, st) for _g, _n, s, st, _r in house.seen()]


def test_a_violation_is_taken_back_with_a_reason_and_the_next_is_the_first(house: House) -> None:
    warned(house)
    first, second = house.found()
    assert "kick" == second.violation.step
    taken = house.do(lambda work: finishing.revoke(work, first.violation.number, "误判"))
    assert ("revoked", "误判", "tester") == (taken.status, taken.reason, taken.by)
    assert [("warn", "revoked"), ("warn", "open")] == [(s, st) for _g, _n, s, st, _r in house.seen()]
    again = house.do(lambda work: finishing.revoke(work, first.violation.number, "还是误判"))
    assert "误判" == again.reason
    house.check()
    assert ["revoked", "open"] == [status for *_x, status, _rules in house.seen()]


def test_taking_back_needs_a_number_and_a_reason(house: House) -> None:
    warned(house)
    number = house.found()[0].violation.number
    for reason in ("", " ", "x" * 501):
        with pytest.raises(UsageProblem):
            house.do(lambda work, reason=reason: finishing.revoke(work, number, reason))
    with pytest.raises(NotFound):
        house.do(lambda work: finishing.revoke(work, 99, "误判"))


# ------------------------------------------------------------------ removals by hand


@pytest.mark.practice("C-17")
def test_a_removal_by_hand_takes_a_second_person_and_evidence_twice(house: House) -> None:
    house.hear(said("05T10:00", "朵朵妈妈", "你们都是骗子"))
    task = house.remove("朵朵妈妈")
    assert ("houserules.approve", "approve", True) == (task.kind, task.duty, task.evidence)
    assert [] == house.tasks(kind="houserules.kick")
    with pytest.raises(Refused, match="somebody else"):
        house.finish(task, by="王 店长", evidence=[SCREENSHOT])
    with pytest.raises(Refused, match="evidence"):
        house.finish(task, by="李姐")
    house.finish(task, by="李姐", evidence=[SCREENSHOT])
    kick = house.task("kick", "朵朵妈妈")
    with pytest.raises(Refused, match="evidence"):
        house.finish(kick, by="王店长")
    house.finish(kick, by="王店长", evidence=[SCREENSHOT])
    assert "left" == house.members()["朵朵妈妈"]
    assert ["proposed", "approved", "done"] == [
        event["kind"].partition(".")[2] for event in house.events() if event["kind"].startswith("removal.")
    ]


def test_a_removal_that_is_dropped_may_be_proposed_again_but_not_twice_at_once(house: House) -> None:
    house.hear(said("05T10:00", "朵朵妈妈", "早"))
    task = house.remove("朵朵妈妈")
    with pytest.raises(Conflict, match="already"):
        house.remove("朵朵妈妈", by="李姐")
    house.drop(task)
    assert "houserules.approve" == house.remove("朵朵妈妈").kind


def test_a_removal_needs_a_reason_a_proposer_and_a_member(house: House) -> None:
    house.hear(said("05T10:00", "朵朵妈妈", "早"))
    for given in ({"reason": " "}, {"reason": "x" * 301}, {"by": "unknown"}, {"by": " "}):
        with pytest.raises(UsageProblem):
            house.remove("朵朵妈妈", **given)
    with pytest.raises(NotFound):
        house.remove("没有这个人")
    house.do(lambda work: finishing.put_out(work, *_place(work, "朵朵妈妈")))
    with pytest.raises(Conflict, match="not in"):
        house.remove("朵朵妈妈")


def _place(work, name: str):
    from franchise import groups

    group = groups.get(work, "base-1")
    return group, groups.find_member(work, group, name)


@pytest.mark.practice("C-17")
def test_staff_are_not_put_out_by_hand_either(staff) -> None:
    staff.house.hear(said("05T10:00", "王店长", "早"))
    staff.take("王店长")
    with pytest.raises(Refused, match="belongs to the staff"):
        staff.house.remove("王店长")


def test_an_approval_that_the_plugin_missed_is_taken_over_by_a_check(house: House) -> None:
    from sqlalchemy import text

    house.hear(said("05T10:00", "朵朵妈妈", "早"))
    task = house.remove("朵朵妈妈")
    with house.app.work("hub") as work:  # the plugin's part failed: neither its row nor its task is there
        work.conn.execute(text("UPDATE houserules__removal SET status = 'dropped'"))
    house.finish(task, evidence=[SCREENSHOT])
    with house.app.work("hub") as work:
        work.conn.execute(text("UPDATE houserules__removal SET status = 'proposed'"))
    assert [] == house.tasks(kind="houserules.kick")
    house.check()
    house.check()
    assert 1 == len(house.tasks(kind="houserules.kick"))

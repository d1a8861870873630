"""Chats come in, in any order and any cut: the same violations, the same tasks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.houserules.household import SCREENSHOT, House, at, pictures, said

from franchise import Franchise, Message, Refused, chat, groups
from franchise_houserules import checking


@pytest.mark.practice("I-108")
def test_two_violations_are_a_warning_and_a_removal_and_others_are_not_concerned(house: House) -> None:
    house.hear(
        said("05T10:00", "豆宝妈妈", "加微信"),
        said("05T11:00", "朵朵妈妈", "代购了解一下"),
        said("05T12:00", "豆宝妈妈", "加微信哦"),
    )
    assert [
        ("base-1", "豆宝妈妈", "warn", "open", ("ads",)),
        ("base-1", "朵朵妈妈", "warn", "open", ("ads",)),
        ("base-1", "豆宝妈妈", "kick", "open", ("ads",)),
    ] == house.seen()
    assert ["houserules.warn", "houserules.warn", "houserules.kick"] == [t.kind for t in house.tasks()]


@pytest.mark.practice("I-108")
def test_the_same_chat_again_changes_nothing(house: House) -> None:
    lines = [said("05T10:00", "豆宝妈妈", "加微信"), *pictures("05T12:00", "豆宝妈妈", 12)]
    house.hear(*lines)
    before, events = (house.seen(), house.tasks()), len(house.events())
    for _n in range(2):
        house.hear(*lines)
        checked = house.check()
        assert ([], [], ()) == (checked.settled.new, checked.settled.withdrawn, checked.opened)
    assert before == (house.seen(), house.tasks())
    assert events == len(house.events())


def test_a_row_of_pictures_across_two_exports_is_one_row(house: House) -> None:
    ten = pictures("05T12:00", "朵朵妈妈", 10)
    house.hear(*ten[:6])
    assert [] == house.seen()
    house.hear(*ten[6:])
    assert [("base-1", "朵朵妈妈", "warn", "open", ("flood",))] == house.seen()


def test_what_comes_in_late_ends_a_row_and_takes_the_warning_back(house: House) -> None:
    house.hear(*pictures("05T12:00", "朵朵妈妈", 10))
    assert 1 == len(house.tasks())
    house.hear(said("05T12:00:04", "小雨妈妈", "好看"))
    assert ([], []) == (house.seen(), house.tasks())
    assert ["houserules.warn"] == [t.kind for t in house.tasks("dropped")]
    assert [("朵朵妈妈", "withdrawn")] == [(e.name, e.violation.status) for e in house.found("withdrawn")]


def test_what_was_said_already_is_listed_for_a_person_when_it_does_not_hold_any_more(house: House) -> None:
    house.hear(*pictures("05T12:00", "朵朵妈妈", 10))
    house.finish(house.task("warn", "朵朵妈妈"))
    house.hear(said("05T12:00:04", "小雨妈妈", "好看"), said("05T15:00", "朵朵妈妈", "加微信"))
    assert ["doubtful", "open"] == [status for *_x, status, _rules in house.seen()]
    assert ["warn", "warn"] == house.steps("朵朵妈妈")  # the first does not count


def test_an_earlier_one_that_comes_in_later_moves_the_steps(house: House) -> None:
    house.hear(said("05T12:00", "豆宝妈妈", "加微信"))
    house.hear(said("04T12:00", "豆宝妈妈", "代购"))
    assert ["warn", "kick"] == house.steps("豆宝妈妈")
    assert ["houserules.kick", "houserules.warn"] == sorted(t.kind for t in house.tasks())


def test_an_earlier_one_that_comes_in_later_puts_nobody_out_who_was_warned_once(house: House) -> None:
    house.hear(said("05T12:00", "豆宝妈妈", "加微信"))
    house.finish(house.task("warn", "豆宝妈妈"))
    house.hear(said("04T12:00", "豆宝妈妈", "代购"))
    assert [("warn", "open"), ("warn", "done")] == [(s, status) for _g, _n, s, status, _r in house.seen()]
    house.hear(said("06T09:00", "豆宝妈妈", "代购"))
    assert ["warn", "warn", "kick"] == house.steps("豆宝妈妈")


def test_an_occasion_that_begins_earlier_than_was_known_is_not_told_twice(house: House) -> None:
    house.hear(said("05T12:05", "豆宝妈妈", "加微信"))
    house.finish(house.task("warn", "豆宝妈妈"))
    house.hear(said("05T12:00", "豆宝妈妈", "代购"))
    assert [("base-1", "豆宝妈妈", "warn", "done", ("ads",))] == house.seen()
    assert [] == house.tasks()


def test_a_burst_is_one_occasion_and_names_every_rule(house: House) -> None:
    house.hear(
        said("05T23:30", "豆宝妈妈", "加微信"), said("05T23:31", "豆宝妈妈", "好的"), said("05T23:32", "豆宝妈妈", "赌博"),
    )  # fmt: skip
    assert [("base-1", "豆宝妈妈", "warn", "open", ("ads", "curfew", "banned"))] == house.seen()
    (task,) = house.tasks()
    assert all(name in task.title for name in ("外部广告", "宵禁", "黄赌毒", "加微信"))


def test_with_no_minutes_each_message_counts(make: Callable[..., House]) -> None:
    house = make(houserules={"occasion_minutes": 0})
    house.hear(said("05T12:00", "豆宝妈妈", "加微信"), said("05T12:01", "豆宝妈妈", "代购"))
    assert ["warn", "kick"] == house.steps("豆宝妈妈")


@pytest.mark.practice("I-103")
def test_what_is_discouraged_gets_a_reminder_and_no_more_however_often(house: House) -> None:
    for hour in range(10, 15):
        house.hear(said(f"05T{hour}:00", "安安妈妈", "又塌房了"))
    assert ["remind"] * 5 == house.steps("安安妈妈")
    house.hear(said("05T20:00", "安安妈妈", "加微信"))
    assert "warn" == house.steps("安安妈妈")[-1]


@pytest.mark.practice("I-100", "I-101", "I-102")
def test_what_is_encouraged_is_counted_once_and_asks_for_nothing(house: House) -> None:
    lines = [
        said("05T10:00", "小雨妈妈", "辅食怎么加"),
        said("05T11:00", "小雨妈妈", "宝宝用的"),
        said("05T11:01", "小雨妈妈", kind="image"),
    ]
    house.hear(*lines)
    house.hear(*lines)
    assert ([], []) == (house.seen(), house.tasks())
    assert ["parenting", "baby_use"] == [event["rule"] for event in house.events("conduct.good")]
    from franchise_houserules import records

    assert 2 == house.see(lambda work: records.record(work, groups.get(work, "base-1"), "小雨妈妈")).good


@pytest.mark.practice("C-06")
def test_groups_are_apart_unless_the_store_counts_them_together(make: Callable[..., House]) -> None:
    house = make()
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"))
    house.hear(said("05T12:00", "豆宝妈妈", "加微信"), group="base-2")
    assert (["warn"], ["warn"]) == (house.steps("豆宝妈妈"), house.steps("豆宝妈妈", "base-2"))


@pytest.mark.practice("C-06")
def test_with_the_scope_store_what_one_did_in_another_group_counts(make: Callable[..., House]) -> None:
    house = make(houserules={"scope": "store"})

    def same_person(work: Any) -> None:
        member = groups.join(work, groups.get(work, "base-1"), "豆宝妈妈").member_id
        groups.join(work, groups.get(work, "base-2"), "豆宝妈妈", member_id=member)

    house.do(same_person)
    house.hear(said("05T12:00", "豆宝妈妈", "加微信"))
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"), group="base-2")
    assert (["kick"], ["warn"]) == (house.steps("豆宝妈妈"), house.steps("豆宝妈妈", "base-2"))


@pytest.mark.practice("C-06")
@pytest.mark.parametrize(("day", "step"), [("05", "warn"), ("04", "kick")])
def test_a_warning_expires_after_its_days(make: Callable[..., House], day: str, step: str) -> None:
    house = make(houserules={"warn_days": 3})
    house.hear(said("02T10:00", "豆宝妈妈", "加微信"), said(f"{day}T10:00", "豆宝妈妈", "代购"))
    assert ["warn", step] == house.steps("豆宝妈妈")


@pytest.mark.practice("C-06")
def test_a_store_may_count_only_what_the_member_was_told_of(make: Callable[..., House]) -> None:
    house = make(houserules={"counts": "told"})
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"), said("05T12:00", "豆宝妈妈", "代购"))
    assert ["warn", "warn"] == house.steps("豆宝妈妈")  # both were found at once: nobody had told her
    house.finish(house.tasks()[0])
    house.at("2026-03-06T20:00")
    house.hear(said("06T18:00", "豆宝妈妈", "代购"))
    assert ["warn", "warn", "kick"] == house.steps("豆宝妈妈")


@pytest.mark.practice("C-05")
def test_a_ladder_of_its_own_puts_advertisers_out_at_once(make: Callable[..., House]) -> None:
    house = make(houserules={"rules": {"ads": {"ladder": ["kick"]}}})
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"))
    assert [True] == [task.evidence for task in house.tasks(kind="houserules.kick")]


def test_changed_words_are_judged_anew_by_a_check(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "团长招募中"))
    assert [] == house.seen()
    assert house.change("houserules.topics.soft.words", '["团长招募"]')
    checked = house.check()
    assert (1, 1) == (len(checked.settled.new), len(checked.opened))
    house.change("houserules.topics.soft.words", '["加微信"]')
    assert 1 == len(house.check().settled.withdrawn)
    assert ([], []) == (house.seen(), house.tasks())
    house.change("houserules.topics.soft.words", '["团长招募"]')
    house.check()
    assert 1 == len(house.tasks())  # a task of its own: the first one is dropped for good


def test_a_check_may_be_of_one_group_or_from_a_time_on(house: House) -> None:
    house.hear(said("03T10:00", "豆宝妈妈", "团长招募中"), said("05T10:00", "朵朵妈妈", "团长招募中"))
    house.hear(said("05T10:00", "安安妈妈", "团长招募中"), group="base-2")
    house.change("houserules.topics.soft.words", '["团长招募"]')
    house.check("base-1", "04T00:00")
    assert ["朵朵妈妈"] == [name for _g, name, *_x in house.seen()]
    house.check()
    assert 3 == len(house.seen())


def test_what_is_older_than_words_are_kept_stays_as_it_was_judged(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"))
    house.at("2026-05-01T12:00")
    house.hear(Message(id="", at=house.app.clock.now() - 1000, kind="text", name="朵朵妈妈", text="早"))
    house.check()
    assert ["warn"] == house.steps("豆宝妈妈")
    (entry,) = house.found()
    assert "" == entry.occasion.hits[0].quote  # and its words are forgotten here as they are in the chat


def test_a_check_alone_forgets_words_that_are_too_old_and_keeps_what_follows(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"))
    house.at("2026-04-04T09:50:30")  # its words are just about to go: nothing is judged anew there
    assert [] == house.check().settled.withdrawn
    assert "加微信" == house.found()[0].occasion.hits[0].quote
    house.at("2026-04-04T10:05")
    assert [] == house.check().settled.withdrawn
    assert [("warn", "open")] == [(step, status) for _g, _n, step, status, _r in house.seen()]
    assert "" == house.found()[0].occasion.hits[0].quote


def test_a_night_that_comes_in_in_two_exports_is_one(house: House) -> None:
    house.hear(said("05T23:10", "安安妈妈", "睡不着"))
    house.hear(said("06T02:00", "安安妈妈", "还是睡不着"))
    assert ["warn"] == house.steps("安安妈妈")


def test_where_a_chat_tells_only_the_minute_what_moves_within_it_is_known_again(house: House) -> None:
    house.hear(said("05T12:00", "甲", "加微信"))
    _done, failures = house.hear(
        said("05T12:00", "乙", kind="join"), said("05T12:00", "甲", "加微信"), said("05T12:00", "丙", "早")
    )
    assert [] == failures
    assert [("base-1", "甲", "warn", "open", ("ads",))] == house.seen()


def test_a_chat_that_is_older_than_words_are_kept_is_not_judged(house: House) -> None:
    house.at("2026-05-01T12:00")
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"), *pictures("05T12:00", "朵朵妈妈", 12))
    assert ([], []) == (house.seen(), house.tasks())


def test_when_a_rule_fails_the_chat_is_kept_and_a_check_heals(staff) -> None:
    house = staff.house
    staff.breaks()
    _done, failures = house.hear(said("05T10:00", "豆宝妈妈", "加微信"))
    assert ["houserules"] == [failure.plugin for failure in failures]
    assert ([], []) == (house.seen(), house.tasks())
    staff.works()
    house.check()
    assert ["warn"] == house.steps("豆宝妈妈")


def test_two_checks_at_once_open_each_task_once(house: House, dialect: str) -> None:
    from threading import Barrier, Thread

    house.hear(said("05T10:00", "豆宝妈妈", "团长招募中"), said("05T12:00", "豆宝妈妈", "团长招募中"))
    house.change("houserules.topics.soft.words", '["团长招募"]')
    gate, errors = Barrier(2), []

    def run() -> None:
        try:
            gate.wait()
            house.check()
        except Exception as error:  # noqa: BLE001  # shown below
            errors.append(error)

    threads = [Thread(target=run) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == errors
    assert ["houserules.warn", "houserules.kick"] == [task.kind for task in house.tasks()]


NAMES = ("甲", "乙", "丙")
TEXTS = ("早", "加微信", "赌博", "塌房", "辅食", "")


@st.composite
def chats(draw: st.DrawFn) -> list[Message]:
    """A believable stretch: bursts, rows of pictures, nights."""
    out, minute = [], draw(st.integers(0, 600))
    for n in range(draw(st.integers(1, 40))):
        minute += draw(st.sampled_from([0, 0, 0, 1, 3, 9, 11, 200]))
        name = draw(st.sampled_from(NAMES))
        kind = draw(st.sampled_from(["image", "image", "text", "text", "link"]))
        base = said("03T12:00", name)
        out.append(
            Message(
                id=f"x{n:03d}",
                at=base.at + minute * 60_000 + n,
                kind=kind,
                name=name,
                text=draw(st.sampled_from(TEXTS)) if kind == "text" else "",
            )
        )
        if draw(st.integers(0, 9)) == 0:
            out += [
                Message(id=f"x{n:03d}p{i}", at=out[-1].at + (i + 1) * 1000, kind="image", name=name)
                for i in range(draw(st.integers(7, 11)))
            ]
            minute += 1
    return sorted(out, key=lambda m: (m.at, m.id))


NUMBERS = count()


def outcome(house: House) -> tuple[object, object]:
    """What holds, and what is to be done, without what tells only when it was written."""
    tasks = sorted((t.kind, t.title, t.text, t.evidence) for t in house.tasks())
    return house.seen(), tasks


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chats(), st.data())
def test_overlapping_exports_in_any_cut_and_order_give_the_same(
    app: Franchise, messages: list[Message], data: st.DataObject
) -> None:
    whole, parts = (_named(app, f"s{next(NUMBERS)}") for _n in range(2))
    whole.hear(*messages)
    spans = []
    for _n in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(messages) - 1))
        spans.append((begin, data.draw(st.integers(begin + 1, len(messages)))))
    cut = data.draw(st.integers(0, len(messages)))
    spans += [(cut, len(messages)), (0, cut)]  # together they hold everything
    for begin, end in data.draw(st.permutations(spans)):
        if begin < end:
            parts.hear(*messages[begin:end])
    assert outcome(whole) == outcome(parts)
    checked = parts.check()
    assert ([], [], 0) == (checked.settled.new, checked.settled.withdrawn, len(checked.opened))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chats(), st.data())
def test_whatever_people_do_in_between_open_violations_and_open_tasks_agree(
    app: Franchise, messages: list[Message], data: st.DataObject
) -> None:
    house = _named(app, f"s{next(NUMBERS)}")
    for _round in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(messages) - 1))
        house.hear(*messages[begin : data.draw(st.integers(begin + 1, len(messages)))])
        for task in data.draw(st.lists(st.sampled_from(house.tasks() or [None]), max_size=3, unique_by=id)):
            now = {one.number for one in house.tasks()}
            if task is None or task.number not in now:
                continue
            if data.draw(st.booleans()):
                house.drop(task)
            else:
                with suppress(Refused):  # a removal before the warning
                    house.finish(task, evidence=[SCREENSHOT] if task.evidence else [])
        waiting = {e.violation.task_key for e in house.found("open")}
        assert waiting == {task.key for task in house.tasks()}
    house.hear(*messages)
    checked = house.check()
    assert ([], [], [], 0) == (
        checked.settled.new, checked.settled.withdrawn, checked.settled.doubtful, len(checked.opened)
    )  # fmt: skip


def _named(app: Franchise, key: str) -> House:
    from tests.houserules.household import NOW, body
    from tests.support import ZONE

    app.create_store(key, app.schema.parse(body()), {"store": {"name": "店", "time_zone": ZONE}})
    house = House(app, key)
    house.at(NOW)
    house.do(lambda work: groups.create(work, "base"))
    house.do(lambda work: groups.register(work, groups.get(work, "base-1"), NAMES, groups.roster(work, groups.get(work, "base-1"))))  # fmt: skip
    return house


def test_a_chat_without_a_silence_for_days_is_judged_as_a_whole(house: House) -> None:
    start = at("02T08:00")
    talk = [
        Message(id=f"t{n:04d}", at=start + n * 9 * 60_000, kind="text", name=NAMES[n % 3], text="早")
        for n in range(500)
    ]
    row = pictures("04T10:03", "甲", 10)
    house.hear(*talk[:200], *row[:5])
    house.hear(*talk[200:], *row[5:])
    house.hear(said("04T10:03:04", "乙", "好看"))
    assert [] == [rules for *_x, rules in house.seen() if "flood" in rules]
    checked = house.check()
    assert ([], []) == (checked.settled.new, checked.settled.withdrawn)


def test_a_curfew_within_one_day_is_found_too(make: Callable[..., House]) -> None:
    house = make(cadence={"curfew": {"begins": "13:00", "ends": "15:00"}})
    house.hear(
        said("05T12:59:59", "甲", "1"), said("05T13:00", "乙", "2"), said("05T14:59:59", "丙", "3"), said("05T15:00", "丁", "4"),
    )  # fmt: skip
    assert ["乙", "丙"] == [name for _g, name, *_x in house.seen()]


def test_the_number_of_statements_does_not_depend_on_the_number_of_violations(house: House) -> None:
    from sqlalchemy import event

    def statements(messages: list[Message]) -> int:
        seen: list[str] = []
        engine = house.app.database.engine

        def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        house.hear(*messages)
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    few = [said("03T10:00", "甲", "加微信"), said("03T10:01", "乙", "塌房")]
    many = [
        said(
            f"05T{hour:02d}:{minute:02d}",
            f"友{(hour * 60 + minute) % 40}",
            "加微信" if minute % 2 else "塌房",
        )
        for hour in range(8, 20)
        for minute in range(0, 60, 3)
    ]
    assert statements(many) <= statements(few) + 12


def test_a_rehearsed_check_changes_nothing(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "团长招募中"))
    house.change("houserules.topics.soft.words", '["团长招募"]')
    with house.app.rehearsal("hub") as work:
        assert 1 == len(checking.check(work).opened)
    assert ([], []) == (house.seen(), house.tasks())


def test_a_removed_member_who_comes_back_goes_on_or_begins_again(make: Callable[..., House]) -> None:
    house = make(houserules={"after_kick": "begin_again"})
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"), said("05T12:00", "豆宝妈妈", "加微信"))
    house.finish(house.task("warn", "豆宝妈妈"))
    house.finish(house.task("kick", "豆宝妈妈"), evidence=[SCREENSHOT])
    house.at("2026-03-10T12:00")
    house.hear(said("09T10:00", "豆宝妈妈", "加微信"), said("09T12:00", "豆宝妈妈", "代购"))
    assert ["warn", "kick", "warn", "kick"] == house.steps("豆宝妈妈")


def test_the_chat_room_reads_what_was_judged(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"))
    first = house.see(lambda work: chat.read(work, groups.get(work, "base-1"), 0, work.now()))[0]
    (entry,) = house.found()
    assert first.id == entry.violation.message_id

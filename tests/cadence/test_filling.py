"""What is due is made ready once, in its window; what is missed is written down and never sent late."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select
from tests.cadence.sample import COLUMNS, DAY, Room, slot

from franchise import Franchise, NotFound, Refused, UsageProblem, cadence, groups
from franchise.cadence import tables as t
from franchise.clock import instant, local
from franchise.events import event, outbox
from franchise.stores import operations

SCENE = {"owl": {"lines": ["owner: 大家睡了吗?", "fan: 没呢", "owner: 洗手液 18 元", "fan: 我要"]}}


# -------------------------------------------------------------------- in the window


def test_a_post_is_made_ready_in_its_window_with_an_entry_in_the_outbox_for_each_group(room: Room):
    assert () == room.fill().ready
    filled = room.at("2026-03-05T07:30").fill()
    assert [("morning", "base-1"), ("morning", "base-2")] == [(p.slot, p.group) for p in filled.ready]
    assert ["post/2026-03-05/morning/0/1/base-1", "post/2026-03-05/morning/0/1/base-2"] == [
        e["key"] for e in room.outbox()
    ]
    assert {"waiting"} == {e["status"] for e in room.outbox()}
    assert [("早上好", "g1.jpg", "picture", "base-1")] == [
        (e["text"], e["picture"], e["form"], e["group"]) for e in room.outbox()[:1]
    ]


@pytest.mark.practice("I-145", "I-146", "I-147", "I-148")
@pytest.mark.parametrize(
    ("key", "before", "first", "last", "after"),
    [
        ("morning", "07:29:59.999", "07:30", "08:59:59.999", "09:00"),
        ("lunch", "11:29:59.999", "11:30", "12:59:59.999", "13:00"),
        ("evening", "17:29:59.999", "17:30", "18:59:59.999", "19:00"),
        ("night", "21:59:59.999", "22:00", "22:29:59.999", "22:30"),
    ],
)
def test_a_window_opens_and_closes_to_the_millisecond(app, key, before, first, last, after):
    room = Room.make(app)
    room.fill()
    room.at(f"2026-03-05T{before}").fill()
    assert key not in room.statuses()
    room.at(f"2026-03-05T{first}").fill()
    assert "waiting" == room.statuses()[key]
    room.at(f"2026-03-05T{last}").fill()
    assert "waiting" == room.statuses()[key]
    room.at(f"2026-03-05T{after}").fill()
    assert "missed" == room.statuses()[key]


def test_the_last_millisecond_is_in_time_and_the_next_is_too_late(app: Franchise):
    for key, at, status in (("a", "08:59:59.999", "waiting"), ("b", "09:00", "missed")):
        room = Room.make(app, key)
        room.at("2026-03-05T07:00").fill()
        room.at(f"2026-03-05T{at}").fill()
        assert status == room.statuses()["morning"]


def test_filling_again_changes_nothing(room: Room):
    room.at("2026-03-05T07:45").fill()
    before = room.rows(), room.outbox(), room.events("post.ready")
    again = room.fill()
    assert ((), (), ()) == (again.ready, again.missed, again.refused)
    assert before == (room.rows(), room.outbox(), room.events("post.ready"))


def test_it_says_when_the_next_look_is_worth_it(room: Room):
    assert instant("2026-03-05T07:30", room.zone) == room.fill().next_at
    assert instant("2026-03-05T09:00", room.zone) == room.at("2026-03-05T07:30").fill().next_at
    assert instant("2026-03-06T07:30", room.zone) == room.at("2026-03-05T22:30").fill().next_at


@pytest.mark.practice("C-08")
def test_a_group_that_is_made_while_a_window_is_open_gets_its_post_and_the_same_one(room: Room):
    room.at("2026-03-05T07:45").fill()
    room.at("2026-03-05T08:00").new_group("base")
    assert ["base-3"] == [p.group for p in room.fill().ready]
    assert {"g1"} == {p.material for p in room.agenda().posts if p.slot == "morning"}


def test_a_store_that_is_being_prepared_posts_nothing(room: Room):
    from sqlalchemy import update

    from franchise.stores.tables import store

    with room.app.hq() as conn:
        conn.execute(update(store).where(store.c.store_id == room.id).values(status="preparing"))
    assert cadence.Filled(store="qinghe") == room.at("2026-03-05T07:45").fill()
    assert [] == room.rows()


def test_a_program_without_slots_has_nothing_to_fill(app: Franchise):
    assert cadence.Filled(store="s") == Room.make(app, "s", slots={}).fill()


# -------------------------------------------------------------------- missed


def test_windows_that_nobody_watched_are_written_down_as_missed_and_not_sent(room: Room):
    room.fill()
    filled = room.at("2026-03-06T12:00").fill()
    assert {"2026-03-05": 8, "2026-03-06": 2} == Counter(p.day for p in filled.missed)
    assert {"unattended"} == {p.reason for p in filled.missed}
    assert ["lunch"] == sorted({e["slot"] for e in room.outbox()})
    assert [
        "2026-03-05/evening",
        "2026-03-05/lunch",
        "2026-03-05/morning",
        "2026-03-05/night",
        "2026-03-06/morning",
    ] == (room.events("post.missed"))


def test_what_was_ready_and_nobody_noted_as_posted_is_missed_when_its_window_is_over(room: Room):
    room.at("2026-03-05T07:30").fill()
    room.done("morning", group=["base-1"])
    filled = room.at("2026-03-05T09:00").fill()
    assert [("base-2", "not_done")] == [(p.group, p.reason) for p in filled.missed]
    assert {"base-1": "sent", "base-2": "cancelled"} == {e["group"]: e["status"] for e in room.outbox()}


def test_nothing_was_missed_before_the_day_on_which_the_store_was_first_watched(room: Room):
    filled = room.at("2026-03-09T12:00").fill()
    assert {("2026-03-09", "morning")} == {(p.day, p.slot) for p in filled.missed}
    assert {"lunch"} == {p.slot for p in filled.ready}
    assert {"morning", "lunch", "evening", "night"} == {p.slot for p in room.agenda().posts}
    assert () == room.agenda(date(2026, 3, 8)).posts


def test_a_clock_that_was_wrong_at_the_first_look_does_not_silence_the_store(room: Room):
    room.at("2031-03-05T12:00").fill()
    assert {"morning"} == {p.slot for p in room.at("2026-03-05T08:00").fill().ready}
    assert 8 == len(room.agenda(date(2026, 3, 6)).posts)
    missed = room.at("2026-03-07T07:00").fill().missed
    assert {"2026-03-05": 8, "2026-03-06": 8} == Counter(p.day for p in missed)


def test_a_slot_that_came_into_the_setup_after_its_window_was_not_missed(room: Room):
    room.at("2026-03-05T10:00").fill()
    room.overlay(cadence={"slots": {"new": slot("09:10", "09:50")}})
    assert () == room.at("2026-03-05T10:01").fill().missed
    assert "new" not in room.statuses()
    assert "missed" == {p.slot: p.status for p in room.agenda().posts}["new"]  # but nobody posted it either


@pytest.mark.practice("I-163", "I-190")
def test_a_wave_that_was_missed_was_no_wave(app: Franchise):
    columns = {"chat": {"name": "闲聊", "apart_days": 3, "repeat_days": 0}}
    materials = {"m": {"column": "chat", "text": "睡得好吗"}}
    slots = {"chat": slot(columns=["chat"]), "other": slot("12:00", "13:00", kinds=["core"])}
    caps = {"f": {"kinds": ["core"], "per_week": 1}}
    room = Room.make(
        app, kinds=["base", "core"], slots=slots, columns=columns, materials=materials, frequency=caps
    )
    room.fill()
    room.at("2026-03-06T07:00").fill()  # nobody was there on the first day
    assert ["planned", "planned"] == [
        p.status for p in room.agenda().posts if p.kind == "base" or p.slot == "chat"
    ]
    room.at("2026-03-06T08:00").done("chat")
    room.at("2026-03-07T07:00").fill()
    assert {"chat": "rest", "other": "frequency"} == {p.slot: p.reason for p in room.agenda().posts}


def test_after_a_long_pause_a_month_is_written_down(room: Room):
    room.fill()
    filled = room.at("2026-06-01T07:00").fill()
    assert ("2026-05-01", "2026-05-31") == (
        min(p.day for p in filled.missed),
        max(p.day for p in filled.missed),
    )


def test_who_comes_back_late_in_a_window_still_posts(room: Room):
    room.fill()
    assert {"morning"} == {p.slot for p in room.at("2026-03-05T08:59").fill().ready}


def test_the_plan_goes_on_after_a_miss_as_it_was_prepared(room: Room):
    tomorrow = [(p.slot, p.material) for p in room.agenda(date(2026, 3, 6)).posts]
    room.fill()
    room.at("2026-03-06T07:00").fill()  # nobody was there all day
    assert tomorrow == [(p.slot, p.material) for p in room.agenda().posts]


# -------------------------------------------------------------------- clocks


def test_a_clock_that_goes_back_never_sends_twice(room: Room):
    room.at("2026-03-05T07:40").fill()
    room.at("2026-03-05T09:30").fill()
    before = room.rows(), room.outbox()
    for at in ("2026-03-05T07:31", "2026-03-05T07:00", "2026-03-04T07:45", "2026-03-05T09:31"):
        room.at(at).fill()
    after = [row for row in room.rows() if row[0] == "2026-03-05"]
    assert before[0] == after
    mine = [e for e in room.outbox() if e["day"] == "2026-03-05"]
    assert Counter(e["key"] for e in mine) == Counter(e["key"] for e in before[1])


def test_a_clock_that_jumped_ahead_and_came_back_has_lost_nothing(room: Room):
    room.fill()
    room.at("2026-03-07T08:00").fill()
    assert {"missed"} == set(room.statuses().values())
    filled = room.at("2026-03-05T07:45").fill()
    assert {("morning", "base-1"), ("morning", "base-2")} == {(p.slot, p.group) for p in filled.ready}
    assert {"post/2026-03-05/morning/0/1/base-1": 1, "post/2026-03-05/morning/0/1/base-2": 1} == Counter(
        e["key"] for e in room.outbox() if e["day"] == "2026-03-05"
    )
    room.done("morning")
    assert "done" == room.statuses()["morning"]


def test_what_a_clock_took_back_waits_again_with_the_same_entry(room: Room):
    room.at("2026-03-05T07:30").fill()
    room.at("2026-03-05T10:00").fill()
    assert {"cancelled"} == {e["status"] for e in room.outbox()}
    room.at("2026-03-05T08:00").fill()
    assert ({"waiting"}, 2) == ({e["status"] for e in room.outbox()}, len(room.outbox()))


def test_what_a_person_left_out_stays_out_whatever_the_clock_does(room: Room):
    room.at("2026-03-05T07:30").fill()
    room.miss("morning", "停电")
    room.at("2026-03-05T10:00").fill()
    assert () == room.at("2026-03-05T08:00").fill().ready
    assert {"停电"} == {why for _day, _slot, _group, _status, why in room.rows()}


@pytest.mark.parametrize(
    ("day", "windows"),
    [
        ("2026-03-29", {"a": ("00:30", 60), "c": ("03:00", 60)}),  # 02:00 to 03:00 does not exist
        ("2026-10-25", {"a": ("00:30", 60), "b": ("02:00", 120), "c": ("03:00", 60)}),  # it comes twice
    ],
)
def test_windows_on_days_when_clocks_change(app: Franchise, day, windows):
    slots = {"a": slot("00:30", "01:30"), "b": slot("02:00", "03:00"), "c": slot("03:00", "04:00")}
    room = Room.make(app, zone="Europe/Berlin", slots=slots, curfew={"begins": "00:00", "ends": "00:00"})
    found = {
        p.slot: (local(p.begins_at, room.zone).strftime("%H:%M"), (p.ends_at - p.begins_at) // 60_000)
        for p in room.agenda(date.fromisoformat(day)).posts
    }
    assert windows == found


# -------------------------------------------------------------------- refused at the last moment


def test_a_slot_that_the_store_moved_onto_a_window_already_posted_in_is_refused(room: Room):
    room.at("2026-03-05T07:45").fill()
    for path, value in (
        ("cadence.slots.morning.kinds", "core"),
        ("cadence.slots.lunch.kinds", "base"),
        ("cadence.slots.lunch.begins", "08:00"),
    ):
        with room.app.work("qinghe") as work:
            document = room.app.document(work.conn, work.store.version)
            operations.change(work, room.app.schema, document, path, value)
    filled = room.at("2026-03-05T08:10").fill()
    assert {("lunch", "overlap morning")} == {(p.slot, p.reason) for p in filled.refused}
    assert {"morning"} == {e["slot"] for e in room.outbox()}
    assert ["2026-03-05/lunch"] == room.events("post.refused")


@pytest.mark.practice("I-107")
def test_nobody_posts_in_a_curfew_that_came_after_the_plan(room: Room):
    room.fill()
    room.overlay(cadence={"curfew": {"begins": "22:10", "ends": "07:00"}})
    assert {"night"} == {p.slot for p in room.at("2026-03-05T22:09").fill().ready}
    other = Room.make(room.app, "other")
    other.overlay(cadence={"curfew": {"begins": "22:10", "ends": "07:00"}})
    assert {("night", "curfew")} == {(p.slot, p.reason) for p in other.at("2026-03-05T22:10").fill().refused}
    assert [] == other.outbox()


def test_an_overlap_is_no_change_that_a_store_can_make(room: Room):
    with room.app.work("qinghe") as work, pytest.raises(Refused) as refused:
        document = room.app.document(work.conn, work.store.version)
        operations.change(work, room.app.schema, document, "cadence.slots.lunch.begins", "08:00")
    assert "[cadence.slots.morning] begins" == refused.value.where


# -------------------------------------------------------------------- scenes, channels, private posts


@pytest.mark.practice("I-164", "I-140")
def test_the_lines_of_a_scene_are_due_one_after_the_other_from_two_hands(app: Franchise):
    night = {"night": slot("22:00", "22:30", script="owl", role="owner")}
    room = Room.make(app, kinds=["base"], slots=night, scripts=SCENE)
    room.at("2026-03-05T22:00").fill()
    found = room.outbox()
    assert [("owner", "大家睡了吗?"), ("fan", "没呢"), ("owner", "洗手液 18 元"), ("fan", "我要")] == [
        (e["role"], e["text"]) for e in found
    ]
    gaps = [b["due_at"] - a["due_at"] for a, b in itertools.pairwise(found)]
    assert all(60_000 <= gap <= 120_000 for gap in gaps)
    assert instant("2026-03-05T22:00", room.zone) == found[0]["due_at"]


def test_a_scene_that_cannot_be_played_to_its_end_any_more_is_not_begun(app: Franchise):
    night = {"night": slot("22:00", "22:30", script="owl", role="owner")}
    room = Room.make(app, kinds=["base"], slots=night, scripts=SCENE)
    room.fill()
    filled = room.at("2026-03-05T22:28").fill()
    assert [("missed", "too_late")] == [(p.status, p.reason) for p in filled.missed]
    assert ([], ()) == (room.outbox(), room.at("2026-03-05T22:29").fill().missed)


def test_a_channel_gets_its_own_entries_and_none_without_material(app: Franchise):
    slots = {
        "a": slot("08:00", "09:00", channel="wecom", columns=["goods"]),
        "b": slot("10:00", "11:00", channel="wecom", columns=["empty"]),
        "c": slot("12:00", "13:00", columns=["empty"]),
    }
    room = Room.make(app, kinds=["base"], slots=slots, columns={**COLUMNS, "empty": {"name": "空"}})
    room.at("2026-03-05T08:00").fill()
    assert ([], ["a"]) == (room.outbox(), [e["slot"] for e in room.outbox("wecom")])
    missed = room.at("2026-03-05T10:00").fill().missed
    assert [("b", "no_material"), ("a", "not_done")] == [(p.slot, p.reason) for p in missed]
    assert ["c"] == [p.slot for p in room.at("2026-03-05T12:00").fill().ready]  # a person can write something


@pytest.mark.practice("I-160")
def test_a_private_lesson_goes_to_the_members_whose_day_it_is(app: Franchise):
    lesson = {"lesson": slot("19:30", "20:00", columns=["course"], since="member", last_day=14)}
    columns = {"course": {"name": "14天"}}
    materials = {f"l{n}": {"column": "course", "text": f"第{{nth}}课 {n}", "day": n} for n in range(1, 15)}
    room = Room.make(app, kinds=["base"], slots=lesson, columns=columns, materials=materials)
    room.at("2026-03-05T10:00").join("小雨妈")
    room.at("2026-03-05T21:00").join("晚来妈")  # today's lesson is over: she begins tomorrow
    room.at("2026-03-06T11:00").join("朵朵妈")
    room.at("2026-03-06T19:30").fill()
    with room.view() as work:
        names = {m.member_id: m.name for m in groups.members(work, groups.get(work, "base-1"))}
    assert {2: ["小雨妈"], 1: ["晚来妈", "朵朵妈"]} == {
        e["nth"]: [names[i] for i in e["member_ids"]] for e in room.outbox()
    }
    assert {"第1课 1": ("晚来妈", "朵朵妈"), "第2课 2": ("小雨妈",)} == {
        pack.lines[0].text: pack.members for pack in room.packs()
    }
    room.do(lambda work: groups.leave(work, groups.get(work, "base-1"), "小雨妈"))
    room.at("2026-03-07T19:30").fill()
    assert [2] == sorted({e["nth"] for e in room.outbox() if e["day"] == "2026-03-07"})
    room.at("2026-03-20T19:30").fill()
    assert [] == [e for e in room.outbox() if e["day"] == "2026-03-20"]  # day 15


def test_a_course_of_a_group_begins_on_the_day_that_somebody_sets(app: Franchise):
    lesson = {"lesson": slot("19:30", "20:00", since="group", last_day=3)}
    room = Room.make(app, slots=lesson)
    room.do(lambda work: cadence.begin_count(work, groups.get(work, "base-1"), date(2026, 3, 9)))
    found = room.agenda(days=10).posts
    assert ["2026-03-09", "2026-03-10", "2026-03-11"] == [p.day for p in found if p.group == "base-1"]
    assert ["2026-03-05", "2026-03-06", "2026-03-07"] == [p.day for p in found if p.group == "base-2"]
    room.do(lambda work: cadence.begin_count(work, groups.get(work, "base-1"), date(2026, 3, 12)))
    found = room.agenda(days=12).posts
    assert ["2026-03-12", "2026-03-13", "2026-03-14"] == [p.day for p in found if p.group == "base-1"]


# -------------------------------------------------------------------- noted by people


def test_a_slot_is_noted_as_posted_in_every_group_at_once_and_only_once(room: Room):
    changed = room.at("2026-03-05T08:00").done("morning")
    assert ["base-1", "base-2"] == [p.group for p in changed]
    assert [] == room.done("早安")
    assert {"done"} == {p.status for p in room.agenda().posts if p.slot == "morning"}
    assert {"sent"} == {e["status"] for e in room.outbox()}
    assert ["2026-03-05/morning"] == room.events("post.done")


@pytest.mark.parametrize("at", ["07:29:59.999", "09:00"])
def test_nothing_is_noted_as_posted_outside_its_window(room: Room, at):
    room.fill()
    with pytest.raises(Refused) as refused:
        room.at(f"2026-03-05T{at}").done("morning")
    assert "07:30" in refused.value.message
    assert "--at" in refused.value.hint


def test_what_was_posted_in_time_may_be_noted_later(room: Room):
    room.fill()
    room.at("2026-03-05T10:00").fill()
    at = instant("2026-03-05T08:50", room.zone)
    changed = room.at("2026-03-05T21:00").done("morning", at=at)
    assert [("done", at)] * 2 == [(p.status, p.done_at) for p in changed]
    with pytest.raises(UsageProblem):
        room.done("evening", at=instant("2026-03-05T21:01", room.zone))


def test_a_store_whose_loop_never_runs_can_still_note_what_was_posted(room: Room):
    room.at("2026-03-05T08:50").done("morning")
    room.at("2026-03-06T08:50").done("morning")
    statuses = {(day, slot): status for day, slot, group, status, _why in room.rows() if group == "base-1"}
    assert {"done", "missed"} == set(statuses.values())
    assert "done" == statuses["2026-03-06", "morning"]
    assert "missed" == statuses["2026-03-05", "lunch"]


def test_what_is_left_out_needs_a_reason(room: Room):
    with pytest.raises(UsageProblem):
        room.miss("morning", " ")
    changed = room.miss("morning", "店里盘点", group=["base-2"])
    assert [("base-2", "missed", "店里盘点")] == [(p.group, p.status, p.reason) for p in changed]
    assert ["base-1"] == [p.group for p in room.at("2026-03-05T08:00").fill().ready]


@pytest.mark.practice("I-159")
def test_a_checklist_must_be_confirmed(app: Franchise):
    room = Room.make(app, slots={"work": slot("17:00", "18:00", checklist=["没有露脸", "没有机密"])})
    room.at("2026-03-05T17:10")
    with pytest.raises(Refused, match="没有露脸"):
        room.done("work")
    assert 2 == len(room.done("work", checked=True))


def test_an_unknown_slot_or_one_that_is_not_due_is_told(room: Room):
    with pytest.raises(NotFound) as refused:
        room.done("mornin")
    assert "morning" in refused.value.hint
    with pytest.raises(NotFound, match="2026-03-04"):
        room.done("morning", day=date(2026, 3, 4))


def test_a_missing_slot_of_the_setup_does_not_hide_its_rows(room: Room):
    room.at("2026-03-05T08:00").done("morning")
    room.overlay(cadence={"slots": {"morning": None}})
    assert [("morning", "done")] * 2 == [
        (p.slot, p.status) for p in room.agenda().posts if p.slot == "morning"
    ]
    room.at("2026-03-05T12:00").fill()


# -------------------------------------------------------------------- limits of looking ahead


@pytest.mark.parametrize("days", [0, 93, -1])
def test_a_plan_has_1_to_92_days(room: Room, days):
    with pytest.raises(UsageProblem):
        room.agenda(DAY, days)


def test_a_plan_begins_within_a_year(room: Room):
    assert 4 * 2 == len(room.agenda(date(2027, 3, 6)).posts)
    with pytest.raises(UsageProblem):
        room.agenda(date(2027, 3, 7))


@pytest.mark.practice("I-185")
def test_the_plan_of_a_later_day_says_today_what_it_says_then(room: Room):
    ahead = room.agenda(date(2026, 3, 8), 3)
    for day in ("05", "06", "07"):
        for at in ("07:30", "11:30", "17:30", "22:00"):
            room.at(f"2026-03-{day}T{at}").fill()
    assert ahead.posts == room.at("2026-03-08T00:00").agenda(days=3).posts


# -------------------------------------------------------------------- nothing personal, nobody else's


def test_stores_do_not_see_each_others_posts(app: Franchise):
    one, other = Room.make(app, "one"), Room.make(app, "two")
    one.at("2026-03-05T08:00").fill()
    assert ([], []) == (other.rows(), other.outbox())
    assert 2 == len(other.fill().ready)
    assert 2 == len(one.rows())


def test_rows_outbox_and_events_name_nobody(app: Franchise):
    lesson = {"lesson": slot("19:30", "20:00", since="member", last_day=14)}
    answers = {"cadence": {"roles": {"owner": {"person": "王芳"}}}}
    room = Room.make(app, kinds=["base"], slots=lesson, answers=answers)
    room.join("小雨妈")
    room.at("2026-03-05T19:30").fill()
    room.done("lesson")
    with room.view() as work:
        found = [
            list(map(str, row))
            for table in (t.post, outbox, event)
            for row in work.conn.execute(select(table))
        ]
    text = json.dumps(found, ensure_ascii=False)
    assert "lesson" in text
    assert "小雨妈" not in text
    assert "王芳" not in text


def test_the_person_of_a_role_is_the_stores_own_answer_and_in_no_setup_version(app: Franchise):
    room = Room.make(app, answers={"cadence": {"roles": {"owner": {"person": "王芳"}}}})
    with room.view() as work:
        assert "王芳" == work.setup.get("cadence").roles["owner"].person
        document = app.document(work.conn, work.store.version)
    assert "王芳" not in repr(document.body)

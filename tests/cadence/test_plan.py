"""Which posts a plan has: by weekday, month day, date and count, with columns that take turns, within limits."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from tests.cadence.sample import COLUMNS, DAY, MATERIALS, PARTS, audience, days_of, section, slot
from tests.support import ZONE

from franchise import cadence, clock
from franchise.cadence import windows


def plan(setting, groups=None, from_day=DAY, days=1, *, zone=ZONE, made=()):
    return cadence.plan(
        setting, [audience()] if groups is None else groups, from_day, days, zone=zone, made=made
    )


def used(posts):
    """What a plan's posts will have used up once they are posted."""
    return [
        cadence.Made(
            group_id=p.group_id, slot=p.slot, day=p.day, nth=p.nth, column=p.column, material=p.material
        )
        for p in posts
        if p.status == "planned"
    ]


# -------------------------------------------------------------------- the simple day


@pytest.mark.practice("I-144")
def test_the_simple_day_has_four_posts_in_each_group():
    found = plan(section(**PARTS), [audience("base-1"), audience("core-1", "core")])
    assert [
        ("morning", "base-1"), ("morning", "core-1"), ("lunch", "base-1"), ("lunch", "core-1"),
        ("evening", "base-1"), ("evening", "core-1"), ("night", "base-1"), ("night", "core-1"),
    ] == [(p.slot, p.group) for p in found.posts]  # fmt: skip
    assert {"planned"} == {p.status for p in found.posts}


@pytest.mark.practice("I-145", "I-146", "I-147", "I-148", "C-03")
@pytest.mark.parametrize(
    ("key", "begins", "ends"),
    [
        ("morning", "07:30", "09:00"),
        ("lunch", "11:30", "13:00"),
        ("evening", "17:30", "19:00"),
        ("night", "22:00", "22:30"),
    ],
)
def test_a_window_is_that_of_the_stores_clock(key, begins, ends):
    (post,) = [p for p in plan(section(**PARTS)).posts if p.slot == key]
    assert (clock.instant(f"2026-03-05T{begins}", ZONE), clock.instant(f"2026-03-05T{ends}", ZONE)) == (
        post.begins_at,
        post.ends_at,
    )


@pytest.mark.practice("I-145")
def test_a_slot_takes_only_material_of_its_forms():
    setting = section(
        slots={"a": slot(columns=["goods"], forms=["article"])}, columns=COLUMNS, materials=MATERIALS
    )
    assert ["h2", "h2"] == [p.material for p in plan(setting, days=2).posts]
    voice = section(
        slots={"a": slot(columns=["goods"], forms=["voice"])}, columns=COLUMNS, materials=MATERIALS
    )
    assert [("", True)] == [(p.material, p.gap) for p in plan(voice).posts]


def test_slots_are_for_the_kinds_that_they_name():
    setting = section(slots={"a": slot(kinds=["core"])})
    found = plan(setting, [audience("base-1"), audience("core-1", "core")])
    assert ["core-1"] == [p.group for p in found.posts]


def test_a_group_has_no_posts_in_windows_that_were_over_before_it_was_made():
    setting = section(**PARTS)
    assert ["lunch", "evening", "night"] == [
        p.slot for p in plan(setting, [audience(made="2026-03-05T09:00")]).posts
    ]
    assert 4 == len(plan(setting, [audience(made="2026-03-05T08:59")]).posts)
    assert () == plan(setting, [audience(made="2026-03-06T00:00")]).posts


def test_no_slots_and_no_groups_are_an_empty_plan():
    assert () == plan(section()).posts
    assert () == plan(section(**PARTS), []).posts


# -------------------------------------------------------------------- days


@pytest.mark.practice("I-167", "I-168")
def test_tuesdays_and_fridays_only():
    setting = section(slots={"flash": slot("20:00", "21:00", weekdays=["tue", "fri"])})
    assert ["2026-03-06", "2026-03-10", "2026-03-13", "2026-03-17"] == days_of(plan(setting, days=14).posts)


@pytest.mark.practice("I-166")
def test_a_reminder_every_night_at_eight():
    setting = section(slots={"sign_in": slot("20:00", "20:15")})
    found = plan(setting, days=30).posts
    assert 30 == len(found)
    assert {"20:00"} == {clock.local(p.begins_at, ZONE).strftime("%H:%M") for p in found}


@pytest.mark.practice("I-169")
def test_a_talk_of_the_founder_on_its_date_alone():
    setting = section(slots={"founder": slot(dates=["2026-03-08", "2026-04-01"])})
    assert ["2026-03-08", "2026-04-01"] == days_of(plan(setting, days=60).posts)


@pytest.mark.parametrize(
    ("policy", "days"),
    [
        ("last_day", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ("skip", ["2026-01-31", "2026-03-31"]),
    ],
)
def test_the_31st_in_a_short_month_is_its_last_day_or_skipped(policy, days):
    setting = section(slots={"m": slot(month_days=[31], month_end=policy)})
    assert days == days_of(plan(setting, [audience(made="2025-01-01T00:00")], date(2026, 1, 1), 120).posts)


def test_several_days_that_february_lacks_are_one_post_on_its_last_day():
    setting = section(slots={"m": slot(month_days=[29, 30, 31])})
    assert ["2026-02-28"] == [p.day for p in plan(setting, from_day=date(2026, 2, 1), days=28).posts]
    leap = plan(setting, from_day=date(2028, 2, 1), days=29).posts
    assert ["2028-02-29"] == [p.day for p in leap]


def test_a_date_of_29_february_comes_in_its_leap_year():
    setting = section(slots={"d": slot(dates=["2028-02-29"])})
    assert ["2028-02-29"] == days_of(plan(setting, from_day=date(2028, 2, 1), days=60).posts)


def test_every_condition_that_is_given_must_hold():
    setting = section(slots={"d": slot(weekdays=["fri"], month_days=[13])})
    assert ["2026-03-13", "2026-11-13"] == days_of(plan(setting, from_day=date(2026, 3, 1), days=300).posts)


# -------------------------------------------------------------------- counts of days


LESSONS = {f"l{n:02}": {"column": "course", "text": f"第{n}课", "day": n} for n in range(1, 15)}
COURSE = {"columns": {"course": {"name": "14天"}}, "materials": LESSONS}


@pytest.mark.practice("I-160")
def test_a_course_of_14_days_gives_lesson_k_on_day_k_and_then_nothing():
    setting = section(
        slots={"lesson": slot("19:30", "20:00", columns=["course"], since="group", last_day=14)}, **COURSE
    )
    found = plan(setting, [audience(made="2026-03-05T10:00")], days=20).posts
    assert [((DAY + timedelta(days=n)).isoformat(), n + 1, f"l{n + 1:02}") for n in range(14)] == [
        (p.day, p.nth, p.material) for p in found
    ]


@pytest.mark.practice("I-160")
def test_who_joins_a_groups_course_late_joins_in_and_a_members_course_begins_with_everybody():
    joined = (clock.instant("2026-03-05T10:00", ZONE), clock.instant("2026-03-08T21:00", ZONE))
    group = audience(made="2026-03-01T10:00", joined=joined)
    together = section(
        slots={"l": slot("19:30", "20:00", columns=["course"], since="group", last_day=14)}, **COURSE
    )
    assert [(9, "l09")] == [(p.nth, p.material) for p in plan(together, [group], date(2026, 3, 9)).posts]
    alone = section(
        slots={"l": slot("19:30", "20:00", columns=["course"], since="member", last_day=14)}, **COURSE
    )
    found = plan(alone, [group], date(2026, 3, 9)).posts
    assert [(1, "l01", True), (5, "l05", True)] == [(p.nth, p.material, p.private) for p in found]


def test_a_course_begins_next_day_when_its_window_is_over_at_the_start():
    setting = section(
        slots={"l": slot("19:30", "20:00", columns=["course"], since="group", last_day=14)}, **COURSE
    )
    first = {
        at: plan(setting, [audience(made=f"2026-03-05T{at}")], days=2).posts[0].day
        for at in ("19:59", "20:00")
    }
    assert {"19:59": "2026-03-05", "20:00": "2026-03-06"} == first


def test_a_start_that_somebody_sets_is_day_1():
    setting = section(
        slots={"l": slot("19:30", "20:00", columns=["course"], since="group", last_day=14)}, **COURSE
    )
    group = audience(made="2026-01-01T10:00", started=date(2026, 3, 10))
    found = plan(setting, [group], days=30).posts
    assert ("2026-03-10", "2026-03-23") == (found[0].day, found[-1].day)


@pytest.mark.practice("I-110")
def test_the_rules_are_repeated_every_three_days_and_seldom_after_the_first_month():
    setting = section(
        slots={
            "rules": slot(since="group", every_days=3, last_day=30),
            "rules_later": slot(since="group", first_day=31, every_days=14),
        }
    )
    found = plan(setting, [audience(made="2026-03-05T07:00")], days=60).posts
    assert [*range(1, 31, 3), 31, 45, 59] == [p.nth for p in found]


# -------------------------------------------------------------------- columns and materials


@pytest.mark.practice("I-186")
def test_columns_take_turns_in_their_slot():
    columns = {key: {"name": key, "repeat_days": 0} for key in ("goods", "picks", "flash", "tips")}
    materials = {f"{key}1": {"column": key, "text": key} for key in columns}
    setting = section(slots={"a": slot(columns=[*columns])}, columns=columns, materials=materials)
    assert [*columns, *columns] == [p.column for p in plan(setting, days=8).posts]


@pytest.mark.practice("I-184")
def test_materials_take_turns_and_none_comes_twice_within_its_days():
    materials = {f"m{n}": {"column": "c", "text": "x"} for n in range(5)}
    columns = {"c": {"name": "C", "repeat_days": 5}}
    setting = section(slots={"a": slot(columns=["c"])}, columns=columns, materials=materials)
    assert [*materials, *materials] == [p.material for p in plan(setting, days=10).posts]


@pytest.mark.practice("I-186")
def test_where_material_is_missing_there_is_a_gap_and_a_notice_not_a_repetition():
    columns = {"c": {"name": "知识", "repeat_days": 3}}
    setting = section(
        slots={"a": slot(columns=["c"])}, columns=columns, materials={"m": {"column": "c", "text": "x"}}
    )
    found = plan(setting, days=4)
    assert ["m", "", "", "m"] == [p.material for p in found.posts]
    assert [("gap", "[cadence.columns.c]")] == [(n.code, n.where) for n in found.notices]
    assert "2026-03-06, 2026-03-07" in found.notices[0].text


def test_groups_of_a_kind_get_the_same_material_also_one_that_was_made_later():
    setting = section(**PARTS)
    groups = [audience("base-1"), audience("base-2", made="2026-03-07T08:00")]
    found = plan(setting, groups, days=5).posts
    by_group = {
        key: {(p.day, p.slot): p.material for p in found if p.group == key} for key in ("base-1", "base-2")
    }
    assert by_group["base-2"].items() <= by_group["base-1"].items()
    assert by_group["base-2"]


def test_new_material_comes_next_and_does_not_upset_what_was_used():
    columns = {"c": {"name": "C", "repeat_days": 2}}
    old = {f"m{n}": {"column": "c", "text": "x"} for n in range(3)}
    slots = {"a": slot(columns=["c"])}
    made = used(plan(section(slots=slots, columns=columns, materials=old), days=4).posts)
    after = section(slots=slots, columns=columns, materials={**old, "a_new": {"column": "c", "text": "x"}})
    found = plan(after, from_day=DAY + timedelta(days=4), days=4, made=made).posts
    assert ["a_new", "m1", "m2", "m0"] == [p.material for p in found]


def test_what_was_made_already_keeps_its_material():
    setting = section(**PARTS)
    (own,) = used(p for p in plan(setting).posts if p.slot == "lunch")
    held = cadence.Made(
        **{f: getattr(own, f) for f in ("group_id", "slot", "day", "nth", "column")}, material="h2"
    )
    found = {p.slot: p.material for p in plan(setting, made=[held]).posts}
    assert ("h2", "h1") == (found["lunch"], found["evening"])


# -------------------------------------------------------------------- limits


@pytest.mark.practice("I-022", "I-143")
def test_a_capacity_of_two_leaves_the_two_slots_of_highest_priority_and_warns():
    found = plan(section(**PARTS, capacity=2), [audience("base-1"), audience("base-2")], days=2)
    assert {"morning", "evening"} == {p.slot for p in found.posts if p.status == "planned"}
    assert {("lunch", "capacity"), ("night", "capacity")} == {
        (p.slot, p.reason) for p in found.posts if p.status == "dropped"
    }
    assert [("capacity", "[cadence] capacity")] * 2 == [(n.code, n.where) for n in found.notices]


def test_of_equal_priority_the_later_is_dropped():
    slots = {"z": slot("08:00", "09:00"), "a": slot("10:00", "11:00")}
    found = plan(section(slots=slots, capacity=1)).posts
    assert [("z", "planned"), ("a", "dropped")] == [(p.slot, p.status) for p in found]


def held(slot_key: str, day: date = DAY) -> cadence.Made:
    group_id = audience().group_id
    return cadence.Made(group_id=group_id, slot=slot_key, day=day.isoformat(), nth=0, column="", material="")


def test_what_is_posted_already_counts_first_whatever_its_priority():
    found = plan(section(**PARTS, capacity=1), made=[held("night")]).posts
    assert {"night": "planned", "morning": "dropped", "lunch": "dropped", "evening": "dropped"} == {
        p.slot: p.status for p in found
    }


def test_what_is_posted_already_counts_also_when_the_setup_has_it_no_more():
    found = plan(section(**PARTS, capacity=2), made=[held("breakfast")]).posts
    assert ["morning"] == [p.slot for p in found if p.status == "planned"]
    caps = {"f": {"kinds": ["base"], "per_day": 2}}
    found = plan(section(**PARTS, frequency=caps), made=[held("breakfast")]).posts
    assert ["morning"] == [p.slot for p in found if p.status == "planned"]


@pytest.mark.practice("I-190")
def test_posts_over_a_quadrants_cap_are_put_off_and_their_material_is_not_used_up():
    caps = {
        "dear_seldom": {"kinds": ["core"], "premium": "high", "buying": "low", "per_day": 3, "per_week": 5}
    }
    setting = section(**PARTS, frequency=caps)
    groups = [audience("base-1"), audience("core-1", "core")]
    found = plan(setting, groups, date(2026, 3, 2), 8).posts  # a Monday, to the next
    core = [p for p in found if p.group == "core-1"]
    planned = [p for p in core if p.status == "planned"]
    assert [3, 2, 0, 0, 0, 0, 0, 3] == [
        sum(p.day == (date(2026, 3, 2) + timedelta(days=n)).isoformat() for p in planned) for n in range(8)
    ]
    assert {("deferred", "frequency")} == {(p.status, p.reason) for p in core} - {("planned", "")}
    assert 32 == sum(p.group == "base-1" and p.status == "planned" for p in found)
    assert ["g1", "g2", "g1"] == [p.material for p in planned if p.slot == "morning"]


@pytest.mark.practice("I-163")
@pytest.mark.parametrize(("gap", "status"), [(1, "deferred"), (2, "planned"), (3, "planned"), (9, "planned")])
def test_small_talk_rests_for_two_days_after_a_wave(gap, status):
    columns = {"chat": {"name": "闲聊", "apart_days": 2, "within_days": 3, "repeat_days": 0}}
    setting = section(
        slots={"a": slot(columns=["chat"])}, columns=columns, materials={"m": {"column": "chat", "text": "x"}}
    )
    last = cadence.Made(
        group_id=audience().group_id,
        slot="a",
        day=(DAY - timedelta(days=gap)).isoformat(),
        nth=0,
        column="chat",
        material="m",
    )
    assert [status] == [p.status for p in plan(setting, made=[last]).posts]


@pytest.mark.practice("I-163")
def test_small_talk_that_is_silent_for_too_long_is_told():
    columns = {"chat": {"name": "闲聊", "within_days": 3}}
    setting = section(slots={"a": slot(columns=["chat"], weekdays=["mon"])}, columns=columns)
    assert "silence" in {n.code for n in plan(setting, days=14).notices}
    often = section(slots={"a": slot(columns=["chat"], weekdays=["mon", "thu", "sun"])}, columns=columns)
    assert "silence" not in {n.code for n in plan(often, days=14).notices}


@pytest.mark.practice("I-161")
@pytest.mark.parametrize(
    ("weekdays", "told"),
    [(["mon"], True), (["mon", "thu"], False), (["mon", "wed", "sat"], False), ([], True)],
)
def test_voice_messages_come_two_or_three_times_a_week_or_it_is_told(weekdays, told):
    columns = {"voice": {"name": "语音", "week_least": 2, "week_most": 3}}
    setting = section(slots={"a": slot(columns=["voice"], weekdays=weekdays)}, columns=columns)
    assert told == ("rate" in {n.code for n in plan(setting, days=7).notices})


@pytest.mark.practice("I-005")
def test_a_week_that_leaves_a_sense_out_is_told_once():
    senses = ("ritual", "participation", "organisation", "belonging")
    columns = {sense: {"name": sense, "sense": sense} for sense in senses}
    hours = dict(zip(senses, (8, 10, 12, 14), strict=True))
    slots = {s: slot(f"{hours[s]:02}:00", f"{hours[s]:02}:30", columns=[s]) for s in senses}
    assert [] == [n for n in plan(section(slots=slots, columns=columns), days=7).notices if n.code == "sense"]
    del slots["belonging"]
    found = [n for n in plan(section(slots=slots, columns=columns), days=14).notices if n.code == "sense"]
    assert 1 == len(found)
    assert "belonging" in found[0].text


# -------------------------------------------------------------------- hours


@pytest.mark.practice("I-107", "I-106", "C-04")
@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("22:59:59.999", "neutral"),
        ("23:00", "curfew"),
        ("00:00", "curfew"),
        ("06:59:59.999", "curfew"),
        ("07:00", "neutral"),
        ("07:59:59.999", "neutral"),
        ("08:00", "open"),
        ("21:59:59.999", "open"),
        ("22:00", "neutral"),
    ],
)
def test_an_hour_is_open_neutral_or_curfew(at, state):
    moment = clock.instant(f"2026-03-05T{at}", ZONE)
    assert state == windows.talk(section(), moment, ZONE)
    assert (state == "curfew") == windows.in_curfew(section(), moment, ZONE)


@pytest.mark.practice("I-164")
def test_lines_of_a_scene_are_60_to_120_seconds_apart_and_the_same_everywhere():
    offsets = windows.line_offsets(8, "qinghe", "night", "2026-03-05", 0)
    gaps = [b - a for a, b in itertools.pairwise(offsets)]
    assert (0, 7) == (offsets[0], len(gaps))
    assert all(60_000 <= gap <= 120_000 for gap in gaps)
    assert len(set(gaps)) > 1
    assert offsets == windows.line_offsets(8, "qinghe", "night", "2026-03-05", 0)
    assert offsets != windows.line_offsets(8, "qinghe", "night", "2026-03-06", 0)

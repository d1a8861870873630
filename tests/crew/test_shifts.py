"""Turns, gaps and handovers: pure, across midnight and changes of the clock."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise.clock import at_wall, instant, local
from franchise.groups.section import SECTION as GROUPS
from franchise.setups import Schema
from franchise_crew.section import SECTION, Crew
from franchise_crew.shifts import gaps, handovers, on, span, turns, uncovered

ZONE = "Asia/Shanghai"
BERLIN = "Europe/Berlin"
DAY = date(2026, 3, 5)
SHIFTS = {
    "early": {"name": "早班", "role": "admin", "begins": "08:00", "ends": "15:00"},
    "late": {"name": "晚班", "role": "admin", "begins": "15:00", "ends": "22:00"},
}


def crew(shifts: dict[str, Any] = SHIFTS, **role: Any) -> Crew:
    schema = Schema([SECTION])
    doc = schema.parse(
        {
            "setup": {"name": "x", "plugins": ["crew"]},
            "crew": {"roles": {"admin": {"name": "群管理员", **role}}, "shifts": shifts},
        }
    )
    return schema.effective(doc).get("crew")


def at(text: str, zone: str = ZONE) -> int:
    return instant(text, zone)


def shown(found: list[Any], zone: str = ZONE) -> list[tuple[str, str, str]]:
    return [
        (g.reason, local(g.begins_at, zone).strftime("%d %H:%M"), local(g.ends_at, zone).strftime("%d %H:%M"))
        for g in found
    ]


@pytest.mark.practice("I-129")
def test_at_the_boundary_the_next_shift_is_on_and_the_last_is_not() -> None:
    found = turns(crew(), DAY, 1, ZONE, {("2026-03-05", "early"): [1], ("2026-03-05", "late"): [2]})
    assert [1] == [p for t in on(found, at("2026-03-05T14:59")) for p in t.people]
    assert [2] == [p for t in on(found, at("2026-03-05T15:00")) for p in t.people]
    assert [] == on(found, at("2026-03-05T22:00"))


@pytest.mark.practice("I-129")
def test_a_shift_across_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    night = {"night": {"name": "夜班", "role": "admin", "begins": "22:00", "ends": "06:00"}}
    found = turns(crew(night), DAY, 1, ZONE, {("2026-03-05", "night"): [7]})
    assert [(at("2026-03-05T22:00"), at("2026-03-06T06:00"))] == [(t.begins_at, t.ends_at) for t in found]
    assert [7] == [p for t in on(found, at("2026-03-06T05:59")) for p in t.people]


def test_a_shift_may_end_at_the_end_of_the_day_or_last_a_whole_one() -> None:
    whole = {
        "until": {"name": "a", "role": "admin", "begins": "16:00", "ends": "24:00"},
        "whole": {"name": "b", "role": "admin", "begins": "09:00", "ends": "09:00"},
    }
    found = {t.shift: (t.begins_at, t.ends_at) for t in turns(crew(whole), DAY, 1, ZONE, {})}
    assert (at("2026-03-05T16:00"), at("2026-03-06T00:00")) == found["until"]
    assert (at("2026-03-05T09:00"), at("2026-03-06T09:00")) == found["whole"]


def test_a_shift_is_held_on_its_weekdays_alone() -> None:
    week = {
        "weekend": {"name": "周末", "role": "admin", "begins": "08:00", "ends": "12:00", "weekdays": ["sat"]}
    }
    assert ["2026-03-07"] == [t.day for t in turns(crew(week), DAY, 7, ZONE, {})]


@pytest.mark.practice("I-129")
def test_an_empty_shift_and_one_with_too_few_are_gaps() -> None:
    section = crew({**SHIFTS, "late": {**SHIFTS["late"], "least": 2}})
    found = turns(section, DAY, 1, ZONE, {("2026-03-05", "late"): [2]})
    assert [("nobody", "05 08:00", "05 15:00"), ("too_few", "05 15:00", "05 22:00")] == shown(
        gaps(section, found, DAY, 1, ZONE, ["base"])
    )


@pytest.mark.practice("I-129")
def test_hours_that_no_shift_covers_are_a_gap() -> None:
    section = crew({"early": SHIFTS["early"]}, begins="07:30", ends="22:00")
    found = turns(section, DAY - timedelta(days=1), 2, ZONE, {("2026-03-05", "early"): [1]})
    assert [("no_shift", "05 07:30", "05 08:00"), ("no_shift", "05 15:00", "05 22:00")] == shown(
        gaps(section, found, DAY, 1, ZONE, ["base"])
    )


def test_last_night_s_shift_covers_this_morning() -> None:
    section = crew(
        {"night": {"name": "夜班", "role": "admin", "begins": "20:00", "ends": "10:00"}},
        begins="08:00",
        ends="10:00",
    )
    found = turns(section, DAY - timedelta(days=1), 2, ZONE, {("2026-03-05", "night"): [1]})
    assert [] == gaps(section, found, DAY, 1, ZONE, ["base"])


def test_a_gap_for_some_kinds_of_group_names_them() -> None:
    schema = Schema([SECTION, GROUPS])
    doc = schema.parse(
        {
            "setup": {"name": "x", "plugins": ["crew"]},
            "groups": {"base": {"unit": "store"}, "core": {"unit": "store"}},
            "crew": {
                "roles": {"admin": {"name": "管", "begins": "08:00", "ends": "15:00"}},
                "shifts": {"early": {**SHIFTS["early"], "kinds": ["base"]}},
            },
        }
    )
    section = schema.effective(doc).get("crew")
    found = turns(section, DAY, 1, ZONE, {("2026-03-05", "early"): [1]})
    assert [("no_shift", ("core",))] == [
        (g.reason, g.kinds) for g in gaps(section, found, DAY, 1, ZONE, ["base", "core"])
    ]


@pytest.mark.practice("I-129")
def test_who_leaves_hands_over_to_who_comes_and_closing_time_needs_nobody() -> None:
    section = crew()
    roster = {("2026-03-05", "early"): [1, 2], ("2026-03-05", "late"): [2, 3]}
    (one,) = handovers(section, turns(section, DAY, 1, ZONE, roster), ZONE)
    assert (at("2026-03-05T15:00"), (1,), (2, 3), "late") == (one.at, one.leaving, one.coming, one.next_shift)


@pytest.mark.practice("I-129")
def test_a_handover_to_nobody_is_told_within_the_hours_of_the_role() -> None:
    section = crew(begins="08:00", ends="22:00")
    early = {("2026-03-05", "early"): [1]}
    (one,) = handovers(section, turns(section, DAY, 1, ZONE, early), ZONE)
    assert ((1,), ()) == (one.leaving, one.coming)
    late = {("2026-03-05", "late"): [1]}
    assert [] == handovers(section, turns(section, DAY, 1, ZONE, late), ZONE)


# 2026-03-29: 02:00 → 03:00 in Berlin; 2026-10-25: 03:00 → 02:00.
def test_a_shift_that_the_clock_skips_does_not_take_place() -> None:
    skipped = {"x": {"name": "x", "role": "admin", "begins": "02:00", "ends": "03:00"}}
    assert [] == turns(crew(skipped), date(2026, 3, 29), 1, BERLIN, {})
    assert 1 == len(turns(crew(skipped), date(2026, 3, 28), 1, BERLIN, {}))


def test_a_night_is_an_hour_shorter_in_spring_and_longer_in_autumn() -> None:
    night = {"night": {"name": "夜", "role": "admin", "begins": "22:00", "ends": "06:00"}}
    hours = [
        (t.ends_at - t.begins_at) / 3_600_000
        for day in (date(2026, 3, 28), date(2026, 6, 1), date(2026, 10, 24))
        for t in turns(crew(night), day, 1, BERLIN, {})
    ]
    assert [7, 8, 9] == hours


@settings(max_examples=40)
@given(
    begins=st.integers(0, 1439),
    ends=st.integers(0, 1440),
    day=st.dates(date(2026, 3, 20), date(2026, 11, 5)),
    zone=st.sampled_from([ZONE, BERLIN, "America/New_York", "Australia/Lord_Howe"]),
)
def test_three_shifts_round_the_clock_leave_no_gap_and_never_overlap(
    begins: int, ends: int, day: date, zone: str
) -> None:
    marks = [begins, (begins + 480) % 1440, (begins + 960) % 1440]
    words = [f"{m // 60:02d}:{m % 60:02d}" for m in marks]
    shifts = {
        f"s{n}": {"name": "班", "role": "admin", "begins": words[n], "ends": words[(n + 1) % 3]}
        for n in range(3)
    }
    section = crew(shifts, begins="00:00", ends="24:00")
    roster = {((day + timedelta(days=d)).isoformat(), f"s{n}"): [n] for d in range(-2, 4) for n in range(3)}
    found = turns(section, day - timedelta(days=2), 5, zone, roster)
    assert [] == gaps(section, found, day, 1, zone, ["base"])
    moment = at_wall(day, min(ends, 1439), zone)
    assert 1 == len(on(found, moment))
    ours = [h for h in handovers(section, found, zone) if h.turn.day == day.isoformat()]
    assert all(len(h.coming) == 1 and h.leaving != h.coming for h in ours)


stretches = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 60)).map(lambda p: (p[0], p[0] + p[1])), max_size=12
)


@given(window=st.tuples(st.integers(0, 200), st.integers(0, 80)), found=stretches)
def test_what_is_uncovered_is_exactly_what_no_stretch_covers(
    window: tuple[int, int], found: list[tuple[int, int]]
) -> None:
    begin, end = window[0], window[0] + window[1]
    bare = list(uncovered((begin, end), found))
    expected = {m for m in range(begin, end) if not any(a <= m < b for a, b in found)}
    assert expected == {m for a, b in bare for m in range(a, b)}
    assert all(a < b for a, b in bare)
    assert all(one[1] < other[0] for one, other in pairwise(bare))


@given(
    first=st.integers(0, 1439), last=st.integers(0, 1440), day=st.dates(date(2026, 3, 1), date(2026, 11, 30))
)
def test_a_span_is_never_longer_than_a_day_and_an_hour(first: int, last: int, day: date) -> None:
    begins, ends = span(day, first, last, BERLIN)
    assert 0 <= ends - begins <= 25 * 3_600_000

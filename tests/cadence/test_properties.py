"""What holds for every cadence: plans are repeatable, windows are honest, days are counted right."""

from __future__ import annotations

import itertools
import random
from calendar import monthrange
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cadence.sample import audience, section, slot

from franchise import SetupInvalid, cadence
from franchise.cadence import triggers, windows
from franchise.cadence.planner import MEMORY
from franchise.cadence.values import LONGEST_GAP, SHORTEST_GAP
from franchise.clock import at_wall, format_wall, local

ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Africa/Cairo",  # changes at midnight
    "America/Santiago",  # changes at midnight
    "Asia/Beirut",  # changes at midnight
)
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
MONTH_ENDS = st.builds(
    lambda y, m, back: date(y, m, monthrange(y, m)[1]) - timedelta(days=back),
    st.integers(2024, 2032),
    st.integers(1, 12),
    st.integers(-1, 2),
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
COLUMNS = ("c0", "c1", "c2")


def some(items):
    return st.lists(st.sampled_from(items), unique=True, max_size=3)


TRIGGERS = st.fixed_dictionaries(
    {},
    optional={
        "weekdays": some(WEEKDAYS),
        "month_days": st.lists(st.integers(1, 31), max_size=3),
        "month_end": st.sampled_from(["last_day", "skip"]),
        "dates": st.lists(st.one_of(DAYS, MONTH_ENDS).map(date.isoformat), max_size=4),
    },
)
COUNTS = st.one_of(
    st.just({}),
    st.builds(
        lambda since, first, length, every: {
            "since": since,
            "first_day": first,
            "every_days": every,
            **({} if length is None else {"last_day": first + length}),
        },
        st.sampled_from(["group", "member"]),
        st.integers(1, 20),
        st.one_of(st.none(), st.integers(0, 40)),
        st.integers(1, 9),
    ),
)


@st.composite
def cadences(draw):
    """A valid cadence: windows side by side, all sorts of days, columns, materials and limits."""
    edges = sorted(draw(st.lists(st.integers(7 * 60, 23 * 60), min_size=2, max_size=8, unique=True)))
    slots = {}
    for n, (begins, ends) in enumerate(zip(edges[::2], edges[1::2], strict=False)):
        slots[f"s{n}"] = slot(
            format_wall(begins),
            format_wall(ends),
            kinds=draw(some(["base", "core"])),
            columns=draw(some(COLUMNS)),
            priority=draw(st.integers(1, 9)),
            **draw(TRIGGERS),
            **draw(COUNTS),
        )
    columns = {
        key: {"name": key, "repeat_days": draw(st.integers(0, 9)), "apart_days": draw(st.integers(0, 4))}
        for key in COLUMNS
    }
    materials = {
        f"m{n}": {"column": key, "text": "x"}
        for n, key in enumerate(draw(st.lists(st.sampled_from(COLUMNS), max_size=9)))
    }
    parts = {"slots": slots, "columns": columns, "materials": materials}
    if draw(st.booleans()):
        parts["capacity"] = draw(st.integers(1, 4))
    if draw(st.booleans()):
        parts["frequency"] = {
            "f": {"kinds": ["core"], "per_day": draw(st.integers(1, 3)), "per_week": draw(st.integers(1, 9))}
        }
    return section(**parts)


@st.composite
def groups(draw):
    made = []
    for n in range(draw(st.integers(1, 4))):
        day = date(2026, 3, 1) + timedelta(days=draw(st.integers(-40, 12)))
        joined = [
            at_wall(day + timedelta(days=draw(st.integers(0, 20))), draw(st.integers(0, 1439)), "UTC")
            for _ in range(3)
        ]
        made.append(
            audience(
                f"g{n}",
                draw(st.sampled_from(["base", "core"])),
                made=f"{day}T{draw(st.integers(0, 23)):02}:30",
                joined=tuple(joined),
            )
        )
    return made


def used(posts):
    return [
        cadence.Made(
            group_id=p.group_id, slot=p.slot, day=p.day, nth=p.nth, column=p.column, material=p.material
        )
        for p in posts
        if p.status == "planned"
    ]


@given(cadences(), groups(), st.integers(0, 20), st.sampled_from(ZONES), st.randoms(use_true_random=False))
@pytest.mark.practice("I-185")
def test_the_same_setup_groups_and_days_give_the_same_plan_in_whatever_order_they_come(
    setting, audiences, days, zone, dice
):
    first = cadence.plan(setting, audiences, date(2026, 3, 5), days, zone=zone)
    mixed = list(audiences)
    dice.shuffle(mixed)
    slots = list(setting.slots.items())
    materials = list(setting.materials.items())
    dice.shuffle(slots)
    dice.shuffle(materials)
    other = attrs.evolve(setting, slots=dict(slots), materials=dict(materials))
    assert first == cadence.plan(other, mixed, date(2026, 3, 5), days, zone=zone)


@given(cadences(), groups(), st.integers(1, 20), st.integers(1, 10), st.sampled_from(ZONES))
@settings(max_examples=200)
def test_what_is_planned_today_for_a_later_day_is_what_is_planned_then(setting, audiences, days, later, zone):
    start = date(2026, 3, 5)
    whole = cadence.plan(setting, audiences, start, later + days, zone=zone).posts
    border = (start + timedelta(days=later)).isoformat()
    before = used(p for p in whole if p.day < border)
    then = cadence.plan(setting, audiences, start + timedelta(days=later), days, zone=zone, made=before).posts
    assert [p for p in whole if p.day >= border] == list(then)


@given(cadences(), groups(), st.integers(1, 10), st.integers(0, 9), st.sampled_from(ZONES))
@settings(max_examples=200)
def test_what_is_made_in_the_middle_of_a_day_does_not_change_the_rest_of_it(
    setting, audiences, days, done, zone
):
    start = date(2026, 3, 5)
    whole = cadence.plan(setting, audiences, start, days, zone=zone).posts
    made = used(whole)[:done]
    assert whole == cadence.plan(setting, audiences, start, days, zone=zone, made=made).posts


@given(cadences(), groups(), st.sampled_from(ZONES))
def test_no_material_comes_twice_within_its_days_and_no_limit_is_passed(setting, audiences, zone):
    found = cadence.plan(setting, audiences, date(2026, 3, 2), 21, zone=zone).posts
    planned = [p for p in found if p.status == "planned"]
    last: dict[tuple[str, str], date] = {}
    for post in planned:
        if not post.material:
            continue
        day = date.fromisoformat(post.day)
        before = last.get((post.group, post.material))
        if before is not None and before != day:
            assert (day - before).days >= setting.columns[post.column].repeat_days
        last[post.group, post.material] = day
    for day in {p.day for p in planned}:
        assert len({p.slot for p in planned if p.day == day}) <= (setting.capacity or 99)
    for cap in setting.frequency.values():
        for group in {p.group for p in planned if p.kind in cap.kinds}:
            mine = [p for p in planned if p.group == group and not p.private]
            for day in {p.day for p in mine}:
                assert sum(p.day == day for p in mine) <= cap.per_day
            for week in range(3):
                monday = date(2026, 3, 2) + timedelta(days=7 * week)
                week_days = {(monday + timedelta(days=n)).isoformat() for n in range(7)}
                assert sum(p.day in week_days for p in mine) <= cap.per_week


@given(cadences(), st.one_of(DAYS, MONTH_ENDS), st.sampled_from(ZONES))
def test_windows_of_a_group_never_overlap_and_never_meet_the_curfew(setting, day, zone):
    found = [p for p in cadence.plan(setting, [audience()], day, 3, zone=zone).posts if not p.private]
    for one, other in itertools.pairwise(found):
        assert one.ends_at <= other.begins_at
    for post in found:
        assert post.begins_at < post.ends_at
        for at in (post.begins_at, (post.begins_at + post.ends_at) // 2, post.ends_at - 1):
            assert not windows.in_curfew(setting, at, zone)


@given(
    st.integers(0, 24 * 60),
    st.integers(0, 24 * 60),
    st.integers(0, 24 * 60 - 1),
    st.integers(1, 24 * 60),
    st.one_of(DAYS, MONTH_ENDS),
    st.sampled_from(ZONES),
)
@settings(max_examples=500)
def test_a_slot_that_the_setup_lets_pass_is_out_of_the_curfew_on_every_day_in_every_zone(
    first, last, begins, ends, day, zone
):
    curfew = {"begins": format_wall(first), "ends": format_wall(last)}
    try:
        setting = section(curfew=curfew, slots={"a": slot(format_wall(begins), format_wall(ends))})
    except SetupInvalid:
        return
    begins_at, ends_at = windows.window(setting.slots["a"], day, zone)
    for at in {begins_at, ends_at - 1, (begins_at + ends_at) // 2} if begins_at < ends_at else ():
        assert not windows.in_curfew(setting, at, zone)


@given(
    st.integers(0, 24 * 60 - 1),
    st.integers(0, 24 * 60 - 1),
    st.one_of(DAYS, MONTH_ENDS),
    st.integers(0, 24 * 60 - 1),
)
def test_the_curfew_is_what_the_wall_clock_says_where_clocks_do_not_change(first, last, day, minute):
    setting = section(curfew={"begins": format_wall(first), "ends": format_wall(last)})
    inside = first <= minute < last if first <= last else not last <= minute < first
    assert inside == windows.in_curfew(setting, at_wall(day, minute, "Asia/Shanghai"), "Asia/Shanghai")


@given(TRIGGERS, TRIGGERS, COUNTS, COUNTS, some(["base", "core"]), some(["base", "core"]))
@settings(max_examples=200)
def test_slots_that_are_said_never_to_meet_do_not_meet(
    days, other_days, count, other_count, kinds, other_kinds
):
    setting = section(
        slots={
            "a": slot("08:00", "09:00", kinds=kinds, **days, **count),
            "b": slot("10:00", "11:00", kinds=other_kinds, **other_days, **other_count),
        }
    )
    if triggers.may_meet(setting.slots["a"], setting.slots["b"]):
        return
    # The same reader of both: a group, or a member who joined when the group was made.
    made = at_wall(date(2026, 3, 5), 7 * 60, "UTC")
    for kind in ("base", "core"):
        group = cadence.Audience(group_id=1, key="g", name="g", kind=kind, created_at=made, joined=(made,))
        found = cadence.plan(setting, [group], date(2026, 3, 5), 370, zone="UTC").posts
        assert not {p.day for p in found if p.slot == "a"} & {p.day for p in found if p.slot == "b"}


@given(st.integers(1, 31), st.sampled_from(["last_day", "skip"]), st.integers(2024, 2032), st.integers(1, 12))
def test_a_day_of_the_month_comes_once_a_month_or_is_skipped_where_it_lacks(number, policy, year, month):
    setting = section(slots={"a": slot(month_days=[number], month_end=policy)})
    length = monthrange(year, month)[1]
    group = audience(made="2020-01-01T00:00")
    found = [
        p.day
        for p in cadence.plan(setting, [group], date(year, month, 1), length, zone="Asia/Shanghai").posts
    ]
    there = min(number, length)
    wanted = [] if number > length and policy == "skip" else [date(year, month, there).isoformat()]
    assert wanted == found


@given(
    st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(1, 50), st.integers(0, 60), st.integers(1, 20)
)
def test_a_count_goes_over_month_ends_leap_days_and_clock_changes_without_missing_a_day(
    start, first, length, every
):
    setting = section(
        slots={"a": slot(since="group", first_day=first, last_day=first + length, every_days=every)}
    )
    group = audience(made="2020-01-01T00:00", started=start)
    found = cadence.plan(setting, [group], start, first + length + 5, zone="Europe/Berlin").posts
    wanted = range(first, first + length + 1, every)
    assert [(n, (start + timedelta(days=n - 1)).isoformat()) for n in wanted] == [
        (p.nth, p.day) for p in found
    ]


@given(st.one_of(DAYS, MONTH_ENDS), st.sampled_from(ZONES), st.integers(0, 1438), st.integers(1, 1439))
def test_a_window_lies_on_its_own_day_and_is_as_long_as_the_wall_clock_says_but_for_clock_changes(
    day, zone, begins, length
):
    ends = min(begins + length, 1440)
    setting = section(
        curfew={"begins": "00:00", "ends": "00:00"}, slots={"a": slot(format_wall(begins), format_wall(ends))}
    )
    begins_at, ends_at = windows.window(setting.slots["a"], day, zone)
    assert local(begins_at, zone).date() == day
    assert begins_at <= ends_at
    noon = [local(at_wall(day + timedelta(days=n), 12 * 60, zone), zone) for n in (-1, 1)]
    if noon[0].utcoffset() == noon[1].utcoffset():
        assert (ends - begins) * 60_000 == ends_at - begins_at
    found = cadence.plan(setting, [audience(made="2020-01-01T00:00")], day, 1, zone=zone).posts
    assert [(begins_at, ends_at)] * (begins_at < ends_at) == [(p.begins_at, p.ends_at) for p in found]


@given(st.integers(1, 40), st.text(max_size=20), st.integers(0, 99))
@pytest.mark.practice("I-164")
def test_lines_are_one_to_two_minutes_apart(count, word, number):
    offsets = windows.line_offsets(count, word, number)
    gaps = [b - a for a, b in itertools.pairwise(offsets)]
    assert (count, 0) == (len(offsets), offsets[0])
    assert all(SHORTEST_GAP * 1000 <= gap <= LONGEST_GAP * 1000 for gap in gaps)


def test_a_plan_remembers_longer_than_any_column_may_ask_for():
    with pytest.raises(SetupInvalid):
        section(columns={"c": {"name": "C", "repeat_days": MEMORY}})
    assert 90 == section(columns={"c": {"name": "C", "repeat_days": 90}}).columns["c"].repeat_days


@given(st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_a_year_of_posts_in_any_order_gives_the_same_plan(dice: random.Random):
    setting = section(
        slots={"a": slot(columns=["c"])},
        columns={"c": {"name": "C", "repeat_days": 9}},
        materials={f"m{n}": {"column": "c", "text": "x"} for n in range(12)},
    )
    posts = cadence.plan(
        setting, [audience(made="2025-01-01T00:00")], date(2025, 3, 5), 365, zone="UTC"
    ).posts
    made = used(posts)
    before = cadence.plan(setting, [audience()], date(2026, 3, 5), 5, zone="UTC", made=made).posts
    dice.shuffle(made)
    assert before == cadence.plan(setting, [audience()], date(2026, 3, 5), 5, zone="UTC", made=made).posts

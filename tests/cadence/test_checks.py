"""A cadence that cannot work is refused when the setup is read, with the place of the mistake."""

from __future__ import annotations

import pytest
from tests.cadence.sample import KINDS, SCHEMA, section, slot

from franchise import SetupInvalid


def mistakes(**parts) -> list[tuple[str, str]]:
    with pytest.raises(SetupInvalid) as refused:
        SCHEMA.parse({"setup": {"name": "x"}, "groups": KINDS, "cadence": parts})
    return [(p.where, p.message) for p in refused.value.problems]


def place(**parts) -> str:
    ((where, _message),) = mistakes(**parts)
    return where


@pytest.mark.practice("C-03")
def test_overlapping_slots_of_a_group_are_refused_with_both_windows():
    ((where, message),) = mistakes(slots={"a": slot("07:30", "09:00"), "b": slot("08:59", "10:00")})
    assert "[cadence.slots.b] begins" == where
    assert "08:59–10:00" in message
    assert "07:30–09:00" in message


@pytest.mark.parametrize(
    "other",
    [
        slot("09:00", "10:00"),
        slot(kinds=["core"]),
        slot(weekdays=["tue", "fri"]),
        slot(since="member"),
        slot(dates=["2026-03-07"]),
    ],
    ids=["next to it", "another kind", "other days", "in private", "a date that is a Saturday"],
)
def test_slots_that_never_meet_in_a_group_are_fine(other):
    assert section(slots={"a": slot(kinds=["base"], weekdays=["mon", "wed"]), "b": other}).slots.keys() == {
        "a",
        "b",
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"weekdays": ["fri"]}, {"month_days": [13]}),
        ({"dates": ["2026-03-05"]}, {"weekdays": ["thu"]}),
        ({"month_days": [31]}, {"month_days": [28]}),
        ({"since": "group", "first_day": 1, "last_day": 7}, {"since": "group", "first_day": 7}),
        ({"since": "group", "every_days": 3}, {"since": "group", "first_day": 2, "every_days": 5}),
        ({"since": "group"}, {}),
    ],
)
def test_slots_that_meet_on_some_day_are_refused(one, other):
    assert "[cadence.slots.b] begins" == place(slots={"a": slot(**one), "b": slot(**other)})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"month_days": [31], "month_end": "skip"}, {"month_days": [28]}),
        ({"since": "group", "first_day": 1, "last_day": 7}, {"since": "group", "first_day": 8}),
        ({"since": "group", "every_days": 2}, {"since": "group", "first_day": 2, "every_days": 4}),
        ({"dates": ["2028-02-29"]}, {"month_days": [1]}),
    ],
)
def test_slots_whose_days_are_told_apart_by_counting_are_fine(one, other):
    assert section(slots={"a": slot(**one), "b": slot(**other)}).slots


@pytest.mark.practice("I-107", "I-148")
@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [
        ("22:00", "23:01", "ends"),
        ("23:00", "23:30", "begins"),
        ("00:00", "01:00", "begins"),
        ("06:59", "08:00", "begins"),
        ("06:00", "24:00", "begins"),
        ("12:00", "24:00", "ends"),
    ],
)
def test_a_slot_that_reaches_into_the_curfew_is_refused_on_either_side_of_midnight(begins, ends, field):
    assert f"[cadence.slots.a] {field}" == place(slots={"a": slot(begins, ends)})


@pytest.mark.parametrize(("begins", "ends"), [("22:00", "23:00"), ("07:00", "08:00")])
def test_a_slot_may_touch_the_curfew(begins, ends):
    assert section(slots={"a": slot(begins, ends)}).slots


def test_a_curfew_within_the_day_and_none_at_all_work_too():
    noon = {"begins": "12:00", "ends": "14:00"}
    assert section(curfew=noon, slots={"a": slot("23:00", "24:00"), "b": slot("00:00", "01:00")}).slots
    assert "[cadence.slots.a] begins" == place(curfew=noon, slots={"a": slot("13:00", "15:00")})
    never = {"begins": "00:00", "ends": "00:00"}
    assert section(curfew=never, slots={"a": slot("03:00", "04:00")}).slots


@pytest.mark.parametrize(
    ("parts", "where"),
    [
        ({"capacity": 0}, "[cadence] capacity"),
        ({"slots": {"a": slot("09:00", "09:00")}}, "[cadence.slots.a] ends"),
        ({"slots": {"a": slot("22:00", "07:00")}}, "[cadence.slots.a] ends"),
        (
            {"slots": {"a": slot(columns=["gods"])}, "columns": {"goods": {"name": "好物"}}},
            "[cadence.slots.a] columns",
        ),
        ({"slots": {"a": slot(kinds=["bse"])}}, "[cadence.slots.a] kinds"),
        ({"slots": {"a": slot(role="boss")}}, "[cadence.slots.a] role"),
        ({"slots": {"a": slot(month_days=[0])}}, "[cadence.slots.a] month_days"),
        ({"slots": {"a": slot(month_days=[32])}}, "[cadence.slots.a] month_days"),
        ({"slots": {"a": slot(dates=["2026-02-29"])}}, "[cadence.slots.a] dates"),
        ({"slots": {"a": slot(weekdays=["tues"])}}, "[cadence.slots.a] weekdays"),
        ({"slots": {"a": slot(last_day=14)}}, "[cadence.slots.a] since"),
        ({"slots": {"a": slot(since="group", first_day=8, last_day=7)}}, "[cadence.slots.a] last_day"),
        ({"slots": {"a": slot(forms=["song"])}}, "[cadence.slots.a] forms"),
        ({"slots": {"a": slot("09:00", "09:04", interaction=5)}}, "[cadence.slots.a] interaction"),
        ({"slots": {"a": slot(channel="We Chat")}}, "[cadence.slots.a] channel"),
        ({"slots": {"a": slot(priority=10)}}, "[cadence.slots.a] priority"),
        ({"scripts": {"s": {"lines": ["somebody says this"]}}}, "[cadence.scripts.s] lines"),
        ({"scripts": {"s": {"lines": ["boss: 大家好"]}}}, "[cadence.scripts.s] lines"),
        ({"scripts": {"s": {"lines": []}}}, "[cadence.scripts.s] lines"),
        ({"materials": {"m": {"column": "none"}}}, "[cadence.materials.m] column"),
        (
            {"materials": {"m": {"column": "c", "text": "{shop}"}}, "columns": {"c": {"name": "C"}}},
            "[cadence.materials.m] text",
        ),
        (
            {"frequency": {"a": {"kinds": ["base"]}, "b": {"kinds": ["base", "core"]}}},
            "[cadence.frequency.b] kinds",
        ),
        ({"frequency": {"a": {"kinds": ["base"], "per_day": 0}}}, "[cadence.frequency.a] per_day"),
    ],
)
def test_every_other_mistake_has_its_place(parts, where):
    assert where == place(**parts)


def test_an_unknown_column_is_told_with_the_nearest_one():
    ((_where, message),) = mistakes(slots={"a": slot(columns=["gods"])}, columns={"goods": {"name": "好物"}})
    assert "goods" in message


@pytest.mark.practice("I-164")
def test_a_scene_that_could_not_be_played_in_its_window_is_refused():
    roles = {"owner": {"name": "群主"}}
    scripts = {"s": {"lines": ["owner: 好"] * 4}}  # up to six minutes
    assert "[cadence.slots.a] ends" == place(
        slots={"a": slot("09:00", "09:06", script="s")}, scripts=scripts, roles=roles
    )
    assert section(slots={"a": slot("09:00", "09:07", script="s")}, scripts=scripts, roles=roles).slots

"""On which days a slot is due: weekday, day of the month, date, day of a count. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from math import gcd
from typing import TYPE_CHECKING, Final

from franchise.clock import at_wall, local

if TYPE_CHECKING:
    from franchise.cadence.section import Cadence, Slot

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH_LENGTHS: Final = (28, 29, 30, 31)


def on_calendar(slot: Slot, day: date) -> bool:
    """Whether the calendar lets a slot be due on ``day``; its count of days is another matter."""
    if slot.weekdays and _WEEKDAYS[day.weekday()] not in slot.weekdays:
        return False
    if slot.month_days and day.day not in _in_month(slot, monthrange(day.year, day.month)[1]):
        return False
    return not slot.dates or day.isoformat() in slot.dates


def _in_month(slot: Slot, length: int) -> set[int]:
    """The days on which a slot's ``month_days`` fall in a month of ``length`` days."""
    if slot.month_end == "last_day":
        return {min(number, length) for number in slot.month_days}
    return {number for number in slot.month_days if number <= length}


def nth_day(slot: Slot, start: date, day: date) -> int | None:
    """Which day of the slot's count ``day`` is, when the count begins on ``start``; None: not due."""
    number = (day - start).days + 1
    if number < slot.first_day or (slot.last_day is not None and number > slot.last_day):
        return None
    return number if (number - slot.first_day) % slot.every_days == 0 else None


def for_kind(slot: Slot, kind: str) -> bool:
    """Whether a slot is for groups of this kind."""
    return not slot.kinds or kind in slot.kinds


def first_day(cadence: Cadence, kind: str, since: str, at: int, zone: str) -> date:
    """Day 1 of a count that begins at the instant ``at``.

    It is that day, or the next one if a window of day 1 was over by then, so that nobody misses a first lesson.
    """
    day = local(at, zone).date()
    over = any(
        at_wall(day, slot.ends, zone) <= at
        for slot in cadence.slots.values()
        if slot.since == since and slot.first_day == 1 and for_kind(slot, kind)
    )
    return day + timedelta(days=1) if over else day


# -------------------------------------------------------------------- can two slots meet?


def may_meet(one: Slot, other: Slot) -> bool:
    """Whether some group can have both slots due on the same day."""
    if one.kinds and other.kinds and not set(one.kinds) & set(other.kinds):
        return False
    for a, b in ((one, other), (other, one)):
        if a.dates:
            return any(on_calendar(a, day) and on_calendar(b, day) for day in _dates(a)) and _counts_meet(
                a, b
            )
    if one.weekdays and other.weekdays and not set(one.weekdays) & set(other.weekdays):
        return False
    if one.month_days and other.month_days:
        months = [_in_month(one, n) & _in_month(other, n) for n in _MONTH_LENGTHS]
        if not any(months):
            return False
    return _counts_meet(one, other)


def _dates(slot: Slot) -> Iterator[date]:
    for text in slot.dates:
        yield date.fromisoformat(text)


def _counts_meet(one: Slot, other: Slot) -> bool:
    """Whether two counts from the same start have a day in common; other counts are not comparable."""
    if not one.since or one.since != other.since:
        return True
    lasts = [slot.last_day for slot in (one, other) if slot.last_day is not None]
    distance = other.first_day - one.first_day
    if distance % gcd(one.every_days, other.every_days):
        return False
    number = one.first_day
    while number < other.first_day or (number - other.first_day) % other.every_days:
        number += one.every_days
    return not lasts or number <= min(lasts)

"""Time comes from an injected clock; instants are UTC milliseconds, days and cut-offs are the store's own.

A cut-off is a wall-clock time of a day in the store's zone. ``24:00`` is the end of that day. Where a change to
summer time skips a wall-clock time, the first instant after the gap is meant; where one occurs twice, the first.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

import attrs

MINUTES_A_DAY: Final = 24 * 60
_WALL: Final = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::00)?", re.ASCII)


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> int:
        """Milliseconds since 1970-01-01T00:00Z."""
        ...


@attrs.frozen
class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000


@attrs.define
class FixedClock:
    """A clock that stands still until it is set: rehearsals, demos and tests."""

    at: int

    def now(self) -> int:
        return self.at


def instant(text: str, zone: str = "UTC") -> int:
    """Read ``2026-03-05T11:40`` (in ``zone`` unless the text has an offset) as UTC milliseconds."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return round(moment.timestamp() * 1000)


def parse_wall(text: str) -> int:
    """Read ``HH:MM`` as minutes since the day began; ``24:00`` is 1440.

    Raises:
        ValueError: No such time of day.

    """
    found = _WALL.fullmatch(text)
    minutes = int(found[1]) * 60 + int(found[2]) if found else -1
    if not 0 <= minutes <= MINUTES_A_DAY:
        msg = f"{text!r} is not a time of day between 00:00 and 24:00"
        raise ValueError(msg)
    return minutes


def format_wall(minutes: int) -> str:
    """Write minutes since the day began as ``HH:MM``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def at_wall(day: date, minutes: int, zone: str) -> int:
    """The instant at which ``minutes`` after midnight are shown in ``zone`` on ``day``; UTC milliseconds."""
    extra, minutes = divmod(minutes, MINUTES_A_DAY)
    shown = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60) + timedelta(days=extra)  # noqa: DTZ001
    info = ZoneInfo(zone)
    moment = shown.replace(tzinfo=info).astimezone(UTC)
    if moment.astimezone(info).replace(tzinfo=None) != shown:  # the time is skipped on that day
        before = shown.replace(tzinfo=info, fold=1).astimezone(UTC)
        moment = _end_of_gap(min(moment, before), max(moment, before), info)
    return round(moment.timestamp() * 1000)


def _end_of_gap(low: datetime, high: datetime, info: ZoneInfo) -> datetime:
    """The instant between ``low`` and ``high`` at which the zone's offset changes."""
    offset = low.astimezone(info).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(info).utcoffset() == offset else (low, middle)
    return high.replace(microsecond=0)


def local(at: int, zone: str) -> datetime:
    """An instant as the store's clock shows it."""
    return datetime.fromtimestamp(at / 1000, ZoneInfo(zone))


def show(at: int, zone: str) -> str:
    """An instant for people: ``2026-03-05 11:40`` on the store's clock."""
    return local(at, zone).strftime("%Y-%m-%d %H:%M")

"""Times as exports write them, on the store's clock."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

import attrs

from franchise.clock import at_wall

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
_HALVES: Final = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|[AaPp][Mm]"
_MORNING: Final = ("凌晨", "清晨", "早上", "早晨", "上午", "AM")
WEEKDAY: Final = "(?:星期|周|礼拜)[一二三四五六日天]"
DATE: Final = (
    r"(?:(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    r"|(?:(?P<cyear>\d{4})年)?(?P<cmonth>\d{1,2})月(?P<cday>\d{1,2})日)"
)
TIME: Final = (
    rf"(?P<half>{_HALVES})? ?(?P<hour>\d{{1,2}})[:：](?P<minute>\d\d)(?:[:：](?P<second>\d\d)(?:\.\d{{1,6}})?)?"
    r"(?: ?(?P<half2>[AaPp][Mm]))?"
)
STAMP: Final = rf"{DATE}(?:[ T\u3000]{{0,3}}{WEEKDAY})?[ T\u3000]{{0,3}}{TIME}"
_ISO: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|z|[+-]\d\d:?\d\d)?", re.ASCII
)


class NoYear(ValueError):
    """A date without a year, and nothing says which."""


@attrs.define
class Calendar:
    """Reads the dates and times of one export from its beginning to its end.

    A date without a year belongs to the year of the date before it; where the month falls back by half a year or
    more, to the next.
    """

    zone: str
    year: int | None = None
    day: date | None = None

    def date_of(self, found: re.Match[str]) -> date:
        """The date in a match of `DATE`; it becomes the day of the times that follow.

        Raises:
            NoYear: It has none, and nothing says which.
            ValueError: There is no such day.

        """
        part = found.groupdict()
        given = part["year"] or part["cyear"]
        month, day = int(part["month"] or part["cmonth"]), int(part["day"] or part["cday"])
        if given:
            self.year = int(given)
        elif self.year is None:
            raise NoYear
        elif self.day is not None and (self.day.month - month) >= 6:
            self.year += 1
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError
        self.day = date(self.year, month, day)
        return self.day

    def instant_of(self, found: re.Match[str]) -> int:
        """The instant in a match of `STAMP`, or of `TIME` alone on the day reached, in UTC milliseconds.

        Raises:
            NoYear: As `date_of`; also where a time stands alone and no date came before.
            ValueError: There is no such time.

        """
        part = found.groupdict()
        if part.get("month") or part.get("cmonth"):
            self.date_of(found)
        if self.day is None:
            raise NoYear
        hour = _hour(int(part["hour"]), (part["half"] or part["half2"] or "").upper())
        minute, second = int(part["minute"]), int(part["second"] or 0)
        if hour > 23 or minute > 59 or second > 59:
            raise ValueError
        return at_wall(self.day, hour * 60 + minute, self.zone) + second * 1000


def _hour(hour: int, half: str) -> int:
    if not half or hour > 12:
        return hour
    if half in _MORNING:
        return 0 if hour == 12 else hour
    if hour == 12 and half in {"傍晚", "晚上"}:  # midnight of which day?
        raise ValueError
    if half == "中午":
        return hour if hour >= 10 else hour + 12
    return hour if hour == 12 else hour + 12


def iso_instant(text: str, zone: str) -> int:
    """Read ``2026-03-05T12:30:01+08:00``, or the same without an offset on the store's clock.

    Raises:
        ValueError: It is neither.

    """
    found = _ISO.fullmatch(text.strip())
    if found is None or not FIRST_YEAR <= int(found[1][:4]) <= LAST_YEAR:
        raise ValueError
    clock, offset = found[2], (found[3] or "").upper().replace("Z", "+00:00")
    moment = datetime.fromisoformat(f"{found[1]}T{clock[:15]}{offset}")
    if moment.tzinfo is not None:
        return int(moment.timestamp() * 1000)
    whole = at_wall(moment.date(), moment.hour * 60 + moment.minute, zone)
    return whole + moment.second * 1000 + moment.microsecond // 1000

"""Times of day and dates of a setup."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any, Final

import attrs

from franchise.clock import format_wall, parse_wall
from franchise.messages import gettext as _
from franchise.setups.canon import JSON
from franchise.setups.problems import Wrong, shown

_DAY: Final = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: 0{1,2}:00(?::00)?)?", re.ASCII)


@attrs.frozen
class WallTime:
    """A time of day, built as minutes since midnight."""

    def read(self, value: Any) -> JSON:
        if isinstance(value, time) and value.tzinfo is None and not (value.second or value.microsecond):
            return value.strftime("%H:%M")
        if isinstance(value, str):
            try:
                return format_wall(
                    parse_wall(value.strip().replace("：", ":"))
                )  # the colon of a Chinese keyboard
            except ValueError:
                pass
        raise Wrong(_("{value} is not a time of day.").format(value=shown(value)), self.allowed())

    def read_text(self, text: str) -> JSON:
        return self.read(text)

    def build(self, value: JSON) -> int:
        return int(value[:2]) * 60 + int(value[3:])

    def write(self, value: JSON) -> Any:
        return value if value == "24:00" else time(int(value[:2]), int(value[3:]))

    def allowed(self) -> str:
        return _("a time from 00:00 to 24:00, such as 11:30")


@attrs.frozen
class Day:
    """A date."""

    def read(self, value: Any) -> JSON:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is not None:
            try:
                return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
            except ValueError:
                pass
        raise Wrong(_("{value} is not a date.").format(value=shown(value)), self.allowed())

    def read_text(self, text: str) -> JSON:
        return self.read(text)

    def build(self, value: JSON) -> date:
        return date.fromisoformat(value)

    def write(self, value: JSON) -> Any:
        return date.fromisoformat(value)

    def allowed(self) -> str:
        return _("a date such as 2026-03-05")

"""The lines of a plain export, and what each looks like by itself."""

from __future__ import annotations

import re
from typing import Final

import attrs

from franchise.chat.marks import Happening, happening
from franchise.chat.times import DATE, STAMP, TIME, WEEKDAY

_HEAD: Final = 120  # no line with a name and a time is longer
_DIGIT: Final = re.compile(r"\d")
_GAP: Final = r"[ \t\u3000]+"
_END: Final = r"[ \t\u3000]*[:：]?"
_NAME_FIRST: Final = re.compile(rf"(?P<name>\S(?:.*?\S)??){_GAP}{STAMP}{_END}")
_TIME_FIRST: Final = re.compile(rf"{STAMP}{_GAP}(?P<name>\S(?:.*\S)?)")
_STAMP: Final = re.compile(rf"{STAMP}{_END}")
_CLOCK: Final = re.compile(TIME)
_CLOCK_LAST: Final = re.compile(rf"(?P<name>\S(?:.*?\S)??){_GAP}{TIME}{_END}")
_DAY: Final = re.compile(rf"[-—–─=_ \t\u3000]*{DATE}[ \u3000]{{0,3}}(?:{WEEKDAY})?[-—–─=_ \t\u3000]*")
_HOUR: Final = (
    r"[ T,，\u3000]{0,3}(?:凌晨|早上|上午|中午|下午|晚上)? ?\d{1,2}[:：.时点]\d{1,2}(?:[:：.分]\d{1,2}秒?)?分?"
    r"(?: ?[AaPp]\.?[Mm]\.?)?"
)
_WHOLE: Final = rf"\d{{1,4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,4}}日?{_HOUR}"
_PART: Final = (
    rf"(?:\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}[-/]\d{{1,2}}|昨天|前天|今天|{WEEKDAY}|yesterday|today){_HOUR}"
)
_ODD: Final = re.compile(rf"\S.{{0,60}}{_GAP}{_WHOLE}{_END}|{_WHOLE}(?:{_GAP}\S.{{0,60}})?")
_VAGUE: Final = re.compile(rf"\S.{{0,60}}{_GAP}{_PART}{_END}", re.IGNORECASE)


@attrs.frozen(slots=True)
class Line:
    """A line and what it looks like.

    ``head`` is name and time, ``brief`` the same with a time of day alone; ``told`` a time and what the app says,
    ``event`` the latter alone; ``stamp``, ``day`` and ``clock`` a time, a date, a time of day; ``odd`` and ``vague``
    name and something like a time; ``blank`` and ``text``.
    """

    number: int
    text: str
    kind: str
    found: re.Match[str] | None = None
    event: Happening | None = None


def look(number: int, text: str) -> Line:
    """Say what a line looks like; it is matched against a handful of patterns, and only when it is short."""
    line = text.strip(" \t\u3000\u200b\ufeff")
    if not line:
        return Line(number, "", "blank")
    if len(line) > _HEAD:
        event = happening(line)
        return Line(number, text, "event" if event else "text", event=event)
    if not _DIGIT.search(line):
        event = happening(line)
        return Line(number, line if event else text, "event" if event else "text", event=event)
    for kind, pattern in (("stamp", _STAMP), ("day", _DAY), ("clock", _CLOCK)):
        if found := pattern.fullmatch(line):
            return Line(number, line, kind, found)
    if found := _TIME_FIRST.fullmatch(line):
        event = happening(found["name"])
        return Line(number, line, "told" if event else "head", found, event)
    if event := happening(line):
        return Line(number, line, "event", event=event)
    if found := _NAME_FIRST.fullmatch(line):
        return Line(number, line, "head", found)
    if _ODD.fullmatch(line):
        return Line(number, line, "odd")
    if _VAGUE.fullmatch(line):
        return Line(number, line, "vague")
    if found := _CLOCK_LAST.fullmatch(line):
        return Line(number, line, "brief", found)
    return Line(number, text, "text")

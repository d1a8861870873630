"""The fields of an entry: runs between separators, and the gaps that part them."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place

_FIRST: Final = Pattern(r"[^ \n,:;、()\[\]【】|/+。!?→-]+|[^ \n,:;]")
_DOOR: Final = Pattern(r"[0-9]{1,3}-(?:[0-9]{1,3}-)?[0-9]{3,4}(?=[ :,])")
GAP: Final = " \n,:;、|/-。!→★"
_DECORATED: Final = Pattern("[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+")


def first_run(text: str, start: int, end: int) -> Place:
    """The first run of the entry without separators; lone decorations take the next run with them."""
    if door := _DOOR.match(text, start, end):
        return start, door.end()
    found = _FIRST.match(text, start, end)
    if found is None:
        return start, start
    stop = found.end()
    if _DECORATED.fullmatch(text, start, stop) and stop < end and text[stop] == " ":
        more = _FIRST.match(text, stop + 1, end)
        if more and skip(text, more.end(), end) < end:
            stop = more.end()
    return start, stop


def last_run(text: str, start: int, end: int) -> Place:
    stop = end
    while stop > start and text[stop - 1] in " )]】":
        stop -= 1
    begin = stop
    while begin > start and text[begin - 1] not in " ,、:;-([【\n":
        begin -= 1
    return begin, stop


def skip(text: str, place: int, end: int, chars: str = GAP) -> int:
    while place < end and text[place] in chars:
        place += 1
    return place


def dash_fields(text: str, start: int, end: int) -> bool:
    """Whether hyphens part the fields here: at least two that stand not between digits."""
    count, place = 0, text.find("-", start, end)
    while place >= 0 and count < 2:
        if (
            not (text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit())
            and place > start
        ):
            count += 1
        place = text.find("-", place + 1, end)
    return count >= 2

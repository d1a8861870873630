"""Copied chat logs: who said what, told by names, times and colons."""

from __future__ import annotations

from typing import Final

import attrs

from franchise_village.jielong.layout import is_blank, lines_in
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place
from franchise_village.jielong.source import Source

_STAMP: Final = r"(?:(?:[0-9]{4}[-/.年])?[0-9]{1,2}[-/.月][0-9]{1,2}日?|昨天|今天|前天|(?:星期|周)[一二三四五六日天])? ?(?:上午|下午|晚上|凌晨|早上|中午|早晨|傍晚)? ?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[ap]m)?"
_NAME_FIRST: Final = Pattern(rf"[\"“]?(?P<name>[^\n:]{{1,40}}?)[\"”]?(?: |\(|:|\[)+{_STAMP}[)\]]?:?")
_SAID: Final = Pattern(
    rf"(?P<name>(?![0-9]{{2,4}}[-/.年])[^\n:,。]{{1,20}}?)[ (]+(?>{_STAMP})\)? ?: ?(?=[^ ])"
)
_TIME_FIRST: Final = Pattern(
    rf"[\[(]?{_STAMP}(?:, ?[0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}})?[\])]?(?: - |[ ,]+)(?P<name>[^ :\n]{{1,40}})(?:: ?| |$)"
)
_CLOCK: Final = Pattern(r"[0-9]:[0-9]{2}")
_WIDEST: Final = 90  # a name with its time is a short line
_ACCOUNT: Final = Pattern(r" ?[(<][0-9*@.a-z_-]{5,30}[)>]$")
_COLON: Final = Pattern(r"\[?(?P<name>[^ :,。;!?\n\[\]]{1,20}) ?: ?")


@attrs.frozen(kw_only=True)
class Speech:
    """What one person said: the name's place and the places of the words."""

    name: Place
    words: tuple[Place, ...]


def read_log(source: Source, start: int, end: int) -> list[Speech]:
    """The speeches of a log with times; empty when there is no line with a name and a time."""
    text = source.text
    speeches: list[tuple[Place, list[Place]]] = []
    for first, last in lines_in(text, start, end):
        if is_blank(text, first, last):
            continue
        stop = last
        while stop > first and text[stop - 1] == " ":
            stop -= 1
        stamped = _CLOCK.search(text, first, min(stop, first + _WIDEST)) is not None
        if stamped and stop - first <= _WIDEST and (found := _NAME_FIRST.fullmatch(text, first, stop)):
            speeches.append((found.span("name"), []))
        elif stamped and (found := _SAID.match(text, first, stop)):
            speeches.append((found.span("name"), [(found.end(), stop)]))
        elif stamped and (found := _TIME_FIRST.match(text, first, stop)):
            speeches.append((found.span("name"), [(found.end(), stop)] if found.end() < stop else []))
        elif speeches:
            speeches[-1][1].append((first, last))
        else:
            speeches.append(((first, first), [(first, last)]))
    if not any(name[0] < name[1] for name, _ in speeches):
        return []
    return [Speech(name=_nameless(text, name), words=tuple(words)) for name, words in speeches]


def _nameless(text: str, name: Place) -> Place:
    """The name without the account or the telephone number in brackets behind it."""
    found = _ACCOUNT.search(text, *name)
    return (name[0], found.start()) if found and found.start() > name[0] else name


def colon_name(source: Source, start: int, end: int) -> tuple[Place, int] | None:
    """``陈姐：鸡蛋2斤``: the name's place and where the words begin."""
    found = _COLON.match(source.text, start, end)
    return (found.span("name"), found.end()) if found else None

"""How a message is laid out: which lines are a header, a menu, entries, a tail."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

import attrs

from franchise_village.jielong.header import EXAMPLE, MARKER, TOTAL, is_marker
from franchise_village.jielong.numerals import OPENERS
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.quantity import chinese, unit_at
from franchise_village.jielong.scene import Place
from franchise_village.jielong.source import Source

_BULLET: Final = r"\s*(?:[>*·•✅☑✔▶▪◆●○★☆❤♥👉🔸🔹📌️‍]{1,4} ?)?"
_CIRCLED: Final = "①-⒛㉑-㉟㊱-㊿❶-➓"
_MARK: Final = Pattern(
    rf"{_BULLET}(?:(?P<strong>[0-9]{{1,4}}) ?(?:[.、:)。]|,(?=[^0-9]))+(?![0-9])|(?P<strong2>[0-9]{{1,4}})[、)](?=[0-9])|(?P<joined>[0-9]{{1,4}})\.(?=[0-9])|(?P<dashed>[0-9]{{1,3}}) ?- ?(?=[^0-9 -])|\|? ?(?P<celled>[0-9]{{1,3}}) ?\| ?|\((?P<round>[0-9]{{1,3}})\)|\[(?P<square>[0-9]{{1,3}})\]"
    rf"|(?P<circled>[{_CIRCLED}])[.、:]?|(?P<keycap>(?:[0-9]\u20e3){{1,3}}|🔟)[.、:]?|(?P<chinese>[一二三四五六七八九十百]{{1,5}})[、.:)。](?![0-9])|\((?P<chinese2>[一二三四五六七八九十]{{1,3}})\)"
    r"|no\.? ?(?P<no>[0-9]{1,3})[ .:、]|第(?P<nth>[0-9]{1,3})[位个名单][:、. ]?|(?P<spaced>[0-9]{1,3}) +(?=\S)|(?P<bare>[0-9]{1,3})(?=[^0-9 .,:%/~*x+-]))"
)
_STRONG: Final = (
    "strong",
    "strong2",
    "celled",
    "round",
    "square",
    "circled",
    "keycap",
    "chinese",
    "chinese2",
    "no",
    "nth",
)
_INLINE: Final = Pattern(r"(?:^|(?<=[ :,;。~\n]))([0-9]{1,2}) ?[.、)](?=[^0-9.])")
_PRICE: Final = Pattern(r"[0-9] ?(?:元|块钱|/)|¥")
_COUNTED: Final = Pattern(r"[0-9一二两三四五六七八九十半俩仨]")
_ROW: Final = Pattern(r" *[0-9]{1,3} ?[.、)]")
_HOUSE: Final = Pattern(r"[0-9]{1,4}(?:组|排|栋|幢|队|号楼|单元|号(?![前后到]))")
_JOIN: Final = Pattern(r"\s*\+([0-9]{1,2})(?: +|:|、)(?=[^0-9 ])")
_BLANK: Final = Pattern(r"[\s\-=_*~.·─━—…#]*")


@attrs.frozen(kw_only=True)
class Entry:
    """An entry's ``whole`` place with its marker, and the place of its content."""

    number: int
    whole: Place
    content: Place
    joined: int = 0  # LINE: the N of a leading +N


@attrs.frozen(kw_only=True)
class Listing:
    """One list: the lines before it, its menu, its entries, what stands behind."""

    header: tuple[Place, ...] = ()
    menu: tuple[tuple[int, Place], ...] = ()
    entries: tuple[Entry, ...] = ()
    tail: tuple[Place, ...] = ()


@attrs.define
class _Line:
    start: int
    end: int
    number: int = 0
    content: int = 0
    strength: int = 0  # 3 certain, 2 joined to a digit, 1 spaced, 0 bare; -1 none


def lines_in(text: str, start: int, end: int) -> list[Place]:
    places: list[Place] = []
    while start <= end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        places.append((start, stop))
        start = stop + 1
    return places


def _unfolded(text: str, places: list[Place]) -> list[Place]:
    """Lines, with a chain written all on one line parted before its numbers: 接龙:1.彤姐 藕粉2袋 2.老褚 麻花4根.

    Only the last line is parted, below or behind the word of the chain, with an amount in every part and no
    price in any: what else is numbered so may be a menu.
    """
    written = [place for place in places if not is_blank(text, *place)]
    if not written or any(_ROW.match(text, *place) for place in written[:-1]):
        return places
    start, end = written[-1]
    marks = list(_INLINE.finditer(text, start, end))
    if len(marks) < 2 or [int(mark[1]) for mark in marks] != list(range(1, len(marks) + 1)):
        return places
    chained = any(MARKER.match(text, *place) for place in written)
    edges = [*(mark.start() for mark in marks), end]
    parts = [text[mark.end() : edge] for mark, edge in zip(marks, edges[1:], strict=True)]
    if not chained or any(_PRICE.search(part) or not _COUNTED.search(part) for part in parts):
        return places
    inside = [place for place in itertools.pairwise([start, *edges]) if place[0] < place[1]]
    at = places.index((start, end))
    return [*places[:at], *inside, *places[at + 1 :]]


def is_blank(text: str, start: int, end: int) -> bool:
    return _BLANK.fullmatch(text, start, end) is not None


def _read_mark(text: str, start: int, end: int) -> _Line:
    line = _Line(start, end, strength=-1)
    found = _MARK.match(text, start, end)
    if found is None:
        return line
    kind = found.lastgroup or ""
    label = found[kind]
    line.content = found.end()
    if kind in {"chinese", "chinese2"}:
        value, ranged = chinese(label)
        line.number = 0 if value is None or ranged else value // 1_000
    elif kind == "circled":
        line.number = int(unicodedata.numeric(label))
    elif kind == "keycap":
        line.number = 10 if label == "🔟" else int(label.replace("\u20e3", ""))
    else:
        line.number = int(label)
    line.strength = 3 if kind in _STRONG else {"joined": 2, "dashed": 1, "spaced": 1}.get(kind, 0)
    if kind in {"spaced", "bare", "dashed"} and (
        unit_at(text, line.content, end)
        or text[line.content] in "月日号点年组队排栋楼折"
        or text[line.content] in OPENERS
    ):
        line.strength = -1
    if line.number == 0 and kind != "strong":
        line.strength = -1
    return line


def _accepted(text: str, lines: Sequence[_Line]) -> list[_Line]:
    """The lines that really are entries: weak marks count only where they continue a sequence."""
    marked = [line for line in lines if line.strength >= 0]
    strong = any(line.strength == 3 for line in marked)
    found: list[_Line] = []
    for index, line in enumerate(marked):
        if line.strength == 3:
            found.append(line)
            continue
        before = found[-1].number if found else 0
        after = next((later.number for later in marked[index + 1 :] if later.strength >= line.strength), 0)
        follows = line.number == before + 1 and (before > 0 or after == 2)
        housed = line.strength == 2 and line.number == before + 1 and _HOUSE.match(text, line.content)
        if housed or (follows and (line.strength == 2 or not strong or before > 0)):
            found.append(line)
    return found


def read_listings(source: Source, start: int, end: int) -> list[Listing]:
    """The numbered lists of a message, in order; empty when nothing is numbered."""
    text = source.text
    lines = [_read_mark(text, *place) for place in _unfolded(text, lines_in(text, start, end))]
    for line in lines:
        if line.strength >= 0 and EXAMPLE.match(text, line.start, line.end):
            line.strength = -1
    marked = _accepted(text, lines)
    if not marked:
        return []
    ids = {id(line) for line in marked}
    runs = _runs(text, lines, ids)
    return _listings(text, lines, runs)


def _runs(text: str, lines: Sequence[_Line], ids: set[int]) -> list[list[int]]:
    """Indexes of marked lines, parted where the numbering starts again."""
    runs: list[list[int]] = []
    broken = True
    last = 0
    for index, line in enumerate(lines):
        if id(line) not in ids:
            broken = (
                broken
                or is_marker(text[line.start : line.end])
                or EXAMPLE.match(text, line.start, line.end) is not None
            )
            continue
        if not runs or (line.number == 1 and last > 1) or (broken and line.number == 1):
            runs.append([])
        runs[-1].append(index)
        broken, last = False, line.number
    return runs


def _is_menu(text: str, lines: Sequence[_Line], run: Sequence[int], until: int) -> bool:
    """Whether a run before another one offers, rather than orders."""
    if any(is_marker(text[line.start : line.end]) for line in lines[run[-1] + 1 : until]):
        return False
    if any(EXAMPLE.match(text, line.start, line.end) for line in lines[run[-1] + 1 : until]):
        return True
    contents = [text[lines[index].content : lines[index].end] for index in run]
    priced = sum(1 for content in contents if re.search(r"[0-9]\s?(?:元|块|/)|¥", content))
    amounts = sum(1 for content in contents if re.search(r"[0-9一二两三半][^0-9元¥]{0,2}", content))
    return priced * 2 >= len(contents) or amounts * 3 < len(contents)


def _listings(text: str, lines: Sequence[_Line], runs: list[list[int]]) -> list[Listing]:
    found: list[Listing] = []
    header: list[Place] = []
    menu: list[tuple[int, Place]] = []
    place = 0
    for number, run in enumerate(runs):
        until = runs[number + 1][0] if number + 1 < len(runs) else len(lines)
        before = [
            (line.start, line.end)
            for line in lines[place : run[0]]
            if not is_blank(text, line.start, line.end)
        ]
        if found and before:
            first_marker = next(
                (index for index, one in enumerate(before) if is_marker(text[one[0] : one[1]])), None
            )
            cut = first_marker if first_marker is not None else len(before)
            found[-1] = attrs.evolve(found[-1], tail=(*found[-1].tail, *before[:cut]))
            before = before[cut:]
        header += before
        if number + 1 < len(runs) and _is_menu(text, lines, run, until):
            menu += [(lines[index].number, (lines[index].content, lines[index].end)) for index in run]
            place = run[-1] + 1
            continue
        entries, place = _entries(text, lines, run, until)
        found.append(Listing(header=tuple(header), menu=tuple(menu), entries=tuple(entries)))
        header, menu = [], []
    rest = [(line.start, line.end) for line in lines[place:] if not is_blank(text, line.start, line.end)]
    if found and rest:
        found[-1] = attrs.evolve(found[-1], tail=(*found[-1].tail, *rest))
    return found


def _entries(text: str, lines: Sequence[_Line], run: Sequence[int], until: int) -> tuple[list[Entry], int]:
    """Entries with their continuation lines, and the index of the first line behind the list."""
    entries: list[Entry] = []
    behind = run[-1] + 1
    for position, index in enumerate(run):
        last = position + 1 == len(run)
        stop = until if last else run[position + 1]
        first = lines[index]
        end = first.end
        blank = False
        for follower in range(index + 1, stop):
            line = lines[follower]
            folded = text[line.start : line.end]
            if is_blank(text, line.start, line.end):
                blank = True
                continue
            if TOTAL.fullmatch(folded) or is_marker(folded) or EXAMPLE.match(folded):
                break
            named_only = not re.search(r"[0-9一二两三四五六七八九十半]", text[first.content : end])
            if (
                last
                and not named_only
                and (blank or not re.search(r"[0-9一二两三四五六七八九十半俩各]", folded))
            ):
                break
            if last and blank and not re.search(r"[0-9一二两三四五六七八九十半俩各]", folded):
                break
            end = line.end
            if last:
                behind = follower + 1
        entries.append(Entry(number=first.number, whole=(first.start, end), content=(first.content, end)))
    return entries, behind


def read_joins(source: Source, start: int, end: int) -> Listing | None:
    """A list in which every entry opens with +1 (join): LINE's habit. None when there is no such line."""
    text = source.text
    header: list[Place] = []
    entries: list[Entry] = []
    tail: list[Place] = []
    for first, last in lines_in(text, start, end):
        if is_blank(text, first, last):
            continue
        if found := _JOIN.match(text, first, last):
            entries.append(
                Entry(
                    number=len(entries) + 1,
                    whole=(first, last),
                    content=(found.end(), last),
                    joined=int(found[1]),
                )
            )
        else:
            (tail if entries else header).append((first, last))
    return Listing(header=tuple(header), entries=tuple(entries), tail=tuple(tail)) if entries else None

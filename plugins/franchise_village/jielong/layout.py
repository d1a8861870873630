"""How a message is laid out: which lines are a header, a menu, entries, a tail."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

import attrs

from franchise_village.jielong import wishes
from franchise_village.jielong.details import TIME
from franchise_village.jielong.header import EXAMPLE, MARKER, TOTAL, is_marker
from franchise_village.jielong.marks import MarkedLine, accepted, read_mark
from franchise_village.jielong.numbers import unit_at
from franchise_village.jielong.oneline import chain
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place
from franchise_village.jielong.source import Source

_INLINE: Final = Pattern(
    r"(?:^|(?<=[ :,;。~\n]))(?P<plain>[0-9]{1,2}) ?[.、)](?=[^0-9.])|\((?P<round>[0-9]{1,2})\)|(?P<circled>[①-⑳])"
)
_MENU_LINE: Final = Pattern(
    r" *① ?[^①-⑳0-9\n]{1,16}(?:[0-9.]+ ?(?:元|块)[^①-⑳0-9\n]{0,6})?②[^0-9\n]{1,16}(?:[0-9.]+ ?(?:元|块)[^0-9\n]{0,16})*"
)
_REPORTED: Final = Pattern(
    r"(?:单子?|这边|我这|报[:一上]|报$|如下|的|群里|订|要|名单|村|组|统计|下)[^,。]{0,4}[: ]*$"
)
_NAMED_PART: Final = Pattern(r"\s*(?P<name>[^ 0-9:,;、]{1,8})(?: +|: ?)[^ 0-9*+x].*")
_PRICE: Final = Pattern(r"[0-9] ?(?:元|块钱|/)|¥")
_PRICE_ALONE: Final = Pattern(  # 土豆 2元/斤: what it costs, and nobody who wants it
    r"[^0-9¥\n]{1,20}¥?[0-9]{1,5}(?:\.[0-9]{1,2})? ?(?:(?:元|块钱?) ?[/一每]|/)[^0-9 \n]{1,2} *"
)
_COUNTED: Final = Pattern(r"[0-9一二两三四五六七八九十半俩仨各]")
_NEXT: Final = Pattern(r"(?<=[\u4e00-\u9fff ])([0-9]{1,2})[.、](?=[^0-9 .])")
_ROW: Final = Pattern(r" *[0-9]{1,3} ?[.、)]")
_JOIN: Final = Pattern(r"\s*\+([0-9]{1,2})(?: +|:|、)(?=[^0-9 ])")
_CLOSING: Final = Pattern(
    r"(?<![^\n])[ ~*-]*(?:谢谢|感谢|多谢|辛苦|谢了|麻烦(?:团长|群主|老板|大家|各位)|拜托|各位|大家|邻居|街坊|以上|截[单止团])|截单|截止|截团|结单|封单|到货|开团|发车|取货时间|自提时间"
)
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
    chains = [(place, chain(text, *place)) for place in places]
    if any(parts for _, parts in chains):
        return [part for place, parts in chains for part in parts or [place]]
    written = [place for place in places if not is_blank(text, *place)]
    if not written or any(_ROW.match(text, *place) for place in written[:-1]):
        return places
    start, end = written[-1]
    marks = list(_INLINE.finditer(text, start, end))
    if len(marks) < 2 or [_numbered(mark) for mark in marks] != list(range(1, len(marks) + 1)):
        return places
    chained = all(text[mark.start() - 1] == ";" and mark["plain"] for mark in marks[1:]) or any(
        MARKER.match(text, *place) for place in written
    )
    edges = [*(mark.start() for mark in marks), end]
    parts = [text[mark.end() : edge] for mark, edge in zip(marks, edges[1:], strict=True)]
    lead = text[start : marks[0].start()]
    told = _REPORTED.search(lead) is not None and all(map(_names_somebody, parts))
    if not (chained or told) or any(_PRICE.search(part) or not _COUNTED.search(part) for part in parts):
        return places
    inside = [place for place in itertools.pairwise([start, *edges]) if place[0] < place[1]]
    at = places.index((start, end))
    return [*places[:at], *inside, *places[at + 1 :]]


def _numbered(mark: re.Match[str]) -> int:
    return ord(mark["circled"]) - 0x245F if mark["circled"] else int(mark["plain"] or mark["round"])


def _names_somebody(part: str) -> bool:
    """冉冉 干辣椒2斤: a name and his goods, not goods and their amount."""
    found = _NAMED_PART.fullmatch(part)
    return found is not None and wishes.starts_with_good(found["name"]) < len(found["name"])


def is_blank(text: str, start: int, end: int) -> bool:
    return _BLANK.fullmatch(text, start, end) is not None


def read_listings(source: Source, start: int, end: int) -> list[Listing]:
    """The numbered lists of a message, in order; empty when nothing is numbered."""
    text = source.text
    lines = [read_mark(text, *place) for place in _unfolded(text, lines_in(text, start, end))]
    for line in lines:
        if line.strength >= 0 and (
            EXAMPLE.match(text, line.start, line.end)
            or (_MENU_LINE.fullmatch(text, line.start, line.end) and line.end + 1 < end)
        ):
            line.strength = -1
    marked = accepted(text, lines)
    if not marked:
        return []
    ids = {id(line) for line in marked}
    runs = _runs(text, lines, ids)
    return _listings(text, lines, runs)


def _runs(text: str, lines: Sequence[MarkedLine], ids: set[int]) -> list[list[int]]:
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


def _is_menu(text: str, lines: Sequence[MarkedLine], run: Sequence[int], until: int) -> bool:
    """Whether a run before another one offers, rather than orders."""
    if all(_PRICE_ALONE.fullmatch(text, lines[index].content, lines[index].end) for index in run):
        return True
    if any(is_marker(text[line.start : line.end]) for line in lines[run[-1] + 1 : until]):
        return False
    if any(EXAMPLE.match(text, line.start, line.end) for line in lines[run[-1] + 1 : until]):
        return True
    contents = [text[lines[index].content : lines[index].end] for index in run]
    priced = sum(1 for content in contents if re.search(r"[0-9]\s?(?:元|块|/)|¥", content))
    amounts = sum(1 for content in contents if re.search(r"[0-9一二两三半][^0-9元¥]{0,2}", content))
    return priced * 2 >= len(contents) or amounts * 3 < len(contents)


def _listings(text: str, lines: Sequence[MarkedLine], runs: list[list[int]]) -> list[Listing]:
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


def _entries(
    text: str, lines: Sequence[MarkedLine], run: Sequence[int], until: int
) -> tuple[list[Entry], int]:
    """Entries with their continuation lines, and the index of the first line behind the list."""
    entries: list[Entry] = []
    behind = run[-1] + 1
    for position, index in enumerate(run):
        last = position + 1 == len(run)
        stop = until if last else run[position + 1]
        first = lines[index]
        end = first.end
        blank = False
        behind_first = [
            lines[index]
            for index in range(index + 1, stop)
            if not is_blank(text, lines[index].start, lines[index].end)
        ]
        if not last and behind_first and len(behind_first) == lines[stop].number - first.number - 1:
            entries.append(Entry(number=first.number, whole=(first.start, end), content=(first.content, end)))
            entries += [  # as many lines without a number as numbers are missing
                Entry(
                    number=first.number + number, whole=(line.start, line.end), content=(line.start, line.end)
                )
                for number, line in enumerate(behind_first, 1)
            ]
            continue
        for follower in range(index + 1, stop):
            line = lines[follower]
            folded = text[line.start : line.end]
            if is_blank(text, line.start, line.end):
                blank = True
                continue
            if TOTAL.fullmatch(folded) or is_marker(folded) or EXAMPLE.match(folded):
                break
            named_only = not re.search(r"[0-9一二两三四五六七八九十半]", text[first.content : end])
            counts = _counts(text, line.start, line.end)
            if last and counts and not named_only and _closes(text, line.start, line.end):
                break
            if last and ((blank and not counts) if named_only else (blank or not counts)):
                break
            end = line.end
            if last:
                behind = follower + 1
        follows = lines[run[position + 1]].number if not last else 0
        entries += _glued(text, first, end, follows)
    return entries, behind


def _glued(text: str, first: MarkedLine, end: int, follows: int) -> list[Entry]:
    """1.经姐 苹果醋2瓶2.房叔 蜂蜜1罐: the entry, and those whose number stands inside its first line."""
    entries: list[Entry] = []
    number, start, content = first.number, first.start, first.content
    stop = text.find("\n", content, end)
    stop = end if stop < 0 else stop
    while number + 1 != follows and (follows or not entries) and follows != number:
        inside = next(
            (found for found in _NEXT.finditer(text, content, stop) if int(found[1]) == number + 1), None
        )
        if inside is None or (not follows and inside.end() >= stop):
            break
        entries.append(Entry(number=number, whole=(start, inside.start()), content=(content, inside.start())))
        number, start, content = number + 1, inside.start(), inside.end()
    entries.append(Entry(number=number, whole=(start, end), content=(content, end)))
    return entries


def _closes(text: str, start: int, end: int) -> bool:
    """Whether a line speaks to everybody and counts nothing but hours: 谢谢各位，明早7点来拿."""
    if not _CLOSING.search(text, start, end):
        return False
    rest = TIME.sub(" ", text[start:end]).replace("各位", " ")
    return not _counts(rest, 0, len(rest))


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a line holds digits, or a Chinese numeral with its unit."""
    return any(
        found[0].isdigit() or found[0] in "半俩仨各" or unit_at(text, found.end(), end) > 0
        for found in _COUNTED.finditer(text, start, end)
    )


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

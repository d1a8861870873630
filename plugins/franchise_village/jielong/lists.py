"""Numbered lists: header, menu, entries and tail together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

import attrs

from franchise_village.jielong import names, wishes
from franchise_village.jielong.assembly import Gathered, lines_of
from franchise_village.jielong.doubts import confidence
from franchise_village.jielong.entry import build, read_entry
from franchise_village.jielong.header import TOTAL, Header, is_marker, read_header
from franchise_village.jielong.layout import Entry, Listing, is_blank, lines_in
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.source import Source
from franchise_village.jielong.values import Reading

_DEMANDS: Final = Pattern(r"帮我?|给我|我们?(?:想|需)?要|我订|我来|麻烦")


def by_ranges(listings: list[Listing], ranges: Sequence[tuple[Place, str]], source: Source) -> list[Listing]:
    """Entries where the envelope says they are, when the text's own numbering disagrees."""
    entries = [entry for listing in listings for entry in listing.entries]
    ends = [place[1] for place, _ in ranges]
    for entry in entries:
        begins = _skip_blank(source.text, *entry.content)
        nearest = bisect_left(ends, begins)
        if nearest == len(ranges) or ranges[nearest][0][0] > begins:
            return listings  # the ranges do not know all entries
    if (
        len(entries) == len(ranges)
        and len(listings) == 1
        and all(
            entry.content[0] <= place[1] and place[0] <= entry.content[1]
            for entry, (place, _) in zip(entries, ranges, strict=True)
        )
    ):
        return listings
    first = source.text.rfind("\n", 0, ranges[0][0][0]) + 1
    header = (
        tuple(place for place in lines_in(source.text, 0, first - 1) if not is_blank(source.text, *place))
        if first
        else ()
    )
    menu = listings[0].menu if listings else ()
    made = tuple(
        Entry(number=number, whole=place, content=place) for number, (place, _) in enumerate(ranges, 1)
    )
    tail = tuple(
        place
        for place in lines_in(source.text, ranges[-1][0][1], len(source.text))
        if not is_blank(source.text, *place)
    )
    return [Listing(header=header, menu=menu, entries=made, tail=tail)]


def read_lists(
    scene: Scene, listings: Sequence[Listing], ranges: Sequence[tuple[Place, str]], start: int
) -> tuple[Reading, list[str]]:
    source = scene.source
    gathered = Gathered()
    for place in lines_in(source.text, 0, start - 1) if start else ():  # a log from which the list was taken
        if not is_blank(source.text, *place):
            gathered.warn("unread_line", source.span(*place))
    heads: list[str] = []
    level, session = "member", ""
    ends = [place[1] for place, _ in ranges]
    for listing in listings:
        header = read_header(source, listing.header, listing.menu)
        session = session or header.session
        heads += [source.raw[start:end].strip() for start, end in listing.header]
        here = _here(scene, header)
        if _are_totals(here, header, listing):
            level = "village"
            here = attrs.evolve(here, sender=header.village or scene.sender, item="", options={})
            for entry in listing.entries:
                _total(here, entry.content, gathered, whole=entry.whole, village=header.village)
        else:
            for entry in listing.entries:
                _entry(here, entry, gathered, _author(ranges, ends, entry.content))
        for _, place in listing.menu:
            gathered.warn("menu", source.span(*place))
        _tail(here, listing.tail, gathered)
    own = scene.sender and not ranges and level == "member" and _DEMANDS.search("".join(heads))
    alone = (
        own
        and all(line.member_span is None for line in gathered.lines)
        and not is_marker("".join(heads).lower())
    )
    reading = Reading(
        mode="add" if alone else "snapshot", lines=tuple(gathered.lines), warnings=tuple(gathered.warnings), header="\n".join(heads),
        level="village" if level == "village" else "member", session=session,
    )  # fmt: skip
    return reading, gathered.problems


def _author(ranges: Sequence[tuple[Place, str]], ends: Sequence[int], content: Place) -> str:
    """Who wrote an entry, by the first range that touches it; ``ends`` are those of the ranges, in order."""
    nearest = bisect_left(ends, content[0])
    touches = nearest < len(ranges) and ranges[nearest][0][0] <= content[1]
    return ranges[nearest][1] if touches else ""


def _here(scene: Scene, header: Header) -> Scene:
    if header.options:
        return attrs.evolve(
            scene, options=header.options, priced_by=header.priced_by, item=header.item, item_from="header"
        )
    if header.item:
        return attrs.evolve(scene, item=header.item, item_from="header", one_each=header.one_each)
    return scene


def _entry(scene: Scene, entry: Entry, gathered: Gathered, author: str) -> None:
    if is_blank(scene.text, *entry.content):
        gathered.warn("entry_empty", scene.source.span(*entry.whole))
        return
    before = len(gathered.lines)
    read_entry(scene, *entry.content, gathered, author=author, whole=entry.whole)
    if entry.joined and len(gathered.lines) == before + 1:  # +2 小美: the number that joins is the amount
        line = gathered.lines[-1]
        if line.quantity is None and line.item_from == "header" and "quantity_missing" in line.doubts:
            doubts = tuple(code for code in line.doubts if code != "quantity_missing")
            gathered.lines[-1] = attrs.evolve(
                line,
                quantity=entry.joined * 1_000,
                doubts=doubts,
                confidence=confidence(doubts),
                span=scene.source.span(*entry.whole),
            )


def _are_totals(scene: Scene, header: Header, listing: Listing) -> bool:
    """Whether numbered lines are a village's totals: a village and a report above, goods in every line."""
    if not header.village or not (header.report or header.totals):
        return False
    return _mostly_goods(scene, [entry.content for entry in listing.entries])


def _mostly_goods(scene: Scene, places: Sequence[Place]) -> bool:
    good = 0
    for first, end in places:
        start = _skip_blank(scene.text, first, end)
        known = wishes.starts_with_good(scene.text[start : min(end, start + 16)], scene.products)
        tokens = scene.tokens(start, end)
        words = [token for token in tokens if token.kind == "text"]
        if (known and len(words) <= 1) or (
            len(words) == 1
            and tokens[0].kind == "text"
            and not scene.text[words[0].start : words[0].end].endswith(names.KIN)
            and scene.text[words[0].start : words[0].end] not in scene.roster
        ):
            good += 1
    return good * 2 > len(places)


def _skip_blank(text: str, start: int, end: int) -> int:
    while start < end and text[start] in " \n,:、":
        start += 1
    return start


def _total(scene: Scene, place: Place, gathered: Gathered, *, whole: Place, village: str) -> None:
    builder = build(scene, (place,))
    if builder.phrases:
        lines_of(scene, builder, gathered, member=village or scene.sender, member_place=None)
    else:
        gathered.warn("not_understood", scene.source.span(*whole))


def _tail(scene: Scene, tail: Sequence[Place], gathered: Gathered) -> None:
    """Lines behind a list: totals and kind words are passed over, orders are pointed out."""
    for start, end in tail:
        if TOTAL.fullmatch(scene.text, start, end):
            continue
        if any(
            token.quantity is not None and token.quantity.has_unit and token.quantity.role == "amount"
            for token in scene.tokens(start, end)
        ):
            gathered.warn("unread_line", scene.source.span(start, end))

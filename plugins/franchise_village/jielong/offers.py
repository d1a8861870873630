"""Offers by letter or number: 苏姐 A1 B2, where the header says what A and B are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from franchise_village.jielong.assembly import Gathered, notes_of, unit_of
from franchise_village.jielong.doubts import confidence
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.phrases import Builder, chunks
from franchise_village.jielong.quantity import Quantity, one_and_half, scan
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.values import Line

_KIND: Final = Pattern(r"(?:套餐|款式|款|组合|号|套|样|种|类|选项|#)")
_NUMBERED: Final = Pattern(r"([0-9]{1,2})(?:号|#|款)")
_GAP: Final = " ,、:;+&/.和跟与。\n"
_LINK: Final = " *x:-=+"
_VERB: Final = Pattern(r"(?:我|再|还)?(?:要|来|订|定|选|拿|报|加)(?=[a-z0-9①-⑳])")
_EACH: Final = Pattern(r"(?:各自?|每样|每种|都)(?:来|要)? ?")


def _option(scene: Scene, place: int, end: int) -> tuple[str, int] | None:
    """The option named at the place and where its name ends."""
    text = scene.text
    char = text[place]
    if "a" <= char <= "z" and char in scene.options:
        after = place + 1
        if (
            after < end
            and "a" <= text[after] <= "z"
            and text[after] != "x"
            and text[after] not in scene.options
        ):
            return None
        kind = _KIND.match(text, after, end)
        return char, kind.end() if kind else after
    if "①" <= char <= "⑳" and str(ord(char) - 0x245F) in scene.options:
        return str(ord(char) - 0x245F), place + 1
    if (found := _NUMBERED.match(text, place, end)) and found[1] in scene.options:
        return found[1], found.end()
    return None


def _amount(scene: Scene, place: int, end: int) -> Quantity | None:
    if place >= end:
        return None
    if (more := one_and_half(scene.text, place, end)) is not None:
        return more
    quantity = scan(scene.text, place, end, most=scene.most)
    if quantity is not None and not quantity.has_unit and _NUMBERED.match(scene.text, place, end):
        return None  # 1号2号各4个: the next option
    return quantity if quantity is not None and quantity.role == "amount" else None


def read(
    scene: Scene,
    places: Iterable[Place],
    gathered: Gathered,
    *,
    member: str,
    member_place: Place | None,
    author: str,
    doubts: Iterable[str],
) -> Builder | None:
    """Read letters with amounts; None when the entry uses none. What stands between is left to the builder."""
    text = scene.text
    named: list[tuple[str, Place]] = []  # letters that wait for an amount
    found: list[tuple[str, Place, Quantity | None]] = []
    left: list[tuple[int, Place]] = []
    amount: Quantity | None = None
    for start, end in places:
        place = start
        while place < end:
            if text[place] in _GAP and not (text[place] == "+" and named and _amount(scene, place + 1, end)):
                place += 1
                continue
            if (verb := _VERB.match(text, place, end)) and _option(scene, verb.end(), end):
                place = verb.end()
                continue
            if option := _option(scene, place, end):
                letter, stop = option
                if amount is not None:
                    found.append((letter, (amount.start, stop), amount))
                    amount, place = None, stop
                    continue
                number = stop
                while number < end and text[number] in _LINK and number < stop + 3:
                    number += 1
                quantity = _amount(scene, number, end)
                if quantity is None and (tail := _counted_tail(scene, stop, end)) is not None:  # A款28码1双
                    found.extend((other, where, None) for other, where in named)
                    named = []
                    found.append((letter, (place, tail.end), tail))
                    left.append((len(found), (stop, tail.start)))
                    place = tail.end
                elif quantity is not None and _belongs(scene, quantity, end, text[stop:number]):
                    found.extend((other, where, None) for other, where in named)
                    named = []
                    found.append((letter, (place, quantity.end), quantity))
                    place = quantity.end
                else:
                    named.append((letter, (place, stop)))
                    place = stop
                continue
            each = _EACH.match(text, place, end)
            if each and (quantity := _amount(scene, each.end(), end)) is not None:
                targets = named or (
                    [(letter, (place, quantity.end)) for letter in scene.options] if not found else []
                )
                found.extend(
                    (letter, (min(where[0], place), quantity.end), quantity) for letter, where in targets
                )
                named, place = [], quantity.end
                continue
            if text[place] == "+" and named and (quantity := _amount(scene, place + 1, end)) is not None:
                found.extend((letter, (where[0], quantity.end), quantity) for letter, where in named)
                named, place = [], quantity.end
                continue
            if (
                (quantity := _amount(scene, place, end)) is not None
                and quantity.end < end
                and _option(scene, quantity.end, end)
            ):
                amount, place = quantity, quantity.end
                continue
            stop = place + 1
            while stop < end and text[stop] not in " ,、:;\n":
                stop += 1
            left.append((len(found) + len(named), (place, stop)))
            place = stop
    found.extend((letter, where, None) for letter, where in named)
    if not found:
        return None
    builder = Builder(text, most=scene.most, products=scene.products, offered=True)
    notes = _remarks(scene, builder, left, len(found))
    _give(
        scene,
        builder,
        found,
        notes,
        gathered,
        member=member,
        member_place=member_place,
        author=author,
        doubts=doubts,
    )
    return builder


def _remarks(
    scene: Scene, builder: Builder, left: list[tuple[int, Place]], count: int
) -> dict[int, list[Place]]:
    """What stands between the letters: notes go to the option before them, goods to the builder."""
    notes: dict[int, list[Place]] = {}
    for number, (start, end) in left:
        one = Builder(scene.text, most=scene.most, products=scene.products, offered=True)
        one.run(chunks(scene.tokens(start, end)))
        places = list(one.pending_notes)
        for phrase in one.phrases:
            size = phrase.quantity is not None and phrase.quantity.role == "size"
            if (phrase.quantity is None or size) and not phrase.cancelled and not one.holds_goods(phrase):
                places += [(phrase.start, phrase.end)]
            else:
                builder.phrases.append(phrase)
        builder.cancel_all = builder.cancel_all or one.cancel_all
        notes.setdefault(min(max(number - 1, 0), count - 1), []).extend(places)
    return notes


def _counted_tail(scene: Scene, place: int, end: int) -> Quantity | None:
    """The amount that ends a run behind a letter, with words between: A款|28码|1双."""
    stop = place
    while stop < end and scene.text[stop] not in _GAP:
        stop += 1
    if stop <= place or _option(scene, place, end) is not None:
        return None
    last = scene.tokens(place, stop)[-1].quantity
    return last if last is not None and last.role == "amount" and last.start > place else None


def _belongs(scene: Scene, quantity: Quantity, end: int, link: str) -> bool:
    """Whether an amount behind a letter is its own: not when the next letter follows it directly (A 2B)."""
    after = quantity.end
    return not (
        link.startswith(" ")
        and not quantity.has_unit
        and after < end
        and _option(scene, after, end) is not None
    )


def _give(
    scene: Scene,
    builder: Builder,
    found: list[tuple[str, Place, Quantity | None]],
    notes: dict[int, list[Place]],
    gathered: Gathered,
    *,
    member: str,
    member_place: Place | None,
    author: str,
    doubts: Iterable[str],
) -> None:
    member_span = scene.source.span(*member_place) if member_place else None
    for number, (letter, where, quantity) in enumerate(found):
        span = scene.source.span(*where)
        if quantity is not None and quantity.problem:
            gathered.refuse(quantity.problem, span)
            continue
        codes = set(doubts) | ({quantity.doubt} if quantity is not None and quantity.doubt else set())
        if not member:
            codes.add("member_missing")
        value = 1_000
        if quantity is None:
            gathered.warn("quantity_assumed", span)
        ordered = tuple(sorted(codes))
        gathered.lines.append(
            Line(
                member=member, item=scene.options[letter], quantity=value if quantity is None else quantity.value,
                unit="" if quantity is None else unit_of(scene, quantity), note=notes_of(scene, sorted(notes.get(number, ()))),
                action="cancel" if builder.cancel_all else "book", span=span, member_span=member_span, item_from="offer",
                doubts=ordered, confidence=confidence(ordered), author=author,
                priced_by=scene.priced_by.get(letter, ""),
            )
        )  # fmt: skip

"""Reports told in sentences: 宝珠要鸡架3个, 南岗村报：雪糕3箱；北岗村报：…, and lists that only bear bullets or letters."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from franchise_village.jielong import names, wishes
from franchise_village.jielong.entry import build
from franchise_village.jielong.fields import first_run, skip
from franchise_village.jielong.header import TOTAL
from franchise_village.jielong.headings import Block, counts
from franchise_village.jielong.layout import Entry, Listing
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.places import village_place
from franchise_village.jielong.scene import Place, Scene

_WANTS: Final = Pattern(
    r"[ ·-]*(?P<name>[^ 0-9,:;。!?+*、()\[\]【】]{1,6}?)(?:家)?(?:说)?(?:她|他)?(?:也|还)?(?:想要|想订|需要|要|订|定|买|报|拿|加|来)了? ?(?=[^ ,:;。!?了过的是不着来去到])"
)
_NOBODY: Final = Pattern(
    r"^(?:[我俺咱你您他她它这那哪谁不再还也就都先只要给帮请想有没每各另多少明今昨下上]|麻烦|大家|团长|群主|老板|需|阿拉|一共|总共|刚|如果|要是)"
)
_VILLAGE: Final = Pattern(
    r"(?:(?<=[;。,!\n ])|(?<![\s\S]))(?P<place>[^ ,:;。!0-9、()]{2,10}?)(?:今[天晚日早]|明[天早日晚])?(?:报单|报货|要货|报|订|需要|要|需|一共|总共|共|合计)*(?:的|了)?:"
)
_BULLET: Final = Pattern(
    r" *(?P<sign>[·•*●○◆◇■□▪▶►➤★☆✦♦◎⭐✅☑✔✨❤🔸🔹🔶🔷🔴🟢🟡🔵⚪⚫📌📍👉🌟🌸🌺🌻🍎🍀🛒💐💗])️? ?(?=[^\n ])"
)
_LETTER: Final = Pattern(r" *\(?(?P<sign>[a-z]) ?[).、:] ?(?=[^\n ])")
_PART: Final = Pattern(r"[^,;。]+")
_MOST: Final = 1_000


def wanted_blocks(scene: Scene, lines: Sequence[Place]) -> tuple[list[Place], list[Block]] | None:
    """The lines above, and a block for each line 宝珠要鸡架3个; None when the lines are not told so."""
    if not 1 <= len(lines) <= _MOST:
        return None
    number = 0
    while number < len(lines) and number < 3 and _wanted(scene, lines[number]) is None:
        number += 1
    head, body = list(lines[:number]), list(lines[number:])
    if (len(lines) == 1 and ":" in scene.text[slice(*lines[0])]) or (
        not body and len(lines) == 2
    ):  # 报一下：宝珠要鸡架3个，德顺要冻梨2斤
        start, end = lines[-1]
        colon = scene.text.find(":", start, min(end, start + 16)) + 1
        head = [*lines[:-1], (start, colon)] if colon else []
        body = [found.span() for found in _PART.finditer(scene.text, colon or start, end)]
    while body and (
        TOTAL.fullmatch(scene.text, *body[-1]) or wishes.is_polite(scene.text[slice(*body[-1])].strip())
    ):
        body.pop()
    if (
        len(body) < 2
        or any(counts(scene, place) for place in head)
        or not (head or (len(lines) > 1 and not scene.sender))
    ):
        return None
    blocks: list[Block] = []
    for place in body:
        block = _wanted(scene, place)
        if block is None:
            if not blocks or not _orders(scene, place, plain=True):
                return None
            blocks[-1].lines.append(place)
            continue
        blocks.append(block)
    said = [scene.text[slice(*block.name)] for block in blocks]
    return (head, blocks) if len(blocks) > 1 and len(set(said)) == len(said) else None


def _wanted(scene: Scene, place: Place) -> Block | None:
    found = _WANTS.match(scene.text, *place)
    if found is None:
        return None
    name = found["name"]
    if (
        _NOBODY.match(name)
        or name in names.HOSTS
        or name in names.HOUSEHOLD
        or name in names.OWN
        or wishes.starts_with_good(name, scene.products) == len(name)
    ):
        return None
    rest = found.end(), place[1]
    return Block(found.span("name"), names.is_place(name), [rest]) if _orders(scene, rest) else None


def _orders(scene: Scene, place: Place, *, plain: bool = False) -> bool:
    """Whether goods with amounts stand there and nothing else."""
    phrases = build(scene, (place,)).phrases
    return bool(phrases) and all(
        phrase.item
        and phrase.quantity is not None
        and phrase.quantity.role == "amount"
        and (phrase.quantity.has_unit or not plain)
        and not phrase.cancelled
        for phrase in phrases
    )


def by_village(scene: Scene, lines: Sequence[Place]) -> list[Place]:
    """Lines in which several villages report, one behind the other, parted before each: 南岗村报：…。北岗村报：…"""
    parted: list[Place] = []
    for start, end in lines:
        cuts = [
            found.start("place")
            for found in _VILLAGE.finditer(scene.text, start, end)
            if names.is_place(found["place"])
            or village_place(scene.source, found.start("place"), found.end() - 1)
        ]
        if len(cuts) < 2 or scene.text[start : cuts[0]].strip():
            parted.append((start, end))
            continue
        parted += [(a, b) for a, b in itertools.pairwise([*cuts, end])]
    return parted


def read_bullets(scene: Scene, lines: Sequence[Place]) -> tuple[list[Place], Listing | None]:
    """Lines without the bullets or letters that open them; and the list, when each of them names a member first."""
    number = 0
    while number < len(lines) and number < 8 and not _signs(scene, lines[number : number + 1]):
        number += 1
    tail: list[Place] = []
    head, body = list(lines[:number]), list(lines[number:])
    while body and not _signs(scene, body[-1:]):
        tail.insert(0, body.pop())
    signs = _signs(scene, body)
    if len(body) < 2 or len(tail) > 2 or not signs:
        return list(lines), None
    letters = signs[0].isascii() and signs[0].isalpha()
    if letters and "".join(signs) != "abcdefghijklmnopqrstuvwxyz"[: len(signs)]:
        return list(lines), None
    if not letters and len(set(signs)) > 1:
        return list(lines), None
    pattern = _LETTER if letters else _BULLET
    inner: list[Place] = []
    for start, end in body:
        found = pattern.match(scene.text, start, end)
        inner.append((found.end() if found else start, end))
    named = sum(_named(scene, place) for place in inner)
    if named < len(inner) if letters else named * 2 <= len(inner):
        return (list(lines) if letters else [*head, *inner, *tail]), None
    entries = tuple(
        Entry(number=at, whole=whole, content=content)
        for at, (whole, content) in enumerate(zip(body, inner, strict=True), 1)
    )
    return [*head, *inner, *tail], Listing(header=tuple(head), entries=entries, tail=tuple(tail))


def _signs(scene: Scene, lines: Sequence[Place]) -> list[str]:
    """What opens each line; empty unless every line is opened so."""
    found = [_BULLET.match(scene.text, *place) or _LETTER.match(scene.text, *place) for place in lines]
    return [one["sign"] for one in found if one] if all(found) else []


def _named(scene: Scene, place: Place) -> bool:
    """Whether a line names somebody first and goods with an amount behind him."""
    start, end = first_run(scene.text, *place)
    words = scene.text[start:end]
    if (
        not words
        or wishes.starts_with_good(words, scene.products) == len(words)
        or any(c.isdigit() for c in words)
    ):
        return False
    rest = skip(scene.text, end, place[1])
    return rest < place[1] and _orders(scene, (rest, place[1]))

"""Goods before a colon, and their kinds behind it: 苹果：红富士3斤，金帅2斤.

A member may be nicknamed 土豆, so goods before a colon are asked about, whichever way they are read: as the head of what
follows, unless that is known goods of its own (土豆：白菜3斤).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from franchise_village.jielong import wishes
from franchise_village.jielong.goods import VARIANTS
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.plausibility import names_nothing
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.script import fold

_HEAD: Final = Pattern(r" *(?P<head>[\u4e00-\u9fff]{1,6}) ?: ?(?=[^ \n:])")
_WORD: Final = Pattern(r"[\u4e00-\u9fff]{2,8}?(?=[0-9一二两三四五六七八九十半])")
_PART: Final = Pattern(r"[^,;。、 \n]+")
_MOST: Final = 20


def head_of(scene: Scene, start: int, end: int) -> tuple[Place, int, bool] | None:
    """The goods before the colon, where the rest begins, and whether kinds of them stand there; None for no such head."""
    found = _HEAD.match(scene.text, start, end)
    if found is None:
        return None
    head = found["head"]
    if (
        wishes.starts_with_good(head, scene.products) != len(head)
        or head in scene.roster
        or head == fold(scene.sender)
    ):
        return None
    words = [
        word[0]
        for part, _ in zip(_PART.finditer(scene.text, found.end(), end), range(_MOST), strict=False)
        if (word := _WORD.match(scene.text, part.start(), part.end())) is not None
    ]
    if not words or any(
        word in VARIANTS
        or word.endswith("的")
        or wishes.strip_verbs(word, bare=True)
        or wishes.is_wish(word)
        or names_nothing(word, scene.products)
        for word in words
    ):
        return None
    kinds = any(
        word.endswith(head[-1]) or wishes.starts_with_good(word, scene.products) < len(word) for word in words
    )
    return found.span("head"), found.end(), kinds


def with_head(scene: Scene, head: Place, phrases: Sequence[Phrase]) -> None:
    """Put the head before the kinds that do not hold it: 红富士 is 苹果 红富士, 土鸡蛋 is 鸡蛋 by itself."""
    last = scene.text[head[1] - 1]
    for phrase in phrases:
        if phrase.cancelled or not phrase.item:
            continue
        if not scene.text[phrase.item[-1][0] : phrase.item[-1][1]].endswith(last):
            phrase.item = [head, *phrase.item]
            phrase.start = min(phrase.start, head[0])
        phrase.doubts.add("item_boundary")

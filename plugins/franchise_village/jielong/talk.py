"""What a conversation has said so far, clause after clause."""

from __future__ import annotations

from typing import Literal

import attrs

from franchise_village.jielong import wishes
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.phrases import Builder
from franchise_village.jielong.scene import Place, Scene

Op = Literal["book", "cancel", "set", "none"]


@attrs.define
class State:
    """What the clauses so far have said. ``member`` None: the sender."""

    builder: Builder
    member: str
    member_place: Place | None
    doubts: set[str]
    spoken: bool = False  # whether it is known who speaks
    sets: list[Phrase] = attrs.Factory(list)
    corrects: bool = False
    was: Phrase | None = None  # what was ordered before, as a clause told: 鸡腿原来6个
    last_item: list[Place] = attrs.Factory(list)
    asked: Place | None = None
    talked: bool = False


def new_builder(scene: Scene) -> Builder:
    return Builder(scene.text, most=scene.most, products=scene.products, offered=bool(scene.item))


def has_amount(scene: Scene, start: int, end: int) -> bool:
    return any(token.kind == "amount" for token in scene.tokens(start, end))


def goods_within(scene: Scene, start: int, end: int, *, single: bool = False) -> Place | None:
    """The first known goods that talk mentions: 今天的草莓看着不错."""
    for place in range(start, min(end, start + 40)):
        size = wishes.starts_with_good(scene.text[place : min(end, place + 12)], scene.products)
        if size >= (1 if single or scene.text[place - 1 : place] in {"吃", "喝"} else 2):
            return place, place + size
    return None

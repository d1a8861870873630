"""What a conversation has said so far, clause after clause."""

from __future__ import annotations

from typing import Final, Literal

import attrs

from franchise_village.jielong import wishes
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.phrases import Builder, chunks
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.tokens import Token

Op = Literal["book", "cancel", "set", "none"]
ORDER_VERB: Final = Pattern(r"要|来|订|定|买|加|留|报|拿|带|下单|需要|接|算我")


@attrs.define
class State:
    """What the clauses so far have said. ``member`` None: the sender."""

    builder: Builder
    member: str
    member_place: Place | None
    doubts: set[str]
    spoken: bool = False  # whether it is known who speaks
    speaker: tuple[str, Place | None] = ("", None)
    speaker_doubts: frozenset[str] = frozenset()
    sets: list[Phrase] = attrs.Factory(list)
    corrects: bool = False
    was: Phrase | None = None  # what was ordered before, as a clause told: 鸡腿原来6个
    last_item: list[Place] = attrs.Factory(list)
    asked: Place | None = None
    talked: bool = False
    summed: tuple[int, int] = (0, 0)  # how many phrases stood before the last sum that was told, and the sum
    handed: bool = False  # whether the orders of somebody else went before, in the same message
    unclear: list[Place] = attrs.Factory(list)  # what may take something back, and does not say what


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


def continue_with(state: State, tokens: list[Token]) -> None:
    """Read a further clause into the same builder: what it says may describe what was ordered before."""
    parts = chunks(tokens)
    if parts and state.builder.phrases:
        parts[0].before = "strong"
    state.builder.run(parts)

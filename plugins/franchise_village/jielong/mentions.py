"""Clauses without an amount: goods by name alone, a remark on what was ordered, or talk."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong import wishes
from franchise_village.jielong.goods import VARIANTS
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.talk import Op, State, continue_with, goods_within
from franchise_village.jielong.tokens import Token

_COUNT_ME: Final = Pattern(r"算我|加我|我也要|我也来|也要|跟上|\+1")


def read_words(
    scene: Scene,
    state: State,
    start: int,
    end: int,
    tokens: list[Token],
    *,
    verb: bool,
    done: set[Op],
    item: Place | None,
) -> None:
    """A clause without an amount: a remark on what was ordered, goods by name alone, or talk."""
    text = scene.text
    builder = state.builder
    words = text[start:end]
    if wishes.is_polite(words):
        return
    trimmed = builder.trimmed((start, end))
    bare = text[trimmed[0] : trimmed[1]]
    if bare in wishes.VERBS:
        bare = ""
    goods = bool(bare) and (
        builder.known(bare) or (verb and wishes.starts_with_good(bare, scene.products) > 0)
    )
    listed = all(
        token.kind in {"space", "pause", "and", "deco"}
        or (token.kind == "text" and builder.known(text[slice(*builder.trimmed((token.start, token.end)))]))
        for token in tokens
    )
    if goods or (listed and bare) or (bare and builder.implied(trimmed) is not None):
        continue_with(state, tokens)
        done.add("book")
        return
    if not bare and verb and (scene.item or item):
        builder.phrases.append(
            Phrase(
                [item] if item else [],
                None,
                min(start, item[0]) if item else start,
                end,
                doubts={"quantity_missing"},
            )
        )
        done.add("book")
        return
    if scene.item and builder.phrases and (bare in VARIANTS or builder.is_taste(words)):  # 加1，草莓味
        builder.note((start, end))
        return
    if (
        builder.phrases
        and "book" in done | {"set"}
        and not wishes.is_chat(words)
        and (wishes.is_wish(words.lstrip("都全也但")[:64]) or any(token.kind == "note" for token in tokens))
    ):
        builder.note((start, end))
        return
    if _COUNT_ME.search(words) and scene.item:
        builder.phrases.append(Phrase([], None, start, end, doubts={"quantity_missing"}))
        done.add("book")
        return
    if (
        verb
        and bare
        and not wishes.is_chat(words)
        and not wishes.is_wish(bare[:64])
        and len(bare) <= 12
        and words.startswith(
            (
                "我要",
                "要",
                "来",
                "订",
                "再来",
                "再要",
                "再加",
                "还要",
                "给我",
                "帮我",
                "我想要",
                "我订",
                "我来",
            )
        )
    ):
        before = len(builder.phrases)
        continue_with(state, tokens)
        for phrase in builder.phrases[before:]:
            phrase.doubts.add("text_unclear")
            done.add("book")
        return
    state.talked = True
    state.asked = state.asked or goods_within(scene, start, end)

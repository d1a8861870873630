"""Clauses that order: which goods, which amounts."""

from __future__ import annotations

import re
from typing import Final

from franchise_village.jielong import names, offers, tellings, wishes
from franchise_village.jielong.assembly import Gathered, member_of
from franchise_village.jielong.cues import LEADING_IN, only_names
from franchise_village.jielong.members import split
from franchise_village.jielong.mentions import read_words
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.talk import ORDER_VERB, Op, State, continue_with, goods_within

_LEAD_IN: Final = Pattern(
    r"(?:我|俺|咱|阮|偶|阿拉|伲|吾|我地)们?(?:屋头|屋里头?|家里|这里|这儿|这头|那口子|厝|单位|公司|店里|厂里|宿舍|学校|工地|班上|村里|院里|屋企|兜)?(?:想|也|还|再|先|就|一共|总共)*(?:要|来|订|定|报|买|拿|带|留|整|弄|搞|预)+(?=[0-9一二两三四五六七八九十半俩仨])|(?:我家|俺家|咱家|我们家?|我这边|我自己|我|俺|咱)?(?:说|想|先|再|也|还|就|顺便|另外)*(?:麻烦)?(?:(?:给|帮|替)(?:我们?家?|俺家?|咱家?)?)?(?:想要|需要|要|来|订|定|接|报|买|拿|带|留|称|整|弄|装|扯|捞|割)(?=[0-9一二两三四五六七八九十半俩仨])(?!来一桶)"
)
_ASKED_FOR: Final = Pattern(
    r"(?:帮|给|替|麻烦)(?:我|俺|咱|忙)?(?:们|家)?(?:再|也|先)?(?:捎|带|买|留|拿|订|定|来|称|弄|搞|加|报|记|登记|整|下单)(?:上|一下|个)?(?=[0-9一二两三四五六七八九十半俩仨])"
)


def _only_words(scene: Scene, start: int, end: int) -> bool:
    """Whether words without goods, amounts and times stand there."""
    plain = all(token.kind in {"text", "space"} for token in scene.tokens(start, end))
    return plain and goods_within(scene, start, end, single=True) is None


def _names_goods(scene: Scene, place: Place) -> bool:
    return goods_within(scene, *place, single=True) is not None


def attempt(
    scene: Scene,
    state: State,
    start: int,
    end: int,
    conditional: re.Match[str] | None,
    gathered: Gathered,
    done: set[Op],
    author: str,
) -> None:
    text = scene.text
    builder = state.builder
    known_before = len(builder.phrases)
    item: Place | None = None
    if conditional:
        what = start + conditional.start("what"), start + conditional.end("what")
        if what[0] < what[1]:
            item = what
        elif state.asked:
            item = state.asked
        start += conditional.end()
    elif state.corrects and state.last_item:
        item = state.last_item[0]
    elif state.asked and not scene.item:
        item = state.asked
    if scene.options and not state.member_place:
        read = offers.read(
            scene,
            ((start, end),),
            gathered,
            member=state.member,
            member_place=None,
            author=author,
            doubts=state.doubts,
        )
        if read is not None:
            done.add("book")
            return
    if not state.member:
        parted = split(scene, start, end)
        if (
            parted.member is not None
            and parted.rest
            and any(a < b for a, b in parted.rest)
            and not builder.phrases
        ):
            state.member, state.member_place = member_of(scene, parted.member), parted.member
            start, end = parted.rest[0]
        elif parted.rest and text[start : parted.rest[0][0]].rstrip(" :,、") in names.SELF:  # 自己 鸡蛋2斤
            start = parted.rest[0][0]
    words = text[start:end]
    asked_for = None if only_names(words) else _ASKED_FOR.search(text, start, end)
    if asked_for and _only_words(scene, start, asked_for.start()):  # 三轮车顺路帮捎一袋水泥
        start = asked_for.start()
    led = 0
    if text[start : start + 1] in LEADING_IN and (lead_in := _LEAD_IN.match(text, start, end)):
        led = lead_in.end() - start
        start += led
    tokens = scene.tokens(start, end)
    known = [token.quantity for token in tokens if token.quantity is not None]
    numbered = bool(known)
    words = text[start:end]
    asks = led > 0 or wishes.strip_verbs(words, bare=True) > 0
    verb = asks or ORDER_VERB.search(words[:4]) is not None
    if numbered and not asks and not builder.phrases:
        goods = goods_within(scene, start, end)
        if tellings.only_prices(tokens) or (goods is None and tellings.counts_nothing(tokens)):
            state.talked, state.asked = True, state.asked or goods
            return
    if state.talked and not asks and words.endswith("的") and not builder.phrases:  # 有没有西瓜，5斤左右的
        return
    if not numbered:
        read_words(scene, state, start, end, tokens, verb=verb, done=done, item=item if conditional else None)
        return
    named = any(token.kind == "text" for token in tokens)
    if not scene.item:
        money = all(one.doubt == "by_money" for one in known)
        priced = money or any(one.doubt == "by_money" or one.role == "price" for one in known)
        bare = not asks and not conditional and not builder.phrases
        if bare and (
            (priced and not named)
            or (money and "的" not in words and goods_within(scene, start, end) is None)
        ):
            state.talked = True
            return
        if not named and item is None:
            counted = verb or words[0] == "+" or any(one.has_unit for one in known)
            if money or not counted:  # 35元, on its own: a payment
                state.talked = True
                return
    continue_with(state, tokens)
    if (
        0 < known_before < len(builder.phrases)
        and (last := builder.phrases[known_before - 1]).quantity is None
        and last.item
        and not last.cancelled
        and not builder.phrases[known_before].item
        and not builder.phrases[known_before].cancelled
        and not scene.item
    ):  # 苹果换成梨，5斤
        second = builder.phrases.pop(known_before)
        last.quantity, last.end = second.quantity, max(last.end, second.end)
        last.notes += second.notes
        last.doubts = (last.doubts | second.doubts) - {"quantity_missing"}
        done.add("book")
        return
    if 0 < known_before < len(builder.phrases) and _repacked(scene, state, known_before):
        done.add("book")
        return
    for phrase in builder.phrases[known_before:]:
        if not phrase.item and item is not None:
            phrase.item = [item]
            phrase.start = min(phrase.start, item[0])
            if item == state.asked:
                phrase.doubts.add("item_elided")
            if (
                conditional
                and "的话" not in conditional[0]
                and item != state.asked
                and not _names_goods(scene, item)
            ):
                phrase.doubts.add("text_unclear")
        if "的那" in words and not phrase.cancelled:
            phrase.doubts.add("text_unclear")
    if len(builder.phrases) > known_before:
        done.add("set" if state.corrects else "book")
        if state.corrects:
            state.sets.extend(builder.phrases[known_before:])
        for phrase in builder.phrases[known_before:]:
            said = "".join(text[a:b] for a, b in phrase.item)
            if said in {"这个", "那个", "这", "那", "这种", "那种"} or (scene.item and said in names.SELF):
                phrase.item = []
                phrase.doubts.discard("not_understood")


def _repacked(scene: Scene, state: State, number: int) -> bool:
    """抽纸一提10包，来两提: the clause before told what is in a pack, this one counts the packs."""
    packed, counted = state.builder.phrases[number - 1 : number + 1]
    old, new = packed.quantity, counted.quantity
    if (
        counted.item
        or old is None
        or new is None
        or "quantity_repeated" not in packed.doubts
        or not packed.notes
    ):
        return False
    unit, again = scene.text[old.unit_start : old.unit_end], scene.text[new.unit_start : new.unit_end]
    if unit != again or packed.notes[0][0] < old.end:
        return False
    packed.notes = [(old.start, packed.notes[0][1]), *packed.notes[1:], *counted.notes]
    packed.quantity, packed.end = new, counted.end
    del state.builder.phrases[number:]
    return True

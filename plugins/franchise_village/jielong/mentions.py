"""Clauses without an amount: goods by name alone, a remark on what was ordered, or talk."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong import wishes
from franchise_village.jielong.goods import VARIANTS
from franchise_village.jielong.nicknames import person
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.talk import Op, State, continue_with, goods_within
from franchise_village.jielong.tokens import Token

_COUNT_ME: Final = Pattern(r"算我|加我|我也要|我也来|也要|跟上|\+1")


_NUM: Final = "[0-9]{1,2}|[一二两三四五六七八九十半俩仨]"
_LETTERS: Final = Pattern(  # 王婶 A1 B2, with no menu that says what A is
    rf"(?:[\u4e00-\u9fff]{{1,5}}[ :]*)?(?:[a-z](?:款|套餐)? ?[x*]? ?(?:{_NUM})[份个斤箱袋盒包]?[ 、+和]*)+"
)
_ALIKE: Final = Pattern(
    r"(?:跟|和|同|与|像|照)[^,]{1,8}?(?:一样|一个样)(?:的|多|就行|就好|就可以|吧|啊|哈|啦|了|呗|谢谢|来)*$"
)
_MY_OWN: Final = Pattern(r"(?:我|俺|咱)(?:们|家)?(?:的|也|就|还|都)*$|也$|$")


_SOME: Final = Pattern(
    r"(?:来|要|弄|整|搞|称|割|买|带|装|扯|留|拿)(?:一?点儿?|一?些)(?:吧|啊|哈|呗|嘛|谢谢)*$"
)


def leans(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause orders by what stands elsewhere: 王婶 A1 B2 without a menu, 土豆跟二叔一样."""
    if not scene.options and _LETTERS.fullmatch(scene.text, start, end):
        return True
    if (some := _SOME.search(scene.text, start, end)) and goods_within(scene, start, end, single=True):
        return not wishes.is_question(scene.text[start:end]) and some.start() >= start
    alike = _ALIKE.search(scene.text, start, end)
    if alike is None or wishes.is_question(scene.text[start:end]):
        return False
    before = scene.text[start : alike.start()].strip()
    before = before[: wishes.tail_verbs(before)]
    if _MY_OWN.fullmatch(before) is not None or person(scene, before) == "sure":
        return True
    return goods_within(scene, start, alike.start(), single=True) is not None


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
        if state.handed and words[0] in "都全":  # 王婶2斤鸡蛋，李嫂3斤土豆，都送到门口
            state.unclear.append((start, end))
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

"""Clauses that take back or change: 牛奶不要了, 啤酒退1箱, 改成3斤, 换成酸奶."""

from __future__ import annotations

import re
from typing import Final

import attrs

from franchise_village.jielong import names, wishes
from franchise_village.jielong.assembly import member_of
from franchise_village.jielong.fields import first_run, skip
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.phrases import Builder, chunks
from franchise_village.jielong.plausibility import names_nothing
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.talk import Op, State, goods_within, has_amount
from franchise_village.jielong.tokens import Token

SET: Final = Pattern(
    r"→|改做|改成|改为|改到|改作|变成|变为|调整为|调整成|调成|换成|换为|换做|增加到|减少到|加到|减到|加成|减成|改(?!一下|下|一改)(?=[0-9一二两三四五六七八九十半订要])|换(?=[0-9一二两三四五六七八九十半])|换(?!货|季|药|洗|个)"
)
_OLD_LEAD: Final = Pattern(
    r"^(?:(?:麻烦|请|帮我|帮忙|把|将|刚才|刚刚|之前|原来|原先|现在|如今|前面|上面|先前|昨天|前天|今天|上午|中午|下午|晚上|刚|我屋里?头?|我家|我们|我个|我|俺家|俺们|俺|咱家|咱|订的|定的|报的|说的|要的|接的|接龙的|订|的|那份|这份|那个|那|里面|是|本来|由|从))+"
)
TAKE: Final = Pattern(
    r"(?:已经?)?(?:(?:就|先|都)?(?:别|不用|不必|甭|莫|勿要|唔使|不)(?:再)?(?:给我|帮我)?(?:送|留|拿|带|订|要|称|备|准备|加|弄|算|买|捎|发)了|取消掉?|免了|不用送|不用留|不要了|不用了|不订了|不定了|不买了|不需要了|不来了|不拿了|不想要了|不接了|作废|撤销|撤单|撤回|撤了|撤掉|退订|退单|退掉|退了|退款|退货|退(?!休|烧|热|伍|货款)|删了|删掉|删除|划掉|划了|划去|划走|抹掉|抹了|勾掉|勾了|去掉(?!皮|骨|头|鳞)|唔要了|唔要|不要啦|免了|不报了)"
)
_LESS: Final = Pattern(r"少来|少要|少拿|少订|少买|减少|减掉|减去|减(?!肥|脂|盐|糖)|扣掉|扣除")
_A_FEW: Final = Pattern(  # 面条少1把
    r"(?<![多太至不最或缺])少(?= ?[0-9一二两三四五六七八九十半俩仨][^,;。!?冰糖油盐辣]{0,4}[吧哈了哦啊呗咯]?$)"
)
_TURNED: Final = Pattern(r"[,，;。 ](?:再|另|还|然后)?(?:加|要|来|多|换|添)")
_NOT_WANTED: Final = Pattern(r"(?:都|也|先|就|那)?不(?:要|用|想要|需要|订|买)(?P<what>[^了]{1,16})了")
_NOT_WANTED_BARE: Final = Pattern(r"^(?:我|我们|今天|都|也|先|就|那)*不要(?P<what>.{1,12})$")
_NOT_WANTED_END: Final = Pattern(r"^(?P<what>.{1,16}?)(?:都|先|就|也)*不要[了哈啦吧咯哦呀]*$")
_POINTED: Final = Pattern(r"(?<=[^ ])的?(?:那个|那份|那单|这个|这份|那些|这些|那几样)$")
_MEASURE: Final = Pattern(r"的?(?:数量|份数|数目)$")
_NUMBERED: Final = Pattern(r"(?:第)?[0-9]{1,3}(?:号|位|#|楼)?(?:的)?")
_VOID: Final = Pattern(r"(?:前面|上面|之前|这个|那个|那条|这条|本次|本期|今天|刚才|大家|的)+接龙")
_MASKED: Final = Pattern(r" ?[\u4e00-\u9fffa-z]\*{1,3}家?的?(?! ?[0-9])")


def _parts(scene: Scene, start: int, end: int) -> tuple[Builder, list[Token]]:
    builder = Builder(scene.text, most=scene.most, products=scene.products)
    tokens = scene.tokens(start, end)
    builder.run(chunks(tokens))
    return builder, tokens


def _subject(scene: Scene, start: int, end: int) -> tuple[list[Phrase], bool]:
    """The goods named in a stretch, without the words that only point (我的, 刚才的, 都)."""
    if masked := _MASKED.match(scene.text, start, end):  # 取消|桂*的|鸡蛋
        start = masked.end()
    lead = _OLD_LEAD.match(scene.text[start:end])
    if lead and not (
        start + lead.end() < end
        and wishes.starts_with_good(scene.text[start : start + 8], scene.products) > lead.end()
    ):
        start += lead.end()
    if lead and scene.text[start : start + 1] in wishes.ONE_OF:
        whole, rest = (
            wishes.starts_with_good(scene.text[at:end], scene.products) for at in (start, start + 1)
        )
        start += not whole and rest > 0  # 那箱|牛奶
    while end > start and (
        scene.text[end - 1] in "都全也先就给我吧的要想得" or scene.text.endswith("全部", start, end)
    ):
        if wishes.starts_with_good(scene.text[start:end], scene.products) == end - start:
            break
        end -= 1
    if pointed := _POINTED.search(scene.text[start:end]):
        end = start + pointed.start()
    if measure := _MEASURE.search(scene.text[start:end]):
        end = start + measure.start()
    if scene.text[start:end] in wishes.EMPTY_WORDS or start >= end:
        return [], True
    builder, _ = _parts(scene, start, end)
    phrases = [
        phrase
        for phrase in builder.phrases
        if "".join(scene.text[a:b] for a, b in phrase.item) not in wishes.EMPTY_WORDS or phrase.quantity
    ]
    for phrase in phrases:
        if "".join(scene.text[a:b] for a, b in phrase.item) in wishes.EMPTY_WORDS:
            phrase.item = []
    return phrases, not phrases


def stated(scene: Scene, start: int, end: int) -> list[Phrase]:
    """The goods and amounts told in a stretch."""
    return _subject(scene, start, end)[0] if start < end else []


def change(scene: Scene, state: State, start: int, end: int, found: re.Match[str], done: set[Op]) -> bool:
    """改成 and 换成: a new amount for the same goods, or other goods for them."""
    left = start, start + found.start()
    right = start + found.end(), end
    builder = state.builder
    after, _tokens = _parts(scene, *right)
    if not after.phrases:
        return False
    olds, _ = _subject(scene, *left)
    target = after.phrases[0]
    if not olds and state.was is not None:
        olds, state.was = [state.was], None
    old = olds[-1] if olds else None
    only_amount = not target.item
    if (
        old is None and target.item and _withdrawn(builder) and not found[0].startswith("换")
    ):  # 鸡蛋取消，改要鸭蛋1板
        builder.phrases.extend(after.phrases)
        done.add("book")
        return True
    swaps = found[0].startswith("换") or bool(old and old.item and target.item)
    if (
        only_amount
        and not (old and old.item)
        and not state.last_item
        and builder.phrases
        and builder.phrases[-1].item
        and not builder.phrases[-1].cancelled
    ):  # 鸡蛋2板，改成3板
        state.last_item = list(builder.phrases.pop().item)
    if only_amount or (not swaps and not (old and old.item)):
        item = list(old.item) if old and old.item else list(target.item) or list(state.last_item)
        if (
            builder.phrases and builder.phrases[-1].cancelled and builder.phrases[-1].item == item
        ):  # 不要3斤了，改成2斤
            builder.phrases.pop()
            if not any(phrase.cancelled for phrase in builder.phrases):
                done.discard("cancel")
        phrase = Phrase(
            item,
            target.quantity,
            min([start, *(a for a, _ in item)]),
            end,
            notes=target.notes,
            doubts=set(target.doubts),
        )
        if item and item[0][0] < start:
            phrase.start = item[0][0]
        builder.phrases.append(phrase)
        builder.phrases.extend(after.phrases[1:])
        state.sets.append(phrase)
        state.last_item = item
        done.add("set")
        return True
    for one in olds:
        if one.item or one.quantity:
            one.cancelled = True
            one.doubts -= {"quantity_missing"}
            builder.phrases.append(one)
            done.add("cancel")
    if target.quantity is None and old is not None and old.quantity is not None:
        target.quantity = old.quantity
        target.start = min(target.start, old.start)
        target.doubts.discard("quantity_missing")
        target.doubts |= {"text_unclear", *({old.quantity.doubt} - {""})}
    builder.phrases.extend(after.phrases)
    builder.pending_notes = []
    done.add("book")
    state.last_item = list(target.item)
    return True


def _withdrawn(builder: Builder) -> bool:
    """Whether the clause before took something back."""
    return bool(builder.phrases) and builder.phrases[-1].cancelled


def take_back(scene: Scene, state: State, start: int, end: int, done: set[Op]) -> bool:
    """Cancellations: 牛奶不要了, 取消鸡蛋, 啤酒退1箱, 不要鸡蛋了, 少来2斤."""
    text = scene.text
    words = text[start:end]
    builder = state.builder
    less = False
    found = TAKE.search(words)
    if found is None and (found := _LESS.search(words)):
        less = has_amount(scene, start + found.end(), end)
        found = found if less else None
    fewer = False
    if found is None and (found := _A_FEW.search(words)) and not wishes.is_chat(words):
        goods = goods_within(scene, start, start + found.start(), single=True) is not None
        less = fewer = goods or (found.start() == 0 and bool(builder.phrases or state.last_item))
        found = found if less else None
    if found is None:
        wanted = _NOT_WANTED.search(words)
        if (
            wanted is None
            and (named := _NOT_WANTED_END.match(words))
            and (
                goods_within(scene, start, start + named.end("what"))
                or wishes.starts_with_good(named["what"], scene.products) == len(named["what"])
            )
        ):
            phrases, empty = _subject(scene, start, start + named.end("what"))
            _cancel(state, phrases, empty, start, end, less=False, done=done)
            for phrase in builder.phrases[-len(phrases) :]:
                phrase.doubts.add("text_unclear")
            return True
        bare = None
        if wanted is None and not builder.phrases and (bare := _NOT_WANTED_BARE.match(words)):
            what = bare["what"]
            if wishes.starts_with_good(what, scene.products) == 0 or (
                wishes.is_wish("不要" + what) and what in {"辣", "葱", "香菜", "蒜", "姜"}
            ):
                bare = None
        match = wanted or bare
        if match is None:
            return False
        place = start + match.start("what"), start + match.end("what")
        if wishes.is_question(words):
            return False
        phrases, empty = _subject(scene, *place)
        earlier, _ = _subject(scene, start, start + match.start()) if match.start() else ([], True)
        if earlier and earlier[-1].item and phrases and not phrases[0].item:  # 排骨不要3斤了
            phrases[0].item = earlier[-1].item
            earlier = earlier[:-1]
        phrases = [*earlier, *phrases]
        _cancel(state, phrases, empty, start, end, less=False, done=done)
        if bare:
            builder.phrases[-1].doubts.add("text_unclear")
        return True
    if wishes.is_question(words) and not found[0].startswith("取消"):
        return False
    if re.search(r"(?:可以|能|可不可以|怎么|能不能)(?:取消|退)", words):
        return False
    left, right = (start, start + found.start()), (start + found.end(), end)
    inside = right
    if not state.member and not scene.sender:
        inside = _named_after(scene, state, right)
    before, empty_before = _subject(scene, *left)
    after, empty_after = _subject(
        scene, skip(text, inside[0], inside[1], " :,、了掉吧喇啦嘞咯喽哈哦啊呀呢"), inside[1]
    )
    merged = [*before, *after]
    if (
        before
        and after
        and before[-1].quantity is None
        and not after[0].item
        and after[0].quantity is not None
    ):  # 啤酒退1箱
        before[-1].quantity = after[0].quantity
        before[-1].end = after[0].end
        before[-1].doubts -= {"quantity_missing"}
        before[-1].doubts |= after[0].doubts - {"quantity_missing"}
        merged = [*before, *after[1:]]
    told = [phrase for phrase in merged if _tells(scene, phrase)]
    if (told and len(told) == len(merged)) or _VOID.match(words):  # 2号群不用了; 前面那个接龙作废
        state.talked = True
        if "我" in words:
            state.unclear.append((start, end))
        return True
    _cancel(state, merged, empty_before and empty_after, start, end, less=less, done=done)
    if fewer and merged and not _TURNED.match(text, end):  # said of what came short as well
        merged[-1].doubts.add("text_unclear")
    return True


def _tells(scene: Scene, phrase: Phrase) -> bool:
    """Whether what is said to be off are no goods: a group, a week, a plan."""
    item = "".join(scene.text[start:end] for start, end in phrase.item)
    return bool(item) and phrase.quantity is None and names_nothing(item, scene.products)


def _named_after(scene: Scene, state: State, right: Place) -> Place:
    """取消：3号 阿芬 地瓜叶, with nobody known to speak: the number, the member, then the goods."""
    text = scene.text
    place = skip(text, *right, " :,、")
    if numbered := _NUMBERED.match(text, place, right[1]):
        place = skip(text, numbered.end(), right[1], " :,、")
    first = first_run(text, place, right[1])
    if (first[0] < first[1] and first[1] < right[1]) or (
        first[0] < first[1] and names.ends_like_name(text[first[0] : first[1]])
    ):
        state.member, state.member_place = member_of(scene, first), first
        return skip(text, first[1], right[1], " :,、的"), right[1]
    return place, right[1]


def _cancel(
    state: State, phrases: list[Phrase], empty: bool, start: int, end: int, *, less: bool, done: set[Op]
) -> None:
    builder = state.builder
    if empty and not phrases and state.was is not None:  # 土豆原来2斤，不要了
        phrases, state.was = [attrs.evolve(state.was, quantity=None)], None
    if phrases and phrases[0].item and builder.phrases:
        last = builder.phrases[-1]
        if last.cancelled and not last.item and last.quantity is None:  # 取消取消，我那两箱水不要了
            builder.phrases.pop()
    for phrase in phrases:
        phrase.cancelled = True
        phrase.doubts -= {"quantity_missing", "item_boundary"}
        if less:
            phrase.doubts.add("less")
        phrase.start, phrase.end = min(phrase.start, start), max(phrase.end, end)
        builder.phrases.append(phrase)
        if phrase.item:
            state.last_item = list(phrase.item)
    if empty and not phrases:
        if builder.phrases and builder.phrases[-1].cancelled and not builder.phrases[-1].item:
            builder.phrases[-1].end = end  # 撤了吧，不订了
            done.add("cancel")
            return
        if (
            builder.phrases
            and not any(phrase.cancelled for phrase in builder.phrases)
            and "book" in done
            and len(builder.phrases) == 1
        ):
            builder.phrases[-1].cancelled = True
            builder.phrases[-1].end = end
            done.discard("book")
        else:
            builder.phrases.append(Phrase([], None, start, end, cancelled=True))
    done.add("cancel")

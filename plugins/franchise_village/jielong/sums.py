"""Sums told in words: 多要1斤，一共3斤 and 再加2个凑够10个 set the amount; behind several orders a sum is only compared."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.quantity import Quantity
from franchise_village.jielong.rows import amount_in
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.talk import Op, State, has_amount

_NUMERAL: Final = "[0-9一二两三四五六七八九十半俩仨]"
_TOTAL: Final = r"(?:凑够|凑成|凑足|凑满|凑到|凑个|凑|加起来|加在一起|合起来|一共|总共|合计|共计|总计|共)"
_INNER: Final = Pattern(rf"(?:这样|正好|刚好)?{_TOTAL}(?:就|是|要)*(?={_NUMERAL})")
_EARLIER: Final = r"(?:加上?|算上|连|和|跟|同)?(?:我)?(?:原来|刚才|刚刚|之前|前面|上面|已有|先前|早上|上午)(?:订|报|接|要|说)?(?:的|那[些份]?)*"
_SUM: Final = Pattern(
    rf"(?:这样|那|就|正好|刚好|我)*(?P<earlier>{_EARLIER})?(?:就|正好|刚好)*(?P<word>{_TOTAL})(?:就|是|要|有|了|成|为)*[: ]?(?P<amount>{_NUMERAL}[^ ,的]{{0,6}}?)(?:就行|就好|就够了?|够了|好了|吧|哈|哦|啊|了|啦)*"
)
_REST: Final = Pattern(  # what is left: 少要1斤，只要2斤
    rf"(?:(?:就|只|光|那|还)+(?:要|留|来|订|拿|剩)?|(?:要|留|来|有)(?=[^,]*(?:就行|就好|够了?)))(?P<amount>{_NUMERAL}[^ ,的]{{0,6}}?)(?:就行|就好|就够了?|够了|好了|吧|哈|哦|啊|了|啦)*"
)
_REST_OF: Final = Pattern(  # 少要1斤，只要2斤瘦的
    rf"(?:就|只|光|那|还)+(?:要|留|来|订|拿|剩)?(?P<amount>{_NUMERAL}{{1,4}}[^ ,的0-9]{{1,2}}?)(?P<kind>[^ ,的0-9]{{1,3}}的)(?:就行|就好|就够了?|够了|好了|吧|哈|哦|啊|了|啦)*"
)
_ONLY: Final = Pattern(
    rf"(?:我们?家?|俺|咱)?(?:(?:就)?只|光|一共|总共|合计|共)(?=(?:需要|想要|要|来|订|买|报|拿) ?{_NUMERAL})"
)
_MORE: Final = Pattern(r"(?:再|多|添|另|补|追)[要来加订买拿报留添补]?个? ?$")
_KINDS: Final = frozenset({"样", "种", "项", "单", "户", "家", "人"})
_BACK: Final = 6  # characters before an amount in which 再加 stands


def parted(scene: Scene, start: int, end: int) -> list[Place]:
    """再加2个|凑够10个: the clause, and the sum behind it where it tells one."""
    found = _INNER.search(scene.text, start + 1, end)
    if found is None or _SUM.fullmatch(scene.text, found.start(), end) is None:
        return [(start, end)]
    if not has_amount(scene, start, found.start()):
        return [(start, end)]
    return [(start, found.start()), (found.start(), end)]


def behind_only(scene: Scene, start: int, end: int) -> int:
    """Where a clause begins behind a word that only stresses the amount: 我只|要2斤, 一共|要2箱牛奶."""
    found = _ONLY.match(scene.text, start, end)
    return found.end() if found is not None else start


def settle_sum(scene: Scene, state: State, start: int, end: int, done: set[Op]) -> bool:
    """Read a clause that tells a sum, or what is left; False when it tells neither."""
    if _rest(scene, state, start, end, done):
        return True
    found = _SUM.fullmatch(scene.text, start, end)
    if found is None:
        return False
    total = amount_in(scene, found.span("amount"))
    if total is None or total.value is None or total.problem or total.doubt == "by_money":
        return False
    if scene.text[total.unit_start : total.unit_end] in _KINDS:
        return False
    known, before = state.summed if state.summed[0] <= len(state.builder.phrases) else (0, 0)
    recent = state.builder.phrases[known:]
    counted = [phrase for phrase in recent if not phrase.cancelled and phrase.quantity]
    if not counted:
        return found["earlier"] is not None and _book(scene, state, total, start, end, done)
    if len(counted) == 1 and len(state.builder.phrases) == 1 and _is_more(scene, counted[0]):
        return _set(scene, state, counted[0], total, end, done)
    if not all(_same_unit(scene, phrase.quantity, total) for phrase in counted):
        return found["word"] != "凑"
    told = sum(phrase.quantity.value or 0 for phrase in counted if phrase.quantity)
    state.summed = len(state.builder.phrases), total.value
    if total.value not in {told, told + before}:
        for phrase in counted:
            phrase.doubts.add("sum_differs")
    return True


def _is_more(scene: Scene, phrase: Phrase) -> bool:
    """Whether an amount comes on top of what was ordered before: 再加|2个."""
    assert phrase.quantity is not None
    place = phrase.quantity.start
    if _MORE.search(scene.text, max(0, place - _BACK), place):
        return True
    first = phrase.item[0][0] if phrase.item else place  # 再加|牛奶2箱
    return first < place and _MORE.search(scene.text, max(0, first - _BACK), first) is not None


def _same_unit(scene: Scene, one: Quantity | None, other: Quantity) -> bool:
    if one is None or one.value is None:
        return False
    units = {
        scene.text[quantity.unit_start : quantity.unit_end] for quantity in (one, other) if quantity.has_unit
    }
    return len(units) < 2


def _set(scene: Scene, state: State, phrase: Phrase, total: Quantity, end: int, done: set[Op]) -> bool:
    """The sum is what is wanted now, with what was ordered before."""
    before = phrase.quantity
    assert before is not None
    if not _same_unit(scene, before, total):
        phrase.doubts.add("quantity_repeated")
    elif (total.value or 0) < (before.value or 0):
        phrase.doubts.add("sum_differs")
        return True
    if not total.has_unit and before.has_unit:
        total = total._replace(unit_start=before.unit_start, unit_end=before.unit_end)
    phrase.quantity, phrase.end = total, end
    phrase.doubts -= {"quantity_range", "quantity_approximate"}
    phrase.doubts |= {total.doubt} - {""}
    state.sets.append(phrase)
    state.last_item = list(phrase.item)
    done.discard("book")
    done.add("set")
    return True


def _book(scene: Scene, state: State, total: Quantity, start: int, end: int, done: set[Op]) -> bool:
    """加上刚才的一共6盒: the new amount of what is on offer, or of what was spoken of before."""
    if not (scene.item or state.last_item):
        return False
    phrase = Phrase(list(state.last_item), total, start, end)
    phrase.doubts |= {total.doubt} - {""}
    phrase.start = min([start, *(place[0] for place in phrase.item)])
    state.builder.phrases.append(phrase)
    state.sets.append(phrase)
    done.add("set")
    return True


def _rest(scene: Scene, state: State, start: int, end: int, done: set[Op]) -> bool:
    """What stays of an order of which some was taken back: 少要1斤，|只要2斤."""
    phrases = state.builder.phrases
    if not phrases or not phrases[-1].cancelled or "less" not in phrases[-1].doubts:
        return False
    found = _REST.fullmatch(scene.text, start, end) or _SUM.fullmatch(scene.text, start, end)
    kind = None if found else _REST_OF.fullmatch(scene.text, start, end)
    found = found or kind
    total = amount_in(scene, found.span("amount")) if found is not None else None
    if total is None or total.value is None or total.problem:
        return False
    less = phrases.pop()
    if not total.has_unit and less.quantity is not None:
        total = total._replace(unit_start=less.quantity.unit_start, unit_end=less.quantity.unit_end)
    phrase = Phrase(list(less.item), total, less.start, end)
    phrase.doubts |= {total.doubt} - {""}
    if kind is not None:  # only of these, or fewer of all and these among them?
        phrase.notes.append(kind.span("kind"))
        phrase.doubts.add("text_unclear")
    phrases.append(phrase)
    state.sets.append(phrase)
    if not any(one.cancelled for one in phrases):
        done.discard("cancel")
    done.add("set")
    return True

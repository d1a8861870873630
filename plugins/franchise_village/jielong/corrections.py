"""Clauses that explain a mistake: 写错了，是3斤; 更正：2板; 原来6个，现在改3个; 是3斤不是2斤."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.takings import SET, TAKE, stated
from franchise_village.jielong.talk import State, goods_within, has_amount

_CORRECTS: Final = Pattern(
    r"^(?:我|我的|刚才|刚刚|上面|前面|不好意思|那个)*(?:更新|调整|更正|纠正|更改|修改|改一下|改下|打错|写错|报错|说错|发错|弄错|搞错|订错|定错|要错|点错|接错|看错|记错|选错|填错|按错|数错|应该是|应为)(?:了|一下|下|啦|字)*(?:[,: ]+|是|应该是)*"
)
_NOT_BUT: Final = Pattern(r"[, ]?(?:不是|而不是|并非) ?[0-9.一二两三四五六七八九十半]+[^,0-9]{0,3}$")
_NOT_THIS_BUT: Final = Pattern(  # 酸奶不是2盒是3盒
    r"(?P<what>[^,]{0,14}?)不是 ?[0-9.一二两三四五六七八九十半俩仨]+[^,0-9]{0,3}[, ]?(?:而|应该|要)?是(?P<new> ?[0-9一二两三四五六七八九十半俩仨][^,]{0,8})"
)
_NOW: Final = Pattern(  # what may stand around the new amount, and nothing else
    r"(?:我|就|想|只|光|才|其实|应该|那|先|给|要|来|订|定|留|变|拿|接|报|改|成|为|到|买|是|得|行|够|好|可以|吧|了|啦|哈|哦|呢|啊|的| )*"
)
_RATHER: Final = Pattern(r"^(?:应该|其实|就)?(?:是|为)[:, ]*")
_REFUND: Final = Pattern(r"退(?:我|给我|还|了)*[0-9]{1,5}(?:\.[0-9]+)?(?:块|元)")
_SUM: Final = Pattern(r"^(?:一共|总共|合计|共计|总计|共)(?:就|是|有)?[:, ]?[0-9一二两三四五六七八九十¥]")
_TO_CHANGE: Final = Pattern(
    r"^(?:我|我的|把|麻烦|帮我|刚才|刚刚|的|那个)*(?P<what>[^,]{1,16}?)(?:的)?(?:数量)?(?:需要|要|想|再)?(?:改一下|改下|改一改|修改一下|更正一下|调整一下|变一下|换一下)[吧哈哦啊呢]?$"
)
_TURNS: Final = Pattern(rf"{SET.pattern}|{TAKE.pattern}|不(?:要|用|想要|需要|订|买)|没")
_WAS: Final = Pattern(  # what was ordered before; words of time need a verb of ordering behind them
    r"(?:(?:原来|本来|原先|先前|起初|一开始)(?:我|我家|是|订|定|报|接|要|写|说|的|了|买)*"
    r"|(?:之前|以前|前面|刚才|刚刚|刚|今早|早上|上午|中午|下午|昨[天晚日]|前[天面]|上次|上回|已经?)(?:我们?家?|俺|在?群里|接龙|这边|就|是|里|的|先)*(?:订|定|报|接|写|说|下单|登记|点|填)(?:要|的|了|过|是|成|单|名|个)*"
    r"|(?:写|报|说|订|打|填|输)成了?)"
    r"(?=[^,]{0,10}[0-9一二两三四五六七八九十半])"
)
_WRONG: Final = Pattern(
    r"^(?P<what>[^,]{1,20}?)(?:是)?(?:写|说|报|打|发|弄|搞|输|记|订|要|点)(?:错|多|少|重)[了啦]*$"
)


def explain(scene: Scene, state: State, start: int, end: int) -> Place | None:
    """What of the clause is left to read behind the words that tell of a mistake; None when nothing is."""
    text = scene.text
    if corrected := _CORRECTS.match(text[start:end]):
        state.corrects = True
        start += corrected.end()
        if start >= end or not has_amount(scene, start, end):
            return None
    if (turned := _NOT_THIS_BUT.fullmatch(text, start, end)) is not None:
        state.corrects = True
        if named := [place for phrase in stated(scene, *turned.span("what")) for place in phrase.item]:
            state.last_item = named
        return turned.span("new")
    if (but := _NOT_BUT.search(text[start:end])) is not None:  # 3斤不是2斤
        state.corrects = True
        end = start + but.start()
        if start >= end:
            return None
        if not has_amount(scene, start, end):  # 鸡蛋不是2板，是3板
            state.last_item = [(start, end)]
            return None
    words = text[start:end]
    if _SUM.match(words):
        return None
    if _REFUND.search(words):
        state.talked = True
        return None
    if state.corrects and (rather := _RATHER.match(words)) is not None:
        start += rather.end()
        words = text[start:end]
        if not words:
            return None
    return None if _names_mistake(scene, state, start, end) else (start, end)


def _names_mistake(scene: Scene, state: State, start: int, end: int) -> bool:
    """Whether the clause only says which order is to be corrected; the new amount stands behind."""
    words = scene.text[start:end]
    if (wrong := _WRONG.match(words)) is not None and (
        named := goods_within(scene, start, start + wrong.end("what"), single=True)
    ):  # 虾2斤写错了，是3斤
        state.corrects = True
        state.last_item = [named]
        return True
    if (changed := _TO_CHANGE.match(words)) is not None:  # 五花肉改一下，要3斤
        state.corrects = True
        state.last_item = [(start + changed.start("what"), start + changed.end("what"))]
        return True
    if (was := _WAS.search(words)) is not None and not _TURNS.search(words):  # 鸡腿原来6个，现在改3个
        _remember(scene, state, start, end, start + was.start(), start + was.end())
        return True
    return False


def settle_earlier(scene: Scene, state: State, start: int, end: int) -> Place:
    """The amount alone, where the clause gives the new one of what was told before: 原来6个，就要3个; else the clause."""
    if state.was is None:
        return start, end
    counted = [token for token in scene.tokens(start, end) if token.quantity is not None]
    if len(counted) != 1 or counted[0].quantity is None or counted[0].quantity.role != "amount":
        return start, end
    place = counted[0].start, counted[0].end
    around = scene.text[start : place[0]] + scene.text[place[1] : end]
    if _NOW.fullmatch(around) is None:
        return start, end
    state.corrects, state.was, state.asked = True, None, None
    return place


def _remember(scene: Scene, state: State, start: int, end: int, before: int, behind: int) -> None:
    """What was ordered before: nothing is booked, a change behind it means these goods."""
    phrases = [
        *stated(scene, start, before),
        *stated(scene, behind, end),
    ]
    named = [phrase for phrase in phrases if phrase.item]
    counted = [phrase for phrase in phrases if phrase.quantity is not None]
    state.talked = True
    if len(named) != 1 or len(counted) > 1:
        return
    state.was = Phrase(list(named[0].item), None, start, end)
    if counted:
        state.was.quantity = counted[0].quantity
    state.last_item = list(named[0].item)
    state.asked = named[0].item[0]

"""Free sentences: what somebody says in the group, clause by clause."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import attrs

from franchise_village.jielong import corrections, tellings, wishes
from franchise_village.jielong.assembly import Gathered
from franchise_village.jielong.clauses import clauses, enumerated, lead, untagged
from franchise_village.jielong.companions import common_goods, share_out
from franchise_village.jielong.cues import only_names
from franchise_village.jielong.heads import head_of, with_head
from franchise_village.jielong.mentions import leans
from franchise_village.jielong.parties import counted_for, hand_over, whose
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.quotations import read_quoted
from franchise_village.jielong.remarks import describes_pack
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.script import fold
from franchise_village.jielong.sums import behind_only, parted, settle_sum
from franchise_village.jielong.takings import SET, change, take_back
from franchise_village.jielong.talk import ORDER_VERB, Op, State, goods_within, has_amount, new_builder
from franchise_village.jielong.together import is_of_several, speak_of_several
from franchise_village.jielong.trials import book

_IF: Final = Pattern(
    r"^(?:如果|要是|若|假如)?(?:还)?有(?P<what>[^有]{0,10}?)(?:的话|就|的就|(?=[也再](?:要|来|给|加|拿)|(?:给|帮)我))[,]?|^(?:如果|要是|若)?(?:甜|新鲜|便宜|好吃|大|小|活|嫩|不贵|不酸|不辣|够|有多|能送|今天到|明天到|有货)的话[,]?|^[^,0-9]{2,14}的话[,]?(?=帮我?|给我|就|来|我要|要)"
)
_IF_ANY: Final = Pattern(  # 有粽叶来两把
    r"^(?:如果|要是|假如)?有(?P<what>[^有0-9]{1,8}?)(?=[来要拿留][0-9一二两三四五六七八九十半俩仨])"
)
_IF_HERE: Final = Pattern(  # 带鱼有货就给我2斤, 羊腿要是还有就来一只
    r"^(?P<what>(?!没|如果|要是)[^,有到便0-9]{1,10}?)(?:要是|如果|若是|假如)?(?:还|能)?(?:有(?:货|卖的?|剩的?|多的?|新鲜的?)?|到(?:了|货)了?|(?P<if>便宜|不贵|新鲜))(?:的话)?,?就(?:麻烦|请)?(?=[给帮](?:我|俺)|来|要|留|拿|订|加|买|带|称|捎)"
)
_ASKED: Final = Pattern(
    r"^(?:请问|今天|明天|现在|那个)*(?P<what>[^ ]{1,10}?)(?:还有没有|还有|有没有|还剩|还卖|有货)"
)
_INSTEAD: Final = Pattern(r"(?:如果|要是)?(?:没有?|没货|卖完了?)(?:货|的话|了)?就(?=[来要给拿订换买])")
_WHICH: Final = Pattern(r"(?:要|就要|是)?[^,0-9那这上]{1,8}的(?:那种|那款|就行|就好|就可以)")
_CALL_ME: Final = Pattern(
    r"(?:货|车|东西)?(?:到|来|回来|送到|有|好|弄好|做好|装好|称好)(?:货|店|家|村|了)*(?:之?后|就|的话|时候|的时候|时)?[ ,]?(?:麻烦|请|再|也)*(?:给我|跟我|帮我|在群里)?(?:打个?|发个?)?(?:喊|叫|通知|电话|打我电话|打我|告诉|告知|说|@|艾特|联系|吱|招呼|消息|微信|私|提醒)(?:我|俺|一?声|一下|下|个|打|招呼|电话|来拿|来取|哈|啊|吧|哦)*"
)
_ABOUT: Final = Pattern(r"(?:大概|大约|差不多|估计|约)(?:有|是)?[0-9一二两三四五六七八九十半][^,]{0,6}")
_DELIVERY: Final = Pattern(r"几点|几时|什么时候|啥时候?|哪天|哪里?[取拿领]|[送到]货?吗?$")
_PACKED_AS: Final = Pattern(
    r"[^,]{1,10}?(?<![要来订定买拿加留报])(?:一|每|1)(?:[箱板袋盒包件桶提瓶筐捆份]|[只条个根颗](?=(?:是|有|约)?[0-9一二两三四五六七八九十]{1,4}斤))(?:是|有|装|约)?[0-9一二两三四五六七八九十]{1,4}[^,0-9]{1,2}[吧呢啊的]*"
)


def speak(
    scene: Scene,
    places: tuple[Place, ...],
    gathered: Gathered,
    *,
    member: str,
    member_place: Place | None = None,
    author: str = "",
    doubts: Collection[str] = (),
) -> set[Op]:
    """Read what one person said; lines go to ``gathered``. Gives what was done: book, cancel, set."""
    done: set[Op] = set()
    said = clauses(scene.text, *places[0]) if len(places) == 1 and not scene.item else []
    told = common_goods(scene, said) if len(said) > 1 else None
    if told is not None:  # 我家2斤，我姐家3斤，都是排骨
        start, end = told[1]
        scene = attrs.evolve(scene, item=scene.source.raw[start:end], item_from="header")
        places = tuple(place for index, place in enumerate(said) if index != told[0])
    state = State(
        new_builder(scene), member, member_place, set(doubts),
        spoken=bool(member), speaker=(member, member_place), speaker_doubts=frozenset(doubts),
    )  # fmt: skip
    if (
        len(places) == 1
        and (left := read_quoted(scene, state, places[0], gathered, done, author)) is not None
    ):
        places = left
    before, spoken = len(gathered.lines), 0
    for begin, last in [part for place in places for part in enumerated(scene.text, *place)]:
        headed = head_of(scene, begin, last)
        if headed is not None and not state.member:
            state.doubts.add("name_boundary")  # somebody nicknamed 土豆, or goods?
        first, before_head = headed[1] if headed and headed[2] else begin, len(state.builder.phrases)
        said = [part for place in clauses(scene.text, first, last) for part in _parts(scene, place)]
        spoken += len(said)
        if spoken > scene.settings.max_lines:
            return _too_much(scene, places, gathered, before)
        plain = [only_names(scene.text[start:end]) for start, end in said]
        asked = max(
            (index for index, place in enumerate(said) if not plain[index] and _asks(scene, *place)),
            default=-1,
        )
        for index, (clause_start, clause_end) in enumerate(said):
            start = lead(scene.text, clause_start, clause_end)
            end = start + len(scene.text[start:clause_end].rstrip(" \n"))
            end = untagged(scene.text, start, end) if start < end and not plain[index] else end
            packed = _PACKED_AS.fullmatch(scene.text, start, end) if start < end else None
            if packed is not None and not wishes.strip_verbs(packed[0], bare=True) and index < asked:
                state.talked = True  # 鸡蛋一板30个，能放多久
                continue
            known = len(state.builder.phrases)
            if start < end:
                if plain[index] and not scene.roster:
                    _names_goods(scene, state, start, end, gathered, done, author)
                else:
                    _clause(scene, state, start, end, gathered, done, author)
            for phrase in state.builder.phrases[known:] if packed is not None else ():
                phrase.doubts.add("quantity_repeated")  # one board, or thirty of them?
            if len(state.builder.phrases) > scene.settings.max_wishes_per_entry:
                return _too_much(scene, places, gathered, before)
        if headed is not None and headed[2]:
            with_head(scene, headed[0], state.builder.phrases[before_head:])
    _wonders(scene, state, places)
    for place in state.unclear:
        gathered.warn("clause_unclear", scene.source.span(*place))
    hand_over(scene, state, gathered, author)
    return done


def _parts(scene: Scene, place: Place) -> list[Place]:
    """The clause, and the sum behind it where it tells one; 咱四家总共8箱 is one."""
    return [place] if is_of_several(scene, *place) else parted(scene, *place)


def _too_much(scene: Scene, places: tuple[Place, ...], gathered: Gathered, before: int) -> set[Op]:
    """Far more than one person says: nothing of it is taken, and it says so."""
    del gathered.lines[before:]
    gathered.refuse("too_many_wishes", scene.source.span(places[0][0], places[-1][1]))
    return set()


def _asks(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause asks about the goods, not about their delivery."""
    words = scene.text[start:end]
    return (wishes.is_question(words) or "几天" in words) and not _DELIVERY.search(words)


def _wonders(scene: Scene, state: State, places: tuple[Place, ...]) -> None:
    """鸡蛋一板，能放多久: goods that no verb orders, and a question about them behind: perhaps only a question."""
    phrases = state.builder.phrases
    if len(phrases) != 1 or phrases[0].cancelled or not phrases[0].item or scene.item or not places:
        return
    first, last = places[0][0], places[-1][1]
    behind = scene.text[phrases[0].end : last]
    asks = (
        (not wishes.is_polite(behind.strip(" ,。!?~;")) or "换" in scene.text[first:last])
        and wishes.is_question(behind.lstrip(" ,。!~;"))
        and not _DELIVERY.search(behind)
        and "钱" not in behind
    )
    if asks and ORDER_VERB.search(scene.text, first, phrases[0].end) is None:
        phrases[0].doubts.add("text_unclear")


def _after_sender(scene: Scene, start: int, end: int) -> int:
    """登记一下 戈叔 小麦种子2袋: who speaks names himself before the order."""
    if not scene.sender:
        return start
    name = fold(scene.sender)
    place = scene.text.find(name + " ", start, min(end, start + 8 + len(name))) if len(name) > 1 else -1
    if place < 0 or place + len(name) + 1 >= end:
        return start
    lead = scene.text[start:place].strip(" ,:")
    return place + len(name) + 1 if not lead or wishes.strip_verbs(lead, bare=True) == len(lead) else start


def _names_goods(
    scene: Scene, state: State, start: int, end: int, gathered: Gathered, done: set[Op], author: str
) -> None:
    """A clause that only names goods and amounts: they are ordered, or describe what was."""
    if " " in scene.text[start:end]:
        start = _after_sender(scene, start, end)
    if state.member:
        start = counted_for(scene, state, start, end, gathered, author)
    builder = state.builder
    if (
        builder.phrases
        and builder.phrases[-1].quantity is not None
        and describes_pack(scene.text[start:end])
        and not builder.goes_on(scene.tokens(start, end))
    ):
        builder.note((start, end))
        return
    start, end = corrections.settle_earlier(scene, state, start, end)
    book(scene, state, start, end, None, gathered, done, author)


def _clause(
    scene: Scene, state: State, start: int, end: int, gathered: Gathered, done: set[Op], author: str
) -> None:
    text = scene.text
    words = text[start:end]
    builder = state.builder
    if not builder.phrases and not scene.item and (instead := _INSTEAD.match(words)):  # 没有就来条鲢鱼
        known = len(builder.phrases)
        book(scene, state, start + instead.end(), end, None, gathered, done, author)
        for phrase in builder.phrases[known:]:
            phrase.doubts.add("conditional")
        return
    if wishes.CONDITION.search(words[:80]) and not (_IF.match(words) or _IF_HERE.match(words)):
        if builder.phrases:
            builder.note((start, end))
        else:
            state.talked = True
        return
    start = _after_sender(scene, start, end)
    if (begins := speak_of_several(scene, state, start, end)) is None:
        return
    start = begins
    if settle_sum(scene, state, start, end, done):
        return
    start = start if state.builder.phrases else behind_only(scene, start, end)
    if share_out(scene, state, start, end, gathered, done, author):
        return
    start = whose(scene, state, start, end, gathered, author)
    words = text[start:end]
    builder = state.builder
    if not words:
        return
    if (
        builder.phrases
        and builder.phrases[-1].quantity is not None
        and (
            describes_pack(words)
            or _CALL_ME.fullmatch(words)
            or words.startswith("其中")
            or _WHICH.fullmatch(words)
            or _ABOUT.fullmatch(words)
        )
        and not builder.goes_on(scene.tokens(start, end))
    ):
        builder.note((start, end))
        return
    left = corrections.explain(scene, state, start, end)
    if left is None:
        return
    start, end = left
    words = text[start:end]
    if (found := SET.search(words)) and change(scene, state, start, end, found, done):
        return
    if take_back(scene, state, start, end, done):
        return
    start, end = corrections.settle_earlier(scene, state, start, end)
    words = text[start:end]
    if (asked := _ASKED.match(words)) and _IF_HERE.match(words) is None:
        state.asked = start + asked.start("what"), start + asked.end("what")
    conditional = _IF.match(words) or _IF_HERE.match(words)
    if conditional is None and (there := _IF_ANY.match(words)) is not None:
        named = goods_within(scene, start + there.start("what"), start + there.end("what"), single=True)
        conditional = there if named else None
    if conditional is None and (
        tellings.tells(words)
        or tellings.calls(words)
        or (
            wishes.is_chat(words)
            and not (
                ORDER_VERB.search(words) and has_amount(scene, start, end) and not wishes.is_question(words)
            )
        )
    ):
        if leans(scene, start, end):
            state.unclear.append((start, end))
        state.talked = True
        state.asked = state.asked or goods_within(scene, start, end)
        return
    known = len(state.builder.phrases)
    book(scene, state, start, end, conditional, gathered, done, author)
    if conditional is not None and conditional.groupdict().get("if"):
        for phrase in state.builder.phrases[known:]:  # 便宜就要两斤: who knows what is cheap
            phrase.doubts.add("conditional")

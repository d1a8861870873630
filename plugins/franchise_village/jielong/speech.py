"""Free sentences: what somebody says in the group, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from franchise_village.jielong import names, offers, tellings, wishes
from franchise_village.jielong.assembly import Gathered, lines_of, member_of
from franchise_village.jielong.members import skip, split
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.phrases import chunks
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.takings import SET, TAKE, change, stated, take_back
from franchise_village.jielong.talk import Op, State, goods_within, has_amount, new_builder
from franchise_village.jielong.tokens import Token

_BREAK: Final = Pattern(r"[,;!?\n…]+|。(?![0-9])|(?<![0-9])\.(?![0-9])|~{2,}")
_MENTION: Final = Pattern(r"@[^ \n,:;@]{1,30}[ :,]?")
_HOSTS: Final = tuple(
    sorted((host for host in names.HOSTS if len(host) > 1), key=lambda host: (-len(host), host))
)
_FOR: Final = Pattern(
    r"^(?:我|我来|顺便|麻烦|请|还)?(?:帮忙给|帮|给|替|代|为)(?P<name>[^我俺咱忙 ,:0-9一二两三四五六七八九十]{1,6}?)(?:也|再|家)?(?=取消|把|将|来|要|订|定|带|拿|留|买|报|接|加|退|撤|下单|代买|捎|搞|称|割|[0-9一二两三四五六七八九十半])"
)
_ASKED_ME: Final = Pattern(
    r"^(?P<name>[^ ,:我]{1,6}?)(?:让|叫|托|喊|要)(?:我|俺)(?:给|帮|替)?[她他]?(?=要|订|定|带|买|报|拿|捎|留|取消|退|加)"
)
_KIN_OF_MINE: Final = Pattern(
    r"^(?:给|帮|替)?(?:我|俺|咱)(?P<kin>妈|爸|婆婆|奶奶|爷爷|姐|哥|弟|妹|老公|老婆|邻居|隔壁|同事|朋友|嫂子|姑|姨|舅|儿子|女儿|公公)(?:家)?(?:也|还)?(?=要|来|带|订|定|拿|留|买|加|报|接|捎|称|割|搞|整|弄|下单)"
)
_SAYS: Final = Pattern(
    r"^(?P<name>[^ ,:0-9一二两三四五六七八九十半]{1,6}?)(?:家)?(?:也|还|再|想|说)?(?=(?:要|来|订|定|买|加|拿)(?!源|自))"
)
_IF: Final = Pattern(r"^(?:如果|要是|若|假如)?(?:还)?有(?P<what>[^有]{0,10}?)(?:的话|就|的就)[,]?")
_ASKED: Final = Pattern(
    r"^(?:请问|今天|明天|现在|那个)*(?P<what>[^ ]{1,10}?)(?:还有没有|还有|有没有|还剩|还卖|有货)"
)
_GREETING: Final = Pattern(
    r"(?:(?:大家|各位)?(?:早上|上午|中午|下午|晚上)好|早安|晚安|早(?=[呀啊哇安~!,。 ]|$)|好(?=[呀啊哇]))[呀啊哇哈~!]*"
)
_ADDENDUM: Final = Pattern(r"(?:再|我)?(?:补|加|报|记|接)(?:报|登)?(?:一?[个下单条份])?[:, ]+")
_THIS_TIME: Final = Pattern(
    r"(?:这次|这回|这趟|这一次)(?=再|也|还|就|我|要|来|给|帮|想)|(?:现在|如今)(?=只?要|改|换|来|加|减|变|想|再|就)"
)
_OURS: Final = Pattern(
    r"(?:我们|咱们|俺们)(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[组队排栋社](?:这边|的)?(?=[^,;。!?\n]{0,12}[0-9一二两三四五六七八九十半])"
)
_THANKED: Final = Pattern(
    r"(?:辛苦|麻烦|谢谢|多谢|感谢|拜托|劳驾|有劳|请)(?:您|你|了|啦|一下|下)*[ ,]?(?:团长|群主|老板娘?|店长|店主|店家|掌柜|管理员|客服|团团|团妈|群管|美女|帅哥|亲)(?:们)?(?=[^的])"
)
_OPENS: Final = Pattern(
    r"(?:我们?家?|俺|咱)?(?:这边|今天)?(?:也|再|还|先|想|要|来)*(?:订|报|叫|要|点|进|拿|补|下)(?:一下|点|些|个)?(?:货|菜|东西|单|单子)[了啦哈]*(?:[:, ]+|$)|就?要(?:这些|这几[样个]|下面这些|以下)[:, ]+"
)
_WAS: Final = Pattern(
    r"(?:原来|本来|原先|先前|起初|一开始)(?:我|我家|是|订|定|报|要|写|说|的|了|买)*(?=[^,]{0,8}[0-9一二两三四五六七八九十半])"
)
_NOW: Final = Pattern(
    r"(?:我|就|想|只)*(?:要|来|订|留)(?![^,]{0,3}(?:再|另))[^,]{0,2}[0-9一二两三四五六七八九十半]"
)
_TURNS: Final = Pattern(rf"{SET.pattern}|{TAKE.pattern}|不(?:要|用|想要|需要|订|买)|没")
_DELIVERY: Final = Pattern(r"几点|几时|什么时候|啥时候?|哪天|哪里?[取拿领]|[送到]货?吗?$")
_PACKED_AS: Final = Pattern(
    r"[^,]{1,10}?(?<![要来订定买拿加留报])(?:一|每|1)(?:[箱板袋盒包件桶提瓶筐捆份]|[只条个根颗](?=(?:是|有|约)?[0-9一二两三四五六七八九十]{1,4}斤))(?:是|有|装|约)?[0-9一二两三四五六七八九十]{1,4}[^,0-9]{1,2}[吧呢啊的]*"
)
_WRONG: Final = Pattern(
    r"^(?P<what>[^,]{1,20}?)(?:是)?(?:写|说|报|打|发|弄|搞|输|记|订|要|点)(?:错|多|少|重)[了啦]*$"
)
_LEAD_IN: Final = Pattern(
    r"(?:我家|俺家|咱家|我们家?|我这边|我自己|我|俺|咱)?(?:说|想|先|再|也|还|就|顺便|另外)*(?:麻烦)?(?:(?:给|帮|替)(?:我们?家?|俺家?|咱家?)?)?(?:想要|需要|要|来|订|定|接|报|买|拿|带|留|称|整|弄)(?=[0-9一二两三四五六七八九十半])(?!来一桶)"
)
_REFUND: Final = Pattern(r"退(?:我|给我|还|了)*[0-9]{1,5}(?:\.[0-9]+)?(?:块|元)")
_SUM: Final = Pattern(r"^(?:一共|总共|合计|共计|总计|共)(?:就|是|有)?[:, ]?[0-9一二两三四五六七八九十¥]")
_RATHER: Final = Pattern(r"^(?:应该|其实|就)?(?:是|为)[:, ]*")
_QUOTE: Final = Pattern(r"\s{0,3}\[[^\n:\]]{1,20}:(?P<said>[^\]]{0,600})\]\s{0,3}\n(?:[- ]{5,60}|-{3,60})\n")
_NOT_BUT: Final = Pattern(r"[, ]?(?:不是|而不是|并非) ?[0-9.一二两三四五六七八九十半]+[^,0-9]{1,3}$")
_TO_CHANGE: Final = Pattern(
    r"^(?:我|我的|把|麻烦|帮我|刚才|刚刚|的|那个)*(?P<what>[^,]{1,16}?)(?:的)?(?:数量)?(?:需要|要|想|再)?(?:改一下|改下|改一改|修改一下|更正一下|调整一下|变一下|换一下)[吧哈哦啊呢]?$"
)
_ORDER_VERB: Final = Pattern(r"要|来|订|定|买|加|留|报|拿|带|下单|需要|接|算我")
_COUNT_ME: Final = Pattern(r"算我|加我|我也要|我也来|也要|跟上|\+1")
_CORRECTS: Final = Pattern(
    r"^(?:我|我的|刚才|刚刚|上面|前面|不好意思|那个)*(?:更正|纠正|更改|修改|改一下|改下|打错|写错|报错|说错|发错|弄错|搞错|应该是|应为)(?:了|一下|下|啦|字)*(?:[,: ]+|是|应该是)*"
)


def behind_quote(text: str, start: int) -> int:
    """Where the reply begins behind the message that it quotes, as apps write it: 「name：text」 and a rule."""
    found = _QUOTE.match(text, start)
    return found.end() if found else start


def clauses(text: str, start: int, end: int) -> list[Place]:
    found: list[Place] = []
    place = start
    depth_end = -1
    for stop in _BREAK.finditer(text, start, end):
        if stop.start() < depth_end:
            continue
        opened = max(text.rfind("(", place, stop.start()), text.rfind("[", place, stop.start()))
        if (
            opened >= 0
            and (closed := text.find(")" if text[opened] == "(" else "]", opened, min(end, opened + 200)))
            > stop.start()
        ):
            depth_end = closed
            continue
        if stop.start() > place:
            found.append((place, stop.start()))
        place = stop.end()
    if place < end:
        found.append((place, end))
    return found


def _lead(text: str, start: int, end: int) -> int:
    """Skip mentions, the host's title, greetings, particles."""
    moved = True
    while moved and start < end:
        moved = False
        start = skip(text, start, end, " \n,:、~.。!")
        if (
            (mention := _MENTION.match(text, start, end))
            or (mention := _GREETING.match(text, start, end))
            or (mention := _ADDENDUM.match(text, start, end))
            or (mention := _THIS_TIME.match(text, start, end))
            or (mention := _OURS.match(text, start, end))
            or (mention := _THANKED.match(text, start, end))
            or (mention := _OPENS.match(text, start, end))
        ):
            start, moved = mention.end(), True
            continue
        for host in _HOSTS:
            if text.startswith(host, start) and start + len(host) < end and not text.startswith("不", start):
                start, moved = start + len(host), True
                break
            if text.startswith(host, start) and start + len(host) == end:
                return end
    return start


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
    state = State(new_builder(scene), member, member_place, set(doubts), spoken=bool(member))
    for first, last in places:
        said = clauses(scene.text, first, last)
        for index, (clause_start, clause_end) in enumerate(said):
            start = _lead(scene.text, clause_start, clause_end)
            end = start + len(scene.text[start:clause_end].rstrip(" \n"))
            packed = _PACKED_AS.fullmatch(scene.text, start, end) if start < end else None
            if (
                packed is not None
                and not wishes.strip_verbs(packed[0], bare=True)
                and any(
                    (wishes.is_question(scene.text[a:b]) or "几天" in scene.text[a:b])
                    and not _DELIVERY.search(scene.text, a, b)
                    for a, b in said[index + 1 :]
                )
            ):
                state.talked = True  # 鸡蛋一板30个，能放多久
                continue
            known = len(state.builder.phrases)
            if start < end:
                _clause(scene, state, start, end, gathered, done, author)
            for phrase in state.builder.phrases[known:] if packed is not None else ():
                phrase.doubts.add("quantity_repeated")  # one board, or thirty of them?
    _hand_over(scene, state, gathered, author)
    return done


def continue_with(state: State, tokens: list[Token]) -> None:
    """Read a further clause into the same builder: what it says may describe what was ordered before."""
    parts = chunks(tokens)
    if parts and state.builder.phrases:
        parts[0].before = "strong"
    state.builder.run(parts)


def _hand_over(scene: Scene, state: State, gathered: Gathered, author: str) -> None:
    builder = state.builder
    if state.sets:  # 少来2斤，改成3斤: the new amount stands for the explanation
        settled = {scene.text[place[0] : place[1]] for phrase in state.sets for place in phrase.item}
        builder.phrases = [
            phrase
            for phrase in builder.phrases
            if not (
                phrase.cancelled
                and "less" in phrase.doubts
                and {scene.text[a:b] for a, b in phrase.item} <= settled | {""}
            )
        ]
    counted = any(
        not phrase.item and phrase.quantity is not None and not phrase.cancelled for phrase in builder.phrases
    )
    if counted:  # 要要要，给我来5斤: once is enough
        builder.phrases = [
            one for one in builder.phrases if one.item or one.quantity is not None or one.cancelled
        ]
    for phrase in builder.phrases:
        phrase.doubts.discard("less")
    if builder.phrases:
        lines_of(
            scene,
            builder,
            gathered,
            member=state.member,
            member_place=state.member_place,
            doubts=state.doubts,
            author=author,
        )
    state.builder = new_builder(scene)
    state.sets = []


def _change_member(
    scene: Scene, state: State, place: Place, gathered: Gathered, author: str, *, sender: bool
) -> None:
    name = member_of(scene, place)
    if name == state.member:
        return
    if state.builder.phrases:
        _hand_over(scene, state, gathered, author)
    state.member, state.member_place = name, place
    state.doubts = {"for_somebody_else"} if sender else set()


def _clause(
    scene: Scene, state: State, start: int, end: int, gathered: Gathered, done: set[Op], author: str
) -> None:
    text = scene.text
    words = text[start:end]
    builder = state.builder
    if wishes.CONDITION.search(words[:80]) and not _IF.match(words):
        if builder.phrases:
            builder.note((start, end))
        else:
            state.talked = True
        return
    start = _whose(scene, state, start, end, gathered, author)
    words = text[start:end]
    builder = state.builder
    if not words:
        return
    if corrected := _CORRECTS.match(words):
        state.corrects = True
        start += corrected.end()
        words = text[start:end]
        if not words or not has_amount(scene, start, end):
            return
    if (but := _NOT_BUT.search(words)) is not None:  # 3斤不是2斤
        state.corrects = True
        end = start + but.start()
        words = text[start:end]
        if not words:
            return
        if not has_amount(scene, start, end):  # 鸡蛋不是2板，是3板
            state.last_item = [(start, end)]
            return
    if _SUM.match(words):
        return
    if _REFUND.search(words):
        state.talked = True
        return
    if state.corrects and (rather := _RATHER.match(words)) is not None:
        start += rather.end()
        words = text[start:end]
        if not words:
            return
    if (wrong := _WRONG.match(words)) is not None and (
        named := goods_within(scene, start, start + wrong.end("what"), single=True)
    ):  # 虾2斤写错了，是3斤
        state.corrects = True
        state.last_item = [named]
        return
    if (changed := _TO_CHANGE.match(words)) is not None:  # 五花肉改一下，要3斤
        state.corrects = True
        state.last_item = [(start + changed.start("what"), start + changed.end("what"))]
        return
    if (was := _WAS.search(words)) is not None and not _TURNS.search(words):  # 鸡腿原来6个，现在改3个
        _remember(scene, state, start, end, start + was.start(), start + was.end())
        return
    if (found := SET.search(words)) and change(scene, state, start, end, found, done):
        return
    if take_back(scene, state, start, end, done):
        return
    if state.was is not None and _NOW.match(words) is not None:
        state.corrects, state.was, state.asked = True, None, None
    if asked := _ASKED.match(words):
        state.asked = start + asked.start("what"), start + asked.end("what")
    conditional = _IF.match(words)
    if conditional is None and (
        tellings.tells(words)
        or tellings.calls(words)
        or (
            wishes.is_chat(words)
            and not (
                _ORDER_VERB.search(words) and has_amount(scene, start, end) and not wishes.is_question(words)
            )
        )
    ):
        state.talked = True
        state.asked = state.asked or goods_within(scene, start, end)
        return
    _book(scene, state, start, end, conditional, gathered, done, author)


def _remember(scene: Scene, state: State, start: int, end: int, lead: int, behind: int) -> None:
    """What was ordered before: nothing is booked, a change behind it means these goods."""
    phrases = [
        *stated(scene, start, lead),
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


def _whose(scene: Scene, state: State, start: int, end: int, gathered: Gathered, author: str) -> int:
    """Whom the clause is about: skip the words that tell, and remember."""
    text = scene.text
    words = text[start:end]
    if kin := _KIN_OF_MINE.match(words):
        state.doubts.add("for_somebody_else")
        return start + kin.end()
    if other := _FOR.match(words):
        place = start + other.start("name"), start + other.end("name")
        name = text[place[0] : place[1]]
        if (
            name in names.HOSTS
            or name in names.SELF
            or name in wishes.SHORT_VERBS
            or wishes.starts_with_good(name, scene.products) == len(name)
        ):
            return start
        if name in names.HOUSEHOLD:
            return start + other.end()
        known = name in scene.roster
        if known or names.ends_like_name(name) or not state.builder.phrases:
            _change_member(scene, state, place, gathered, author, sender=state.spoken)
            return start + other.end()
        return start
    if asked := _ASKED_ME.match(words):
        place = start + asked.start("name"), start + asked.end("name")
        _change_member(scene, state, place, gathered, author, sender=state.spoken)
        return start + asked.end()
    for name in scene.roster:
        if (
            words.startswith(name)
            and len(words) > len(name)
            and (_ORDER_VERB.match(words, len(name)) or words[len(name)] in "的 :家也")
        ):
            if state.member and name == state.member.lower():
                return start + len(name)
            _change_member(scene, state, (start, start + len(name)), gathered, author, sender=state.spoken)
            return start + len(name)
    says = _SAYS.match(words)
    if says:
        name = says["name"]
        if name in names.SELF:
            return start
        strong = (name.endswith(names.KIN) and len(name) >= 2) or (name[0] == "阿" and len(name) in {2, 3})
        if (
            strong
            and not wishes.starts_with_good(name)
            and name not in names.HOSTS
            and name not in wishes.VERBS
            and not name.startswith(("我", "再", "还", "给", "帮", "不"))
        ):
            _change_member(
                scene,
                state,
                (start, start + len(name) + (words[len(name)] == "家")),
                gathered,
                author,
                sender=state.spoken,
            )
            return start + len(name) + (words[len(name)] == "家")
    return start


def _book(
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
    led = 0
    if lead_in := _LEAD_IN.match(text, start, end):
        led = lead_in.end() - start
        start += led
    tokens = scene.tokens(start, end)
    has_amount = any(token.kind == "amount" for token in tokens)
    words = text[start:end]
    verb = led > 0 or wishes.strip_verbs(words, bare=True) > 0 or _ORDER_VERB.search(words[:4]) is not None
    asks = led > 0 or wishes.strip_verbs(words, bare=True) > 0
    if has_amount and not asks and not builder.phrases:
        goods = goods_within(scene, start, end)
        if tellings.only_prices(tokens) or (goods is None and tellings.counts_nothing(tokens)):
            state.talked, state.asked = True, state.asked or goods
            return
    if state.talked and not asks and words.endswith("的") and not builder.phrases:  # 有没有西瓜，5斤左右的
        return
    if not has_amount:
        _wordy(scene, state, start, end, tokens, verb=verb, done=done, item=item if conditional else None)
        return
    known = [token for token in tokens if token.quantity is not None]
    named = any(token.kind == "text" for token in tokens)
    money = all(token.quantity is None or token.quantity.doubt == "by_money" for token in tokens)
    priced = any(
        token.quantity and (token.quantity.doubt == "by_money" or token.quantity.role == "price")
        for token in tokens
    )
    bare = not asks and not scene.item and not conditional and not builder.phrases
    if bare and (
        (priced and not named) or (money and "的" not in words and goods_within(scene, start, end) is None)
    ):
        state.talked = True
        return
    if not named and money and not scene.item and item is None:  # 35元, on its own: a payment
        state.talked = True
        return
    if (
        not named
        and not verb
        and not scene.item
        and not any(token.quantity and token.quantity.has_unit for token in known)
        and item is None
        and words[0] != "+"
    ):
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
        counted = builder.phrases.pop(known_before)
        last.quantity, last.end = counted.quantity, max(last.end, counted.end)
        last.notes += counted.notes
        last.doubts = (last.doubts | counted.doubts) - {"quantity_missing"}
        done.add("book")
        return
    for phrase in builder.phrases[known_before:]:
        if not phrase.item and item is not None:
            phrase.item = [item]
            phrase.start = min(phrase.start, item[0])
            if item == state.asked:
                phrase.doubts.add("item_elided")
        if "的那" in words and not phrase.cancelled:
            phrase.doubts.add("text_unclear")
    if len(builder.phrases) > known_before:
        done.add("set" if state.corrects else "book")
        if state.corrects:
            state.sets.extend(builder.phrases[known_before:])
        for phrase in builder.phrases[known_before:]:
            if "".join(text[a:b] for a, b in phrase.item) in {"这个", "那个", "这", "那", "这种", "那种"}:
                phrase.item = []
                phrase.doubts.discard("not_understood")


def _wordy(
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
    if (
        builder.phrases
        and "book" in done | {"set"}
        and not wishes.is_chat(words)
        and (wishes.is_wish(words[:64]) or any(token.kind == "note" for token in tokens))
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

"""Free sentences: what somebody says in the group, clause by clause."""

from __future__ import annotations

import re
from typing import Final, Literal

import attrs

from franchise_village.jielong import names, offers, wishes
from franchise_village.jielong.assembly import Gathered, lines_of, member_of
from franchise_village.jielong.members import first_run, skip, split
from franchise_village.jielong.phrases import Builder, Phrase, chunks
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.tokens import Token
from franchise_village.jielong.vocabulary import words

Op = Literal["book", "cancel", "set", "none"]
_BREAK: Final = re.compile(r"[,;!?\n…]+|。(?![0-9])|(?<![0-9])\.(?![0-9])|~{2,}")
_MENTION: Final = re.compile(r"@[^ \n,:;@]{1,30}[ :,]?")
_HOSTS: Final = tuple(
    sorted((host for host in names.HOSTS if len(host) > 1), key=lambda host: (-len(host), host))
)
_SET: Final = re.compile(
    r"改成|改为|改到|改作|变成|变为|调整为|调整成|调成|换成|换为|换做|增加到|减少到|加到|减到|加成|减成|改(?=[0-9一二两三四五六七八九十半订要])|换(?=[0-9一二两三四五六七八九十半])|换(?!货|季|药|洗|个)"
)
_OLD_LEAD: Final = re.compile(
    r"^(?:(?:麻烦|请|帮我|帮忙|把|将|刚才|刚刚|之前|原来|原先|前面|上面|先前|昨天|前天|今天|上午|中午|下午|晚上|刚|我家|我们|我个|我|订的|定的|报的|说的|要的|接的|接龙的|订|的|那个|那|里面|是|本来|由|从))+"
)
_TAKE: Final = re.compile(
    r"取消掉?|不要了|不用了|不订了|不定了|不买了|不需要了|不来了|不拿了|不想要了|不接了|作废|撤销|撤单|撤回|撤了|撤掉|退订|退单|退掉|退了|退款|退货|退(?!休|烧|热|伍|货款)|删了|删掉|删除|划掉|去掉(?!皮|骨|头|鳞)|唔要了|唔要|不要啦|免了|不报了"
)
_LESS: Final = re.compile(r"少来|少要|少拿|少订|少买|减少|减掉|减去|减(?!肥|脂|盐|糖)|扣掉|扣除")
_NOT_WANTED: Final = re.compile(r"(?:都|也|先|就|那)?不(?:要|用|想要|需要|订|买)(?P<what>[^了]{1,16})了")
_NOT_WANTED_BARE: Final = re.compile(r"^(?:我|我们|今天|都|也|先|就|那)*不要(?P<what>.{1,12})$")
_FOR: Final = re.compile(
    r"^(?:我|我来|顺便|麻烦|请|还)?(?:帮忙给|帮|给|替|代|为)(?P<name>[^我俺咱忙 ,:0-9一二两三四五六七八九十]{1,6}?)(?:也|再|家)?(?=取消|把|将|来|要|订|定|带|拿|留|买|报|接|加|退|撤|下单|代买|捎|搞|称|割|[0-9一二两三四五六七八九十半])"
)
_NOT_WANTED_END: Final = re.compile(r"^(?P<what>.{1,16}?)(?:都|先|就|也)*不要[了哈啦吧咯哦呀]*$")
_KIN_OF_MINE: Final = re.compile(
    r"^(?:给|帮|替)?(?:我|俺|咱)(?P<kin>妈|爸|婆婆|奶奶|爷爷|姐|哥|弟|妹|老公|老婆|邻居|隔壁|同事|朋友|嫂子|姑|姨|舅|儿子|女儿|公公)(?:家)?(?:也|还)?(?=要|来|带|订|定|拿|留|买|加)"
)
_SAYS: Final = re.compile(
    r"^(?P<name>[^ ,:0-9一二两三四五六七八九十半]{1,6}?)(?:家)?(?:也|还|再|想|说)?(?=(?:要|来|订|定|买|加|拿)(?!源|自))"
)
_IF: Final = re.compile(r"^(?:如果|要是|若|假如)?(?:还)?有(?P<what>[^有]{0,10}?)(?:的话|就|的就)[,]?")
_ASKED: Final = re.compile(
    r"^(?:请问|今天|明天|现在|那个)*(?P<what>[^ ]{1,10}?)(?:还有没有|还有|有没有|还剩|还卖|有货)"
)
_ORDER_VERB: Final = re.compile(r"要|来|订|定|买|加|留|报|拿|带|下单|需要|接|算我")
_COUNT_ME: Final = re.compile(r"算我|加我|我也要|我也来|也要|跟上|\+1")
_CORRECTS: Final = re.compile(
    r"^(?:我|我的|刚才|刚刚|上面|前面|不好意思|那个)*(?:更正|纠正|更改|修改|改一下|改下|打错|写错|报错|说错|发错|弄错|搞错|应该是|应为)(?:了|一下|下|啦|字)*(?:[,: ]+|是|应该是)*"
)
_NUMBERED: Final = re.compile(r"(?:第)?[0-9]{1,3}(?:号|位|#|楼)?(?:的)?")
_EMPTY_WORDS: Final = words(
    "我 俺 咱 我的 我家 我们 我那份 我的那份 的那份 那份 那个 这个 全部 都 全 所有 所有的 订单 我的订单 接龙 单 单子 我的单 我的接龙 我订的 我的都 上面的 刚才的 刚刚的 之前的 今天的 份 一下 了 吧 先 也 本人 暂时 暂时先 先 自己 把我 把我的 麻烦 今天 我今天 把 我都 东西 我刚才的 我这边 我这 我这份 我家的 的 下 这次 这单"
)


@attrs.define
class _State:
    """What the clauses so far have said. ``member`` None: the sender."""

    builder: Builder
    member: str
    member_place: Place | None
    doubts: set[str]
    sets: list[Phrase] = attrs.Factory(list)
    corrects: bool = False
    last_item: list[Place] = attrs.Factory(list)
    asked: Place | None = None
    talked: bool = False


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
        if mention := _MENTION.match(text, start, end):
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
) -> set[Op]:
    """Read what one person said; lines go to ``gathered``. Gives what was done: book, cancel, set."""
    done: set[Op] = set()
    state = _State(_builder(scene), member, member_place, set())
    for first, last in places:
        for clause_start, clause_end in clauses(scene.text, first, last):
            start = _lead(scene.text, clause_start, clause_end)
            end = start + len(scene.text[start:clause_end].rstrip(" \n"))
            if start < end:
                _clause(scene, state, start, end, gathered, done, author)
    _hand_over(scene, state, gathered, author)
    return done


def _builder(scene: Scene) -> Builder:
    return Builder(scene.text, most=scene.most, products=scene.products, offered=bool(scene.item))


def _continue(state: _State, tokens: list[Token]) -> None:
    """Read a further clause into the same builder: what it says may describe what was ordered before."""
    parts = chunks(tokens)
    if parts and state.builder.phrases:
        parts[0].before = "strong"
    state.builder.run(parts)


def _hand_over(scene: Scene, state: _State, gathered: Gathered, author: str) -> None:
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
    state.builder = _builder(scene)
    state.sets = []


def _change_member(
    scene: Scene, state: _State, place: Place, gathered: Gathered, author: str, *, sender: bool
) -> None:
    name = member_of(scene, place)
    if name == state.member:
        return
    if state.builder.phrases:
        _hand_over(scene, state, gathered, author)
    state.member, state.member_place = name, place
    state.doubts = {"for_somebody_else"} if sender else set()


def _clause(
    scene: Scene, state: _State, start: int, end: int, gathered: Gathered, done: set[Op], author: str
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
        if not words or not _has_amount(scene, start, end):
            return
    if words[0] not in "换改" or len(words) > 1:
        if (found := _SET.search(words)) and _set(scene, state, start, end, found, done):
            return
    if _take(scene, state, start, end, done):
        return
    if asked := _ASKED.match(words):
        state.asked = start + asked.start("what"), start + asked.end("what")
    conditional = _IF.match(words)
    if (
        conditional is None
        and wishes.is_chat(words)
        and not (
            _ORDER_VERB.search(words) and _has_amount(scene, start, end) and not wishes.is_question(words)
        )
    ):
        state.talked = True
        state.asked = state.asked or _goods_within(scene, start, end)
        return
    _book(scene, state, start, end, conditional, gathered, done, author)


def _goods_within(scene: Scene, start: int, end: int) -> Place | None:
    """The first known goods that talk mentions: 今天的草莓看着不错."""
    for place in range(start, min(end, start + 40)):
        size = wishes.starts_with_good(scene.text[place : min(end, place + 12)], scene.products)
        if size >= 2:
            return place, place + size
    return None


def _whose(scene: Scene, state: _State, start: int, end: int, gathered: Gathered, author: str) -> int:
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
            or wishes.starts_with_good(name, scene.products) == len(name)
        ):
            return start
        if name in names.HOUSEHOLD:
            return start + other.end()
        known = name in scene.roster
        if known or names.ends_like_name(name) or not state.builder.phrases:
            _change_member(scene, state, place, gathered, author, sender=bool(scene.sender or state.member))
            return start + other.end()
        return start
    for name in scene.roster:
        if (
            words.startswith(name)
            and len(words) > len(name)
            and (_ORDER_VERB.match(words, len(name)) or words[len(name)] in "的 :家也")
        ):
            if state.member and name == state.member.lower():
                return start + len(name)
            _change_member(
                scene, state, (start, start + len(name)), gathered, author, sender=bool(state.member)
            )
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
                scene, state, (start, start + len(name)), gathered, author, sender=bool(state.member)
            )
            return start + len(name)
    return start


def _has_amount(scene: Scene, start: int, end: int) -> bool:
    return any(token.kind == "amount" for token in scene.tokens(start, end))


def _parts(scene: Scene, start: int, end: int) -> tuple[Builder, list[Token]]:
    builder = Builder(scene.text, most=scene.most, products=scene.products)
    tokens = scene.tokens(start, end)
    builder.run(chunks(tokens))
    return builder, tokens


def _subject(scene: Scene, start: int, end: int) -> tuple[list[Phrase], bool]:
    """The goods named in a stretch, without the words that only point (我的, 刚才的, 都)."""
    lead = _OLD_LEAD.match(scene.text[start:end])
    if lead and not (
        start + lead.end() < end
        and wishes.starts_with_good(scene.text[start : start + 8], scene.products) > lead.end()
    ):
        start += lead.end()
    while end > start and (
        scene.text[end - 1] in "都全也先就给我吧的要想得" or scene.text.endswith("全部", start, end)
    ):
        if wishes.starts_with_good(scene.text[start:end], scene.products) == end - start:
            break
        end -= 1
    if scene.text[start:end] in _EMPTY_WORDS or start >= end:
        return [], True
    builder, _ = _parts(scene, start, end)
    phrases = [
        phrase
        for phrase in builder.phrases
        if "".join(scene.text[a:b] for a, b in phrase.item) not in _EMPTY_WORDS or phrase.quantity
    ]
    for phrase in phrases:
        if "".join(scene.text[a:b] for a, b in phrase.item) in _EMPTY_WORDS:
            phrase.item = []
    return phrases, not phrases


def _set(scene: Scene, state: _State, start: int, end: int, found: re.Match[str], done: set[Op]) -> bool:
    """改成 and 换成: a new amount for the same goods, or other goods for them."""
    left = start, start + found.start()
    right = start + found.end(), end
    builder = state.builder
    after, _tokens = _parts(scene, *right)
    if not after.phrases:
        return False
    olds, _ = _subject(scene, *left)
    target = after.phrases[0]
    old = olds[-1] if olds else None
    only_amount = not target.item
    swaps = found[0].startswith("换") or bool(old and old.item and target.item)
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
        target.doubts.add("text_unclear")
    builder.phrases.extend(after.phrases)
    builder.pending_notes = []
    done.add("book")
    state.last_item = list(target.item)
    return True


def _take(scene: Scene, state: _State, start: int, end: int, done: set[Op]) -> bool:
    """Cancellations: 牛奶不要了, 取消鸡蛋, 啤酒退1箱, 不要鸡蛋了, 少来2斤."""
    text = scene.text
    words = text[start:end]
    builder = state.builder
    less = False
    found = _TAKE.search(words)
    if found is None and (found := _LESS.search(words)):
        less = _has_amount(scene, start + found.end(), end)
        found = found if less else None
    if found is None:
        wanted = _NOT_WANTED.search(words)
        if wanted is None and (named := _NOT_WANTED_END.match(words)) and _goods_within(scene, start, start + named.end("what")):
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
    after, empty_after = _subject(scene, skip(text, inside[0], inside[1], " :,、了掉吧"), inside[1])
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
    _cancel(state, merged, empty_before and empty_after, start, end, less=less, done=done)
    return True


def _named_after(scene: Scene, state: _State, right: Place) -> Place:
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
    state: _State, phrases: list[Phrase], empty: bool, start: int, end: int, *, less: bool, done: set[Op]
) -> None:
    builder = state.builder
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


def _book(
    scene: Scene,
    state: _State,
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
    tokens = scene.tokens(start, end)
    has_amount = any(token.kind == "amount" for token in tokens)
    words = text[start:end]
    verb = wishes.strip_verbs(words, bare=True) > 0 or _ORDER_VERB.search(words[:4]) is not None
    if not has_amount:
        _wordy(scene, state, start, end, tokens, verb=verb, done=done, item=item)
        return
    known = [token for token in tokens if token.quantity is not None]
    named = any(token.kind == "text" for token in tokens)
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
    _continue(state, tokens)
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
    state: _State,
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
    goods = bool(bare) and (
        builder.known(bare) or (verb and wishes.starts_with_good(bare, scene.products) > 0)
    )
    listed = all(
        token.kind in {"space", "pause", "and", "deco"}
        or (token.kind == "text" and builder.known(text[slice(*builder.trimmed((token.start, token.end)))]))
        for token in tokens
    )
    if goods or (listed and bare) or (bare and builder.implied(trimmed) is not None):
        builder.run(chunks(tokens))
        done.add("book")
        return
    if not bare and verb and (scene.item or item):
        builder.phrases.append(Phrase([item] if item else [], None, start, end, doubts={"quantity_missing"}))
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
        builder.run(chunks(tokens))
        for phrase in builder.phrases[before:]:
            phrase.doubts.add("text_unclear")
            done.add("book")
        return
    state.talked = True

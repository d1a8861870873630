"""One amount for several people: 我和我妈各要一箱, 张姐李姐各一份豆腐, 豆腐张姐李姐各一份; goods told for all behind: 都是排骨."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import attrs

from franchise_village.jielong import names, tellings, wishes
from franchise_village.jielong.assembly import Gathered, lines_of, member_of
from franchise_village.jielong.nicknames import is_goods, person
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.parties import change_member, hand_over
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.phrases import chunks
from franchise_village.jielong.plausibility import names_nothing
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.talk import Op, State, goods_within, has_amount, new_builder

_LEAD: Final = Pattern(r"(?:麻烦|请)?(?:帮忙给|帮|给|替)?")
_SELF: Final = Pattern(r"(?:我们家|我自己|我家|俺家|咱家|我|俺|咱)(?!们|姓|的)")
_KIN: Final = "老头子|老爷子|老太太|老伴|老公|老婆|媳妇|婆婆|公公|奶奶|爷爷|外婆|外公|姥姥|姥爷|嫂子|弟媳|弟妹|妹妹|姐姐|哥哥|弟弟|妈妈|爸爸|姑姑|舅舅|舅妈|阿姨|姨妈|姑妈|大姐|二姐|大哥|二哥|大嫂|二嫂|大伯|叔叔|儿子|女儿|邻居|同事|朋友|妈|爸|爹|娘|姐|哥|弟|妹|姑|姨|舅|嫂|叔|伯"
_OWN: Final = Pattern(rf"(?:我|俺|咱)(?:们?家)?(?:{_KIN})家?")
_BESIDE: Final = Pattern(r"(?:隔壁|对门|楼上|楼下|邻居|同村)(?:的)?")
_AND: Final = Pattern(r" ?(?:[、&+]|和|跟|与|同|及|还有|以及) ?| ")
_EACH: Final = Pattern(
    r" ?(?:两家|两人|两个人|三家|三人|俩人|俩|仨)?(?:都)?(?P<each>每人|每家|每户|一人|一家|各自|各家|各|人手|都要|都来|都订)(?:也|再|想|还)?(?:需要|想要|要|来|订|定|买|拿|带|留|加|报)?(?:了)?(?= ?[0-9一二两三四五六七八九十半])"
)
_ALL: Final = Pattern(
    r"(?:我们|两家|三家|大家|两个)?(?:都|全|全部|全都|统统)(?:是|要|来|买|订|拿|报)(?:的)?(?P<goods>[^ ,0-9]{1,12}?)(?:的)?[哈啊哦呀吧了~]*"
)
_PAIRED: Final = Pattern(r"[老小阿][\u4e00-\u9fff](?=[老小阿][\u4e00-\u9fff])")  # 老王|老李
_FEWEST: Final = 2
_MOST: Final = 20


@attrs.frozen
class _Party:
    """Who gets the amount: the speaker, his kin (whom he orders for himself), or a member."""

    kind: Literal["self", "kin", "member"]
    place: Place


def common_goods(scene: Scene, said: Sequence[Place]) -> tuple[int, Place] | None:
    """The clause that tells the goods of all before it: 我家2斤，我姐家3斤，都是排骨."""
    for index, (start, end) in enumerate(said[:_MOST]):
        if index and (found := _ALL.fullmatch(scene.text, start, end)):
            goods = found.span("goods")
            return (index, goods) if is_goods(scene, scene.text[slice(*goods)]) else None
        if not has_amount(scene, start, end) or goods_within(scene, start, end, single=True) is not None:
            return None
    return None


def share_out(
    scene: Scene, state: State, start: int, end: int, gathered: Gathered, done: set[Op], author: str
) -> bool:
    """Read a clause that gives the same to several people; False when it does not."""
    lead = _LEAD.match(scene.text, start, end)
    found = _people(scene, lead.end() if lead else start, end)
    told = found is not None and (
        tellings.tells(scene.text[found[2] : end]) or wishes.is_chat(scene.text[start:end])
    )
    if found is None or told or (state.builder.phrases and not state.spoken):
        return False
    people, goods, rest = found
    phrases = _wanted(scene, goods, (rest, end))
    if not phrases:
        return False
    for party in people:
        if party.kind == "member":
            change_member(scene, state, party.place, gathered, author, sender=state.spoken)
        else:
            _speaker_again(scene, state, gathered, author)
        for phrase in phrases:
            own = attrs.evolve(
                phrase,
                item=list(phrase.item),
                notes=list(phrase.notes),
                doubts=set(phrase.doubts),
                parts=list(phrase.parts),
            )
            own.doubts |= {"for_somebody_else"} if party.kind == "kin" else set()
            state.builder.phrases.append(own)
    if scene.sender:
        _speaker_again(scene, state, gathered, author)
    done.add("book")
    return True


def entry_of_several(scene: Scene, start: int, end: int, gathered: Gathered, author: str) -> bool:
    """Read an entry of a list that names several members and what each of them gets: 1. 张姐和李姐各2斤苹果."""
    found = _people(scene, start, end)
    if found is None or any(party.kind != "member" for party in found[0]):
        return False
    people, goods, rest = found
    if not _wanted(scene, goods, (rest, end)):
        return False
    for party in people:
        builder = new_builder(scene)
        builder.phrases = _wanted(scene, goods, (rest, end))
        lines_of(
            scene, builder, gathered, member=member_of(scene, party.place), member_place=party.place, author=author
        )  # fmt: skip
    return True


def _speaker_again(scene: Scene, state: State, gathered: Gathered, author: str) -> None:
    if state.member == scene.sender and state.member_place is None:
        return
    if state.builder.phrases:
        hand_over(scene, state, gathered, author)
    state.member, state.member_place, state.doubts = scene.sender, None, set()


def _people(scene: Scene, start: int, end: int) -> tuple[list[_Party], Place | None, int] | None:
    """The people, the goods before them, and where the amount begins."""
    text = scene.text
    each = _EACH.search(text, start, min(end, start + 80))
    if each is None:
        return None
    size = wishes.starts_with_good(text[start : min(each.start(), start + 16)], scene.products)
    for before in (size, 0) if size > 1 else (0,):
        people = _parties(scene, start + before, each.start())
        if len(people) >= _FEWEST:
            return people, (start, start + before) if before else None, each.end()
    return None


def _parties(scene: Scene, start: int, end: int) -> list[_Party]:
    """The people that fill a stretch; empty when anything else stands there."""
    people: list[_Party] = []
    while start < end and len(people) < _MOST:
        joined = _AND.match(scene.text, start, end)
        start = joined.end() if joined else start
        beside = _BESIDE.match(scene.text, start, end)
        start = beside.end() if beside and beside.end() < end else start
        party = _party(scene, start, end)
        if party is None:
            return []
        people.append(party)
        start = party.place[1]
    return people if start >= end else []


def _party(scene: Scene, start: int, end: int) -> _Party | None:
    text = scene.text
    if own := _OWN.match(text, start, end):
        return _Party("kin", own.span())
    if own := _SELF.match(text, start, end):
        return _Party("self", own.span())
    for name in scene.roster:
        if text.startswith(name, start, end):
            return _Party("member", (start, start + len(name)))
    if paired := _PAIRED.match(text, start, end):
        return _Party("member", paired.span())
    parted = _AND.search(text, start + 1, min(end, start + 10))
    stop = parted.start() if parted else min(end, start + 8)
    run = text[start:stop]
    if (cut := names.kin_end(run, len(run))) and person(scene, run[:cut]) == "sure":
        cut += run.startswith("家", cut)
        return _Party("member", (start, start + cut))
    if person(scene, run) in {"sure", "likely"} and (parted or stop == end):
        return _Party("member", (start, stop))
    return None


def _wanted(scene: Scene, goods: Place | None, rest: Place) -> list[Phrase]:
    """What each of them gets; empty when that is not understood."""
    builder = new_builder(scene)
    builder.run(chunks(scene.tokens(*rest)))
    phrases = builder.phrases
    if not phrases or any(
        phrase.quantity is None or phrase.quantity.role != "amount" or phrase.cancelled for phrase in phrases
    ):
        return []
    if goods is not None:
        if len(phrases) > 1 or phrases[0].item:
            return []
        phrases[0].item, phrases[0].start = [goods], goods[0]
    words = [" ".join(scene.text[a:b] for a, b in phrase.item) for phrase in phrases]
    if any(word and names_nothing(word, scene.products) for word in words):
        return []
    return phrases

"""Several people of whom one speaks at once: 我俩要2斤苹果, 他俩各要2斤, 我们三家一共10斤.

Who gets how much is not said, or not by name: what a couple wants is booked for who speaks, and asked about; all else is
nothing that can be booked, and a person must read it.
"""

from __future__ import annotations

from typing import Final

from franchise_village.jielong import tellings, wishes
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Scene
from franchise_village.jielong.talk import State

_N: Final = "[0-9一二两三四五六七八九十半俩仨]"
_MANY: Final = "[2-9两二三四五六七八九十几][0-9十]?"
_PEOPLE: Final = rf"(?:俩|仨|{_MANY}个人?|{_MANY}人)"
_HOUSES: Final = rf"{_MANY}(?:家|户)人?"
_AT_ONCE: Final = r"(?:一共|总共|合计|共|合起来|加起来|合伙|合着|合|拼一?起?|一起|一块儿?|凑一?起?|搭伙|就|也|还|再|想|先|都|的)"
_EACH: Final = r"(?:各自?|每人|一人|每家|每户|一家|人手)"
_WANT: Final = (
    rf"(?:(?:需|想)?(?:要|来|订|定|买|拿|带|留|加|报|接|称|割|整)(?=[\u4e00-\u9fff ]{{0,6}}?{_N})| ?(?={_N}))"
)
_COUPLE: Final = Pattern(rf"(?:我们?|咱们?|俺们?|我[哋地]){_PEOPLE}{_AT_ONCE}{{0,3}}{_WANT}")
_SEVERAL: Final = Pattern(
    rf"(?:(?:(?:我们?|咱们?|俺们?|我[哋地])(?:村|组|楼|栋|院|队|单元|这边|这里|这儿)?)?{_HOUSES}(?:{_AT_ONCE}{{1,3}}|(?={_EACH})){_EACH}?|(?:我们?|咱们?|俺们?|我[哋地])(?:{_PEOPLE}{_AT_ONCE}{{0,3}}{_EACH}|{_HOUSES}{_AT_ONCE}{{0,3}}{_EACH}?){_AT_ONCE}{{0,2}}"
    rf"|有(?:个|位|几个)?(?:朋友|邻居|同事|亲戚|顾客|客人|客户|人)(?:也|还|想|说|让我)*|[他她]们?家?(?=[要订买])|(?:帮|给|替)?[他她]们?(?:{_PEOPLE}|{_HOUSES}){_AT_ONCE}{{0,3}}{_EACH}?{_AT_ONCE}{{0,2}}){_WANT}"
)


def is_of_several(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause begins with several people at once."""
    return _SEVERAL.match(scene.text, start, end) is not None


def speak_of_several(scene: Scene, state: State, start: int, end: int) -> int | None:
    """Where the order of a couple begins (or the clause, where it is none); None when a person must read the clause."""
    several = _SEVERAL.match(scene.text, start, end)
    couple = None if several else _COUPLE.match(scene.text, start, end)
    found = several or couple
    if found is None:
        return start
    words, rest = scene.text[start:end], scene.text[found.end() : end]
    if wishes.is_question(words) or tellings.tells(rest) or "还是" in words:
        return start
    if several is not None or not state.member:
        state.unclear.append((start, end))
        state.talked = True
        return None
    state.doubts.add("for_somebody_else")
    return found.end()

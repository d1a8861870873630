"""Lines that each change, add to or take back what somebody ordered: 王婶 鸡蛋改4斤 / 二叔再加1块豆腐 / 李嫂的葱不要了."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from franchise_village.jielong import names, wishes
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.takings import SET, TAKE

_NAMED: Final = Pattern(r"[ @]*(?P<name>[^ ,:的@]{1,10}?)(?P<parted>的| ?: ?| +|,)(?=[^ ])")
_MORE: Final = Pattern(  # 王婶再加2斤土豆: on top of what she has
    r"[也又]?(?:(?:再|还|另外?|外)(?:要|来|拿|给我)?(?:加|添|多)|加(?!工|长|大|厚|急|热|肥|辣|冰|糖)|追加|添(?!加)|多(?:要|加|来|拿|订)|再(?:要|来|拿)|少(?:要|来|拿)|减(?!肥|脂|盐|糖))"
)
_NOT_ANY: Final = Pattern(r"不(?:要|用|想要|订|买)[^,了]{1,12}了")


@attrs.frozen(kw_only=True)
class Owned:
    """Whose order a line is about, and the words about it."""

    name: Place
    words: Place


def read_owners(scene: Scene, lines: Sequence[Place]) -> list[Owned]:
    """The owners when every line names one and changes, adds or takes back something, else nothing.

    A single line counts only where nobody is known to speak, and of several one must change an amount or take
    something back in so many words.
    """
    if len(lines) < 2 and scene.sender:
        return []
    found: list[Owned] = []
    for start, end in lines:
        words = scene.text[start:end]
        if wishes.is_question(words):
            return []
        owned = _owner(scene, start, end)
        if owned is None:
            return []
        if not (
            SET.search(words)
            or TAKE.search(words)
            or _MORE.match(scene.text, *owned.words)
            or _NOT_ANY.match(scene.text, *owned.words)
        ):
            return []
        found.append(owned)
    return found


def _owner(scene: Scene, start: int, end: int) -> Owned | None:
    text = scene.text
    for known in scene.roster:
        if text.startswith(known, start) and start + len(known) < end:
            return Owned(name=(start, start + len(known)), words=_behind(text, start + len(known), end))
    if named := _NAMED.match(text, start, end):
        name = named["name"]
        place = named.span("name")
        goods = wishes.starts_with_good(name, scene.products) == len(name)
        plain = named["parted"] != "的" and len(name) <= 6 and not any(c.isdigit() for c in name)
        if (
            not goods
            and name not in names.SELF
            and name not in names.HOSTS
            and not SET.search(name)
            and not TAKE.search(name)
            and not name.startswith(("我", "刚", "把", "麻烦", "请", "取消"))
            and (names.ends_like_name(name) or plain)
        ):
            return Owned(name=place, words=(named.end(), end))
    cut = names.kin_end(text[start:end], min(end - start, 8))
    if not 1 < cut < end - start or text.startswith(("我", "俺", "咱"), start):
        return None
    if text[start + cut] == "家":
        cut += 1
    return Owned(name=(start, start + cut), words=_behind(text, start + cut, end))


def _behind(text: str, start: int, end: int) -> Place:
    while start < end and text[start] in " 的:,、":
        start += 1
    return start, end

"""Entries that name nobody: +1, 我要花生2斤; and whether the last words of one are a name."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong import names, wishes
from franchise_village.jielong.fields import first_run, skip
from franchise_village.jielong.goods import GOODS
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.tokeniser import may_count

_OF_HIMSELF: Final = Pattern(  # 我要花生2斤, 给我留2箱牛奶: nobody's name
    r"(?:我|俺|咱)(?:们|家)?(?:想|也|还|再|先)*(?:要|来|订|定|买|留|带|拿)(?![他她])|(?:麻烦|请)?(?:给|帮)(?:我|俺|咱)(?:们|家)?|再(?:要|来|加|订)"
)


def amount_that_joins(scene: Scene, start: int, end: int) -> int:
    """Where the amount of +1, +2斤 or +1 王婶 ends, 0 for none: of what is on offer, with a name behind it or with none."""
    if scene.text[start] != "+":
        return 0
    counted = next((token for token in scene.tokens(start, end) if token.kind != "plus"), None)
    return counted.end if counted is not None and counted.kind == "amount" else 0


def speaks_of_himself(scene: Scene, start: int, end: int) -> bool:
    """Whether an entry begins with an order and no name: 我要|花生2斤, and not 我要|发财 花生2斤."""
    spoken = _OF_HIMSELF.match(scene.text, start, end)
    if spoken is None:
        return False
    place = skip(scene.text, spoken.end(), end, " ")
    known = wishes.starts_with_good(scene.text[place : min(end, place + 16)], scene.products) > 0
    return known or may_count(scene.text, *first_run(scene.text, place, end))


def names_person(scene: Scene, last: Place) -> bool:
    """Whether the entry ends with a name: 面粉10斤-凤哥."""
    words = scene.text[last[0] : last[1]]
    if (
        last[0] >= last[1]
        or words in GOODS
        or words in scene.products
        or wishes.is_wish(words[:64])
        or wishes.is_polite(words)
    ):
        return False
    if wishes.cancel_end(words[-24:]) >= 0 or any(token.kind != "text" for token in scene.tokens(*last)):
        return False
    if not names.ends_like_name(words):
        return False
    return not wishes.starts_with_good(words, scene.products) or words.endswith(names.KIN)

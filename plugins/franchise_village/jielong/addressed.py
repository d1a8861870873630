"""Who is named right before what he gets, with nothing between: 王婶要3斤鸡蛋，李嫂|两斤土豆."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong import brands, names, wishes
from franchise_village.jielong.scene import Place, Scene

_LONGEST_NAME: Final = 6
_FAMILIAR: Final = frozenset("阿小老大二三四五六七")


def named_before(scene: Scene, start: int, end: int) -> tuple[Place, int] | None:
    """The place of a name at the start of a clause, by the roster or a word of kinship, and where his order begins."""
    text = scene.text
    stop = next((start + len(name) for name in scene.roster if text.startswith(name, start, end)), start)
    known = stop > start
    if not known:
        stop = start + names.kin_end(text[start : min(end, start + _LONGEST_NAME)], _LONGEST_NAME)
    if stop >= end or not (known or _addressed(scene, text[start:stop])):
        return None
    behind = stop + (text[stop] == "家" and stop + 1 < end)
    return ((start, stop if known else behind), behind) if _gets(scene, behind, end) else None


def _gets(scene: Scene, start: int, end: int) -> bool:
    """Whether an amount of goods stands there, an amount and nothing else, or known goods with their amount."""
    first, *rest = scene.tokens(start, end)
    quantity = first.quantity
    if quantity is None:
        known = wishes.starts_with_good(scene.text[start : min(end, start + 16)], scene.products) > 1
        return known and any(token.kind == "amount" for token in rest)
    if quantity.role != "amount":
        return False
    goods = wishes.starts_with_good(scene.text[quantity.end : min(end, quantity.end + 16)], scene.products)
    return goods > 0 or bool(scene.item) or quantity.end == end


def _addressed(scene: Scene, name: str) -> bool:
    """Whether a run that ends in a word of kinship names somebody: 李嫂, 二叔; not 老干妈, 老公, 农家."""
    if len(name) < 2 or name[0] not in names.SURNAMES | _FAMILIAR:
        return False
    if name in names.OWN | names.SELF | names.HOSTS | names.HOUSEHOLD or name in brands.LIKE_PERSONS:
        return False
    return not (wishes.starts_with_good(name, scene.products) or brands.starts_with_brand(name))

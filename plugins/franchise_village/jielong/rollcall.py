"""Lists without numbers: a line for each member (芳芳+1, 诗诗 虾滑2袋, 何秀莲 —— 豆油1桶), below what is on offer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from franchise_village.jielong import names, wishes
from franchise_village.jielong.chat import colon_name
from franchise_village.jielong.entry import build
from franchise_village.jielong.header import TOTAL, is_marker, item_in, read_header, read_options
from franchise_village.jielong.layout import Entry, Listing
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.plausibility import names_nothing
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.tokeniser import may_count

_NAMED: Final = Pattern(
    r"[ ·•*-]*(?P<name>[^ 0-9,:;。!?~+*、()\[\]【】=→-]{1,12})(?:(?P<sign> ?(?:-{1,4}|[:=→]) ?)|(?P<gap> +)|(?=[+*0-9]))"
)
_REDOUBLED: Final = Pattern(r"([\u4e00-\u9fff])\1|[a-z][a-z .]{0,11}[\u4e00-\u9fff]{0,3}")
_ASIDE: Final = Pattern(r"满 ?[0-9]|[0-9]{1,2}[:点]|截|到货|送|运费|自提|取货|格式|例|满减|买[0-9一二]")
_SPEAKS: Final = Pattern(r"^(?:我|俺|咱|再|还|另|麻烦|帮|给|请|谢|也|要|来|订|加)")
_EACH_HAS: Final = Pattern(
    r"(?:每|一|1)[只个条箱盒袋份板颗包瓶件尾头](?:大?约|大概|差不多|有|是|装|净?重|都|在)*$"
)  # 每只约4斤
_CHOSEN: Final = Pattern(r"([a-z]{1,6})(?![a-z])|([①-⑳])")
_MENU: Final = 30  # lines within which a menu by letters stands
_MOST: Final = 1_000


@attrs.frozen(kw_only=True)
class _Member:
    """A line that names somebody: how sure that is, and whether the goods stand in it."""

    name: Place
    rest: Place
    sure: bool
    goods: bool
    items: tuple[str, ...] = ()


def read_roll(scene: Scene, lines: Sequence[Place], *, headed: bool = False) -> Listing | None:
    """The list, when all lines behind a heading name a member each and what he wants; else None.

    ``headed``: what is on offer stands above these lines.
    """
    if len(lines) < 2 or len(lines) > _MOST:
        return None
    first = _behind_options(scene, lines)
    options = read_header(scene.source, lines[:first]).options if first else {}
    while first < len(lines) and _member(scene, lines[first], options) is None:
        first += 1
    head, body = list(lines[:first]), list(lines[first:])
    while body and (
        TOTAL.fullmatch(scene.text, *body[-1]) or wishes.is_polite(scene.text[slice(*body[-1])].strip())
    ):
        body.pop()
    members = [_member(scene, place, options) for place in body]
    alone = len(members) > 1 and members[0] is not None and not members[0].goods and not scene.item
    if alone and not head and _offers(scene, body[0]):  # 槐花蜜要的+1
        head, body, members = [body[0]], body[1:], members[1:]
    found = [one for one in members if one is not None]
    if len(found) < 2 or len(found) < len(members):
        return None
    if not headed and not head and (not scene.sender or is_marker(scene.text[slice(*lines[0])])):
        return None
    if any(_orders(scene, place) for place in head):
        return None
    above = " ".join(scene.text[slice(*place)] for place in head)
    offered = all(one.items and all(item in above for item in one.items) for one in found)
    if not offered and 2 * sum(one.sure for one in found) < len(found):
        return None
    said = {scene.text[slice(*one.name)] for one in found}
    if any(
        (named := colon_name(scene.source, *place)) and scene.text[slice(*named[0])] in said for place in head
    ):
        return None  # a talk
    if not all(one.goods for one in found) and not (scene.item or item_in(scene.source, head)):
        return None
    entries = tuple(Entry(number=number, whole=place, content=place) for number, place in enumerate(body, 1))
    return Listing(header=tuple(head), entries=entries)


def _behind_options(scene: Scene, lines: Sequence[Place]) -> int:
    """How many lines a menu by letters takes, with what stands above it and the word of the chain below."""
    found = [read_options(scene.source, *place) for place in lines[:_MENU]]
    offered = [number for number, options in enumerate(found) if options]
    if sum(map(len, found)) < 2:
        return 0
    behind = offered[-1] + 1
    while behind < len(lines) and is_marker(scene.text[slice(*lines[behind])]):
        behind += 1
    return behind


def _member(scene: Scene, place: Place, options: Mapping[str, str]) -> _Member | None:
    """Who is named at the start of a line, when an order of his follows and nothing else."""
    text = scene.text
    found = _NAMED.match(text, *place)
    if found is None:
        return None
    name, rest = found.span("name"), (found.end(), place[1])
    folded = found["name"]
    if (
        wishes.starts_with_good(folded, scene.products) == len(folded)
        or folded in names.HOSTS
        or folded in names.SELF
        or folded in wishes.VERBS
        or _SPEAKS.match(folded)
        or wishes.is_polite(folded)
        or (names.is_place(folded) and not (len(folded) == 2 and folded[0] in "阿小老大"))
    ):
        return None
    if (
        text[rest[0] : rest[0] + 1].isdigit()
        and text[rest[0] - 1] != " "
        and found["sign"] is None
        and (not names.ends_like_name(folded) or may_count(text, *name))
    ):  # 满3样, 葡萄一箱45: no name before a digit
        return None
    if options and (chosen := _CHOSEN.match(text, *rest)) and _offered(chosen) <= options.keys():
        return _Member(name=name, rest=rest, sure=True, goods=True)
    builder = build(scene, (rest,))
    phrases = builder.phrases
    if not phrases or any(
        phrase.quantity is None
        or phrase.cancelled
        or phrase.quantity.role != "amount"
        or phrase.quantity.doubt == "by_money"
        for phrase in phrases
    ):
        return None
    items = [" ".join(text[a:b] for a, b in phrase.item) for phrase in phrases]
    if any(item and names_nothing(item, scene.products) for item in items):
        return None
    joined = text[rest[0] : rest[0] + 1] in "+*"
    if not all(items) and (any(items) or len(items) > 1):
        return None
    sure = (
        folded in scene.roster
        or names.ends_like_name(folded)
        or _REDOUBLED.fullmatch(folded) is not None
        or (found["sign"] is not None and not names_nothing(folded))
        or (joined and not any(items))
    )
    return _Member(name=name, rest=rest, sure=sure, goods=all(items), items=tuple(filter(None, items)))


def _offered(chosen: re.Match[str]) -> set[str]:
    return set(chosen[1]) if chosen[1] else {str(ord(chosen[2]) - 0x245F)}


def _offers(scene: Scene, place: Place) -> bool:
    """Whether a line calls for orders: 槐花蜜要的+1."""
    return "要的" in scene.text[slice(*place)] and bool(item_in(scene.source, [place]))


def _orders(scene: Scene, place: Place) -> bool:
    """Whether a line above the list is an order itself, not a title, a price, or a condition."""
    text = scene.text
    if _ASIDE.search(text, *place) or is_marker(text[slice(*place)]):
        return False
    return any(
        token.quantity is not None
        and token.quantity.role == "amount"
        and token.quantity.has_unit
        and token.quantity.doubt != "by_money"
        and not text.startswith(("一", "每", "1"), token.start)
        and not _EACH_HAS.search(text, place[0], token.start)
        for token in scene.tokens(*place)
    )

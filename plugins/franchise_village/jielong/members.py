"""Whose wish it is: where the name of an entry stands and where it ends."""

from __future__ import annotations

from typing import Final

import attrs

from franchise_village.jielong import brands, names, wishes
from franchise_village.jielong.fields import GAP, dash_fields, first_run, last_run, skip
from franchise_village.jielong.goods import GOODS, VARIANTS
from franchise_village.jielong.nameless import amount_that_joins, names_person, speaks_of_himself
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.quantity import Quantity
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.screen_names import whole_name
from franchise_village.jielong.tokeniser import may_count
from franchise_village.jielong.tokens import Token

_ADDRESS_HEAD: Final = Pattern(
    r"[0-9一二三四五六七八九十]{1,4}(?:村|组|队|排|号楼|栋|幢|楼|单元|室|区|巷|弄|社|号|期|户|-[0-9])"
)
_COIN: Final = Pattern(r"[一二三四五六]毛")
_VERB_END: Final = Pattern(r"(?:想要|也要|还要|要|来|订|定|买|拿|带)$")


@attrs.frozen(kw_only=True)
class Split:
    """The member's place (None: not named), what remains to read, and what is doubtful about it."""

    member: Place | None
    rest: tuple[Place, ...]
    doubts: tuple[str, ...] = ()
    dashes: bool = False


def _amounts(tokens: list[Token]) -> list[Quantity]:
    return [
        token.quantity for token in tokens if token.quantity is not None and token.quantity.role == "amount"
    ]


def _orders(scene: Scene, start: int, end: int) -> bool:
    """Whether a run reads as goods or an amount: what may follow a name without a separator."""
    if start >= end:
        return False
    words = scene.text[start:end]
    bare = wishes.strip_verbs(words[:64], bare=True)
    if wishes.starts_with_good(words[bare : bare + 16], scene.products):
        return True
    return bool(_amounts(scene.tokens(start, end)))


def split(scene: Scene, start: int, end: int) -> Split:
    """Part the name of an entry from its order."""
    text = scene.text
    start = skip(text, start, end, " \n,、:@-·*>")
    while end > start and text[end - 1] in " \n":
        end -= 1
    if start >= end:
        return Split(member=None, rest=())
    if scene.roster and (known := _from_roster(scene, start, end)) is not None:
        return known
    if behind := amount_that_joins(scene, start, end):
        last = last_run(text, behind, end)
        named = last[0] < last[1] and names_person(scene, last)
        return Split(member=last if named else None, rest=((start, last[0] if named else end),))
    if speaks_of_himself(scene, start, end):
        return Split(member=None, rest=((start, end),), doubts=("name_boundary",))
    dashed = dash_fields(text, start, end)
    first = _with_door(text, first_run(text, start, end), end)
    if text[slice(*first)] in names.SELF and skip(text, first[1], end) < end:
        return Split(member=None, rest=((skip(text, first[1], end), end),), doubts=("name_boundary",))
    if (whole := whole_name(scene, first, end)) != first:
        return Split(
            member=whole, rest=((skip(text, whole[1], end), end),), dashes=dash_fields(text, whole[1], end)
        )
    place = skip(text, first[1], end)
    bracket_only = (
        place < end
        and text[place] in "([【"
        and text.find({"(": ")", "[": "]", "【": "】"}[text[place]], place) == end - 1
    )
    if place >= end or (bracket_only and _amounts(scene.tokens(*first))):
        return _single(scene, first, place, end, dashed)
    return _several(scene, first, place, end, dashed)


def _with_door(text: str, first: Place, end: int) -> Place:
    """3-2-601 贡姐 大米1袋: the house and who lives there are one name."""
    if not names.is_address(text[first[0] : first[1]]) or not text.startswith(" ", first[1]):
        return first
    name = first_run(text, skip(text, first[1], end, " "), end)
    folded = text[name[0] : name[1]]
    named = len(folded) >= 2 and folded.endswith(names.KIN) and folded not in GOODS
    lives = named and not may_count(text, *name)
    return (first[0], name[1]) if lives and skip(text, name[1], end) < end else first


def _from_roster(scene: Scene, start: int, end: int) -> Split | None:
    text = scene.text
    run_end = first_run(text, start, end)[1]
    for name in scene.roster:
        if not text.startswith(name, start) or start + len(name) > end:
            continue
        after = start + len(name)
        if (
            after >= end
            or text[after] in GAP
            or text[after] in "([【+"
            or after >= run_end
            or _orders(scene, after, run_end)
        ):
            parted = after < end and text[after] == "-"
            return Split(
                member=(start, after),
                rest=((skip(text, after, end), end),),
                dashes=parted or dash_fields(text, start, end),
            )
    for name in scene.roster:
        stop = end - 1 if text[end - 1] in ")]】" else end
        begin = stop - len(name)
        if begin > start and text.startswith(name, begin) and text[begin - 1] in GAP + "([【":
            return Split(member=(begin, stop), rest=((start, begin - 1),))
    return None


def _single(scene: Scene, first: Place, place: int, end: int, dashed: bool) -> Split:
    """An entry without separators: a name, goods, or both in one run."""
    text = scene.text
    start, stop = first
    rest_bracket: tuple[Place, ...] = ((place, end),) if place < end else ()
    tokens = scene.tokens(start, stop)
    amount = next(
        (token for token in tokens if token.quantity is not None and token.quantity.role == "amount"), None
    )
    words_end = amount.start if amount else stop
    words = text[start:words_end]
    has_offer = bool(scene.item or scene.options)
    if rest_bracket:
        inside = place + 1, end - 1
        if (
            amount
            and names.ends_like_name(text[inside[0] : inside[1]])
            and not wishes.is_wish(text[inside[0] : inside[1]][:64])
        ):
            return Split(member=inside, rest=((start, stop),))
    if amount is None:
        if words in GOODS or words in scene.products:
            return (
                Split(member=None, rest=((start, end),))
                if not has_offer
                else Split(member=first, rest=rest_bracket)
            )
        glued = _glued(scene, start, stop)
        if glued:
            return Split(member=(start, glued[0]), rest=((glued[0], end),), doubts=glued[1])
        return Split(member=first, rest=rest_bracket)
    if not words:
        if _ADDRESS_HEAD.match(text, start, stop):
            return Split(member=first, rest=rest_bracket)
        return Split(member=None, rest=((start, end),))
    verb = _VERB_END.search(words)
    if verb and verb.start() and not wishes.starts_with_good(words, scene.products):
        return Split(member=(start, start + verb.start()), rest=((start + verb.start(), end),))
    if glued := _glued(scene, start, words_end):
        return Split(member=(start, glued[0]), rest=((glued[0], end),), doubts=glued[1])
    if words.endswith(names.KIN) and len(words) >= 2 and words not in GOODS:
        return Split(member=(start, words_end), rest=((words_end, end),))
    if has_offer and words not in GOODS and words not in scene.products:
        return Split(member=(start, words_end), rest=((words_end, end),))
    return Split(member=None, rest=((start, end),), dashes=dashed)


def _glued(scene: Scene, start: int, end: int) -> tuple[int, tuple[str, ...]] | None:
    """Where a name that runs into its goods ends: after a word of kinship, or before goods that are known."""
    words = scene.text[start:end]
    if wishes.starts_with_good(words, scene.products) >= 2:
        return None
    cut = names.kin_end(words, len(words))
    if 0 < cut <= brands.starts_with_brand(words):  # 康师傅方便面
        return None
    while 0 < cut < len(words):
        more = names.kin_end(words[cut - 1 :], len(words) - cut + 1)
        if more > 1 and words[cut] == "家":
            cut += more - 1
            continue
        break
    if 0 < cut < len(words):
        rest = words[cut:]
        bare = wishes.strip_verbs(rest, bare=True)
        certain = bare > 0 or wishes.starts_with_good(rest, scene.products) > 0
        return start + cut, () if certain else ("name_boundary",)
    for size in (2, 3):
        if size < len(words) and (words[0] in names.SURNAMES or words[0] in "阿小老大"):
            goods = wishes.starts_with_good(words[size:], scene.products)
            if goods and (goods >= 2 or size + goods == len(words)):
                return start + size, ("name_boundary",)
    return None


def _several(scene: Scene, first: Place, place: int, end: int, dashed: bool) -> Split:
    text = scene.text
    start, stop = first
    words = text[start:stop]
    dashes = dashed or (stop < end and text[stop] == "-")
    named = Split(member=first, rest=((place, end),), dashes=dashes)
    tokens = scene.tokens(start, stop) if may_count(text, start, stop) else []
    amount = next(
        (token for token in tokens if token.quantity is not None and token.quantity.role == "amount"), None
    )
    if amount is None:
        if (words in GOODS or words in scene.products) and not scene.item and not scene.options:
            return _goods_first(scene, first, place, end, named)
        known = wishes.starts_with_good(words, scene.products)
        glued = None if known else _glued(scene, start, stop)
        if glued and not glued[1] and _rest_is_amount(scene, place, end):
            return Split(member=(start, glued[0]), rest=((glued[0], end),))
        return named
    if not amount.start - start:
        housed = _ADDRESS_HEAD.match(text, start, stop) or _nicknamed(scene, amount, stop, place, end)
        return named if housed else Split(member=None, rest=((start, end),))
    before = text[start : amount.start]
    last = last_run(text, place, end)
    if names_person(scene, last):
        return Split(member=last, rest=((start, last[0]),))
    if wishes.starts_with_good(before, scene.products) == len(before):
        return Split(member=None, rest=((start, end),))
    quantity = amount.quantity
    assert quantity is not None
    if not quantity.has_unit and not quantity.times:
        return named  # 小王2: a name that ends in a digit
    if len(before) == 2 and before.isascii() and amount.end == stop:  # jd2斤 hs半斤
        return Split(member=None, rest=((start, end),))
    if glued := _glued(scene, start, amount.start):
        return Split(member=(start, glued[0]), rest=((glued[0], end),), doubts=glued[1])
    verb = _VERB_END.search(before)
    if verb and verb.start():
        return Split(member=(start, start + verb.start()), rest=((start + verb.start(), end),))
    if before.endswith(names.KIN) and len(before) >= 2:
        return Split(member=(start, amount.start), rest=((amount.start, end),))
    if scene.item or scene.options:
        return Split(member=(start, amount.start), rest=((amount.start, end),))
    if _ADDRESS_HEAD.search(words):
        return named
    if wishes.starts_with_good(before, scene.products) >= 2:
        return Split(member=None, rest=((start, end),))
    return (
        Split(member=None, rest=((start, end),), doubts=("name_boundary",))
        if _amounts(scene.tokens(place, end)) and scene.sender
        else named
    )


def _nicknamed(scene: Scene, amount: Token, stop: int, place: int, end: int) -> bool:
    """一米阳光 橙子3斤: a name that begins like an amount, when the rest is an order of its own."""
    if amount.end == stop and _COIN.fullmatch(scene.text, amount.start, stop):  # 二毛 苹果3斤
        return wishes.starts_with_good(scene.text[place : min(end, place + 16)], scene.products) > 0
    if amount.end >= stop or wishes.starts_with_good(scene.text[amount.end : stop], scene.products):
        return False
    if _numbered(scene, amount, stop) and _amounts(scene.tokens(place, end)):
        return True
    goods = wishes.starts_with_good(scene.text[place : min(end, place + 16)], scene.products)
    return goods > 0 and bool(_amounts(scene.tokens(place, end)))


def _numbered(scene: Scene, amount: Token, stop: int) -> bool:
    """0086老温, 520晓梅: digits of a nickname, with no unit and a person's name behind them."""
    quantity, name = amount.quantity, scene.text[amount.end : stop]
    if quantity is None or quantity.has_unit or not scene.text[amount.start].isdigit():
        return False
    if amount.end - amount.start >= 3 and len(name) > 1:  # 301翠芬
        return True
    return names.ends_like_name(name) and (amount.end - amount.start > 1 or name.endswith(names.KIN))


def _rest_is_amount(scene: Scene, place: int, end: int) -> bool:
    tokens = scene.tokens(place, end)
    return bool(tokens) and tokens[0].kind == "amount" and all(token.kind != "text" for token in tokens[:2])


def _goods_first(scene: Scene, first: Place, place: int, end: int, named: Split) -> Split:
    """鸡蛋 2斤 with nobody named, 鸡蛋 2斤 苗姐 with the name behind, or a member nicknamed 土豆."""
    last = last_run(scene.text, place, end)
    tokens = scene.tokens(place, end)
    if scene.text[first[1]] == ":" and tokens and tokens[0].kind == "text":  # 白菜：大的3颗，小的2颗
        kind = scene.text[tokens[0].start : tokens[0].end]
        if kind.removesuffix("的") in VARIANTS:
            return Split(member=None, rest=((first[0], end),))
    if scene.text[first[1]] == ":":  # somebody nicknamed 土豆, or goods?
        named = attrs.evolve(named, doubts=("name_boundary",))
    if tokens and tokens[0].kind == "amount":
        if len(tokens) > 1 and names_person(scene, last):
            return Split(member=last, rest=((first[0], last[0]),))
        return Split(member=None, rest=((first[0], end),))
    return named

"""Goods above, people below: 肉粽：彩霞5个，老董10个, also a line of goods and beneath it a line for each person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from franchise_village.jielong import names, wishes
from franchise_village.jielong.assembly import Gathered, lines_of, member_of, words_of
from franchise_village.jielong.doubts import with_doubt
from franchise_village.jielong.grids import ENTRY
from franchise_village.jielong.header import TOTAL, is_marker, read_header
from franchise_village.jielong.nicknames import is_goods, person
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.quantity import Quantity
from franchise_village.jielong.rows import amount_in, trimmed, unit_in
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.talk import has_amount, new_builder
from franchise_village.jielong.values import Reading

_TITLED: Final = Pattern(r"[ ·•*-]*[【\[](?P<goods>[^】\]\n:]{1,16})[】\]] ?:? ?")
_NUMBERED: Final = Pattern(r" *\(?[0-9]{1,3} ?(?:[.、):](?![0-9]) ?|(?= [^ 0-9]))")
_UNIT: Final = Pattern(r" ?[(\[/](?P<unit>[^()\[\]/]{1,3})[)\]]?$")
_COIN: Final = Pattern(r"[一二三四五六七八九]毛")
_TOLD: Final = Pattern(  # what stands behind the people: 共5颗
    r"[ ,、;。(]+(?:一共|总共|合计|共计|总计|小计|共|计)(?:是)?[: ]?(?=[0-9一二两三四五六七八九十半])(?P<sum>[^ ,;、()]{1,8})[ )。]*$"
)
_GAPS: Final = frozenset({"space", "pause", "strong", "and", "plus", "dash", "deco"})
_HEAD: Final = 4  # lines above the first goods
_WIDEST: Final = 2_000  # characters of a line
_MOST: Final = 1_000


@attrs.define
class _Share:
    """What one person gets of the goods."""

    name: Place
    quantity: Quantity
    end: int
    notes: list[Place] = attrs.Factory(list)


@attrs.define
class _Allotment:
    """Goods, and who gets how many of them."""

    goods: Place
    unit: Place | None
    inline: bool  # whether a colon or brackets part the goods from the people
    shares: list[_Share] = attrs.Factory(list)
    told: int | None = None  # the sum that is told


def read_allotments(scene: Scene, lines: Sequence[Place]) -> tuple[Reading, list[str]] | None:
    """Read goods with people behind or beneath; None where anything else stands there."""
    head: list[Place] = []
    found: list[_Allotment] = []
    numbered = False
    for place in lines if len(lines) <= _MOST else ():
        if place[1] - place[0] > _WIDEST:
            return None
        opened = _opened(scene, place)
        if opened is not None:
            found.append(opened)
            continue
        if found and (
            TOTAL.fullmatch(scene.text, *place) or wishes.is_polite(scene.text[slice(*place)].strip())
        ):
            continue
        if found:
            mark = _NUMBERED.match(scene.text, *place)
            inner = (mark.end(), place[1]) if mark else place
            numbered = numbered or mark is not None
            if not _shares(scene, inner, found[-1]):
                return None
            continue
        if (
            ENTRY.match(scene.text, *place)
            or len(head) == _HEAD
            or (has_amount(scene, *place) and not is_marker(scene.text[slice(*place)]))
        ):
            return None
        head.append(place)
    if not _holds(scene, found, numbered=numbered):
        return None
    return _lines(scene, head, found)


def _opened(scene: Scene, place: Place) -> _Allotment | None:
    """A line that opens with goods: 肉粽：…, 【肉粽】, 肉粽 alone, 肉粽 彩霞5个 老董10个."""
    start, end = trimmed(scene.text, place, " ·•*#")
    if found := _TITLED.match(scene.text, start, end):
        return _with_goods(scene, found.span("goods"), (found.end(), end), inline=True)
    colon = scene.text.find(":", start, min(end, start + 24))
    if colon > start:
        return _with_goods(scene, (start, colon), (colon + 1, end), inline=True)
    if (alone := _with_goods(scene, (start, end), (end, end), inline=False)) is not None:
        return alone
    space = scene.text.find(" ", start, min(end, start + 16))
    if space < 0:
        return None
    found_ = _with_goods(scene, (start, space), (space + 1, end), inline=False)
    return found_ if found_ is not None and _ranks(scene, found_.shares) <= {"sure", "likely"} else None


def _with_goods(scene: Scene, goods: Place, rest: Place, *, inline: bool) -> _Allotment | None:
    goods = trimmed(scene.text, goods)
    unit: Place | None = None
    if (found := _UNIT.search(scene.text, *goods)) and found.start() > goods[0]:
        unit = unit_in(scene, found.span("unit"))
        goods = (goods[0], found.start()) if unit else goods
    word = scene.text[slice(*goods)]
    if not 0 < len(word) <= 12 or " " in word or not is_goods(scene, word) or has_amount(scene, *goods):
        return None
    one = _Allotment(goods=goods, unit=unit, inline=inline)
    if scene.text[slice(*rest)].strip() and not _shares(scene, rest, one):
        return None
    return one


def _shares(scene: Scene, place: Place, into: _Allotment) -> bool:
    """Add the people with their amounts; False when anything else stands there."""
    text, before = scene.text, len(into.shares)
    if told := _TOLD.search(text, max(place[0], place[1] - 16), place[1]):
        total = amount_in(scene, told.span("sum"))
        if total is not None:
            into.told, place = total.value, (place[0], told.start())
    tokens = scene.tokens(*place)
    name: Place | None = None
    pending: list[Place] = []
    for number, token in enumerate(tokens):
        here = token.start, token.end
        if token.kind in _GAPS:
            continue
        counted = token.kind == "amount"
        if counted and name is None and number + 1 < len(tokens) and tokens[number + 1].kind == "amount":
            counted = _COIN.fullmatch(text, *here) is None  # 三毛3袋
        if token.kind in {"bracket", "note"}:
            inner = (here[0] + 1, here[1] - 1) if token.kind == "bracket" else here
            if name is None and not into.shares[before:]:
                return False
            (pending if name is not None else into.shares[-1].notes).append(inner)
        elif not counted:
            if name is None and into.shares[before:] and wishes.is_wish(text[slice(*here)][:64]):
                into.shares[-1].notes.append(here)
                continue
            if name is not None or person(scene, text[slice(*here)].lstrip("@")) == "no":
                return False
            name = here
        else:
            quantity = token.quantity
            if name is None or quantity is None or quantity.role != "amount" or quantity.each:
                return False
            into.shares.append(_Share(name=name, quantity=quantity, end=token.end, notes=pending))
            name, pending = None, []
    return name is None and len(into.shares) > before


def _holds(scene: Scene, found: Sequence[_Allotment], *, numbered: bool) -> bool:
    """Whether that is a list by goods, and not goods of one person, or a list with one header."""
    shares = [share for one in found for share in one.shares]
    if not shares or not all(one.shares for one in found):
        return False
    if len(found) == 1 and (numbered or not (found[0].inline or len(shares) > 1)):
        return False
    return not scene.sender or _certain(scene, found)


def _ranks(scene: Scene, shares: Sequence[_Share]) -> set[str]:
    return {person(scene, scene.text[slice(*share.name)]) for share in shares}


def _certain(scene: Scene, found: Sequence[_Allotment]) -> bool:
    """Whether the people are people: one of them surely, and most of them likely; or all likely below several goods."""
    shares = [share for one in found for share in one.shares]
    ranks = [person(scene, scene.text[slice(*share.name)]) for share in shares]
    if "sure" not in ranks:
        return "maybe" not in ranks and len(found) > 1
    return 2 * ranks.count("maybe") <= len(ranks)


def _lines(scene: Scene, head: Sequence[Place], found: Sequence[_Allotment]) -> tuple[Reading, list[str]]:
    gathered = Gathered()
    shares = [share for one in found for share in one.shares]
    doubtful = not _certain(scene, found)
    for one in found:
        here = attrs.evolve(scene, item=words_of(scene, one.goods), item_from="header")
        before, total = len(gathered.lines), 0
        for share in one.shares:
            quantity = share.quantity
            if not quantity.has_unit and one.unit is not None:
                quantity = quantity._replace(unit_start=one.unit[0], unit_end=one.unit[1])
            phrase = Phrase([], quantity, share.name[0], share.end, notes=share.notes)
            phrase.doubts |= {quantity.doubt} - {""}
            builder = new_builder(here)
            builder.phrases.append(phrase)
            lines_of(
                here, builder, gathered,
                member=member_of(scene, share.name), member_place=share.name, doubts={"name_boundary"} if doubtful else (),
            )  # fmt: skip
            total += quantity.value or 0
        if one.told is not None and one.told != total:
            gathered.lines[before:] = [with_doubt(line, "sum_differs") for line in gathered.lines[before:]]
    header = read_header(scene.source, head)
    village = all(names.is_place(scene.text[slice(*share.name)]) for share in shares)
    reading = Reading(
        mode="snapshot", lines=tuple(gathered.lines), warnings=tuple(gathered.warnings), session=header.session,
        header="\n".join(scene.source.raw[start:end].strip() for start, end in head),
        level="village" if village else "member",
    )  # fmt: skip
    return reading, gathered.problems

"""Headings of a report: whom or which village the lines beneath are about, and what is only a title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from franchise_village.jielong import names, wishes
from franchise_village.jielong.chat import colon_name
from franchise_village.jielong.fields import first_run, skip
from franchise_village.jielong.header import EXAMPLE, TOTAL, is_marker, read_header
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.places import village_place
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.vocabulary import words

_HEADING: Final = Pattern(r" *[【\[](?P<name>[^】\]\n:]{1,12})[】\]] *:? *")
_LABELS: Final = words("客户 顾客 买家 收货人 姓名 名字 团员 会员 客人 订购人 下单人 接龙人")
_REPORTS: Final = Pattern(r"(?:报货|报单|报菜|要货|叫货|订单|汇总|合计|早单|午单|晚单|今日|明日)+ *:? *$")
_DATED: Final = Pattern(r"(?:[0-9]{1,4}[月日号年./-]?|[早午晚中][单上班]|今[日天]|明[日天]|[ ,、:#])*")
_NOTED: Final = Pattern(
    r"(?P<name>[^()]{1,12}) ?\((?P<note>[^()]{1,12})\)|\((?P<before>[^()]{1,12})\) ?(?P<named>[^()]{1,12})"
)
_TITLE: Final = Pattern(
    r"^(?:给|跟|帮|向|替).{0,6}(?:报|登记|汇报|下单|接龙)|今[日天早晚]|明[日天早晚]|昨[日天]|[周期][一二三四五六日天末]|本周|每日|早上|晚上|中午|[0-9]月|团$|团购|接龙|预[订定]|特价|菜单|订单|汇总|统计|通知|公告|好消息|早餐|午餐|晚餐|水果$|蔬菜$|冻品|零食"
)
_ORDERS: Final = Pattern(  # what introduces an order and names nobody
    r"(?:我们?家?|俺家?|咱家?|今[天晚]|明[天早]|这次|麻烦|帮我?|请|团长|老板)*(?:想|先)?(?:需要|要|订|买|来|下单|报|点|加|拿|带|留|订购|购买|登记|代买|补充|另外|还有)(?:的|如下|这些|菜|货|一下|单|东西)*"
)


@attrs.define
class Block:
    """A heading (a person or a village) and the lines beneath it."""

    name: Place
    village: bool
    lines: list[Place] = attrs.Factory(list)
    note: Place | None = None  # 玉莲（18号）：where she lives


def headed(scene: Scene, lines: Sequence[Place]) -> tuple[list[Place], list[Place]]:
    """Part the header lines from the body: the first line with a marker, a village or a report word."""
    head: list[Place] = []
    rest = list(lines)
    first = True
    while rest:
        line = scene.text[rest[0][0] : rest[0][1]]
        header = read_header(scene.source, rest[:1])
        named = colon_name(scene.source, *rest[0])
        ends = line.rstrip(" :").endswith(("村", "屯", "庄")) and not first
        opener = is_marker(line) or (
            (header.village or header.report)
            and not counts(scene, rest[0])
            and not (named and names.is_place(scene.text[slice(*named[0])]) and first is False)
        )
        if (
            named
            and named[1] >= rest[0][1]
            and names.is_place(scene.text[slice(*named[0])])
            and len(rest) > 1
            and _more_places(scene, rest[1:])
        ):
            opener = False
        titled = _bracketed(scene, *rest[0])
        title = scene.text[slice(*titled[0])] if titled else line.strip(" :")
        goods = titled is not None or all_goods(scene, rest[1:2])
        if names.is_place(title) and goods and _more_places(scene, rest[1:]):
            opener = False
        if first is False and not is_marker(scene.text[head[0][0] : head[0][1]]) and not header.report:
            opener = False
        if (
            not opener
            and head
            and is_marker(scene.text[head[0][0] : head[0][1]])
            and (header.options or EXAMPLE.match(line))
        ):
            opener = True
        if (
            not opener
            and head
            and len(head) == 1
            and is_marker(scene.text[head[0][0] : head[0][1]])
            and header.item
            and not _ordered(scene, rest[0])
        ):
            opener = True
        if not opener or ends:
            break
        head.append(rest.pop(0))
        first = False
    return head, rest


def _ordered(scene: Scene, place: Place) -> bool:
    tokens = scene.tokens(*place)
    return any(
        token.quantity is not None
        and token.quantity.role == "amount"
        and token.quantity.has_unit
        and not token.quantity.doubt
        for token in tokens
    )


def _more_places(scene: Scene, lines: Sequence[Place]) -> bool:
    return any(
        names.is_place(scene.text[slice(*place)].strip(" :"))
        or (
            (named := colon_name(scene.source, *place) or _bracketed(scene, *place)) is not None
            and names.is_place(scene.text[slice(*named[0])])
        )
        for place in lines
    )


def counts(scene: Scene, place: Place) -> bool:
    """Whether a line holds an amount with its unit: 3.5 behind 午单 is a date."""
    return any(
        token.quantity is not None
        and token.quantity.role == "amount"
        and (token.quantity.has_unit or token.quantity.times)
        for token in scene.tokens(*place)
    )


def holds_amount(scene: Scene, place: Place) -> bool:
    return any(
        token.quantity is not None and token.quantity.role == "amount" for token in scene.tokens(*place)
    )


def all_goods(scene: Scene, lines: Sequence[Place]) -> bool:
    """Whether the lines are goods with amounts and no names: village totals."""
    goods = named = 0
    for start, end in lines:
        if TOTAL.fullmatch(scene.text, start, end):
            continue
        words = [token for token in scene.tokens(start, end) if token.kind == "text"]
        first = scene.text[words[0].start : words[0].end] if words else ""
        if wishes.starts_with_good(first, scene.products) or (
            len(words) == 1 and not names.ends_like_name(first)
        ):
            goods += 1
        else:
            named += 1
    return goods > named


def read_blocks(scene: Scene, lines: Sequence[Place]) -> list[Block]:
    """Headings with lines beneath (老赵 / 白菜5颗) or beside them (张三：鸡蛋2斤); empty when there are none."""
    text = scene.text
    blocks: list[Block] = []
    for start, end in lines:
        if TOTAL.fullmatch(text, start, end):
            continue
        named = (
            _bracketed(scene, start, end)
            or _village_colon(scene, start, end)
            or colon_name(scene.source, start, end)
        )
        if named and _ORDERS.fullmatch(text, *named[0]):  # 我需要：
            return []
        if named and not blocks and _is_title(scene, named[0]):  # 【周三水果】, 今日：
            if is_goods(scene, named[0]) and holds_amount(scene, (named[1], end)):  # 苹果：红富士3斤
                return []
            continue
        if named and text[named[0][0] : named[0][1]] in _LABELS:  # 客户:何姐
            begin = skip(text, named[1], end)
            named = ((begin, first_run(text, begin, end)[1]), skip(text, first_run(text, begin, end)[1], end))
        if named and not is_goods(scene, named[0]) and not wishes.cancel_start(text[start:end][:64]):
            name, after = named
            place = village_place(scene.source, *name)
            village = place is not None and place[0] == name[0]
            name = place if place is not None and village else name
            name, note = _without_note(scene, name)
            blocks.append(Block(name, village, note=note))
            if after < end and text[after:end].strip():
                blocks[-1].lines.append((after, end))
            continue
        stop = end
        while stop > start and text[stop - 1] in " :":
            stop -= 1
        word = text[start:stop].lstrip()
        begin = stop - len(word)
        alone = " " not in word and not holds_amount(scene, (begin, stop)) and len(word) <= 12
        if (
            alone
            and word
            and not is_goods(scene, (begin, stop))
            and (names.ends_like_name(word) or names.is_place(word) or word in scene.roster)
        ):
            blocks.append(Block((begin, stop), names.is_place(word)))
        elif blocks:
            blocks[-1].lines.append((start, end))
        else:
            return []
    if blocks and not any(block.lines for block in blocks):
        return []
    return blocks


def _without_note(scene: Scene, name: Place) -> tuple[Place, Place | None]:
    """玉莲（18号）: the name, and what the brackets behind it say, unless that is a name as well."""
    found = _NOTED.fullmatch(scene.text, *name)
    if found is not None and found["before"] and not names.ends_like_name(found["before"]):
        return found.span("named"), found.span("before")
    if (
        found is None
        or not found["note"]
        or names.ends_like_name(found["note"])
        or scene.text[slice(*name)] in scene.roster
    ):
        return name, None
    return found.span("name"), found.span("note")


def _is_title(scene: Scene, place: Place) -> bool:
    """Whether a heading is a day or what is on offer, and no member: 周三水果, 冻品团."""
    words = scene.text[place[0] : place[1]]
    if words in scene.roster or names.is_place(words) or words.endswith(names.KIN):
        return False
    if _TITLE.search(words):
        return True
    return any(
        wishes.starts_with_good(words[at:], scene.products) == len(words) - at for at in range(len(words) - 1)
    )


def _bracketed(scene: Scene, start: int, end: int) -> tuple[Place, int] | None:
    """【老马家】 on a line of its own, or before what he wants: a heading unless it holds goods or an amount."""
    found = _HEADING.match(scene.text, start, end)
    if (
        found is None
        or holds_amount(scene, found.span("name"))
        or (found.end() < end and wishes.is_wish(found["name"]))
    ):
        return None
    report = _REPORTS.match(scene.text, found.end(), end)
    return found.span("name"), report.end() if report else found.end()


def _village_colon(scene: Scene, start: int, end: int) -> tuple[Place, int] | None:
    """幸福村 午单：鸡蛋20板: a village, a word of reporting, a colon."""
    colon = scene.text.find(":", start, min(end, start + 24))
    place = village_place(scene.source, start, colon) if colon > start else None
    if (
        place is None
        or not _DATED.fullmatch(scene.text, start, place[0])
        or holds_amount(scene, (place[1], colon))
    ):
        return None
    return place, colon + 1


def is_goods(scene: Scene, place: Place) -> bool:
    words = scene.text[place[0] : place[1]]
    return wishes.starts_with_good(words, scene.products) == len(words)

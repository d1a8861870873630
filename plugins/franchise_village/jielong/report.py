"""A partner's report: by customer, by village, or a list whose entries bear no numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from franchise_village.jielong import names, wishes
from franchise_village.jielong.assembly import Gathered, lines_of, member_of
from franchise_village.jielong.chat import colon_name
from franchise_village.jielong.entry import build, read_entry
from franchise_village.jielong.header import EXAMPLE, TOTAL, is_marker, read_header, village_place
from franchise_village.jielong.members import first_run, skip
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.speech import speak
from franchise_village.jielong.values import Reading
from franchise_village.jielong.vocabulary import words

_HEADING: Final = Pattern(r" *[【\[](?P<name>[^】\]\n:]{1,12})[】\]] *:? *")
_LABELS: Final = words("客户 顾客 买家 收货人 姓名 名字 团员 会员 客人 订购人 下单人 接龙人")
_TALK: Final = Pattern(r"谢|好的|收到|麻烦|我要|给我|吗|[?？]|^要|^来|哈$|啦$")


@attrs.define
class _Block:
    """A heading (a person or a village) and the lines beneath it."""

    name: Place
    village: bool
    lines: list[Place] = attrs.Factory(list)


def read_report(scene: Scene, lines: Sequence[Place], gathered: Gathered) -> Reading | None:
    """Read unnumbered lines as a report; None when they are no report but speech."""
    text = scene.text
    head, body = _headed(scene, lines)
    header = read_header(scene.source, head)
    raw_header = "\n".join(scene.source.raw[start:end].strip() for start, end in head)
    marked = header.marked
    offered = (
        attrs.evolve(
            scene,
            options=header.options,
            item=header.item or scene.item,
            item_from="header" if header.item else scene.item_from,
        )
        if marked
        else scene
    )
    blocks = _blocks(scene, body)
    if blocks and (len(body) > 1 or blocks[0].village):
        talk = (
            not header.report
            and not header.village
            and not marked
            and any(_TALK.search(text[a:b]) for block in blocks for a, b in block.lines)
        )
        for block in blocks:
            _read_block(scene, block, gathered, talk=talk)
        village = all(block.village for block in blocks)
        return Reading(
            mode="add" if talk else "snapshot", lines=tuple(gathered.lines), warnings=tuple(gathered.warnings), header=raw_header,
            level="village" if village else "member", session=header.session,
        )  # fmt: skip
    if header.village and body and _all_goods(scene, body):
        for start, end in body:
            if TOTAL.fullmatch(text, start, end):
                continue
            builder = build(scene, ((start, end),))
            if builder.phrases:
                lines_of(scene, builder, gathered, member=header.village, member_place=None)
        return Reading(
            mode="snapshot",
            lines=tuple(gathered.lines),
            warnings=tuple(gathered.warnings),
            header=raw_header,
            level="village",
            session=header.session,
        )
    if marked or header.report or (len(body) > 1 and not scene.sender):
        if not marked and not any(_has_amount(scene, place) for place in body):
            return None
        if not body and not marked:
            return None
        for start, end in body:
            if TOTAL.fullmatch(text, start, end) or EXAMPLE.match(text, start, end):
                continue
            read_entry(offered, start, end, gathered, whole=(start, end))
        return Reading(
            mode="snapshot",
            lines=tuple(gathered.lines),
            warnings=tuple(gathered.warnings),
            header=raw_header,
            session=header.session,
        )
    return None


def _headed(scene: Scene, lines: Sequence[Place]) -> tuple[list[Place], list[Place]]:
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
            and not _counted(scene, rest[0])
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
        (named := colon_name(scene.source, *place)) is not None
        and names.is_place(scene.text[slice(*named[0])])
        for place in lines
    )


def _counted(scene: Scene, place: Place) -> bool:
    """Whether a line holds an amount with its unit: 3.5 behind 午单 is a date."""
    return any(
        token.quantity is not None
        and token.quantity.role == "amount"
        and (token.quantity.has_unit or token.quantity.times)
        for token in scene.tokens(*place)
    )


def _has_amount(scene: Scene, place: Place) -> bool:
    return any(
        token.quantity is not None and token.quantity.role == "amount" for token in scene.tokens(*place)
    )


def _all_goods(scene: Scene, lines: Sequence[Place]) -> bool:
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


def _blocks(scene: Scene, lines: Sequence[Place]) -> list[_Block]:
    """Headings with lines beneath (老赵 / 白菜5颗) or beside them (张三：鸡蛋2斤); empty when there are none."""
    text = scene.text
    blocks: list[_Block] = []
    for start, end in lines:
        if TOTAL.fullmatch(text, start, end):
            continue
        named = (
            _bracketed(scene, start, end)
            or _village_colon(scene, start, end)
            or colon_name(scene.source, start, end)
        )
        if named and text[named[0][0] : named[0][1]] in _LABELS:  # 客户:何姐
            begin = skip(text, named[1], end)
            named = ((begin, first_run(text, begin, end)[1]), skip(text, first_run(text, begin, end)[1], end))
        if named and not _is_goods(scene, named[0]) and not wishes.cancel_start(text[start:end][:64]):
            name, after = named
            place = village_place(scene.source, *name)
            village = place is not None and place[0] == name[0]
            name = place if place is not None and village else name
            blocks.append(_Block(name, village))
            if after < end and text[after:end].strip():
                blocks[-1].lines.append((after, end))
            continue
        stop = end
        while stop > start and text[stop - 1] in " :":
            stop -= 1
        word = text[start:stop].lstrip()
        begin = stop - len(word)
        alone = " " not in word and not _has_amount(scene, (begin, stop)) and len(word) <= 12
        if (
            alone
            and word
            and not _is_goods(scene, (begin, stop))
            and (names.ends_like_name(word) or names.is_place(word) or word in scene.roster)
        ):
            blocks.append(_Block((begin, stop), names.is_place(word)))
        elif blocks:
            blocks[-1].lines.append((start, end))
        else:
            return []
    if blocks and not any(block.lines for block in blocks):
        return []
    return blocks


def _bracketed(scene: Scene, start: int, end: int) -> tuple[Place, int] | None:
    """【老马家】 on a line of its own, or before what he wants: a heading unless it holds goods or an amount."""
    found = _HEADING.match(scene.text, start, end)
    if (
        found is None
        or _has_amount(scene, found.span("name"))
        or (found.end() < end and wishes.is_wish(found["name"]))
    ):
        return None
    return found.span("name"), found.end()


def _village_colon(scene: Scene, start: int, end: int) -> tuple[Place, int] | None:
    """幸福村 午单：鸡蛋20板: a village, a word of reporting, a colon."""
    colon = scene.text.find(":", start, min(end, start + 24))
    place = village_place(scene.source, start, colon) if colon > start else None
    if place is None or scene.text[start : place[0]].strip() or _has_amount(scene, (place[1], colon)):
        return None
    return place, colon + 1


def _is_goods(scene: Scene, place: Place) -> bool:
    words = scene.text[place[0] : place[1]]
    return wishes.starts_with_good(words, scene.products) == len(words)


def text_of(scene: Scene, place: Place) -> str:
    return scene.text[place[0] : place[1]].strip(" ,:。.!")


def _read_block(scene: Scene, block: _Block, gathered: Gathered, *, talk: bool) -> None:
    member = member_of(scene, block.name)
    span = scene.source.span(block.name[0], block.lines[-1][1] if block.lines else block.name[1])
    before = len(gathered.lines), len(gathered.warnings)
    if talk:
        if member not in names.HOSTS:
            speak(scene, tuple(block.lines), gathered, member=member, member_place=block.name)
        return
    if len(block.lines) == 1 and text_of(scene, block.lines[0]) in wishes.NOTHING:
        gathered.warn("entry_without_order", span)
        return
    builder = build(scene, tuple(block.lines))
    if builder.phrases:
        lines_of(
            scene,
            builder,
            gathered,
            member=member,
            member_place=block.name,
            extra_notes=builder.pending_notes,
        )
    if (len(gathered.lines), len(gathered.warnings)) == before:
        gathered.warn("entry_without_order" if not block.lines else "not_understood", span)

"""A partner's report: by customer, by village, or a list whose entries bear no numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from franchise_village.jielong import names, wishes
from franchise_village.jielong.assembly import Gathered, lines_of, member_of
from franchise_village.jielong.entry import build, read_entry
from franchise_village.jielong.header import EXAMPLE, TOTAL, read_header
from franchise_village.jielong.headings import Block, all_goods, headed, holds_amount, read_blocks
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.speech import speak
from franchise_village.jielong.values import Reading
from franchise_village.jielong.wanted import by_village, wanted_blocks

_TALK: Final = Pattern(r"谢|好的|收到|麻烦|我要|给我|吗|[?？]|^要|^来|哈$|啦$")


def read_report(scene: Scene, lines: Sequence[Place], gathered: Gathered) -> Reading | None:
    """Read unnumbered lines as a report; None when they are no report but speech."""
    text = scene.text
    lines = by_village(scene, lines)
    if (told := wanted_blocks(scene, lines)) is not None:
        for block in told[1]:
            _read_block(scene, block, gathered, talk=False)
        return Reading(
            mode="snapshot", lines=tuple(gathered.lines), warnings=tuple(gathered.warnings),
            header="\n".join(scene.source.raw[start:end].strip() for start, end in told[0]),
            level="village" if all(block.village for block in told[1]) else "member",
        )  # fmt: skip
    head, body = headed(scene, lines)
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
    blocks = read_blocks(scene, body)
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
    if header.village and body and all_goods(scene, body):
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
        if not marked and not any(holds_amount(scene, place) for place in body):
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


def text_of(scene: Scene, place: Place) -> str:
    return scene.text[place[0] : place[1]].strip(" ,:。.!")


def _read_block(scene: Scene, block: Block, gathered: Gathered, *, talk: bool) -> None:
    member = member_of(scene, block.name)
    notes = [block.note] if block.note else []
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
            extra_notes=[*notes, *builder.pending_notes],
        )
    if (len(gathered.lines), len(gathered.warnings)) == before:
        gathered.warn("entry_without_order" if not block.lines else "not_understood", span)

"""One entry of a list: a member and what he wants."""

from __future__ import annotations

from typing import Final

import attrs

from franchise_village.jielong import offers, wishes
from franchise_village.jielong.assembly import Gathered, bad_member, lines_of, member_of
from franchise_village.jielong.clauses import continued
from franchise_village.jielong.companions import entry_of_several
from franchise_village.jielong.fields import skip
from franchise_village.jielong.members import split
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.phrases import Builder, chunks
from franchise_village.jielong.scene import Place, Scene

_SAME: Final = frozenset(
    {"同上", "同楼上", "跟上面一样", "和上面一样", "跟楼上一样", "和楼上一样", "同前", "〃"}
)
_TOKENS_A_WISH: Final = 4
_PARENTS: Final = ("妈", "爸", "麻麻", "粑粑", "奶奶", "姥姥", "外婆", "爷爷", "妈咪", "媽", "媽媽")
_AGED: Final = Pattern(  # 满满妈 1岁半 学饮杯1个: whom it is for
    r"(?:(?:宝宝|娃|孩子|男宝|女宝|大宝|二宝)?(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,2})(?:岁半?(?:[0-9]{1,2}个?月)?|个半?月半?|月龄|周岁半?)(?:大|\+)?|怀?孕(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:周|个月|月)(?:\+ ?[0-9])?|孕[早中晚]期|(?:刚)?满月|预产期[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)(?=[ ,:;、]+[^ ])"
)


def build(scene: Scene, places: tuple[Place, ...], *, dashes: bool = False) -> Builder:
    """Read the phrases of some stretches of the text as one."""
    builder = Builder(scene.text, most=scene.most, products=scene.products, offered=bool(scene.item))
    most = _TOKENS_A_WISH * scene.settings.max_wishes_per_entry
    parts = []
    for place in places:
        for number, (start, end) in enumerate(continued(scene.text, *place)):
            tokens = scene.tokens(start, end, dashes=dashes)
            if len(tokens) > most:  # far more than anybody wants: not worth reading
                builder.overflown = True
                return builder
            more = chunks(tokens)
            if number and more:  # 面条两把|再来一斤香油
                more[0].before = "strong"
            parts += more
    builder.run(parts)
    return builder


def read_entry(
    scene: Scene, start: int, end: int, gathered: Gathered, *, author: str = "", whole: Place | None = None
) -> None:
    """Read ``text[start:end]`` as one entry; it always leaves a line or a warning with its span.

    ``whole`` is the entry with its marker, for the evidence of what could not be read.
    """
    span = scene.source.span(*(whole or (start, end)))
    if entry_of_several(scene, start, end, gathered, author):
        return
    parted = split(scene, start, end)
    doubts = parted.doubts
    if parted.member is None:
        member, place = scene.sender, None
    else:
        member, place = member_of(scene, parted.member), parted.member
    if member and bad_member(member):
        gathered.refuse("suspicious_member", span)
        return
    before = len(gathered.lines), len(gathered.warnings)
    wanted = (
        scene.text[parted.rest[0][0] : parted.rest[0][1]].strip(" ,:。.!\n") if len(parted.rest) == 1 else ""
    )
    if wanted in wishes.NOTHING and member:
        gathered.warn("entry_without_order", span)
        return
    if wanted in _SAME and member and _repeat(scene, gathered, start, span, member, place):
        return
    about: list[Place] = []
    if parted.member is not None and parted.rest and member.endswith(_PARENTS):
        aged = _AGED.match(scene.text, *parted.rest[0])
        if aged is not None:
            about = [aged.span()]
            behind = skip(scene.text, aged.end(), parted.rest[0][1])
            parted = attrs.evolve(parted, rest=((behind, parted.rest[0][1]), *parted.rest[1:]))
    builder = None
    if scene.options:
        builder = offers.read(
            scene, parted.rest, gathered, member=member, member_place=place, author=author, doubts=doubts
        )
    if builder is None:
        builder = build(scene, parted.rest, dashes=parted.dashes)
    wishes_read = max(len(builder.phrases), len(gathered.lines) - before[0])
    if builder.overflown or wishes_read > scene.settings.max_wishes_per_entry:
        del gathered.lines[before[0] :]
        gathered.refuse("too_many_wishes", span)
    elif builder.phrases:
        lines_of(
            scene,
            builder,
            gathered,
            member=member,
            member_place=place,
            doubts=doubts,
            author=author,
            extra_notes=[*about, *builder.pending_notes],
        )
    elif (len(gathered.lines), len(gathered.warnings)) == before:
        _elided(scene, builder, gathered, member=member, place=place, span=span, author=author)
    if len(gathered.lines) == before[0]:  # nothing but warnings: they stand for the whole entry
        gathered.warnings[before[1] :] = [
            attrs.evolve(one, span=span) for one in gathered.warnings[before[1] :]
        ]


def _repeat(
    scene: Scene, gathered: Gathered, start: int, span: tuple[int, int], member: str, place: Place | None
) -> bool:
    """同上: what the entry before asks for, when it stands directly above."""
    if not gathered.lines or place is None:
        return False
    last = gathered.lines[-1]
    if last.action != "book" or scene.text.count("\n", scene.source.place(last.span[1]), start) != 1:
        return False
    above = [line for line in gathered.lines if line.member_span == last.member_span]
    gathered.lines += [
        attrs.evolve(
            line,
            member=member,
            member_span=scene.source.span(*place),
            span=(line.span[0], span[1]),
            author="",
        )
        for line in above
    ]
    return True


def _elided(
    scene: Scene,
    builder: Builder,
    gathered: Gathered,
    *,
    member: str,
    place: Place | None,
    span: tuple[int, int],
    author: str,
) -> None:
    """Only a name: a wish for what the header names, everything taken back, or nothing to read."""
    if not member:
        gathered.warn("entry_empty", span)
        return
    if not scene.item and not builder.cancel_all:
        gathered.warn("entry_without_order", span)
        return
    if place:
        builder.add([], None, start=place[0], end=place[1])
    if builder.cancel_all and builder.phrases:
        builder.phrases[-1].cancelled = True
    if builder.phrases:
        lines_of(scene, builder, gathered, member=member, member_place=place, author=author)
    else:
        gathered.warn("entry_without_order", span)

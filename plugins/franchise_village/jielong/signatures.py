"""Names behind the orders, a line for each person: 啤酒2箱 二愣子, 鸡蛋2板 —— 芳芳, 牛奶1箱@小鱼儿."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from franchise_village.jielong import wishes
from franchise_village.jielong.assembly import Gathered, lines_of, member_of
from franchise_village.jielong.entry import build
from franchise_village.jielong.fields import first_run, last_run
from franchise_village.jielong.grids import ENTRY
from franchise_village.jielong.header import TOTAL, is_marker, read_header
from franchise_village.jielong.nicknames import is_goods, person
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.phrases import Builder
from franchise_village.jielong.plausibility import names_nothing
from franchise_village.jielong.rows import trimmed
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.talk import has_amount
from franchise_village.jielong.values import Reading

_MARK: Final = Pattern(r"[ ·•*-]*(?:\(?[0-9]{1,3} ?[.、):](?![0-9]) ?)?")
_NAME: Final = Pattern(r"[\u4e00-\u9fffa-z0-9_.]{2,10}")
_OWNED: Final = Pattern(r"(?:给|帮|替|是)?(?P<name>[^的]{2,8}?)(?:[要订报]?的)?")  # 给王婶, 王婶的
_SIGNED: Final = Pattern(r"(?:-{1,4}|@|→) *$")
_BRACKET: Final = Pattern(r"(?P<sign>[(\[【](?P<name>[^()\[\]【】\n ]{2,8})[)\]】])[ ,;、。]*")
_TITLED: Final = Pattern(  # 今天的：
    r" *(?:(?:今|明)[天日早晚]|本周|这周|以下|如下|汇总|统计|报一下|报单|订单|单子|的|是)+ ?:"
)
_HEAD: Final = 4  # lines above the first order
_WIDEST: Final = 400  # characters of a line
_MOST: Final = 1_000


@attrs.frozen(kw_only=True)
class _Signed:
    """One line: the orders, and who signs them; ``signed`` when a dash or @ says so."""

    whole: Place
    name: Place | None
    rank: str
    builder: Builder
    signed: bool = False


def read_signatures(scene: Scene, lines: Sequence[Place]) -> tuple[Reading, list[str]] | None:
    """Read such lines; None where any of them is something else, or where the words behind can be wishes."""
    if not 2 <= len(lines) <= _MOST:
        return None
    head: list[Place] = []
    found: list[_Signed] = []
    for place in lines:
        if found and (
            TOTAL.fullmatch(scene.text, *place) or wishes.is_polite(scene.text[slice(*place)].strip())
        ):
            continue
        one = _signed(scene, place)
        if one is not None:
            found.append(one)
        elif (
            found
            or ENTRY.match(scene.text, *place)
            or len(head) == _HEAD
            or (has_amount(scene, *place) and not is_marker(scene.text[slice(*place)]))
        ):
            return None
        else:
            head.append(place)
    named = [one for one in found if one.name is not None]
    ranks = [one.rank for one in named]
    if len(named) < 2 or 3 * len(named) < 2 * len(found):
        return None
    if "sure" not in ranks and scene.sender and not all(one.signed for one in named):
        return None
    known = sum(any(map(one.builder.holds_goods, one.builder.phrases)) for one in found)
    if 2 * known < len(found):
        return None
    certain = all(one.signed for one in named) or (
        2 * ranks.count("maybe") <= len(ranks) if "sure" in ranks else "maybe" not in ranks
    )
    if not certain and "sure" not in ranks and ranks.count("likely") * 2 < len(ranks):
        return None  # 啤酒2箱 冰镇: remarks, or names that nothing tells from them
    return _read(scene, head, found, certain=certain)


def bracketed(scene: Scene, lines: Sequence[Place]) -> list[Place]:
    """The lines, parted behind each bracket that holds a person: 土豆2斤（王婶）| 白菜3颗（李姐）."""
    return [part for place in lines for part in _behind_brackets(scene, place)]


def _behind_brackets(scene: Scene, line: Place) -> list[Place]:
    signs = [
        found
        for found in _BRACKET.finditer(scene.text, *line)
        if person(scene, found["name"]) in {"sure", "likely"}
    ]
    if len(signs) < 2:
        return [line]
    title = _TITLED.match(scene.text, *line)
    starts = [title.end() if title else line[0], *(found.end() for found in signs)]
    parts = [(start, found.end("sign")) for start, found in zip(starts, signs, strict=False)]
    if scene.text[starts[-1] : line[1]].strip(" ,;。!~"):
        parts.append((starts[-1], line[1]))
    counted = all(has_amount(scene, a, sign.start()) for (a, _), sign in zip(parts, signs, strict=False))
    return parts if counted else [line]


def _signed(scene: Scene, place: Place) -> _Signed | None:
    """The orders of a line, and the name behind them; None when it does not begin with goods and an amount."""
    text = scene.text
    mark = _MARK.match(text, *place)
    start, end = trimmed(text, (mark.end() if mark else place[0], place[1]))
    if end - start > _WIDEST or start >= end:
        return None
    run = first_run(text, start, end)
    word = text[slice(*run)]
    if person(scene, word) in {"sure", "likely"} and not (is_goods(scene, word) or has_amount(scene, *run)):
        return None
    at = text.rfind("@", start, end)
    name = trimmed(text, (at + 1, end)) if at > start else last_run(text, start, end)
    if (owned := _OWNED.fullmatch(text, *name)) is not None:
        name = owned.span("name")
    if name[0] <= start or not text[name[0] : name[1]]:
        return None
    order = trimmed(text, (start, name[0]), " -,、;@([【:→")
    rank = person(scene, text[slice(*name)]) if _NAME.fullmatch(text, *name) else "no"
    if rank in {"sure", "likely"} or (rank == "maybe" and not has_amount(scene, *name)):
        builder = build(scene, (order,))
        if _counted(builder):
            sign = _SIGNED.search(text, max(start, name[0] - 6), name[0]) is not None
            return _Signed(whole=(start, end), name=name, rank=rank, builder=builder, signed=sign)
    builder = build(scene, ((start, end),))
    return _Signed(whole=(start, end), name=None, rank="no", builder=builder) if _counted(builder) else None


def _shared(scene: Scene, one: _Signed) -> bool:
    """大葱2捆 干豆腐3斤（于婶） 粉条4把（关哥）: several orders before one of the names of a line."""
    several = len(one.builder.phrases) > 1 and one.name is not None and scene.text[one.name[0] - 1] in "([【"
    around = scene.text[max(0, one.whole[0] - 1) : one.whole[0]] + scene.text[one.whole[1] : one.whole[1] + 1]
    return several and bool(around.strip("\n"))


def _counted(builder: Builder) -> bool:
    """Whether all that is read are goods with amounts."""
    return bool(builder.phrases) and all(
        phrase.item
        and phrase.quantity is not None
        and phrase.quantity.role == "amount"
        and not phrase.cancelled
        and not names_nothing(" ".join(builder.text[a:b] for a, b in phrase.item), builder.products)
        for phrase in builder.phrases
    )


def _read(
    scene: Scene, head: Sequence[Place], found: Sequence[_Signed], *, certain: bool
) -> tuple[Reading, list[str]]:
    gathered = Gathered()
    for one in found:
        if one.builder.overflown or len(one.builder.phrases) > scene.settings.max_wishes_per_entry:
            gathered.refuse("too_many_wishes", scene.source.span(*one.whole))
            continue
        lines_of(
            scene, one.builder, gathered,
            member=member_of(scene, one.name) if one.name else scene.sender, member_place=one.name,
            doubts=() if certain and one.name and not _shared(scene, one) else {"name_boundary"}, extra_notes=one.builder.pending_notes,
        )  # fmt: skip
    header = read_header(scene.source, head)
    reading = Reading(
        mode="snapshot", lines=tuple(gathered.lines), warnings=tuple(gathered.warnings), session=header.session,
        header="\n".join(scene.source.raw[start:end].strip() for start, end in head),
    )  # fmt: skip
    return reading, gathered.problems

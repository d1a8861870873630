"""Pasted tables with a column for each village or member: 品名 东村 西村, and beneath it the amounts of each goods.

What a column of sums says is compared with its row; rows of sums, prices and blank cells are no orders.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from franchise_village.jielong import names, wishes
from franchise_village.jielong.assembly import Gathered, lines_of, member_of
from franchise_village.jielong.doubts import with_doubt
from franchise_village.jielong.entry import build
from franchise_village.jielong.goods import VARIANTS
from franchise_village.jielong.grids import BRACKET, ENTRY, MOST_ABOVE, RULE, SEPARATORS, cells_of
from franchise_village.jielong.header import TOTAL, read_header
from franchise_village.jielong.nicknames import person
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.plausibility import names_nothing
from franchise_village.jielong.quantity import Quantity
from franchise_village.jielong.rows import LABELS, amount_in, is_none, trimmed, unit_in
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.talk import has_amount, new_builder
from franchise_village.jielong.values import Reading
from franchise_village.jielong.vocabulary import words

_SUMS: Final = words("合计 小计 总计 共计 总数 总量 总共 合共 总 共 计 合计数 总数量 合计数量 sum total")
_CATEGORIES: Final = words("水果 蔬菜 菜 货 零食 肉类 熟食 种类 物资 日用品 粮油 冻品 货物名 物品名 项")
_CORNER: Final = Pattern(  # 商品/村, 菜\户: what stands above both edges
    r"(?P<goods>[^/\\ ]{0,6}) ?[/\\] ?(?P<owner>[^/\\ ]{0,6})"
)
_NO_OWNER: Final = Pattern(  # columns of a price list, of a stock list, of days, sizes and ways
    r".*(?:价|额|量|期|号|码|色|味|率|数|款|型|别|类|级|费|钱|元|图|注)|[周期]?[一二三四五六日天]|(?:星期|周|礼拜)[一二三四五六日天]|[上中下][午旬周月]|[早中晚午][上单餐饭班]|[0-9一二三四五六七八九十]{1,3}[月日号周次天件批段]|.{0,2}(?:库存|剩余|结余|进货|出货|入库|出库|品牌|产地|厂家|供应商|线上|线下|净重|毛重|个人|团购|合伙|男|女|甲|乙|大|中|小|第.)|[今明昨后前][天日]"
)
_LINE_BREAKERS: Final = frozenset("\t|,")
_MIXED: Final = frozenset({"member", "quantity", "order", "village"})
_FEWEST: Final = 2  # columns of owners, a column of sums counted with them
_MOST: Final = 100  # columns


@attrs.frozen(kw_only=True)
class _Heading:
    """The row of headings: what each column holds, and whose the columns of amounts are."""

    kinds: tuple[str, ...]
    owners: dict[int, Place]
    units: dict[int, Place]  # 东村（斤）
    sums: frozenset[int]
    item: int
    parted: Pattern
    sign: str
    certain: bool


def read_crosstab(scene: Scene, lines: Sequence[Place]) -> tuple[Reading, list[str]] | None:
    """Read such a table; None where there is none, or where most rows do not fit."""
    for number, place in enumerate(lines[:MOST_ABOVE]):
        heading = _heading(scene, place)
        if heading is not None:
            return _read(scene, heading, lines[:number], lines[number + 1 :])
        if ENTRY.match(scene.text, *place):
            return None  # a list
        if has_amount(scene, *place) and any(sign in scene.source.raw[slice(*place)] for sign in "\t|,，"):
            return None  # rows, and no headings above them
    return None


def _heading(scene: Scene, place: Place) -> _Heading | None:
    for sign, parted in SEPARATORS:
        if not parted.search(scene.source.raw if sign == "\t" else scene.text, *place):
            continue
        cells = cells_of(scene, place, sign, parted)
        if len(cells) > _FEWEST and len(cells) <= _MOST and (found := _columns(scene, cells)) is not None:
            kinds, owners, units, sums, item = found
            known = [scene.text[slice(*owner)] for owner in owners.values()]
            return _Heading(
                kinds=kinds, owners=owners, units=units, sums=sums, item=item, parted=parted, sign=sign,
                certain=_are_people(scene, known),
            )  # fmt: skip
    return None


def _columns(
    scene: Scene, cells: Sequence[Place]
) -> tuple[tuple[str, ...], dict[int, Place], dict[int, Place], frozenset[int], int] | None:
    """What the columns hold, when one names goods and others are owners."""
    said = [scene.text[start:end] for start, end in cells]
    kinds = ["sum" if word in _SUMS else LABELS.get(word, "") for word in said]
    if _MIXED & set(kinds):
        return None
    if "item" in kinds:
        item = kinds.index("item")
    elif not said[0] or said[0] in _CATEGORIES or _is_corner(said[0]):
        item, kinds[0] = 0, "item"
    else:
        return None
    owners: dict[int, Place] = {}
    units: dict[int, Place] = {}
    for index, (start, end) in enumerate(cells):
        if kinds[index] or index == item or start >= end:
            continue
        name, unit = _parted(scene, (start, end))
        if not _may_own(scene, scene.text[slice(*name)]):
            return None
        owners[index] = name
        if unit is not None:
            units[index] = unit
    sums = frozenset(index for index, kind in enumerate(kinds) if kind == "sum")
    if not owners or len(owners) + len(sums) < _FEWEST or min(owners) < item:
        return None
    named = {scene.text[slice(*owner)] for owner in owners.values()}
    blank = scene.text[slice(*cells[item])] in _CATEGORIES | {""}
    if len(named) < len(owners) or (blank and not _are_people(scene, named)):
        return None
    return tuple(kinds), owners, units, sums, item


def _is_corner(word: str) -> bool:
    """Whether a heading tells what both edges hold: 商品/村."""
    corner = _CORNER.fullmatch(word)
    return corner is not None and LABELS.get(corner["goods"], "") == "item"


def _parted(scene: Scene, place: Place) -> tuple[Place, Place | None]:
    """东村（斤）: the name, and the unit in brackets behind it."""
    start, end = place
    found = BRACKET.search(scene.text, start, end)
    if found is not None and found.start() > start and (unit := unit_in(scene, found.span("unit"))):
        return trimmed(scene.text, (start, found.start())), unit
    return place, None


def _are_people(scene: Scene, named: Iterable[str]) -> bool:
    """Whether one of the headings surely is a member or a village, or all of them likely are."""
    ranks = {person(scene, one) for one in named}
    return "sure" in ranks or ranks == {"likely"}


def _may_own(scene: Scene, word: str) -> bool:
    """Whether a heading can be a village or a member: not goods, a size, a day, a price."""
    if not 1 < len(word) <= 12 and word not in scene.roster:
        return False
    if word in scene.roster or names.is_place(word):
        return True
    plain = word not in VARIANTS and word not in names.HOSTS and not names_nothing(word, scene.products)
    goods = wishes.starts_with_good(word, scene.products) == len(word)
    return plain and not goods and _NO_OWNER.fullmatch(word) is None and not word[0].isdigit()


def _read(
    scene: Scene, heading: _Heading, above: Sequence[Place], rows: Sequence[Place]
) -> tuple[Reading, list[str]] | None:
    gathered = Gathered()
    read = failed = 0
    for place in rows:
        if RULE.fullmatch(scene.text, *place):
            continue
        cells = _fitted(heading, cells_of(scene, place, heading.sign, heading.parted))
        if _is_total(scene, place, cells, heading):
            continue
        if cells is None or is_none(scene.text, cells[heading.item]):
            span = scene.source.span(*place)
            orders = has_amount(scene, *place)
            gathered.warn("clause_unclear" if orders else "not_understood", span)
            failed += orders
            continue
        if _row(scene, heading, cells, place, gathered):
            read += 1
        else:
            gathered.warn("entry_without_order", scene.source.span(*place))
    if failed > read or not (read or gathered.problems):
        return None
    header = read_header(scene.source, above)
    village = all(names.is_place(scene.text[slice(*owner)]) for owner in heading.owners.values())
    reading = Reading(
        mode="snapshot", lines=tuple(gathered.lines), warnings=tuple(gathered.warnings), session=header.session,
        header="\n".join(scene.source.raw[start:end].strip() for start, end in above),
        level="village" if village else "member",
    )  # fmt: skip
    return reading, gathered.problems


def _is_total(scene: Scene, place: Place, cells: Sequence[Place] | None, heading: _Heading) -> bool:
    """Whether a row holds the sums of the columns above, or only thanks."""
    if cells is None:
        start, end = trimmed(scene.text, place, " \t|,")
        return TOTAL.fullmatch(scene.text, start, end) is not None or wishes.is_polite(scene.text[start:end])
    start, end = cells[heading.item]
    first = next((cell for cell in cells if cell[0] < cell[1]), (start, end))
    return any(
        scene.text[slice(*cell)] in _SUMS or TOTAL.fullmatch(scene.text, *cell) is not None
        for cell in ((start, end), first)
        if cell[0] < cell[1]
    )


def _fitted(heading: _Heading, cells: list[Place]) -> list[Place] | None:
    """The cells below their headings; None where it is not known which of them is left out."""
    wanted = len(heading.kinds)
    if heading.sign in _LINE_BREAKERS:
        if len(cells) < 2 or any(start < end for start, end in cells[wanted:]):
            return None
        return [*cells[:wanted], *((cells[-1][1], cells[-1][1]) for _ in range(wanted - len(cells)))]
    more = len(cells) - wanted
    if more > 0 and heading.item == 0:  # 金龙鱼 花生油 3 2: the name of the goods holds the gap
        cells = [(cells[0][0], cells[more][1]), *cells[more + 1 :]]
    return cells if len(cells) == wanted else None


def _row(scene: Scene, heading: _Heading, cells: Sequence[Place], row: Place, gathered: Gathered) -> bool:
    """The amounts of one goods; whether there were any."""
    fields = {kind: cells[index] for index, kind in enumerate(heading.kinds) if kind}
    name, unit = _parted(scene, cells[heading.item])
    item = [name]
    if "spec" in fields and not is_none(scene.text, fields["spec"]):
        item.append(fields["spec"])
    unit = unit or (unit_in(scene, fields["unit"]) if "unit" in fields else None)
    notes = [fields["note"]] if "note" in fields and not is_none(scene.text, fields["note"]) else []
    before, read = len(gathered.lines), 0
    total: int | None = 0
    for index, owner in heading.owners.items():
        if is_none(scene.text, cells[index]):
            continue
        found = _counted(scene, cells[index], heading.units.get(index, unit))
        if found is None:
            gathered.warn("clause_unclear", scene.source.span(*cells[index]))
            total = None
            continue
        quantity, more = found
        if quantity.problem == "qty_zero":
            continue
        phrase = Phrase(list(item), quantity, row[0], row[1], notes=[*notes, *more])
        if quantity.doubt:
            phrase.doubts.add(quantity.doubt)
        if not heading.certain:
            phrase.doubts.add("name_boundary")
        builder = new_builder(scene)
        builder.phrases.append(phrase)
        lines_of(scene, builder, gathered, member=member_of(scene, owner), member_place=owner)
        read += 1
        value = quantity.value
        total = None if value is None or total is None else total + value
    for index in heading.sums if total else ():
        told = amount_in(scene, cells[index])
        if "aside" not in heading.kinds and told is not None and told.value not in {None, total}:
            gathered.lines[before:] = [with_doubt(line, "sum_differs") for line in gathered.lines[before:]]
            break
    return read > 0


def _counted(scene: Scene, cell: Place, unit: Place | None) -> tuple[Quantity, list[Place]] | None:
    """The amount of a cell, and what is noted behind it: 2斤（去皮）."""
    quantity = amount_in(scene, cell, unit)
    if quantity is not None:
        return quantity, []
    phrases = build(scene, (cell,)).phrases
    if len(phrases) != 1 or phrases[0].item or phrases[0].cancelled:
        return None
    quantity = phrases[0].quantity
    if quantity is None or quantity.role != "amount":
        return None
    if not quantity.has_unit and unit is not None:
        quantity = quantity._replace(unit_start=unit[0], unit_end=unit[1])
    return quantity, phrases[0].notes

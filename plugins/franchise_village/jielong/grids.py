"""Pasted tables: a row of headings (姓名 商品 数量), and beneath it one order a row.

The cells are parted by tabs, by ``|``, by commas, by wide gaps or by single spaces, as the heading row shows. Columns
may also be goods, with the amounts beneath them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from franchise_village.jielong import wishes
from franchise_village.jielong.assembly import Gathered
from franchise_village.jielong.header import TOTAL, option_goods, read_header
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.rows import LABELS, Goods, is_none, read_counts, read_row, trimmed, unit_in
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.values import Reading

RULE: Final = Pattern(r"[ |:+=─━—-]+")
SEPARATORS: Final = (("\t", Pattern(r"\t")), ("|", Pattern(r"\|")), (",", Pattern(r" ?, ?")), ("  ", Pattern(r" {2,}")), (" ", Pattern(r" +")))  # fmt: skip
ENTRY: Final = Pattern(r"\s*[(\[]?[0-9一二三四五六七八九十]{1,3} ?[.、:)\]]")
MOST_ABOVE: Final = 6  # lines of title above the headings
BRACKET: Final = Pattern(r"[(\[/](?P<unit>[^()\[\]/]{1,3})[)\]]?$")


@attrs.frozen(kw_only=True)
class _Heading:
    """The row of headings: what each column holds, and how the cells are parted."""

    kinds: tuple[str, ...]
    goods: dict[int, Goods]
    parted: Pattern
    sign: str
    by_place: bool = False  # whether villages stand where members do


def read_grid(scene: Scene, lines: Sequence[Place]) -> tuple[Reading, list[str]] | None:
    """Read a table with headings; None where there is none, or where most rows do not fit."""
    for number, place in enumerate(lines[:MOST_ABOVE]):
        heading = _heading(scene, place)
        if heading is None:
            continue
        if any(ENTRY.match(scene.text, *above) for above in lines[:number]):
            return None
        return _rows(scene, heading, lines[:number], lines[number + 1 :])
    return None


def cells_of(scene: Scene, place: Place, sign: str, parted: Pattern) -> list[Place]:
    text = scene.source.raw if sign == "\t" else scene.text  # folding makes a tab a space
    start, end = place
    if sign != "\t":
        start, end = trimmed(scene.text, place)
    if sign == "|":
        start += text.startswith("|", start)
        end -= text.endswith("|", start, end)
    cells: list[Place] = []
    for found in parted.finditer(text, start, end):
        cells.append((start, found.start()))
        start = found.end()
    cells.append((start, end))
    return [trimmed(scene.text, cell) for cell in cells]


def _heading(scene: Scene, place: Place) -> _Heading | None:
    """The headings, when the line is a row of them: whose orders, and what or how many."""
    for sign, parted in SEPARATORS:
        if not parted.search(scene.source.raw if sign == "\t" else scene.text, *place):
            continue
        cells = cells_of(scene, place, sign, parted)
        if len(cells) < 2:
            continue
        words = [scene.text[start:end] for start, end in cells]
        kinds = tuple(LABELS.get(word, "") for word in words)
        by_place = "member" not in kinds and "village" in kinds
        kinds = tuple(("member" if by_place else "house") if kind == "village" else kind for kind in kinds)
        known = set(kinds) - {""}
        if "member" not in known:
            continue
        if all(kind or not word for kind, word in zip(kinds, words, strict=True)):
            return (
                _Heading(kinds=kinds, goods={}, parted=parted, sign=sign, by_place=by_place)
                if len(known) > 1
                else None
            )
        goods = {
            index: _goods(scene, cell)
            for index, cell in enumerate(cells)
            if not kinds[index] and words[index]
        }
        if known & {"item", "order", "quantity"} or any(_counted(word) for word in words):
            return None
        if not any(wishes.starts_with_good(one.name, scene.products) or one.unit for one in goods.values()):
            return None
        return _Heading(kinds=kinds, goods=goods, parted=parted, sign=sign, by_place=by_place)
    return None


def _counted(word: str) -> bool:
    return bool(word) and word[0].isdigit()


def _goods(scene: Scene, cell: Place) -> Goods:
    """鸡蛋（板）: the goods, and the unit in which they are counted below."""
    start, end = cell
    if found := BRACKET.search(scene.text, start, end):
        unit = unit_in(scene, found.span("unit"))
        if unit is not None and found.start() > start:
            return Goods(name=scene.source.raw[start : found.start()].strip(), unit=unit)
    return Goods(name=option_goods(scene.source, start, end))


def _rows(
    scene: Scene, heading: _Heading, above: Sequence[Place], rows: Sequence[Place]
) -> tuple[Reading, list[str]] | None:
    text = scene.text
    header = read_header(scene.source, above)
    here = attrs.evolve(scene, item=header.item, item_from="header") if header.item else scene
    gathered = Gathered()
    owner = heading.kinds.index("member")
    member: Place | None = None
    read = failed = 0
    for place in rows:
        cells = cells_of(scene, place, heading.sign, heading.parted)
        if RULE.fullmatch(text, *place) or any(
            TOTAL.fullmatch(text, *cell) for cell in cells[:2] if cell[0] < cell[1]
        ):
            continue
        fits = len(cells) == len(heading.kinds) or (heading.sign in "\t|," and len(cells) > 1)
        if not fits:
            failed += 1
            gathered.warn("not_understood", scene.source.span(*place))
            continue
        if owner < len(cells) and not is_none(text, cells[owner]):
            member = cells[owner]
        if member is None:
            gathered.warn("not_understood", scene.source.span(*place))
            continue
        fields = {
            kind: cell for kind, cell in zip(heading.kinds, cells, strict=False) if kind not in {"", "member"}
        }
        if heading.goods:
            done = read_counts(here, heading.goods, cells, member, gathered) > 0
        else:
            done = read_row(here, fields, member, gathered)
        read += done
        if not done:
            gathered.warn("entry_without_order", scene.source.span(*place))
    if failed > read or not (read or gathered.problems):
        return None
    reading = Reading(
        mode="snapshot", lines=tuple(gathered.lines), warnings=tuple(gathered.warnings), session=header.session,
        header="\n".join(scene.source.raw[start:end].strip() for start, end in above),
        level="village" if heading.by_place else "member",
    )  # fmt: skip
    return reading, gathered.problems

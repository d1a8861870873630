"""Papers as text to paste into a chat group: short lines and no columns, as its letters differ in width."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from franchise.reports.cells import (
    clean,
    clean_lines,
    decimal,
    is_number,
    money,
    number_of,
    rows_and_totals,
    text_of,
)
from franchise.reports.frame import frame_of, totals_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from franchise.reports.frame import Frame
    from franchise.reports.paper import Cell, Column, Paper, Table

_BETWEEN_SLIPS = "----------"
_UNIT_TITLES = frozenset({"单位", "unit"})


def render(paper: Paper) -> bytes:
    """The paper's own plain text when it has one; else a list drawn from its tables."""
    text = clean_lines(paper.plain) if paper.plain else "\n".join(_Text(paper).lines())
    return f"{text}\n".encode()


def render_many(papers: Sequence[Paper]) -> bytes:
    return b"\n".join(render(paper) for paper in papers)


class _Text:
    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._frame: Frame = frame_of(paper)

    def lines(self) -> Iterator[str]:
        paper, frame = self._paper, self._frame
        yield f"【{clean(paper.title)}】"
        yield from self._facts(paper.facts)
        for table in paper.tables:
            titled = bool(table.title) and table.title != paper.title
            if paper.layout == "slips":
                yield _BETWEEN_SLIPS
            elif len(paper.tables) > 1:
                yield ""
            if titled:
                yield clean(table.title) if paper.layout == "slips" else f"◆ {clean(table.title)}"
            yield from self._facts(table.facts)
            yield from self._table(table)
        if paper.layout == "slips" and paper.tables and paper.notes:
            yield _BETWEEN_SLIPS
        yield from (frame.note(clean(note)) for note in paper.notes)

    def _facts(self, facts: Sequence[tuple[str, str]]) -> Iterator[str]:
        for label, value in facts:
            yield self._frame.fact(clean(label), clean(value))

    def _table(self, table: Table) -> Iterator[str]:
        for row in rows_and_totals(table):
            if len(row) != len(table.columns):
                raise ValueError(f"table {table.title!r}: each row must have {len(table.columns)} cells")
        if not table.rows and table.columns:
            yield self._frame.nothing
        span = min(table.span, len(table.columns) - 1)
        numbered = self._paper.layout == "sheets"
        groups = groupby(table.rows, key=lambda row: row[: max(0, span)])
        number = 0
        for lead, rows in groups:
            if not lead:
                for row in rows:
                    number += 1
                    yield f"{number}. " * numbered + self._row(table.columns, row)
                continue
            number += 1
            name = " ".join(self._parts(table.columns[:span], lead))
            items = [self._row(table.columns[span:], row[span:]) for row in rows]
            whole = self._frame.list_comma.join(items)
            yield f"{number}. " * numbered + self._frame.fact_line.format(label=name, value=whole)
        totals = totals_of(table, self._frame)
        if totals is not None:
            yield self._totals(table.columns, totals)

    def _row(self, columns: Sequence[Column], row: Sequence[Cell]) -> str:
        return " ".join(self._parts(columns, row))

    def _parts(self, columns: Sequence[Column], row: Sequence[Cell]) -> list[str]:
        """The filled cells, each as it is said: ``12斤``, ``¥60.00``; with its heading where unclear."""
        units = _units(columns)
        seconds = set(units.values())
        kinds = [column.kind for column in columns]
        parts = []
        for index, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if index in seconds or cell is None or cell == "":
                continue
            if not is_number(column.kind):
                parts.append(clean(text_of(cell)))
                continue
            several = kinds.count(column.kind) > 1
            number = number_of(cell) or 0
            if several and number == 0:
                continue
            said = self._number(column, number)
            if index in units:
                said += clean(text_of(row[units[index]]))
            elif several or column.kind == "count":
                said = f"{clean(column.title)} {said}"
            parts.append(said)
        return [part for part in parts if part]

    def _number(self, column: Column, value: int) -> str:
        paper = self._paper
        if column.kind == "money":
            return money(value, paper.currency, paper.money_digits)
        return decimal(column.kind, value, paper.money_digits)

    def _totals(self, columns: Sequence[Column], totals: Sequence[Cell]) -> str:
        texts, numbers = [], []
        for column, cell in zip(columns, totals, strict=True):
            if cell is None or cell == "":
                continue
            if is_number(column.kind):
                numbers.append(f"{clean(column.title)} {self._number(column, number_of(cell) or 0)}")
            else:
                texts.append(clean(text_of(cell)))
        label = " ".join(texts) or self._frame.total
        return self._frame.fact(label, self._frame.list_comma.join(numbers))


def _units(columns: Sequence[Column]) -> dict[int, int]:
    """Which quantity column is followed by which column naming its unit: the one beside it, right or left."""
    found: dict[int, int] = {}
    for index, column in enumerate(columns):
        if column.kind != "unit" and clean(column.title).casefold() not in _UNIT_TITLES:
            continue
        for beside in (index - 1, index + 1):
            if 0 <= beside < len(columns) and columns[beside].kind == "quantity" and beside not in found:
                found[beside] = index
                break
    return found

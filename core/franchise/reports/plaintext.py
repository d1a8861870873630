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
            name = self._row(table.columns[:span], lead)
            items = [self._row(table.columns[span:], row[span:]) for row in rows]
            whole = self._frame.list_semicolon.join(items)
            yield f"{number}. " * numbered + self._frame.fact_line.format(label=name, value=whole)
        totals = totals_of(table, self._frame)
        if totals is not None:
            yield self._totals(table.columns, totals)

    def _row(self, columns: Sequence[Column], row: Sequence[Cell]) -> str:
        """The filled cells, each as it is said: ``12斤``, ``¥60.00``; with its heading where unclear."""
        units = _units(columns, self._frame.unit)
        kinds = [column.kind for column in columns]
        line, after_titled = "", False
        for index, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if cell is None or cell == "" or index in units.values():
                continue
            titled = False
            if is_number(column.kind):
                number = number_of(cell) or 0
                several = kinds.count(column.kind) > 1
                if several and number == 0:
                    continue
                titled = several or column.kind == "count"
                said = self._number(column, number)
                if index in units:
                    unit = clean(text_of(row[units[index]]))
                    # A unit such as ``5斤装`` must not make 12 of them 125.
                    said += f" {unit}" if unit[:1].isdigit() else unit
                if titled:
                    said = f"{clean(column.title)} {said}"
            else:
                said = clean(text_of(cell))
            gap = self._frame.list_comma if titled and after_titled else " "
            line = f"{line}{gap}{said}" if line else said
            after_titled = titled
        return line

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


def _units(columns: Sequence[Column], title: str) -> dict[int, int]:
    """Which column names the unit of which quantity column: the nearest, rather the one after it.

    A unit's column is known by its kind, or by its heading where it came as plain text.
    """
    units = [i for i, c in enumerate(columns) if c.kind == "unit" or (c.kind == "text" and c.title == title)]
    quantities = [i for i, c in enumerate(columns) if c.kind == "quantity"]
    if not units:
        return {}
    return {place: min(units, key=lambda unit: (abs(unit - place), unit < place)) for place in quantities}

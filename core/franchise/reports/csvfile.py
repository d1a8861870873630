"""Papers as CSV, for another program: UTF-8 with a byte order mark, RFC 4180, a heading row at once.

Each row is complete: the paper's facts and the table's facts are its leading columns, repeated cells are
repeated, amounts are plain decimals. Several tables of the same columns are one; others follow after an empty
line. Totals are the last row of their table. Text that a spreadsheet would take for a formula begins with an
apostrophe. Notes and lines to sign on are left to the formats for people.
"""

from __future__ import annotations

import csv
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from franchise.amounts import format_money, format_quantity
from franchise.reports.cells import (
    FORMULA_SIGNS,
    by_column,
    clean,
    clean_column,
    is_number,
    number_of,
    text_of,
)
from franchise.reports.frame import Frame, frame_of, totals_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from franchise.reports.paper import Cell, Column, Paper, Table


@attrs.frozen(kw_only=True)
class _Block:
    """One table with what stands before each of its rows."""

    lead: tuple[tuple[str, str], ...]
    paper: Paper
    frame: Frame
    table: Table

    def heading(self) -> list[str]:
        labels = [label for label, _value in self.lead]
        return [safe(clean(text)) for text in (*labels, *(column.title for column in self.table.columns))]

    def rows(self) -> Iterable[Sequence[str]]:
        digits = self.paper.money_digits
        lead = [safe(clean(value)) for _label, value in self.lead]
        columns = [
            _written(column, cells, digits)
            for column, cells in zip(self.table.columns, by_column(self.table), strict=True)
        ]
        for row in zip(*columns, strict=True):
            yield [*lead, *row]
        totals = totals_of(self.table, self.frame)
        if totals is not None:
            pairs = zip(self.table.columns, totals, strict=True)
            yield [*lead, *(_written(column, (cell,), digits)[0] for column, cell in pairs)]


def render(paper: Paper) -> bytes:
    return _write(_blocks(paper, alone=True))


def render_many(papers: Sequence[Paper]) -> bytes:
    """Several papers as one table; the first column names the paper."""
    return _write([block for paper in papers for block in _blocks(paper, alone=False)])


def safe(text: str) -> str:
    """Clean text as a cell: an apostrophe keeps a spreadsheet from computing it."""
    return f"'{text}" if text.lstrip().startswith(FORMULA_SIGNS) else text


def _blocks(paper: Paper, *, alone: bool) -> list[_Block]:
    frame = frame_of(paper)
    titled = paper.layout == "slips" or len(paper.tables) > 1
    name = () if alone else ((frame.paper, paper.title),)
    return [
        _Block(
            lead=(*name, *paper.facts, *(((frame.table, table.title),) if titled else ()), *table.facts),
            paper=paper,
            frame=frame,
            table=table,
        )
        for table in paper.tables
    ]


def _write(blocks: Iterable[_Block]) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for index, (heading, same) in enumerate(groupby(blocks, key=_Block.heading)):
        if index:
            writer.writerow([])
        writer.writerow(heading)
        for block in same:
            writer.writerows(block.rows())
    return out.getvalue().encode("utf-8-sig")


def _written(column: Column, cells: Sequence[Cell], digits: int) -> Sequence[str]:
    if not is_number(column.kind):
        return [safe(text) for text in clean_column([text_of(cell) for cell in cells])]
    numbers = [number_of(cell) for cell in cells]
    match column.kind:
        case "quantity":
            return ["" if n is None else format_quantity(n) for n in numbers]
        case "money":
            return ["" if n is None else format_money(n, digits) for n in numbers]
        case _:
            return ["" if n is None else str(n) for n in numbers]

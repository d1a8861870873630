"""Write one worksheet from top to bottom: head block, table, notes, lines to sign on."""

from __future__ import annotations

from functools import partial
from inspect import unwrap
from itertools import repeat
from typing import TYPE_CHECKING, Any

from franchise.reports import xlsx_style as look
from franchise.reports.cells import (
    clean,
    decimal,
    is_number,
    lines_of,
    number_of,
    repeats,
    text_of,
    wide_of,
)
from franchise.reports.xlsx_measure import safe
from franchise.reports.xlsx_style import EXACT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from franchise.reports.frame import Frame
    from franchise.reports.paper import Cell, Kind, Paper
    from franchise.reports.xlsx_measure import Measured, Numbers

_GAP = "      "
_SIGNATURE = 26
"""The least width of a line to sign on, its label included."""


def _straight(sheet: Any, name: str) -> Any:
    """A method of the worksheet without what reads ``A1`` notation: a tenth of the time of a long table."""
    return partial(unwrap(getattr(type(sheet), name)), sheet)


class Pen:
    """A worksheet, the row that is written next, and the height used so far (points)."""

    def __init__(self, sheet: Any, styles: look.Styles, frame: Frame, widths: Sequence[float]) -> None:
        self.sheet = sheet
        self.styles = styles
        self.frame = frame
        self.widths = widths
        self.room = sum(widths)
        self.row = 0
        self.height = 0.0
        self._write_string = _straight(sheet, "write_string")
        self._write_number = _straight(sheet, "write_number")
        self._write_blank = _straight(sheet, "write_blank")

    def feed(self, height: float = look.ROW) -> None:
        """Go to the next row, this one being ``height`` points high."""
        if height != look.ROW:
            self.sheet.set_row(self.row, height)
        self.row += 1
        self.height += height

    def across(self, text: str, style: Any, *, size: float = 10, height: float = look.ROW) -> None:
        """A line of text over the whole width, as high as it needs."""
        text, last = safe(text), len(self.widths) - 1
        lines = lines_of(text, self.room * 10 / size - 2)
        if last:
            self.sheet.merge_range(self.row, 0, self.row, last, "", style)
        self.sheet.write_string(self.row, 0, text, style)
        self.feed(height + (lines - 1) * look.LEADING * size / 10)

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """(label, value) pairs, as many beside each other as there is room for."""
        line = ""
        for label, value in facts:
            text = clean(self.frame.fact(label, value))
            if line and wide_of(line) + len(_GAP) + wide_of(text) > self.room - 2:
                self.across(line, self.styles.fact)
                line = ""
            line = f"{line}{_GAP}{text}" if line else text
        if line:
            self.across(line, self.styles.fact)

    def table(self, measured: Measured) -> int:
        """The table with its heading and totals; returns the row of the heading."""
        table, top = measured.table, self.row
        styles = [
            self.styles.column(column.kind, largest, matrix=table.wide)
            for column, largest in zip(table.columns, measured.largest, strict=True)
        ]
        lines = 1
        for index, (column, style) in enumerate(zip(table.columns, styles, strict=True)):
            title = safe(column.title)
            lines = max(lines, lines_of(title, self.widths[index] - 1.5))
            self.sheet.write_string(top, index, title, style.head)
        self.feed(look.ROW + 3 + (lines - 1) * look.LEADING)
        if table.rows:
            self._rows(measured, styles)
        else:
            self.across(self.frame.nothing, self.styles.empty)
        if measured.totals is not None:
            for index, (column, style) in enumerate(zip(table.columns, styles, strict=True)):
                self._total(index, column.kind, measured.totals[index], style.total)
            self.feed(look.ROW + 3)
        return top

    def _rows(self, measured: Measured, styles: Sequence[look.ColumnStyle]) -> None:
        table, top = measured.table, self.row
        tall: dict[int, int] = {}
        same = repeats(table) if table.span else None
        for index, (column, style) in enumerate(zip(table.columns, styles, strict=True)):
            cells: Any = measured.cells[index]
            if is_number(column.kind):
                self._number_column(index, column.kind, cells, style, same)
                continue
            if same is not None and index < table.span:
                self._leading_column(index, cells, style, same, closed=measured.totals is not None)
            else:
                self._text_column(index, cells, style, same)
            width = self.widths[index] - 1.5
            if max(map(len, cells)) * 2 > width:
                # Most texts stand in many rows: each is measured once.
                lines = {text: lines_of(text, width) for text in set(cells) if len(text) * 2 > width}
                for row, text in enumerate(cells):
                    if (needed := lines.get(text, 1)) > 1:
                        tall[row] = max(needed, tall.get(row, 1))
        for row in sorted(tall):
            self.sheet.set_row(top + row, look.ROW + (tall[row] - 1) * look.LEADING)
        self.row += len(table.rows)
        self.height += len(table.rows) * look.ROW + sum(lines - 1 for lines in tall.values()) * look.LEADING

    # The loops of the next methods are nearly all the time that a long table takes: no dispatch by type, no
    # lookups, nothing made per cell.

    def _text_column(
        self, index: int, cells: Sequence[str], style: look.ColumnStyle, same: Sequence[int] | None
    ) -> None:
        write, blank, plain, first = self._write_string, self._write_blank, style.cell, style.first
        if same is None:
            for row, text in enumerate(cells, self.row):
                if text:
                    write(row, index, text, plain)
                else:
                    blank(row, index, None, plain)
            return
        for row, (text, repeated) in enumerate(zip(cells, same, strict=True), self.row):
            if text:
                write(row, index, text, plain if repeated else first)
            else:
                blank(row, index, None, plain if repeated else first)

    def _leading_column(
        self, index: int, cells: Sequence[str], style: look.ColumnStyle, same: Sequence[int], *, closed: bool
    ) -> None:
        """A column of `Table.span`: each value once, no lines between the rows it stands for."""
        write, blank = self._write_string, self._write_blank
        for row, (text, repeated) in enumerate(zip(cells, same, strict=True), self.row):
            if repeated > index:
                blank(row, index, None, style.again)
            elif text:
                write(row, index, text, style.inner if repeated else style.lead)
            else:
                blank(row, index, None, style.inner if repeated else style.lead)
        if not closed and same[-1] > index:
            blank(self.row + len(cells) - 1, index, None, style.last)

    def _number_column(
        self, index: int, kind: Kind, cells: Numbers, style: look.ColumnStyle, same: Sequence[int] | None
    ) -> None:
        write, blank, scale = self._write_number, self._write_blank, self.styles.scale(kind)
        plain, first = style.cell, style.first
        starts = repeat(True) if same is None else same
        for row, (number, repeated) in enumerate(zip(cells, starts, strict=False), self.row):
            if number is None:
                blank(row, index, None, plain if repeated else first)
            elif -EXACT < number < EXACT:
                write(row, index, number / scale, plain if repeated else first)
            else:
                self._exactly(row, index, kind, number, plain if repeated else first)

    def _exactly(self, row: int, index: int, kind: Kind, number: int, style: Any) -> None:
        self.sheet.write_string(row, index, decimal(kind, number, self.styles.digits), style)

    def _total(self, index: int, kind: Kind, value: Cell, style: Any) -> None:
        if value is None or value == "":
            self.sheet.write_blank(self.row, index, None, style)
        elif not is_number(kind):
            self.sheet.write_string(self.row, index, safe(text_of(value)), style)
        elif isinstance(value, int) and not -EXACT < value < EXACT:
            self._exactly(self.row, index, kind, value, style)
        else:
            self.sheet.write_number(self.row, index, (number_of(value) or 0) / self.styles.scale(kind), style)

    def notes(self, notes: Sequence[str], style: Any) -> None:
        for text in notes:
            self.across(self.frame.note(text), style)

    def signatures(self, paper: Paper, *, height: float) -> None:
        """A line to sign on for each name, and one for the date."""
        if not paper.signatures:
            return
        labels = [self.frame.fact(clean(label), "") for label in (*paper.signatures, self.frame.date)]
        beside = max(1, min(len(labels), int(self.room // _SIGNATURE)))
        for start in range(0, len(labels), beside):
            some = labels[start : start + beside]
            taken = sum(map(wide_of, some)) + len(_GAP) * beside
            line = "_" * max(6, int((self.room - taken) * 0.95 / beside))
            self.across(_GAP.join(label + line for label in some), self.styles.sign, height=height)

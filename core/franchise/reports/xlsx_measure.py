"""What a worksheet must know of a table before it writes it: clean cells, largest numbers, widths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from franchise.reports.cells import (
    by_column,
    clean,
    clean_column,
    columns_of,
    decimal,
    grouped,
    is_number,
    number_of,
    texts_of,
)
from franchise.reports.frame import totals_of
from franchise.reports.xlsx_style import column_widths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from franchise.reports.frame import Frame
    from franchise.reports.paper import Table

Numbers = list[int | None]


class Measured:
    """A table's cells column by column, cleaned, with the lengths that widths and formats depend on."""

    def __init__(self, table: Table, frame: Frame, digits: int, page: float) -> None:
        self.table = table
        self.columns = columns_of(table)
        self.totals = totals_of(table, frame)
        self.cells: list[Sequence[str] | Numbers] = []
        self.largest: list[int] = []
        """The largest absolute number of each column, totals included; 0 for text."""
        for column, values in zip(table.columns, by_column(table), strict=True):
            if is_number(column.kind):
                self.cells.append([number_of(value) for value in values])
            else:
                self.cells.append(safe_column(texts_of(values)))
        for index, column in enumerate(table.columns):
            self.largest.append(self._largest(index) if is_number(column.kind) else 0)
        self.widths = column_widths(
            table,
            [
                len(grouped(decimal(column.kind, largest, digits))) if is_number(column.kind) else 0
                for column, largest in zip(self.columns, self.largest or [0], strict=True)
            ],
            page,
        )

    def _largest(self, index: int) -> int:
        numbers = [cell for cell in self.cells[index] if isinstance(cell, int)]
        if self.totals is not None:
            numbers.append(number_of(self.totals[index]) or 0)
        return max(max(numbers, default=0), -min(numbers, default=0))


def safe_column(values: Sequence[str]) -> Sequence[str]:
    """Clean text that XlsxWriter takes literally."""
    values = clean_column(values)
    if "<r>" in "".join(values):
        return [_literal(value) for value in values]
    return values


def safe(text: str) -> str:
    return _literal(clean(text))


def _literal(text: str) -> str:
    """XlsxWriter copies a string between these two tags into the file as markup; a space keeps it text."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text

"""What every format does with one cell: safe text, its width on paper, amounts as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final
from unicodedata import east_asian_width

from franchise.amounts import format_money, format_quantity
from franchise.reports.paper import Cell, Column, Kind, Table

FORMULA_SIGNS: Final = tuple("=+-@＝＋－＠")
"""What makes a spreadsheet take a typed or imported cell for a formula, full-width twins included."""

_BREAK: Final = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LINE_BREAK: Final = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Controls, lone surrogates, characters that XML forbids, and what turns or hides text; the joiners that emoji
# and some scripts need stay.
_HARMFUL: Final = (
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    r"\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_STRIPPED: Final = re.compile(_HARMFUL)
_SYMBOLS: Final = {
    "CNY": "¥",
    "EUR": "€",
    "GBP": "£",
    "HKD": "HK$",
    "JPY": "¥",
    "KRW": "₩",
    "MYR": "RM",
    "SGD": "S$",
    "TWD": "NT$",
    "USD": "$",
    "VND": "₫",
}


def clean(text: str) -> str:
    """One line of harmless text: controls and direction marks gone, breaks and tabs made a space."""
    if text.isprintable():
        return text
    return _STRIPPED.sub("", _BREAK.sub(" ", text)).strip()


def clean_lines(text: str) -> str:
    """Text of several lines, each of them as `clean` leaves it; trailing empty lines go."""
    return "\n".join(clean(line) for line in _LINE_BREAK.sub("\n", text).split("\n")).rstrip("\n")


def clean_column(values: Sequence[str]) -> Sequence[str]:
    """`clean` for a whole column; one look tells whether there is anything to do."""
    return values if "".join(values).isprintable() else [clean(value) for value in values]


def text_of(value: Cell) -> str:
    """A cell of a text column; a number that strayed there is written as it stands."""
    return "" if value is None else value if isinstance(value, str) else str(value)


def texts_of(values: Sequence[Cell]) -> Sequence[str]:
    """`text_of` for a whole column."""
    try:
        "".join(values)  # type: ignore[arg-type]
    except TypeError:
        return [text_of(value) for value in values]
    return values  # type: ignore[return-value]


def number_of(value: Cell) -> int | None:
    """A cell of a number column, None where it is empty.

    Raises:
        TypeError: The cell holds text.

    """
    if value is None or isinstance(value, int):
        return value
    raise TypeError(f"text in a number column: {value!r}")


def decimal(kind: Kind, value: int, digits: int) -> str:
    """A number cell as a plain decimal: ``1300`` thousandths are ``1.3``, ``1250`` fen are ``12.50``."""
    if kind == "quantity":
        return format_quantity(value)
    return format_money(value, digits) if kind == "money" else str(value)


def grouped(text: str) -> str:
    """A plain decimal with its thousands set apart: ``12345.60`` is ``12,345.60``."""
    sign, number = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, dot, fraction = number.partition(".")
    return f"{sign}{int(whole):,}{dot}{fraction}"


def symbol(currency: str) -> str:
    """What stands before an amount of money: ``¥``, or the currency's code and a space."""
    if known := _SYMBOLS.get(currency):
        return known
    code = "".join(letter for letter in currency if letter.isalnum())[:8]
    return f"{code} " if code else ""


def money(value: int, currency: str, digits: int) -> str:
    """An amount with its currency: ``¥12.50``, ``-¥3.00``."""
    return f"{'-' if value < 0 else ''}{symbol(currency)}{format_money(abs(value), digits)}"


def is_number(kind: Kind) -> bool:
    return kind in {"quantity", "money", "count"}


def wide_of(text: str) -> int:
    """How many half-width characters ``text`` takes on paper; a 汉字 takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def lines_of(text: str, width: float) -> int:
    """How many lines ``text`` needs in a column of ``width`` half-width characters."""
    return max(1, -int(-wide_of(text) // max(1, width)))


def columns_of(table: Table) -> tuple[Column, ...]:
    return table.columns or (Column(title=""),)


def by_column(table: Table) -> list[tuple[Cell, ...]]:
    """The table's cells column by column.

    Raises:
        ValueError: A row has more or fewer cells than the table has columns.

    """
    size = len(table.columns)
    if any(len(row) != size for row in rows_and_totals(table)):
        raise ValueError(f"table {table.title!r}: each row must have {size} cells")
    return list(zip(*table.rows, strict=True)) or [()] * size


def rows_and_totals(table: Table) -> Iterable[tuple[Cell, ...]]:
    yield from table.rows
    if table.totals is not None:
        yield table.totals


def repeats(table: Table) -> list[int]:
    """For each row, how many of its leading `Table.span` cells say the same as the row above."""
    span = min(table.span, len(table.columns))
    found: list[int] = []
    above: tuple[Cell, ...] = ()
    for row in table.rows:
        same = 0
        while same < span and above and row[same] == above[same]:
            same += 1
        found.append(same)
        above = row
    return found

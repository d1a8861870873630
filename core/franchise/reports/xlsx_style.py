"""How a workbook looks: its font, colours, number formats and page measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from franchise.reports.cells import columns_of, is_number, symbol, wide_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from franchise.reports.paper import Column, Kind, Paper, Table

INK: Final = "#222222"
GREY: Final = "#666666"
LINE: Final = "#D4D9D6"
RULE: Final = "#7F8A84"
HEAD: Final = "#EEF3F0"

NORMAL: Final = {"font_name": "Arial", "font_size": 10, "font_scheme": "none"}
"""The font that column widths are measured in: every system has it or one of the same measures."""
A4: Final = 9
MARGINS: Final = {"left": 0.5, "right": 0.5, "top": 0.55, "bottom": 0.7}
ROW: Final = 18.0
"""The height of a row of one line, in points; each further line takes `LEADING`."""
LEADING: Final = 14.0
PORTRAIT_PIXELS: Final = 680
"""What fits between the margins of A4 at full size, with a little to spare; 96 to the inch."""
LANDSCAPE_PIXELS: Final = 1000
SLIP_SCALE: Final = 85
"""Slips are printed smaller, in per cent: more on a page, and room should another font be wider."""
PAGE_POINTS: Final = 735
"""The height between the margins of upright A4, in points, with a little to spare."""
_STRETCH: Final = 1.5
_NARROWEST: Final = 4
_WIDEST: Final = 120
EXACT: Final = 10**15
"""From here on a number does not fit a cell's 15 digits; it is written as text."""


def font_of(paper: Paper) -> dict[str, Any]:
    """A font of Windows and of every Office, with its family and character set.

    Where it is missing, the two make LibreOffice, WPS and Numbers choose the system's own Chinese sans-serif
    font (Noto, Source Han, PingFang) and not a serif or Latin one.
    """
    if paper.language.lower().startswith("zh"):
        return {"font_name": "Microsoft YaHei", "font_family": 2, "font_charset": 134}
    return {"font_name": "Arial", "font_family": 2}


def footer_font(paper: Paper) -> str:
    return f'&"{font_of(paper)["font_name"]},Regular"&8'


@attrs.frozen(kw_only=True)
class ColumnStyle:
    """The formats of one column."""

    cell: Any
    first: Any
    """In the first row of a group."""
    lead: Any
    """What a group has in common, shown in its first row."""
    inner: Any
    """The same for a group within the group."""
    again: Any
    """The cells below that, left empty."""
    last: Any
    """The last of those, where the table ends without totals."""
    head: Any
    total: Any


class Styles:
    """The formats of one workbook and language; asking twice for the same one makes it once."""

    def __init__(self, book: Any, paper: Paper) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._base = {**font_of(paper), "font_size": 10, "font_color": INK, "valign": "vcenter"}
        self._currency = symbol(paper.currency).replace('"', "")
        self.digits = paper.money_digits
        self.title = self.get(bold=True, font_size=16, text_wrap=True, num_format="@")
        self.subtitle = self.get(bold=True, font_size=11, text_wrap=True, num_format="@")
        self.fact = self.get(text_wrap=True, num_format="@")
        self.note = self.get(text_wrap=True, valign="top", num_format="@")
        self.small = self.get(font_size=8, font_color=GREY, text_wrap=True, num_format="@")
        self.sign = self.get(valign="bottom", num_format="@")
        self.empty = self.get(font_color=GREY, italic=False, bottom=1, bottom_color=LINE)
        self.cut = self.get(bottom=3, bottom_color=RULE, font_size=6)

    def get(self, **settings: Any) -> Any:
        key = tuple(sorted(settings.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**self._base, **settings})
        return self._made[key]

    def column(self, kind: Kind, largest: int, *, matrix: bool = False) -> ColumnStyle:
        """The formats of a column whose largest number is ``largest``; a matrix gets upright lines too."""
        body: dict[str, Any] = {"num_format": self.number_format(kind, largest)}
        if is_number(kind):
            body |= {"align": "right", "indent": 1}
        else:
            body |= {"align": "left", "text_wrap": kind == "text"}
        line = {"bottom": 1, "bottom_color": LINE}
        rule = {"top": 1, "top_color": RULE}
        if matrix:
            line |= {"left": 4, "left_color": LINE}
        head = {**body, "bold": True, "bg_color": HEAD, "text_wrap": True, "num_format": "@"}
        total = {**body, "bold": True, "top": 1, "top_color": RULE, "bottom": 1, "bottom_color": RULE}
        if kind == "money":
            total["num_format"] = f'"{self._currency}"{body["num_format"]}'
        return ColumnStyle(
            cell=self.get(**body, **line),
            first=self.get(**body, **line, **rule),
            lead=self.get(**body, **rule),
            inner=self.get(**body, top=1, top_color=LINE),
            again=self.get(**body),
            last=self.get(**body, **line),
            head=self.get(**head, top=1, top_color=RULE, bottom=1, bottom_color=RULE),
            total=self.get(**total),
        )

    def number_format(self, kind: Kind, largest: int) -> str:
        """``General`` shows a quantity as it is, without a dangling dot, also after a person corrected it.

        It rounds beyond eleven digits; only a quantity that long gets a format of its own.
        """
        match kind:
            case "quantity":
                return "General" if largest < 10**9 else "0.000"
            case "money":
                return "#,##0" + (f".{'0' * self.digits}" if self.digits else "")
            case "count":
                return "#,##0"
            case _:
                return "@"

    def scale(self, kind: Kind) -> int:
        """By what a stored number is divided to be shown."""
        return 1000 if kind == "quantity" else 10**self.digits if kind == "money" else 1


def pixels(widths: Sequence[float]) -> float:
    """How wide columns of these widths lie on the screen and on paper, at full size."""
    return sum(7 * width + 5 for width in widths)


def page_pixels(table: Table) -> int:
    return LANDSCAPE_PIXELS if table.wide else PORTRAIT_PIXELS


def column_widths(table: Table, longest: Sequence[int], page: float) -> list[float]:
    """The columns' widths: as asked, never too narrow for a number, and stretched towards ``page`` pixels.

    ``longest`` is the length of each column's longest number, 0 for text.
    """
    asked = [
        float(min(_WIDEST, max(_NARROWEST, _asked(column), length + 2 if length else 0)))
        for column, length in zip(columns_of(table), longest, strict=True)
    ]
    total = pixels(asked)
    factor = min(_STRETCH, max(1.0, page / total))
    return [round(width * factor, 1) for width in asked]


def _asked(column: Column) -> int:
    return column.width if column.width > 0 else wide_of(column.title) + 2

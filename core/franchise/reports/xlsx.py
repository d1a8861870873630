"""Papers as a workbook for Excel, WPS and LibreOffice: each sheet ready to print on A4.

No cell is ever a formula, whatever a name or a note begins with, and the same papers give the same bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_range

from franchise.errors import Refused
from franchise.messages import gettext as _
from franchise.reports import xlsx_style as look
from franchise.reports.cells import clean
from franchise.reports.frame import Frame, frame_of
from franchise.reports.paper import Table
from franchise.reports.xlsx_measure import Measured, safe
from franchise.reports.xlsx_sheet import Pen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from franchise.reports.paper import Paper

MAX_ROWS: Final = 1_000_000
MAX_COLUMNS: Final = 16_000
_CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A paper has no hour of its own in the file: made again, it is the same file."""
_NAME_LENGTH: Final = 31
_FORBIDDEN: Final = str.maketrans("[]:*?/\\", "()：＊？／＼")
_RESERVED: Final = frozenset({"history"})
_MOST_FROZEN: Final = 14
_NO_TABLE: Final = Table(title="", columns=(), rows=())


def render(paper: Paper) -> bytes:
    """One paper: a sheet for each of its tables, or one sheet with all its slips."""
    return render_many((paper,))


def render_many(papers: Sequence[Paper]) -> bytes:
    """Several papers in one workbook, their sheets one after the other, each counting its own pages.

    Raises:
        Refused: A table is longer or wider than a worksheet can be.

    """
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_format_properties": look.NORMAL})
    title = papers[0].title if len(papers) == 1 else ""
    book.set_properties({"title": safe(title), "created": _CREATED})
    names = SheetNames()
    styles: dict[tuple[str, str, int], look.Styles] = {}
    for paper in papers:
        key = (paper.language, paper.currency, paper.money_digits)
        if key not in styles:
            styles[key] = look.Styles(book, paper)
        _Writer(book, names, styles[key], paper, alone=len(papers) == 1).write()
    if not papers:
        book.add_worksheet()
    book.close()
    return out.getvalue()


class SheetNames:
    """Names that a workbook accepts: nothing forbidden, at most 31 long, each once whatever its case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, wanted: str) -> str:
        base = " ".join(clean(wanted).translate(_FORBIDDEN).split()).strip("' ")
        base = base if base and base.casefold() not in _RESERVED else f"{base}_".strip()
        name, count = _cut(base, _NAME_LENGTH), 1
        while name.casefold() in self._taken or not name:
            count += 1
            tail = f" ({count})"
            name = _cut(base, _NAME_LENGTH - len(tail)) + tail
        self._taken.add(name.casefold())
        return name


def _cut(text: str, size: int) -> str:
    """At most ``size`` UTF-16 units, as Excel counts."""
    while len(text.encode("utf-16-le")) > size * 2:
        text = text[:-1]
    return text.strip("' ")


class _Writer:
    def __init__(
        self, book: Any, names: SheetNames, styles: look.Styles, paper: Paper, *, alone: bool
    ) -> None:
        self._book = book
        self._names = names
        self._styles = styles
        self._paper = paper
        self._alone = alone
        self._frame: Frame = frame_of(paper)

    def write(self) -> None:
        for table in self._paper.tables:
            _check_size(table)
        if self._paper.layout == "slips":
            self._slips()
            return
        for index, table in enumerate(self._paper.tables or (_NO_TABLE,)):
            self._table_sheet(table, first=index == 0, last=index >= len(self._paper.tables) - 1)

    def _new_sheet(self, wanted: str, *, first: bool, wide: bool) -> Any:
        sheet = self._book.add_worksheet(self._names.give(wanted))
        sheet.set_paper(look.A4)
        if wide:
            sheet.set_landscape()
        sheet.set_margins(**look.MARGINS)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.set_default_row(look.ROW)
        line = self._frame.page_of_line if self._alone else self._frame.page_line
        # An ampersand begins a code in a footer, and a digit after the font's size would become part of it.
        font, title = look.footer_font(self._paper), safe(self._paper.title)[:60].replace("&", "&&")
        title = title.replace("&G", "& G").replace(
            "&[", "& ["
        )  # XlsxWriter takes these for pictures all the same
        pages = line.format(page="&P", pages="&N")
        sheet.set_footer(f"&L{font} {title}&R{font} {pages}", {"margin": 0.35})
        if first and not self._alone:
            sheet.set_start_page(1)
        return sheet

    def _sheet_name(self, table: Table) -> str:
        if not self._alone and len(self._paper.tables) > 1:
            return f"{self._paper.title} {table.title}"
        return self._paper.title if not self._alone else table.title or self._paper.title

    def _table_sheet(self, table: Table, *, first: bool, last: bool) -> None:
        paper = self._paper
        sheet = self._new_sheet(self._sheet_name(table), first=first, wide=table.wide)
        measured = Measured(table, self._frame, paper.money_digits, look.page_pixels(table))
        _set_widths(sheet, measured.widths)
        sheet.fit_to_pages(1, 0)
        pen = Pen(sheet, self._styles, self._frame, measured.widths)
        pen.across(paper.title, self._styles.title, size=16, height=32)
        pen.facts(paper.facts)
        if table.title and table.title != paper.title:
            pen.across(table.title, self._styles.subtitle, size=11, height=24)
        pen.facts(table.facts)
        pen.feed(6)
        if table.columns:
            head = pen.table(measured)
            sheet.repeat_rows(head)
            if head <= _MOST_FROZEN:
                sheet.freeze_panes(head + 1, max(1, table.span) if table.wide else 0)
            end = max(head + 1, pen.row - 1)
            sheet.ignore_errors({"number_stored_as_text": xl_range(head, 0, end, len(table.columns) - 1)})
        pen.feed(8)
        if first:
            pen.notes(paper.notes, self._styles.note)
        if last:
            pen.signatures(paper, height=32)

    def _slips(self) -> None:
        """All slips on one sheet, one under the other, none of them broken over two pages."""
        paper = self._paper
        sheet = self._new_sheet(paper.title, first=True, wide=False)
        full = look.PORTRAIT_PIXELS
        every = [Measured(table, self._frame, paper.money_digits, full) for table in paper.tables]
        size = max((len(measured.widths) for measured in every), default=1)
        widths = [
            max((m.widths[index] for m in every if index < len(m.widths)), default=12)
            for index in range(size)
        ]
        _set_widths(sheet, widths)
        # Fitting to the width would make Excel forget the page breaks; the scale does the same.
        scale = max(10, int(look.SLIP_SCALE * min(1.0, full / look.pixels(widths))))
        sheet.set_print_scale(scale)
        pen = Pen(sheet, self._styles, self._frame, widths)
        room, page, breaks = look.PAGE_POINTS * 100 / scale, 0.0, []
        for measured in every:
            start, before = pen.row, pen.height
            self._slip(pen, measured)
            page += pen.height - before
            if page > room and start:
                breaks.append(start)
                page = pen.height - before
        sheet.set_h_pagebreaks(breaks)

    def _slip(self, pen: Pen, measured: Measured) -> None:
        paper, table = self._paper, measured.table
        pen.across(table.title or paper.title, self._styles.subtitle, size=11, height=22)
        facts = [self._frame.fact(label, value) for label, value in paper.facts]
        pen.across(
            " · ".join([paper.title] * bool(table.title) + facts), self._styles.small, size=8, height=14
        )
        pen.facts(table.facts)
        if table.columns:
            pen.table(measured)
        pen.notes(paper.notes, self._styles.small)
        pen.signatures(paper, height=24)
        for index in range(len(pen.widths)):
            pen.sheet.write_blank(pen.row, index, None, self._styles.cut)
        pen.feed(9)
        pen.feed(9)


def _check_size(table: Table) -> None:
    if len(table.rows) > MAX_ROWS or len(table.columns) > MAX_COLUMNS:
        raise Refused(
            _("{title} has {rows} rows: more than a worksheet holds.").format(
                title=clean(table.title), rows=len(table.rows)
            ),
            hint=_("Export it as csv."),
        )


def _set_widths(sheet: Any, widths: Sequence[float]) -> None:
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)

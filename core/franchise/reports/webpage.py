"""Papers as one HTML page: read on a phone, printed on A4, nothing fetched and no scripts."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from franchise.reports.cells import (
    clean,
    columns_of,
    decimal,
    grouped,
    is_number,
    money,
    number_of,
    repeats,
    rows_and_totals,
    text_of,
)
from franchise.reports.frame import frame_of, language_tag, totals_of
from franchise.reports.webpage_style import STYLE, page_style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from franchise.reports.frame import Frame
    from franchise.reports.paper import Cell, Column, Paper, Table

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_CROWDED: Final = ((170, "tiny"), (110, "small"))
"""From how many half-width characters in a row, on an upright page, the letters shrink."""


def render(paper: Paper) -> bytes:
    return _page((paper,), clean(paper.title))


def render_many(papers: Sequence[Paper]) -> bytes:
    """Several papers on one page, each beginning on a new sheet when printed."""
    return _page(papers, clean(papers[0].title) if papers else "")


def _page(papers: Sequence[Paper], title: str) -> bytes:
    tag = language_tag(papers[0]) if papers else "en"
    alone = len(papers) == 1
    pages = ""
    if papers:
        frame = frame_of(papers[0])
        pages = page_style(title if alone else "", frame.page_of_line)
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(tag)}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="format-detection" content="telephone=no">',
        f"<title>{escape(title)}</title>",
        f"<style>\n{STYLE}{pages}</style>",
        "</head>",
        "<body>",
    ]
    for paper in papers:
        parts.extend(_Drawing(paper).lines())
    parts += ["</body>", "</html>", ""]
    return "\n".join(parts).encode()


class _Drawing:
    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._frame: Frame = frame_of(paper)

    def lines(self) -> Iterator[str]:
        paper = self._paper
        yield f'<article lang="{escape(language_tag(paper))}">'
        if paper.layout == "slips":
            yield '<section class="slips">'
            for table in paper.tables:
                yield from self._slip(table)
            yield "</section>"
        else:
            every: tuple[Table | None, ...] = paper.tables or (None,)
            for index, sheet in enumerate(every):
                yield from self._sheet(sheet, first=index == 0, last=index == len(every) - 1)
        yield "</article>"

    def _sheet(self, table: Table | None, *, first: bool, last: bool) -> Iterator[str]:
        paper = self._paper
        yield f'<section class="sheet{" wide" if table is not None and table.wide else ""}">'
        yield f"<h1>{_text(paper.title)}</h1>"
        yield from self._facts(paper.facts)
        if table is not None:
            if table.title and table.title != paper.title:
                yield f"<h2>{_text(table.title)}</h2>"
            yield from self._facts(table.facts)
            yield from self._table(table)
        yield from self._tail(notes=first, signatures=last)
        yield "</section>"

    def _slip(self, table: Table) -> Iterator[str]:
        paper = self._paper
        yield '<section class="slip">'
        yield f"<h2>{_text(table.title or paper.title)}</h2>"
        facts = [self._frame.fact(label, value) for label, value in paper.facts]
        about = " · ".join([paper.title] * bool(table.title) + facts)
        yield f'<p class="about">{_text(about)}</p>'
        yield from self._facts(table.facts)
        yield from self._table(table)
        yield from self._tail(notes=True, signatures=True)
        yield "</section>"

    def _facts(self, facts: Sequence[tuple[str, str]]) -> Iterator[str]:
        if not facts:
            return
        yield '<ul class="facts">'
        for label, value in facts:
            both = self._frame.fact(clean(label), "\0").split("\0")
            name = f'<span class="label">{escape(both[0])}</span>' if label else ""
            yield f"<li>{name}{_text(value)}{escape(both[1]) if label else ''}</li>"
        yield "</ul>"

    def _tail(self, *, notes: bool, signatures: bool) -> Iterator[str]:
        paper = self._paper
        yield "<footer>"
        for note in paper.notes * notes:
            yield f'<p class="note">{_text(self._frame.note(note))}</p>'
        if paper.signatures and signatures:
            yield '<div class="signatures">'
            for name in (*paper.signatures, self._frame.date):
                yield f"<div><span>{_text(self._frame.fact(name, '').rstrip())}</span><i></i></div>"
            yield "</div>"
        yield "</footer>"

    def _table(self, table: Table) -> Iterator[str]:
        if not table.columns:
            return
        if any(len(row) != len(table.columns) for row in rows_and_totals(table)):
            raise ValueError(f"table {table.title!r}: each row must have {len(table.columns)} cells")
        widths = [max(3, column.width) for column in columns_of(table)]
        total = sum(widths)
        yield f'<div class="scroll"><table class="{_density(table, total)}" style="--w:{total}ch"><colgroup>'
        yield "".join(f'<col style="width:{width * 100 / total:.2f}%">' for width in widths)
        yield "</colgroup><thead><tr>"
        for column in table.columns:
            yield f'<th scope="col"{_class(column)}>{_text(column.title)}</th>'
        yield "</tr></thead>"
        yield from self._bodies(table)
        totals = totals_of(table, self._frame)
        if totals is not None:
            yield '<tbody class="totals"><tr>'
            for column, cell in zip(table.columns, totals, strict=True):
                yield f"<td{_class(column)}>{self._cell(column, cell, total=True)}</td>"
            yield "</tr></tbody>"
        yield "</table></div>"

    def _bodies(self, table: Table) -> Iterator[str]:
        """The rows; those that belong together in a body of their own, which printing keeps on one page."""
        if not table.rows:
            yield f'<tbody><tr><td colspan="{len(table.columns)}" class="none">'
            yield f"{_text(self._frame.nothing)}</td></tr></tbody>"
            return
        same = repeats(table) if table.span else [0] * len(table.rows)
        starts = [index for index, shown in enumerate(same) if shown == 0] if table.span else [0]
        for start, end in pairwise([*starts, len(table.rows)]):
            yield '<tbody class="group">' if table.span else "<tbody>"
            for index in range(start, end):
                yield f"<tr>{''.join(self._row_cells(table, same, index, end))}</tr>"
            yield "</tbody>"

    def _row_cells(self, table: Table, same: Sequence[int], index: int, end: int) -> Iterator[str]:
        for place, (column, cell) in enumerate(zip(table.columns, table.rows[index], strict=True)):
            if place < same[index]:
                continue
            rows = ""
            if place < table.span:
                last = index + 1
                while last < end and same[last] > place:
                    last += 1
                rows = f' rowspan="{last - index}"' if last > index + 1 else ""
            style = ' class="lead"' if table.span and place == 0 else _class(column)
            yield f"<td{style}{rows}>{self._cell(column, cell)}</td>"

    def _cell(self, column: Column, cell: Cell, *, total: bool = False) -> str:
        if not is_number(column.kind):
            return _text(text_of(cell))
        number = number_of(cell)
        if number is None:
            return ""
        digits = self._paper.money_digits
        if total and column.kind == "money":
            return escape(grouped_money(number, self._paper))
        text = decimal(column.kind, number, digits)
        return text if column.kind == "quantity" else grouped(text)


def grouped_money(value: int, paper: Paper) -> str:
    """``¥1,234.50``: the paper's currency before the grouped amount."""
    zero = money(0, paper.currency, 0)[:-1]
    return f"{'-' if value < 0 else ''}{zero}{grouped(decimal('money', abs(value), paper.money_digits))}"


def _text(text: str) -> str:
    return escape(clean(text))


def _class(column: Column) -> str:
    return ' class="n"' if is_number(column.kind) else ' class="u"' if column.kind == "unit" else ""


def _density(table: Table, total: int) -> str:
    # A landscape page holds about half as much again.
    room = total / 1.45 if table.wide else total
    return next((name for least, name in _CROWDED if room >= least), "plain")

"""Papers as JSON, for another program.

One paper::

    {"format": 1, "kind": "purchase_order", "key": "…", "title": "…", "language": "zh_CN",
     "currency": "CNY", "layout": "sheets",
     "facts": [{"label": "…", "value": "…"}],
     "tables": [{"title": "…", "facts": [],
                 "columns": [{"title": "…", "kind": "quantity"}],
                 "rows": [["鸡蛋", "12.5", "60.00", 3, null]],
                 "totals": ["合计", "12.5", "60.00", 3, null]}],
     "notes": ["…"], "signatures": ["…"]}

Quantities and money are decimal strings (money with all the currency's places), counts are integers, empty
cells are null, ``totals`` is null where a table has none. ``kind`` is ``text``, ``unit``, ``quantity``,
``money`` or ``count``. Several papers are ``{"format": 1, "papers": […]}``. Keys keep this order.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from franchise.reports.cells import by_column, clean, decimal, is_number, number_of, text_of
from franchise.reports.frame import frame_of, totals_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from franchise.reports.frame import Frame
    from franchise.reports.paper import Cell, Column, Paper, Table

FORMAT: Final = 1


def render(paper: Paper) -> bytes:
    return _dump({"format": FORMAT, **_paper(paper)})


def render_many(papers: Sequence[Paper]) -> bytes:
    return _dump({"format": FORMAT, "papers": [_paper(paper) for paper in papers]})


def _dump(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _paper(paper: Paper) -> dict[str, Any]:
    frame = frame_of(paper)
    return {
        "kind": clean(paper.kind),
        "key": clean(paper.key),
        "title": clean(paper.title),
        "language": clean(paper.language),
        "currency": clean(paper.currency),
        "layout": paper.layout,
        "facts": _facts(paper.facts),
        "tables": [_table(table, frame, paper.money_digits) for table in paper.tables],
        "notes": [clean(note) for note in paper.notes],
        "signatures": [clean(name) for name in paper.signatures],
    }


def _facts(facts: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": clean(label), "value": clean(value)} for label, value in facts]


def _table(table: Table, frame: Frame, digits: int) -> dict[str, Any]:
    columns = [
        [_cell(column, cell, digits) for cell in cells]
        for column, cells in zip(table.columns, by_column(table), strict=True)
    ]
    totals = totals_of(table, frame)
    return {
        "title": clean(table.title),
        "facts": _facts(table.facts),
        "columns": [{"title": clean(column.title), "kind": column.kind} for column in table.columns],
        "rows": [list(row) for row in zip(*columns, strict=True)],
        "totals": None
        if totals is None
        else [_cell(column, cell, digits) for column, cell in zip(table.columns, totals, strict=True)],
    }


def _cell(column: Column, cell: Cell, digits: int) -> str | int | None:
    if cell is None:
        return None
    if not is_number(column.kind):
        return clean(text_of(cell))
    number = number_of(cell)
    return number if column.kind == "count" or number is None else decimal(column.kind, number, digits)

"""A table of a setup kept as CSV: the first column is ``key``, the others are fields."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any, Final

import attrs

from franchise.messages import gettext as _
from franchise.setups.canon import JSON
from franchise.setups.keys import check_key
from franchise.setups.problems import Path, Wrong, listing, shown, suggestion
from franchise.setups.shapes import MAX_ROWS, Record, Shape, Table
from franchise.setups.values import Value

KEY: Final = "key"
FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t")
"""A cell that begins so may run in a spreadsheet; files carry it behind an apostrophe."""
_MOST_COLUMNS: Final = 200
_DELIMITERS: Final = {";": ";", "\t": "tab", "，": "，", "|": "|"}
CellNote = Callable[[int, str, Path, str, str], None]
"""Line, column, path inside the table, message, allowed."""


@attrs.frozen
class Column:
    """One column: the path of its field inside a row, and what a cell may be."""

    title: str
    path: Path
    value: Value | None
    known: dict[str, JSON]
    """Cells read before: most columns repeat themselves."""


@attrs.frozen
class Sheet:
    """What was read: rows by key, and the line each begins at."""

    rows: dict[str, dict[str, Any]]
    lines: dict[str, int]


def escaped(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def unescaped(cell: str) -> str:
    """What `escaped` was given."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell


def read_table(text: str, row: Shape | None, note: CellNote) -> Sheet:
    """Read a CSV text. ``row`` is the shape of its rows; without one, cells stay texts.

    A cell that is wrong goes to ``note`` and stays a text.
    """
    sheet = Sheet({}, {})
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: list[Column | None] | None = None
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = _columns(cells, row, start, note)
                if columns is None:
                    break
            elif len(sheet.rows) >= MAX_ROWS:
                note(
                    start,
                    "",
                    (),
                    _("The table has too many rows."),
                    _("at most {most}").format(most=MAX_ROWS),
                )
                break
            else:
                _row(cells, columns, start, sheet, note)
    except csv.Error as error:
        note(
            reader.line_num,
            "",
            (),
            _("This is no valid CSV: {detail}.").format(detail=error),
            _("cells with commas or line breaks in double quotes"),
        )
    if columns is None and not sheet.rows and not text.strip():
        note(1, "", (), _("The table is empty."), _("a first row with key and the fields' names"))
    return sheet


def _row(cells: list[str], columns: list[Column | None], line: int, sheet: Sheet, note: CellNote) -> None:
    key = cells[0].strip()
    try:
        check_key(key)
    except Wrong as wrong:
        message = wrong.message if key else _("The row has no key.")
        note(line, KEY, (key,), message, wrong.allowed)
        return
    if key in sheet.lines:
        note(
            line,
            KEY,
            (key,),
            _("{key} is already on line {line}.").format(key=key, line=sheet.lines[key]),
            _("each key once"),
        )
        return
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        note(
            line,
            "",
            (key,),
            _("The row has {count} cells, the heading {columns}.").format(
                count=len(cells), columns=len(columns)
            ),
            _("cells with commas in double quotes"),
        )
    sheet.lines[key] = line
    sheet.rows[key] = out = {}
    for cell, column in zip(cells[1:], columns[1:], strict=False):
        if not cell or column is None:
            continue
        try:
            value = column.known[cell]
        except KeyError:
            stripped = cell.strip()
            if not stripped:
                continue
            value = unescaped(stripped)
            if column.value is not None:
                try:
                    value = column.value.read_text(value)
                    column.known[cell] = value
                except Wrong as wrong:
                    note(line, column.title, (key, *column.path), wrong.message, wrong.allowed)
        if len(column.path) == 1:
            out[column.path[0]] = value
        else:
            _put(out, column.path, value)


def _put(row: dict[str, Any], path: Path, value: JSON) -> None:
    for step in path[:-1]:
        row = row.setdefault(step, {})
    row[path[-1]] = value


def _columns(cells: list[str], row: Shape | None, line: int, note: CellNote) -> list[Column | None] | None:
    """The columns of a heading; None when nothing can be read under it."""
    titles = [cell.strip() for cell in cells]
    while titles and not titles[-1]:
        titles.pop()
    if titles[0] != KEY:
        sign = next((name for mark, name in _DELIMITERS.items() if mark in titles[0]), "")
        if sign and len(titles) == 1:
            message = _("The columns are separated by {sign}.").format(sign=sign)
            note(line, "", (), message, _("columns separated by commas"))
        else:
            message = _("The first column is {name}.").format(name=shown(titles[0]))
            note(line, titles[0][:20], (), message, _("a first column named key"))
        return None
    if len(titles) > _MOST_COLUMNS:
        allowed = _("at most {most}").format(most=_MOST_COLUMNS)
        note(line, "", (), _("The table has too many columns."), allowed)
        return None
    columns: list[Column | None] = [None]
    for index, title in enumerate(titles[1:], 1):
        columns.append(None)
        if not title:
            message = _("Column {number} has no heading.").format(number=index + 1)
            note(line, "", (), message, _("a field's name in every heading"))
        elif title in titles[:index]:
            message = _("The heading {name} is there twice.").format(name=title)
            note(line, title, (), message, _("each heading once"))
        else:
            try:
                columns[-1] = _column(title, row)
            except Wrong as wrong:
                note(line, title, (), wrong.message, wrong.allowed)
    return columns


def _column(title: str, row: Shape | None) -> Column:
    """What a heading such as ``price`` or ``address.street`` stands for."""
    path = tuple(title.split("."))
    shape = row
    for step in path:
        if isinstance(shape, Record):
            if step not in shape.fields:
                message = _("There is no field {name} here.").format(name=title)
                raise Wrong(message + suggestion(step, shape.fields), listing(shape.fields, most=40))
            shape = shape.fields[step].shape
        elif isinstance(shape, Table):
            shape = shape.item
        elif shape is not None:
            raise Wrong(_("There is no field {name} here.").format(name=title))
    if isinstance(shape, (Record, Table)):
        fields = sorted(shape.fields) if isinstance(shape, Record) else ["…"]
        message = _("{name} is a table and does not fit into a cell.").format(name=title)
        raise Wrong(message, ", ".join(f"{title}.{name}" for name in fields))
    return Column(title, path, shape, {})


__all__ = ["KEY", "Sheet", "escaped", "read_table", "unescaped"]

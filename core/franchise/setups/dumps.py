"""Writing a setup as people edit it: ``setup.toml``, and bulky tables as CSV beside it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, Final

import tomlkit
from tomlkit import items

from franchise.errors import UsageProblem
from franchise.messages import gettext as _
from franchise.setups import walks
from franchise.setups.canon import JSON
from franchise.setups.documents import HEAD, Document
from franchise.setups.keys import VERSION_KEY
from franchise.setups.problems import Path
from franchise.setups.shapes import Record, Shape, Table
from franchise.setups.sources import FILE, TABLES
from franchise.setups.tables import KEY, escaped

if TYPE_CHECKING:
    from franchise.setups.schema import Schema

_INLINE: Final = 100


def dump(
    doc: Document, folder: str | os.PathLike[str], *, tables: Iterable[str] = (), schema: Schema | None = None
) -> tuple[FilePath, ...]:
    """Write ``doc`` into ``folder`` so that it loads back to the same digest; returns the files, TOML first.

    Args:
        doc: What to write.
        folder: Made if it is not there; files of the same names are replaced.
        tables: Which tables become CSV files: ``catalog``, ``orders.sessions``. What does not fit into a cell
            stays in the TOML, under the same key.
        schema: With it, times, dates and decimals are written as such; otherwise as texts.

    Raises:
        UsageProblem: One of ``tables`` is no table of the document.

    """
    target = FilePath(folder)
    target.mkdir(parents=True, exist_ok=True)
    rest: dict[str, JSON] = {name: doc.body[name] for name in sorted(doc.sections)}
    files: list[tuple[FilePath, str]] = []
    named: dict[str, str] = {}
    for table in sorted(set(tables)):
        path = tuple(table.split("."))
        rows = walks.lookup(doc.body, path)
        if path[0] in {HEAD, *doc.unknown} or not _is_table(rows):
            raise UsageProblem(_("{name} is not a table of this setup.").format(name=table))
        name = f"{table}.csv"
        text, left = _sheet(rows)
        files.append((target / name, text))
        rest = _replaced(rest, path, left)
        named[table] = name
    document = tomlkit.document()
    for name in sorted(rest, key=lambda n: (n != HEAD, n)):
        if name == HEAD:
            document.add(HEAD, _head(rest[name]))
            if named:
                document.add(TABLES, _toml(named, None))
        elif rest[name] or name not in named:
            document.add(name, _toml(rest[name], schema.shapes.get(name) if schema else None))
    files.insert(0, (target / FILE, tomlkit.dumps(document)))
    for file, text in files:
        _write(file, text)
    return tuple(file for file, _text in files)


def _is_table(rows: Any) -> bool:
    return isinstance(rows, Mapping) and all(
        isinstance(row, Mapping) for key, row in rows.items() if key != VERSION_KEY
    )


def _sheet(rows: Mapping[str, Any]) -> tuple[str, dict[str, JSON]]:
    """A table as CSV, and what does not fit into cells."""
    cells: dict[str, dict[str, str]] = {}
    left: dict[str, JSON] = {}
    titles: set[str] = set()
    for key in sorted(rows):
        if key == VERSION_KEY:
            left[key] = rows[key]
            continue
        cells[key] = {}
        over: dict[str, JSON] = {}
        for name, value in rows[key].items():
            cell = _cell(value)
            if cell is None:
                over[name] = value
            else:
                cells[key][name] = cell
                titles.add(name)
        if over:
            left[key] = over
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    ordered = sorted(titles)
    writer.writerow([KEY, *ordered])
    writer.writerows([key, *(row.get(title, "") for title in ordered)] for key, row in cells.items())
    return "\ufeff" + out.getvalue(), left


def _cell(value: JSON) -> str | None:
    """A value as a cell, or None when a cell cannot say it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return escaped(value) if value else None
    if isinstance(value, list) and value:
        parts = [str(item).lower() if isinstance(item, bool) else str(item) for item in value]
        if all(part and "|" not in part for part in parts):
            return escaped("|".join(parts))
    return None


def _replaced(body: dict[str, JSON], path: Path, value: dict[str, JSON]) -> dict[str, JSON]:
    if len(path) == 1:
        return {**body, path[0]: value}
    inner = _replaced(body[path[0]], path[1:], value)
    return {**body, path[0]: inner}


def _head(head: Mapping[str, Any]) -> items.Table:
    plugins = head.get("plugins", {})
    written = dict(head)
    if plugins and not any(plugins.values()):
        written["plugins"] = sorted(plugins)
    return _toml(written, None)


def _toml(value: Mapping[str, Any], shape: Shape | None) -> items.Table:
    """A table: its values first, then the tables in it."""
    table = tomlkit.table(is_super_table=bool(value) and all(isinstance(v, Mapping) for v in value.values()))
    for name in sorted(value, key=lambda n: (isinstance(value[n], Mapping), n)):
        held = value[name]
        inner: Shape | None = None
        if isinstance(shape, Record) and name in shape.fields:
            inner = shape.fields[name].shape
        elif isinstance(shape, Table):
            inner = shape.item
        if isinstance(held, Mapping):
            table.add(name, _toml(held, inner))
        else:
            shown = (
                held
                if inner is None or isinstance(inner, (Record, Table)) or name == VERSION_KEY
                else inner.write(held)
            )
            table.add(name, _item(shown))
    return table


def _item(value: Any) -> items.Item:
    if isinstance(value, Decimal):
        text = str(value)
        return items.Float(float(value), items.Trivia(), text) if "." in text else tomlkit.integer(text)
    if isinstance(value, str):
        return tomlkit.string(value, multiline="\n" in value)
    if isinstance(value, Mapping):
        inline = tomlkit.inline_table()
        for name in sorted(value):
            inline.append(name, _item(value[name]))
        return inline
    if isinstance(value, list):
        array = tomlkit.array()
        for one in value:
            array.append(_item(one))
        return array.multiline(len(array.as_string()) > _INLINE)
    if isinstance(value, (time, date, bool, int)):
        return tomlkit.item(value)
    raise TypeError(type(value).__name__)


def _write(file: FilePath, text: str) -> None:
    """Replace a file at once, or not at all."""
    draft = file.with_name(f".{file.name}.draft")
    draft.write_text(text, encoding="utf-8", newline="")
    draft.replace(file)

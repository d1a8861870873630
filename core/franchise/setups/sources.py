"""A setup as files: ``setup.toml`` and the tables beside it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any, Final

import attrs

from franchise.messages import gettext as _
from franchise.setups import walks
from franchise.setups.documents import HEAD
from franchise.setups.lines import Lines
from franchise.setups.problems import Path, Problem, Wrong, invalid, pointed, shown, suggestion
from franchise.setups.shapes import Record, Shape, Table
from franchise.setups.tables import read_table
from franchise.setups.texts import read_text

FILE: Final = "setup.toml"
TABLES: Final = "tables"
_AT: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@attrs.define
class Source:
    """What the files hold, not yet validated, and where each part stands."""

    file: FilePath
    text: str
    body: dict[str, Any]
    problems: list[Problem] = attrs.field(factory=list)
    muted: set[Path] = attrs.field(factory=set)
    """Tables whose headings are wrong: what follows from that is not worth telling."""
    _rows: dict[Path, tuple[str, int]] = attrs.field(factory=dict)
    _lines: Lines | None = None

    @classmethod
    def open(cls, path: FilePath, shapes: Mapping[str, Shape]) -> Source:
        """Read ``path`` and the tables that it names.

        Raises:
            SetupInvalid: It cannot be read as TOML at all.

        """
        file = path / FILE if path.is_dir() else path
        try:
            text = read_text(file)
            source = cls(file, text, _toml(text))
        except _Broken as broken:
            where = f"{file.name}:{broken.line}"
            raise invalid(
                [Problem(message=broken.message, allowed=broken.allowed, where=where)], str(path)
            ) from broken
        except Wrong as wrong:
            raise invalid(
                [Problem(message=wrong.message, allowed=wrong.allowed, where=str(file))], str(path)
            ) from wrong
        source._add_tables(shapes)
        return source

    def locate(self, path: Path) -> str:
        """The place of ``path`` for a person: file, line, and its name there."""
        if self._lines is None:
            self._lines = Lines(self.text)
        if path not in self._lines:  # a row of a file may go on in the TOML
            for length in range(len(path), 0, -1):
                if (row := self._rows.get(path[:length])) is not None:
                    return f"{row[0]}:{row[1]} {'.'.join(path[length:])}".rstrip()
        return pointed(path, f"{self.file.name}:{self._lines.line(path)}")

    def _note(self, path: Path, message: str, allowed: str, where: str = "") -> None:
        self.problems.append(
            Problem(message=message, allowed=allowed, path=path, where=where or self.locate(path))
        )

    def _add_tables(self, shapes: Mapping[str, Shape]) -> None:
        named = self.body.pop(TABLES, {})
        if not isinstance(named, dict):
            self._note(
                (TABLES,), _("{value} is not a table.").format(value=shown(named)), 'catalog = "catalog.csv"'
            )
            return
        for path, name in _flat(named, ()):
            try:
                self._add_table(path, name, shapes)
            except Wrong as wrong:
                self._note((TABLES, *path), wrong.message, wrong.allowed)

    def _add_table(self, path: Path, name: Any, shapes: Mapping[str, Shape]) -> None:
        row = _row_shape(path, shapes)
        file = self._beside(name)
        try:
            text = read_text(file)
        except Wrong as wrong:
            raise Wrong(f"{name}: {wrong.message}", wrong.allowed) from wrong

        def note(line: int, column: str, inside: Path, message: str, allowed: str) -> None:
            if not inside:
                self.muted.add(path)
            self._note((*path, *inside), message, allowed, f"{name}:{line} {column}".rstrip())

        sheet = read_table(text, row, note)
        target = self.body
        for step in path:
            target = target.setdefault(step, {})
            if not isinstance(target, dict):
                raise Wrong(_("{name} is not a table.").format(name=".".join(path)))
        for key, cells in sheet.rows.items():
            here = (*path, key)
            self._rows[here] = (name, sheet.lines[key])
            if key in target:
                self._merge(here, target[key], cells, name)
            else:
                target[key] = cells

    def _merge(self, path: Path, written: Any, cells: dict[str, Any], name: str) -> None:
        """Add a row's cells to what the TOML says of the same key."""
        if not isinstance(written, dict):
            return
        for field, value in cells.items():
            held = written.get(field)
            if isinstance(held, dict) and isinstance(value, dict):
                self._merge((*path, field), held, value, name)
            elif field in written:
                self._note(
                    (*path, field),
                    _("{field} is in {table} and in {file}.").format(
                        field=field, table=name, file=self.file.name
                    ),
                    _("each field in one of them"),
                )
            else:
                written[field] = value

    def _beside(self, name: Any) -> FilePath:
        allowed = _("the name of a CSV file in the setup's folder")
        if not isinstance(name, str) or not name:
            raise Wrong(_("{value} is not a file name.").format(value=shown(name)), allowed)
        folder = self.file.parent.resolve()
        file = (folder / name.replace("\\", "/")).resolve()
        if not file.is_relative_to(folder):
            raise Wrong(_("{name} is outside the setup's folder.").format(name=shown(name)), allowed)
        return file


class _Broken(Wrong):
    def __init__(self, message: str, line: int, allowed: str = "") -> None:
        super().__init__(message, allowed)
        self.line = line


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        detail = _AT.sub("", str(error))
        if found and found[2]:
            detail += ", " + _("column {number}").format(number=found[2])
        raise _Broken(_("This is no valid TOML: {detail}").format(detail=detail), line) from error
    except RecursionError as error:
        raise _Broken(_("Tables are nested too deeply."), 1) from error
    except ValueError as error:  # an integer of thousands of digits, a 30th of February
        raise _Broken(_("This is no valid TOML: {detail}").format(detail=error), 1) from error


def _flat(named: dict[str, Any], path: Path) -> Iterator[tuple[Path, Any]]:
    for key in sorted(named):
        here = (*path, *key.split("."))
        if isinstance(named[key], dict):
            yield from _flat(named[key], here)
        else:
            yield here, named[key]


def _row_shape(path: Path, shapes: Mapping[str, Shape]) -> Shape | None:
    """The shape of the rows of the table at ``path``; None for a section that no installed plugin owns."""
    name = path[0]
    if name == HEAD:
        raise Wrong(_("{name} cannot be a table file.").format(name=HEAD))
    if name not in shapes:
        return None

    def lost(record: Record | None, index: int) -> Exception:
        step = path[index + 1]
        return Wrong(
            _("There is no field {name} here.").format(name=step)
            + suggestion(step, record.fields if record else ())
        )

    shape = walks.descend(shapes[name], path[1:], "default", lost).shape
    if not isinstance(shape, Table) or shape.row is None:
        raise Wrong(_("{name} is not a table of named entries.").format(name=".".join(path)))
    return shape.row

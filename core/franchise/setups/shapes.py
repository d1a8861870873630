"""The shape of a section, compiled from its attrs classes: what may be written where.

A `Record` is one attrs class, a `Table` is keyed by slugs; their leaves are the kinds in ``values``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, Union

import attrs

from franchise.messages import gettext as _
from franchise.setups.canon import JSON
from franchise.setups.keys import check_key
from franchise.setups.limits import Limited, Many
from franchise.setups.problems import Note, Path, Wrong, did_you_mean, listing, nearest, shown
from franchise.setups.settings import Setting
from franchise.setups.values import Choice, Text, Value

MAX_ROWS: Final = 20_000
MAX_TOLD: Final = 20
"""Unknown fields of one table that are told; a hundred more would tell nothing new."""

Shape = Union["Record", "Table", Value]


@attrs.frozen(kw_only=True, eq=False)
class Field:
    """One field of a record."""

    name: str
    setting: Setting
    shape: Shape
    required: bool
    value: Value | None
    """The shape, when it is a single value …"""
    group: Record | Table | None
    """… and when it holds further fields or rows."""


@attrs.frozen(eq=False)
class Record:
    """One attrs class."""

    cls: type
    fields: Mapping[str, Field]
    required: frozenset[str]
    """Fields without a default, of any rule."""
    answered: frozenset[str]
    """Fields that the store must answer: required ones with rule ``local``."""
    has_local: bool
    """Whether a field here or below is local, so that walks can skip the rest."""
    refers: frozenset[str]
    """The sections that fields here or below refer to."""
    builders: Mapping[str, Callable[[JSON], Any]]

    def read(self, value: Any, path: Path, note: Note, *, partial: bool = False) -> JSON:
        """The canonical form; mistakes go to ``note``. ``partial``: required fields may lack."""
        if not isinstance(value, Mapping):
            note(path, _("{value} is not a table.").format(value=shown(value)), listing(self.fields))
            return {}
        out: dict[str, JSON] = {}
        fields = self.fields
        misspelt: list[str] = []
        for name, raw in value.items():
            field = fields.get(name)
            if field is None:
                if len(misspelt) >= MAX_TOLD:
                    continue
                meant = nearest(str(name), fields.keys() - value.keys()) or nearest(str(name), fields)
                misspelt.append(meant)
                message = _("There is no field {name} here.").format(name=name) + did_you_mean(meant)
                note((*path, str(name)), message, listing(fields, most=40))
            elif raw is None:
                continue
            elif field.value is not None:
                try:
                    out[name] = field.value.read(raw)
                except Wrong as wrong:
                    note((*path, name), wrong.message, wrong.allowed)
            elif field.group is not None:
                out[name] = field.group.read(raw, (*path, name), note, partial=partial)
        if not partial and not self.required <= value.keys():
            for name in sorted(self.required - self.answered - value.keys() - set(misspelt)):
                value_kind = fields[name].value
                allowed = value_kind.allowed() if value_kind is not None else _("a table")
                note((*path, name), _("{name} is missing.").format(name=name), allowed)
        return out

    def build(self, value: JSON, *, local: bool = False) -> Any:
        """The typed instance. A required local field without an answer is "" (or (), or None).

        ``local``: all of it lies in a local field, so that any of it may still be unanswered.
        """
        builders = self.builders
        if local:
            builders = {name: _builder(field, local=True) for name, field in self.fields.items()}
        given = {name: builders[name](raw) for name, raw in value.items() if name in builders}
        if not self.required <= given.keys():
            for name in sorted(self.required - given.keys()):
                field = self.fields[name]
                if not local and name not in self.answered:
                    raise Wrong(_("{name} is missing.").format(name=name))
                given[name] = _unanswered(field.shape)
        return self.cls(**given)


@attrs.frozen(eq=False)
class Table:
    """Rows by key."""

    item: Shape
    row: Record | Table | None
    """The item, when it holds further fields or rows."""
    has_local: bool = False
    refers: frozenset[str] = frozenset()
    fewest: int = 0
    most: int = MAX_ROWS

    def read(self, value: Any, path: Path, note: Note, *, partial: bool = False) -> JSON:
        if not isinstance(value, Mapping):
            note(path, _("{value} is not a table.").format(value=shown(value)), _("a table of named entries"))
            return {}
        if not partial and not self.fewest <= len(value) <= self.most:
            note(
                path,
                _("There are {count} entries.").format(count=len(value)),
                _("{fewest} to {most} entries").format(fewest=self.fewest, most=self.most),
            )
            if len(value) > self.most:
                return {}
        out: dict[str, JSON] = {}
        folded: dict[str, str] = {}
        row, item = self.row, self.item
        for key in sorted(map(str, value)):
            raw = value[key]
            if raw is None:
                continue
            try:
                check_key(key)
                twin = folded.setdefault(key.lower(), key)
                if twin != key:
                    raise Wrong(
                        _("{key} and {other} differ only in capital letters.").format(key=key, other=twin),
                        _("keys that differ in more"),
                    )
                if not isinstance(item, (Record, Table)):
                    out[key] = item.read(raw)
            except Wrong as wrong:
                note((*path, key), wrong.message, wrong.allowed)
                continue
            if row is not None:
                out[key] = row.read(raw, (*path, key), note, partial=partial)
        return out

    def build(self, value: JSON, *, local: bool = False) -> dict[str, Any]:
        """Key → typed row, by key."""
        build = self.item.build if self.row is None else partial(self.row.build, local=local)
        return {key: build(value[key]) for key in sorted(value)}


def builders_of(fields: Mapping[str, Field]) -> dict[str, Callable[[JSON], Any]]:
    """What makes each field's typed value."""
    return {name: _builder(field, local=False) for name, field in fields.items()}


def _builder(field: Field, *, local: bool) -> Callable[[JSON], Any]:
    if field.group is not None and (local or field.setting.rule == "local"):
        return partial(field.group.build, local=True)
    return field.shape.build


def _unanswered(shape: Shape) -> Any:
    if isinstance(shape, Record):
        return shape.build({}, local=True)
    if isinstance(shape, Table):
        return {}
    inner = shape.inner if isinstance(shape, Limited) else shape
    return "" if isinstance(inner, (Text, Choice)) else () if isinstance(inner, Many) else None

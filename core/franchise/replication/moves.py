"""Renamed keys: what is kept under the old key is the new key's, in setups, overlays, answers and records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from franchise.setups import Schema
from franchise.setups.canon import JSON
from franchise.setups.keys import VERSION_KEY
from franchise.setups.moves import Move, Moves
from franchise.setups.problems import Path
from franchise.setups.shapes import Record, Shape, Table

T = TypeVar("T")


def moved(schema: Schema, tree: Mapping[str, JSON], moves: Moves) -> dict[str, JSON]:
    """A body, overlay or set of answers under the new keys; references to them too. ``tree`` is not changed."""
    out = dict(tree)
    for step in moves:
        out = _at_once(out, step)
        names = {(".".join(old[:-1]), old[-1]): new[-1] for old, new in step}
        for name, shape in schema.shapes.items():
            if isinstance(out.get(name), dict) and _refers(shape, names):
                out[name] = _renamed(shape, out[name], names)
    return out


def moved_paths(found: Mapping[str, T], moves: Moves) -> dict[str, T]:
    """The same, for things kept by dotted path."""
    out = dict(found)
    for step in moves:
        names = {".".join(old): ".".join(new) for old, new in step}
        out = {_path(path, names): value for path, value in out.items()}
    return out


def touched_tables(moves: Moves) -> tuple[str, ...]:
    """The tables, as dotted paths, in which keys are renamed."""
    return tuple(sorted({".".join(old[:-1]) for step in moves for old, _new in step}))


def key_steps(moves: Moves, table: str) -> tuple[dict[str, str], ...]:
    """The renames inside one table: old key → new key, one mapping for what happens at once."""
    steps = tuple({old[-1]: new[-1] for old, new in step if ".".join(old[:-1]) == table} for step in moves)
    return tuple(step for step in steps if step)


def _path(path: str, names: Mapping[str, str]) -> str:
    for old, new in names.items():
        if path == old or path.startswith(f"{old}."):
            return new + path[len(old) :]
    return path


def _at_once(tree: dict[str, JSON], step: tuple[Move, ...]) -> dict[str, JSON]:
    taken: list[tuple[Path, JSON]] = []
    for old, new in step:
        table = _lookup(tree, old[:-1])
        if isinstance(table, dict) and old[-1] in table:
            taken.append((new, table[old[-1]]))
    for old, _new in step:
        tree = _changed(tree, old, lambda table, key: table.pop(key, None))
    for new, value in taken:
        tree = _changed(tree, new, lambda table, key, value=value: table.__setitem__(key, value))
    return tree


def _lookup(tree: JSON, path: Path) -> JSON:
    for step in path:
        tree = tree.get(step) if isinstance(tree, Mapping) else None
    return tree


def _changed(tree: dict[str, JSON], path: Path, change: Any) -> dict[str, JSON]:
    """A copy in which ``change`` was applied to the table that holds the path's last step; missing: as it was."""
    if not isinstance(_lookup(tree, path[:-1]), dict):
        return tree
    out = dict(tree)
    table = out
    for step in path[:-1]:
        table[step] = dict(table[step])
        table = table[step]
    change(table, path[-1])
    return out


def _refers(shape: Shape, names: Mapping[tuple[str, str], str]) -> bool:
    sections = {table.split(".")[0] for table, _key in names}
    return isinstance(shape, (Record, Table)) and not sections.isdisjoint(shape.refers)


def _renamed(shape: Shape, value: JSON, names: Mapping[tuple[str, str], str]) -> JSON:
    """``value`` with its references renamed; a patch's None stays."""
    if not isinstance(value, dict) or not _refers(shape, names):
        return value
    if isinstance(shape, Table):
        return {
            key: row if key == VERSION_KEY or shape.row is None else _renamed(shape.row, row, names)
            for key, row in value.items()
        }
    if not isinstance(shape, Record):
        return value
    out = dict(value)
    for name, field in shape.fields.items():
        if name not in value:
            continue
        held = value[name]
        if target := field.setting.refers_to:
            held = _keys(held, target, names)
        out[name] = held if field.group is None else _renamed(field.group, held, names)
    return out


def _keys(held: JSON, target: str, names: Mapping[tuple[str, str], str]) -> JSON:
    if isinstance(held, str):
        return names.get((target, held), held)
    if isinstance(held, list):
        return [names.get((target, one), one) if isinstance(one, str) else one for one in held]
    if isinstance(held, dict):
        return {names.get((target, key), key): value for key, value in held.items()}
    return held

"""Walks over a canonical body along its shape: leaves, references, missing answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import attrs

from franchise.setups.canon import JSON
from franchise.setups.keys import VERSION_KEY
from franchise.setups.problems import Path
from franchise.setups.settings import PLAIN, Rule, Setting, combined
from franchise.setups.shapes import Record, Shape, Table

KEEP: Final = object()
"""Nothing of a patch is left: keep what is there."""


@attrs.frozen
class Leaf:
    """The smallest thing that is compared, overridden and upgraded: a value, a list, an atomic table."""

    path: Path
    value: JSON
    rule: Rule


def leaves(shape: Shape | None, value: JSON, path: Path, rule: Rule) -> Iterator[Leaf]:
    """The leaves of ``value``, by path; what has no shape (a missing plugin's section) follows ``rule``."""
    if (
        not isinstance(value, dict)
        or not value
        or (shape is not None and not isinstance(shape, (Record, Table)))
    ):
        yield Leaf(path, value, rule)
        return
    for name in sorted(value):
        if name == VERSION_KEY:
            continue
        here = (*path, name)
        if isinstance(shape, Record) and (field := shape.fields.get(name)) is not None:
            inner = combined(rule, field.setting.rule)
            if field.setting.atomic:
                yield Leaf(here, value[name], inner)
            else:
                yield from leaves(field.shape, value[name], here, inner)
        else:
            yield from leaves(shape.item if isinstance(shape, Table) else None, value[name], here, rule)


def references(
    shape: Shape, value: JSON, path: Path, targets: frozenset[str] | None = None
) -> Iterator[tuple[Path, str, str]]:
    """Each (path, table it refers to, key) in ``value``; with ``targets``, only into those sections."""
    refers = shape.refers if isinstance(shape, (Record, Table)) else frozenset[str]()
    if not isinstance(value, dict) or not (refers if targets is None else refers & targets):
        return
    if isinstance(shape, Table):
        if shape.row is not None:
            for key in sorted(value):
                yield from references(shape.row, value[key], (*path, key), targets)
    elif isinstance(shape, Record):
        for name, field in shape.fields.items():
            held = value.get(name)
            if held is None:
                continue
            if target := field.setting.refers_to:
                for key in (
                    sorted(held) if isinstance(held, dict) else held if isinstance(held, list) else (held,)
                ):
                    yield (*path, name), target, str(key)
            if field.group is not None:
                yield from references(field.group, held, (*path, name), targets)


def unanswered(shape: Shape, value: JSON, path: Path, rule: Rule) -> Iterator[Path]:
    """The paths of required local fields that have no value."""
    if isinstance(shape, Table):
        if shape.row is not None and isinstance(value, dict) and (rule == "local" or shape.has_local):
            for key in sorted(value):
                yield from unanswered(shape.row, value[key], (*path, key), rule)
        return
    if not isinstance(shape, Record) or not (rule == "local" or shape.has_local):
        return
    given = value if isinstance(value, dict) else {}
    for name, field in sorted(shape.fields.items()):
        inner = combined(rule, field.setting.rule)
        here = (*path, name)
        if isinstance(field.group, Record) and (name in given or field.required):
            yield from unanswered(field.group, given.get(name, {}), here, inner)
        elif field.group is not None and name in given:
            yield from unanswered(field.group, given[name], here, inner)
        elif inner == "local" and field.required and given.get(name) in (None, ""):
            yield here


def without_local(shape: Shape, value: JSON) -> JSON:
    """``value`` without what the store answers for itself."""
    if isinstance(shape, Table) and shape.has_local and shape.row is not None:
        return {key: without_local(shape.row, row) for key, row in value.items()}
    if not isinstance(shape, Record) or not shape.has_local:
        return value
    kept: dict[str, JSON] = {}
    for name, held in value.items():
        field = shape.fields.get(name)
        if field is None or field.group is None:
            if field is None or field.setting.rule != "local":
                kept[name] = held
        elif field.setting.rule != "local":
            left = without_local(field.group, held)
            if left or not held:
                kept[name] = left
    return kept


def strictest(shape: Shape, base: JSON, path: Path, rule: Rule) -> Rule:
    """The rule of removing ``base``: locked if a leaf in it is."""
    rules = {leaf.rule for leaf in leaves(shape, base, path, rule)} if base is not None else set()
    return "locked" if "locked" in rules else rule


def unlocked(shape: Shape, base: JSON, patch: JSON, rule: Rule) -> JSON:
    """``patch`` without what HQ decides: locked leaves of what ``base`` has. `KEEP` when nothing is left."""
    if not isinstance(patch, dict) or not isinstance(shape, (Record, Table)):
        sealed = strictest(shape, base, (), rule) if patch is None else rule
        return KEEP if sealed == "locked" else patch
    kept: dict[str, JSON] = {}
    given = base if isinstance(base, dict) else {}
    for name, change in patch.items():
        left = change
        if isinstance(shape, Record):
            if (field := shape.fields.get(name)) is not None:
                left = unlocked(field.shape, given.get(name), change, combined(rule, field.setting.rule))
        elif name in given:
            left = unlocked(shape.item, given[name], change, rule)
        elif rule == "locked":
            left = KEEP
        if left is not KEEP:
            kept[name] = left
    return kept if kept or not patch else KEEP


@attrs.frozen
class Spot:
    """Where a path leads: its shape, its field's declaration, and who decides."""

    shape: Shape | None
    setting: Setting
    rule: Rule


def descend(
    shape: Shape | None, path: Path, rule: Rule, unknown: Callable[[Record | None, int], Exception]
) -> Spot:
    """Follow ``path`` down from ``shape``; ``unknown(record, index)`` makes the error of a wrong step."""
    told = PLAIN
    for index, step in enumerate(path):
        if isinstance(shape, Record):
            field = shape.fields.get(step)
            if field is None:
                raise unknown(shape, index)
            told, rule, shape = field.setting, combined(rule, field.setting.rule), field.shape
        elif isinstance(shape, Table):
            shape = shape.item
        elif shape is not None:
            raise unknown(None, index)
    return Spot(shape, told, rule)


def lookup(body: Mapping[str, Any], path: Path) -> JSON:
    """The value at ``path``, or None."""
    value: JSON = body
    for step in path:
        if not isinstance(value, Mapping) or step not in value:
            return None
        value = value[step]
    return value

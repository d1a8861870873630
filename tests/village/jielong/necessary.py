"""What a regular expression cannot do without: proofs that a quick look at characters passes nothing by."""

from __future__ import annotations

from collections.abc import Collection
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = frozenset({op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT})


def needs(pattern: str, chars: Collection[str], flags: int = 0) -> bool:
    """Whether each match holds one of the characters, or stands beside one that it looks at."""
    return _needs(parser.parse(pattern, flags), chars)


def _needs(nodes: Any, chars: Collection[str]) -> bool:
    return any(_one_needs(kind, value, chars) for kind, value in nodes)


def _one_needs(kind: Any, value: Any, chars: Collection[str]) -> bool:
    if kind is op.LITERAL:
        return chr(value) in chars
    if kind is op.IN:
        named = _class(value)
        return named is not None and named <= set(chars)
    if kind is op.BRANCH:
        return all(_needs(branch, chars) for branch in value[1])
    if kind in _REPEATS:
        return value[0] > 0 and _needs(value[2], chars)
    if kind is op.SUBPATTERN:
        return _needs(value[3], chars)
    if kind is op.ATOMIC_GROUP:
        return _needs(value, chars)
    return kind is op.ASSERT and _needs(value[1], chars)


def _class(items: Any) -> set[str] | None:
    """The characters of a class; None when they are too many to name."""
    found: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL:
            found.add(chr(value))
        elif kind is op.RANGE and value[1] - value[0] < 200:
            found |= {chr(code) for code in range(value[0], value[1] + 1)}
        else:
            return None
    return found


def opens(pattern: str, chars: Collection[str], flags: int = 0) -> bool:
    """Whether each match begins with one of the characters."""
    first, empty = _first(parser.parse(pattern, flags))
    return not empty and first is not None and first <= set(chars)


def _first(nodes: Any) -> tuple[set[str] | None, bool]:
    """The characters with which a match can begin (None: any), and whether it can be empty."""
    found: set[str] = set()
    for kind, value in nodes:
        first, empty = _one_first(kind, value)
        if first is None:
            return None, False
        found |= first
        if not empty:
            return found, False
    return found, True


def _one_first(kind: Any, value: Any) -> tuple[set[str] | None, bool]:
    if kind is op.LITERAL:
        return {chr(value)}, False
    if kind is op.IN:
        return _class(value), False
    if kind is op.BRANCH:
        parts = [_first(branch) for branch in value[1]]
        if any(first is None for first, _ in parts):
            return None, False
        return set().union(*(first or set() for first, _ in parts)), any(empty for _, empty in parts)
    if kind in _REPEATS:
        first, empty = _first(value[2])
        return first, empty or value[0] == 0
    if kind is op.SUBPATTERN:
        return _first(value[3])
    if kind is op.ATOMIC_GROUP:
        return _first(value)
    if kind in {op.ASSERT, op.ASSERT_NOT, op.AT}:
        return set(), True
    return None, False

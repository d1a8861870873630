"""Renamed keys: ``[setup] moved = ["catalog.egg -> catalog.jidan"]`` says that two keys mean one thing.

The list only grows: a version holds every rename that led to it. What stands in one entry happens at once, so
that two keys can change places: ``"catalog.a -> catalog.b, catalog.b -> catalog.a"``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from franchise.messages import gettext as _
from franchise.setups.keys import check_key
from franchise.setups.problems import Path, Wrong, shown

ARROW: Final = "->"
Move = tuple[Path, Path]
Moves = tuple[tuple[Move, ...], ...]
"""Renames one after the other, each of them one or several keys at once."""


def parse_entry(text: str) -> tuple[Move, ...]:
    """One entry's renames, from path and to path.

    Raises:
        Wrong: It is malformed, or the paths are not two keys of one table.

    """
    found = tuple(_pair(part) for part in text.split(","))
    old, new = {one for one, _to in found}, {to for _one, to in found}
    if len(old) < len(found) or len(new) < len(found):
        raise Wrong(_("{text} names a key twice.").format(text=shown(text)), allowed())
    return found


def _pair(text: str) -> Move:
    sides = [tuple(side.strip().split(".")) for side in text.split(ARROW)]
    if len(sides) != 2:
        raise Wrong(_("{text} is not a rename.").format(text=shown(text.strip())), allowed())
    old, new = sides
    if len(old) < 2 or old[:-1] != new[:-1] or old == new:
        raise Wrong(
            _("{text} does not name two keys of one table.").format(text=shown(text.strip())), allowed()
        )
    for step in (*old, new[-1]):
        check_key(step)
    return old, new


def allowed() -> str:
    """What an entry may be."""
    return "catalog.egg -> catalog.jidan"


def between(before: Iterable[str], after: Iterable[str]) -> Moves:
    """The renames that lead from a version with the entries ``before`` to one with ``after``.

    Entries that only ``before`` has are taken back, the last first.
    """
    old, new = list(before), list(after)
    common = 0
    while common < min(len(old), len(new)) and old[common] == new[common]:
        common += 1
    back = tuple(tuple((to, one) for one, to in parse_entry(text)) for text in reversed(old[common:]))
    return (*back, *(parse_entry(text) for text in new[common:]))


def check_moved(head: Mapping[str, Any]) -> Iterator[Wrong]:
    """What is wrong with the renames that a ``[setup]`` table lists."""
    entries = head.get("moved")
    for text in entries if isinstance(entries, list) else ():
        try:
            parse_entry(text)
        except Wrong as wrong:
            yield wrong

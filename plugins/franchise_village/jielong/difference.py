"""A list that comes again: what it adds, changes, lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import attrs

from franchise_village.jielong.doubts import with_doubt
from franchise_village.jielong.values import Difference, Line, Reading


def _books(reading: Reading | Sequence[Line]) -> tuple[Line, ...]:
    lines = reading.lines if isinstance(reading, Reading) else tuple(reading)
    return tuple(line for line in lines if line.action == "book")


def _same(one: Line, other: Line) -> bool:
    return (one.quantity, one.unit, one.note) == (other.quantity, other.unit, other.note)


def difference(previous: Reading | Sequence[Line], new: Reading) -> Difference:
    """How ``new`` differs from what was accepted before.

    Lines are told apart by member and item, the first with the first where a member names an item twice;
    places in the list do not count. Where a member has one line left on each side, under other words, that is
    a change, not a removal.
    """
    old, now = list(_books(previous)), list(_books(new))
    same: list[Line] = []
    changed: list[tuple[Line, Line]] = []
    rest_old: list[Line] = []
    taken: set[int] = set()
    by_key: dict[tuple[str, str], list[int]] = {}
    for index, line in enumerate(now):
        by_key.setdefault(line.key, []).append(index)
    for line in old:
        open_places = [index for index in by_key.get(line.key, ()) if index not in taken]
        exact = next((index for index in open_places if _same(line, now[index])), None)
        if exact is None and not open_places:
            rest_old.append(line)
            continue
        place = exact if exact is not None else open_places[0]
        taken.add(place)
        if exact is not None:
            same.append(now[place])
        else:
            changed.append((line, now[place]))
    added = [line for index, line in enumerate(now) if index not in taken]
    left_old = Counter(line.member for line in rest_old)
    left_new = Counter(line.member for line in added)
    for line in list(rest_old):
        if left_old[line.member] == 1 and left_new[line.member] == 1 and line.member:
            other = next(one for one in added if one.member == line.member)
            changed.append((line, other))
            rest_old.remove(line)
            added.remove(other)
    cancelled = {line.key for line in new.cancels}
    missing = [line for line in rest_old if line.key not in cancelled and (line.member, "") not in cancelled]
    is_new = bool(old) and bool(now) and not same and not changed
    return Difference(
        added=tuple(added), changed=tuple(changed), missing=() if is_new else tuple(missing), same=tuple(same),
        is_new_list=is_new, concurrent=not is_new and _concurrent(old, now, missing, added),
    )  # fmt: skip


def _concurrent(
    old: Sequence[Line], now: Sequence[Line], missing: Sequence[Line], added: Sequence[Line]
) -> bool:
    """Whether the missing lines were the end of the old list and others stand in their place."""
    if not missing or not added:
        return False
    lost = {id(line) for line in missing}
    members_kept = {line.member for line in old if id(line) not in lost}
    tail = old[len(old) - len(missing) :]
    new_tail = now[len(now) - len(added) :]
    ends = all(id(line) in lost for line in tail) and all(
        any(line is one for one in added) for line in new_tail
    )
    return ends and not any(line.member in members_kept for line in missing)


def union(previous: Reading | Sequence[Line], new: Reading) -> Reading:
    """The reading to accept after ``previous``: when two appended to the same copy, nobody is lost.

    The overwritten lines are kept before the added ones, marked with the doubt ``concurrent_edit``.
    """
    found = difference(previous, new)
    if not found.concurrent:
        return new
    kept = [with_doubt(line, "concurrent_edit") for line in found.missing]
    added = {id(line) for line in found.added}
    place = next((index for index, line in enumerate(new.lines) if id(line) in added), len(new.lines))
    return attrs.evolve(new, lines=(*new.lines[:place], *kept, *new.lines[place:]))

"""What a newly read list changes about what is booked: pure comparison, keyed by content.

Nothing is ever taken away because a list is shorter: two people who append to the same old copy lose nobody. What
a list no longer shows is named ``missing``, and a person decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from franchise.orders.values import Line

ANSWERED: Final = -1
"""The thread of a line that a person's answer to a list's question booked; 0 is what came without a list."""


@attrs.frozen(slots=True)
class Entry:
    """A wish resolved: whose (member id), what, how much; amounts in thousandths.

    ``number`` is its place in the draft.
    """

    number: int
    member_id: int
    product: str
    unit: str
    quantity: int
    note: str

    @property
    def key(self) -> tuple[int, str]:
        return self.member_id, self.product


@attrs.frozen(kw_only=True, slots=True)
class Difference:
    """Entries to add; lines to change, with their entry; lines unchanged; lines the list no longer shows."""

    thread: int
    added: list[Entry]
    changed: list[tuple[Line, Entry]]
    same: list[Line]
    missing: list[Line]


@attrs.frozen(kw_only=True, slots=True)
class Carried:
    """Entries of a list that an earlier session of the day already took.

    ``taken`` were ordered there as they stand; ``altered`` there with another amount (the earlier line beside).
    """

    taken: list[tuple[Line, Entry]]
    altered: list[tuple[Line, Entry]]
    rest: list[Entry]


def alike(line: Line, entry: Entry) -> bool:
    """Whether a booked line says exactly what the entry says."""
    return (line.quantity, line.unit, line.note) == (entry.quantity, entry.unit, entry.note)


def is_answer(line: Line) -> bool:
    """Whether an active line was booked by an answer."""
    return line.status == "active" and line.thread == ANSWERED


def unanswered(entries: Iterable[Entry], words: Sequence[str], answers: Iterable[Line]) -> list[Entry]:
    """The entries without those whose very words (``words[entry.number]``) an answer has booked already."""
    booked = Counter((x.raw, x.member_id, x.product) for x in answers)
    if not booked:
        return list(entries)
    rest: list[Entry] = []
    for entry in entries:
        own = (words[entry.number], *entry.key)
        if booked[own]:
            booked[own] -= 1
        else:
            rest.append(entry)
    return rest


def said_before(
    entries: Iterable[Entry], words: Sequence[str], lines: Iterable[Line]
) -> tuple[list[Entry], list[Entry]]:
    """The entries that are new, and those whose very words (``words[entry.number]``) booked a line that stands.

    Each line counts once: who says it twice more has said it once more than before.
    """
    booked = Counter(
        (x.raw, x.member_id, x.product, x.unit, x.quantity) for x in lines if x.status == "active" and x.raw
    )
    rest: list[Entry] = []
    again: list[Entry] = []
    for entry in entries:
        own = (words[entry.number], *entry.key, entry.unit, entry.quantity)
        if booked[own]:
            booked[own] -= 1
            again.append(entry)
        else:
            rest.append(entry)
    return rest, again


def compare(entries: Sequence[Entry], lines: Iterable[Line]) -> Difference:
    """Compare a whole list with the active lines of its group's sheet.

    Lines carry the thread (list) that they came in with. The list continues the thread that it shares most
    with; one that shares nothing is a new thread beside the others.
    """
    keys = {e.key for e in entries}
    shared: defaultdict[int, int] = defaultdict(int)
    highest = 0
    active = [line for line in lines if line.status == "active"]
    for line in active:
        highest = max(highest, line.thread)
        if line.thread > 0 and (line.member_id, line.product) in keys:
            shared[line.thread] += 1
    if not shared:
        return Difference(thread=highest + 1, added=list(entries), changed=[], same=[], missing=[])
    thread = max(shared, key=lambda t: (shared[t], t))
    taken, rest, left = pair(entries, [line for line in active if line.thread == thread])
    same = [line for line, _entry in taken]
    added: list[Entry] = []
    changed: list[tuple[Line, Entry]] = []
    by_key = _by_key(left)
    for entry in rest:
        candidates = by_key.get(entry.key)
        if candidates:
            changed.append((candidates.pop(0), entry))
        else:
            added.append(entry)
    missing = [line for candidates in by_key.values() for line in candidates]
    return Difference(
        thread=thread,
        added=added,
        changed=changed,
        same=same,
        missing=sorted(missing, key=lambda x: x.line_no),
    )


def pair(
    entries: Iterable[Entry], lines: Iterable[Line]
) -> tuple[list[tuple[Line, Entry]], list[Entry], list[Line]]:
    """Pair entries with lines that say exactly the same; also the entries and lines left over."""
    exact: defaultdict[tuple[int, str, int, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        exact[line.member_id, line.product, line.quantity, line.unit, line.note].append(line)
    pairs: list[tuple[Line, Entry]] = []
    rest: list[Entry] = []
    for entry in entries:
        found = exact.get((entry.member_id, entry.product, entry.quantity, entry.unit, entry.note))
        if found:
            pairs.append((found.pop(0), entry))
        else:
            rest.append(entry)
    left = sorted((line for found in exact.values() for line in found), key=lambda x: x.line_no)
    return pairs, rest, left


def carried(entries: Sequence[Entry], earlier: Iterable[Line]) -> Carried:
    """Find what a list repeats from an earlier session of the same day.

    A list is the continuation of an earlier one when it shows every member and product of it, or at least two of
    them and half of all: then what the earlier session took is not booked again. A list that merely resembles it
    is a new one.
    """
    threads: defaultdict[int, list[Line]] = defaultdict(list)
    for line in earlier:
        if line.status == "active" and line.thread > 0:
            threads[line.thread].append(line)
    taken: list[tuple[Line, Entry]] = []
    altered: list[tuple[Line, Entry]] = []
    rest = list(entries)
    for thread in sorted(threads):
        lines = threads[thread]
        before = {(x.member_id, x.product) for x in lines}
        shown = before & {e.key for e in rest}
        if shown != before and (len(shown) < 2 or 2 * len(shown) < len(before)):
            continue
        pairs, rest, left = pair(rest, lines)
        taken += pairs
        by_key = _by_key(left)
        still: list[Entry] = []
        for entry in rest:
            candidates = by_key.get(entry.key)
            if candidates:
                altered.append((candidates.pop(0), entry))
            else:
                still.append(entry)
        rest = still
    return Carried(taken=taken, altered=altered, rest=rest)


def _by_key(lines: Iterable[Line]) -> dict[tuple[int, str], list[Line]]:
    out: dict[tuple[int, str], list[Line]] = {}
    for line in lines:
        out.setdefault((line.member_id, line.product), []).append(line)
    return out

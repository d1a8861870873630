"""How messages of one minute or second that came before and those that come now are one row of messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

_LARGEST: Final = 1_000_000  # steps; beyond, order is not looked at


def weave(
    old: Sequence[str], new: Sequence[str], *, new_first: bool = False
) -> list[tuple[int | None, int | None]]:
    """The shortest row that holds both in their order: pairs of the place in ``old`` and in ``new``.

    What stands in both is one: nothing that comes again is taken for another. Where the order of two is not known,
    the old one comes first unless ``new_first``.
    """
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    rows, columns = len(old) - head - tail, len(new) - head - tail
    out: list[tuple[int | None, int | None]] = [(i, i) for i in range(head)]
    if not rows or not columns:  # what most times are: all of it new, or all of it known
        out += [(head + i, None) for i in range(rows)]
        out += [(None, head + j) for j in range(columns)]
    elif rows * columns > _LARGEST:
        out += _counted(old[head : head + rows], new[head : head + columns], head)
    else:
        out += _aligned(old[head : head + rows], new[head : head + columns], head, new_first=new_first)
    out += [(head + rows + i, head + columns + i) for i in range(tail)]
    return _met(old, new, out) if rows and columns else out


def _met(
    old: Sequence[str], new: Sequence[str], row: list[tuple[int | None, int | None]]
) -> list[tuple[int | None, int | None]]:
    """What stands once in both is one, although the pieces of ``old`` came in another order than they were written.

    It goes where ``new`` has it: only there the neighbours are known.
    """
    apart = {old[i]: i for i, j in row if i is not None and j is None}
    once = Counter(old), Counter(new)
    meets = {
        j: apart[new[j]]
        for i, j in row
        if i is None and j is not None and new[j] in apart and once[0][new[j]] == once[1][new[j]] == 1
    }
    if not meets:
        return row
    gone = set(meets.values())
    return [(meets.get(j, i) if j is not None else i, j) for i, j in row if not (j is None and i in gone)]


def _aligned(
    old: Sequence[str], new: Sequence[str], head: int, *, new_first: bool
) -> list[tuple[int | None, int | None]]:
    length = [
        [0] * (len(new) + 1) for _i in range(len(old) + 1)
    ]  # of the longest row that both have from here
    for i in reversed(range(len(old))):
        row, below = length[i], length[i + 1]
        for j in reversed(range(len(new))):
            row[j] = below[j + 1] + 1 if old[i] == new[j] else max(below[j], row[j + 1])
    out: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new):
            if old[i] == new[j]:
                out.append((head + i, head + j))
                i, j = i + 1, j + 1
                continue
            without_old, without_new = length[i + 1][j], length[i][j + 1]
            take_old = without_old > without_new or (without_old == without_new and not new_first)
        else:
            take_old = i < len(old)
        if take_old:
            out.append((head + i, None))
            i += 1
        else:
            out.append((None, head + j))
            j += 1
    return out


def _counted(old: Sequence[str], new: Sequence[str], head: int) -> list[tuple[int | None, int | None]]:
    """By number alone: what ``new`` holds more of comes after all of ``old``."""
    left = Counter(old)
    fresh = []
    for j, token in enumerate(new):
        if left[token]:
            left[token] -= 1
        else:
            fresh.append(j)
    return [*((head + i, None) for i in range(len(old))), *((None, head + j) for j in fresh)]

"""Messages at which an earlier export was cut off: half of their words came, or the head of the next one as well.

The plain form does not show where it was cut. The export that has the message whole tells it: the half is not in it,
and the whole begins with the half. Then the two are one, and the words are made whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from franchise.chat import tables as t
from franchise.chat.values import Message
from franchise.groups.values import Group
from franchise.work import UnitOfWork

Pairs = list[tuple[int | None, int | None]]
_MARK_BEGUN: Final = re.compile(r"[\[［][^\[\]［］\n]{0,20}")
_HEAD_BEGUN: Final = re.compile(r"[\d“\"「—–─=_-]")
_MINUTE: Final = 60_000
_CHUNK: Final = 500


def candidate(at: int, first: int, before: Sequence[Any], pairs: Pairs) -> int | None:
    """The place of the last kept message of a time, when the export covers the time and does not have it.

    Where an export begins within a minute, what is missing may have come before it.
    """
    last = len(before) - 1
    if (last, None) not in pairs or all(old is not None for old, _new in pairs):
        return None
    covered = (
        at > first or at % _MINUTE != 0 or any(old is not None and new is not None for old, new in pairs)
    )
    return last if covered and before[last].member_id is not None else None


def words_of(work: UnitOfWork, group: Group, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Kind and words of messages whose words are kept, by id; no statement where there are none."""
    c = t.message.c
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(ids), _CHUNK):
        rows = work.conn.execute(
            select(c.id, c.kind, c.text).where(
                c.store_id == work.store_id,
                c.group_id == group.id,
                c.worded == 1,
                c.id.in_(ids[start : start + _CHUNK]),
            )
        )
        found.update({row.id: (row.kind, row.text) for row in rows})
    return found


def meet(
    half: tuple[str, str], place: int, pairs: Pairs, whole: Mapping[int, tuple[Message, Message | None]]
) -> tuple[Pairs, int | None]:
    """The pairs with the half and its whole as one, and the place of the whole; unchanged where there is none.

    ``whole``: the messages that it may be, by their place, each with the one that follows it.
    """
    for nth, (message, following) in sorted(whole.items()):
        if (None, nth) in pairs and is_cut(half, message, following):
            rest = [pair for pair in pairs if pair != (place, None)]
            return [(place, nth) if pair == (None, nth) else pair for pair in rest], nth
    return pairs, None


def is_cut(half: tuple[str, str], whole: Message, following: Message | None) -> bool:
    """Whether kind and words are what a cut leaves of a message, or of it and the beginning of the next."""
    kind, words = half
    if kind != whole.kind:
        return kind == "text" and _MARK_BEGUN.fullmatch(words) is not None
    if whole.text.startswith(words):
        return True
    more = words[len(whole.text) :]
    if following is None or not words.startswith(whole.text) or (whole.text and more[0] != "\n"):
        return False
    line = more.strip().split("\n", 1)[0].rstrip()
    name = following.name
    return bool(_HEAD_BEGUN.match(line)) or (
        bool(name) and (name.startswith(line) or line.startswith(f"{name} "))
    )

"""Which messages of an export are new, and where they stand among those that came before.

Most exports give messages no id. Then a message is known by when it was written, by whom and what it says; of equal
ones of one minute or second, by their order: overlapping exports of a chat meet as long as no equal messages of one
minute stand on both sides of a cut. Nothing that comes again is ever taken for another message.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import attrs
from sqlalchemy import select

from franchise.chat import cuts
from franchise.chat import tables as t
from franchise.chat.values import SAID, Message, Problem
from franchise.chat.weaving import weave
from franchise.groups.values import Group, nickname_key
from franchise.messages import gettext as _
from franchise.work import UnitOfWork

MADE: Final = "~"
"""Ids that were made here begin with it."""
LAST_PLACE: Final = 999  # a second's messages stay within the second
_CHUNK: Final = 10_000


@attrs.define(slots=True)
class Heard:
    """A message of the export. ``token`` says what it is among those of its time."""

    message: Message
    line: int
    key: str
    digest: str
    token: str
    at: int = 0
    place: int = 0


@attrs.define
class Matched:
    """The new ones by time; how many were known; rows whose place changed (id, at, place); what contradicts.

    ``completed`` are known ones of which only a part had come; their token is the id that they keep.
    """

    fresh: list[Heard] = attrs.field(factory=list)
    known: int = 0
    moved: list[dict[str, Any]] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)
    completed: list[Heard] = attrs.field(factory=list)


def match(
    work: UnitOfWork,
    group: Group,
    messages: Sequence[Message],
    lines: Sequence[int],
    ids: Mapping[str, int],
) -> Matched:
    """Find the new ones among ``messages``, which are by time; ``ids`` maps a nickname's key to a member id."""
    heard = [_hear(message, line) for message, line in zip(messages, lines, strict=True)]
    out = Matched()
    if not heard:
        return out
    heard = _not_elsewhere(work, group, heard, out)
    stored = _stored(work, group, heard)
    times: dict[int, list[Heard]] = {}
    for one in heard:
        times.setdefault(one.message.at, []).append(one)
    first, last = messages[0].at, messages[-1].at
    rows: dict[int, cuts.Pairs] = {}
    for at, now in times.items():
        before = stored.get(at, [])
        _renamed(before, now, ids)
        rows[at] = weave([_token(r) for r in before], [h.token for h in now], new_first=first != at == last)
    _complete(work, group, heard, times, stored, rows, ids, out)
    for at, now in times.items():
        _place(at, stored.get(at, []), now, rows[at], out)
    return out


def _complete(
    work: UnitOfWork,
    group: Group,
    heard: Sequence[Heard],
    times: Mapping[int, list[Heard]],
    stored: Mapping[int, list[Any]],
    rows: dict[int, cuts.Pairs],
    ids: Mapping[str, int],
    out: Matched,
) -> None:
    """Where an earlier export was cut within a message, the half and the whole are one."""
    half = {
        at: place
        for at in times
        if (place := cuts.candidate(at, heard[0].message.at, stored.get(at, []), rows[at])) is not None
    }
    if not half:
        return
    words = cuts.words_of(work, group, [stored[at][place].id for at, place in half.items()])
    follows = {id(one): two.message for one, two in pairwise(heard)}
    for at, place in half.items():
        row = stored[at][place]
        if row.id not in words:
            continue
        whole = {
            nth: (one.message, follows.get(id(one)))
            for nth, one in enumerate(times[at])
            if one.message.kind in SAID and not one.message.id and ids.get(one.key) == row.member_id
        }
        rows[at], nth = cuts.meet(words[row.id], place, rows[at], whole)
        if nth is not None:
            one = times[at][nth]
            one.token, one.at = row.id, row.at
            out.completed.append(one)


def _hear(message: Message, line: int) -> Heard:
    key = nickname_key(message.name) if message.name else ""
    said = f"{message.at}\x1f{message.kind}\x1f{message.text}\x1f{message.link}"
    digest = hashlib.sha256(said.encode()).hexdigest()[:32]
    token = message.id or MADE + hashlib.sha256(f"{key}\x1f{said}".encode()).hexdigest()[:32]
    return Heard(message=message, line=line, key=key, digest=digest, token=token)


def _token(row: Any) -> str:
    known: str = row.id
    return known.partition(".")[0] if known.startswith(MADE) else known


def _not_elsewhere(work: UnitOfWork, group: Group, heard: list[Heard], out: Matched) -> list[Heard]:
    """Leave out those whose own id is known already; the same id with other content is a problem."""
    own = [h.message.id for h in heard if h.message.id]
    if not own:
        return heard
    c = t.message.c
    digests: dict[str, str] = {}
    for start in range(0, len(own), _CHUNK):  # databases take so many values at once
        rows = work.conn.execute(
            select(c.id, c.digest).where(
                c.store_id == work.store_id, c.group_id == group.id, c.id.in_(own[start : start + _CHUNK])
            )
        )
        digests.update((row.id, row.digest) for row in rows)
    rest, seen = [], set()
    for one in heard:
        known = digests.setdefault(one.message.id, one.digest) if one.message.id else one.digest
        if known == one.digest and one.message.id in seen:
            continue  # handed over twice
        seen.update({one.message.id} - {""})
        if known != one.digest:
            text = _("The id {id} is known with other content.").format(id=one.message.id)
            out.problems.append(Problem(line=one.line, code="same_id", message=text))
        else:
            rest.append(one)
    return rest


def _stored(work: UnitOfWork, group: Group, heard: Sequence[Heard]) -> dict[int, list[Any]]:
    """What is kept of the times of the export: time → rows in their order."""
    out: dict[int, list[Any]] = {}
    if not heard:
        return out
    c = t.message.c
    rows = work.conn.execute(
        select(c.id, c.at, c.place, c.digest, c.member_id)
        .where(
            c.store_id == work.store_id,
            c.group_id == group.id,
            c.at >= heard[0].message.at,
            c.at <= heard[-1].message.at + LAST_PLACE,
        )
        .order_by(c.at, c.place, c.id)
    )
    for row in rows:
        out.setdefault(row.at - min(row.place, LAST_PLACE), []).append(row)
    return out


def _renamed(before: Sequence[Any], now: Sequence[Heard], ids: Mapping[str, int]) -> None:
    """An export writes old messages under the member's newest name: the same words of the same member are known."""
    tokens = {_token(row) for row in before}
    by_member = {(row.member_id, row.digest): _token(row) for row in reversed(before) if row.member_id}
    for one in now:
        member = ids.get(one.key)
        if member is not None and not one.message.id and one.token not in tokens:
            one.token = by_member.get((member, one.digest), one.token)


def _place(
    at: int,
    before: Sequence[Any],
    now: Sequence[Heard],
    pairs: Sequence[tuple[int | None, int | None]],
    out: Matched,
) -> None:
    count: dict[str, int] = {}
    for row in before:
        count[_token(row)] = count.get(_token(row), 0) + 1
    there = {row.id for row in before}
    nth = 0
    for old, new in pairs:
        if old is None and new is not None and now[new].message.id in there:
            out.known += 1
            continue
        place, when = nth, at + min(nth, LAST_PLACE)
        if old is not None and new is not None:
            now[new].at, now[new].place = when, place
        nth += 1
        if old is not None:
            row = before[old]
            if row.place != place:
                out.moved.append({"of_id": row.id, "new_at": when, "new_place": place})
        if new is None:
            continue
        one = now[new]
        if old is not None:
            out.known += 1
            continue
        one.at, one.place = when, place
        if not one.message.id:
            seen = count.get(one.token, 0)
            count[one.token] = seen + 1
            one.token = f"{one.token}.{seen}" if seen else one.token
        out.fresh.append(one)

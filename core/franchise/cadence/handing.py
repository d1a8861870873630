"""A post's entries in the outbox, and its events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs
from sqlalchemy import update

from franchise.cadence import rows
from franchise.cadence.content import Line
from franchise.cadence.looking import members_of
from franchise.cadence.values import Audience, Post, PostKey
from franchise.events import dump, outbox
from franchise.storage import insert_ignore
from franchise.work import UnitOfWork


def hand_out(work: UnitOfWork, post: Post, lines: Sequence[Line]) -> None:
    """Put a post's lines into the outbox; those that a jumping clock took back wait again."""
    now = work.now()
    members = members_of(work, post)
    for number, line in enumerate(lines, 1):
        key = outbox_key(post.group, post.key, number)
        payload: dict[str, Any] = {
            "group": post.group,
            "slot": post.slot,
            "day": post.day,
            "nth": post.nth,
            "line": number,
            **attrs.asdict(line, filter=attrs.filters.exclude("at")),
        }
        if post.private:
            payload["member_ids"] = members
        values = {
            "store_id": work.store_id,
            "key": key,
            "channel": post.channel,
            "due_at": line.at,
            "payload": dump(payload),
            "status": "waiting",
            "created_at": now,
        }
        if not insert_ignore(work.conn, outbox, values):
            _set(work, [key], "waiting")


def outbox_key(group: str, key: PostKey, line: int) -> str:
    """The idempotency key of one line of a post in the group of that key."""
    _group_id, slot, day, nth = key
    return f"post/{day}/{slot}/{nth}/{line}/{group}"


def settle_entries(work: UnitOfWork, key: PostKey, lines: int, status: str) -> None:
    """Give a post's entries another status, but for those that were sent."""
    group = audiences(work)[key[0]].key
    _set(work, [outbox_key(group, key, line) for line in range(1, lines + 1)], status)


def _set(work: UnitOfWork, keys: Sequence[str], status: str) -> None:
    work.conn.execute(
        update(outbox)
        .where(outbox.c.store_id == work.store_id, outbox.c.key.in_(keys), outbox.c.status != "sent")
        .values(status=status)
    )


def audiences(work: UnitOfWork) -> dict[int, Audience]:
    """The store's groups by id, looked up once."""
    return work.once("cadence.audiences", lambda: {a.group_id: a for a in rows.audiences(work)})


def record(work: UnitOfWork, kind: str, posts: Iterable[Post]) -> None:
    """One event for each slot and day, however many groups it has."""
    found: dict[tuple[str, str, int, str], list[int]] = {}
    for post in posts:
        found.setdefault((post.day, post.slot, post.nth, post.reason), []).append(post.group_id)
    for (day, slot, nth, reason), ids in sorted(found.items()):
        work.record(kind, f"{day}/{slot}", nth=nth, reason=reason, group_ids=sorted(ids))

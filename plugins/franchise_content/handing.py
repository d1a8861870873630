"""Out to the groups: as tasks for people, or through another channel's outbox; each once and for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select

from franchise import NewTask, OutboxEntry, UnitOfWork, tasks
from franchise_content import tables as t
from franchise_content.settings import settings_of

CHUNK = 500
HANDOFF = "handoff"


def hand_out(work: UnitOfWork, items: Iterable[NewTask]) -> None:
    """Give out what is to be said: to people as tasks, else to the section's channel; each key once and for all.

    The number of statements does not depend on the number of items. What goes to another channel names members by
    id: its text keeps ``{names}``, which the sender puts in.
    """
    channel = settings_of(work).channel
    wanted = {item.key: item for item in items}
    if not wanted:
        return
    if channel == HANDOFF:
        tasks.open(work, wanted.values())
        return
    for key in _known(work, list(wanted)):
        del wanted[key]
    work.insert(
        t.said,
        ("key", "member_id", "at"),
        [(item.key, item.member_id, work.now()) for item in wanted.values()],
    )
    work.post(
        OutboxEntry(
            key=item.key,
            channel=channel,
            due_at=item.due_at,
            payload={
                "kind": item.kind,
                "group_id": item.group_id,
                "member_id": item.member_id,
                "text": item.text,
                **item.payload,
            },
        )
        for item in wanted.values()
    )


def is_for_people(work: UnitOfWork) -> bool:
    """Whether what is said is pasted by a person, so that names may stand in it."""
    return settings_of(work).channel == HANDOFF


def _known(work: UnitOfWork, keys: Sequence[str]) -> list[str]:
    found: list[str] = []
    for start in range(0, len(keys), CHUNK):
        query = select(t.said.c.key).where(
            t.said.c.store_id == work.store_id, t.said.c.key.in_(keys[start : start + CHUNK])
        )
        found += work.conn.execute(query).scalars()
    return found


def forget(work: UnitOfWork, member_ids: Sequence[int]) -> None:
    """Forget that something was said to these members."""
    work.conn.execute(
        delete(t.said).where(t.said.c.store_id == work.store_id, t.said.c.member_id.in_(sorted(member_ids)))
    )

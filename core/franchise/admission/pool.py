"""The waiting pool: who waits for a place in a full group, first come first (I-087)."""

from __future__ import annotations

from typing import Any

import attrs
from sqlalchemy import func, select

from franchise.groups import operations as groups
from franchise.groups import tables as g
from franchise.groups.values import Group
from franchise.work import UnitOfWork


@attrs.frozen(kw_only=True, slots=True)
class Queued:
    """Somebody in a waiting pool: his place in it, from 1."""

    group: Group
    position: int
    member_id: int
    name: str
    since: int


def waiting(work: UnitOfWork, group: Group | None = None) -> list[Queued]:
    """Who waits for a place, by group, first come first (I-087)."""
    out = []
    for one in [group] if group is not None else groups.listed(work):
        queue = [m for m in groups.members(work, one) if m.state == "waiting"]
        out += [
            Queued(group=one, position=n, member_id=m.member_id, name=m.name, since=m.joined_at)
            for n, m in enumerate(queue, 1)
        ]
    return out


def position(work: UnitOfWork, group: Group, member_id: int) -> int:
    """A member's place in the waiting pool, from 1; 0 when he does not wait."""
    c = g.membership.c
    scope: tuple[Any, ...] = (c.store_id == work.store_id, c.group_id == group.id, c.state == "waiting")
    since = work.conn.execute(select(c.joined_at).where(*scope, c.member_id == member_id)).scalar()
    if since is None:
        return 0
    ahead = (c.joined_at < since) | ((c.joined_at == since) & (c.member_id <= member_id))
    return work.conn.execute(select(func.count()).select_from(g.membership).where(*scope, ahead)).scalar_one()

"""Members whose group was divided: they did not choose to move, so the ladder goes on where they are now (I-108)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import attrs
from sqlalchemy import delete, select, update

from franchise import Group, UnitOfWork, groups
from franchise_houserules import tables as t
from franchise_houserules.violations import hold

DIVIDED: Final = "group.split_from"
"""The event by which a group says from which other it was divided, in the same transaction."""


def joined(work: UnitOfWork, group: Group) -> None:
    """Members came into a group: note those who did because another was divided just now. No statement otherwise."""
    for event in work.pending:
        if event.kind == DIVIDED and event.payload["group_id"] == group.id:
            _note(work, group, event.payload["from_id"], event.payload["member_ids"])


def recover(work: UnitOfWork, chosen: Sequence[Group]) -> None:
    """Note who came into groups when others were divided while nobody noted it.

    Such a one is in the new group since he joined the old one, which was before there was a new one. Three statements
    for each group in which there is somebody like that, and two for each earlier group of its kind and place.
    """
    known, founded = groups.listed(work), groups.founded(work)
    for group in chosen:
        if group.number == 1:
            continue
        since = {
            member.member_id: member.joined_at
            for member in groups.members(work, group)
            if member.joined_at < founded[group.id]
        }
        for other in sorted(known, key=lambda g: -g.number):
            near = (other.kind, other.place) == (group.kind, group.place) and other.number < group.number
            if not near or not since:
                continue
            came = [
                place.member_id
                for place in groups.members(work, other, since)
                if place.state == "left" and place.joined_at == since[place.member_id]
            ]
            for member_id in came:
                del since[member_id]
            _note(work, group, other.id, came)


def _note(work: UnitOfWork, group: Group, from_id: int, members: Sequence[int]) -> None:
    c = t.move.c
    if not members:
        return
    hold(work)
    known = work.conn.execute(
        select(c.member_id).where(
            c.store_id == work.store_id, c.group_id == group.id, c.member_id.in_(members)
        )
    )
    fresh = sorted({*members} - {*known.scalars()})
    if fresh:
        work.insert(
            t.move,
            ("member_id", "group_id", "from_id", "at"),
            [(member_id, group.id, from_id, work.now()) for member_id in fresh],
        )


@attrs.frozen
class Paths:
    """Which groups are one and the same to a member: the one that was divided and the one that he came to."""

    _same: Mapping[int, Mapping[int, frozenset[int]]]

    def of(self, member_id: int, group_id: int) -> frozenset[int]:
        """The ids of the groups in which what he did counts in this one; itself among them."""
        return self._same.get(member_id, {}).get(group_id, frozenset((group_id,)))

    def groups(self, members: Iterable[int], group_id: int) -> set[int]:
        """The groups of all of these together."""
        return {group_id}.union(*(self.of(member, group_id) for member in members))


def paths(work: UnitOfWork, members: Iterable[int]) -> Paths:
    """The paths of members; one statement."""
    c = t.move.c
    same: dict[int, dict[int, frozenset[int]]] = {}
    rows = work.conn.execute(
        select(c.member_id, c.group_id, c.from_id)
        .where(c.store_id == work.store_id, c.member_id.in_(sorted(set(members))))
        .order_by(c.member_id, c.group_id)
    )
    for member_id, one, other in rows:
        mine = same.setdefault(member_id, {})
        both = mine.get(one, frozenset((one,))) | mine.get(other, frozenset((other,)))
        for group_id in both:
            mine[group_id] = both
    return Paths(same)


def merged(work: UnitOfWork, member_id: int, merged_id: int) -> None:
    """Two members are one: the moves of both are his."""
    c = t.move.c
    taken = work.conn.execute(
        select(c.group_id).where(c.store_id == work.store_id, c.member_id == member_id)
    ).scalars()
    ours = (c.store_id == work.store_id, c.member_id == merged_id)
    work.conn.execute(delete(t.move).where(*ours, c.group_id.in_(list(taken))))
    work.conn.execute(update(t.move).where(*ours).values(member_id=member_id))


def only(work: UnitOfWork, member_id: int, group: Group) -> Collection[int]:
    """The groups in which what one member did counts in this group; one statement."""
    return paths(work, [member_id]).of(member_id, group.id)

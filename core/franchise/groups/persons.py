"""One person under several names, and a person who is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
from sqlalchemy import Column, and_, case, delete, or_, select, update

from franchise.groups import tables as t
from franchise.groups.joining import depart, promote
from franchise.groups.making import GROUP_COLUMNS
from franchise.groups.places import hold, hold_all
from franchise.groups.rosters import find_member
from franchise.groups.values import Group
from franchise.work import UnitOfWork

_STANDING: Final = ("member", "waiting", "left")
"""States, the better ones first."""


@attrs.frozen(kw_only=True, slots=True)
class Erased:
    """What was known of a member who is erased: the ids that meant the person, and the names by group."""

    member_ids: tuple[int, ...]
    names: Mapping[int, tuple[str, ...]]
    """Group id → names as they were shown there."""
    promoted: tuple[int, ...]


def erase(work: UnitOfWork, member_id: int) -> Erased:
    """Forget who a member is: every name goes, every group is left; rows that only count stay.

    Whatever was merged into the member goes along. The free places are given to those who wait.
    """
    ids = {member_id}
    while True:  # what was merged into what was merged
        more = set(
            work.conn.execute(
                select(t.member.c.id).where(
                    t.member.c.store_id == work.store_id, t.member.c.merged_into.in_(sorted(ids))
                )
            ).scalars()
        )
        if more <= ids:
            break
        ids |= more
    chosen = sorted(ids)
    rows = work.conn.execute(
        select(t.group, t.membership.c.member_id)
        .join(
            t.membership,
            and_(t.membership.c.store_id == t.group.c.store_id, t.membership.c.group_id == t.group.c.id),
        )
        .where(t.membership.c.store_id == work.store_id, t.membership.c.member_id.in_(chosen))
        .order_by(t.group.c.id, t.membership.c.member_id)  # one order of locks for all
    ).all()
    promoted = []
    for row in rows:
        group = Group(**{c.name: row._mapping[c] for c in GROUP_COLUMNS})
        if (up := depart(work, group, row._mapping[t.membership.c.member_id])) is not None:
            promoted.append(up)
    where = (t.nickname.c.store_id == work.store_id, t.nickname.c.member_id.in_(chosen))
    names: dict[int, tuple[str, ...]] = {}
    query = select(t.nickname.c.group_id, t.nickname.c.shown).where(*where)
    for group_id, shown in work.conn.execute(query.order_by(t.nickname.c.group_id, t.nickname.c.nickname)):
        names[group_id] = (*names.get(group_id, ()), shown)
    work.conn.execute(delete(t.nickname).where(*where))
    work.record("member.erased", member_id, member_ids=chosen)
    return Erased(member_ids=tuple(chosen), names=names, promoted=tuple(promoted))


def merge(
    work: UnitOfWork, group: Group, keep: str, other: str, *, columns: Iterable[Column[Any]] = ()
) -> int:
    """Make two names of a group one household: what ``other`` is in any group of the store becomes ``keep``'s.

    All names of both go on meaning that household. In a group that both were in it has one place: the better of the
    two, since the earlier time, and the name on papers is ``keep``'s; the place that becomes free is given to the first
    who waits. ``columns`` are further columns of store tables that hold a member's id. Merging twice changes nothing.
    Returns the member's id. The number of statements is the same for any number of rows and groups, unless somebody
    moves up.
    """
    hold(work, group)
    into, gone = find_member(work, group, keep), find_member(work, group, other)
    if into == gone:
        return into
    rooms = of_members(work, (into, gone))
    hold_all(work, rooms)
    named = _named(work, into)
    freed = _one_place(work, into, gone)
    _promote_in(work, [room for room in rooms if room.id in freed])
    n, m = t.nickname.c, t.member.c
    work.conn.execute(
        update(t.nickname)
        .where(n.store_id == work.store_id, n.member_id == gone)
        .values(member_id=into, main=case((n.group_id.in_(named), 0), else_=n.main))
    )
    for column in columns:
        work.conn.execute(
            update(column.table)
            .where(column.table.c.store_id == work.store_id, column == gone)
            .values({column.name: into})
        )
    work.conn.execute(
        update(t.member)
        .where(m.store_id == work.store_id, or_(m.id == gone, m.merged_into == gone))
        .values(merged_into=into)
    )
    work.record("members.merged", group.key, group_id=group.id, member_id=into, merged_id=gone)
    return into


def of_members(work: UnitOfWork, ids: Iterable[int]) -> list[Group]:
    """The groups that any of these members is or was in, or waits for, by id."""
    held = t.membership.c
    inside = select(held.group_id).where(held.store_id == work.store_id, held.member_id.in_(sorted(ids)))
    rows = work.conn.execute(
        select(t.group)
        .where(t.group.c.store_id == work.store_id, t.group.c.id.in_(inside))
        .order_by(t.group.c.id)
    )
    return [Group(**{c.name: row._mapping[c] for c in GROUP_COLUMNS}) for row in rows]


def _named(work: UnitOfWork, member_id: int) -> list[int]:
    c = t.nickname.c
    query = select(c.group_id).where(c.store_id == work.store_id, c.member_id == member_id).distinct()
    return sorted(work.conn.execute(query).scalars())


def _one_place(work: UnitOfWork, into: int, gone: int) -> set[int]:
    """Give ``into`` the places of both; the ids of the groups where both had one."""
    c = t.membership.c
    both = (c.store_id == work.store_id, c.member_id.in_((into, gone)))
    rows = work.conn.execute(select(c.group_id, c.state, c.joined_at).where(*both).order_by(c.group_id)).all()
    best: dict[int, tuple[str, int]] = {}
    freed: set[int] = set()
    for row in rows:
        state, since = best.get(row.group_id, (row.state, row.joined_at))
        if row.group_id in best and state == row.state == "member":
            freed.add(row.group_id)
        best[row.group_id] = min(
            (state, since), (row.state, row.joined_at), key=lambda one: (_STANDING.index(one[0]), one[1])
        )
    work.conn.execute(delete(t.membership).where(*both))
    work.insert(
        t.membership,
        ("group_id", "member_id", "state", "joined_at"),
        [(group_id, into, *best[group_id]) for group_id in sorted(best)],
    )
    return freed


def _promote_in(work: UnitOfWork, rooms: Iterable[Group]) -> None:
    found = {room.id: room for room in rooms}
    c = t.membership.c
    waited_for = work.conn.execute(
        select(c.group_id)
        .where(c.store_id == work.store_id, c.group_id.in_(sorted(found)), c.state == "waiting")
        .distinct()
    ).scalars()
    for group_id in sorted(waited_for):
        promote(work, found[group_id])

"""Coming into groups and leaving them."""

from __future__ import annotations

import attrs
from sqlalchemy import and_, select

from franchise.groups import tables as t
from franchise.groups.making import following
from franchise.groups.places import enter, hold, set_state, state, taken
from franchise.groups.rosters import call, find_member, members, somebody_else
from franchise.groups.section import GroupKind
from franchise.groups.values import Group, nickname_key
from franchise.work import UnitOfWork


@attrs.frozen(kw_only=True, slots=True)
class Joined:
    """Where somebody who wanted to join is now: in ``group``, as ``member`` or ``waiting``."""

    group: Group
    member_id: int
    state: str


def join(work: UnitOfWork, group: Group, name: str, *, member_id: int | None = None) -> Joined:
    """Let somebody into a group, as far as there is room.

    When the group is full the kind's ``when_full`` decides: wait for a place, or go to the next numbered group,
    which is made when there is none with room. Joining twice changes nothing; one who left and comes back is
    the same member again, at the end of the queue.

    Args:
        work: The unit of work.
        group: Where to.
        name: What he is called there.
        member_id: Who he is, when another group of the store knows him already.

    Raises:
        Conflict: Somebody else goes by that name there.

    """
    while True:
        hold(work, group)
        found = place(work, group, name)
        if found is not None:
            if member_id not in {None, found.member_id}:
                raise somebody_else(group, name)
            member_id = found.member_id
            if found.state != "left":
                return found
        elif member_id is not None:
            before = state(work, group, member_id)
            if before is not None and before != "left":  # a second name of a member
                return Joined(group=group, member_id=member_id, state=before)
        occupied = taken(work, group)
        settings: GroupKind = work.setup.get("groups")[group.kind]
        if occupied < group.capacity or settings.when_full == "waiting_pool":
            now = "member" if occupied < group.capacity else "waiting"
            member_id = enter(work, group, member_id, now)
            if found is None:
                call(work, group, member_id, name)
            if now == "member":
                _came_in(work, group, [member_id])
            return Joined(group=group, member_id=member_id, state=now)
        group = following(work, group)


def place(work: UnitOfWork, group: Group, name: str) -> Joined | None:
    """Where somebody of that name is in the group: ``member``, ``waiting``, ``left``; None: nobody is called so."""
    row = work.conn.execute(
        select(t.membership.c.member_id, t.membership.c.state)
        .join(
            t.nickname,
            and_(
                t.nickname.c.store_id == t.membership.c.store_id,
                t.nickname.c.group_id == t.membership.c.group_id,
                t.nickname.c.member_id == t.membership.c.member_id,
            ),
        )
        .where(
            t.membership.c.store_id == work.store_id,
            t.membership.c.group_id == group.id,
            t.nickname.c.nickname == nickname_key(name),
        )
    ).one_or_none()
    return None if row is None else Joined(group=group, member_id=row.member_id, state=row.state)


def leave(work: UnitOfWork, group: Group, name: str) -> int | None:
    """Let a member leave, which is always free (I-114); the first who waits takes the place.

    Returns the id of the member who moved up, or None. What the leaver ordered stays. Leaving twice changes
    nothing.
    """
    hold(work, group)
    return depart(work, group, find_member(work, group, name))


def depart(work: UnitOfWork, group: Group, member_id: int) -> int | None:
    """As `leave`, for a member who is known by id; nothing happens to one who is not in the group."""
    hold(work, group)
    if state(work, group, member_id) in {None, "left"}:
        return None
    set_state(work, group, member_id, "left")
    work.record("member.left", group.key, group_id=group.id, member_id=member_id)
    return next(iter(promote(work, group)), None)


def promote(work: UnitOfWork, group: Group) -> list[int]:
    """Give the free places of a group to those who wait, first come first served; their ids in that order."""
    hold(work, group)
    room = group.capacity - taken(work, group)
    if room <= 0:
        return []
    found = work.conn.execute(
        select(t.membership.c.member_id)
        .where(
            t.membership.c.store_id == work.store_id,
            t.membership.c.group_id == group.id,
            t.membership.c.state == "waiting",
        )
        .order_by(t.membership.c.joined_at, t.membership.c.member_id)
        .limit(room)
    )
    promoted = list(found.scalars())
    for member_id in promoted:
        set_state(work, group, member_id, "member", joined_at=work.now())
        work.record("member.promoted", group.key, group_id=group.id, member_id=member_id)
    if promoted:
        _came_in(work, group, promoted)
    return promoted


def _came_in(work: UnitOfWork, group: Group, ids: list[int]) -> None:
    inside = {one.member_id: one for one in members(work, group, ids)}
    work.notify("franchise_members_joined", group=group, members=tuple(inside[i] for i in ids))

"""The places of a group: how many there are, who holds which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import bindparam, func, select, update

from franchise.errors import Refused
from franchise.groups import tables as t
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.storage import upsert
from franchise.work import UnitOfWork

_HELD: Final = (
    select(t.group.c.id)
    .where(t.group.c.store_id == bindparam("store"), t.group.c.id == bindparam("group"))
    .with_for_update(key_share=True)  # rows that refer to the group may still be written
)
_TAKEN: Final = (
    select(func.count())
    .select_from(t.membership)
    .where(
        t.membership.c.store_id == bindparam("store"),
        t.membership.c.group_id == bindparam("group"),
        t.membership.c.state == "member",
    )
)


def hold(work: UnitOfWork, group: Group) -> None:
    """Hold the group's row, so that two who want the last place come one after the other.

    Not so hard that it keeps out rows that refer to the group: whoever hands in an order has such a one already,
    and two of them would wait for each other.
    """
    held = work.conn.execute(_HELD, {"store": work.store_id, "group": group.id}).scalar()
    if held is None:
        raise Refused(_("The group {group} is gone.").format(group=group.name))


def hold_all(work: UnitOfWork, rooms: Iterable[Group]) -> None:
    """Hold several groups' rows, in the one order in which everybody does."""
    c = t.group.c
    work.conn.execute(
        select(c.id)
        .where(c.store_id == work.store_id, c.id.in_(sorted(room.id for room in rooms)))
        .order_by(c.id)
        .with_for_update(key_share=True)
    ).all()


def taken(work: UnitOfWork, group: Group) -> int:
    return work.conn.execute(_TAKEN, {"store": work.store_id, "group": group.id}).scalar_one()


def state(work: UnitOfWork, group: Group, member_id: int) -> str | None:
    """``member``, ``waiting`` or ``left``; None for one who never was in the group."""
    return work.conn.execute(
        select(t.membership.c.state).where(
            t.membership.c.store_id == work.store_id,
            t.membership.c.group_id == group.id,
            t.membership.c.member_id == member_id,
        )
    ).scalar()


def set_state(
    work: UnitOfWork, group: Group, member_id: int, state: str, *, joined_at: int | None = None
) -> None:
    """Give a member another state in the group, and the time since when he is in it where that changes."""
    values: dict[str, object] = {"state": state}
    if joined_at is not None:
        values["joined_at"] = joined_at
    work.conn.execute(
        update(t.membership)
        .where(
            t.membership.c.store_id == work.store_id,
            t.membership.c.group_id == group.id,
            t.membership.c.member_id == member_id,
        )
        .values(**values)
    )


def enter(work: UnitOfWork, group: Group, member_id: int | None, state: str) -> int:
    now = work.now()
    if state == "waiting":
        # First in, first out even if a clock goes back: whoever comes stands behind all who wait.
        last = work.conn.execute(
            select(func.max(t.membership.c.joined_at)).where(
                t.membership.c.store_id == work.store_id,
                t.membership.c.group_id == group.id,
                t.membership.c.state == "waiting",
            )
        ).scalar()
        now = max(now, (last or 0) + 1)
    if member_id is None:
        member_id = work.ids.new()
        work.insert(t.member, ("id", "merged_into", "created_at"), [(member_id, None, now)])
    upsert(
        work.conn,
        t.membership,
        {
            "store_id": work.store_id,
            "group_id": group.id,
            "member_id": member_id,
            "state": state,
            "joined_at": now,
        },
        update=("state", "joined_at"),
    )
    kind = "member.joined" if state == "member" else "member.waiting"
    work.record(kind, group.key, group_id=group.id, member_id=member_id)
    return member_id


def sizes(work: UnitOfWork) -> dict[tuple[int, str], int]:
    """How many are in each state in each group of the store: (group id, state) → count."""
    rows = work.conn.execute(
        select(t.membership.c.group_id, t.membership.c.state, func.count())
        .where(t.membership.c.store_id == work.store_id)
        .group_by(t.membership.c.group_id, t.membership.c.state)
    )
    return {(group_id, state): count for group_id, state, count in rows}

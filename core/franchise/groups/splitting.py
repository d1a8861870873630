"""A full group divides in two (I-240): everybody keeps a place, both groups know it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs
from sqlalchemy import Table, bindparam, func, select, update

from franchise.errors import Refused
from franchise.groups import operations as groups
from franchise.groups import tables as t
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.work import UnitOfWork

_MEMBERS: Final = (
    select(t.membership.c.member_id, t.membership.c.joined_at)
    .where(
        t.membership.c.store_id == bindparam("store"),
        t.membership.c.group_id == bindparam("group"),
        t.membership.c.state == "member",
    )
    .order_by(t.membership.c.joined_at, t.membership.c.member_id)
)


@attrs.frozen(kw_only=True, slots=True)
class Split:
    """What a split did: who stayed and who moved, by member id; ``promoted`` had waited and now has a place."""

    group: Group
    into: Group
    stayed: tuple[int, ...]
    moved: tuple[int, ...]
    promoted: tuple[int, ...]


def split(work: UnitOfWork, group: Group, *, anyway: bool = False, copied: Iterable[Table] = ()) -> Split:
    """Divide a group: the later half of its members goes to a new group with the next number.

    Whoever moves keeps the name by which the group knows him, in both groups: what he ordered in a cycle that is
    still open, or before, stays in the old group's sheets and papers, and nothing of it is lost. From the next list
    on he is a member of the new group.

    Args:
        work: The unit of work.
        group: The group to divide.
        anyway: Also when it is not full.
        copied: Further tables of the store whose rows the new group gets too, such as what it calls products.

    Raises:
        Refused: It is not full, or it has fewer than two members; or a plugin is against the new group.

    """
    groups.hold(work, group)
    rows = list(work.conn.execute(_MEMBERS, {"store": work.store_id, "group": group.id}))
    if len(rows) < 2:
        raise Refused(_("{group} has fewer than two members.").format(group=group.name))
    if len(rows) < group.capacity and not anyway:
        raise Refused(
            _("{group} is not full: {count} of {capacity}.").format(
                group=group.name, count=len(rows), capacity=group.capacity
            ),
            hint=_("`--anyway` divides it all the same."),
        )
    half = (len(rows) + 1) // 2
    stayed, leaving = [r.member_id for r in rows[:half]], rows[half:]
    moved = [r.member_id for r in leaving]
    number, key = _next_name(work, group)
    into = groups.create(work, group.kind, place=group.place, number=number, key=key)
    _leave(work, group, moved)
    work.insert(
        t.membership,
        ("group_id", "member_id", "state", "joined_at"),
        [(into.id, r.member_id, "member", r.joined_at) for r in leaving],
    )
    _copy_names(work, group, into, set(moved))
    for table in copied:
        _copy(work, table, group, into)
    facts = {"into_id": into.id, "stayed": len(stayed), "moved": len(moved)}
    work.record("group.split", group.key, group_id=group.id, **facts)
    work.record("group.split_from", into.key, group_id=into.id, from_id=group.id, member_ids=moved)
    came = {one.member_id: one for one in groups.members(work, into)}
    work.notify("franchise_members_joined", group=into, members=tuple(came[i] for i in moved))
    return Split(
        group=group,
        into=into,
        stayed=tuple(stayed),
        moved=tuple(moved),
        promoted=tuple(groups.promote(work, group)),
    )


def _next_name(work: UnitOfWork, group: Group) -> tuple[int, str]:
    """The next number of the kind and place, and a key that goes with it."""
    last = work.conn.execute(
        select(func.max(t.group.c.number)).where(
            t.group.c.store_id == work.store_id, t.group.c.kind == group.kind, t.group.c.place == group.place
        )
    ).scalar_one()
    keys = {known.key for known in groups.listed(work)}
    number: int = last + 1
    key = f"{group.key.removesuffix(f'-{group.number}')}-{number}"
    return number, "" if key in keys else key


def _leave(work: UnitOfWork, group: Group, moved: list[int]) -> None:
    work.conn.execute(
        update(t.membership)
        .where(
            t.membership.c.store_id == work.store_id,
            t.membership.c.group_id == group.id,
            t.membership.c.member_id.in_(moved),
        )
        .values(state="left")
    )


def _copy_names(work: UnitOfWork, group: Group, into: Group, moved: set[int]) -> None:
    columns = ("nickname", "member_id", "shown", "main")
    rows = work.conn.execute(
        select(*(t.nickname.c[name] for name in columns)).where(
            t.nickname.c.store_id == work.store_id, t.nickname.c.group_id == group.id
        )
    )
    names = [(into.id, *row) for row in rows if row.member_id in moved]
    work.insert(t.nickname, ("group_id", *columns), names)


def _copy(work: UnitOfWork, table: Table, group: Group, into: Group) -> None:
    names = [c.name for c in table.columns if c.name not in {"store_id", "group_id"}]
    rows = work.conn.execute(
        select(*(table.c[name] for name in names)).where(
            table.c.store_id == work.store_id, table.c.group_id == group.id
        )
    )
    work.insert(table, ("group_id", *names), [(into.id, *row) for row in rows])

"""One person under several names, and a person who is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs
from sqlalchemy import and_, bindparam, delete, select, update

from franchise.groups import tables as t
from franchise.groups.joining import depart, promote
from franchise.groups.making import GROUP_COLUMNS
from franchise.groups.places import hold, set_state, state
from franchise.groups.rosters import find_member
from franchise.groups.values import Group
from franchise.work import UnitOfWork


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


def merge(work: UnitOfWork, group: Group, keep: str, other: str, *, tables: Iterable[Any] = ()) -> int:
    """Make two names one household: everything of ``other`` becomes ``keep``'s.

    Both names go on meaning that household. ``tables`` are further tables of the store whose ``member_id`` moves
    along (order lines). Merging twice changes nothing. Returns the member's id.
    """
    hold(work, group)
    into, gone = find_member(work, group, keep), find_member(work, group, other)
    if into == gone:
        return into
    scope = {"store": work.store_id, "gone": gone, "into": into, "group": group.id}
    for table in (*tables, t.nickname):
        values: dict[str, Any] = {"member_id": bindparam("into")}
        if table is t.nickname:
            values["main"] = 0
        work.conn.execute(
            update(table)
            .where(
                table.c.store_id == bindparam("store"),
                table.c.member_id == bindparam("gone"),
                table.c.group_id == bindparam("group"),
            )
            .values(values),
            scope,
        )
    if state(work, group, gone) == "member":  # the household keeps the place that either had
        set_state(work, group, into, "member")
    set_state(work, group, gone, "left")
    promote(work, group)
    work.conn.execute(
        update(t.member)
        .where(t.member.c.store_id == work.store_id, t.member.c.id == gone)
        .values(merged_into=into)
    )
    work.record("members.merged", group.key, group_id=group.id, member_id=into, merged_id=gone)
    return into

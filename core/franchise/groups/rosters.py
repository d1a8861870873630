"""Who is called what in a group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs
from sqlalchemy import bindparam, func, select

from franchise.errors import Conflict, NotFound
from franchise.groups import tables as t
from franchise.groups.places import hold, taken
from franchise.groups.values import Group, Membership, nickname_key
from franchise.messages import gettext as _
from franchise.suggest import did_you_mean
from franchise.work import UnitOfWork

_NAMES: Final = select(
    t.nickname.c.nickname, t.nickname.c.member_id, t.nickname.c.shown, t.nickname.c.main
).where(t.nickname.c.store_id == bindparam("store"), t.nickname.c.group_id == bindparam("group"))
_PLACES: Final = (
    select(t.membership.c.member_id, t.membership.c.state, t.membership.c.joined_at)
    .where(t.membership.c.store_id == bindparam("store"), t.membership.c.group_id == bindparam("group"))
    .order_by(t.membership.c.joined_at, t.membership.c.member_id)
)


@attrs.define
class Roster:
    """Who is called what in one group. ``ids`` maps a nickname's key to a member id."""

    ids: dict[str, int]
    shown: dict[int, str]

    def names(self) -> tuple[str, ...]:
        """Every member's main name, in a stable order."""
        return tuple(self.shown[i] for i in sorted(self.shown))


def roster(work: UnitOfWork, group: Group) -> Roster:
    """Everybody who has a name in the group; one statement."""
    out = Roster({}, {})
    for key, member_id, shown, main in work.conn.execute(_NAMES, {"store": work.store_id, "group": group.id}):
        out.ids[key] = member_id
        if main or member_id not in out.shown:
            out.shown[member_id] = shown
    return out


def register(
    work: UnitOfWork, group: Group, names: Iterable[str], known: Roster, *, inside: bool = False
) -> Roster:
    """Make members of the names that the roster does not know; seven statements, however many.

    Whoever writes in a group's list is in the group: nobody's order is refused for want of a place. Beyond the
    group's capacity a new member is noted as waiting, unless he is known to be ``inside`` already.
    """
    fresh: dict[str, str] = {}
    for name in names:
        key = nickname_key(name)
        if key not in known.ids and key not in fresh:
            fresh[key] = name.strip()
    if not fresh:
        return known
    if work.conn.dialect.name != "sqlite":  # there the whole transaction is alone already
        # Locked, read and counted only now: somebody may be joining, and the last place is given once.
        hold(work, group)
        known = roster(work, group)
        fresh = {key: shown for key, shown in fresh.items() if key not in known.ids}
        if not fresh:
            return known
    room = group.capacity - taken(work, group)
    now = work.now()
    ids = work.ids.many(len(fresh))
    work.insert(t.member, ("id", "merged_into", "created_at"), [(i, None, now) for i in ids])
    work.insert(
        t.membership,
        ("group_id", "member_id", "state", "joined_at"),
        [(group.id, i, "member" if inside or n < room else "waiting", now) for n, i in enumerate(ids)],
    )
    work.insert(
        t.nickname,
        ("group_id", "nickname", "member_id", "shown", "main"),
        [(group.id, key, i, shown, 1) for i, (key, shown) in zip(ids, fresh.items(), strict=True)],
    )
    known.ids.update(zip(fresh, ids, strict=True))
    known.shown.update(zip(ids, fresh.values(), strict=True))
    work.record("members.registered", group.key, group_id=group.id, member_ids=ids)
    return known


def members(work: UnitOfWork, group: Group, ids: Iterable[int] | None = None) -> list[Membership]:
    """Everybody in the group, waiting for it or gone, by the time of joining; those of ``ids`` alone where given."""
    chosen = None if ids is None else sorted(ids)
    called, held = _NAMES, _PLACES
    if chosen is not None:
        called = called.where(t.nickname.c.member_id.in_(chosen))
        held = held.where(t.membership.c.member_id.in_(chosen))
    scope = {"store": work.store_id, "group": group.id}
    names: dict[int, list[str]] = {}
    for row in sorted(work.conn.execute(called, scope), key=lambda r: (-r.main, r.nickname)):
        names.setdefault(row.member_id, []).append(row.shown)
    return [
        Membership(member_id=i, state=state, joined_at=at, names=tuple(names.get(i, ())))
        for i, state, at in work.conn.execute(held, scope)
        if i in names
    ]


def find_member(work: UnitOfWork, group: Group, name: str) -> int:
    """The id of whoever goes by that name in the group.

    Raises:
        NotFound: Nobody does; the hint names the nearest ones.

    """
    known = roster(work, group)
    found = known.ids.get(nickname_key(name))
    if found is None:
        raise nobody(group, name, known.names())
    return found


def nobody(group: Group, name: str, known: Iterable[str]) -> NotFound:
    """Nobody goes by that name in the group; the hint says which of the ``known`` ones are near."""
    return NotFound(
        _("Nobody in {group} is called {name!r}.").format(group=group.name, name=name),
        hint=did_you_mean(name, known),
    )


def somebody_else(group: Group, name: str) -> Conflict:
    """The name that somebody is to have in the group is another's there."""
    return Conflict(
        _("Somebody else is called {name!r} in {group}.").format(name=name, group=group.name),
        hint=_("Give another name, such as the one with a house number."),
    )


def call(work: UnitOfWork, group: Group, member_id: int, name: str) -> None:
    """Give a member a name in the group; the first is the one on papers.

    Raises:
        UsageProblem: It cannot be a name.
        Conflict: It is somebody else's there.

    """
    key = nickname_key(name)
    known = work.conn.execute(
        select(func.count())
        .select_from(t.nickname)
        .where(
            t.nickname.c.store_id == work.store_id,
            t.nickname.c.group_id == group.id,
            t.nickname.c.member_id == member_id,
        )
    ).scalar_one()
    values = {"member_id": member_id, "shown": name.strip(), "main": 0 if known else 1}
    if work.insert_new(t.nickname, group_id=group.id, nickname=key, **values):
        return
    if find_member(work, group, name) != member_id:
        raise somebody_else(group, name)

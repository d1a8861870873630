"""Making groups, and knowing the people in them by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
from sqlalchemy import and_, bindparam, func, select, update

from franchise.errors import Conflict, NotFound, Refused
from franchise.groups import tables as t
from franchise.groups.section import GroupKind, render_name
from franchise.groups.values import Group, Membership, nickname_key
from franchise.messages import gettext as _
from franchise.suggest import did_you_mean
from franchise.work import UnitOfWork

_GROUP_COLUMNS: Final = tuple(t.group.c[f.name] for f in attrs.fields(Group))
_BY_KEY: Final = select(*_GROUP_COLUMNS).where(
    t.group.c.store_id == bindparam("store"), t.group.c.key == bindparam("key")
)
_NAMES: Final = select(
    t.nickname.c.nickname, t.nickname.c.member_id, t.nickname.c.shown, t.nickname.c.main
).where(t.nickname.c.store_id == bindparam("store"), t.nickname.c.group_id == bindparam("group"))


# -------------------------------------------------------------------- groups


def create(
    work: UnitOfWork,
    kind: str,
    *,
    place: str = "",
    person: str = "",
    key: str = "",
    number: int | None = None,
) -> Group:
    """Make a group of a kind of the setup, named by the kind's template.

    The number is the next free one of its kind and place; the key, when not given, is the kind with the number.

    Raises:
        NotFound: The setup has no such kind.
        Conflict: A group of that key exists.
        Refused: A plugin is against it.

    """
    kinds: Mapping[str, GroupKind] = work.setup.get("groups")
    settings = kinds.get(kind)
    if settings is None:
        raise NotFound(
            _("The setup has no group kind {kind!r}.").format(kind=kind), hint=did_you_mean(kind, kinds)
        )
    if number is None:
        number = 1 + (
            work.conn.execute(
                select(func.max(t.group.c.number)).where(
                    t.group.c.store_id == work.store_id, t.group.c.kind == kind, t.group.c.place == place
                )
            ).scalar()
            or 0
        )
    name = render_name(settings, place=place, store=work.answers.name, person=person, number=number)
    group = Group(
        id=work.ids.new(),
        key=key or f"{kind}-{number}",
        kind=kind,
        unit=settings.unit,
        place=place,
        number=number,
        name=name,
        capacity=settings.capacity,
    )
    work.decide("franchise_may_create_group", group=group)
    if not work.insert_new(t.group, **attrs.asdict(group), created_at=work.now()):
        raise Conflict(_("There is already a group {key!r}.").format(key=group.key))
    work.record("group.created", group.key, group_id=group.id, kind=kind, number=number, name=name)
    return group


def get(work: UnitOfWork, key: str) -> Group:
    """The group of that key.

    Raises:
        NotFound: No such group; the hint names the nearest ones.

    """
    row = work.conn.execute(_BY_KEY, {"store": work.store_id, "key": key}).one_or_none()
    if row is None:
        known = {g.key: g.name for g in listed(work)}
        hint = did_you_mean(key, [*known, *known.values()])
        raise NotFound(
            _("The store {store} has no group {key!r}.").format(store=work.store.key, key=key),
            hint=hint or _("`franchise group list` shows them."),
        )
    return Group(**row._mapping)


def listed(work: UnitOfWork) -> list[Group]:
    """All groups of the store, by kind, place and number."""
    order = (t.group.c.kind, t.group.c.place, t.group.c.number, t.group.c.key)
    rows = work.conn.execute(
        select(*_GROUP_COLUMNS).where(t.group.c.store_id == work.store_id).order_by(*order)
    )
    return [Group(**row._mapping) for row in rows]


# -------------------------------------------------------------------- people


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


def register(work: UnitOfWork, group: Group, names: Iterable[str], known: Roster) -> Roster:
    """Make members of the names that the roster does not know; four statements, however many.

    Whoever writes in a group's list is in the group: nobody's order is refused for want of a place. Beyond the
    group's capacity a new member is noted as waiting.
    """
    fresh: dict[str, str] = {}
    for name in names:
        key = nickname_key(name)
        if key not in known.ids and key not in fresh:
            fresh[key] = name.strip()
    if not fresh:
        return known
    now = work.now()
    ids = work.ids.many(len(fresh))
    room = group.capacity - len(known.shown)
    work.insert(t.member, ("id", "merged_into", "created_at"), [(i, None, now) for i in ids])
    work.insert(
        t.membership,
        ("group_id", "member_id", "state", "joined_at"),
        [(group.id, i, "member" if n < room else "waiting", now) for n, i in enumerate(ids)],
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


@attrs.frozen(kw_only=True, slots=True)
class Joined:
    """Where somebody who wanted to join is now: in ``group``, as ``member`` or ``waiting``."""

    group: Group
    member_id: int
    state: str


def join(work: UnitOfWork, group: Group, name: str) -> Joined:
    """Let somebody into a group, as far as there is room.

    When the group is full the kind's ``when_full`` decides: wait for a place, or go to the next numbered group,
    which is made when there is none with room. Joining twice changes nothing.
    """
    key = nickname_key(name)
    while True:
        _lock(work, group)
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
                t.nickname.c.nickname == key,
            )
        ).one_or_none()
        if row is not None:
            return Joined(group=group, member_id=row.member_id, state=row.state)
        taken = _taken(work, group)
        settings: GroupKind = work.setup.get("groups")[group.kind]
        if taken < group.capacity or settings.when_full == "waiting_pool":
            state = "member" if taken < group.capacity else "waiting"
            return Joined(group=group, member_id=_add(work, group, key, name.strip(), state), state=state)
        group = _next(work, group)


def leave(work: UnitOfWork, group: Group, name: str) -> int | None:
    """Let a member leave, which is always free (I-114); the first who waits takes the place.

    Returns the id of the member who moved up, or None. What the leaver ordered stays.
    """
    _lock(work, group)
    member_id = _member(work, group, name)
    _set_state(work, group, member_id, "left")
    work.record("member.left", group.key, group_id=group.id, member_id=member_id)
    if _taken(work, group) >= group.capacity:
        return None
    first = work.conn.execute(
        select(t.membership.c.member_id)
        .where(
            t.membership.c.store_id == work.store_id,
            t.membership.c.group_id == group.id,
            t.membership.c.state == "waiting",
        )
        .order_by(t.membership.c.joined_at, t.membership.c.member_id)
        .limit(1)
    ).scalar()
    if first is not None:
        _set_state(work, group, first, "member")
        work.record("member.promoted", group.key, group_id=group.id, member_id=first)
    return first


def members(work: UnitOfWork, group: Group) -> list[Membership]:
    """Everybody in the group or waiting for it, by the time of joining."""
    names: dict[int, list[str]] = {}
    rows = sorted(
        work.conn.execute(_NAMES, {"store": work.store_id, "group": group.id}),
        key=lambda r: (-r.main, r.nickname),
    )
    for row in rows:
        names.setdefault(row.member_id, []).append(row.shown)
    found = work.conn.execute(
        select(t.membership.c.member_id, t.membership.c.state, t.membership.c.joined_at)
        .where(t.membership.c.store_id == work.store_id, t.membership.c.group_id == group.id)
        .order_by(t.membership.c.joined_at, t.membership.c.member_id)
    )
    return [
        Membership(member_id=i, state=state, joined_at=at, names=tuple(names.get(i, ())))
        for i, state, at in found
        if i in names
    ]


def merge(work: UnitOfWork, group: Group, keep: str, other: str, *, tables: Iterable[Any] = ()) -> int:
    """Make two names one household: everything of ``other`` becomes ``keep``'s.

    Both names go on meaning that household. ``tables`` are further tables of the store whose ``member_id`` moves
    along (order lines). Merging twice changes nothing. Returns the member's id.
    """
    _lock(work, group)
    into, gone = _member(work, group, keep), _member(work, group, other)
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
    _set_state(work, group, gone, "left")
    work.conn.execute(
        update(t.member)
        .where(t.member.c.store_id == work.store_id, t.member.c.id == gone)
        .values(merged_into=into)
    )
    work.record("members.merged", group.key, group_id=group.id, member_id=into, merged_id=gone)
    return into


def _member(work: UnitOfWork, group: Group, name: str) -> int:
    known = roster(work, group)
    found = known.ids.get(nickname_key(name))
    if found is None:
        raise NotFound(
            _("Nobody in {group} is called {name!r}.").format(group=group.name, name=name),
            hint=did_you_mean(name, known.names()),
        )
    return found


def _lock(work: UnitOfWork, group: Group) -> None:
    """Hold the group's row, so that two who want the last place come one after the other."""
    held = work.conn.execute(
        select(t.group.c.id)
        .where(t.group.c.store_id == work.store_id, t.group.c.id == group.id)
        .with_for_update()
    ).scalar()
    if held is None:
        raise Refused(_("The group {group} is gone.").format(group=group.name))


def _taken(work: UnitOfWork, group: Group) -> int:
    return work.conn.execute(
        select(func.count())
        .select_from(t.membership)
        .where(
            t.membership.c.store_id == work.store_id,
            t.membership.c.group_id == group.id,
            t.membership.c.state == "member",
        )
    ).scalar_one()


def _set_state(work: UnitOfWork, group: Group, member_id: int, state: str) -> None:
    work.conn.execute(
        update(t.membership)
        .where(
            t.membership.c.store_id == work.store_id,
            t.membership.c.group_id == group.id,
            t.membership.c.member_id == member_id,
        )
        .values(state=state)
    )


def _add(work: UnitOfWork, group: Group, key: str, shown: str, state: str) -> int:
    now = work.now()
    member_id = work.ids.new()
    work.insert(t.member, ("id", "merged_into", "created_at"), [(member_id, None, now)])
    work.insert(
        t.membership, ("group_id", "member_id", "state", "joined_at"), [(group.id, member_id, state, now)]
    )
    work.insert(
        t.nickname,
        ("group_id", "nickname", "member_id", "shown", "main"),
        [(group.id, key, member_id, shown, 1)],
    )
    kind = "member.joined" if state == "member" else "member.waiting"
    work.record(kind, group.key, group_id=group.id, member_id=member_id)
    return member_id


def _next(work: UnitOfWork, group: Group) -> Group:
    """The group of the same kind and place with the next number; made when there is none."""
    row = work.conn.execute(
        select(*_GROUP_COLUMNS).where(
            t.group.c.store_id == work.store_id,
            t.group.c.kind == group.kind,
            t.group.c.place == group.place,
            t.group.c.number == group.number + 1,
        )
    ).one_or_none()
    if row is not None:
        return Group(**row._mapping)
    stem = group.key.removesuffix(f"-{group.number}")
    number = group.number + 1
    return create(work, group.kind, place=group.place, key=f"{stem}-{number}", number=number)


def sizes(work: UnitOfWork) -> dict[tuple[int, str], int]:
    """How many are in each state in each group of the store: (group id, state) → count."""
    rows = work.conn.execute(
        select(t.membership.c.group_id, t.membership.c.state, func.count())
        .where(t.membership.c.store_id == work.store_id)
        .group_by(t.membership.c.group_id, t.membership.c.state)
    )
    return {(group_id, state): count for group_id, state, count in rows}

"""Making groups, and knowing the people in them by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
from sqlalchemy import and_, bindparam, delete, func, select, update

from franchise.errors import Conflict, NotFound, Refused, UsageProblem
from franchise.groups import tables as t
from franchise.groups.section import GroupKind, render_name
from franchise.groups.values import Group, Membership, nickname_key
from franchise.messages import gettext as _
from franchise.storage import upsert
from franchise.suggest import did_you_mean
from franchise.work import UnitOfWork

KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}", re.ASCII)
"""It is part of file names, and of what people type."""
_GROUP_COLUMNS: Final = tuple(t.group.c[f.name] for f in attrs.fields(Group))
_BY_KEY: Final = select(*_GROUP_COLUMNS).where(
    t.group.c.store_id == bindparam("store"), t.group.c.key == bindparam("key")
)
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
        UsageProblem: The key is malformed.
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
    if key and not KEY.fullmatch(key):
        raise UsageProblem(
            _("{key!r} cannot be a group's key: letters, digits, - and _, at most 63.").format(key=key[:70])
        )
    name = render_name(settings, place=place, store=work.answers.name, person=person, number=number)
    group = Group(
        id=work.ids.new(),
        key=key or _free_key(work, kind, number),
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


def _free_key(work: UnitOfWork, kind: str, number: int) -> str:
    """The kind with the number, or with the next one that no group of another place has."""
    taken = set(
        work.conn.execute(
            select(t.group.c.key).where(
                t.group.c.store_id == work.store_id, t.group.c.key.startswith(f"{kind}-", autoescape=True)
            )
        ).scalars()
    )
    while f"{kind}-{number}" in taken:
        number += 1
    return f"{kind}-{number}"


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
    """Make members of the names that the roster does not know; seven statements, however many.

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
    if work.conn.dialect.name != "sqlite":  # there the whole transaction is alone already
        # Locked, read and counted only now: somebody may be joining, and the last place is given once.
        hold(work, group)
        known = roster(work, group)
        fresh = {key: shown for key, shown in fresh.items() if key not in known.ids}
        if not fresh:
            return known
    room = group.capacity - _taken(work, group)
    now = work.now()
    ids = work.ids.many(len(fresh))
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
    key = nickname_key(name)
    while True:
        hold(work, group)
        found = place(work, group, name)
        if found is not None:
            if member_id not in {None, found.member_id}:
                raise Conflict(
                    _("Somebody else is called {name!r} in {group}.").format(name=name, group=group.name),
                    hint=_("Give another name, such as the one with a house number."),
                )
            member_id = found.member_id
            if found.state != "left":
                return found
        elif member_id is not None:
            before = state(work, group, member_id)
            if before is not None and before != "left":  # a second name of a member
                return Joined(group=group, member_id=member_id, state=before)
        taken = _taken(work, group)
        settings: GroupKind = work.setup.get("groups")[group.kind]
        if taken < group.capacity or settings.when_full == "waiting_pool":
            now = "member" if taken < group.capacity else "waiting"
            member_id = _enter(work, group, member_id, now)
            if found is None:
                _call(work, group, member_id, key, name.strip())
            return Joined(group=group, member_id=member_id, state=now)
        group = _next(work, group)


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
    _set_state(work, group, member_id, "left")
    work.record("member.left", group.key, group_id=group.id, member_id=member_id)
    return next(iter(promote(work, group)), None)


def promote(work: UnitOfWork, group: Group) -> list[int]:
    """Give the free places of a group to those who wait, first come first served; their ids in that order."""
    hold(work, group)
    room = group.capacity - _taken(work, group)
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
        _set_state(work, group, member_id, "member")
        work.record("member.promoted", group.key, group_id=group.id, member_id=member_id)
    return promoted


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
        group = Group(**{c.name: row._mapping[c] for c in _GROUP_COLUMNS})
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
        _set_state(work, group, into, "member")
    _set_state(work, group, gone, "left")
    promote(work, group)
    work.conn.execute(
        update(t.member)
        .where(t.member.c.store_id == work.store_id, t.member.c.id == gone)
        .values(merged_into=into)
    )
    work.record("members.merged", group.key, group_id=group.id, member_id=into, merged_id=gone)
    return into


def find_member(work: UnitOfWork, group: Group, name: str) -> int:
    """The id of whoever goes by that name in the group.

    Raises:
        NotFound: Nobody does; the hint names the nearest ones.

    """
    known = roster(work, group)
    found = known.ids.get(nickname_key(name))
    if found is None:
        raise NotFound(
            _("Nobody in {group} is called {name!r}.").format(group=group.name, name=name),
            hint=did_you_mean(name, known.names()),
        )
    return found


def hold(work: UnitOfWork, group: Group) -> None:
    """Hold the group's row, so that two who want the last place come one after the other.

    Not so hard that it keeps out rows that refer to the group: whoever hands in an order has such a one already,
    and two of them would wait for each other.
    """
    held = work.conn.execute(_HELD, {"store": work.store_id, "group": group.id}).scalar()
    if held is None:
        raise Refused(_("The group {group} is gone.").format(group=group.name))


def _taken(work: UnitOfWork, group: Group) -> int:
    return work.conn.execute(_TAKEN, {"store": work.store_id, "group": group.id}).scalar_one()


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


def state(work: UnitOfWork, group: Group, member_id: int) -> str | None:
    """``member``, ``waiting`` or ``left``; None for one who never was in the group."""
    return work.conn.execute(
        select(t.membership.c.state).where(
            t.membership.c.store_id == work.store_id,
            t.membership.c.group_id == group.id,
            t.membership.c.member_id == member_id,
        )
    ).scalar()


def _enter(work: UnitOfWork, group: Group, member_id: int | None, state: str) -> int:
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


def _call(work: UnitOfWork, group: Group, member_id: int, key: str, shown: str) -> None:
    """Give a member a name in the group; the first is the one on papers."""
    known = work.conn.execute(
        select(func.count())
        .select_from(t.nickname)
        .where(
            t.nickname.c.store_id == work.store_id,
            t.nickname.c.group_id == group.id,
            t.nickname.c.member_id == member_id,
        )
    ).scalar_one()
    work.insert(
        t.nickname,
        ("group_id", "nickname", "member_id", "shown", "main"),
        [(group.id, key, member_id, shown, 0 if known else 1)],
    )


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

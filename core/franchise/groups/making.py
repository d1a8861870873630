"""Making groups, and finding them by key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import attrs
from sqlalchemy import bindparam, func, select

from franchise.errors import Conflict, NotFound, UsageProblem
from franchise.groups import tables as t
from franchise.groups.section import GroupKind, render_name
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.suggest import did_you_mean
from franchise.work import UnitOfWork

KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}", re.ASCII)
"""It is part of file names, and of what people type."""
GROUP_COLUMNS: Final = tuple(t.group.c[f.name] for f in attrs.fields(Group))
_BY_KEY: Final = select(*GROUP_COLUMNS).where(
    t.group.c.store_id == bindparam("store"), t.group.c.key == bindparam("key")
)


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
    work.notify("franchise_group_created", group=group)
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
        select(*GROUP_COLUMNS).where(t.group.c.store_id == work.store_id).order_by(*order)
    )
    return [Group(**row._mapping) for row in rows]


def following(work: UnitOfWork, group: Group) -> Group:
    """The group of the same kind and place with the next number; made when there is none."""
    row = work.conn.execute(
        select(*GROUP_COLUMNS).where(
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

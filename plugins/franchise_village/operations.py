"""Villages and their partners: one group and one active partner each (I-210, I-131)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
from sqlalchemy import bindparam, or_, select, update

from franchise import (
    Conflict,
    FranchiseError,
    Group,
    NotFound,
    UnitOfWork,
    UsageProblem,
    did_you_mean,
    groups,
)
from franchise_village import tables as t
from franchise_village.messages import gettext as _
from franchise_village.section import Village as Settings

KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
KIND: Final = "village"
MAX_NUMBER: Final = 999_999
_LIMITS: Final = {"name": 40, "address": 120, "partner": 40, "phone": 40}
_PHONE: Final = re.compile(r"(?<!\d)((?:\+?86|0086)?[ -]?1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)", re.ASCII)
_WITH_PARTNER: Final = (
    select(t.village, t.partner.c.name.label("partner"), t.partner.c.phone)
    .outerjoin(
        t.partner,
        (t.partner.c.store_id == t.village.c.store_id)
        & (t.partner.c.village == t.village.c.key)
        & (t.partner.c.status == "active"),
    )
    .where(t.village.c.store_id == bindparam("store"))
)
_ALL: Final = _WITH_PARTNER.order_by(t.village.c.route, t.village.c.stop, t.village.c.key)
_ONE: Final = _WITH_PARTNER.where(t.village.c.key == bindparam("key"))
_NAMED: Final = select(t.village.c.key).where(
    t.village.c.store_id == bindparam("store"), t.village.c.name == bindparam("name")
)
_ACTIVE: Final = select(t.partner.c.id).where(
    t.partner.c.store_id == bindparam("store"),
    t.partner.c.village == bindparam("village"),
    t.partner.c.status == "active",
)


@attrs.frozen(kw_only=True)
class Village:
    """A village: its place on a route, its partner. ``phone`` is personal; papers show it masked."""

    key: str
    name: str
    address: str = ""
    route: str = ""
    stop: int = 0
    households: int = 0
    group_id: int | None = None
    partner: str = ""
    phone: str = ""
    where: str = attrs.field(default="", eq=False, repr=False)
    """The line of the table it was read from."""


def mask(text: str) -> str:
    """Hide the middle of every mobile number in a text: 138****0000."""
    return _PHONE.sub(r"\1****\2", text)


def add(work: UnitOfWork, village: Village, *, replace: bool = False) -> Village:
    """Add a village with its group and, when named, its partner; again with the same facts it changes nothing.

    Args:
        work: The unit of work.
        village: The village; ``group_id`` is given by the program.
        replace: A new partner takes the place of the active one.

    Raises:
        UsageProblem: A field is malformed.
        NotFound: The setup has no such route.
        Conflict: Another partner is active there and ``replace`` was not said.

    """
    village = _checked(work, village)
    values = {name: getattr(village, name) for name in ("name", "address", "route", "stop", "households")}
    made = work.insert_new(t.village, key=village.key, **values, group_id=None)
    if made:
        group = groups.create(work, KIND, place=village.name, key=village.key)
        work.conn.execute(
            update(t.village)
            .where(t.village.c.store_id == work.store_id, t.village.c.key == village.key)
            .values(group_id=group.id)
        )
        work.record("village.added", village.key, route=village.route, stop=village.stop)
    else:
        before = get(work, village.key)
        if any(getattr(before, name) != value for name, value in values.items()):
            work.conn.execute(
                update(t.village)
                .where(t.village.c.store_id == work.store_id, t.village.c.key == village.key)
                .values(**values)
            )
            work.record("village.changed", village.key, route=village.route, stop=village.stop)
    if village.partner:
        set_partner(work, village.key, village.partner, village.phone, replace=replace)
    return get(work, village.key)


def set_partner(work: UnitOfWork, key: str, name: str, phone: str = "", *, replace: bool = False) -> None:
    """Make somebody the village's active partner (I-131).

    Raises:
        UsageProblem: The name or the number is malformed.
        Conflict: Somebody else is, and ``replace`` was not said.

    """
    name, phone = name.strip(), phone.strip()
    _check_words(key, "partner", name)
    _check_words(key, "phone", phone)
    if not name:
        raise UsageProblem(_("The partner of {key} needs a name.").format(key=key))
    work.conn.execute(  # two appointments at once come one after the other
        select(t.village.c.key)
        .where(t.village.c.store_id == work.store_id, t.village.c.key == key)
        .with_for_update(key_share=True)
    )
    current = get(work, key)
    if current.partner == name:
        phone = phone or current.phone
    if (current.partner, current.phone) == (name, phone):
        return
    if current.partner and current.partner != name and not replace:
        raise Conflict(
            _("{village} already has a partner: {partner}. A village has one.").format(
                village=current.name, partner=current.partner
            ),
            hint=_("`--replace` puts the new partner in place of the old."),
        )
    now = work.now()
    if current.partner == name:
        work.conn.execute(
            update(t.partner)
            .where(
                t.partner.c.store_id == work.store_id,
                t.partner.c.village == key,
                t.partner.c.status == "active",
            )
            .values(phone=phone)
        )
        work.record("partner.changed", key)
        return
    work.conn.execute(
        update(t.partner)
        .where(
            t.partner.c.store_id == work.store_id, t.partner.c.village == key, t.partner.c.status == "active"
        )
        .values(status="former", until=now, active_for=None)
    )
    identity = work.ids.new()
    work.insert(
        t.partner,
        ("id", "village", "name", "phone", "status", "since", "until", "active_for"),
        [(identity, key, name, phone, "active", now, None, key)],
    )
    work.record("partner.appointed", key, partner_id=identity)


def get(work: UnitOfWork, key: str) -> Village:
    """The village of that key.

    Raises:
        NotFound: No such village.

    """
    row = work.conn.execute(_ONE, {"store": work.store_id, "key": key}).one_or_none()
    if row is None:
        raise NotFound(
            _("There is no village {key!r}.").format(key=key), hint=did_you_mean(key, by_key(work))
        )
    return _from_row(row)


def by_key(work: UnitOfWork) -> dict[str, Village]:
    """Every village by key, in the order of routes and stops."""
    rows = work.conn.execute(_ALL, {"store": work.store_id})
    return {row.key: _from_row(row) for row in rows}


def is_place(work: UnitOfWork, name: str) -> bool:
    """Whether a village of the store is called that; one statement."""
    return work.conn.execute(_NAMED, {"store": work.store_id, "name": name}).first() is not None


def _from_row(row: Any) -> Village:
    return Village(
        key=row.key,
        name=row.name,
        address=row.address,
        route=row.route,
        stop=row.stop,
        households=row.households,
        group_id=row.group_id,
        partner=row.partner or "",
        phone=row.phone or "",
    )


def village_of(group: Group, known: Mapping[str, Village]) -> Village | None:
    """The village that a group belongs to: by the key it shares with it, or by its place's name."""
    stem = group.key.removesuffix(f"-{group.number}") if group.number > 1 else group.key
    by_name = (v for v in known.values() if v.name == group.place)
    return known.get(group.key) or known.get(stem) or next(by_name, None)


def has_partner(work: UnitOfWork, group_key: str) -> bool:
    """Whether the village of a group has an active partner; one statement."""
    return work.conn.execute(_ACTIVE, {"store": work.store_id, "village": group_key}).first() is not None


def keeper_of(work: UnitOfWork, group: Group) -> str | None:
    """The active partner of a group's village, who keeps its further groups too; None without one. One statement."""
    stem = group.key.removesuffix(f"-{group.number}") if group.number > 1 else group.key
    rows = work.conn.execute(
        _WITH_PARTNER.where(or_(t.village.c.key.in_([group.key, stem]), t.village.c.name == group.place)),
        {"store": work.store_id},
    )
    known = {row.key: _from_row(row) for row in rows}
    village = village_of(group, dict(sorted(known.items())))
    return village.partner or None if village is not None else None


def add_all(work: UnitOfWork, villages: Iterable[Village], *, replace: bool = False) -> int:
    """Add many villages; how many were new."""
    known = by_key(work)
    fresh = 0
    for village in villages:
        fresh += village.key not in known
        try:
            add(work, village, replace=replace)
        except FranchiseError as error:
            error.where = village.where or error.where
            raise
    return fresh


def _checked(work: UnitOfWork, village: Village) -> Village:
    """The village without space around its words, where nothing is wrong with it."""
    if not KEY.fullmatch(village.key):
        raise UsageProblem(
            _("{key!r} cannot be a village's key: lower-case letters, digits, - and _.").format(
                key=village.key[:64]
            )
        )
    village = attrs.evolve(village, **{name: getattr(village, name).strip() for name in _LIMITS})
    for field in _LIMITS:
        _check_words(village.key, field, getattr(village, field))
    for field in ("stop", "households"):
        if not 0 <= getattr(village, field) <= MAX_NUMBER:
            raise UsageProblem(
                _("{field} of {key}: a whole number from 0 to {limit}.").format(
                    field=field, key=village.key, limit=MAX_NUMBER
                )
            )
    if not village.name:
        raise UsageProblem(_("{key} needs a name.").format(key=village.key))
    settings: Settings = work.setup.get("village")
    if village.route and village.route not in settings.routes:
        raise NotFound(
            _("The setup has no route {route!r}.").format(route=village.route),
            hint=did_you_mean(village.route, settings.routes) or ", ".join(sorted(settings.routes)),
            where="[village.routes]",
        )
    return village


def _check_words(key: str, field: str, value: str) -> None:
    limit = _LIMITS[field]
    if len(value) > limit or (value and not value.isprintable()):
        raise UsageProblem(
            _("{field} of {key}: at most {limit} visible characters.").format(
                field=field, key=key, limit=limit
            )
        )

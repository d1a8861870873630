"""How long groups live: which are due, and successors in which the interested go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import attrs
from sqlalchemy import select

from franchise import Group, Refused, UnitOfWork, groups
from franchise_motherbaby import tables as t
from franchise_motherbaby.messages import gettext as _
from franchise_motherbaby.settings import settings_of

DAY_MS = 86_400_000


@attrs.frozen(kw_only=True, slots=True)
class Due:
    """A group that has lived longer than it is meant to (``life``), or whose fresh week is over (``fresh``)."""

    group: Group
    days: int
    most: int
    why: Literal["life", "fresh"]


def days_since(work: UnitOfWork, at: int) -> int:
    """Whole days of the store's calendar since an instant."""
    zone = ZoneInfo(work.answers.time_zone)
    then, now = (datetime.fromtimestamp(ms / 1000, zone).date() for ms in (at, work.now()))
    return (now - then).days


def due(work: UnitOfWork) -> list[Due]:
    """Groups older than their tier lets them become, and successors past their fresh days; the oldest first.

    A group is due from the day after its last: one week is day 0 to day 7.
    """
    settings = settings_of(work)
    since, fresh = groups.founded(work), _successors(work)
    out = []
    for group in groups.listed(work):
        tier = settings.tiers.get(group.kind)
        if tier is None:
            continue
        age = days_since(work, since[group.id])
        if tier.life is not None and age > tier.life:
            out.append(Due(group=group, days=age, most=tier.life, why="life"))
        elif group.id in fresh and work.now() >= fresh[group.id].active_until:
            span = fresh[group.id].active_until - fresh[group.id].at
            out.append(Due(group=group, days=age, most=span // DAY_MS, why="fresh"))
    return sorted(out, key=lambda d: (-d.days, d.group.key))


def _successors(work: UnitOfWork) -> Mapping[int, Any]:
    rows = work.conn.execute(
        select(t.successor.c.group_id, t.successor.c.active_until, t.successor.c.at).where(
            t.successor.c.store_id == work.store_id
        )
    )
    return {row.group_id: row for row in rows}


@attrs.frozen(kw_only=True, slots=True)
class Respawned:
    """A successor group, who came along, and until when it counts as fresh (UTC milliseconds)."""

    origin: Group
    group: Group
    members: tuple[str, ...]
    waiting: tuple[str, ...]
    active_until: int


def respawn(work: UnitOfWork, group: Group, names: Iterable[str]) -> Respawned:
    """Make a successor of a group with those of its members who are interested (I-093).

    They stay in the old group too: nobody is thrown out.

    Raises:
        NotFound: Somebody is not in the group.
        Refused: Nobody is named, or somebody only waits or has left.

    """
    settings = settings_of(work)
    inside = {m.member_id: m for m in groups.members(work, group)}
    chosen = list(dict.fromkeys(groups.find_member(work, group, name) for name in names))
    if not chosen:
        raise Refused(_("Who is interested? Nobody was named."))
    for member_id in chosen:
        if inside[member_id].state != "member":
            raise Refused(
                _("{name} is not a member of {group} now.").format(
                    name=inside[member_id].name, group=group.name
                )
            )
    made = groups.create(work, group.kind, place=group.place)
    now = work.now()
    zone = ZoneInfo(work.answers.time_zone)
    # Days of the store's calendar: the same time of day, also across a clock change.
    until = datetime.fromtimestamp(now / 1000, zone) + timedelta(days=settings.successor_days)
    active_until = round(until.timestamp() * 1000)
    work.insert(
        t.successor, ("group_id", "origin_id", "active_until", "at"), [(made.id, group.id, active_until, now)]
    )
    states: dict[str, list[str]] = {"member": [], "waiting": []}
    for member_id in chosen:
        name = inside[member_id].name
        states[groups.join(work, made, name, member_id=member_id).state].append(name)
    work.record(
        "group.respawned", made.key, group_id=made.id, from_id=group.id, member_ids=chosen, until=active_until
    )
    return Respawned(
        origin=group,
        group=made,
        members=tuple(states["member"]),
        waiting=tuple(states["waiting"]),
        active_until=active_until,
    )

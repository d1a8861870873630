"""A person who is forgotten: a partner who was a member of his village, and addresses that name somebody.

Nothing is kept by a member's number, so that two members who turn out to be one need nothing here: both names go on
meaning the household, and whoever forgets it forgets the partner by either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import bindparam, func, select, update

from franchise import UnitOfWork, groups, tasks
from franchise_village import operations
from franchise_village import tables as t
from franchise_village.messages import gettext as _

ERASED: Final = "■"


def erased(work: UnitOfWork) -> None:
    """Forget partners who go by a name that was forgotten just now in a group of their village, and hide it elsewhere.

    A partner's name becomes ``■`` and the number goes; an active one is so no longer, and the village waits for
    another. Who has the same name in another village's group is somebody else. In the village's address stands ``■``
    for the name, but the village's own name stays whole. The same again changes nothing.
    """
    known = operations.by_key(work)
    rooms: dict[str, list[int]] = {}
    for group in groups.listed(work):
        if group.unit == operations.KIND and (village := operations.village_of(group, known)) is not None:
            rooms.setdefault(village.key, []).append(group.id)
    _partners(work, known, rooms)
    _addresses(work, known, rooms)


def _hidden(work: UnitOfWork, rooms: Sequence[int], text: str) -> str:
    for room in rooms:
        text = tasks.redact(work, room, text)
    return text


def _partners(
    work: UnitOfWork, known: Mapping[str, operations.Village], rooms: Mapping[str, Sequence[int]]
) -> None:
    c = t.partner.c
    rows = work.conn.execute(
        select(c.id, c.village, c.name, c.status)
        .where(c.store_id == work.store_id, c.name != ERASED)
        .order_by(c.id)
    ).all()
    gone = [row for row in rows if _hidden(work, rooms.get(row.village, ()), row.name) == ERASED]
    if not gone:
        return
    work.conn.execute(
        update(t.partner)
        .where(c.store_id == work.store_id, c.id.in_([row.id for row in gone]))
        .values(
            name=ERASED, phone="", status="former", until=func.coalesce(c.until, work.now()), active_for=None
        )
    )
    for row in gone:
        work.record("partner.erased", row.village, partner_id=row.id)
        if row.status == "active":
            work.note(
                _(
                    "{village} has no partner any more; `franchise village partner {key} NAME` names another."
                ).format(village=known[row.village].name, key=row.village)
            )


def _addresses(
    work: UnitOfWork, known: Mapping[str, operations.Village], rooms: Mapping[str, Sequence[int]]
) -> None:
    changed = []
    for key, village in sorted(known.items()):
        address = _address(work, village, rooms.get(key, ()))
        if address != village.address:
            changed.append({"of": key, "new": address})
    if not changed:
        return
    c = t.village.c
    work.conn.execute(
        update(t.village)
        .where(c.store_id == work.store_id, c.key == bindparam("of"))
        .values(address=bindparam("new")),
        changed,
    )
    for row in changed:
        work.record("village.redacted", row["of"])


def _address(work: UnitOfWork, village: operations.Village, rooms: Sequence[int]) -> str:
    """The address without the name; a short one, such as 王, is not looked for in the village's own name."""
    if _hidden(work, rooms, village.name) == village.name:
        return _hidden(work, rooms, village.address)
    return village.name.join(_hidden(work, rooms, part) for part in village.address.split(village.name))

"""Violations as the database has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs
from sqlalchemy import ColumnElement, bindparam, select, update

from franchise import UnitOfWork
from franchise_houserules import tables as t

DECIDED: Final = frozenset({"done", "dropped", "spared", "revoked", "doubtful"})
"""A person did or decided something: no program changes the step any more."""
PUT_ASIDE: Final = frozenset({"dropped", "revoked"})
"""A person said that it does not count: that stands, whatever becomes of the rules."""
COUNTS: Final = frozenset({"open", "done"})
"""What the ladder counts."""


@attrs.define(kw_only=True)
class Violation:
    """A violation as its row says.

    ``status``: ``open`` (a task waits), ``done``, ``dropped`` (the task was), ``spared`` (a plugin is against it),
    ``revoked`` (a person took it back), ``withdrawn`` (it does not hold any more), ``doubtful`` (it does not hold any
    more, but what followed was done already: a person should look).
    """

    id: int
    number: int
    group_id: int
    member_id: int
    conduct: str
    message_id: str
    at: int
    last_at: int
    messages: int
    status: str = ""
    step: str = ""
    task_key: str = ""
    turn: int = 0
    face: str = ""
    reason: str = ""
    by: str = ""
    changed_at: int = 0


COLUMNS: Final = tuple(field.name for field in attrs.fields(Violation))


def hold(work: UnitOfWork) -> None:
    """Hold the store's violations: two who settle them at once come one after the other."""
    work.once("houserules.hold", lambda: last_number(work))


def last_number(work: UnitOfWork) -> int:
    work.insert_new(t.count, last=0)
    row = select(t.count.c.last).where(t.count.c.store_id == work.store_id).with_for_update()
    return int(work.conn.execute(row).scalar_one())


def violations_of(
    work: UnitOfWork,
    members: Iterable[int] | None = None,
    inside: Iterable[int] | None = None,
    *,
    status: str = "",
) -> list[Violation]:
    """The violations of members (None: of all), in groups or in all, of one status or any, by time."""
    c = t.violation.c
    query = select(*(c[name] for name in COLUMNS)).where(c.store_id == work.store_id)
    if members is not None:
        query = query.where(c.member_id.in_(sorted(members)))
    if inside is not None:
        query = query.where(c.group_id.in_(sorted(inside)))
    if status:
        query = query.where(c.status == status)
    rows = work.conn.execute(query.order_by(c.at, c.group_id, c.message_id, c.conduct))
    return [Violation(**row._mapping) for row in rows]


def save(work: UnitOfWork, rows: Iterable[Violation]) -> None:
    """Write violations that are there already; one statement."""
    changing = [name for name in COLUMNS if name not in {"id", "number"}]
    values = [{f"new_{name}": getattr(row, name) for name in changing} | {"of_id": row.id} for row in rows]
    if values:
        c = t.violation.c
        work.conn.execute(
            update(t.violation)
            .where(c.store_id == work.store_id, c.id == bindparam("of_id"))
            .values({name: bindparam(f"new_{name}") for name in changing}),
            values,
        )


def finished(row: Violation, status: str, by: str, note: str, at: int) -> None:
    """What became of a violation's task is what became of the violation."""
    row.status = "done" if status == "done" else "dropped"
    row.reason, row.by, row.changed_at = note[:500], by[:120], at


def by_id(work: UnitOfWork, identity: int) -> Violation | None:
    """One violation by its id."""
    return _one(work, t.violation.c.id == identity)


def by_number(work: UnitOfWork, number: int) -> Violation | None:
    """One violation by the number that people call it by."""
    return _one(work, t.violation.c.number == number)


def _one(work: UnitOfWork, which: ColumnElement[bool]) -> Violation | None:
    c = t.violation.c
    row = work.conn.execute(
        select(*(c[name] for name in COLUMNS)).where(c.store_id == work.store_id, which)
    ).one_or_none()
    return None if row is None else Violation(**row._mapping)

"""How far the plugin has looked, by the store's calendar."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update

from franchise import UnitOfWork
from franchise_content import tables as t


def day(work: UnitOfWork, what: str) -> date | None:
    """The last day that was looked at."""
    found = work.conn.execute(
        select(t.mark.c.day).where(t.mark.c.store_id == work.store_id, t.mark.c.what == what)
    ).scalar()
    return None if found is None else date.fromisoformat(found)


def claim(work: UnitOfWork, what: str, before: date | None, until: date) -> bool:
    """Take the days after ``before`` up to ``until`` upon oneself; False when another round was quicker."""
    if before is None:
        return work.insert_new(t.mark, what=what, day=until.isoformat())
    done = work.conn.execute(
        update(t.mark)
        .where(t.mark.c.store_id == work.store_id, t.mark.c.what == what, t.mark.c.day == before.isoformat())
        .values(day=until.isoformat())
    )
    return done.rowcount == 1

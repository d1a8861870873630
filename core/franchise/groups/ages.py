"""Since when groups exist."""

from __future__ import annotations

from sqlalchemy import select

from franchise.groups import tables as t
from franchise.work import UnitOfWork


def founded(work: UnitOfWork) -> dict[int, int]:
    """When each group of the store was made: group id → UTC milliseconds; one statement."""
    rows = work.conn.execute(
        select(t.group.c.id, t.group.c.created_at).where(t.group.c.store_id == work.store_id)
    )
    return {row.id: row.created_at for row in rows}

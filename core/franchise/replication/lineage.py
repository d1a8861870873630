"""Lineage: who was cloned from whom, at which version (I-241)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs
from sqlalchemy import Connection, func, select

from franchise.events import event
from franchise.stores import tables as t
from franchise.stores.operations import find
from franchise.work import UnitOfWork


@attrs.frozen(kw_only=True, slots=True)
class Kin:
    """One store in the tree. ``generation`` 0 is nobody's clone; ``clones`` counts its own clones.

    ``newest`` is what it should follow; None for a store that is nobody's clone.
    """

    store: str
    source: str
    generation: int
    status: str
    version: str
    cloned_at: str
    newest: str | None
    ring: str
    detached: bool
    changed: bool
    clones: int


def tree(conn: Connection, root: str = "") -> Iterator[Kin]:
    """Every store below its source, sources and clones by key; with ``root`` only that store and what comes of it.

    Raises:
        NotFound: There is no such store.

    """
    columns = (
        "store_id",
        "key",
        "status",
        "version",
        "source_store_id",
        "source_version",
        "published",
        "ring",
    )
    rows = conn.execute(
        select(
            *(t.store.c[name] for name in columns),
            t.store.c.detached,
            (t.store.c.overlay != "{}").label("changed"),
        ).order_by(t.store.c.key)
    ).all()
    by_id = {row.store_id: row for row in rows}
    below: dict[int | None, list[Any]] = {}
    for row in rows:
        above = row.source_store_id if row.source_store_id in by_id else None
        below.setdefault(above, []).append(row)
    start = [by_id[find(conn, root).id]] if root else below.get(None, [])
    waiting: list[tuple[Any, int]] = [(row, 0) for row in reversed(start)]
    while waiting:
        row, generation = waiting.pop()
        children = below.get(row.store_id, [])
        above = by_id.get(row.source_store_id)
        yield Kin(
            store=row.key,
            source="" if above is None else above.key,
            generation=generation,
            status=row.status,
            version=row.version,
            cloned_at=row.source_version or "",
            newest=None if above is None else above.published,
            ring=row.ring,
            detached=bool(row.detached),
            changed=bool(row.changed),
            clones=len(children),
        )
        waiting.extend((child, generation + 1) for child in reversed(children))


def history(work: UnitOfWork) -> list[dict[str, Any]]:
    """The versions saved from a store, the newest first: ``version``, ``at``, ``by``, ``note``, ``clones``, ``proven``.

    ``clones`` counts the stores that follow the version now.
    """
    rows = work.conn.execute(
        select(event.c.seq, event.c.at, event.c.actor, event.c.subject, event.c.payload)
        .where(event.c.store_id == work.store_id, event.c.kind == "setup.saved")
        .order_by(event.c.seq.desc())
    ).all()
    following = work.conn.execute(
        select(t.store.c.version, func.count().label("number"))
        .where(t.store.c.source_store_id == work.store_id)
        .group_by(t.store.c.version)
    )
    counts: dict[str, int] = {row.version: row.number for row in following}
    found = []
    for row in rows:
        facts = json.loads(row.payload)
        found.append(
            {
                "version": row.subject,
                "at": row.at,
                "by": row.actor,
                "note": facts.get("note", ""),
                "clones": counts.get(row.subject, 0),
                "proven": bool(facts.get("evidence", {}).get("proven")),
                "newest": row.subject == work.store.published,
            }
        )
    return found

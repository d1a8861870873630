"""What an upgrade writes: the stores' rows, the records that a rename moves, an event for each store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
from sqlalchemy import Connection, bindparam, update

from franchise.events import EVENT_COLUMNS, dump, event
from franchise.replication.following import Follower
from franchise.replication.outcomes import Outcome
from franchise.replication.records import rename_records
from franchise.storage import insert_many
from franchise.stores import tables as t

if TYPE_CHECKING:
    from franchise.app import Franchise

_PLAIN: Final = (
    update(t.store)
    .where(t.store.c.store_id.in_(bindparam("ids", expanding=True)), t.store.c.version == bindparam("old"))
    .values(version=bindparam("new"), revision=t.store.c.revision + 1)
)
_CHANGED: Final = (
    update(t.store)
    .where(t.store.c.store_id == bindparam("one"), t.store.c.revision == bindparam("seen"))
    .values(
        {name: bindparam(name) for name in ("version", "overlay", "conflicts", "answers", "parked")}
        | {"revision": t.store.c.revision + 1}
    )
)


@attrs.frozen(kw_only=True)
class Write:
    """A store's row as it was read, and as it is to be."""

    row: Follower
    to: str
    outcome: Outcome
    answers: str
    parked: str

    @property
    def only_version(self) -> bool:
        """Whether nothing of the row changes but the version that it follows."""
        row = self.row
        return (row.overlay, row.conflicts, row.answers, row.parked) == (
            self.outcome.overlay, self.outcome.conflicts, self.answers, self.parked
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        return {
            "one": self.row.store_id,
            "seen": self.row.revision,
            "version": self.to,
            "overlay": self.outcome.overlay,
            "conflicts": self.outcome.conflicts,
            "answers": self.answers,
            "parked": self.parked,
        }

    def payload(self) -> str:
        facts: dict[str, Any] = {"from": self.row.version, "to": self.to}
        if self.outcome.merged.conflicts:
            facts["conflicts"] = sorted(self.outcome.merged.conflicts)
        if self.outcome.put_back:
            facts["put_back"] = self.outcome.put_back
        return dump(facts)


def write_all(app: Franchise, conn: Connection, writes: Sequence[Write]) -> None:
    """Write them: one statement for all that go from one version to another unchanged, one for the others."""
    if not writes:
        return
    plain: dict[tuple[str, str], list[int]] = {}
    changed: list[dict[str, Any]] = []
    for write in writes:
        row = write.row
        if write.only_version:
            plain.setdefault((row.version, write.to), []).append(row.store_id)
        else:
            changed.append(write.values())
    for (old, new), ids in sorted(plain.items()):
        conn.execute(_PLAIN, {"ids": ids, "old": old, "new": new})
    if changed:
        conn.execute(_CHANGED, changed)
    _rename(app, conn, writes)
    now = app.clock.now()
    rows = [
        (w.row.store_id, seq, now, app.actor, "store.upgraded", w.row.key, w.payload())
        for w, seq in zip(writes, app.ids.many(len(writes)), strict=True)
    ]
    insert_many(conn, event, EVENT_COLUMNS, rows)


def _rename(app: Franchise, conn: Connection, writes: Iterable[Write]) -> None:
    by_moves: dict[Any, list[int]] = {}
    for write in writes:
        if write.outcome.merged.moves:
            by_moves.setdefault(write.outcome.merged.moves, []).append(write.row.store_id)
    for moves, ids in sorted(by_moves.items()):
        rename_records(conn, app.plugins, moves, ids)

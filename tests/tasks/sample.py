"""A store with two groups and nobody but its keeper: what the tests of tasks begin with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy import select
from tests.support import ZONE

from franchise import Franchise, Group, NewTask, Task, UnitOfWork, groups, tasks
from franchise.clock import instant
from franchise.events import event, outbox
from franchise.ids import store_id

T = TypeVar("T")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(32)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def wanted(key: str = "k1", /, **more: Any) -> NewTask:
    values: dict[str, Any] = {"kind": "rules.warn", "title": f"Warn about {key}", **more}
    return NewTask(key=key, **values)


class Room:
    """One store, as its keeper uses it: each call is a transaction of its own."""

    def __init__(self, app: Franchise, key: str = "qinghe") -> None:
        self.app = app
        self.key = key

    @classmethod
    def make(cls, app: Franchise, key: str = "qinghe", plugins: Iterable[str] = ()) -> Room:
        body = {
            "setup": {"name": "mother", "plugins": list(plugins)},
            "groups": {"base": {"unit": "store", "name": "{store}{number}群", "capacity": 200}},
        }
        answers = {"store": {"name": "青禾", "time_zone": ZONE, "phone": "13800000100"}}
        app.create_store(key, app.schema.parse(body), answers)
        room = cls(app, key)
        room.do(lambda work: [groups.create(work, "base") for _ in range(2)])
        return room

    def at(self, text: str) -> Room:
        self.app.clock.at = instant(text, ZONE)  # type: ignore[attr-defined]
        return self

    def do(self, operation: Callable[[UnitOfWork], T]) -> T:
        return self.app.attempt(self.key, operation)

    def see(self, look: Callable[[UnitOfWork], T]) -> T:
        with self.app.view(self.key) as work:
            return look(work)

    def group(self, key: str = "base-1") -> Group:
        return self.see(lambda work: groups.get(work, key))

    def people(self, *names: str, group: str = "base-1") -> list[int]:
        """The ids of these members, who come into the group if they are not in it."""

        def run(work: UnitOfWork) -> list[int]:
            found = groups.get(work, group)
            known = groups.register(work, found, names, groups.roster(work, found))
            return [known.ids[name] for name in names]

        return self.do(run)

    def open(self, *new: NewTask) -> list[Task]:
        return self.do(lambda work: tasks.open(work, new))

    def finish(self, number: int = 1, by: str = "王姐", **more: Any) -> Task:
        return self.do(lambda work: tasks.finish(work, number, by=by, **more))

    def drop(self, number: int = 1, by: str = "王姐", reason: str = "已退群") -> Task:
        return self.do(lambda work: tasks.drop(work, number, by=by, reason=reason))

    def listed(self, **which: Any) -> list[Task]:
        return self.see(lambda work: tasks.listed(work, **which))

    def numbers(self, **which: Any) -> list[int]:
        return [task.number for task in self.listed(**which)]

    def get(self, number: int = 1) -> Task:
        return self.see(lambda work: tasks.get(work, number))

    def outbox(self) -> dict[str, tuple[str, str, int]]:
        """Key → channel, status, due at."""
        c = outbox.c
        query = select(c.key, c.channel, c.status, c.due_at).where(c.store_id == self.id).order_by(c.key)
        return {
            row.key: (row.channel, row.status, row.due_at)
            for row in self.see(lambda w: w.conn.execute(query).all())
        }

    def everything(self) -> str:
        """All that the database says in the tables of tasks, in the outbox and in the log, as one text."""
        from franchise.storage import metadata

        def run(work: UnitOfWork) -> str:
            names = ("core__task", "core__evidence", "core__outbox", "core__event")
            rows = [work.conn.execute(select(metadata.tables[name])).all() for name in names]
            return repr(rows)

        return self.see(run)

    def events(self, kind: str) -> list[dict[str, Any]]:
        query = (
            select(event.c.subject, event.c.payload)
            .where(event.c.store_id == self.id, event.c.kind == kind)
            .order_by(event.c.seq)
        )
        rows = self.see(lambda work: work.conn.execute(query).all())
        return [{"subject": row.subject, **json.loads(row.payload)} for row in rows]

    @property
    def id(self) -> int:
        return store_id(self.key)

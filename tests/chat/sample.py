"""A store with two groups whose chat is taken in: what the tests of chat begin with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from tests.support import ZONE

from franchise import Franchise, Group, UnitOfWork, chat, groups
from franchise.chat import Ingested, Message, Parsed
from franchise.clock import instant
from franchise.events import event
from franchise.ids import store_id

T = TypeVar("T")
FOREVER = 1 << 62


def at(text: str) -> int:
    return instant(text, ZONE)


def read(text: str, **more: Any) -> Parsed:
    return chat.parse(text, zone=ZONE, **more)


def said(text: str, **more: Any) -> list[tuple[Any, ...]]:
    """What an export says, where nothing is wrong with it: (time, kind, name, text)."""
    found = read(text, **more)
    assert () == found.problems
    return [(shown(m.at), m.kind, m.name, m.text) for m in found.messages]


def wrong(text: str, **more: Any) -> list[tuple[int, str]]:
    """Where it is wrong and in what way."""
    return [(p.line, p.code) for p in read(text, **more).problems]


def shown(when: int) -> str:
    from franchise.clock import local

    return local(when, ZONE).strftime("%m-%d %H:%M:%S")


def export(*messages: tuple[str, str, str]) -> str:
    """The plain form of (time, name, words)."""
    return "\n".join(f"{name} {time}\n{words}\n" for time, name, words in messages)


class Room:
    """One store, as its keeper uses it: each call is a transaction of its own."""

    def __init__(self, app: Franchise, key: str = "qinghe") -> None:
        self.app = app
        self.key = key
        self._used = at("2026-03-10T00:00")

    def next_minutes(self, count: int) -> int:
        """The first of so many minutes that nobody has used."""
        self._used += count * 60_000
        return self._used - count * 60_000

    @classmethod
    def make(
        cls, app: Franchise, key: str = "qinghe", plugins: Iterable[str] = (), capacity: int = 200
    ) -> Room:
        body = {
            "setup": {"name": "mother", "plugins": list(plugins)},
            "groups": {
                "base": {
                    "unit": "store",
                    "name": "{store}{number}群",
                    "capacity": capacity,
                    "when_full": "waiting_pool",
                }
            },
        }
        answers = {"store": {"name": "青禾", "time_zone": ZONE, "phone": "13800000100"}}
        app.create_store(key, app.schema.parse(body), answers)
        room = cls(app, key)
        room.do(lambda work: [groups.create(work, "base") for _ in range(2)])
        return room

    def at(self, text: str) -> Room:
        self.app.clock.at = at(text)  # type: ignore[attr-defined]
        return self

    def do(self, operation: Callable[[UnitOfWork], T]) -> T:
        return self.app.attempt(self.key, operation)

    def see(self, look: Callable[[UnitOfWork], T]) -> T:
        with self.app.view(self.key) as work:
            return look(work)

    def group(self, key: str = "base-1") -> Group:
        return self.see(lambda work: groups.get(work, key))

    def ingest(self, text: str, group: str = "base-1", **more: Any) -> Ingested:
        """Take an export in; nothing may be wrong with it."""
        return self.take(said_messages(text), group, **more)

    def take(self, messages: Sequence[Message], group: str = "base-1", **more: Any) -> Ingested:
        return self.do(lambda work: chat.ingest(work, groups.get(work, group), messages, **more))

    def kept(self, group: str = "base-1") -> list[Message]:
        return self.see(lambda work: chat.read(work, groups.get(work, group), 0, FOREVER))

    def lines(self, group: str = "base-1") -> list[tuple[str, str, str]]:
        """What is kept: (kind, name, text), in its order."""
        return [(m.kind, m.name, m.text) for m in self.kept(group)]

    def states(self, group: str = "base-1") -> dict[str, str]:
        """Each member by all his names → his state."""
        found = self.see(lambda work: groups.members(work, groups.get(work, group)))
        return {"/".join(m.names): m.state for m in found}

    def member(self, name: str, group: str = "base-1") -> int:
        return self.see(lambda work: groups.find_member(work, groups.get(work, group), name))

    def join(self, *names: str, group: str = "base-1") -> list[int]:
        def run(work: UnitOfWork) -> list[int]:
            return [groups.join(work, groups.get(work, group), name).member_id for name in names]

        return self.do(run)

    def leave(self, name: str, group: str = "base-1") -> None:
        self.do(lambda work: groups.leave(work, groups.get(work, group), name))

    def events(self, kind: str) -> list[dict[str, Any]]:
        query = (
            select(event.c.subject, event.c.payload)
            .where(event.c.store_id == store_id(self.key), event.c.kind == kind)
            .order_by(event.c.seq)
        )
        rows = self.see(lambda work: work.conn.execute(query).all())
        return [{"subject": row.subject, **json.loads(row.payload)} for row in rows]


def said_messages(text: str) -> Sequence[Message]:
    found = read(text)
    assert () == found.problems
    return found.messages

"""A store that posts four times a day: what the tests of the cadence begin with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select, update
from tests.support import ZONE

from franchise import FixedClock, Franchise, UnitOfWork, cadence, groups
from franchise.cadence import tables as t
from franchise.cadence.section import SECTION, Cadence
from franchise.catalog.section import CATALOG, SUPPLIERS
from franchise.clock import instant
from franchise.events import dump, event, outbox
from franchise.groups.section import SECTION as GROUPS
from franchise.ids import store_id
from franchise.setups import Schema
from franchise.stores import tables as stores
from franchise.stores.section import SECTION as STORE

DAY = date(2026, 3, 5)  # a Thursday
SLOTS: Mapping[str, Any] = {
    "morning": {"name": "早安", "begins": "07:30", "ends": "09:00", "columns": ["greeting"], "priority": 8},
    "lunch": {"name": "午间", "begins": "11:30", "ends": "13:00", "columns": ["goods"], "priority": 4},
    "evening": {"name": "下班", "begins": "17:30", "ends": "19:00", "columns": ["goods"], "priority": 6},
    "night": {"name": "晚安", "begins": "22:00", "ends": "22:30", "columns": ["goodnight"], "priority": 2},
}
COLUMNS: Mapping[str, Any] = {
    "greeting": {"name": "问候", "repeat_days": 2},
    "goods": {"name": "每日好物", "repeat_days": 1},
    "goodnight": {"name": "晚安", "repeat_days": 0},
}
MATERIALS: Mapping[str, Any] = {
    "g1": {"column": "greeting", "form": "picture", "text": "早上好", "picture": "g1.jpg"},
    "g2": {"column": "greeting", "form": "picture", "text": "早安，{store}", "picture": "g2.jpg"},
    "h1": {"column": "goods", "form": "picture", "text": "纸尿裤 89 元", "picture": "h1.jpg"},
    "h2": {"column": "goods", "form": "article", "text": "洗手液 18 元", "link": "https://shop.example/2"},
    "n1": {"column": "goodnight", "text": "晚安"},
}
ROLES: Mapping[str, Any] = {"owner": {"name": "群主"}, "fan": {"name": "气氛组"}}
PARTS: Mapping[str, Any] = {"slots": SLOTS, "columns": COLUMNS, "materials": MATERIALS, "roles": ROLES}
KINDS: Mapping[str, Any] = {
    "base": {"unit": "store", "name": "{store}会员{number}群"},
    "core": {"unit": "store", "name": "{store}核心{number}群"},
}
SCHEMA = Schema([STORE, GROUPS, CATALOG, SUPPLIERS, SECTION])
T = TypeVar("T")


def body(**parts: Any) -> dict[str, Any]:
    """A setup's document; ``parts`` of its cadence stand in for those of the simple day."""
    return {"setup": {"name": "mother"}, "groups": KINDS, "cadence": {**PARTS, **parts}}


def section(**parts: Any) -> Cadence:
    """A checked cadence of its own parts alone."""
    document = SCHEMA.parse({"setup": {"name": "x"}, "groups": KINDS, "cadence": parts})
    return SCHEMA.effective(document, {}, {}).get("cadence")


def slot(begins: str = "07:30", ends: str = "09:00", **more: Any) -> dict[str, Any]:
    return {"name": "时段", "begins": begins, "ends": ends, **more}


def audience(
    key: str = "base-1", kind: str = "base", *, made: str = "2026-01-01T00:00", zone: str = ZONE, **more: Any
):
    return cadence.Audience(
        group_id=sum(map(ord, key)), key=key, name=key, kind=kind, created_at=instant(made, zone), **more
    )


def days_of(found: Iterable[cadence.Post], slot: str = "", status: str = "planned") -> list[str]:
    """The days on which there are posts."""
    return sorted({p.day for p in found if p.status == status and slot in {"", p.slot}})


class Room:
    """One store's cadence as its people use it: each call is a transaction of its own."""

    def __init__(self, app: Franchise, key: str = "qinghe", zone: str = ZONE) -> None:
        self.app = app
        self.key = key
        self.zone = zone
        self.id = store_id(key)

    @classmethod
    def make(
        cls,
        app: Franchise,
        key: str = "qinghe",
        *,
        zone: str = ZONE,
        kinds: Iterable[str] = ("base", "base"),
        answers: Mapping[str, Any] | None = None,
        **parts: Any,
    ) -> Room:
        given = {"store": {"name": "青禾", "time_zone": zone}, **(answers or {})}
        app.create_store(key, app.schema.parse(body(**parts)), given)
        room = cls(app, key, zone)
        for kind in kinds:
            room.new_group(kind)
        return room

    def new_group(self, kind: str) -> str:
        return self.do(lambda work: groups.create(work, kind)).key

    def at(self, text: str) -> Room:
        assert isinstance(self.app.clock, FixedClock)
        self.app.clock.at = instant(text, self.zone)
        return self

    def do(self, operation: Callable[[UnitOfWork], T]) -> T:
        return self.app.attempt(self.key, operation)

    @contextmanager
    def view(self) -> Iterator[UnitOfWork]:
        with self.app.view(self.key) as work:
            yield work

    def join(self, name: str, group: str = "base-1") -> None:
        self.do(lambda work: groups.join(work, groups.get(work, group), name))

    def fill(self) -> cadence.Filled:
        return self.do(cadence.fill)

    def agenda(self, day: date | None = None, days: int = 1) -> cadence.Plan:
        with self.view() as work:
            return cadence.agenda(work, day, days)

    def done(self, slot: str, **more: Any) -> list[cadence.Post]:
        return self.do(lambda work: cadence.done(work, slot, **more))

    def miss(self, slot: str, reason: str, **more: Any) -> list[cadence.Post]:
        return self.do(lambda work: cadence.miss(work, slot, reason, **more))

    def packs(self, day: date | None = None, **more: Any) -> list[cadence.Pack]:
        with self.view() as work:
            return cadence.packs(work, day, **more)

    def texts(self, **more: Any) -> list[str]:
        return [cadence.text(pack, self.zone) for pack in self.packs(**more)]

    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """Every post's row: (day, slot, group, status, reason)."""
        with self.view() as work:
            keys = {g.id: g.key for g in groups.listed(work)}
            found = work.conn.execute(
                select(
                    t.post.c.day, t.post.c.slot, t.post.c.group_id, t.post.c.status, t.post.c.reason
                ).where(t.post.c.store_id == self.id)
            )
            return sorted((r.day, r.slot, keys[r.group_id], r.status, r.reason) for r in found)

    def statuses(self, day: str = "2026-03-05") -> dict[str, str]:
        """What became of each slot of a day in the first group."""
        return {slot: status for d, slot, group, status, _why in self.rows() if (d, group) == (day, "base-1")}

    def outbox(self, channel: str = "handoff") -> list[dict[str, Any]]:
        """The entries of the outbox by due time, with their payloads."""
        query = select(outbox).where(outbox.c.store_id == self.id, outbox.c.channel == channel)
        with self.view() as work:
            found = work.conn.execute(query.order_by(outbox.c.due_at, outbox.c.key)).all()
        return [
            {"key": r.key, "due_at": r.due_at, "status": r.status, **json.loads(r.payload)} for r in found
        ]

    def events(self, kind: str) -> list[str]:
        query = select(event.c.subject).where(event.c.store_id == self.id, event.c.kind == kind)
        with self.view() as work:
            return list(work.conn.execute(query.order_by(event.c.seq)).scalars())

    def overlay(self, **sections: Any) -> None:
        """Lay something over the setup without anybody checking it, as an older program may have done."""
        with self.app.hq() as conn:
            conn.execute(
                update(stores.store).where(stores.store.c.store_id == self.id).values(overlay=dump(sections))
            )

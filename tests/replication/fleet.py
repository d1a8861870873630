"""A source and its clones, as HQ works with them: each call is a transaction of its own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, update
from tests.support import Shop, setup_body

from franchise import Franchise, Store
from franchise.events import dump, event
from franchise.ids import store_id
from franchise.replication import cloning, differences, upgrade
from franchise.replication.cloning import Cloned
from franchise.replication.following import Selection
from franchise.replication.saving import Saved, rename, save, save_from
from franchise.replication.steps import Step, Upgraded
from franchise.stores import changes
from franchise.stores import operations as stores
from franchise.stores import tables as t

WHY = "a test"


class Fleet:
    """One source, ``hub``, with clones."""

    def __init__(self, app: Franchise, source: str = "hub") -> None:
        self.app = app
        self.source = source

    @classmethod
    def make(cls, app: Franchise, *keys: str, **sections: Any) -> Fleet:
        app.create_store("hub", app.schema.parse(setup_body(**sections)), {"store": {"name": "总店"}})
        fleet = cls(app)
        if keys:
            fleet.clone(*keys)
        return fleet

    def clone(self, *keys: str, source: str = "", **options: Any) -> Cloned:
        return self.clone_rows([(key, {"store.name": f"店{key}"}) for key in keys], source=source, **options)

    def clone_rows(
        self, rows: Iterable[tuple[str, Mapping[str, str]]], *, source: str = "", **options: Any
    ) -> Cloned:
        return cloning.run(self.app, source or self.source, list(rows), unproven=WHY, **options)

    # ---------------------------------------------------------------- changes

    def set(self, key: str, path: str, text: str) -> bool:
        return self.app.attempt(
            key, lambda work: changes.change(work, self.app.schema, work.setup.document, path, text)
        )

    def lay(self, key: str, patch: Mapping[str, Any]) -> bool:
        return self.app.attempt(
            key, lambda work: changes.change_many(work, self.app.schema, work.setup.document, patch)
        )

    def remove(self, key: str, path: str) -> bool:
        return self.app.attempt(
            key, lambda work: changes.remove(work, self.app.schema, work.setup.document, path)
        )

    def overlay(self, key: str, overlay: Mapping[str, Any], **columns: Any) -> None:
        """Go behind the program's back."""
        with self.app.hq() as conn:
            conn.execute(update(t.store).where(t.store.c.key == key).values(overlay=dump(overlay), **columns))

    # ---------------------------------------------------------------- versions

    def save(self, key: str = "", note: str = "") -> Saved:
        return self.app.attempt(key or self.source, lambda work: save(work, self.app.schema, note=note))

    def publish(self, *, moved: Iterable[str] = (), **sections: Any) -> str:
        """HQ edits its setup file and takes it in; a section or entry that is None is left out."""
        body = _without_none(setup_body(**sections))
        if moved:
            body["setup"] = {**body["setup"], "moved": list(moved)}
        doc = self.app.schema.parse(body)
        return self.app.attempt(self.source, lambda work: save_from(work, self.app.schema, doc)).digest

    def rename(self, path: str, key: str) -> str:
        return self.app.attempt(self.source, lambda work: rename(work, self.app.schema, path, key)).digest

    def upgrade(self, *keys: str, ring: str = "", source: str = "", **options: Any) -> Upgraded:
        return upgrade.run(self.app, Selection(keys=keys, ring=ring, source=source), **options)

    def step(self, key: str, **options: Any) -> Step:
        (found,) = self.upgrade(key, **options).steps
        return found

    # ---------------------------------------------------------------- looking

    def store(self, key: str) -> Store:
        with self.app.hq_view() as conn:
            return stores.find(conn, key)

    def raw(self, key: str, section: str) -> dict[str, Any]:
        with self.app.view(key) as work:
            return work.setup.raw(section)

    def diff(self, one: str, other: str = "") -> differences.Difference:
        with self.app.hq_view() as conn:
            if other:
                return differences.between(self.app, conn, one, other)
            return differences.with_newest(self.app, conn, one)

    def states(self, one: str, other: str = "") -> dict[str, str]:
        return {change.where: change.state for change in self.diff(one, other).changes}

    def events(self, key: str) -> list[tuple[str, dict[str, Any]]]:
        with self.app.hq_view() as conn:
            rows = conn.execute(
                select(event.c.kind, event.c.payload)
                .where(event.c.store_id == store_id(key))
                .order_by(event.c.seq)
            )
            return [(row.kind, json.loads(row.payload)) for row in rows]

    def state(self) -> tuple[list[tuple[Any, ...]], Counter[tuple[int, str]]]:
        """Every store's row, and how many events of each kind it has."""
        return state(self.app)


def state(app: Franchise) -> tuple[list[tuple[Any, ...]], Counter[tuple[int, str]]]:
    with app.hq_view() as conn:
        rows = [tuple(row) for row in conn.execute(select(t.store).order_by(t.store.c.store_id))]
        kinds = Counter(tuple(row) for row in conn.execute(select(event.c.store_id, event.c.kind)))
    return rows, kinds


def shop(fleet: Fleet, key: str) -> Shop:
    """The store as its keeper uses it, with its villages, open."""
    from tests.support import VILLAGES

    from franchise_village import operations as villages

    found = Shop(fleet.app, key)
    found.do(lambda work: villages.add_all(work, VILLAGES))
    found.do(lambda work: stores.open_store(work, fleet.app.schema))
    return found


def _without_none(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: _without_none(inner) for key, inner in value.items() if inner is not None}

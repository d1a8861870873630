"""``python -m tests.benchmarks.replication``: one clone, ten thousand clones, their drift, their upgrade.

The setup has 20 group kinds, 10 admission rules, 30 slots, 40 scripts, 400 products of 20 suppliers and 10 sessions. Lineage, events and plugins' hooks are on. What the figures are worth is checked: every store's
row, overlay and number of events is looked at afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import attrs
from sqlalchemy import func, select, update
from tests.benchmarks import show
from tests.benchmarks.databases import Databases, Sqlite, postgresql
from tests.benchmarks.measure import Cost, cost, middle
from tests.benchmarks.statements import _counting

from franchise import FixedClock, Franchise, events
from franchise.clock import instant
from franchise.events import dump
from franchise.plugins import Plugins
from franchise.replication import cloning, differences, upgrade
from franchise.replication.following import Selection
from franchise.replication.saving import save
from franchise.stores import tables as t
from franchise.stores.changes import change

MORNING: Final = instant("2026-03-05T09:00", "Asia/Shanghai")
STORES: Final = 10_000
EDITED: Final = 100
TARGETS: Final = {"one clone": 0.020, "clones": 10.0, "fleet diff": 20.0, "upgrade": 30.0}
"""CPU seconds."""
STATEMENTS: Final = 20
REASON: Final = "benchmark"


# -------------------------------------------------------------------- the setup


def setup_body(products: int) -> dict[str, Any]:
    """The setup; all else grows with the number of products."""
    share = products / 400
    suppliers, kinds, slots, scripts = (max(1, round(n * share)) for n in (20, 20, 30, 40))
    kinds, slots = min(kinds, 200), min(slots, 36)
    return {
        "setup": {"name": "benchmark", "plugins": ["village"]},
        "groups": {
            "village": {"unit": "village", "name": "{place}{number}"},
            **{f"kind-{n}": {"unit": "store", "name": f"{{place}}{n}-{{number}}"} for n in range(1, kinds)},
        },
        "orders": {
            "sessions": {f"s{n}": {"name": f"第{n}单", "cutoff": f"{8 + n}:00"} for n in range(1, 11)}
        },
        "suppliers": {
            f"sup{n}": {"name": f"供应商{n}", "delivery_note": "每日七点前送到"} for n in range(suppliers)
        },
        "catalog": {
            f"P{n:05}": {
                "name": f"商品{n}",
                "unit": "斤",
                "price": f"{n % 90 + 1}.50",
                "cost": f"{n % 90 + 1}.10",
                "supplier": f"sup{n % suppliers}",
                "category": f"类{n % 12}",
                "aliases": [f"货{n}"],
            }
            for n in range(products)
        },
        "village": {"routes": {"east": {"name": "东线"}}},
        "admission": {f"kind-{n}": {"mechanisms": ["application"]} for n in range(1, min(kinds, 11))},
        "cadence": {
            "roles": {"host": {"name": "群主"}},
            "scripts": {
                f"t{n}": {"name": f"话术{n}", "lines": [f"host: 大家好，今天的特价是第{n}款"] * 3}
                for n in range(scripts)
            },
            "slots": {
                f"slot{n}": {
                    "name": f"栏目{n}",
                    "begins": f"{7 + n % 12:02}:{n // 12 * 20:02}",
                    "ends": f"{7 + n % 12:02}:{n // 12 * 20 + 15:02}",
                    "kinds": ["village"],
                    "script": f"t{n % scripts}",
                    "role": "host",
                }
                for n in range(slots)
            },
        },
    }


def rows_of(body: dict[str, Any]) -> int:
    """How many rows other systems would copy for it."""
    tables = [body[name] for name in ("groups", "suppliers", "catalog", "admission")]
    tables += [body["orders"]["sessions"], *body["cadence"].values()]
    return sum(map(len, tables)) + 1


def program(url: str) -> Franchise:
    return Franchise.open(
        url, clock=FixedClock(MORNING), actor="benchmark", plugins=Plugins.load(only=["village"])
    )


def prepare(url: str, products: int) -> int:
    """A source with that setup; how many rows it has."""
    body = setup_body(products)
    with program(url) as app:
        app.create_store("source", app.schema.parse(body), {"store": {"name": "总店"}})
        with app.work("source") as work:
            save(work, app.schema)
    return rows_of(body)


# -------------------------------------------------------------------- measuring


@attrs.define
class Found:
    """Figures by name, statements by number of products, and what was wrong."""

    costs: dict[str, Cost] = attrs.field(factory=dict)
    statements: dict[int, Counter[str]] = attrs.field(factory=dict)
    memory: dict[str, int] = attrs.field(factory=dict)
    wrong: list[str] = attrs.field(factory=list)

    def check(self, what: str, expected: object, actual: object) -> None:
        if expected != actual:
            self.wrong.append(f"{what}: expected {expected!r}, found {actual!r}")


def clone(app: Franchise, rows: list[tuple[str, dict[str, str]]]) -> int:
    return cloning.run(app, "source", rows, unproven=REASON).made


def named(count: int, first: int = 1) -> list[tuple[str, dict[str, str]]]:
    return [
        (f"shop-{n}", {"store.name": f"青禾{n}店", "store.phone": "13800000100", "store.address": f"{n}号"})
        for n in range(first, first + count)
    ]


def one_clone(databases: Databases, found: Found, runs: int) -> None:
    """What one clone costs a fresh program: the version is read, the store written."""
    for products in (40, 400, 4000):
        url = databases.new()
        prepare(url, products)
        with program(url) as app:
            clone(app, named(1, 90_000))  # what every program does once: connect, look at the tables
            with _counting(app) as verbs:
                clone(app, named(1))
            app._documents.clear()
            app._effective.clear()
            with _counting(app) as cold:
                clone(app, named(1, 2))
            found.statements[products] = cold if cold.total() > verbs.total() else verbs
            costs = []
            for number in range(3, 3 + runs):
                app._documents.clear()
                app._effective.clear()
                costs.append(cost(lambda n=number: clone(app, named(1, n)), databases.server))  # type: ignore[misc]
            found.costs[f"one clone, {products} products"] = middle(costs)
        databases.drop(url)


def fleet(databases: Databases, found: Found, stores: int) -> None:
    """Clones, drift, upgrade and an upgrade that has nothing to do, on one database."""
    url = databases.new()
    prepare(url, 400)
    edited = min(EDITED, stores // 10)
    with program(url) as app:
        made: list[int] = []
        found.costs["clones"] = cost(lambda: made.append(clone(app, named(stores))), databases.server)
        found.check("stores made", [stores], made)
        databases.settle(url)
        found.costs["clones, again"] = cost(lambda: made.append(clone(app, named(stores))), databases.server)
        found.check("stores made again", [stores, 0], made)
        few = _peak(lambda: clone(app, named(stores // 20, 500_000)))
        many = _peak(lambda: clone(app, named(stores // 4, 600_000)))
        found.memory[f"{stores // 20:,} clones more"], found.memory[f"{stores // 4:,} clones more"] = (
            few,
            many,
        )
        _forget(app)
        _edit(app, edited)
        target = _new_version(app)
    with program(url) as app:
        fleet_rows: list[Any] = []
        found.costs["fleet diff"] = cost(lambda: fleet_rows.extend(_diff(app)), databases.server)
        found.check("rows of the fleet", stores, len(fleet_rows))
        found.check("conflicts in it", edited, sum(bool(row.counts["conflict"]) for row in fleet_rows))
        found.memory["fleet diff"] = _peak(lambda: sum(1 for _row in _diff(app)))
        done: list[Any] = []
        run = lambda: done.append(upgrade.run(app, Selection(source="source")))  # noqa: E731
        found.costs["upgrade"] = cost(run, databases.server)
        found.check("upgraded", stores, done[0].count("upgraded"))
        found.check("stores with conflicts", edited, sum(bool(s.conflicts) for s in done[0].steps))
        before = _state(app)
        found.costs["upgrade, again"] = cost(run, databases.server)
        found.check("upgraded again", 0, done[1].count("upgraded"))
        found.check("rows after an upgrade without change", before, _state(app))
        found.check("stores on the new version", stores + 1, _on(app, target))
        found.check("overlays kept", edited, _overlays(app))
        found.check("events of upgrades", stores, _events(app, "store.upgraded"))
        back: list[Any] = []
        old = _first_version(app)
        found.costs["rollback"] = cost(
            lambda: back.append(upgrade.run(app, Selection(source="source"), to=old)), databases.server
        )
        found.check("conflicts after going back", 0, sum(s.conflicts for s in back[0].steps))
    databases.drop(url)


def _edit(app: Franchise, edited: int) -> None:
    """A hundred stores, each with another price of its own."""
    with app.hq() as conn:
        for n in range(1, edited + 1):
            overlay = {"catalog": {f"P{n:05}": {"price": "7.77"}, "P00007": {"price": f"{n}.01"}}}
            conn.execute(update(t.store).where(t.store.c.key == f"shop-{n}").values(overlay=dump(overlay)))


def _forget(app: Franchise) -> None:
    """Take away what only the measuring of memory has made."""
    with app.hq() as conn:
        extra = select(t.store.c.store_id).where(t.store.c.key.op("LIKE")("shop-______"))
        conn.execute(events.event.delete().where(events.event.c.store_id.in_(extra)))
        conn.execute(t.store.delete().where(t.store.c.key.op("LIKE")("shop-______")))


def _new_version(app: Franchise) -> str:
    with app.work("source") as work:
        for n in range(1, EDITED + 1):
            change(work, app.schema, work.setup.document, f"catalog.P{n:05}.price", "8.88")
        return save(work, app.schema).digest


def _diff(app: Franchise) -> Iterator[Any]:
    with app.hq_view() as conn:
        yield from differences.fleet(app, conn, "source")


def _peak(action: Callable[[], object]) -> int:
    """The most memory in kB that Python held for it."""
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1] // 1024
    finally:
        tracemalloc.stop()


def _state(app: Franchise) -> tuple[int, int]:
    with app.hq_view() as conn:
        revisions = conn.execute(select(func.sum(t.store.c.revision))).scalar_one()
        return int(revisions), conn.execute(select(func.count()).select_from(events.event)).scalar_one()


def _on(app: Franchise, version: str) -> int:
    with app.hq_view() as conn:
        return conn.execute(select(func.count()).where(t.store.c.version == version)).scalar_one()


def _overlays(app: Franchise) -> int:
    with app.hq_view() as conn:
        return conn.execute(select(func.count()).where(t.store.c.overlay != "{}")).scalar_one()


def _events(app: Franchise, kind: str) -> int:
    with app.hq_view() as conn:
        return conn.execute(select(func.count()).where(events.event.c.kind == kind)).scalar_one()


def _first_version(app: Franchise) -> str:
    with app.hq_view() as conn:
        return conn.execute(select(t.version.c.digest).where(t.version.c.parent.is_(None))).scalar_one()


# -------------------------------------------------------------------- showing


def report(name: str, found: Found, stores: int, rows: int) -> None:
    print(
        f"{name}: a setup of {rows} rows; {stores:,} stores, {min(EDITED, stores // 10)} with conflicts; {show.busy()}"
    )
    table = [["", "CPU s", "server CPU s", "wall s", "target CPU s", ""]]
    for what, took in found.costs.items():
        target = TARGETS.get("one clone" if what.startswith("one clone") else what)
        if target is not None and not what.startswith("one clone"):
            target *= stores / STORES
        judged = ["", ""] if target is None else [f"{target:g}", show.verdict(took.cpu, target)]
        table.append([what, f"{took.cpu:.3f}", f"{took.server:.2f}", f"{took.wall:.3f}", *judged])
    show.table(table)
    print(f"{name}: statements for one clone, nothing remembered")
    table = [["products", "statements", "target", ""]]
    for products, verbs in found.statements.items():
        total = verbs.total()
        table.append([str(products), str(total), str(STATEMENTS), show.verdict(total, STATEMENTS)])
    show.table(table)
    for what, peak in found.memory.items():
        print(f"  {what}: {peak / 1024:.1f} MB of Python objects at most\n")


def peers() -> None:
    """Other systems' published figures for the same work; see peers.toml for where they come from."""
    import tomllib

    known = tomllib.loads(Path(__file__).with_name("replication_peers.toml").read_text(encoding="utf-8"))
    print(f"Others: {known['source'].strip()}")
    table = [["", "one clone, wall s", "statements", "10,000 stores, wall s"]]
    for peer in known["peer"]:
        cells = [f"{peer[k]:g}" if k in peer else "" for k in ("one", "statements", "many")]
        table.append([peer["system"], *cells])
    show.table(table)


def main() -> int:
    """1: a figure was wrong. Slowness is no error."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.replication", description=__doc__)
    parser.add_argument(
        "--database", nargs="+", choices=("sqlite", "postgresql"), default=("sqlite", "postgresql")
    )
    parser.add_argument("--stores", type=int, default=STORES, metavar="N", help=f"default: {STORES}")
    parser.add_argument("--runs", type=int, default=9, metavar="N", help="runs of one clone (9)")
    parser.add_argument("--json", action="store_true", help="print the CPU seconds for programs instead")
    options = parser.parse_args()
    wrong: list[str] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fb-")))
        folder.chmod(0o711)
        databases: list[Databases] = []
        if "sqlite" in options.database:
            databases.append(Sqlite(folder))
        if "postgresql" in options.database:
            server = stack.enter_context(postgresql(folder / "pg"))
            databases += [server] if server else []
        if not options.json:
            versions = ", ".join(f"{d.name} {d.version}" for d in databases)
            print(f"Python {platform.python_version()}, {versions}; {os.cpu_count()} cores; {show.busy()}\n")
        for database in databases:
            found = Found()
            one_clone(database, found, options.runs)
            fleet(database, found, options.stores)
            if options.json:
                print(json.dumps({database.name: {k: attrs.asdict(v) for k, v in found.costs.items()}}))
            else:
                report(database.name, found, options.stores, rows_of(setup_body(400)))
            wrong += [f"{database.name}: {one}" for one in found.wrong]
    if not options.json:
        peers()
    for one in wrong:
        print(f"WRONG: {one}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())

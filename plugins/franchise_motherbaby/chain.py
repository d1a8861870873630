"""The example's chain as it grows: a proven store, six clones with changes of their own, ninety days."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from franchise import Document, FixedClock, Franchise, UnitOfWork, clock, replication, stores
from franchise_motherbaby.life import ZONE, Life, Tally, live

PROVEN: Final = "yunchuan-liuyin"
ADDED: Final = ("houserules", "crew", "content")
"""Plugins that the chain takes in after ninety days; the scene at the end shows it."""
OPENED: Final = date(2025, 6, 24)
"""The proven store works by itself for half a year, as the gate of the setup asks."""
CLONED: Final = date(2026, 1, 7)
DAYS: Final = 90
TODAY: Final = CLONED + timedelta(days=DAYS)


def grow(app: Franchise, still: FixedClock, folder: Path, advance: Any = lambda _n: None) -> list[Tally]:
    """Half a year in the proven store, six clones with changes of their own, ninety days in all seven."""
    doc = first_version(app, app.load_setup(folder / "hq.toml"))
    app.create_store(PROVEN, doc, stores.read_answers(app.schema, doc, folder / "store.toml"))
    pilot = Life.begin(app, still, PROVEN, OPENED)
    for week in range(28):
        day = OPENED + timedelta(days=7 * week)
        pilot.join(day, 3)
        pilot.order(day + timedelta(days=3), 28)
        if week % 4 == 3:
            pilot.promote(day + timedelta(days=6))
    advance(1)
    still.at = clock.instant(f"{CLONED.isoformat()}T07:00", ZONE)
    lives = [pilot, *clone(app, still, folder)]
    advance(1)
    for number, life in enumerate(lives):
        ours = life is pilot
        live(
            life,
            CLONED,
            DAYS,
            fresh=4 if ours else 5 + number % 3,
            share=14 if ours else 12 + 2 * (number % 3),
            posting=28 if ours else 7,
        )
        advance(1)
    return [life.tally for life in lives]


def first_version(app: Franchise, doc: Document) -> Document:
    """The setup as it was before headquarters added good order, a crew and words for every occasion."""
    head = doc.body["setup"]
    assert isinstance(head, dict)
    plugins = head["plugins"]
    assert isinstance(plugins, dict)
    kept = {name: section for name, section in doc.body.items() if name not in ADDED}
    return app.schema.parse(
        {**kept, "setup": {**head, "plugins": sorted(name for name in plugins if name not in ADDED)}}
    )


def clone(app: Franchise, still: FixedClock, folder: Path) -> list[Life]:
    """Make the six stores of the table, lay their own changes over the setup, and open them."""
    with (folder / "stores.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row.pop("key"), row) for row in csv.DictReader(file)]
    made = replication.clone_stores(app, PROVEN, rows, ring="first")
    assert made.made == len(rows), [p.problem for p in made.planned]
    with (folder / "overlays.csv").open(encoding="utf-8", newline="") as file:
        overlays = list(csv.DictReader(file))
    for key, _answers in rows:

        def change(work: UnitOfWork, key: str = key) -> None:
            doc = app.document(work.conn, work.store.version)
            for row in overlays:
                if row["store"] == key:
                    stores.change(work, app.schema, doc, row["path"], row["value"])

        app.attempt(key, change)
        app.attempt(key, lambda work: stores.open_store(work, app.schema))
    return [Life.begin(app, still, key, CLONED) for key, _answers in rows]

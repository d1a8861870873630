"""How many statements one sheet costs, however many lines it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import event
from tests.benchmarks import ours
from tests.benchmarks.databases import Databases
from tests.benchmarks.workload import Row, Workload

from franchise import FixedClock, Franchise

SIZES = (6, 60, 600)
MEMBERS = 40


def count(workload: Workload, databases: Databases) -> dict[int, Counter[str]]:
    """Number of lines → statements by their first word, of a sheet with that many new lines and members.

    What SQLAlchemy hands to the driver is counted, a bulk insert once, and COPY, which goes past it; COMMIT is not.
    """
    url = databases.new()
    villages = [(f"V{size}", f"村{size}", "店长") for size in (1, *SIZES)]
    ours.prepare(url, ours.setup_body(workload.products, workload.suppliers), villages)
    found: dict[int, Counter[str]] = {}
    with Franchise.open(url, clock=FixedClock(ours.MORNING), actor="benchmark") as app:
        ours.submit(app, "v1", ours.draft(_lines(workload, 1)))  # the cycle is there from the second sheet on
        for size in SIZES:
            sheet = ours.draft(_lines(workload, size))
            with _counting(app) as verbs:
                ours.submit(app, f"v{size}", sheet)
            found[size] = verbs
    databases.drop(url)
    return found


def _lines(workload: Workload, size: int) -> list[Row]:
    goods = [(code, unit) for code, _name, _supplier, unit, *_rest in workload.products]
    return [(f"M{i % MEMBERS + 1:02}", *goods[i % len(goods)], "2") for i in range(size)]


@contextmanager
def _counting(app: Franchise) -> Iterator[Counter[str]]:
    verbs: Counter[str] = Counter()

    def seen(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        verbs[statement.split(None, 1)[0]] += 1

    copy = psycopg.Cursor.copy

    def copying(self: Any, statement: Any, *args: Any, **kw: Any) -> Any:
        verbs["COPY"] += 1
        return copy(self, statement, *args, **kw)

    event.listen(app.database.engine, "before_cursor_execute", seen)
    psycopg.Cursor.copy = copying  # type: ignore[method-assign]
    try:
        yield verbs
    finally:
        psycopg.Cursor.copy = copy  # type: ignore[method-assign]
        event.remove(app.database.engine, "before_cursor_execute", seen)

"""The window in franchise: submit each sheet durably, close, export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.workload import Row, Workload

from franchise import FixedClock, Franchise, OrderDraft, Wish, amounts, groups, orders, reports
from franchise.clock import instant
from franchise.reports.formats import render, render_many
from franchise.reports.kinds import report_kinds

MORNING = instant("2026-03-05T09:00", "Asia/Shanghai")
AFTER = instant("2026-03-05T12:00", "Asia/Shanghai")
STORE = "hub"
_BATCH = 200
KINDS = {"purchase_order", "packing_list"}


def setup_body(products: Iterable[Row], suppliers: Iterable[Row]) -> dict[str, Any]:
    """Suppliers and products as a setup; rows as the workload has them."""
    catalog: dict[str, Any] = {}
    for code, name, supplier, unit, step, cost, price in products:
        if code in catalog:  # sold in a second unit, never converted
            catalog[code]["units"] = [f"{unit}=1@{price}/{cost}"]
            continue
        catalog[code] = {
            "name": name,
            "unit": unit,
            "price": price,
            "cost": cost,
            "supplier": supplier,
            "step": step,
        }
    return {
        "setup": {"name": "workload", "plugins": ["village"]},
        "groups": {"village": {"unit": "village", "name": "{place}{number}"}},
        "orders": {"sessions": {"noon": {"name": "午单", "cutoff": "12:00"}}},
        "suppliers": {code: {"name": name} for code, name in suppliers},
        "catalog": catalog,
        "village": {},
    }


def prepare(
    url: str, body: dict[str, Any], villages: Sequence[Row], settle: Callable[[str], None] | None = None
) -> None:
    """A store with its villages and their partners; members come with their first order.

    ``settle`` is called with the URL after some villages each, as time would pass between them.
    """
    from franchise_village import operations
    from franchise_village.operations import Village

    with Franchise.open(url, clock=FixedClock(MORNING), actor="benchmark") as app:
        app.create_store(STORE, app.schema.parse(body), {"store": {"name": "分拣中心"}})
        every = [
            Village(key=code.lower(), name=name, partner=partner, phone="13800000000", stop=number)
            for number, (code, name, partner) in enumerate(villages)
        ]
        for start in range(0, len(every), _BATCH):
            with app.work(STORE) as work:
                operations.add_all(work, every[start : start + _BATCH])
            if settle is not None:
                settle(url)


def draft(lines: Iterable[Row]) -> OrderDraft:
    """A sheet as a reader of texts would hand it over."""
    return OrderDraft(
        mode="snapshot",
        wishes=tuple(
            Wish(
                member=member,
                product=product,
                unit=unit,
                quantity=amounts.parse_quantity(quantity),
                raw=f"{member} {product}{quantity}{unit}",
            )
            for member, product, unit, quantity in lines
        ),
    )


class Ours:
    """One store of the workload; each step is what the command line does."""

    name = "franchise"

    def __init__(self, url: str, workload: Workload) -> None:
        self.app = Franchise.open(url, clock=FixedClock(MORNING), actor="benchmark")
        self._drafts = {code.lower(): draft(lines) for code, lines in workload.sheets.items()}
        with self.app.view(
            STORE
        ):  # the program is open, its setup is read: both happen once, not in each window
            pass

    def end(self) -> None:
        self.app.close()

    def submit(self) -> None:
        for village, sheet in self._drafts.items():
            submit(self.app, village, sheet)

    def close(self) -> None:
        self.app.clock = FixedClock(AFTER)
        with self.app.view(STORE) as work:
            (cycle,) = orders.due(work)
        with self.app.work(STORE) as work:
            orders.close(work, cycle)

    def issue(self) -> None:
        """Make and keep the papers; the first part of an export."""
        with self.app.work(STORE) as work:
            (cycle,) = orders.listed(work)
            reports.issue(work, cycle, [k for k in report_kinds(self.app.plugins) if k.kind in KINDS])

    def draw(self, folder: Path) -> None:
        """Read the papers back, and write one workbook a supplier and one of all packing lists."""
        with self.app.view(STORE) as work:
            (cycle,) = orders.listed(work)
            purchases = reports.load(work, cycle, kind="purchase_order")
            packing = reports.load(work, cycle, kind="packing_list")
        for paper in purchases:
            (folder / f"{paper.key}.xlsx").write_bytes(render(paper, "xlsx"))
        (folder / "packing.xlsx").write_bytes(render_many(packing, "xlsx"))

    def totals(self) -> list[Row]:
        """What the store orders, as the workload writes it."""
        with self.app.view(STORE) as work:
            (cycle,) = orders.listed(work)
            return [
                (p.supplier, p.product, p.unit, f"{p.wanted / 1000:.1f}", f"{p.amount / 100:.2f}")
                for p in orders.purchases(work, cycle)
            ]


def submit(app: Franchise, village: str, sheet: OrderDraft) -> None:
    """One sheet in a transaction of its own."""
    with app.work(STORE) as work:
        orders.submit(work, groups.get(work, village), sheet, key=village)

"""The window in franchise: submit each sheet durably, close, export."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from franchise import Franchise, OrderDraft, groups, orders, reports
from franchise.app import report_kinds

from .workload import AFTER


def submit(app: Franchise, sheets: Mapping[str, OrderDraft]) -> None:
    for village, draft in sheets.items():
        with app.work("hub") as work:
            orders.submit(work, groups.get(work, village), draft, key=village)


def close(app: Franchise) -> None:
    app.clock.at = AFTER  # type: ignore[attr-defined]
    with app.view("hub") as work:
        (cycle,) = orders.due(work)
    with app.work("hub") as work:
        orders.close(work, cycle)


def export(app: Franchise, folder: Path) -> None:
    """Issue every paper, then write one workbook per supplier and one of all packing lists."""
    from franchise.reports.formats import render, render_many

    folder.mkdir(parents=True, exist_ok=True)
    with app.work("hub") as work:
        (cycle,) = orders.listed(work)
        reports.issue(work, cycle, [k for k in report_kinds(app.plugins) if k.kind in {"purchase_order", "packing_list"}])
    with app.view("hub") as work:
        for paper in reports.load(work, cycle, kind="purchase_order"):
            (folder / f"{paper.key}.xlsx").write_bytes(render(paper, "xlsx"))
        packing = reports.load(work, cycle, kind="packing_list")
    (folder / "packing.xlsx").write_bytes(render_many(packing, "xlsx"))


def totals(app: Franchise) -> list[tuple[str, ...]]:
    """What the store would order: (supplier, product, unit, quantity, amount), as the workload writes it."""
    with app.view("hub") as work:
        (cycle,) = orders.listed(work)
        return [
            (p.supplier, p.product, p.unit, f"{p.wanted / 1000:.1f}", f"{p.amount // 100}.{p.amount % 100:02d}")
            for p in orders.purchases(work, cycle)
        ]

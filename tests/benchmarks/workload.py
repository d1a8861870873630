"""One ordering window, the same for every system: its data, and a store of ours made of it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from franchise import FixedClock, Franchise, OrderDraft, Wish, amounts
from franchise.clock import instant

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "workload" / "workload.py"
DATA = HERE / "data"
MORNING = instant("2026-03-05T09:00", "Asia/Shanghai")
AFTER = instant("2026-03-05T12:00", "Asia/Shanghai")


def generator(path: Path = SHARED) -> ModuleType:
    """The generator of the workload; it stands beside the repository, not in it."""
    if not path.exists():
        raise SystemExit(f"The workload's generator is missing: {path}. Pass --workload PATH.")
    spec = importlib.util.spec_from_file_location("workload_generator", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.HERE = str(HERE)
    return module


def load(scale: int, path: Path = SHARED) -> tuple[Any, list[tuple[str, ...]], list[tuple[str, ...]]]:
    """The workload at a scale, with the right totals and packing rows."""
    module = generator(path)
    suppliers, products, villages, lines = module.generate(scale)
    folder = Path(module.data_dir(scale))
    folder.mkdir(parents=True, exist_ok=True)
    module.write_csv(str(folder / "suppliers.csv"), ("code", "name"), suppliers)
    module.write_csv(
        str(folder / "products.csv"), ("code", "name", "supplier", "unit", "step", "cost", "price"), products
    )
    module.write_csv(str(folder / "villages.csv"), ("code", "name", "partner"), villages)
    module.write_csv(str(folder / "lines.csv"), ("village", "line", "member", "product", "unit", "qty"), lines)
    totals, packing = module.expected(products, lines)
    return module.W(scale), totals, packing


def setup_body(w: Any) -> dict[str, Any]:
    """The workload's suppliers and products as a setup."""
    catalog: dict[str, Any] = {}
    for code, name, supplier, unit, step, cost, price in w.products:
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
        "suppliers": {code: {"name": name} for code, name in w.suppliers},
        "catalog": catalog,
        "village": {},
    }


def prepare(w: Any, url: str) -> Franchise:
    """A store with its villages and partners; members come with their first order."""
    from franchise_village import operations
    from franchise_village.operations import Village

    app = Franchise.open(url, clock=FixedClock(MORNING), actor="benchmark")
    app.create_store("hub", app.schema.parse(setup_body(w)), {"store": {"name": "分拣中心"}})
    with app.work("hub") as work:
        for number, (code, name, partner) in enumerate(w.villages):
            operations.add(
                work, Village(key=code.lower(), name=name, partner=partner, phone="13800000000", stop=number)
            )
    return app


def drafts(w: Any) -> dict[str, OrderDraft]:
    """Each village's sheet as a reader would hand it over."""
    return {
        village.lower(): OrderDraft(
            mode="snapshot",
            wishes=tuple(
                Wish(
                    member=member,
                    product=product,
                    unit=unit,
                    quantity=amounts.parse_quantity(str(quantity)),
                    raw=f"{member} {product}{quantity}{unit}",
                )
                for _line, member, product, unit, quantity in lines
            ),
        )
        for village, lines in w.sheets.items()
    }

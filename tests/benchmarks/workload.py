"""One ordering window, the same for every system: its sheets, its goods, and the right answers."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import attrs

REPOSITORY = Path(__file__).parents[2]
GENERATOR = REPOSITORY.parent / "shared" / "workload" / "workload.py"

Row = tuple[str, ...]


@attrs.frozen(kw_only=True)
class Workload:
    """A window at a scale: 200 sheets and 12,000 lines for each unit of ``scale``. All values as written."""

    scale: int
    suppliers: list[Row]
    """(code, name)"""
    products: list[Row]
    """(code, name, supplier, unit, step, cost, price); a product sold in two units has two rows."""
    villages: list[Row]
    """(code, name, partner)"""
    sheets: dict[str, list[Row]]
    """Village code → its lines: (member, product, unit, quantity)."""
    totals: list[Row]
    """The right totals: (supplier, product, unit, quantity, amount)."""
    packing: list[Row]
    """The right packing rows: (village, product, unit, quantity)."""

    @property
    def lines(self) -> int:
        return sum(map(len, self.sheets.values()))


def make(generator: Path, folder: Path, scale: int) -> Workload:
    """Let the generator write its files into ``folder``, and read them."""
    script = folder / "workload.py"  # it writes beside itself
    if not script.exists():
        shutil.copyfile(generator, script)
    subprocess.run([sys.executable, script, "--scale", str(scale)], check=True, stdout=subprocess.DEVNULL)
    data = folder / "data" / f"x{scale}"
    sheets: dict[str, list[Row]] = {}
    for village, _number, *rest in _rows(data / "lines.csv"):
        sheets.setdefault(village, []).append(tuple(rest))
    return Workload(
        scale=scale,
        suppliers=_rows(data / "suppliers.csv"),
        products=_rows(data / "products.csv"),
        villages=_rows(data / "villages.csv"),
        sheets=sheets,
        totals=_rows(data / "expected_totals.csv"),
        packing=_rows(data / "expected_packing.csv"),
    )


def _rows(file: Path) -> list[Row]:
    with file.open(newline="", encoding="utf-8") as lines:
        rows = csv.reader(lines)
        next(rows)
        return [tuple(row) for row in rows]

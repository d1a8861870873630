"""Whether a window came out right: the stored totals, and every cell that matters of the workbooks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.workload import Row, Workload

_VILLAGE = re.compile(r"第(\d+)村")
Sums = dict[tuple[str, str, str], int]


class WrongAnswerError(Exception):
    """A system's figures differ from the workload's."""


def check_totals(who: str, totals: list[Row], workload: Workload) -> None:
    """Compare what is stored with the right totals.

    Raises:
        WrongAnswerError: They differ; the message shows the first difference.

    """
    _same(f"{who}: the stored totals", set(workload.totals), set(totals))
    if len(totals) != len(workload.totals):
        raise WrongAnswerError(f"{who}: {len(totals)} totals instead of {len(workload.totals)}")


def check_workbooks(who: str, folder: Path, workload: Workload) -> int:
    """Read the workbooks back as a person would; returns how many cells they have.

    Three tables must each give the right packing rows: a supplier's by village, a village's by member and by
    product; and the suppliers' orders the right totals.

    Raises:
        WrongAnswerError: They do not.

    """
    right = {(v, p, u): _tenths(q) for v, p, u, q in workload.packing}
    names = {name: code for code, name, *_rest in workload.products}
    totals: set[Row] = set()
    by_village: Sums = defaultdict(int)
    by_member: Sums = defaultdict(int)
    by_product: Sums = defaultdict(int)
    cells = 0
    for code, _name in workload.suppliers:
        for _title, rows in _sheets(folder / f"{code}.xlsx"):
            village = ""  # written once above its rows
            for row in rows:
                cells += _filled(row)
                if row[0] in names:
                    name, unit, wanted, amount = row[0], row[1], row[2], row[8]
                    totals.add((code, names[name], unit, f"{wanted:.1f}", f"{amount:.2f}"))
                elif len(row) > 3 and row[1] in names:
                    village = _village(row[0]) or village
                    by_village[village, names[row[1]], row[3]] += _tenths(row[2])
    for title, rows in _sheets(folder / "packing.xlsx"):
        village = _village(title)
        for row in rows:
            cells += _filled(row)
            if row[0] in names:
                by_product[village, names[row[0]], row[2]] += _tenths(row[1])
            elif len(row) > 3 and row[1] in names:
                by_member[village, names[row[1]], row[3]] += _tenths(row[2])
    _same(f"{who}: the purchase orders", set(workload.totals), totals)
    for what, found in (("by village", by_village), ("by member", by_member), ("by product", by_product)):
        _same(f"{who}: the goods {what}", set(right.items()), set(found.items()))
    return cells


def _sheets(book: Path) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    """Each worksheet's name and rows, of three cells at least."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    opened = load_workbook(book, read_only=True)
    for sheet in opened.worksheets:
        yield (
            sheet.title,
            ((*row, None, None)[: max(3, len(row))] for row in sheet.iter_rows(values_only=True)),
        )
    opened.close()


def _filled(row: tuple[Any, ...]) -> int:
    return sum(cell is not None and cell != "" for cell in row)


def _village(text: str | None) -> str:
    found = _VILLAGE.search(text or "")
    return f"V{found[1]}" if found else ""


def _tenths(quantity: str | float) -> int:
    return round(float(quantity) * 10)


def _same(what: str, expected: set[Any], actual: set[Any]) -> None:
    if expected == actual:
        return
    missing, extra = sorted(expected - actual), sorted(actual - expected)
    raise WrongAnswerError(
        f"{what} are wrong: {len(missing)} missing, {len(extra)} too many; "
        f"first missing {missing[:1]}, first too many {extra[:1]}"
    )

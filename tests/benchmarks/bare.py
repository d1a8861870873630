"""The window with nothing but the drivers: what any program has to pay that keeps the same rows and writes the
same cells. No validation, no events, no members, no look: a floor to measure from, not a program to use.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import psycopg
import xlsxwriter
from tests.benchmarks.databases import sqlite_file
from tests.benchmarks.workload import Row, Workload

# Money in fen, quantities in thousandths, as franchise keeps them.
SCHEMA = """
CREATE TABLE orders (id bigint PRIMARY KEY, village varchar(64) NOT NULL, at bigint NOT NULL);
CREATE TABLE line (order_id bigint NOT NULL REFERENCES orders, line_no integer NOT NULL,
    member varchar(64) NOT NULL, product varchar(64) NOT NULL, name varchar(60) NOT NULL,
    supplier varchar(64) NOT NULL, quantity bigint NOT NULL, unit varchar(8) NOT NULL, price bigint NOT NULL,
    cost bigint NOT NULL, amount bigint NOT NULL, PRIMARY KEY (order_id, line_no));
CREATE TABLE purchase (supplier varchar(64), product varchar(64), unit varchar(8), name varchar(60) NOT NULL,
    quantity bigint NOT NULL, cost bigint NOT NULL, amount bigint NOT NULL,
    PRIMARY KEY (supplier, product, unit));
"""
LINE = "order_id, line_no, member, product, name, supplier, quantity, unit, price, cost, amount"
CLOSE = """
INSERT INTO purchase
SELECT supplier, product, unit, max(name), sum(quantity), max(cost), sum(quantity) * max(cost) / 1000
FROM line GROUP BY supplier, product, unit
"""
PURCHASES = """
SELECT supplier, product, unit, name, quantity, cost, amount FROM purchase ORDER BY supplier, product, unit
"""
BY_VILLAGE = """
SELECT supplier, village, name, sum(quantity), unit FROM line JOIN orders ON orders.id = order_id
GROUP BY supplier, village, product, name, unit ORDER BY supplier, village, product, unit
"""
BY_MEMBER = """
SELECT village, member, name, quantity, unit, price, amount FROM line JOIN orders ON orders.id = order_id
ORDER BY village, member, product, unit, line_no
"""
BY_PRODUCT = """
SELECT village, name, sum(quantity), unit FROM line JOIN orders ON orders.id = order_id
GROUP BY village, product, name, unit ORDER BY village, product, unit
"""


class Bare(ABC):
    """The steps; two drivers differ only in how they write."""

    name: str

    def __init__(self, workload: Workload) -> None:
        self._goods = {
            (code, unit): (code, name, supplier, int(Decimal(cost) * 100), int(Decimal(price) * 100))
            for code, name, supplier, unit, _step, cost, price in workload.products
        }
        self._names = {code: name for code, name, _partner in workload.villages}
        self._sheets = {
            village: [
                (member, product, unit, int(Decimal(quantity) * 1000))
                for member, product, unit, quantity in lines
            ]
            for village, lines in workload.sheets.items()
        }

    @abstractmethod
    def end(self) -> None: ...

    @abstractmethod
    def submit(self) -> None: ...

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def _rows(self, statement: str) -> Iterable[tuple[Any, ...]]: ...

    def _lines(self, order_id: int, lines: Iterable[tuple[str, str, str, int]]) -> list[tuple[Any, ...]]:
        rows = []
        for number, (member, product, unit, quantity) in enumerate(lines, 1):
            code, name, supplier, cost, price = self._goods[product, unit]
            amount = (quantity * price + 500) // 1000
            rows.append((order_id, number, member, code, name, supplier, quantity, unit, price, cost, amount))
        return rows

    def issue(self) -> None:  # noqa: B027  # it keeps no papers
        """Nothing."""

    def draw(self, folder: Path) -> None:
        """The same sheets as franchise's workbooks: their headings, their rows, their totals."""
        by_village = {key: list(rows) for key, rows in groupby(self._rows(BY_VILLAGE), itemgetter(0))}
        for supplier, purchases in groupby(self._rows(PURCHASES), itemgetter(0)):
            book = xlsxwriter.Workbook(str(folder / f"{supplier}.xlsx"))
            _purchase_order(book.add_worksheet("采购单"), supplier, purchases)
            sheet = book.add_worksheet("按村")
            _head(sheet, supplier, ("村", "商品", "数量", "单位"))
            text, number = sheet.write_string, sheet.write_number
            above = ""
            for row, (_supplier, village, name, quantity, unit) in enumerate(by_village[supplier], 2):
                if village != above:
                    text(row, 0, self._names[village])
                    above = village
                text(row, 1, name)
                number(row, 2, quantity / 1000)
                text(row, 3, unit)
            book.close()
        by_product = {key: list(rows) for key, rows in groupby(self._rows(BY_PRODUCT), itemgetter(0))}
        book = xlsxwriter.Workbook(str(folder / "packing.xlsx"))
        for village, lines in groupby(self._rows(BY_MEMBER), itemgetter(0)):
            title = self._names[village]
            _by_member(book.add_worksheet(title), title, lines)
            sheet = book.add_worksheet(f"{title} 按商品")
            _head(sheet, title, ("商品", "数量", "单位", "实收"))
            text, number = sheet.write_string, sheet.write_number
            for row, (_village, name, quantity, unit) in enumerate(by_product[village], 2):
                text(row, 0, name)
                number(row, 1, quantity / 1000)
                text(row, 2, unit)
        book.close()

    def totals(self) -> list[Row]:
        return [
            (supplier, product, unit, f"{quantity / 1000:.1f}", f"{amount / 100:.2f}")
            for supplier, product, unit, _name, quantity, _cost, amount in self._rows(PURCHASES)
        ]


def _head(sheet: Any, title: str, headings: Sequence[str]) -> None:
    sheet.write_string(0, 0, title)
    sheet.write_row(1, 0, headings)


def _purchase_order(sheet: Any, supplier: str, purchases: Iterable[tuple[Any, ...]]) -> None:
    _head(sheet, supplier, ("商品", "单位", "需求数", "箱规", "箱数", "采购数", "结余", "进价", "金额"))
    text, number = sheet.write_string, sheet.write_number
    row, total = 2, 0
    for _supplier, _product, unit, name, quantity, cost, amount in purchases:
        text(row, 0, name)
        text(row, 1, unit)
        number(row, 2, quantity / 1000)
        number(row, 5, quantity / 1000)
        number(row, 7, cost / 100)
        number(row, 8, amount / 100)
        row, total = row + 1, total + amount
    text(row, 0, "合计")
    number(row, 8, total / 100)


def _by_member(sheet: Any, title: str, lines: Iterable[tuple[Any, ...]]) -> None:
    _head(sheet, title, ("社员", "商品", "数量", "单位", "单价", "金额", "备注"))
    text, number = sheet.write_string, sheet.write_number
    row, total, above = 2, 0, ""
    for _village, member, name, quantity, unit, price, amount in lines:
        if member != above:
            text(row, 0, member)
            above = member
        text(row, 1, name)
        number(row, 2, quantity / 1000)
        text(row, 3, unit)
        number(row, 4, price / 100)
        number(row, 5, amount / 100)
        row, total = row + 1, total + amount
    text(row, 0, "合计")
    number(row, 5, total / 100)


class BareSqlite(Bare):
    """sqlite3: write-ahead log, ``synchronous=FULL``, a transaction a sheet."""

    name = "bare sqlite3"

    def __init__(self, url: str, workload: Workload) -> None:
        super().__init__(workload)
        self._conn = sqlite3.connect(sqlite_file(url), isolation_level=None)
        self._conn.execute("PRAGMA journal_mode = WAL")
        self._conn.execute("PRAGMA synchronous = FULL")
        self._conn.execute("PRAGMA foreign_keys = ON")
        self._conn.executescript(SCHEMA)

    def end(self) -> None:
        self._conn.close()

    def submit(self) -> None:
        conn, marks = self._conn, ", ".join("?" * 11)
        for order_id, (village, lines) in enumerate(self._sheets.items(), 1):
            conn.execute("BEGIN IMMEDIATE")
            conn.execute("INSERT INTO orders VALUES (?, ?, ?)", (order_id, village, 1_772_672_400_000))
            conn.executemany(f"INSERT INTO line ({LINE}) VALUES ({marks})", self._lines(order_id, lines))
            conn.execute("COMMIT")

    def close(self) -> None:
        self._conn.execute("BEGIN IMMEDIATE")
        self._conn.execute(CLOSE)
        self._conn.execute("COMMIT")

    def _rows(self, statement: str) -> Iterable[tuple[Any, ...]]:
        return self._conn.execute(statement)


class BarePostgresql(Bare):
    """psycopg: a transaction a sheet, its lines by COPY."""

    name = "bare psycopg"

    def __init__(self, url: str, workload: Workload) -> None:
        super().__init__(workload)
        self._conn = psycopg.connect(url, autocommit=True)
        self._conn.execute(SCHEMA.encode())

    def end(self) -> None:
        self._conn.close()

    def submit(self) -> None:
        for order_id, (village, lines) in enumerate(self._sheets.items(), 1):
            with self._conn.transaction(), self._conn.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO orders VALUES (%s, %s, %s)", (order_id, village, 1_772_672_400_000)
                )
                with cursor.copy(f"COPY line ({LINE}) FROM STDIN".encode()) as copy:
                    for row in self._lines(order_id, lines):
                        copy.write_row(row)

    def close(self) -> None:
        with self._conn.transaction():
            self._conn.execute(CLOSE.encode())

    def _rows(self, statement: str) -> Iterable[tuple[Any, ...]]:
        return self._conn.execute(statement.encode())

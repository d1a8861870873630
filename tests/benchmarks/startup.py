"""What a command costs before it does anything: real processes, started one after the other."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from statistics import median
from typing import Final

import attrs
from tests.benchmarks import ours
from tests.benchmarks.check import WrongAnswerError
from tests.benchmarks.measure import process_cpu
from tests.benchmarks.workload import Row

PRODUCTS: Final = 5_000
FRANCHISE: Final = Path(sys.executable).with_name("franchise")
NOW: Final = "2026-03-05T09:00"
NAMES: Final = ("菠菜", "土豆", "苹果", "鸡蛋", "酱油", "大米", "牛奶", "豆腐", "猪肉", "面条")
KINDS: Final = ("本地", "精选", "有机", "散装", "家庭装", "特级", "新鲜", "手工", "农家", "进口")
TEXT: Final = """#接龙
午单
1. 张婶 本地菠菜1号 2
2. 李叔 精选土豆2号 3
3. 王姐 有机苹果3号 1
4. 赵大妈 散装鸡蛋4号 5
5. 小陈 家庭装酱油5号 1
6. 老周 特级大米6号 2
"""
LINES: Final = 6


@attrs.frozen
class Start:
    """CPU milliseconds of a process."""

    command: str
    best: float
    median: float


def imports(runs: int) -> list[Start]:
    """The interpreter alone, the libraries, and ``franchise --help``."""
    python = str(sys.executable)
    commands = {
        "python -c pass": [python, "-c", "pass"],
        "python -c 'import click'": [python, "-c", "import click"],
        "python -c 'import sqlalchemy'": [python, "-c", "import sqlalchemy"],
        "franchise --help": [str(FRANCHISE), "--help"],
    }
    for command in commands.values():
        process_cpu(command)  # compiled, and in the page cache
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):  # in turn, so that all share what else the machine does
        for name, command in commands.items():
            found[name].append(process_cpu(command) * 1000)
    return [Start(name, min(values), median(values)) for name, values in found.items()]


def submitting(folder: Path, runs: int) -> Start:
    """One ``franchise order submit`` of a short list, the catalogue having `PRODUCTS` products.

    Raises:
        WrongAnswerError: The list was not booked.

    """
    template = folder / "startup.db"
    ours.prepare(
        f"sqlite:///{template}", ours.setup_body(_products(), [("S1", "供应商")]), [("V1", "一村", "店长")]
    )
    used = folder / "startup-used.db"
    command = [str(FRANCHISE), "--db", str(used), "order", "submit", "--village", "v1", "--yes", "--json"]
    env = {**os.environ, "FRANCHISE_NOW": NOW}
    values = []
    for run in range(runs + 1):
        for end in ("", "-wal", "-shm"):
            Path(f"{used}{end}").unlink(missing_ok=True)
        shutil.copyfile(template, used)
        took = process_cpu(command, text=TEXT, env=env)
        if run:
            values.append(took * 1000)
    _check(used)
    return Start("franchise order submit", min(values), median(values))


def _check(database: Path) -> None:
    import sqlite3

    conn = sqlite3.connect(database)
    (booked,) = conn.execute("SELECT count(*) FROM core__order_line").fetchone()
    conn.close()
    if booked != LINES:
        raise WrongAnswerError(f"franchise order submit booked {booked} of {LINES} lines")


def _products() -> list[Row]:
    return [
        (
            f"P{number:04}",
            f"{KINDS[(number - 1) % len(KINDS)]}{NAMES[(number - 1) % len(NAMES)]}{number}号",
            "S1",
            "份",
            "1",
            "2.00",
            "2.50",
        )
        for number in range(1, PRODUCTS + 1)
    ]

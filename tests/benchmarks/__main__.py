"""``python -m tests.benchmarks``: one ordering window and the start of a command, beside the bare drivers."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks import show, startup, statements, window
from tests.benchmarks.check import WrongAnswerError
from tests.benchmarks.databases import Databases, Sqlite, postgresql
from tests.benchmarks.workload import GENERATOR, make

PARTS = ("window", "statements", "startup")


def main() -> int:
    """Run what was asked for. 1: a figure was wrong. 2: there is nothing to run with. Slowness is no error."""
    options = _options()
    if not options.workload.is_file():
        print(
            f"The workload's generator is not at {options.workload}.\n"
            "It stands beside the repository, in shared/workload/; say where: --workload PATH/workload.py",
            file=sys.stderr,
        )
        return 2
    with ExitStack() as stack:
        # Short, because the path of a socket has about 100 bytes at most; open to the server's own user.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fb-", dir=options.folder)))
        folder.chmod(0o711)
        databases: list[Databases] = []
        if "sqlite" in options.database:
            databases.append(Sqlite(folder))
        if "postgresql" in options.database and {"window", "statements"} & set(options.part):
            found = stack.enter_context(postgresql(folder / "pg"))
            databases += [found] if found else []
        versions = ", ".join(f"{d.name} {d.version}" for d in databases)
        print(f"Python {platform.python_version()}, {versions}; {os.cpu_count()} cores; {show.busy()}\n")
        try:
            return _measure(options, databases, folder)
        except WrongAnswerError as error:
            print(f"WRONG: {error}", file=sys.stderr)
            return 1


def _measure(options: argparse.Namespace, databases: list[Databases], folder: Path) -> int:
    constant = True
    if "startup" in options.part:
        found = startup.imports(options.starts)
        found.append(startup.submitting(folder, options.starts))
        show.starts(found, options.starts)
    if "statements" in options.part:
        workload = make(options.workload, folder, 1)
        for database in databases:
            constant &= show.statements(database.name, statements.count(workload, database))
    if "window" in options.part:
        _windows(options, databases, folder)
    return 0 if constant else 1


def _windows(options: argparse.Namespace, databases: list[Databases], folder: Path) -> None:
    figures: dict[tuple[str, int], tuple[window.Figures, window.Figures]] = {}
    for scale in sorted(set(options.scale)):
        workload = make(options.workload, folder, scale)
        runs = options.runs if scale == 1 else options.large_runs
        for database in databases:
            mine, bare = window.measure(workload, database, folder, runs)
            figures[database.name, scale] = mine, bare
            show.window(workload, database.name, mine, bare, runs)
        show.peers(scale, {d.name: figures[d.name, scale][0] for d in databases})
    for (name, scale), large in figures.items():
        if scale > 1 and (name, 1) in figures:
            show.growth(name, figures[name, 1], large, scale)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--workload", type=Path, default=GENERATOR, metavar="PATH", help="the generator's script"
    )
    parser.add_argument(
        "--database", nargs="+", choices=("sqlite", "postgresql"), default=("sqlite", "postgresql")
    )
    parser.add_argument("--scale", nargs="+", type=int, default=(1, 10), metavar="N", help="default: 1 10")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="runs at ×1 (5)")
    parser.add_argument("--large-runs", type=int, default=1, metavar="N", help="runs above ×1 (1)")
    parser.add_argument(
        "--starts", type=int, default=9, metavar="N", help="processes started for each command (9)"
    )
    parser.add_argument("--part", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument(
        "--folder", type=Path, help="where databases and files are written; needs a short path"
    )
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())

"""The benchmark's tables, as plain text."""

from __future__ import annotations

import os
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any, Final

from tests.benchmarks.startup import PRODUCTS, Start
from tests.benchmarks.window import Figures
from tests.benchmarks.workload import Workload

TARGETS: Final = {"submit": 0.3, "close": 0.05, "export": 1.2}
"""CPU seconds at ×1."""
GROWTH: Final = 11.0
"""How many times the cost of ×1 ten times the sheets may cost."""
START_TARGETS: Final = {"franchise --help": 80, "franchise order submit": 350}
"""CPU milliseconds, of the median."""
PEERS: Final = Path(__file__).with_name("peers.toml")
STEPS: Final = ("submit", "close", "export")


def busy() -> str:
    """How busy the machine is."""
    one, five, _fifteen = os.getloadavg()
    return f"load {one:.1f} {five:.1f}"


def table(rows: Sequence[Sequence[str]]) -> None:
    """Columns side by side: the first to the left, the others to the right. The first row is the heading."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        cells = [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]
        print("  " + "  ".join(cells).rstrip())
        if not number:
            print("  " + "  ".join("-" * width for width in widths))
    print(flush=True)


def verdict(figure: float, target: float) -> str:
    return "met" if figure <= target else "MISSED"


def window(workload: Workload, database: str, own: Figures, bare: Figures, runs: int) -> None:
    """One system beside the bare driver."""
    print(
        f"{database}, ×{workload.scale}: {len(workload.sheets):,} sheets, {workload.lines:,} lines; "
        f"median of {runs}; {busy()}"
    )
    server = any(cost.server for cost in (*own.steps.values(), *bare.steps.values()))
    head = ["", "CPU s", "best", "bare", "ratio", "wall s", "bare", "ratio"]
    head += ["server CPU s", "bare"] if server else []
    rows = [head + (["target CPU s", ""] if workload.scale == 1 else [])]
    for step in ("submit", "close", "export", "issue", "draw", "all"):
        mine, theirs = _step(own, step), _step(bare, step)
        row = [f"  of it {step}" if step in {"issue", "draw"} else step]
        best = own.best[step] if step != "all" else sum(own.best[one] for one in STEPS)
        row += [f"{mine.cpu:.3f}", f"{best:.3f}", f"{theirs.cpu:.3f}", _ratio(mine.cpu, theirs.cpu)]
        row += [f"{mine.wall:.3f}", f"{theirs.wall:.3f}", _ratio(mine.wall, theirs.wall)]
        row += [f"{mine.server:.2f}", f"{theirs.server:.2f}"] if server else []
        if workload.scale == 1:
            target = TARGETS.get(step)
            row += ["", ""] if target is None else [f"{target:.2f}", verdict(mine.cpu, target)]
        rows.append(row)
    table(rows)
    print(
        f"  totals, purchase orders and packing lists right in both; cells: {own.cells:,}, {bare.system} {bare.cells:,}\n"
    )


def growth(database: str, small: Sequence[Figures], large: Sequence[Figures], times: int) -> None:
    """What a larger window costs beside a small one, for franchise and the bare driver."""
    print(f"{database}: ×{times} costs how many times ×1 (CPU)")
    rows = [["", "×1", f"×{times}", "times", "bare", "target", ""]]
    for step in (*STEPS, "all"):
        (before, bare_before), (after, bare_after) = (
            [_step(one, step).cpu for one in two] for two in (small, large)
        )
        grown, limit = after / before, GROWTH * times / 10
        rows.append(
            [
                step,
                f"{before:.3f}",
                f"{after:.3f}",
                f"{grown:.1f}",
                _ratio(bare_after, bare_before),
                f"{limit:.0f}",
                verdict(grown, limit),
            ]
        )
    table(rows)


def statements(database: str, found: Mapping[int, Counter[str]]) -> bool:
    """Statements per sheet; True when they are as many for each size."""
    print(f"{database}: statements for one sheet")
    verbs = sorted({verb for counts in found.values() for verb in counts})
    rows = [["lines", "statements", *verbs]]
    rows += [[str(n), str(c.total()), *(str(c[verb]) for verb in verbs)] for n, c in found.items()]
    table(rows)
    constant = len({c.total() for c in found.values()}) == 1
    print(f"  {'constant' if constant else 'NOT CONSTANT'}\n")
    return constant


def starts(found: Sequence[Start], runs: int) -> None:
    """What processes cost."""
    print(f"Start-up, CPU ms of a real process, of {runs}; catalogue of {PRODUCTS:,} products; {busy()}")
    rows = [["", "best", "median", "target", ""]]
    for start in found:
        target = START_TARGETS.get(start.command)
        judged = ["", ""] if target is None else [str(target), verdict(start.median, target)]
        rows.append([start.command, f"{start.best:.0f}", f"{start.median:.0f}", *judged])
    table(rows)


def peers(scale: int, own: Mapping[str, Figures]) -> None:
    """Other systems' published figures, and how many times ours they are."""
    known: dict[str, Any] = tomllib.loads(PEERS.read_text(encoding="utf-8"))
    if f"x{scale}" not in known:
        return
    print(f"Others, ×{scale}: published figures, wall s.")
    print(fill(known["source"], 100, initial_indent="  ", subsequent_indent="  ") + "\n")
    rows = [["", *STEPS, "all", "CPU s", "SQL/sheet"]]
    for peer in known[f"x{scale}"]:
        total = sum(peer[step] for step in STEPS)
        rows.append(
            [
                peer["system"],
                *(f"{peer[step]:g}" for step in STEPS),
                f"{total:.3g}",
                f"{peer['cpu']:g}" if "cpu" in peer else "",
                f"{peer['statements']:,}" if "statements" in peer else "",
            ]
        )
    for database, figures in own.items():
        costs = [_step(figures, step) for step in (*STEPS, "all")]
        rows.append(
            [f"franchise on {database}, now", *(f"{c.wall:.2f}" for c in costs), f"{costs[-1].cpu:.2f}", ""]
        )
    table(rows)


def _step(figures: Figures, step: str) -> Any:
    if step != "all":
        return figures.steps[step]
    first, *rest = (figures.steps[one] for one in STEPS)
    for cost in rest:
        first += cost
    return first


def _ratio(ours: float, bare: float) -> str:
    return f"{ours / bare:.1f}" if bare > 0.0005 else "-"

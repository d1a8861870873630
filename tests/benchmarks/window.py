"""The window, run by franchise and by the bare driver in turn."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Protocol

import attrs
from tests.benchmarks import ours
from tests.benchmarks.bare import BarePostgresql, BareSqlite
from tests.benchmarks.check import check_totals, check_workbooks
from tests.benchmarks.databases import Databases
from tests.benchmarks.measure import Cost, cost, middle
from tests.benchmarks.ours import Ours
from tests.benchmarks.workload import Row, Workload

STEPS: Final = ("submit", "close", "issue", "draw")
BARE: Final[dict[str, type[BareSqlite | BarePostgresql]]] = {
    "SQLite": BareSqlite,
    "PostgreSQL": BarePostgresql,
}


class System(Protocol):
    """Who can run a window. ``issue`` and ``draw`` together are the export."""

    name: str

    def submit(self) -> None: ...
    def close(self) -> None: ...
    def issue(self) -> None: ...
    def draw(self, folder: Path) -> None: ...
    def totals(self) -> list[Row]: ...
    def end(self) -> None: ...


@attrs.frozen
class Figures:
    """One system's medians by step (`STEPS` and ``export``), and how many cells its workbooks have.

    ``best`` is the least CPU of any run: what is left when others leave the machine alone.
    """

    system: str
    steps: Mapping[str, Cost]
    best: Mapping[str, float]
    cells: int


def measure(workload: Workload, databases: Databases, folder: Path, runs: int) -> tuple[Figures, Figures]:
    """Franchise and the bare driver, each on fresh databases, in turn.

    Raises:
        WrongAnswerError: A total or a workbook is not as the workload says.

    """
    template = databases.new()
    ours.prepare(
        template, ours.setup_body(workload.products, workload.suppliers), workload.villages, databases.settle
    )
    makers: list[tuple[Callable[[], str], type[Ours | BareSqlite | BarePostgresql]]] = [
        (databases.new, BARE[databases.name]),
        (lambda: databases.copy(template), Ours),
    ]
    costs: list[list[dict[str, Cost]]] = [[], []]
    cells = [0, 0]
    for run in range(runs):
        for which, (database, maker) in enumerate(makers):
            url = database()
            system = maker(url, workload)
            out = folder / "out"
            out.mkdir()
            try:
                costs[which].append(_run(system, out, databases.server))
                check_totals(system.name, system.totals(), workload)
                if not run:  # the later ones differ in nothing but time
                    cells[which] = check_workbooks(system.name, out, workload)
            finally:
                system.end()
                shutil.rmtree(out)
            databases.drop(url)
    databases.drop(template)
    bare, own = (
        Figures(
            maker.name,
            {step: middle([one[step] for one in found]) for step in found[0]},
            {step: min(one[step].cpu for one in found) for step in found[0]},
            count,
        )
        for (_database, maker), found, count in zip(makers, costs, cells, strict=True)
    )
    return own, bare


def _run(system: System, out: Path, server: int | None) -> dict[str, Cost]:
    actions: tuple[Callable[[], None], ...] = (
        system.submit,
        system.close,
        system.issue,
        lambda: system.draw(out),
    )
    found = {step: cost(action, server) for step, action in zip(STEPS, actions, strict=True)}
    return {**found, "export": found["issue"] + found["draw"]}

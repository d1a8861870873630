"""What something costs: CPU seconds of this process and of the database's server, and wall seconds."""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

import attrs

_TICKS = os.sysconf("SC_CLK_TCK")


@attrs.frozen
class Cost:
    """Seconds. ``server`` is the CPU of PostgreSQL's processes, 0 for SQLite, which has none."""

    cpu: float
    server: float
    wall: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.cpu + other.cpu, self.server + other.server, self.wall + other.wall)


def cost(action: Callable[[], object], server: int | None = None) -> Cost:
    """Do it once. ``server`` is the process id of a PostgreSQL server that works for it."""
    gc.collect()
    before = _server_cpu(server)
    cpu, wall = time.process_time(), time.perf_counter()
    action()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Cost(cpu, _server_cpu(server) - before, wall)


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure by itself."""
    return Cost(*(median(values) for values in zip(*map(attrs.astuple, costs), strict=True)))


def _server_cpu(server: int | None) -> float:
    """The CPU seconds of a server and its processes, those that have ended included."""
    if server is None or not Path("/proc").exists():
        return 0.0
    ticks = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            # What follows the program's name, which may hold anything: state, parent, …
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended; its parent counts it now
            continue
        if int(entry.name) == server:
            ticks += sum(map(int, fields[11:15]))
        elif int(fields[1]) == server:
            ticks += sum(map(int, fields[11:13]))
    return ticks / _TICKS


def process_cpu(command: Sequence[str], *, text: str = "", env: Mapping[str, str] | None = None) -> float:
    """The CPU seconds of one real process, from its start to its end; it must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, input=text, env=env, capture_output=True, encoding="utf-8", check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{command[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

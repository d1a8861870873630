"""Programs beside the test's own: started together, read to their end, or killed.

A program is a file ``child.py`` with named jobs. It says ``ready``, waits for a line, then works and says what it
has done after each commit: ``python child.py URL CLOCK JOB ARGUMENT…``
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.support import MORNING, open_program

from franchise import Franchise

ORDERS = Path(__file__).parent / "orders" / "child.py"
Said = list[list[list[str]]]
Jobs = Mapping[str, Callable[..., None]]


def serve(jobs: Jobs, room: Callable[[Franchise], Any]) -> None:
    """What a ``child.py`` does when it is run."""
    url, clock, job, *arguments = sys.argv[1:]
    with open_program(url, at=clock) as app:
        app.stores()  # the database is open and its tables are known
        say("ready")
        sys.stdin.readline()
        jobs[job](room(app), say, *arguments)


def say(*words: object) -> None:
    """A line in one write, also where output has no buffer: a program that is killed leaves no half of it."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def start(url: str, *job: object, program: Path = ORDERS, clock: str = MORNING) -> subprocess.Popen[str]:
    """A program that makes itself ready, then waits to be told ``go``."""
    return subprocess.Popen(
        [sys.executable, str(program), url, clock, *map(str, job)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ready(child: subprocess.Popen[str]) -> None:
    assert child.stdout is not None
    line = child.stdout.readline()
    assert line == "ready\n", line + (child.stderr.read() if child.stderr else "")


def go(child: subprocess.Popen[str]) -> None:
    """Let a child that is ready begin."""
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()


def acknowledged(child: subprocess.Popen[str]) -> Iterator[list[str]]:
    """What a child has said, a line's words each; half a line acknowledges nothing."""
    assert child.stdout is not None
    for line in child.stdout:
        if line.endswith("\n"):
            yield line.split()


def together(
    url: str, jobs: Iterable[Sequence[object]], *, program: Path = ORDERS, clock: str = MORNING
) -> Said:
    """Run jobs in a program each, all at once; what each said, as words."""
    children = [start(url, *job, program=program, clock=clock) for job in jobs]
    for child in children:
        ready(child)
    for child in children:
        go(child)
    said = []
    for child in children:
        out, err = child.communicate(timeout=120)
        assert child.returncode == 0, err
        said.append([line.split() for line in out.splitlines()])
    return said


def threads(known: Jobs, room: object, jobs: Sequence[Sequence[Any]]) -> Said:
    """Run jobs in a thread each, all at once; what each said, as words."""
    barrier = threading.Barrier(len(jobs))

    def one(job: Sequence[Any]) -> list[list[str]]:
        said: list[list[str]] = []
        barrier.wait()
        known[job[0]](room, lambda *words: said.append([str(w) for w in words]), *map(str, job[1:]))
        return said

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(one, jobs))

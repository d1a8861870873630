"""Programs beside the test's own: started together, read to their end, or killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.support import MORNING

CHILD = Path(__file__).parent / "orders" / "child.py"


def start(url: str, *task: object, clock: str = MORNING) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), url, clock, *map(str, task)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def go(child: subprocess.Popen[str]) -> None:
    """Let a child that is ready begin."""
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()


def ready(child: subprocess.Popen[str]) -> None:
    assert child.stdout is not None
    line = child.stdout.readline()
    assert line == "ready\n", line + (child.stderr.read() if child.stderr else "")


def together(url: str, tasks: Iterable[Sequence[object]], *, clock: str = MORNING) -> list[list[list[str]]]:
    """Run tasks in a program each, all at once; what each said, as words."""
    children = [start(url, *task, clock=clock) for task in tasks]
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

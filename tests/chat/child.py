"""A program of its own for the tests: takes exports in, and says so after each commit."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.chat.sample import Room, export, said_messages
from tests.processes import serve

from franchise import chat, groups

Say = Callable[..., None]


def part(number: int, size: int = 40) -> str:
    """The export of that number: half of it stands in the one before."""
    first = number * size // 2
    return export(
        *(
            (f"2026-03-05 {9 + n // 600:02}:{n // 10 % 60:02}", f"人{n % 23}", f"第{n}句")
            for n in range(first, first + size)
        )
    )


def parts(room: Room, say: Say, first: str, last: str) -> None:
    for number in range(int(first), int(last)):
        done = room.ingest(part(number))
        say(number, len(done.messages), done.known)


def die(room: Room, _say: Say, number: str) -> None:
    """Everything is written, nothing is committed."""
    with room.app.work(room.key) as work:
        chat.ingest(work, groups.get(work, "base-1"), said_messages(part(int(number))))
        work.flush()
        os.kill(os.getpid(), signal.SIGKILL)


TASKS = {"parts": parts, "die": die}


if __name__ == "__main__":
    serve(TASKS, Room)

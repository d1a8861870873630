"""A program of its own for the tests: opens, finishes or drops tasks, and says so after each commit."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.processes import serve
from tests.tasks.sample import PNG, Room, wanted

from franchise import FranchiseError, tasks
from franchise.tasks import Evidence

Say = Callable[..., None]


def open_(room: Room, say: Say, *keys: str) -> None:
    """Each word is a batch: ``a,b``."""
    for batch in keys:
        for made in room.open(*map(wanted, batch.split(","))):
            say(made.number, made.key)


def finish(room: Room, say: Say, by: str, *numbers: str) -> None:
    for number in map(int, numbers):
        try:
            done = room.finish(number, by=by, evidence=Evidence(name="a.png", data=PNG))
            say(number, done.finished_by)
        except FranchiseError as error:
            say(number, error.code)


def drop(room: Room, say: Say, by: str, *numbers: str) -> None:
    for number in map(int, numbers):
        try:
            say(number, room.drop(number, by=by).finished_by)
        except FranchiseError as error:
            say(number, error.code)


def cancel(room: Room, say: Say, *keys: str) -> None:
    for gone in room.do(lambda work: tasks.cancel(work, keys, "taken back")):
        say(gone.number, gone.key)


TASKS = {"open": open_, "finish": finish, "drop": drop, "cancel": cancel}


if __name__ == "__main__":
    serve(TASKS, Room)

"""A program of its own for the tests: comes into a group again and again, and says so after each commit."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.admission.people import Camp
from tests.processes import serve

from franchise import FranchiseError


def apply(camp: Camp, say: Callable[..., None], group: str, *names: str) -> None:
    for name in names:
        done = camp.apply(group, name)
        say(name, done.verdict.code, done.state or "-", done.application.id)


def approve(camp: Camp, say: Callable[..., None], *numbers: str) -> None:
    from franchise import admission

    for number in numbers:
        try:
            done = camp.do(lambda work, n=int(number): admission.approve(work, n))
            say(number, done.verdict.code, done.state)
        except FranchiseError as error:
            say(number, error.code, "-")


def redeem(camp: Camp, say: Callable[..., None], group: str, token: str, name: str) -> None:
    try:
        say(name, camp.apply(group, name, token=token).verdict.code)
    except FranchiseError as error:
        say(name, error.code)


def leave(camp: Camp, say: Callable[..., None], group: str, *names: str) -> None:
    for name in names:
        say(name, camp.leave(group, name).promoted)


TASKS = {f.__name__: f for f in (apply, approve, redeem, leave)}


if __name__ == "__main__":
    serve(TASKS, Camp)

"""A program that is killed at any step leaves whole batches; run again, it ends where it would have ended."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from tests.replication.fleet import Fleet, state
from tests.support import open_program, url_of

from franchise import Franchise
from franchise.replication import cloning, following

KEYS = tuple(f"s{n}" for n in range(7))
BATCH = 3


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(cloning, "BATCH", BATCH)
    monkeypatch.setattr(following, "PAGE", BATCH)


class Copies:
    """Databases that begin alike."""

    def __init__(self, url: str, dialect: str, request: pytest.FixtureRequest, folder: Path) -> None:
        self.url = url
        self.databases = request.getfixturevalue("postgresql_databases") if dialect == "postgresql" else None
        self.folder = folder
        self.made: list[str] = []

    def new(self) -> str:
        if self.databases is None:
            target = self.folder / f"copy{len(self.made)}.db"
            shutil.copyfile(self.url.removeprefix("sqlite:///"), target)
            self.made.append(str(target))
            return str(target)
        name = self.databases.make(self.url.partition("?")[0].rpartition("/")[2])
        self.made.append(name)
        return self.databases.url(name)

    def drop(self) -> None:
        if self.databases is not None:
            self.databases.drop(self.made.pop())


def killed_at(url: str, step: int, work: Callable[[Fleet], object]) -> bool:
    """Run ``work`` in a process of its own that is killed -9 before its statement or commit number ``step``.

    False: it ended before that.
    """
    child = os.fork()
    if child:
        _pid, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            assert signal.SIGKILL == os.WTERMSIG(status)
            return True
        assert 0 == os.WEXITSTATUS(status)
        return False
    code = 1
    try:
        with open_program(url) as app:
            left = [step]

            def count(*_arguments: Any) -> None:
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(app.database.engine, "before_cursor_execute", count)
            event.listen(app.database.engine, "commit", count)
            work(Fleet(app))
        code = 0
    except BaseException as error:  # noqa: BLE001  the parent is told by the status
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        os._exit(code)


def ends_alike(copies: Copies, work: Callable[[Fleet], object]) -> int:
    """At how many steps it was killed; each time running it again must lead to the same end."""

    def end(url: str) -> Any:
        with open_program(url) as app:
            work(Fleet(app))
            return state(app)

    expected = end(copies.new())
    copies.drop()
    for step in range(1, 1000):
        url = copies.new()
        killed = killed_at(url, step, work)
        assert expected == end(url), f"killed at step {step}"
        copies.drop()
        if not killed:
            return step - 1
    raise AssertionError


@pytest.fixture
def copies(
    app: Franchise, database: Any, dialect: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Copies:
    fleet = Fleet.make(app)
    fleet.set("hub", "catalog.tofu.price", "3")
    url = url_of(database)
    return Copies(url, dialect, request, tmp_path)


def test_a_clone_that_is_killed_at_any_step_is_finished_by_running_it_again(app, copies):
    app.close()
    steps = ends_alike(copies, lambda fleet: fleet.clone(*KEYS))
    assert steps > 25


def test_an_upgrade_that_is_killed_at_any_step_is_finished_by_running_it_again(app, copies):
    fleet = Fleet(app)
    fleet.clone(*KEYS)
    fleet.set("s1", "catalog.egg.price", "6")
    fleet.set("s4", "catalog.milk.price", "6")
    fleet.set("s5", "village.routes.east.driver", "周师傅")
    fleet.publish(catalog={"egg": {"price": "5"}}, village={"routes": {"east": None}})
    app.close()
    steps = ends_alike(copies, lambda fleet: fleet.upgrade())
    assert steps > 15


def test_a_save_that_is_killed_at_any_step_is_finished_by_running_it_again(app, copies):
    app.close()
    assert ends_alike(copies, lambda fleet: fleet.save()) > 8

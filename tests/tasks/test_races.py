"""Several at once: threads on PostgreSQL, programs on SQLite. A number is given once, a task finished once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.processes import Said, threads, together
from tests.support import url_of
from tests.tasks.child import TASKS
from tests.tasks.sample import Room, wanted

from franchise import tasks
from franchise.storage import Database

CHILD = Path(__file__).with_name("child.py")
Run = Callable[[Sequence[Sequence[Any]]], Said]


@pytest.fixture
def run(room: Room, database: Database) -> Run:
    """Runs jobs of ``child.py`` at once; what each said, as words."""
    return lambda jobs: (
        together(url_of(database), jobs, program=CHILD)
        if database.dialect == "sqlite"
        else threads(TASKS, room, jobs)
    )


def flat(said: Said) -> list[list[str]]:
    return [words for part in said for words in part]


def test_several_who_open_the_same_tasks_at_once_open_each_once(room: Room, run: Run) -> None:
    batches = [f"a{n},b{n},c{n}" for n in range(10)]
    said = flat(run([("open", *batches), ("open", *reversed(batches)), ("open", *batches)]))
    assert sorted(map(str, range(1, 31))) == sorted(number for number, _key in said)
    found = room.listed(status="")
    assert sorted(t.key for t in found) == sorted(key for _number, key in said)
    assert list(range(1, 31)) == sorted(task.number for task in found)
    assert 30 == len(room.outbox()) == len(room.events("task.opened"))


def test_those_who_open_different_tasks_at_once_get_a_number_each_without_a_gap(room: Room, run: Run) -> None:
    said = flat(run([("open", *(f"{who}{n}" for n in range(12))) for who in "xyz"]))
    assert set(map(str, range(1, 37))) == {number for number, _key in said}
    assert 36 == len(said)


def test_of_two_who_finish_the_same_task_at_once_one_is_noted(room: Room, run: Run) -> None:
    room.open(*(wanted(f"k{n}", evidence=True) for n in range(8)))
    said = run([("finish", who, *range(1, 9)) for who in ("王姐", "小李", "阿姨")])
    noted = {str(task.number): task.finished_by for task in room.listed(status="done")}
    assert [sorted(noted.items())] * 3 == [sorted((number, who) for number, who in part) for part in said]
    assert 8 == len(room.events("task.done")) == len(room.events("task.proven"))
    assert {"sent"} == {status for _channel, status, _due in room.outbox().values()}
    assert [1] * 8 == [len(room.see(lambda w, n=n: tasks.evidence(w, n))) for n in range(1, 9)]


def test_what_one_finishes_and_another_drops_is_one_of_both(room: Room, run: Run) -> None:
    room.open(*(wanted(f"k{n}") for n in range(10)))
    run([("finish", "王姐", *range(1, 11)), ("drop", "小李", *range(10, 0, -1))])
    done, gone = room.listed(status="done"), room.listed(status="dropped")
    assert 10 == len(done) + len(gone)
    assert {("done", "王姐"), ("dropped", "小李")} >= {(t.status, t.finished_by) for t in (*done, *gone)}
    assert (len(done), len(gone)) == (len(room.events("task.done")), len(room.events("task.dropped")))
    expected = {f"task/{t.key}": "sent" if t.status == "done" else "cancelled" for t in (*done, *gone)}
    assert expected == {key: status for key, (_channel, status, _due) in room.outbox().items()}


def test_what_is_cancelled_while_others_finish_it_is_one_of_both(room: Room, run: Run) -> None:
    keys = [f"k{n}" for n in range(10)]
    room.open(*map(wanted, keys))
    said = run([("cancel", *keys), ("finish", "王姐", *range(10, 0, -1))])
    done = {task.number for task in room.listed(status="done")}
    gone = {task.number for task in room.listed(status="dropped")}
    assert set(range(1, 11)) == done | gone
    assert not done & gone
    assert gone == {int(number) for number, _key in said[0]}
    assert done == {int(number) for number, word in said[1] if word == "王姐"}

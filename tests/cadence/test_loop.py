"""The loop: fills again and again, survives kill -9, and never posts anything twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from tests.cadence.sample import DAY, Room, slot
from tests.support import url_of

from franchise import Franchise, StorageError, cadence
from franchise.cadence.loop import EVERY, Failed
from franchise.clock import instant, local
from franchise.errors import FranchiseError
from franchise.storage import Database

CHILD = Path(__file__).parent / "child.py"
WINDOWS = ("07:30", "11:30", "17:30", "22:00")


@attrs.define
class Watch:
    """Lets the program's clock run on instead of waiting; stops after so many waits."""

    app: Franchise
    left: int
    waits: list[float] = attrs.field(factory=list)

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        self.app.clock.at += round(seconds * 1000)
        self.left -= 1
        return self.left <= 0


def test_a_day_of_the_loop_makes_every_post_ready_as_its_window_opens(room: Room):
    watch = Watch(room.app, 120)
    ready = {}
    for filled in cadence.run(room.app, waiter=watch, every=600):
        for post in filled.ready:
            ready[post.slot] = local(room.app.clock.at, room.zone).strftime("%H:%M:%S")
    assert {"morning": "07:30:00", "lunch": "11:30:00", "evening": "17:30:00", "night": "22:00:00"} == ready
    assert max(watch.waits) == 600


def test_between_two_looks_it_sleeps_until_something_is_due_and_never_longer_than_it_may(room: Room):
    room.at("2026-03-05T07:29:18")
    watch = Watch(room.app, 2)
    list(cadence.run(room.app, waiter=watch))
    assert [42.0, EVERY] == watch.waits
    watch = Watch(room.app, 1)
    list(cadence.run(room.app, waiter=watch, every=5))
    assert [5] == watch.waits


def test_a_store_that_cannot_be_filled_does_not_hold_up_the_others(room: Room):
    bad = Room.make(room.app, "bad")
    bad.overlay(cadence={"slots": {"morning": {"name": "x", "begins": None}}})
    room.at("2026-03-05T08:00")
    found = cadence.fill_stores(room.app, cadence.open_stores(room.app))
    assert ["bad", "qinghe"] == [one.store for one in found]
    assert isinstance(found[0], Failed)
    assert 2 == len(found[1].ready)


def test_a_database_that_is_away_is_told_and_looked_for_again(room: Room):
    @attrs.define
    class Away:
        clock: object
        tries: int = 0

        def stores(self) -> list[object]:
            self.tries += 1
            raise StorageError("away")

        def attempt(self, *_: object) -> None:
            raise AssertionError

    away = Away(room.app.clock)
    told: list[FranchiseError] = []
    assert [] == list(cadence.run(away, waiter=Watch(room.app, 3), alarm=told.append))
    assert (3, 3) == (away.tries, len(told))


def test_a_store_is_looked_at_when_something_is_due_and_not_because_another_has_something(room: Room):
    late = Room.make(room.app, "late", slots={"a": slot("07:50", "08:00")})
    room.at("2026-03-05T07:29")
    found = [
        (f.store, local(room.app.clock.at, room.zone).strftime("%H:%M"))
        for f in cadence.run(room.app, waiter=Watch(room.app, 4), every=3600)
    ]
    assert [
        ("late", "07:29"),
        ("qinghe", "07:29"),
        ("qinghe", "07:30"),
        ("late", "07:50"),
        ("late", "08:00"),
    ] == found
    assert ["missed", "missed"] == [row[3] for row in late.rows()]


def test_a_clock_that_goes_back_while_the_loop_sleeps_is_noticed(room: Room):
    class Back(Watch):
        def wait(self, seconds: float) -> bool:
            self.left -= 1
            room.at("2026-03-05T07:45" if self.left == 1 else "2026-03-05T07:46")
            return self.left <= 0

    room.at("2026-03-05T09:30")
    found = list(cadence.run(room.app, waiter=Back(room.app, 2)))
    assert [[], ["morning", "morning"]] == [[p.slot for p in f.ready] for f in found]


def test_a_named_store_is_the_only_one_that_is_filled(room: Room):
    other = Room.make(room.app, "other")
    room.at("2026-03-05T08:00")
    assert ["other"] == [one.store for one in cadence.fill_stores(room.app, ["other"])]
    assert ([], 2) == (room.rows(), len(other.rows()))


# -------------------------------------------------------------------- real programs


def environment(database: Database, now: str) -> dict[str, str]:
    return {
        **os.environ,
        "FRANCHISE_DB": url_of(database),
        "FRANCHISE_NOW": now,
        "FRANCHISE_ACTOR": "robot",
        "FRANCHISE_LANG": "en",
        "PYTHONUNBUFFERED": "1",
    }


def run(database: Database, now: str, *more: str) -> subprocess.Popen[str]:
    """`franchise cadence run` as people start it."""
    return subprocess.Popen(
        [sys.executable, "-m", "franchise", "cadence", "run", "--json", *more],
        env=environment(database, now),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def everything_once(room: Room, posts: int) -> None:
    """Each post has one row, one entry in the outbox, and stands in one event."""
    rows = [row for row in room.rows() if row[3] != "missed"]
    keys = Counter(e["key"] for e in room.outbox())
    assert posts == len(rows) == len(keys)
    assert {1} == set(keys.values())
    subjects = Counter(room.events("post.ready"))
    assert {1} == set(subjects.values())


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_program_that_dies_around_its_commit_leaves_all_or_nothing(
    room: Room, database: Database, moment: str
):
    room.fill()
    done = subprocess.run(
        [sys.executable, str(CHILD), url_of(database), "2026-03-05T07:30", moment],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (-9, "2") == (done.returncode, done.stdout.split()[0]), done.stderr
    assert (0 if moment == "before" else 2) == len(room.rows()) == len(room.outbox())
    room.at("2026-03-05T07:31").fill()
    everything_once(room, 2)


def test_the_loop_is_killed_at_any_moment_and_goes_on_where_it_was(room: Room, database: Database):
    for _group in range(18):
        room.new_group("base")
    room.fill()
    dice = random.Random(5)
    moments: Iterator[str] = iter(f"2026-03-{day:02}T{at}" for day in (5, 6) for at in WINDOWS)
    acknowledged = 0
    for number, now in enumerate(moments, 1):
        with run(database, now, "--every", "1") as loop:
            assert loop.stdout is not None
            if number % 2:  # sometimes after it has said that it did something, sometimes blindly
                assert '"status": "waiting"' in loop.stdout.readline()
                acknowledged += 1
            else:
                time.sleep(dice.uniform(0.3, 0.9))
            loop.kill()
        assert -9 == loop.returncode
        if number % 2:
            assert 20 == sum(row[3] == "waiting" for row in room.rows())
        again = room.at(now).fill()
        assert number % 2 == 0 or () == again.ready
        assert 20 == sum(row[3] == "waiting" for row in room.rows())
    assert 4 == acknowledged
    assert 8 * 20 == len(room.outbox()) == len(room.rows())
    assert {1} == set(Counter(e["key"] for e in room.outbox()).values())
    assert {1} == set(Counter(room.events("post.ready")).values())


def test_several_loops_at_once_make_each_post_ready_once(room: Room, database: Database):
    for _group in range(8):
        room.new_group("base")
    loops = [run(database, "2026-03-05T07:30", "--once") for _n in range(4)]
    said = []
    for loop in loops:
        out, err = loop.communicate(timeout=60)
        assert 0 == loop.returncode, err
        said.append(out.count('"status": "waiting"'))
    assert [0, 0, 0, 10] == sorted(said)
    room.at("2026-03-05T07:30")
    everything_once(room, 10)


def test_many_note_the_same_post_at_once_and_it_is_noted_once(room: Room, database: Database):
    command = [sys.executable, "-m", "franchise", "cadence", "done", "morning", "--json"]
    env = environment(database, "2026-03-05T08:00")
    people = [
        subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _n in range(4)
    ]
    noted = 0
    for one in people:
        out, err = one.communicate(timeout=60)
        assert 0 == one.returncode, err
        noted += out.count('"done"')
    room.at("2026-03-05T08:00")
    assert (2, 1) == (noted, len(room.events("post.done")))
    assert instant("2026-03-05T08:00", room.zone) == room.agenda(DAY).posts[0].done_at


def test_the_loop_stops_when_it_is_asked_to(room: Room, database: Database):
    import signal

    with run(database, "2026-03-05T07:30") as loop:
        assert loop.stdout is not None
        loop.stdout.readline()
        loop.send_signal(signal.SIGINT)
        _out, err = loop.communicate(timeout=60)
    assert (130, "Stopped.\n") == (loop.returncode, err)

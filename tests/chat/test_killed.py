"""kill -9 at any moment, and several who take the same in at once: every message is there once."""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.chat.child import part
from tests.chat.sample import Room
from tests.processes import acknowledged, go, ready, start, together
from tests.support import url_of

from franchise.storage import Database

CHILD = Path(__file__).with_name("child.py")
EVENING = "2026-03-05T20:00"
ROUNDS = {"sqlite": 5, "postgresql": 3}


def words(room: Room) -> list[str]:
    return [m.text for m in room.kept()]


def expected(count: int) -> list[str]:
    return [f"第{n}句" for n in range(20 * (count + 1) if count else 0)]


def test_an_export_that_was_written_but_not_committed_is_not_there_and_can_be_taken_in(
    room: Room, database: Database
) -> None:
    with start(url_of(database), "die", 0, program=CHILD, clock=EVENING) as child:
        ready(child)
        go(child)
        child.wait(60)
    assert ([], {}, []) == (words(room), room.states(), room.events("chat.ingested"))
    assert 40 == len(room.ingest(part(0)).messages)


def test_every_acknowledged_export_survives_once_and_none_by_halves(room: Room, database: Database) -> None:
    dice = random.Random(20260305)
    done = 0
    for _round in range(ROUNDS[database.dialect]):
        with start(url_of(database), "parts", done, done + 1000, program=CHILD, clock=EVENING) as child:
            ready(child)
            go(child)
            taken_in = acknowledged(child)
            for _n in range(dice.randint(1, 4)):
                done = int(next(taken_in)[0]) + 1
            until = time.perf_counter() + dice.uniform(0, 0.02)
            while time.perf_counter() < until:
                pass
            child.kill()
            for words_said in taken_in:
                done = int(words_said[0]) + 1
        taken = len(room.events("chat.ingested"))
        assert taken - done in {0, 1}  # the one that was committed as the program died
        assert expected(taken) == words(room)
        done = taken
    for number in range(done):
        assert () == room.ingest(part(number)).messages
    assert 23 == len(room.states())


def test_several_who_take_the_same_exports_in_at_once_keep_each_message_once(
    room: Room, database: Database
) -> None:
    said = together(url_of(database), [("parts", 0, 6)] * 3, program=CHILD, clock=EVENING)
    fresh = sum(int(words_said[1]) for part in said for words_said in part)
    assert expected(6) == words(room)
    assert 140 == fresh
    assert 23 == len(room.states())

"""What is to be done, as the shop looks at it; and the tables it stands in."""

from __future__ import annotations

import pytest
from tests.support import ZONE
from tests.tasks.sample import Room, wanted

from franchise import Franchise
from franchise.clock import instant
from franchise.storage import CORE_SOURCE, Database, metadata, migrate
from franchise.tasks import tables, writing
from franchise.testing import check_tables

NINE = instant("2026-03-05T09:00", ZONE)
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


@pytest.fixture
def full(room: Room) -> Room:
    group = room.group().id
    room.open(
        wanted("a", due_at=NINE + HOUR, person="王姐", duty="warn", group_id=group),
        wanted("b", due_at=NINE - HOUR, person="小李", kind="rules.kick", duty="kick"),
        wanted("c", due_at=NINE - HOUR, person="王姐", kind="rules_of_ours.warn"),
        wanted("d", due_at=NINE + DAY, kind="crew.duty"),
    )
    return room


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        ({}, [2, 3, 1, 4]),
        ({"person": "王姐"}, [3, 1]),
        ({"person": "王"}, []),
        ({"kind": "rules.warn"}, [1]),
        ({"kind": "rules"}, [2, 1]),
        ({"kind": "rule_"}, []),
        ({"duty": "kick"}, [2]),
        ({"due_by": NINE}, [2, 3]),
        ({"due_by": NINE + HOUR}, [2, 3, 1]),
        ({"status": "done"}, []),
        ({"status": ""}, [2, 3, 1, 4]),
    ],
)
def test_tasks_are_listed_with_what_is_due_first_in_front(
    full: Room, which: dict[str, object], expected: list[int]
) -> None:
    assert expected == full.numbers(**which)


def test_tasks_are_listed_by_group_and_by_what_became_of_them(full: Room) -> None:
    assert [1] == full.numbers(group=full.group())
    assert [] == full.numbers(group=full.group("base-2"))
    full.finish(1)
    full.at("2026-03-06T09:00")
    full.drop(2)
    assert ([1], [2], [3, 4]) == (full.numbers(status="done"), full.numbers(status="dropped"), full.numbers())
    assert [2, 3, 4] == full.numbers(status="", since=NINE + 1)


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (-1, ""),
        (0, ""),
        (1, "1 min"),
        (59 * MINUTE, "59 min"),
        (HOUR, "1 h"),
        (DAY - 1, "23 h"),
        (DAY, "1 d"),
        (100 * DAY, "100 d"),
    ],
)
def test_how_late_a_task_is_is_said_in_one_unit(room: Room, behind: int, expected: str) -> None:
    (task,) = room.open(wanted("a", due_at=NINE - behind))
    assert expected == writing.late(task, NINE)
    assert "" == writing.late(room.finish(1), NINE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-05T23:59", "23:59"),
        ("2026-03-06T00:00", "03-06 00:00"),
        ("2025-12-31T08:30", "2025-12-31 08:30"),
    ],
)
def test_a_time_is_shown_as_short_as_it_can_be(text: str, expected: str) -> None:
    assert expected == writing.when(instant(text, ZONE), NINE, ZONE)


def test_the_tables_can_be_sharded_and_are_what_the_migrations_make(database: Database) -> None:
    assert [] == check_tables([tables.task, tables.count, tables.evidence])
    ours = [
        one
        for one in migrate.differences(database, CORE_SOURCE, metadata)
        if "task" in one or "evidence" in one
    ]
    assert [] == ours


def test_ten_thousand_tasks_are_opened_and_listed_in_order(app: Franchise) -> None:
    room = Room.make(app)
    made = room.open(*(wanted(f"k{n:05}", due_at=NINE + n % 7) for n in range(10_000)))
    assert list(range(1, 10_001)) == [task.number for task in made]
    found = room.listed()
    assert sorted(found, key=lambda t: (t.due_at, t.number)) == found
    assert 10_000 == len(found)

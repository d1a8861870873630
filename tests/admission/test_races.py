"""Several at once: threads on PostgreSQL, programs on SQLite. A place is given once, an invitation used once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.admission.child import TASKS
from tests.admission.people import Camp
from tests.processes import Said, threads, together
from tests.support import url_of, wish

from franchise.storage import Database

CHILD = Path(__file__).with_name("child.py")
Run = Callable[[Sequence[Sequence[Any]]], Said]


@pytest.fixture
def run(camp: Camp, database: Database) -> Run:
    """Runs tasks of ``child.py`` at once; what each said, as words."""
    return lambda tasks: (
        together(url_of(database), tasks, program=CHILD)
        if database.dialect == "sqlite"
        else threads(TASKS, camp, tasks)
    )


def words(said: Said, place: int) -> Counter[str]:
    return Counter(one[place] for part in said for one in part)


@pytest.mark.practice("I-087")
def test_two_admissions_to_the_last_place_give_it_once(camp: Camp, run: Run) -> None:
    camp.apply("camp", "甲")
    said = run([("apply", "camp", "乙"), ("apply", "camp", "丙")])
    assert words(said, 2) == {"member": 1, "waiting": 1}
    inside = [one[0] for part in said for one in part if one[2] == "member"]
    assert {n for n, state in camp.people("camp").items() if state == "member"} == {"甲", *inside}


@pytest.mark.practice("I-087")
def test_many_at_once_fill_a_group_to_its_last_place_and_no_further(camp: Camp, run: Run) -> None:
    names = [f"人{n}" for n in range(16)]
    said = run([("apply", "camp", *names[n::4]) for n in range(4)])
    assert words(said, 2) == {"member": 2, "waiting": 14}
    assert Counter(camp.people("camp").values()) == {"member": 2, "waiting": 14}
    assert len(camp.waiting("camp")) == len(set(camp.waiting("camp"))) == 14


def test_two_who_approve_the_same_application_let_him_in_once(camp: Camp, run: Run) -> None:
    number = camp.apply("event", "甲").application.id
    said = run([("approve", number)] * 3)
    assert words(said, 1) == {"admitted": 1, "conflict": 2}
    assert len(camp.events("member.joined")) == len(camp.events("application.admitted")) == 1


def test_two_who_approve_two_applications_for_the_last_place_open_the_next_number_once(
    make_camp: Callable[..., Camp], database: Database
) -> None:
    camp = make_camp(groups={"event": {"capacity": 1}})
    numbers = [camp.apply("event", name).application.id for name in "甲乙丙丁"]
    tasks = [("approve", number) for number in numbers]
    if database.dialect == "sqlite":
        said = together(url_of(database), tasks, program=CHILD)
    else:
        said = threads(TASKS, camp, tasks)
    assert words(said, 2) == {"member": 4}
    assert [len(camp.people(key)) for key in ("event", "event-2", "event-3", "event-4")] == [1, 1, 1, 1]


def test_the_same_person_who_applies_several_times_at_once_has_one_application(camp: Camp, run: Run) -> None:
    said = run([("apply", "event", "甲")] * 4)
    assert len(words(said, 3)) == 1
    assert [a.name for a in camp.review()] == ["甲"]


@pytest.mark.practice("I-083")
def test_an_invitation_that_several_use_at_once_admits_one(camp: Camp, run: Run) -> None:
    (token,) = camp.invite("base")
    said = run([("redeem", "base", token, name) for name in "甲乙丙丁"])
    assert words(said, 1) == {"admitted": 1, "refused": 3}
    assert len(camp.people("base")) == 1


@pytest.mark.practice("I-087", "I-114")
def test_while_some_leave_and_others_come_no_place_is_lost_or_given_twice(camp: Camp, run: Run) -> None:
    for name in "甲乙丙丁戊己":
        camp.apply("camp", name)
    run(
        [
            ("leave", "camp", "甲", "乙"),
            ("apply", "camp", "庚", "辛"),
            ("leave", "camp", "丙"),
            ("apply", "camp", "壬"),
        ]
    )
    states = camp.people("camp")
    assert Counter(states.values()) == {"member": 2, "waiting": 4, "left": 3}
    assert (states["丁"], states["戊"]) == ("member", "member")
    assert camp.waiting("camp")[0] == "己"


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_ordering_and_applying_at_once_share_the_last_places(make_camp: Callable[..., Camp]) -> None:
    camp = make_camp(
        groups={"village": {"capacity": 5, "when_full": "waiting_pool"}},
        admission={"village": {"mechanisms": ["waiting_pool"]}},
    )
    start = threading.Barrier(2)

    def order() -> None:
        start.wait()
        for n in range(6):
            camp.submit(wish(f"单{n}", "egg", "1"), mode="add", text=str(n))

    def come() -> None:
        start.wait()
        for n in range(6):
            camp.apply("wang", f"人{n}")

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(order), pool.submit(come)]:
            done.result()
    assert Counter(camp.people("wang").values()) == {"member": 5, "waiting": 7}

"""Two managers at once, on PostgreSQL: a place is given once, a vote counted once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from tests.crew.team import Team
from tests.support import ZONE, open_program, url_of

from franchise import Conflict, FranchiseError, Message, NotFound, chat, groups
from franchise.clock import instant
from franchise_crew import assigning, campaigning, campaigns, electing, people, rostering, signups, staff


@pytest.fixture
def dialect() -> str:
    return "postgresql"


@pytest.fixture
def at_once(team: Team) -> Callable[..., list[Any]]:
    """Runs operations of several programs at once; what each gave, or the error."""

    def run(*operations: Callable[[Any], Any]) -> list[Any]:
        start = threading.Barrier(len(operations))

        def one(operation: Callable[[Any], Any]) -> Any:
            with open_program(url_of(team.app.database)) as app:
                app.stores()
                start.wait()
                try:
                    return app.attempt("hub", operation)
                except FranchiseError as error:
                    return error

        with ThreadPoolExecutor(len(operations)) as pool:
            return list(pool.map(one, operations))

    return run


def test_the_last_place_of_a_role_is_given_once(team: Team, at_once: Callable[..., list[Any]]) -> None:
    team.do(lambda work: assigning.unassign(work, "林小满", "owner", groups.get(work, "base")))

    def take(name: str) -> Callable[[Any], Any]:
        return lambda work: assigning.assign(work, name, "owner", groups.get(work, "base"))

    done = at_once(take("周敏"), take("吴倩"), take("林小满"))
    assert 2 == sum(isinstance(one, Conflict) for one in done)
    found = {(c.role, c.group): c for c in team.see(assigning.headcount)}["owner", "base"]
    assert 1 == found.have


def test_the_same_person_is_taken_in_once(team: Team, at_once: Callable[..., list[Any]]) -> None:
    done = at_once(*[lambda work: people.add(work, "赵新", position="clerk")] * 3)
    assert 1 == len({one.id for one in done})


def test_a_roster_filled_twice_at_once_is_filled_once(team: Team, at_once: Callable[..., list[Any]]) -> None:
    days = [date(2026, 3, 6)]
    done = at_once(*[lambda work: rostering.put(work, "early", ["周敏"], days)] * 3)
    assert [0, 0, 1] == sorted(done)


def test_of_two_votes_of_one_member_at_once_one_counts(team: Team, at_once: Callable[..., list[Any]]) -> None:
    for name in ("甲", "乙", "丙"):
        team.do(lambda work, name=name: groups.join(work, groups.get(work, "base"), name))
    team.do(lambda work: electing.call(work, groups.get(work, "base"), "committee"))

    def vote(candidate: str) -> Callable[[Any], Any]:
        return lambda work: electing.vote(work, groups.get(work, "base"), "committee", "甲", candidate)

    done = at_once(vote("乙"), vote("丙"))
    assert 1 == sum(isinstance(one, Conflict) for one in done)
    standing = team.see(lambda work: electing.count(work, groups.get(work, "base"), "committee"))
    assert 1 == sum(one.votes for one in standing)


def test_the_day_s_tasks_are_given_out_once(team: Team, at_once: Callable[..., list[Any]]) -> None:
    from franchise_crew import giving

    team.pass_time("2026-03-04T23:00")
    team.at("2026-03-05T09:00")  # as the clocks of the other programs do
    done = at_once(giving.give, giving.give, giving.give)
    assert not [one for one in done if isinstance(one, Exception)]
    assert (3, 3) == (len(team.tasks("crew.daily")), sum(len(made) for made in done))


@pytest.mark.parametrize(
    "give",
    [
        lambda work: assigning.assign(work, "周敏", "owner", override="带新群"),
        lambda work: rostering.put(work, "early", ["周敏"], [date(2026, 3, 6)]),
    ],
    ids=["a role", "a shift"],
)
def test_whoever_is_leaving_is_given_nothing_more(team: Team, give: Callable[[Any], Any]) -> None:
    said: list[Any] = []

    def later() -> None:
        try:
            said.append(team.do(give))
        except FranchiseError as error:
            said.append(error)

    second = threading.Thread(target=later)
    with team.app.work(team.key) as work:
        people.leave(work, "周敏")
        second.start()
        second.join(0.5)  # it waits by then, or has gone past
    second.join(30)
    assert [NotFound] == [type(one) for one in said]
    assert "周敏" not in {seat.name for seat in team.see(staff.load).seats}
    assert {} == team.see(lambda work: staff.roster(work, date(2026, 3, 6), 1))


def test_what_is_taken_in_while_a_campaign_is_opened_is_counted(team: Team) -> None:
    begins, event = (instant(text, ZONE) for text in ("2026-03-05T08:00", "2026-03-07T14:00"))

    def later() -> None:
        team.do(
            lambda work: campaigning.open_(
                work, "reading", [groups.get(work, "base")], name="读书会", at=event, begins=begins
            )
        )

    said = Message(id="", at=instant("2026-03-05T08:30", ZONE), kind="text", name="豆宝妈妈", text="报名")
    second = threading.Thread(target=later)
    team.at("2026-03-05T09:00")
    with team.app.work(team.key) as work:
        chat.ingest(work, groups.get(work, "base"), [said])
        second.start()
        second.join(0.5)  # it waits by then, or has gone past
    second.join(30)
    assert 1 == team.see(lambda work: signups.standing(work, campaigns.get(work, "reading"))).people

"""What the clock brings: the duties of the day, the benefits of the month."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import event
from tests.crew.team import Team

from franchise import clock, groups, tasks
from franchise_crew import giving, people


@pytest.mark.practice("I-123", "I-197")
def test_the_day_s_duties_are_given_to_whoever_is_on_duty_when_they_are_due(team: Team) -> None:
    team.stand("late", "2026-03-05", "吴倩")
    made = team.pass_time("2026-03-05T00:01")
    assert [
        ("08:30", "早安问候", "base", "林小满"),
        ("08:30", "早安问候", "core", "林小满"),
        ("21:00", "巡群", "", "吴倩"),
    ] == sorted((clock.show(t.due_at, "Asia/Shanghai")[11:], t.title, t.group, t.person) for t in made)
    assert [] == team.pass_time("2026-03-05T00:02")


@pytest.mark.practice("I-197")
def test_what_became_of_the_day_is_reported(team: Team) -> None:
    team.pass_time("2026-03-05T00:01")
    number = next(t.number for t in team.tasks("crew.daily") if t.group == "base")
    team.do(lambda work: tasks.finish(work, number, by="林小满"))
    from datetime import date

    found = team.see(lambda work: giving.done(work, date(2026, 3, 5)))
    assert [("base", "done", "林小满"), ("core", "open", ""), ("", "open", "")] == [
        (t.group, t.status, t.finished_by) for t in found
    ]


def test_a_crew_that_begins_at_noon_has_no_overdue_morning(team: Team) -> None:
    assert ["巡群"] == [t.title for t in team.pass_time("2026-03-05T12:00")]


def test_the_next_day_has_its_own_list(team: Team) -> None:
    team.pass_time("2026-03-05T12:00")
    assert ["巡群", "早安问候", "早安问候"] == sorted(t.title for t in team.pass_time("2026-03-06T00:00"))


def test_weekdays_limit_a_daily_duty(make: Callable[..., Team]) -> None:
    team = make()
    team.change("crew.daily.greet.weekdays", "sat")
    assert ["巡群"] == [t.title for t in team.pass_time("2026-03-05T00:01")]
    assert 3 == len(team.pass_time("2026-03-07T00:01"))


@pytest.mark.practice("I-137")
def test_the_benefit_of_the_month_is_given_on_the_first_and_once(team: Team) -> None:
    team.assign("张姐", "committee", "base")
    team.pass_time("2026-03-30T09:00")
    assert [] == team.tasks("crew.benefit")
    team.pass_time("2026-04-01T00:00")
    (task,) = team.tasks("crew.benefit")
    assert ("Give 张姐 (班委) what is due for 2026-04: 免配送费一个月", "林小满") == (task.title, task.person)
    team.pass_time("2026-04-01T00:05")
    team.pass_time("2026-04-30T12:00")
    assert 1 == len(team.tasks("crew.benefit"))
    team.pass_time("2026-05-02T12:00")  # the loop was down on the first
    assert 2 == len(team.tasks("crew.benefit"))


def test_a_minute_in_which_nothing_is_due_costs_one_statement(team: Team) -> None:
    team.pass_time("2026-03-05T09:00")
    assert 1 == count(team, "2026-03-05T09:01")


def count(team: Team, at: str) -> int:
    team.at(at)
    seen: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    def operation(work: object) -> None:
        event.listen(team.app.database.engine, "before_cursor_execute", note)
        try:
            giving.give(work)
        finally:
            event.remove(team.app.database.engine, "before_cursor_execute", note)

    team.do(operation)
    return len(seen)


def test_a_store_whose_people_all_left_is_given_nothing(team: Team) -> None:
    for person in team.see(people.listed):
        team.do(lambda work, person=person: people.leave(work, person.name))
    assert [] == team.pass_time("2026-03-05T00:01")


def test_a_group_made_today_is_greeted_tomorrow(team: Team) -> None:
    team.pass_time("2026-03-05T00:01")
    team.do(lambda work: groups.create(work, "base", key="new", place=""))
    assert [] == team.pass_time("2026-03-05T06:00")
    assert "new" in {t.group for t in team.pass_time("2026-03-06T00:01")}


def test_a_day_s_list_for_many_groups_costs_no_statement_for_each(team: Team) -> None:
    def many(work: object) -> None:
        for number in range(40):
            groups.create(work, "base", key=f"g{number}", place="")

    team.pass_time("2026-03-05T09:00")
    team.do(many)
    assert 25 > count(team, "2026-03-06T00:01")


# ---------------------------------------------------------------- a clock that was ahead


@pytest.mark.practice("I-129")
def test_handovers_are_told_again_at_once_when_a_clock_that_was_ahead_is_put_back(team: Team) -> None:
    team.stand("early", "2026-03-05", "周敏", days=3)
    team.stand("late", "2026-03-05", "吴倩", days=3)
    team.pass_time("2026-03-05T09:00")
    team.pass_time("2027-03-05T09:00")
    made = team.pass_time("2026-03-05T14:46")
    assert ["Hand 早班 over to 吴倩"] == [t.title for t in made if t.kind == "crew.handover"]
    assert [] == team.pass_time("2026-03-05T14:47")
    assert ["crew.handover"] == [t.kind for t in team.pass_time("2026-03-06T14:46") if "handover" in t.kind]


def test_what_was_given_out_before_is_not_given_out_again_when_the_clock_is_put_back(team: Team) -> None:
    given = len(team.pass_time("2026-03-05T00:01"))
    team.pass_time("2026-03-20T09:00")
    assert [] == team.pass_time("2026-03-05T00:02")
    assert given == len([t for t in team.tasks("crew.daily") if t.payload["day"] == "2026-03-05"])
    assert given == len(team.pass_time("2026-03-06T00:01"))


@pytest.mark.practice("I-137")
def test_the_benefit_of_a_month_that_the_clock_skipped_is_given_when_it_is_put_back(team: Team) -> None:
    team.at("2026-02-20T09:00")
    team.assign("张姐", "committee", "base")
    team.pass_time("2026-02-27T09:00")
    team.pass_time("2026-04-15T09:00")
    team.pass_time("2026-03-03T09:00")
    assert ["2026-03", "2026-04"] == sorted(t.payload["month"] for t in team.tasks("crew.benefit"))


def test_who_has_the_role_only_since_then_gets_no_benefit_for_the_month_when_the_clock_is_put_back(
    team: Team,
) -> None:
    team.pass_time("2026-04-15T09:00")
    team.at("2026-03-05T09:00")
    team.assign("张姐", "committee", "base")
    team.pass_time("2026-03-06T09:00")
    assert [] == team.tasks("crew.benefit")

"""The roster: who stands where, who is asked, and who hands over."""

from __future__ import annotations

from datetime import date

import pytest
from tests.crew.team import Team

from franchise import NotFound, Refused, UsageProblem, clock, groups, tasks
from franchise_crew import assigning, people, rostering, staff


def problems(team: Team, first: str, days: int = 1) -> list[tuple[str, str]]:
    plan = team.see(lambda work: rostering.plan(work, date.fromisoformat(first), days))
    return [(gap.shift, gap.reason) for gap in plan.gaps]


@pytest.mark.practice("I-129")
def test_an_empty_roster_is_all_gaps_and_a_filled_one_has_none(team: Team) -> None:
    assert [("early", "nobody"), ("late", "nobody")] == problems(team, "2026-03-06")
    assert 2 == team.stand("early", "2026-03-06", "周敏", days=2)
    assert 1 == team.stand("late", "2026-03-06", "吴倩")
    assert [("late", "nobody")] == problems(team, "2026-03-06", 2)


def test_putting_somebody_there_twice_changes_nothing(team: Team) -> None:
    team.stand("early", "2026-03-06", "周敏")
    assert 0 == team.stand("early", "2026-03-06", "周敏")
    assert 1 == len(team.events("crew.rostered"))


def test_a_shift_is_for_people_of_its_role(team: Team) -> None:
    with pytest.raises(Refused, match="何圆 is not 群管理员"):
        team.stand("early", "2026-03-06", "何圆")
    with pytest.raises(NotFound, match="erly"):
        team.stand("erly", "2026-03-06", "周敏")


def test_nobody_stands_in_two_shifts_at_once(team: Team) -> None:
    team.change("crew.shifts.late.begins", "14:00")
    team.stand("early", "2026-03-06", "周敏")
    with pytest.raises(Refused, match="早班"):
        team.stand("late", "2026-03-06", "周敏")
    assert 1 == team.stand("late", "2026-03-06", "吴倩")


def test_only_puts_somebody_in_place_of_the_others_and_empties(team: Team) -> None:
    team.stand("early", "2026-03-06", "周敏")
    assert 1 == team.stand("early", "2026-03-06", "吴倩", replace=True)
    assert [] == [gap for gap in problems(team, "2026-03-06") if gap[0] == "early"]
    team.stand("early", "2026-03-06", replace=True)
    assert ("early", "nobody") in problems(team, "2026-03-06")


def test_a_week_is_copied_without_those_who_left(team: Team) -> None:
    team.stand("early", "2026-03-02", "周敏", days=7)
    team.stand("late", "2026-03-02", "吴倩", days=7)
    team.do(lambda work: assigning.unassign(work, "吴倩", "admin"))

    def copy(work: object) -> tuple[int, list[str]]:
        return rostering.copy(work, date(2026, 3, 2), date(2026, 3, 9))

    assert (7, ["吴倩"]) == team.do(copy)
    assert (0, ["吴倩"]) == team.do(copy)
    with pytest.raises(UsageProblem, match="overlap"):
        team.do(lambda work: rostering.copy(work, date(2026, 3, 2), date(2026, 3, 5)))


def test_a_week_is_not_copied_where_somebody_would_stand_in_two_shifts(team: Team) -> None:
    team.change("crew.shifts.late.begins", "14:00")
    team.stand("early", "2026-03-02", "周敏", days=5)
    team.stand("late", "2026-03-11", "周敏")
    with pytest.raises(Refused, match="周敏 stands in 晚班 on 2026-03-11 at that time"):
        team.do(lambda work: rostering.copy(work, date(2026, 3, 2), date(2026, 3, 9)))
    rows = team.see(lambda work: staff.roster(work, date(2026, 3, 9), 7))
    assert [("2026-03-11", "late")] == sorted(rows)


def test_shifts_that_overlap_only_since_the_setup_changed_are_not_copied(team: Team) -> None:
    team.stand("early", "2026-03-02", "周敏")
    team.stand("late", "2026-03-02", "周敏")
    team.change("crew.shifts.late.begins", "14:00")
    with pytest.raises(Refused, match="周敏 stands in"):
        team.do(lambda work: rostering.copy(work, date(2026, 3, 2), date(2026, 3, 9)))


def test_who_leaves_stands_in_no_shift_from_today_on(team: Team) -> None:
    team.stand("early", "2026-03-04", "周敏", days=3)
    team.do(lambda work: people.leave(work, "周敏"))
    rows = team.see(lambda work: staff.roster(work, date(2026, 3, 4), 3))
    assert [("2026-03-04", "early")] == sorted(rows)


def test_who_lost_the_role_is_a_gap(team: Team) -> None:
    team.stand("early", "2026-03-06", "周敏")
    team.do(lambda work: assigning.unassign(work, "周敏", "admin"))
    assert ("early", "nobody") in problems(team, "2026-03-06")


@pytest.mark.practice("I-129")
def test_hook_on_duty_names_whoever_stands_in_the_shift(team: Team) -> None:
    team.stand("early", "2026-03-05", "周敏")
    team.stand("late", "2026-03-05", "吴倩")
    assert "周敏" == team.ask("welcome", "2026-03-05T14:59")
    assert "吴倩" == team.ask("welcome", "2026-03-05T15:00")
    assert team.ask("welcome", "2026-03-05T22:00") is None
    assert team.ask("welcome", "2026-03-06T09:00") is None


def test_hook_on_duty_names_the_owner_as_keeper_at_any_hour(team: Team) -> None:
    assert "林小满" == team.ask("keep", "2026-03-05T03:00")
    assert "芽芽" == team.ask("teach", "2026-03-05T03:00", "core")
    assert team.ask("teach", "2026-03-05T03:00", "base") is None


@pytest.mark.practice("I-126")
def test_hook_on_duty_gives_complaints_to_the_admin_on_duty(team: Team) -> None:
    team.stand("late", "2026-03-05", "吴倩")
    assert "吴倩" == team.ask("complaints", "2026-03-05T16:00")


def test_a_night_shift_is_asked_after_midnight(team: Team) -> None:
    team.change("crew.shifts.late.ends", "02:00")
    team.stand("late", "2026-03-05", "吴倩")
    assert "吴倩" == team.ask("reply", "2026-03-06T01:59")
    assert team.ask("reply", "2026-03-06T02:00") is None


def test_the_group_s_own_people_are_asked_before_those_of_the_store(team: Team) -> None:
    team.do(lambda work: assigning.unassign(work, "林小满", "owner", groups.get(work, "base")))
    team.assign("吴倩", "owner")
    assert "吴倩" == team.ask("keep", "2026-03-05T12:00")
    team.assign("周敏", "owner", "base", override="主群由客服带")
    assert "周敏" == team.ask("keep", "2026-03-05T12:00")


@pytest.mark.practice("I-129")
def test_hook_time_passed_opens_the_handover_before_the_boundary_once(team: Team) -> None:
    team.stand("early", "2026-03-05", "周敏")
    team.stand("late", "2026-03-05", "吴倩")
    team.pass_time("2026-03-05T14:44")
    assert [] == team.tasks("crew.handover")
    (task,) = team.pass_time("2026-03-05T14:45")
    assert ("Hand 早班 over to 吴倩", "周敏", "hand_over") == (task.title, task.person, task.duty)
    assert clock.instant("2026-03-05T15:00", "Asia/Shanghai") == task.due_at
    assert "说清未答的问题" in task.text
    assert [] == team.pass_time("2026-03-05T14:46")
    assert "done" == team.do(lambda work: tasks.finish(work, task.number, by="周敏")).status


@pytest.mark.practice("I-129")
def test_a_handover_to_nobody_says_so(team: Team) -> None:
    team.stand("early", "2026-03-05", "周敏")
    team.pass_time("2026-03-05T14:44")
    (task,) = team.pass_time("2026-03-05T14:50")
    assert "早班 ends and nobody takes over" == task.title


def test_a_loop_that_was_down_makes_up_for_handovers_of_half_a_day_only(team: Team) -> None:
    for day in ("2026-03-05", "2026-03-06"):
        team.stand("early", day, "周敏")
        team.stand("late", day, "吴倩")
    team.pass_time("2026-03-05T09:00")
    assert ["crew.handover/2026-03-06/early"] == [
        t.key for t in team.pass_time("2026-03-06T18:00") if t.kind == "crew.handover"
    ]


def test_days_that_cannot_be_are_refused(team: Team) -> None:
    with pytest.raises(UsageProblem, match="mo"):
        rostering.days_of(date(2026, 3, 2), 7, ["mo"])
    with pytest.raises(UsageProblem, match="93 days"):
        rostering.days_of(date(2026, 3, 2), 93)
    with pytest.raises(UsageProblem, match="0 days"):
        team.see(lambda work: rostering.plan(work, None, 0))
    assert [date(2026, 3, 2), date(2026, 3, 4)] == rostering.days_of(date(2026, 3, 2), 7, ["mon", "wed"])

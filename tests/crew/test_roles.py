"""Roles: positions that may have them, how many there are, what they may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.crew.team import Team

from franchise import Conflict, NewTask, NotFound, Refused, groups, tasks
from franchise_crew import assigning, people
from franchise_crew.assigning import Count


def counts(team: Team) -> dict[tuple[str, str], Count]:
    return {(c.role, c.group): c for c in team.see(assigning.headcount)}


@pytest.mark.practice("I-123", "I-124")
def test_a_role_is_for_its_positions_unless_somebody_says_why_not(team: Team) -> None:
    with pytest.raises(Refused, match="群管理员 is for 市场, 客服, 店长; 何圆 is 店员"):
        team.assign("何圆", "admin")
    team.assign("何圆", "admin", override="周敏休产假")
    assert ["周敏休产假"] == [s.override for s in seats(team) if s.name == "何圆" and s.role == "admin"]
    (event,) = [e for e in team.events("crew.assigned") if e["override"]]
    assert "周敏" not in str(event)


def seats(team: Team) -> list[Any]:
    from franchise_crew import staff

    return list(team.see(lambda work: staff.load(work, shifts=False)).seats)


@pytest.mark.practice("I-123")
def test_a_group_has_one_owner(team: Team) -> None:
    with pytest.raises(Conflict, match="林小满"):
        team.assign("周敏", "owner", "base")
    team.do(lambda work: assigning.unassign(work, "林小满", "owner", groups.get(work, "base")))
    team.assign("周敏", "owner", "base")
    assert ("周敏",) == counts(team)["owner", "base"].people


def test_assigning_twice_changes_nothing_and_a_role_may_be_had_again(team: Team) -> None:
    before = seats(team)
    team.assign("周敏", "admin")
    assert before == seats(team)
    assert team.do(lambda work: assigning.unassign(work, "周敏", "admin"))
    assert not team.do(lambda work: assigning.unassign(work, "周敏", "admin"))
    team.assign("周敏", "admin")
    assert len(before) == len(seats(team))


def test_a_role_of_the_store_is_not_given_in_a_group_and_not_in_groups_it_is_not_for(team: Team) -> None:
    with pytest.raises(Refused, match="whole store"):
        team.assign("周敏", "admin", "base")
    with pytest.raises(Refused, match="not for groups of base"):
        team.assign("芽芽", "expert", "base")


def test_unknown_roles_and_people_are_told_with_the_nearest_name(team: Team) -> None:
    with pytest.raises(NotFound) as wrong:
        team.assign("周敏", "admn")
    assert "admin" in wrong.value.hint
    with pytest.raises(NotFound, match="周民"):
        team.assign("周民", "admin")


@pytest.mark.practice("I-122", "I-139")
def test_an_understaffed_store_is_flagged_role_by_role_and_as_a_team(team: Team) -> None:
    found = counts(team)
    assert ("ok", 2) == (found["admin", ""].state, found["admin", ""].have)
    assert ("ok", 5) == (found["", ""].state, found["", ""].have)
    team.do(lambda work: people.leave(work, "周敏"))
    team.do(lambda work: people.leave(work, "吴倩"))
    found = counts(team)
    assert {("admin", "", "under"), ("", "", "under")} == {
        (c.role, c.group, c.state) for c in found.values() if c.state != "ok"
    }


@pytest.mark.practice("I-122")
def test_too_many_are_flagged_too(team: Team) -> None:
    team.assign("周敏", "owner", "base", override="一起带一个月")
    assert "over" == counts(team)["owner", "base"].state


@pytest.mark.practice("I-125", "I-136")
def test_an_admin_may_announce_remove_and_welcome_and_ordinary_members_nothing(team: Team) -> None:
    def may(name: str, duty: str) -> bool:
        return team.see(lambda work: assigning.allowed(work, name, duty, groups.get(work, "base")))

    assert [True, True, True] == [may("周敏", duty) for duty in ("announce", "kick", "welcome")]
    assert [False, False, False] == [may("何圆", duty) for duty in ("announce", "kick", "welcome")]
    assert [False, False, False] == [may("豆宝妈妈", duty) for duty in ("announce", "kick", "welcome")]
    with pytest.raises(NotFound, match="anounce"):
        may("周敏", "anounce")


@pytest.mark.practice("I-125")
def test_the_matrix_names_the_roles_of_every_duty(team: Team) -> None:
    from franchise_crew.settings import settings_of

    matrix = team.see(lambda work: assigning.permissions(settings_of(work)))
    assert (["admin", "owner"], ["admin"], ["expert"], ["admin"]) == (
        matrix["announce"], matrix["kick"], matrix["teach"], matrix["hand_over"],
    )  # fmt: skip


def open_task(team: Team, duty: str, group: str = "base") -> int:
    def operation(work: Any) -> int:
        task = NewTask(
            key=f"x/{duty}/{group}", kind="other.x", title="x", duty=duty, group_id=groups.get(work, group).id
        )
        return tasks.open(work, [task])[0].number

    return team.do(operation)


def finish(team: Team, number: int, by: str) -> str:
    return team.do(lambda work: tasks.finish(work, number, by=by)).status


@pytest.mark.practice("I-125")
def test_hook_may_finish_task_lets_those_who_have_the_duty(team: Team) -> None:
    number = open_task(team, "kick")
    with pytest.raises(Refused, match="何圆 may not: remove is for 群管理员"):
        finish(team, number, "何圆")
    with pytest.raises(Refused, match="路人 does not belong to the crew"):
        finish(team, number, "路人")
    assert "done" == finish(team, number, "周敏")


def test_hook_may_finish_task_knows_people_by_their_account_too(team: Team) -> None:
    assert "done" == finish(team, open_task(team, "kick"), "wx_zhou")


def test_hook_may_finish_task_is_silent_without_crew_and_where_others_keep_the_group(
    make: Callable[..., Team],
) -> None:
    team = make(crew=False)
    assert "done" == finish(team, open_task(team, "kick"), "路人")
    team.do(lambda work: groups.create(work, "village", key="wang", place="王家湾"))
    team.hire()
    assert "done" == finish(team, open_task(team, "welcome", "wang"), "王春梅")


def test_hook_may_finish_task_lets_anybody_of_the_crew_do_what_no_role_is_for(team: Team) -> None:
    number = open_task(team, "polish")
    with pytest.raises(Refused):
        finish(team, number, "路人")
    assert "done" == finish(team, number, "何圆")


def test_somebody_who_has_left_may_no_longer(team: Team) -> None:
    number = open_task(team, "kick")
    team.do(lambda work: people.leave(work, "周敏"))
    with pytest.raises(Refused, match="does not belong"):
        finish(team, number, "周敏")


def test_a_name_means_one_person(team: Team) -> None:
    team.do(lambda work: people.add(work, " 周 敏 ", phone="13900000000"))
    found = [p for p in team.see(people.listed) if "敏" in p.name]
    assert [("周敏", "13900000000", "service")] == [(p.name, p.phone, p.position) for p in found]


@pytest.mark.parametrize("override", ["x" * 201, "a\u202eb", "a\nb"])
def test_a_reason_that_cannot_be_shown_is_refused(team: Team, override: str) -> None:
    from franchise import UsageProblem

    with pytest.raises(UsageProblem, match="200 visible signs"):
        team.assign("何圆", "admin", override=override)

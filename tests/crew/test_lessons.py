"""A lesson needs its teacher (强IP, I-132)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.crew.team import Team, body
from tests.crew.test_commands import Desk
from tests.support import url_of

from franchise import SetupInvalid, groups
from franchise.cadence.section import SECTION as CADENCE
from franchise.clock import show
from franchise.groups.section import SECTION as GROUPS
from franchise.setups import Schema
from franchise_crew import assigning, rostering
from franchise_crew.section import SECTION

pytestmark = pytest.mark.practice("I-132")
SLOTS = {
    "evening": {"name": "育儿课", "begins": "20:00", "ends": "21:00", "kinds": ["core"], "weekdays": ["thu"]},
    "morning": {"name": "早安", "begins": "08:00", "ends": "09:00"},
}
SCHOOL = {"cadence": {"slots": SLOTS}, "crew": {"lessons": {"evening": {"role": "expert"}}}}


@pytest.fixture
def school(make: Callable[..., Team]) -> Team:
    team = make(settings=SCHOOL)
    team.at("2026-03-05T09:00")
    return team


def missing(team: Team, first: str = "2026-03-05", days: int = 7) -> list[tuple[str, str, str]]:
    plan = team.see(lambda work: rostering.plan(work, date.fromisoformat(first), days))
    return [(g.lesson, g.group, show(g.begins_at, "Asia/Shanghai")) for g in plan.gaps if g.lesson]


def leave(team: Team, name: str, role: str, group: str) -> None:
    team.do(lambda work: assigning.unassign(work, name, role, groups.get(work, group)))


def test_a_lesson_whose_teacher_is_there_has_no_gap(school: Team) -> None:
    assert [] == missing(school)


def test_a_lesson_that_nobody_of_the_role_can_give_is_a_gap_at_its_time(school: Team) -> None:
    leave(school, "芽芽", "expert", "core")
    assert [("育儿课", "core", "2026-03-05 20:00")] == missing(school)
    assert 2 == len(missing(school, days=14))


def test_where_the_role_has_shifts_the_teacher_must_stand_in_one_then(make: Callable[..., Team]) -> None:
    shifts = {
        "lesson": {"name": "课", "role": "expert", "begins": "19:30", "ends": "21:30", "weekdays": ["thu"]}
    }
    team = make(settings={**SCHOOL, "crew": {**SCHOOL["crew"], "shifts": shifts}})
    team.at("2026-03-05T09:00")
    assert 1 == len(missing(team))
    team.stand("lesson", "2026-03-05", "芽芽")
    assert [] == missing(team)
    team.stand("lesson", "2026-03-05", replace=True)
    assert 1 == len(missing(team))


def test_a_lesson_that_is_over_needs_nobody_any_more(school: Team) -> None:
    leave(school, "芽芽", "expert", "core")
    school.at("2026-03-05T22:00")
    assert [] == missing(school, days=1)


def test_a_setup_without_lessons_asks_for_no_agenda(team: Team) -> None:
    assert [] == missing(team)


def test_the_gaps_of_the_shifts_name_the_lesson_and_its_group(school: Team) -> None:
    leave(school, "芽芽", "expert", "core")
    school.stand("early", "2026-03-05", "周敏", days=7)
    school.stand("late", "2026-03-05", "吴倩", days=7)
    desk = Desk(school, url_of(school.app.database))
    (row,) = desk.json("shifts", "--gaps", status=1)
    assert ("no_teacher", "expert", "育儿课", "core") == (
        row["problem"], row["role"], row["lesson"], row["group"],
    )  # fmt: skip
    assert "franchise crew assign NAME ROLE" in desk.run("shifts", "--gaps").output


def problems(**crew: Any) -> list[str]:
    schema = Schema([SECTION, GROUPS, CADENCE])
    try:
        schema.parse(body(cadence={"slots": SLOTS}, crew=crew))
    except SetupInvalid as invalid:
        return [".".join(p.path) for p in invalid.problems]
    return []


def test_a_lesson_without_a_slot_or_a_role_or_with_one_that_is_not_for_it_is_told() -> None:
    assert [] == problems(lessons={"evening": {"role": "expert"}})
    assert ["crew.lessons"] == problems(lessons={"evning": {"role": "expert"}})
    assert ["crew.lessons.evening.role"] == problems(lessons={"evening": {"role": "expart"}})
    assert ["crew.lessons.evening.role"] == problems(
        lessons={"evening": {"role": "expert"}}, roles={"expert": {"kinds": ["base"]}}
    )

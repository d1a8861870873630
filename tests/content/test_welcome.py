"""Newcomers are welcomed: each once, within a minute, never in the curfew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from tests.content.corner import Corner

from franchise import Franchise, Membership, UnitOfWork, Wall, admission, groups, tasks
from franchise.clock import instant
from franchise_content import welcome
from franchise_content.hours import free_from, held
from franchise_content.section import Content
from franchise_content.telling_section import Welcome

MINUTE = 60_000
DAY = 86_400_000


def join(corner: Corner, name: str, group: str = "base-1") -> Any:
    return corner.do(lambda work: groups.join(work, groups.get(work, group), name))


def welcomes(corner: Corner, status: str = "open") -> list[tasks.Task]:
    return corner.see(lambda work: tasks.listed(work, kind="content.welcome", status=status))


def arrival(
    joined_at: int, *ids_names: tuple[int, str], state: str = "member"
) -> Callable[[UnitOfWork], None]:
    """The notification as an export of the chat brings it: with the times of then."""
    members = [
        Membership(member_id=i, state=state, joined_at=joined_at, names=(name,)) for i, name in ids_names
    ]

    def tell(work: UnitOfWork) -> None:
        work.notify("franchise_members_joined", group=groups.get(work, "base-1"), members=members)
        assert [] == work.failures

    return tell


def came(corner: Corner, joined_at: int, *ids_names: tuple[int, str]) -> None:
    corner.do(arrival(joined_at, *ids_names))


def welcomed(corner: Corner) -> list[int]:
    """Whom a welcome was put into the outbox for, by whatever channel."""
    from franchise.events import outbox

    with corner.view() as work:
        keys = work.conn.execute(outbox.select().where(outbox.c.key.contains("content.welcome/"))).all()
    return sorted(int(row.key.rpartition("/")[2]) for row in keys)


def people(corner: Corner, *names: str) -> list[tuple[int, str]]:
    """Members who have been there for a while, with their ids."""

    def make(work: UnitOfWork) -> list[tuple[int, str]]:
        group = groups.get(work, "base-1")
        known = groups.register(work, group, names, groups.roster(work, group))
        return [(known.ids[name], name) for name in names]

    return corner.do(make)


@pytest.mark.practice("I-115", "I-153", "I-200")
def test_hook_members_joined_has_the_newcomer_welcomed_by_name_with_rules_and_activity(
    corner: Corner,
) -> None:
    join(corner.at("2026-03-05T10:00"), "小雨妈妈")
    (task,) = welcomes(corner)
    assert (
        "欢迎 @小雨妈妈！\n妈妈们的育儿小圈子\n好物、福利、育儿问答\n"
        "这里是柳荫路店1群，分享小经验。\n晚上 11 点后不发消息。\n晒单领红包 https://example.com/show"
    ) == task.text
    assert (instant("2026-03-05T10:01", corner.zone), "welcome", "base-1") == (
        task.due_at, task.duty, task.group,
    )  # fmt: skip


@pytest.mark.practice("I-200")
@pytest.mark.parametrize(
    ("joined", "due"),
    [
        ("2026-03-05T22:58:59", "2026-03-05T22:59:59"),
        ("2026-03-05T22:59:00", "2026-03-06T07:00:00"),
        ("2026-03-05T22:59:59", "2026-03-06T07:00:00"),
        ("2026-03-05T23:00:00", "2026-03-06T07:00:00"),
        ("2026-03-05T23:59:59", "2026-03-06T07:00:00"),
        ("2026-03-06T00:00:00", "2026-03-06T07:00:00"),
        ("2026-03-06T06:58:59", "2026-03-06T07:00:00"),
        ("2026-03-06T06:59:00", "2026-03-06T07:00:00"),
        ("2026-03-06T06:59:30", "2026-03-06T07:00:30"),
        ("2026-03-06T07:00:00", "2026-03-06T07:01:00"),
    ],
)  # fmt: skip
def test_a_welcome_is_due_within_a_minute_or_when_the_curfew_ends(
    corner: Corner, joined: str, due: str
) -> None:
    join(corner.at(joined), "小雨妈妈")
    (task,) = welcomes(corner)
    assert instant(due, corner.zone) == task.due_at


@pytest.mark.parametrize(
    ("joined", "due"),
    [
        ("2026-03-28T23:30:00+01:00", "2026-03-29T07:00:00+02:00"),  # an hour is skipped that night
        ("2026-10-24T23:30:00+02:00", "2026-10-25T07:00:00+01:00"),  # an hour comes twice
        ("2026-10-25T02:30:00+02:00", "2026-10-25T07:00:00+01:00"),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T07:00:00+01:00"),
    ],
)
def test_the_curfew_ends_by_the_store_s_clock_when_the_clocks_change(
    make: Callable[..., Corner], joined: str, due: str
) -> None:
    corner = make(zone="Europe/Berlin")
    corner.app.clock.at = instant(joined)  # type: ignore[attr-defined]
    join(corner, "小雨妈妈")
    (task,) = welcomes(corner)
    assert instant(due) == task.due_at


def test_a_curfew_that_ends_in_the_hour_that_is_skipped_ends_after_it(make: Callable[..., Corner]) -> None:
    corner = make(zone="Europe/Berlin", cadence={"curfew": {"begins": "23:00", "ends": "02:30"}})
    corner.app.clock.at = instant("2026-03-29T01:00:00+01:00")  # type: ignore[attr-defined]
    join(corner, "小雨妈妈")
    (task,) = welcomes(corner)
    assert instant("2026-03-29T03:00:00+02:00") == task.due_at


def test_without_a_curfew_a_night_owl_is_welcomed_at_once(make: Callable[..., Corner]) -> None:
    corner = make(cadence={"curfew": {"begins": "00:00", "ends": "00:00"}})
    join(corner.at("2026-03-06T03:00"), "小雨妈妈")
    (task,) = welcomes(corner)
    assert instant("2026-03-06T03:01", corner.zone) == task.due_at


def test_where_nobody_ever_posts_nobody_is_welcomed(make: Callable[..., Corner]) -> None:
    corner = make(
        cadence={
            "curfew": {"begins": "00:00", "ends": "24:00"},
            "slots": dict.fromkeys(("morning", "noon", "night")),
        },
        content={"reminders": {"every_days": 0, "later_days": 0}},
    )
    join(corner.at("2026-03-06T12:00"), "小雨妈妈")
    assert [] == welcomes(corner)


def test_a_join_is_welcomed_only_while_it_is_not_older_than_a_day(corner: Corner) -> None:
    (one, other, third) = people(corner, "甲", "乙", "丙")
    corner.at("2026-03-06T12:00")
    now = corner.app.clock.now()
    came(corner, now - DAY, one)
    came(corner, now - DAY - 1, other)
    came(corner, now - 30 * DAY, third)
    assert [one[0]] == [task.member_id for task in welcomes(corner)]


def test_what_is_learnt_late_keeps_its_time_and_what_is_learnt_in_the_curfew_waits(corner: Corner) -> None:
    (one, other) = people(corner, "甲", "乙")
    corner.at("2026-03-06T12:00")
    came(corner, instant("2026-03-06T09:00", corner.zone), one)
    corner.at("2026-03-06T23:30")
    came(corner, instant("2026-03-06T21:00", corner.zone), other)
    dues = {task.member_id: task.due_at for task in welcomes(corner)}
    assert {
        one[0]: instant("2026-03-06T09:01", corner.zone),
        other[0]: instant("2026-03-07T07:00", corner.zone),
    } == dues


def test_who_is_told_of_while_he_waits_for_a_place_is_not_welcomed(corner: Corner) -> None:
    (one,) = people(corner, "甲")
    corner.do(arrival(corner.app.clock.now(), one, state="waiting"))
    assert [] == welcomes(corner)


def test_a_replay_welcomes_nobody_again_whatever_time_it_says(corner: Corner) -> None:
    (one,) = people(corner, "甲")
    corner.at("2026-03-06T12:00")
    for minutes in (0, 0, 5, 600):
        came(corner, corner.app.clock.now() - minutes * MINUTE, one)
    assert 1 == len(welcomes(corner))


def test_who_was_welcomed_left_and_came_back_is_not_welcomed_again(corner: Corner) -> None:
    join(corner, "小雨妈妈")
    (task,) = welcomes(corner)
    corner.do(lambda work: tasks.finish(work, task.number, by="文静"))
    corner.at("2026-03-20T10:00")
    corner.do(lambda work: groups.leave(work, groups.get(work, "base-1"), "小雨妈妈"))
    join(corner, "小雨妈妈")
    assert [] == welcomes(corner)


@pytest.mark.parametrize("channel", ["handoff", "robot"])
def test_two_transactions_at_once_welcome_once(make: Callable[..., Corner], channel: str) -> None:
    corner = make(content={"channel": channel})
    one, other = people(corner, "甲", "乙")
    corner.at("2026-03-06T12:00")
    corner.overlapped(arrival(corner.app.clock.now(), one, other))
    assert sorted([one[0], other[0]]) == welcomed(corner)


def test_who_waits_for_a_place_is_welcomed_when_he_moves_up(corner: Corner) -> None:
    join(corner, "甲", "pool-1")
    join(corner, "乙", "pool-1")
    assert ["甲"] == [welcome_name(task) for task in welcomes(corner)]
    corner.at("2026-03-09T10:00")
    corner.do(lambda work: groups.leave(work, groups.get(work, "pool-1"), "甲"))
    assert {"甲", "乙"} == {welcome_name(task) for task in welcomes(corner)}


def welcome_name(task: tasks.Task) -> str:
    return task.text.partition("@")[2].partition("！")[0]


def test_hook_members_merged_takes_the_second_welcome_away(corner: Corner) -> None:
    join(corner, "小雨妈妈")
    join(corner, "小雨爸爸")
    corner.do(lambda work: admission.merge(work, groups.get(work, "base-1"), "小雨妈妈", "小雨爸爸"))
    assert ["小雨妈妈"] == [welcome_name(task) for task in welcomes(corner)]
    assert ["小雨爸爸"] == [welcome_name(task) for task in welcomes(corner, "dropped")]


def test_who_turns_out_to_have_long_been_there_is_no_newcomer(corner: Corner) -> None:
    join(corner, "小雨妈妈")
    (first,) = welcomes(corner)
    corner.do(lambda work: tasks.finish(work, first.number, by="晓岚"))
    join(corner.at("2026-03-05T11:00"), "雨妈")
    corner.do(lambda work: admission.merge(work, groups.get(work, "base-1"), "雨妈", "小雨妈妈"))
    assert [] == welcomes(corner)
    assert ["雨妈"] == [welcome_name(task) for task in welcomes(corner, "dropped")]


def test_whoever_waited_under_a_second_name_is_still_welcomed(corner: Corner) -> None:
    join(corner, "小雨妈妈", "pool-1")
    join(corner, "雨妈", "pool-1")
    corner.do(lambda work: admission.merge(work, groups.get(work, "pool-1"), "小雨妈妈", "雨妈"))
    assert ["小雨妈妈"] == [welcome_name(task) for task in welcomes(corner)]


def test_hook_members_erased_takes_the_welcome_away_and_leaves_no_name(corner: Corner) -> None:
    join(corner, "小雨妈妈")
    join(corner, "童童妈妈")
    corner.do(lambda work: admission.erase(work, groups.get(work, "base-1"), "小雨妈妈"))
    assert ["童童妈妈"] == [welcome_name(task) for task in welcomes(corner)]
    assert "小雨" not in str(corner.see(lambda work: tasks.listed(work, status="")))


def test_a_name_may_look_like_a_variable(corner: Corner) -> None:
    join(corner, "{rules}")
    assert welcomes(corner)[0].text.startswith("欢迎 @{rules}！\n妈妈们")


def test_kinds_without_a_saying_and_kinds_that_are_not_named_are_not_welcomed(
    make: Callable[..., Corner],
) -> None:
    corner = make(content={"welcome": {"kinds": ["pool"]}})
    join(corner, "甲")
    corner.do(lambda work: groups.create(work, "person", person="晓岚", key="p"))
    join(corner, "乙", "p")
    join(corner, "丙", "pool-1")
    assert ["丙"] == [welcome_name(task) for task in welcomes(corner)]


def test_another_channel_gets_the_welcome_once_and_no_name(make: Callable[..., Corner]) -> None:
    from franchise.events import outbox

    corner = make(content={"channel": "robot"})
    (one,) = people(corner, "小雨妈妈")
    corner.at("2026-03-05T10:00")
    for _again in range(2):
        came(corner, corner.app.clock.now(), one)
    assert [] == welcomes(corner)
    with corner.view() as work:
        rows = work.conn.execute(outbox.select().where(outbox.c.channel == "robot")).all()
    (row,) = [row for row in rows if "content.welcome" in row.key]
    assert (instant("2026-03-05T10:01", corner.zone), True, False) == (
        row.due_at, "欢迎 {names}！" in row.payload, "小雨妈妈" in row.payload,
    )  # fmt: skip


def test_nothing_is_remembered_of_who_was_erased_or_merged(make: Callable[..., Corner]) -> None:
    from franchise_content import tables as t

    corner = make(content={"channel": "robot"})
    for name in ("甲", "乙", "丙"):
        join(corner, name)
    corner.do(lambda work: admission.erase(work, groups.get(work, "base-1"), "甲"))
    corner.do(lambda work: admission.merge(work, groups.get(work, "base-1"), "乙", "丙"))
    with corner.view() as work:
        kept = work.conn.execute(t.said.select().where(t.said.c.member_id.is_not(None))).all()
        (one,) = [groups.find_member(work, groups.get(work, "base-1"), "乙")]
    assert [one] == [row.member_id for row in kept]


# ---------------------------------------------------------------- one text for all who wait


def test_those_who_wait_are_called_in_one_text(corner: Corner) -> None:
    for name in ("甲", "乙"):
        join(corner.at("2026-03-05T23:30"), name)
    assert [] == corner.see(welcome.waiting)
    (found,) = corner.at("2026-03-06T07:00").see(welcome.waiting)
    assert (("甲", "乙"), True, 2) == (
        found.names, found.said.text.startswith("欢迎 @甲 @乙！"), len(found.tasks),
    )  # fmt: skip


def round_(corner: Corner, text: str) -> None:
    """A round of `franchise cadence run`."""
    from franchise import cadence

    def fill(work: UnitOfWork) -> None:
        cadence.fill(work)
        assert [] == work.failures

    corner.at(text).do(fill)


def test_hook_time_passed_takes_the_welcome_of_who_left_again_away(corner: Corner) -> None:
    for name in ("甲", "乙"):
        join(corner.at("2026-03-05T23:30"), name)
    corner.do(lambda work: groups.leave(work, groups.get(work, "base-1"), "甲"))
    (found,) = corner.at("2026-03-06T07:00").see(welcome.waiting)
    assert ("乙",) == found.names
    round_(corner, "2026-03-06T07:00")
    (gone,) = welcomes(corner, "dropped")
    assert ("甲", "The newcomer has left again.") == (welcome_name(gone), gone.note)


def test_what_nobody_said_within_a_day_is_not_said_any_more(corner: Corner) -> None:
    join(corner.at("2026-03-05T10:00"), "甲")
    round_(corner, "2026-03-06T10:01")
    assert (1, 1) == (len(corner.see(welcome.waiting)), len(welcomes(corner)))
    corner.at("2026-03-06T10:02")
    assert [] == corner.see(welcome.waiting)
    round_(corner, "2026-03-06T10:02")
    (gone,) = welcomes(corner, "dropped")
    assert "Nobody said it within a day." == gone.note
    join(corner, "甲")
    assert [] == welcomes(corner)


def test_a_group_that_divides_welcomes_nobody_who_has_been_there_for_long(corner: Corner) -> None:
    from franchise import groups as room

    people(corner, *(f"妈妈{n}" for n in range(6)))
    corner.at("2026-03-20T10:00")
    corner.do(lambda work: room.split(work, groups.get(work, "base-1"), anyway=True))
    assert [] == welcomes(corner)


# ---------------------------------------------------------------- statements


@contextmanager
def counted(app: Franchise) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    engine = app.database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def test_fifty_newcomers_cost_as_many_statements_as_two(corner: Corner) -> None:
    newcomers = people(corner, *(f"妈妈{n:03d}" for n in range(104)))
    corner.at("2026-03-06T12:00")
    now = corner.app.clock.now()

    def cost(some: list[tuple[int, str]]) -> int:
        members = [
            Membership(member_id=i, state="member", joined_at=now - n * 1000, names=(name,))
            for n, (i, name) in enumerate(some)
        ]
        with counted(corner.app) as said:
            corner.do(lambda work: welcome.joined(work, groups.get(work, "base-1"), members))
        return len(said)

    first = cost(newcomers[:2])
    assert first == cost(newcomers[2:52])
    assert 52 == len(welcomes(corner))


# ---------------------------------------------------------------- the hours, for any curfew

WALLS = st.integers(0, 24 * 60).map(Wall)
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "UTC"])
INSTANTS = st.integers(instant("2025-01-01T00:00"), instant("2027-01-01T00:00"))


class Hours:
    def __init__(self, begins: Wall, ends: Wall) -> None:
        self.begins, self.ends = begins, ends


@given(begins=WALLS, ends=WALLS, at=INSTANTS, zone=ZONES)
def test_what_is_held_is_free_of_the_curfew_and_comes_as_early_as_it_may(
    begins: Wall, ends: Wall, at: int, zone: str
) -> None:
    from franchise.cadence import Cadence
    from franchise.cadence.section import Curfew
    from franchise.cadence.windows import in_curfew

    cadence = Cadence(curfew=Curfew(begins=begins, ends=ends))
    found = free_from(cadence.curfew, at, zone)
    if found is None:
        assert (0, 1440) == (begins, ends)
        return
    assert not in_curfew(cadence, found, zone)
    assert (found == at) == (not in_curfew(cadence, at, zone))
    if found > at:
        assert in_curfew(cadence, found - 1, zone)
        assert found - at <= 25 * 3_600_000
        assert in_curfew(cadence, (at + found - 1) // 2, zone)


@given(begins=WALLS, ends=WALLS, minutes=st.integers(0, 1439))
def test_a_time_of_day_is_held_as_its_instant_is(begins: Wall, ends: Wall, minutes: int) -> None:
    at = instant("2026-03-05T00:00") + minutes * MINUTE
    found = free_from(Hours(begins, ends), at, "UTC")
    assert held(Hours(begins, ends), minutes) == (found != at)


@given(at=INSTANTS, late=st.integers(0, 2 * DAY), seconds=st.integers(0, 60), zone=ZONES)
def test_a_welcome_is_never_due_in_the_curfew_and_never_before_the_joining(
    at: int, late: int, seconds: int, zone: str
) -> None:
    curfew = Hours(Wall(23 * 60), Wall(7 * 60))
    section = Content(welcome=Welcome(within_seconds=seconds))
    found = welcome.due(section, curfew, at, at + late, zone)
    assert (found is None) == (late > DAY)
    if found is not None:
        assert found == free_from(curfew, found, zone)
        assert found >= at
        free = free_from(curfew, at + seconds * 1000, zone)
        assert found == free or free_from(curfew, at + late, zone) == found

"""What a new group is told first, and when the rules are said again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.content.corner import Corner

from franchise import Refused, cadence, groups, tasks
from franchise.clock import instant
from franchise_content.reminders import is_due
from franchise_content.telling_section import Reminders

EVERYBODY = {"welcome": {"kinds": ["base"]}}


def told(corner: Corner, group: str = "base-1", status: str = "open") -> list[tuple[str, int]]:
    found = corner.see(lambda work: tasks.listed(work, group=groups.get(work, group), status=status))
    return [(task.kind.partition(".")[2], task.due_at) for task in found]


def at(corner: Corner, text: str) -> int:
    return instant(text, corner.zone)


@pytest.mark.practice("I-109", "I-201", "I-202")
def test_hook_group_created_has_the_rules_posted_first_then_the_introduction_then_the_lead_activity(
    corner: Corner,
) -> None:
    assert [
        ("rules", at(corner, "2026-03-05T09:00")),
        ("introduction", at(corner, "2026-03-05T09:01")),
        ("activity", at(corner, "2026-03-05T10:00")),
    ] == told(corner)


@pytest.mark.practice("I-109")
def test_the_first_thing_in_a_new_group_s_outbox_is_the_rules(corner: Corner) -> None:
    from franchise.events import outbox

    with corner.view() as work:
        rows = work.conn.execute(
            outbox.select().order_by(outbox.c.due_at, outbox.c.created_at, outbox.c.key)
        ).all()
    assert '"kind":"content.rules"' in rows[0].payload


@pytest.mark.practice("I-111", "I-121", "I-201")
def test_rules_and_introduction_are_ready_to_be_pasted(corner: Corner) -> None:
    texts = {task.kind: task.text for task in corner.see(tasks.listed) if task.group == "base-1"}
    assert "这里是柳荫路店1群，分享小经验。\n晚上 11 点后不发消息。" == texts["content.rules"]
    assert "妈妈们的育儿小圈子\n好物、福利、育儿问答\n有事找文静" == texts["content.introduction"]


@pytest.mark.practice("I-202")
def test_a_new_group_begins_with_the_lead_activity_whatever_else_is_on(make: Callable[..., Corner]) -> None:
    lead = {"name": "报到礼", "text": "回复宝宝月龄", "from_day": "2026-01-01", "lead": True}
    corner = make(content={"activities": {"report": lead}})
    (task,) = corner.see(
        lambda work: tasks.listed(work, kind="content.activity", group=groups.get(work, "base-1"))
    )
    assert "今天一起来：报到礼：回复宝宝月龄" == task.text


def test_without_an_activity_a_new_group_is_told_of_none(make: Callable[..., Corner]) -> None:
    corner = make(content={"activities": None})
    assert ["rules", "introduction"] == [kind for kind, _due in told(corner)]


def test_a_group_that_is_made_at_night_is_told_in_the_morning_in_the_same_order(corner: Corner) -> None:
    corner.at("2026-03-05T23:30")
    corner.do(lambda work: groups.create(work, "base"))
    assert [
        ("rules", at(corner, "2026-03-06T07:00")),
        ("introduction", at(corner, "2026-03-06T07:01")),
        ("activity", at(corner, "2026-03-06T08:00")),
    ] == told(corner, "base-2")


def test_what_would_fall_into_the_curfew_comes_after_it(corner: Corner) -> None:
    corner.at("2026-03-05T22:59:30")
    corner.do(lambda work: groups.create(work, "base"))
    assert [
        ("rules", at(corner, "2026-03-05T22:59:30")),
        ("introduction", at(corner, "2026-03-06T07:00")),
        ("activity", at(corner, "2026-03-06T07:00")),
    ] == told(corner, "base-2")


@pytest.mark.practice("I-109", "I-198")
@pytest.mark.parametrize("occasion", ["pre_group", "rules", "welcome", "introduction", "activity"])
def test_hook_may_create_group_refuses_while_nobody_would_know_what_to_say(
    make: Callable[..., Corner], occasion: str
) -> None:
    from tests.content.corner import SAYINGS

    (key,) = [key for key, saying in SAYINGS.items() if saying["occasion"] == occasion]
    with pytest.raises(Refused) as refused:
        make(content={"sayings": {key: None}})
    assert f"There is nothing to say in base on these occasions: {occasion}." in str(refused.value)
    assert "franchise" in refused.value.hint


@pytest.mark.practice("I-198")
def test_without_a_saying_of_value_a_group_is_made_all_the_same(make: Callable[..., Corner]) -> None:
    from franchise_content import library

    corner = make(content={"sayings": {"case_1": None, "case_2": None}})
    found = corner.see(lambda work: library.gaps(work, date(2026, 3, 6), 1))
    assert [
        ("There is no saying of value for base.", False),
        ("There is no saying of value for pool.", False),
    ] == [(gap.text, gap.needed) for gap in found if gap.code == "saying"]


def test_a_kind_of_which_nothing_is_said_is_made_without_a_word(corner: Corner) -> None:
    corner.do(lambda work: groups.create(work, "person", person="晓岚", key="p"))
    assert [] == told(corner, "p")


# ---------------------------------------------------------------- the rules again


def round_(corner: Corner, text: str) -> None:
    """A round of `franchise cadence run`."""
    corner.at(text)

    def fill(work: object) -> None:
        cadence.fill(work)  # type: ignore[arg-type]
        assert [] == work.failures  # type: ignore[attr-defined]

    corner.do(fill)


def reminders(corner: Corner, group: str = "base-1") -> list[str]:
    found = corner.see(lambda work: tasks.listed(work, kind="content.rules", group=groups.get(work, group)))
    return [task.key.rpartition("/")[2] for task in found if not task.key.endswith("founding")]


@pytest.mark.practice("I-110")
def test_hook_time_passed_has_the_rules_said_again_weekly_and_later_monthly(corner: Corner) -> None:
    for n in range(100):
        round_(corner, f"{date(2026, 3, 5) + timedelta(days=n)}T10:00")
    assert ["2026-03-12", "2026-03-19", "2026-03-26", "2026-04-02", "2026-05-02", "2026-06-01"] == reminders(
        corner
    )


def test_a_reminder_is_due_at_its_time_and_given_out_once(corner: Corner) -> None:
    for minute in ("09:59", "10:00", "10:01", "18:00"):
        round_(corner, f"2026-03-12T{minute}")
    (task,) = [
        task
        for task in corner.see(lambda work: tasks.listed(work, kind="content.rules"))
        if task.key.endswith("/2026-03-12") and task.group == "base-1"
    ]
    assert (at(corner, "2026-03-12T10:00"), "announce") == (task.due_at, task.duty)


def test_before_its_time_nothing_is_said_again(corner: Corner) -> None:
    round_(corner, "2026-03-12T09:59:59")
    assert [] == reminders(corner)


def test_when_nobody_was_there_it_is_made_up_for_on_the_next_day_and_no_later(corner: Corner) -> None:
    round_(corner, "2026-03-11T12:00")
    round_(corner, "2026-03-13T23:30")
    assert ["2026-03-12"] == reminders(corner)
    (task,) = [t for t in corner.see(tasks.listed) if t.key.endswith("2026-03-12") and t.group == "base-1"]
    assert at(corner, "2026-03-14T07:00") == task.due_at
    round_(corner, "2026-03-22T12:00")  # the 19th is too long ago
    assert ["2026-03-12"] == reminders(corner)


def test_a_store_that_is_looked_at_for_the_first_time_is_not_flooded(corner: Corner) -> None:
    round_(corner, "2026-04-03T09:00")
    assert [] == reminders(corner)


def test_the_rules_are_not_said_again_where_that_is_switched_off(make: Callable[..., Corner]) -> None:
    corner = make(content={"reminders": {"every_days": 0, "later_days": 0}})
    for n in range(40):
        round_(corner, f"{date(2026, 3, 5) + timedelta(days=n)}T10:00")
    assert [] == reminders(corner)


def test_when_nothing_is_due_a_round_costs_two_statements(corner: Corner) -> None:
    from tests.content.test_welcome import counted

    from franchise_content import plugin

    round_(corner, "2026-03-12T10:00")
    with corner.view() as work, counted(corner.app) as said:
        plugin.franchise_time_passed(work)
    assert 2 == len(said)


def test_two_rounds_at_once_say_it_once(make: Callable[..., Corner]) -> None:
    from franchise_content import reminders as rounds

    corner = make(content={"channel": "robot"})
    round_(corner, "2026-03-11T12:00")
    corner.at("2026-03-12T10:00")
    corner.overlapped(rounds.time_passed)
    from franchise.events import outbox

    with corner.view() as work:
        rows = work.conn.execute(outbox.select().where(outbox.c.key.endswith("/2026-03-12"))).all()
    assert 2 == len(rows)  # base-1 and pool-1


REMINDERS = st.builds(
    Reminders,
    every_days=st.integers(0, 30),
    first_days=st.integers(0, 60),
    later_days=st.integers(0, 90),
)


@pytest.mark.practice("I-110")
@given(settings=REMINDERS)
def test_reminders_come_as_often_as_said_and_never_more_often_later(settings: Reminders) -> None:
    founded = date(2026, 1, 1)
    due = [n for n in range(400) if is_due(settings, founded, founded + timedelta(days=n))]
    assert 0 not in due
    early = [n for n in due if n <= settings.first_days]
    late = [n for n in due if n > settings.first_days]
    every = settings.every_days
    assert early == ([n for n in range(1, settings.first_days + 1) if n % every == 0] if every else [])
    gaps = {b - a for a, b in pairwise(late)}
    assert gaps <= {settings.later_days}
    if not settings.later_days:
        assert [] == late
    elif early and late:
        assert (late[0] - early[-1]) % settings.later_days == 0


def test_days_are_taken_up_once(corner: Corner) -> None:
    from franchise_content import marks

    first, second = date(2026, 3, 5), date(2026, 3, 6)
    claims = [(None, first), (None, first), (first, second), (first, second)]
    assert [True, False, True, False] == [
        corner.do(lambda work, claim=claim: marks.claim(work, "reminders", *claim)) for claim in claims
    ]

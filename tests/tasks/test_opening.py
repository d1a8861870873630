"""Giving tasks out: each key once, a number each, to whoever is on duty."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from tests.support import ZONE
from tests.tasks.sample import Room, wanted

from franchise import Conflict, Franchise, NotFound, PluginFailed, UsageProblem, tasks
from franchise.clock import instant
from franchise.tasks.opening import LONGEST_TITLE, _line

NINE = instant("2026-03-05T09:00", ZONE)
DUTY = """
from franchise import hookimpl

@hookimpl
def franchise_on_duty(work, group, duty, at):
    work.once("asked", list).append((group.key, duty, at))
    return {"welcome": "小李", "warn": "王姐"}.get(duty)
"""


def test_a_task_is_kept_as_it_was_given_out(room: Room) -> None:
    (member,) = room.people("小雨妈妈")
    group = room.group()
    (made,) = room.open(
        wanted(
            "warn/1",
            text="亲，图片发多了",
            group_id=group.id,
            member_id=member,
            duty="warn",
            person="王姐",
            due_at=NINE + 60_000,
            evidence=True,
            payload={"violation": 7, "said": ["a", "b"]},
        )
    )
    assert made == room.get(1)
    assert (made.number, made.group, made.person, made.status) == (1, "base-1", "王姐", "open")
    assert (made.due_at, made.made_at, made.evidence) == (NINE + 60_000, NINE, True)
    assert {"violation": 7, "said": ["a", "b"]} == made.payload
    assert (None, "", "") == (made.finished_at, made.finished_by, made.note)


def test_what_names_no_time_is_due_at_once(room: Room) -> None:
    assert [NINE] == [task.due_at for task in room.open(wanted("a"))]


def test_numbers_count_from_one_in_each_store(app: Franchise, room: Room) -> None:
    other = Room.make(app, "second")
    assert [1, 2] == [task.number for task in room.open(wanted("a"), wanted("b"))]
    assert [1] == [task.number for task in other.open(wanted("a"))]
    assert [3] == [task.number for task in room.open(wanted("c"))]


def test_a_key_opens_a_task_once_and_for_all(room: Room) -> None:
    (first,) = room.open(wanted("a", title="First"))
    assert [] == room.open(wanted("a", title="Second"))
    room.finish(1)
    assert [] == room.open(wanted("a"))
    assert [2] == [task.number for task in room.open(wanted("b"), wanted("a"))]
    room.drop(2)
    assert [] == room.open(wanted("a"), wanted("b"))
    assert [first.title, "Warn about b"] == [task.title for task in room.listed(status="")]


def test_of_several_with_one_key_the_first_counts(room: Room) -> None:
    made = room.open(wanted("a", title="First"), wanted("a", title="Second"), wanted("b"))
    assert ["First", "Warn about b"] == [task.title for task in made]


def test_nothing_to_give_out_writes_nothing(room: Room) -> None:
    assert [] == room.open()
    assert [1] == [task.number for task in room.open(wanted("a"))]


def test_each_new_task_has_one_entry_in_the_outbox_and_one_event(room: Room) -> None:
    room.open(wanted("a"), wanted("b", due_at=NINE + 5))
    room.open(wanted("a"))
    expected = {"task/a": ("handoff", "waiting", NINE), "task/b": ("handoff", "waiting", NINE + 5)}
    assert expected == room.outbox()
    assert ["1", "2"] == [found["subject"] for found in room.events("task.opened")]


def test_the_outbox_and_the_log_name_nobody(room: Room) -> None:
    (member,) = room.people("小雨妈妈")
    room.open(wanted("a", title="提醒小雨妈妈", text="@小雨妈妈", person="王姐", member_id=member))
    room.finish(1, by="王姐", note="小雨妈妈答应了")
    found = [str(room.events(kind)) for kind in ("task.opened", "task.done")]
    assert not any("小雨" in text or "王姐" in text for text in found)
    assert member == room.events("task.done")[0]["member_id"]


def test_hook_on_duty_names_the_person_of_a_task_that_names_none(make_room) -> None:
    room = make_room(duty=DUTY)
    group = room.group().id
    made = room.open(
        wanted("a", group_id=group, duty="welcome"),
        wanted("b", group_id=group, duty="warn"),
        wanted("c", group_id=group, duty="keep"),
        wanted("d", group_id=group, duty="warn", person="阿姨"),
        wanted("e", duty="warn"),
    )
    assert ["小李", "王姐", "", "阿姨", ""] == [task.person for task in made]


def test_hook_on_duty_is_asked_once_for_each_group_duty_and_time(make_room) -> None:
    room = make_room(duty=DUTY)
    one, two = room.group("base-1"), room.group("base-2")

    def run(work):
        tasks.open(work, [wanted(f"a{n}", group_id=one.id, duty="warn") for n in range(5)])
        tasks.open(work, [wanted(f"b{n}", group_id=one.id, duty="warn") for n in range(5)])
        tasks.open(work, [wanted("c", group_id=two.id, duty="warn")])
        tasks.open(work, [wanted("d", group_id=one.id, duty="warn", due_at=NINE + 1)])
        return work.memo["asked"]

    expected = [("base-1", "warn", NINE), ("base-2", "warn", NINE), ("base-1", "warn", NINE + 1)]
    assert expected == room.do(run)


def test_two_plugins_that_name_a_person_contradict_each_other_and_nothing_is_opened(make_room) -> None:
    room = make_room(duty=DUTY, other=DUTY)
    with pytest.raises(Conflict):
        room.open(wanted("a", group_id=room.group().id, duty="warn"))
    assert [] == room.listed()


def test_a_plugin_that_fails_to_name_a_person_stops_the_opening(make_room) -> None:
    room = make_room(duty=DUTY.replace("work.once", "1 / 0; work.once"))
    with pytest.raises(PluginFailed):
        room.open(wanted("a", group_id=room.group().id))
    assert {} == room.outbox()


def test_tasks_opened_in_a_transaction_are_what_a_rehearsal_shows(room: Room) -> None:
    room.open(wanted("before"))
    with room.app.rehearsal(room.key) as work:
        made = tasks.open(work, [wanted("a"), wanted("before")])
        made += tasks.open(work, [wanted("b")])
        assert made == tasks.opened(work)
    assert [1] == room.numbers()
    assert [2] == [task.number for task in room.open(wanted("c"))]


def test_nothing_was_opened_in_a_transaction_that_opened_nothing(room: Room) -> None:
    assert [] == room.see(tasks.opened)


CLUMSY = """
from franchise import NewTask, hookimpl, tasks

@hookimpl
def franchise_task_finished(work, task):
    if task.kind == "rules.approve":
        tasks.open(work, [NewTask(key="lost", kind="rules.kick", title="Lost")])
        raise RuntimeError("after opening")
"""


def test_what_a_plugin_opened_before_it_failed_is_undone_and_not_shown(make_room) -> None:
    room = make_room(clumsy=CLUMSY)
    room.open(wanted("ask", kind="rules.approve"))

    def run(work):
        tasks.finish(work, 1, by="王姐")
        tasks.open(work, [wanted("kept")])
        return tasks.opened(work), [failure.told for failure in work.failures]

    opened, failures = room.do(run)
    assert [(2, "kept")] == [(task.number, task.key) for task in opened]
    assert ["RuntimeError: after opening"] == failures
    assert "done" == room.get(1).status


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "warn"}, "PLUGIN.WHAT"),
        ({"kind": "Rules.warn"}, "PLUGIN.WHAT"),
        ({"duty": "to warn"}, "duty"),
        ({"title": " \n "}, "title"),
        ({"text": "字" * 20_001}, "too long"),
        ({"person": "王" * 121}, "too long"),
        ({"payload": {"a": "x" * 70_000}}, "too large"),
    ],
)
def test_a_task_that_cannot_be_kept_is_refused_with_its_kind_and_key(
    room: Room, change: dict[str, object], words: str
) -> None:
    with pytest.raises(UsageProblem, match=words) as caught:
        room.open(wanted("good"), wanted("bad", **change))
    assert caught.value.where.endswith("'bad'")
    assert [] == room.listed()


@pytest.mark.parametrize("key", ["", "k" * 151, "a\nb\x00", "a\u202eb"])
def test_a_key_that_cannot_be_one_is_refused(room: Room, key: str) -> None:
    with pytest.raises(UsageProblem, match="key"):
        room.open(wanted(key))


def test_the_longest_of_everything_is_kept(room: Room) -> None:
    (made,) = room.open(
        wanted("键" * 150, title="题" * 200, text="字" * 20_000, person="王" * 120, kind="a.b")
    )
    assert made == room.get(1)
    assert "task/" + "键" * 150 in room.outbox()


def test_a_group_that_the_store_does_not_have_is_named(room: Room) -> None:
    with pytest.raises(NotFound, match="4711"):
        room.open(wanted("a", group_id=4711))
    assert [] == room.listed()


@given(st.text(min_size=1))
def test_a_title_is_one_line_that_fits(title: str) -> None:
    line = _line(title)
    assert len(line) <= LONGEST_TITLE
    assert line == " ".join(line.split())
    assert line == _line(line)


def statements(room: Room, count: int, tag: str) -> int:
    seen: list[str] = []

    def note(_conn, _cursor, statement, *_rest):
        seen.append(statement)

    group = room.group()
    new = [wanted(f"{tag}{n}", group_id=group.id, title=f"T{n}") for n in range(count)]
    event.listen(room.app.database.engine, "before_cursor_execute", note)
    try:
        assert count == len(room.open(*new))
    finally:
        event.remove(room.app.database.engine, "before_cursor_execute", note)
    return len(seen)


def test_the_number_of_statements_does_not_grow_with_the_number_of_tasks(room: Room) -> None:
    statements(room, 2, "warm")  # the first writes the row that counts
    assert statements(room, 2, "a") == statements(room, 400, "b")

"""What becomes of tasks: done once, dropped for a reason, cancelled when they are pointless."""

from __future__ import annotations

import pytest
from tests.support import ZONE
from tests.tasks.sample import JPEG, PDF, PNG, Room, wanted

from franchise import Conflict, NotFound, Refused, UsageProblem, tasks
from franchise.clock import instant
from franchise.tasks import Evidence

NINE = instant("2026-03-05T09:00", ZONE)
SHOT = Evidence(name="removed.png", data=PNG)
EAR = """
from franchise import NewTask, hookimpl, tasks

@hookimpl
def franchise_may_finish_task(work, task, person):
    if task.kind == "rules.kick" and person == task.payload.get("asked_by"):
        return "Somebody else must do it."

@hookimpl
def franchise_task_finished(work, task):
    work.record("ear.heard", task.number, status=task.status, by=task.finished_by)
    if task.kind == "rules.approve" and task.status == "done":
        tasks.open(work, [NewTask(key="kick", kind="rules.kick", title="Kick", evidence=True)])
"""


def test_a_done_task_says_who_did_it_when_and_what_there_was_to_say(room: Room) -> None:
    room.open(wanted("a"))
    room.at("2026-03-05T09:05")
    done = room.finish(1, by=" 王  姐 ", note=" 已提醒 ")
    assert done == room.get(1)
    assert ("done", NINE + 300_000, "王 姐", "已提醒") == (
        done.status,
        done.finished_at,
        done.finished_by,
        done.note,
    )
    assert ("handoff", "sent", NINE) == room.outbox()["task/a"]
    assert ["1"] == [found["subject"] for found in room.events("task.done")]


def test_finishing_twice_changes_nothing_and_it_stays_whose_it_was(room: Room) -> None:
    room.open(wanted("a"))
    first = room.finish(1, by="王姐", note="first")
    before = room.everything()
    room.at("2026-03-05T10:00")
    assert first == room.finish(1, by="小李", note="second", evidence=SHOT)
    assert before == room.everything()


@pytest.mark.practice("C-17", "I-116")
def test_what_needs_evidence_is_not_done_without(room: Room) -> None:
    room.open(wanted("a", evidence=True))
    before = room.everything()
    with pytest.raises(Refused, match="only with evidence") as caught:
        room.finish(1)
    assert "--evidence FILE" in caught.value.hint
    assert before == room.everything()
    assert "done" == room.finish(1, evidence=SHOT).status
    (kept,) = room.see(lambda work: tasks.evidence(work, 1))
    assert ("removed.png", "image/png", PNG, "王姐", NINE) == (
        kept.name,
        kept.media,
        kept.data,
        kept.given_by,
        kept.given_at,
    )


def test_evidence_that_was_handed_in_before_counts(room: Room) -> None:
    room.open(wanted("a", evidence=True))
    assert 1 == room.do(lambda work: tasks.attach(work, 1, [SHOT], by="小李"))
    assert "done" == room.finish(1).status


def test_evidence_may_be_given_where_none_is_due(room: Room) -> None:
    room.open(wanted("a"))
    room.finish(1, evidence=[SHOT, Evidence(name="b.jpg", data=JPEG)])
    assert [1, 2] == [proof.nth for proof in room.see(lambda work: tasks.evidence(work, 1))]


def test_a_file_that_proves_nothing_leaves_the_task_open_and_nothing_kept(room: Room) -> None:
    room.open(wanted("a", evidence=True))
    before = room.everything()
    with pytest.raises(UsageProblem, match="no PNG or JPEG"):
        room.finish(1, evidence=[SHOT, Evidence(name="movie.png", data=b"\x00\x01\x02")])
    assert before == room.everything()


def test_hook_may_finish_task_keeps_away_who_may_not(make_room) -> None:
    room = make_room(ear=EAR)
    room.open(wanted("a", kind="rules.kick", payload={"asked_by": "王姐"}))
    before = room.everything()
    with pytest.raises(Refused, match="Somebody else must do it"):
        room.finish(1, by="王姐")
    assert before == room.everything()
    assert "小李" == room.finish(1, by="小李").finished_by


def test_hook_task_finished_is_told_once_of_what_is_done_and_what_is_dropped(make_room) -> None:
    room = make_room(ear=EAR)
    room.open(wanted("a"), wanted("b"))
    room.finish(1, by="王姐")
    room.finish(1, by="小李")
    room.drop(2, by="小李")
    room.drop(2, by="王姐")
    heard = [(found["subject"], found["status"], found["by"]) for found in room.events("ear.heard")]
    assert [("1", "done", "王姐"), ("2", "dropped", "小李")] == heard


def test_hook_task_finished_may_open_the_next_task(make_room) -> None:
    room = make_room(ear=EAR)
    room.open(wanted("a", kind="rules.approve"))
    room.finish(1)
    assert [("kick", 2)] == [(task.key, task.number) for task in room.listed()]


def test_a_dropped_task_says_why_and_cannot_be_done(room: Room) -> None:
    room.open(wanted("a"))
    dropped = room.drop(1, by="王姐", reason=" 已退群 ")
    assert ("dropped", "王姐", "已退群") == (dropped.status, dropped.finished_by, dropped.note)
    assert "cancelled" == room.outbox()["task/a"][1]
    with pytest.raises(Conflict, match="已退群") as caught:
        room.finish(1)
    assert "王姐" in caught.value.hint
    before = room.everything()
    assert dropped == room.drop(1, by="小李", reason="other")
    assert before == room.everything()


def test_a_done_task_cannot_be_dropped(room: Room) -> None:
    room.open(wanted("a"))
    room.finish(1)
    with pytest.raises(Conflict, match="done already, by 王姐 at 2026-03-05 09:00"):
        room.drop(1)


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_dropping_needs_a_reason(room: Room, reason: str) -> None:
    room.open(wanted("a"))
    with pytest.raises(UsageProblem, match="reason"):
        room.drop(1, reason=reason)
    assert [1] == room.numbers()


@pytest.mark.parametrize("by", ["", "  ", "王" * 121])
def test_who_did_it_must_be_a_name(room: Room, by: str) -> None:
    room.open(wanted("a"))
    with pytest.raises(UsageProblem, match="Who did it"):
        room.finish(1, by=by)
    with pytest.raises(UsageProblem, match="Who did it"):
        room.drop(1, by=by)


def test_a_note_that_is_too_long_is_refused_and_not_cut(room: Room) -> None:
    room.open(wanted("a"))
    with pytest.raises(UsageProblem, match="501"):
        room.finish(1, note="长" * 501)
    assert "长" * 500 == room.finish(1, note="长" * 500).note


@pytest.mark.parametrize("number", [0, -1, 7, 2**40, 2**70])
def test_a_number_that_no_task_has_is_named(room: Room, number: int) -> None:
    for do in (room.get, room.finish, room.drop):
        with pytest.raises(NotFound, match=str(number)):
            do(number)


def test_pointless_tasks_are_cancelled_in_bulk_and_only_open_ones(make_room) -> None:
    room = make_room(ear=EAR)
    room.open(*(wanted(key) for key in "abcd"))
    room.finish(2)
    gone = room.do(lambda work: tasks.cancel(work, ["c", "b", "a", "unknown", "c"], "taken back"))
    assert [1, 3] == [task.number for task in gone]
    assert {("dropped", "taken back", "tester")} == {(t.status, t.note, t.finished_by) for t in gone}
    assert [4] == room.numbers()
    assert {"a": "cancelled", "b": "sent", "c": "cancelled", "d": "waiting"} == {
        key.removeprefix("task/"): status for key, (_channel, status, _due) in room.outbox().items()
    }
    assert [] == room.do(lambda work: tasks.cancel(work, ["c", "b", "a"], "taken back"))
    assert ["1", "3"] == [found["subject"] for found in room.events("task.dropped")]
    assert ["2"] == [found["subject"] for found in room.events("ear.heard")]


def test_cancelling_many_takes_them_all(room: Room) -> None:
    keys = [f"k{n}" for n in range(1203)]
    room.open(*map(wanted, keys))
    gone = room.do(lambda work: tasks.cancel(work, keys, "taken back"))
    assert keys == [task.key for task in gone]
    assert [] == room.listed()


def test_further_files_may_come_after_it_is_done_but_not_when_it_is_dropped(room: Room) -> None:
    room.open(wanted("a"), wanted("b"))
    room.finish(1)
    room.drop(2)
    second = Evidence(name="list.pdf", data=PDF)
    assert 1 == room.do(lambda work: tasks.attach(work, 1, [SHOT, SHOT], by="王姐"))
    assert 1 == room.do(lambda work: tasks.attach(work, 1, [SHOT, second], by="王姐"))
    assert 0 == room.do(lambda work: tasks.attach(work, 1, [SHOT], by="王姐"))
    with pytest.raises(Conflict):
        room.do(lambda work: tasks.attach(work, 2, [SHOT], by="王姐"))
    assert ["removed.png", "list.pdf"] == [p.name for p in room.see(lambda work: tasks.evidence(work, 1))]


def test_a_rehearsal_of_finishing_leaves_everything_as_it_is(room: Room) -> None:
    room.open(wanted("a", evidence=True))
    before = room.everything()
    with room.app.rehearsal(room.key) as work:
        assert "done" == tasks.finish(work, 1, by="王姐", evidence=SHOT).status
    assert before == room.everything()


def test_nothing_that_a_terminal_obeys_is_kept_of_names_and_notes(room: Room) -> None:
    room.open(wanted("a"), wanted("b"))
    done = room.finish(1, by="王\x1b[31m姐\u202e", note="已\x1b]0;x\x07提\x9b2J醒\x00\n好了")
    assert ("王 [31m姐", "已]0;x提2J醒\n好了") == (done.finished_by, done.note)
    with pytest.raises(UsageProblem):
        room.finish(2, by="\x1b\u202e")

"""Giving tasks out: each key once and for all, to whoever is on duty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast

import attrs
from sqlalchemy import select, update

from franchise.errors import NotFound, UsageProblem
from franchise.events import dump
from franchise.groups import operations as groups
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.storage import upsert
from franchise.tasks import rows
from franchise.tasks import tables as t
from franchise.tasks.values import NewTask, Task
from franchise.work import OutboxEntry, UnitOfWork

CHANNEL: Final = "handoff"
"""Tasks are for people, whatever else a store can reach by itself."""
OPENED: Final = "tasks.opened"
LONGEST_KEY: Final = 150
LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 20_000
LONGEST_PAYLOAD: Final = 65_536
LONGEST_NAME: Final = 120
_KIND: Final = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", re.ASCII)
_DUTY: Final = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)
UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""What no text holds that people see: control characters, and signs that turn the direction of writing."""


def open(work: UnitOfWork, tasks: Iterable[NewTask]) -> list[Task]:  # noqa: A001  # its name in the room: tasks.open
    """Give tasks out; gives back those that are new, by number.

    A key opens a task once and for all: one that was done or dropped is not opened again. Where no person is named,
    whoever is on duty in the group at the time that it is due has it; "" when nobody says who that is. Each new task
    has an entry in the outbox. The number of statements is the same for one task and for hundreds (keys are looked up
    500 at a time); plugins are asked once for each group, duty and time.

    Args:
        work: The unit of work.
        tasks: What is to be done; of several with one key the first counts.

    Raises:
        UsageProblem: A key, kind, duty or text that no task can have: a mistake of the plugin.
        NotFound: A group that the store does not have.
        Conflict: Two plugins say who is on duty.
        PluginFailed: One that should say could not.

    """
    wanted: dict[str, NewTask] = {}
    for task in tasks:
        wanted.setdefault(_checked(task).key, task)
    fresh = _fresh(work, list(wanted.values()))
    if not fresh:
        return []
    places = _groups(work, fresh)
    people = [_person(work, task, places) for task in fresh]
    last = _last(work)
    if work.conn.dialect.name != "sqlite":  # there the whole transaction is alone already
        chosen = {task.key for task in _fresh(work, fresh)}  # looked at again: somebody may have been quicker
        people = [person for task, person in zip(fresh, people, strict=True) if task.key in chosen]
        fresh = [task for task in fresh if task.key in chosen]
    if not fresh:
        return []
    made = _made(work, fresh, people, places, last)
    _write(work, made)
    work.memo.setdefault(OPENED, []).extend(task.id for task in made)
    return made


def opened(work: UnitOfWork) -> list[Task]:
    """The tasks that were given out in this transaction so far, by number: what a rehearsal shows.

    What a plugin had opened before it failed is not among them: its part is undone.
    """
    return rows.by_ids(work, cast("list[int]", work.memo.get(OPENED, [])))


def outbox_key(key: str) -> str:
    """The idempotency key of a task's entry in the outbox."""
    return f"task/{key}"


def _checked(task: NewTask) -> NewTask:
    """See that a task can be kept.

    Raises:
        UsageProblem: It cannot; the place is its kind and key.

    """
    faults = (
        (not 0 < len(task.key) <= LONGEST_KEY or bool(UNSEEN.search(task.key)), _("its key cannot be one")),
        (len(task.kind) > 64 or not _KIND.fullmatch(task.kind), _("its kind is not PLUGIN.WHAT")),
        (not _DUTY.fullmatch(task.duty), _("its duty is not one word of small letters")),
        (not task.title.strip(), _("it has no title")),
        (len(task.text) > LONGEST_TEXT, _("its text is too long")),
        (len(task.person) > LONGEST_NAME, _("the person's name is too long")),
        (len(dump(dict(task.payload))) > LONGEST_PAYLOAD, _("its payload is too large")),
    )
    for wrong, why in faults:
        if wrong:
            raise UsageProblem(
                _("A task cannot be given out: {why}.").format(why=why),
                where=f"{task.kind[:64]} {task.key[:LONGEST_KEY]!r}",
            )
    return task


def _fresh(work: UnitOfWork, tasks: Sequence[NewTask]) -> list[NewTask]:
    """Those whose keys are not known yet."""
    keys = [task.key for task in tasks]
    known: set[str] = set()
    for start in range(0, len(keys), rows.CHUNK):
        query = select(t.task.c.key).where(
            t.task.c.store_id == work.store_id, t.task.c.key.in_(keys[start : start + rows.CHUNK])
        )
        known.update(work.conn.execute(query).scalars())
    return [task for task in tasks if task.key not in known]


def _groups(work: UnitOfWork, tasks: Iterable[NewTask]) -> dict[int, Group]:
    """The groups of tasks, by id."""
    wanted = {task.group_id for task in tasks} - {None}
    found = {group.id: group for group in groups.listed(work)} if wanted else {}
    for identity in sorted(cast("set[int]", wanted) - found.keys()):
        raise NotFound(_("The store has no group with the id {number}.").format(number=identity))
    return found


def _person(work: UnitOfWork, task: NewTask, places: Mapping[int, Group]) -> str:
    """Who has the task: the one named, or whoever is on duty when it is due."""
    if task.person or task.group_id is None:
        return task.person
    group, at = places[task.group_id], work.now() if task.due_at is None else task.due_at
    found = work.once(
        ("tasks.on_duty", group.id, task.duty, at),
        lambda: work.ask("franchise_on_duty", group=group, duty=task.duty, at=at),
    )
    return str(found or "")[:LONGEST_NAME]


def _last(work: UnitOfWork) -> int:
    """The last number given so far; nobody else gives one before this transaction ends."""
    upsert(work.conn, t.count, {"store_id": work.store_id, "last": 0}, update=())
    row = select(t.count.c.last).where(t.count.c.store_id == work.store_id).with_for_update()
    return int(work.conn.execute(row).scalar_one())


def _made(
    work: UnitOfWork,
    tasks: Sequence[NewTask],
    people: Sequence[str],
    places: Mapping[int, Group],
    last: int,
) -> list[Task]:
    now = work.now()
    return [
        Task(
            id=identity,
            number=number,
            key=task.key,
            kind=task.kind,
            title=_line(task.title),
            text=UNSEEN.sub("", task.text.replace("\r\n", "\n")),
            group_id=task.group_id,
            group="" if task.group_id is None else places[task.group_id].key,
            member_id=task.member_id,
            duty=task.duty,
            person=person,
            due_at=now if task.due_at is None else task.due_at,
            evidence=task.evidence,
            status="open",
            payload=dict(task.payload),
            made_at=now,
        )
        for task, person, identity, number in zip(
            tasks, people, work.ids.many(len(tasks)), range(last + 1, last + 1 + len(tasks)), strict=True
        )
    ]


def _line(title: str) -> str:
    """A title as one line that fits."""
    line = " ".join(UNSEEN.sub(" ", title).split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def _write(work: UnitOfWork, made: Sequence[Task]) -> None:
    def value(task: Task, name: str) -> Any:
        found = getattr(task, name)
        if name == "payload":
            return dump(dict(found))
        return int(found) if name == "evidence" else found

    names = tuple(field.name for field in attrs.fields(Task) if field.name != "group")
    work.insert(t.task, names, [tuple(value(task, name) for name in names) for task in made])
    work.conn.execute(update(t.count).where(t.count.c.store_id == work.store_id).values(last=made[-1].number))
    work.post(
        OutboxEntry(
            key=outbox_key(task.key),
            channel=CHANNEL,
            due_at=task.due_at,
            payload={"task": task.number, "task_id": task.id, "kind": task.kind, "group": task.group},
        )
        for task in made
    )
    for task in made:
        work.record(
            "task.opened",
            task.number,
            task_id=task.id,
            kind=task.kind,
            group_id=task.group_id,
            member_id=task.member_id,
        )

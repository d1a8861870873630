"""What became of tasks: done by somebody, dropped for a reason, or pointless by now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs
from sqlalchemy import select, update

from franchise.clock import show
from franchise.errors import Conflict, Refused, UsageProblem
from franchise.events import outbox
from franchise.messages import gettext as _
from franchise.tasks import proving, rows
from franchise.tasks import tables as t
from franchise.tasks.opening import LONGEST_NAME, UNSEEN, outbox_key
from franchise.tasks.values import Evidence, Task, TaskStatus
from franchise.work import UnitOfWork

LONGEST_NOTE: Final = 500


def finish(
    work: UnitOfWork,
    number: int,
    *,
    by: str,
    evidence: Evidence | Sequence[Evidence] | None = None,
    note: str = "",
) -> Task:
    """Note that a task was done; gives it as it is then.

    Finishing a done task changes nothing: it stays whose it was. Of two who finish it at once, one is noted.

    Args:
        work: The unit of work.
        number: The task's number.
        by: The person who did it, as the store calls him.
        evidence: A file that proves it, or several.
        note: What else there is to say.

    Raises:
        NotFound: There is no such task.
        Conflict: It was dropped.
        Refused: Evidence is due, or a plugin is against it: this person may not.
        UsageProblem: No name, too long a note, or a file that proves nothing.

    """
    return finished(work, number, by=by, evidence=evidence, note=note)[0]


def finished(
    work: UnitOfWork,
    number: int,
    *,
    by: str,
    evidence: Evidence | Sequence[Evidence] | None = None,
    note: str = "",
) -> tuple[Task, bool]:
    """As `finish`; also whether it is done only now."""
    files = [evidence] if isinstance(evidence, Evidence) else list(evidence or ())
    person, note = _person(by), _note(note)
    proving.checked(files)  # what cannot be taken is said before anybody waits for the row
    task = rows.held(work, number)
    if task.status == "done":
        return task, False
    if task.status == "dropped":
        raise Conflict(
            _("Task {number} was dropped: {reason}").format(number=number, reason=task.note),
            hint=_("It was {person}, at {time}.").format(
                person=task.finished_by, time=show(task.finished_at or 0, work.answers.time_zone)
            ),
        )
    work.decide("franchise_may_finish_task", task=task, person=person)
    proving.keep(work, task, files, by=person)
    if task.evidence and not proving.proofs(work, task):
        raise Refused(
            _("Task {number} is done only with evidence: {title}").format(number=number, title=task.title),
            hint=_("Take a screenshot, then: franchise task done {number} --evidence FILE").format(
                number=number
            ),
        )
    return _settle(work, task, "done", person, note), True


def drop(work: UnitOfWork, number: int, *, by: str, reason: str) -> Task:
    """Note that a task will not be done, and why; gives it as it is then. Dropping twice changes nothing.

    Raises:
        NotFound: There is no such task.
        Conflict: It was done.
        UsageProblem: No reason, or too long a one; no name.

    """
    return dropped(work, number, by=by, reason=reason)[0]


def dropped(work: UnitOfWork, number: int, *, by: str, reason: str) -> tuple[Task, bool]:
    """As `drop`; also whether it is dropped only now."""
    person, reason = _person(by), _note(reason)
    if not reason:
        raise UsageProblem(_("Dropping a task needs a reason."), hint="--reason …")
    task = rows.held(work, number)
    if task.status == "dropped":
        return task, False
    if task.status == "done":
        raise Conflict(
            _("Task {number} was done already, by {person} at {time}.").format(
                number=number,
                person=task.finished_by,
                time=show(task.finished_at or 0, work.answers.time_zone),
            )
        )
    return _settle(work, task, "dropped", person, reason), True


def cancel(work: UnitOfWork, keys: Iterable[str], reason: str) -> list[Task]:
    """Drop the open ones of these tasks, for what they were for is no more; gives those.

    For the plugin that opened them: it knows by itself, so nobody is asked or told. What is done stays done.

    Args:
        work: The unit of work.
        keys: The tasks' keys; unknown ones do no harm.
        reason: Why, for whoever looks.

    """
    wanted = sorted(set(keys))
    reason, c = _note(reason), t.task.c
    ids: list[int] = []
    for start in range(0, len(wanted), rows.CHUNK):
        found = (
            select(c.id)
            .where(
                c.store_id == work.store_id,
                c.key.in_(wanted[start : start + rows.CHUNK]),
                c.status == "open",
            )
            .order_by(c.id)
            .with_for_update()  # somebody may be finishing one of them: who is first counts
        )
        ids += work.conn.execute(found).scalars()
    return retire(work, ids, reason)


def retire(work: UnitOfWork, ids: Sequence[int], reason: str) -> list[Task]:
    """Drop these open tasks without asking or telling anybody."""
    for start in range(0, len(ids), rows.CHUNK):
        work.conn.execute(
            update(t.task)
            .where(
                t.task.c.store_id == work.store_id,
                t.task.c.id.in_(ids[start : start + rows.CHUNK]),
                t.task.c.status == "open",
            )
            .values(
                status="dropped", finished_at=work.now(), finished_by=work.actor[:LONGEST_NAME], note=reason
            )
        )
    gone = rows.by_ids(work, ids) if ids else []
    _settle_entries(work, gone, "cancelled")
    for task in gone:
        _record(work, task)
    return gone


def attach(work: UnitOfWork, number: int, files: Sequence[Evidence], *, by: str) -> int:
    """Keep further files with a task, open or done; gives how many are new.

    Raises:
        NotFound: There is no such task.
        Conflict: It was dropped.
        Refused: Too many files.
        UsageProblem: A file that proves nothing; no name.

    """
    person = _person(by)
    proving.checked(files)
    task = rows.held(work, number)
    if task.status == "dropped":
        raise Conflict(_("Task {number} was dropped: {reason}").format(number=number, reason=task.note))
    return proving.keep(work, task, files, by=person)


def _person(text: str) -> str:
    name = " ".join(UNSEEN.sub(" ", text).split())
    if not name or len(name) > LONGEST_NAME:
        raise UsageProblem(
            _("Who did it? Give a name of at most {limit} characters.").format(limit=LONGEST_NAME),
            where="--by",
        )
    return name


def _note(text: str) -> str:
    note = UNSEEN.sub("", text).strip()
    if len(note) > LONGEST_NOTE:
        raise UsageProblem(
            _("The text has {count} characters; {limit} are the most.").format(
                count=len(note), limit=LONGEST_NOTE
            ),
            where=note[:20],
        )
    return note


def _settle(work: UnitOfWork, task: Task, status: TaskStatus, by: str, note: str) -> Task:
    after = attrs.evolve(task, status=status, finished_at=work.now(), finished_by=by, note=note)
    work.conn.execute(
        update(t.task)
        .where(t.task.c.store_id == work.store_id, t.task.c.id == task.id)
        .values(status=status, finished_at=after.finished_at, finished_by=by, note=note)
    )
    _settle_entries(work, [after], "sent" if status == "done" else "cancelled")
    _record(work, after)
    work.notify("franchise_task_finished", task=after)
    return after


def _settle_entries(work: UnitOfWork, tasks: Sequence[Task], status: str) -> None:
    keys = [outbox_key(task.key) for task in tasks]
    for start in range(0, len(keys), rows.CHUNK):
        work.conn.execute(
            update(outbox)
            .where(
                outbox.c.store_id == work.store_id,
                outbox.c.key.in_(keys[start : start + rows.CHUNK]),
                outbox.c.status != "sent",
            )
            .values(status=status)
        )


def _record(work: UnitOfWork, task: Task) -> None:
    work.record(
        f"task.{task.status}",
        task.number,
        task_id=task.id,
        kind=task.kind,
        group_id=task.group_id,
        member_id=task.member_id,
    )

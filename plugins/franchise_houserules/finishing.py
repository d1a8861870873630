"""What people do with the tasks: warned, put out, dropped; and what a person takes back."""

from __future__ import annotations

from typing import Final

from franchise import Conflict, Group, NotFound, Task, UnitOfWork, UsageProblem, groups, tasks
from franchise_houserules import moves, names, removals
from franchise_houserules.messages import gettext as _
from franchise_houserules.settings import PLUGIN
from franchise_houserules.settling import settle
from franchise_houserules.sparing import may
from franchise_houserules.violations import (
    Violation,
    by_id,
    by_number,
    finished,
    hold,
    save,
    violations_of,
)

STEPS: Final = frozenset({"remind", "warn", "kick"})
LONGEST_REASON: Final = 500


def may_finish(work: UnitOfWork, task: Task, person: str) -> str | None:
    """Why a person may not say that a task is done; None: he may, as far as house rules go."""
    plugin, _dot, step = task.kind.partition(".")
    if plugin != PLUGIN:
        return None
    if step == "approve":
        return removals.may_approve(work, task, person)
    group = group_of(work, task.group_id)
    if step not in STEPS or group is None or task.member_id is None:
        return None
    if why := may(work, group, task.member_id, step):
        return _("{why} Drop it with `franchise task drop {number}`.").format(why=why, number=task.number)
    return _out_of_turn(work, group, task) if step == "kick" and "violation" in task.payload else None


def _out_of_turn(work: UnitOfWork, group: Group, task: Task) -> str | None:
    """Nobody is put out while an earlier warning is still to be given: it is given, or it does not count (I-108)."""
    mine = by_id(work, task.payload["violation"])
    if mine is None:
        return None
    inside = moves.only(work, mine.member_id, group)
    keys = {
        row.task_key
        for row in violations_of(work, [mine.member_id], inside, status="open")
        if row.conduct == "forbidden" and row.at < mine.at
    }
    waiting = [t.number for t in tasks.listed(work, kind=PLUGIN) if t.key in keys] if keys else []
    if not waiting:
        return None
    return _(
        "Task {number} comes first: nobody is put out before being warned. Note it as done, or drop it."
    ).format(number=min(waiting))


def task_finished(work: UnitOfWork, task: Task) -> None:
    """A task was done or dropped: what it was for is done or dropped as well (I-116)."""
    plugin, _dot, step = task.kind.partition(".")
    if plugin != PLUGIN:
        return
    if "removal" in task.payload:
        removals.task_finished(work, task)
        return
    found = by_id(work, task.payload["violation"]) if step in STEPS else None
    group = group_of(work, task.group_id)
    if found is None or group is None or found.task_key != task.key:
        return
    if step == "kick" and task.status == "done":
        put_out(work, group, found.member_id, but=found.id)
    hold(work)
    finished(found, task.status, task.finished_by, task.note, task.finished_at or work.now())
    save(work, [found])
    work.record(
        f"violation.{found.status}",
        found.number,
        violation_id=found.id,
        group_id=found.group_id,
        member_id=found.member_id,
        step=found.step,
        message_id=found.message_id,
    )
    if task.status == "dropped":  # it does not count any more
        settle(work, group, [found.member_id])


def put_out(work: UnitOfWork, group: Group, member_id: int, *, but: int = 0) -> None:
    """Note that a member is out of the group; what else was to be said to him, or done about him, is pointless.

    ``but`` is the violation or the removal by which he is out.
    """
    groups.depart(work, place_of(work, group, member_id), member_id)
    hold(work)
    inside = moves.only(work, member_id, group)
    others = [row for row in violations_of(work, [member_id], inside, status="open") if row.id != but]
    reason = _("Put out of the group.")
    tasks.cancel(work, [row.task_key for row in others], reason)
    for row in others:
        finished(row, "dropped", work.actor, reason, work.now())
    save(work, others)
    removals.drop(work, inside, member_id, reason, but=but)
    names.keep_up(work, [group])


def place_of(work: UnitOfWork, group: Group, member_id: int) -> Group:
    """The group in which somebody has his place by now: his own, or the one that it went to when it was divided."""
    (mine,) = groups.members(work, group, [member_id]) or (None,)
    if mine is None or mine.state != "left":
        return group
    for other in groups.listed(work):
        if (other.kind, other.place) != (group.kind, group.place) or other.number <= group.number:
            continue
        for there in groups.members(work, other, [member_id]):
            if there.state != "left" and there.joined_at == mine.joined_at:  # it is the same place
                return other
    return group


def revoke(work: UnitOfWork, number: int, reason: str) -> Violation:
    """Take a violation back: it does not count any more, and its open task is dropped. Twice changes nothing.

    Raises:
        NotFound: There is no violation of that number.
        UsageProblem: No reason, or too long a one.
        Conflict: It does not hold any more anyway.

    """
    words = reason.strip()
    if not 0 < len(words) <= LONGEST_REASON:
        raise UsageProblem(
            _("Taking a violation back needs a reason of at most {most} signs.").format(most=LONGEST_REASON),
            hint="--reason …",
        )
    hold(work)
    found = by_number(work, number)
    if found is None:
        raise NotFound(
            _("There is no violation {number}.").format(number=number),
            hint=_("`franchise houserules violations` shows them."),
        )
    if found.status == "revoked":
        return found
    if found.status == "withdrawn":
        raise Conflict(_("Violation {number} was withdrawn; it does not count.").format(number=number))
    if found.task_key:
        tasks.cancel(work, [found.task_key], words)
    found.status, found.reason, found.by, found.changed_at = "revoked", words, work.actor[:120], work.now()
    save(work, [found])
    work.record(
        "violation.revoked",
        number,
        violation_id=found.id,
        group_id=found.group_id,
        member_id=found.member_id,
    )
    group = group_of(work, found.group_id)
    assert group is not None
    settle(work, group, [found.member_id])
    return found


def group_of(work: UnitOfWork, group_id: int | None) -> Group | None:
    """The group of that id."""
    return next((group for group in groups.listed(work) if group.id == group_id), None)

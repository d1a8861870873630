"""What people have done about violations: tasks finished, members put out, and what of it counts for the next step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from franchise import Group, Task, UnitOfWork, chat, groups, tasks
from franchise_houserules.settings import DAY, PLUGIN
from franchise_houserules.violations import Violation, finished

if TYPE_CHECKING:
    from franchise_houserules.moves import Paths
    from franchise_houserules.removals import Removal
    from franchise_houserules.section import HouseRules


def catch_up(work: UnitOfWork, rows: Iterable[Violation], places: Mapping[int, Group], now: int) -> None:
    """Take over what was finished while this plugin was not told, or failed."""
    waiting = {row.task_key: row for row in rows if row.status == "open"}
    if not waiting:
        return
    since = min(row.changed_at for row in waiting.values()) - DAY  # a clock may have gone back
    for status in ("done", "dropped"):
        for task in tasks.listed(work, kind=PLUGIN, status=status, since=since):
            if row := waiting.get(task.key):
                finished(row, status, task.finished_by, task.note, task.finished_at or now)
                if (row.step, row.status) == ("kick", "done"):
                    _depart(work, row, places[row.group_id], task, now)


def _depart(work: UnitOfWork, row: Violation, group: Group, task: Task, now: int) -> None:
    """Note that a member is out, unless he has been seen in the group since."""
    heard = chat.read(work, group, task.finished_at or now, now + DAY)
    if not any(m.member_id == row.member_id and m.kind != "leave" for m in heard):
        groups.depart(work, group, row.member_id)


def gone_since(
    rows: Iterable[Violation], removals: Iterable[Removal], paths: Paths, now: int
) -> dict[tuple[int, int], int]:
    """When members were last put out of a group: (group id, member id) → when."""
    done = [
        (row.group_id, row.member_id, row.changed_at)
        for row in rows
        if (row.step, row.status) == ("kick", "done")
    ]
    for one in removals:
        at = one.changed_at if one.changed_at <= now else one.at
        done += [(one.group_id, one.member_id, at)] if at <= now else []
    gone: dict[tuple[int, int], int] = {}
    for divided, member_id, at in done:
        for group_id in paths.of(member_id, divided):
            gone[group_id, member_id] = max(at, gone.get((group_id, member_id), 0))
    return gone


def before(section: HouseRules, row: Violation, counted: Sequence[Violation]) -> int:
    """How many earlier violations of a member count for one of his (I-108, C-06)."""
    days = section.warn_days
    since = row.at - days * DAY if days is not None else None
    removed = [
        one.changed_at
        for one in counted
        if one.step == "kick" and one.status == "done" and one.changed_at <= row.at
    ]
    fresh_start = max(removed, default=None) if section.after_kick == "begin_again" else None
    told = section.counts == "told"
    return sum(
        (since is None or one.at > since)
        and (fresh_start is None or one.at > fresh_start)
        and (not told or (one.status == "done" and one.changed_at <= row.at))
        for one in counted
    )

"""From hits to violations, from violations to what follows: the ladder, and the tasks for people.

Violations are worked out anew from all hits of the members concerned, so that the order in which chats come in makes
no difference. What a person has done or decided stands; what only a program has proposed follows the hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
from sqlalchemy import update

from franchise import Group, NewTask, UnitOfWork, groups, tasks
from franchise_houserules import moves, removals
from franchise_houserules import tables as t
from franchise_houserules.deeds import before, catch_up, gone_since
from franchise_houserules.messages import gettext as _
from franchise_houserules.occasions import Found, Occasion, occasions, step_for
from franchise_houserules.reading import hits_of
from franchise_houserules.settings import PLUGIN, settings_of
from franchise_houserules.sparing import may
from franchise_houserules.telling import Told, face, sanction
from franchise_houserules.violations import (
    COLUMNS,
    COUNTS,
    DECIDED,
    PUT_ASIDE,
    Violation,
    finished,
    hold,
    last_number,
    save,
    violations_of,
)


@attrs.define
class Settled:
    """What changed: violations by what became of them, and the tasks that were taken back."""

    new: list[Violation] = attrs.field(factory=list)
    withdrawn: list[Violation] = attrs.field(factory=list)
    doubtful: list[Violation] = attrs.field(factory=list)
    spared: list[Violation] = attrs.field(factory=list)
    cancelled: int = 0

    def add(self, other: Settled) -> None:
        self.new += other.new
        self.withdrawn += other.withdrawn
        self.doubtful += other.doubtful
        self.spared += other.spared
        self.cancelled += other.cancelled


def settle(work: UnitOfWork, group: Group, members: Iterable[int]) -> Settled:
    """Bring the violations of members, and their tasks, in line with the hits that are kept of them.

    Of whoever moved when a group was divided those in that group too; with the scope ``store`` those in all groups.
    About eleven statements, however many members.
    """
    chosen = sorted(set(members))
    if not chosen:
        return Settled()
    return _Settling(work, group, chosen).run()


class _Settling:
    def __init__(self, work: UnitOfWork, group: Group, members: list[int]) -> None:
        hold(work)
        self.work = work
        self.now = work.now()
        self.section = settings_of(work)
        self.ladders = {key: rule.ladder for key, rule in self.section.rules.items()}
        self.all = {g.id: g for g in groups.listed(work)}
        self.paths = moves.paths(work, members)
        self.home = group if self.section.scope == "group" else None
        inside = self.paths.groups(members, group.id) if self.home is not None else None
        self.hits = [hit for hit in hits_of(work, members, inside) if self._counts(hit)]
        self.rows = [row for row in violations_of(work, members, inside) if self._counts(row)]
        self.before = {row.id: attrs.evolve(row) for row in self.rows}
        for row in self.rows:  # a clock that was ahead wrote it: it was not before the violation
            row.changed_at = row.changed_at if row.changed_at <= self.now else row.last_at
        self.removals = removals.listed(work, members, ("done",))
        self.gone: dict[tuple[int, int], int] = {}
        self.result = Settled()
        self.cancelled: dict[str, str] = {}
        self.opened: list[NewTask] = []
        self._names: dict[int, Mapping[int, str]] = {}

    def run(self) -> Settled:
        catch_up(self.work, self.rows, self.all, self.now)
        found = occasions(self.hits, self.section.occasion_minutes)
        matched = self._match(found)
        self.gone = gone_since(self.rows, self.removals, self.paths, self.now)
        by_member: dict[int, list[tuple[Violation, Occasion]]] = {}
        for row, occasion in matched:
            by_member.setdefault(row.member_id, []).append((row, occasion))
        for member in sorted(by_member):
            self._climb(by_member[member])
        self._write()
        return self.result

    def _counts(self, one: Found | Violation) -> bool:
        """Whether it counts where it is settled: in the group, or in the one from which it was divided."""
        return self.home is None or one.group_id in self.paths.of(one.member_id, self.home.id)

    # ------------------------------------------------------------ violations

    def _match(self, found: list[Occasion]) -> list[tuple[Violation, Occasion]]:
        """Each occasion with its violation, made where there is none; rows without an occasion are withdrawn."""
        known = {(row.group_id, row.conduct, row.message_id): row for row in self.rows}
        pairs: list[tuple[Violation, Occasion]] = []
        fresh: list[tuple[Violation, Occasion]] = []
        for occasion in found:
            row = known.get((occasion.group_id, occasion.conduct, occasion.message_id))
            if row is None:
                row = _row(occasion)
                fresh.append((row, occasion))
            elif row.status == "doubtful":
                row.status = "done"
            elif row.status == "withdrawn":
                row.status = ""
            row.member_id = occasion.member_id
            row.at, row.last_at, row.messages = occasion.at, occasion.last_at, occasion.messages
            pairs.append((row, occasion))
        self._number([row for row, _occasion in fresh])
        heads = {row.id: row for row, _occasion in pairs}
        for row in self.rows:
            if row.id not in heads and row.status not in {"withdrawn", "doubtful"}:
                self._leave(row, _successor(row, pairs))
        self.rows += [row for row, _occasion in fresh]
        return pairs

    def _number(self, fresh: list[Violation]) -> None:
        if not fresh:
            return
        last = last_number(self.work)
        ids = self.work.ids.many(len(fresh))
        for nth, (row, identity) in enumerate(zip(fresh, ids, strict=True), 1):
            row.id, row.number = identity, last + nth
        self.work.conn.execute(
            update(t.count).where(t.count.c.store_id == self.work.store_id).values(last=last + len(fresh))
        )

    def _leave(self, row: Violation, successor: Violation | None) -> None:
        """A violation does not hold any more; what a person did or decided goes over to what holds in its place."""
        if row.status in DECIDED and successor is not None and successor.status not in DECIDED:
            if successor.task_key:
                self._cancel(successor)
            for name in ("status", "step", "task_key", "turn", "face", "reason", "by", "changed_at"):
                setattr(successor, name, getattr(row, name))
            row.status, row.task_key, row.changed_at = "withdrawn", "", self.now
        elif row.status == "done":
            row.status, row.changed_at = "doubtful", self.now
            self.result.doubtful.append(row)
        elif row.status not in PUT_ASIDE:
            if row.task_key:
                self._cancel(row)
            row.status, row.changed_at = "withdrawn", self.now
            self.result.withdrawn.append(row)

    # ------------------------------------------------------------ the ladder

    def _climb(self, mine: list[tuple[Violation, Occasion]]) -> None:
        """What is due for each of a member's violations, in the order of their times (I-108, C-06)."""
        counted: list[Violation] = []
        for row, occasion in mine:
            if row.status not in DECIDED:
                self._propose(row, occasion, before(self.section, row, counted))
            if row.status in COUNTS and row.conduct == "forbidden":
                counted.append(row)

    def _step(self, occasion: Occasion, earlier: int) -> str:
        if occasion.conduct != "forbidden":
            return "remind"
        return step_for(occasion.rules, self.ladders, self.section.ladder, earlier)

    def _propose(self, row: Violation, occasion: Occasion, earlier: int) -> None:
        group = self.all[row.group_id]
        step = self._step(occasion, earlier)
        if row.last_at <= self.gone.get((row.group_id, row.member_id), -1):
            self._too_late(row, step)
            return
        if why := may(self.work, group, row.member_id, step):
            if row.task_key:
                self._cancel(row)
            row.status, row.step, row.reason, row.face = "spared", step, why[:500], ""
            row.changed_at = self.now
            self.result.spared.append(row)
            return
        told = Told(
            group=group,
            name=self._called(group).get(row.member_id, f"#{row.member_id}"),
            number=row.number,
            step=step,
            following=self._step(occasion, earlier + 1),
            occasion=occasion,
            rules=tuple(
                self.section.rules[key].name if key in self.section.rules else key for key in occasion.rules
            ),
            says=next((r.say for k in occasion.rules if (r := self.section.rules.get(k)) and r.say), ""),
            before=earlier,
        )
        task = sanction(self.work, told, f"{PLUGIN}/{row.id}/{row.turn + 1}", row.id)
        if row.status == "open" and row.face == face(task):
            return
        if row.task_key:
            self._cancel(row)
        elif row.turn == 0:
            self.result.new.append(row)
        row.status, row.step, row.task_key, row.face = "open", step, task.key, face(task)
        row.turn += 1
        row.reason, row.by, row.changed_at = "", "", self.now
        self.opened.append(task)

    def _too_late(self, row: Violation, step: str) -> None:
        """It came to light when he had been put out already: nobody is there to be told."""
        if row.task_key:
            self._cancel(row)
        finished(row, "dropped", self.work.actor, _("Put out of the group."), self.now)
        row.step, row.face = step, ""

    def _called(self, group: Group) -> Mapping[int, str]:
        if group.id not in self._names:
            self._names[group.id] = groups.roster(self.work, group).shown
        return self._names[group.id]

    def _cancel(self, row: Violation) -> None:
        self.cancelled[row.task_key] = row.task_key
        row.task_key = ""

    # ------------------------------------------------------------ writing

    def _write(self) -> None:
        work = self.work
        if self.cancelled:
            reason = _("What was found in the chat has changed.")
            self.result.cancelled += len(tasks.cancel(work, sorted(self.cancelled), reason))
        new = [row for row in self.rows if row.id not in self.before]
        other = [row for row in self.rows if row.id in self.before and row != self.before[row.id]]
        for row in (*new, *other):
            old = self.before.get(row.id)
            if old is None or (row.status, row.turn) != (old.status, old.turn):
                work.record(
                    f"violation.{row.status}",
                    row.number,
                    violation_id=row.id,
                    group_id=row.group_id,
                    member_id=row.member_id,
                    step=row.step,
                    message_id=row.message_id,
                )
        if new:
            work.insert(t.violation, COLUMNS, (tuple(getattr(row, n) for n in COLUMNS) for row in new))
        save(work, other)
        if self.opened:
            tasks.open(work, sorted(self.opened, key=_by_time))


def _by_time(task: NewTask) -> tuple[int, str, str]:
    return task.payload["at"], task.payload["messages"][0], task.kind


def _row(occasion: Occasion) -> Violation:
    return Violation(
        id=0,
        number=0,
        group_id=occasion.group_id,
        member_id=occasion.member_id,
        conduct=occasion.conduct,
        message_id=occasion.message_id,
        at=occasion.at,
        last_at=occasion.last_at,
        messages=occasion.messages,
    )


def _successor(row: Violation, pairs: list[tuple[Violation, Occasion]]) -> Violation | None:
    """The violation that holds in place of one that does not: the same member's, at the same time."""
    for other, occasion in pairs:
        same = (other.group_id, other.member_id, other.conduct) == (row.group_id, row.member_id, row.conduct)
        if same and occasion.at <= row.last_at and row.at <= occasion.last_at:
            return other
    return None

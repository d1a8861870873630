"""Who has which role where, and who is on duty when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import attrs
from sqlalchemy import and_, or_, select

from franchise import Group, UnitOfWork
from franchise.clock import local
from franchise_crew import duties
from franchise_crew import tables as t
from franchise_crew.settings import settings_of
from franchise_crew.shifts import Turn, on, turns

if TYPE_CHECKING:
    from franchise_crew.section import Crew

_KNOWN: Final = ("crew", "on_duty")
DAY: Final = timedelta(days=1)


@attrs.frozen(kw_only=True, slots=True)
class Seat:
    """Somebody who has a role, in one group or (None) in the whole store."""

    id: int
    person_id: int
    name: str
    position: str
    role: str
    group_id: int | None
    since: int
    override: str = ""


@attrs.define(kw_only=True)
class Staff:
    """The store's seats, and who stands in the shifts of some days."""

    section: Crew
    zone: str
    seats: Sequence[Seat]
    roster: Mapping[tuple[str, str], Sequence[int]] = attrs.field(factory=dict)
    _turns: dict[tuple[date, int], list[Turn]] = attrs.field(factory=dict)

    def turns(self, first: date, days: int) -> list[Turn]:
        """The turns that begin on some days; who has lost the role since is no longer in them."""
        found = self._turns.get((first, days))
        if found is None:
            able: dict[str, set[int]] = {}
            for seat in self.seats:
                able.setdefault(seat.role, set()).add(seat.person_id)
            found = [
                attrs.evolve(turn, people=tuple(p for p in turn.people if p in able.get(turn.role, ())))
                for turn in turns(self.section, first, days, self.zone, self.roster)
            ]
            self._turns[first, days] = found
        return found

    def on(self, at: int) -> list[Turn]:
        """The turns that are on at an instant."""
        day = local(at, self.zone).date()
        return on(self.turns(day - timedelta(days=1), 2), at)

    def serving(self, role: str, group: Group | None) -> Iterator[Seat]:
        """Those who have a role in a group; those of the store without one."""
        for seat in self.seats:
            if seat.role == role and (group is None or seat.group_id in {None, group.id}):
                yield seat

    def on_duty(self, group: Group | None, duty: str, at: int) -> list[Seat]:
        """Who does such things there and then, the first choice first.

        Where a role has shifts, only those on their turn; else everybody who has the role: those of the group before
        those of the store, the one who has it longest first. Nobody is on duty as keeper: a group's keeper is.
        """
        kind = None if group is None else group.kind
        found: list[tuple[tuple[bool, bool, str, int], Seat]] = []
        now = self.on(at) if duty != duties.KEEP and self.section.shifts else []
        for role in duties.with_duty(self.section, duty, kind):
            shifts = [
                shift
                for shift in self.section.shifts.values()
                if shift.role == role and (kind is None or duties.stands(self.section, shift, kind))
            ]
            standing = {
                person
                for turn in now
                if turn.role == role
                and (kind is None or duties.stands(self.section, self.section.shifts[turn.shift], kind))
                for person in turn.people
            }
            for seat in self.serving(role, group):
                if duty == duties.KEEP or not shifts or seat.person_id in standing:
                    rank = (seat.person_id not in standing, seat.group_id is None, role, seat.id)
                    found.append((rank, seat))
        seen: set[int] = set()
        out = []
        for _rank, seat in sorted(found, key=lambda pair: pair[0]):
            if seat.person_id not in seen:
                seen.add(seat.person_id)
                out.append(seat)
        return out

    def may(self, person_id: int, duty: str, group: Group | None = None) -> bool:
        """Whether somebody has a duty in a group, or anywhere; on his turn or not."""
        kind = None if group is None else group.kind
        return any(
            seat.person_id == person_id
            for role in duties.with_duty(self.section, duty, kind)
            for seat in self.serving(role, group)
        )


def load(
    work: UnitOfWork,
    first: date | None = None,
    days: int = 2,
    *,
    roles: Sequence[str] | None = None,
    group: Group | None = None,
    shifts: bool = True,
) -> Staff:
    """Who has which role, and the roster of some days; two statements, one where there are no shifts.

    Args:
        work: The unit of work.
        first: The first day of the roster; yesterday unless given.
        days: How many days.
        roles: These roles alone.
        group: Those who serve this group alone.
        shifts: Whether the roster is needed.

    """
    section, zone = settings_of(work), work.answers.time_zone
    a, p = t.assignment.c, t.person.c
    where = [a.store_id == work.store_id, a.active == 1]
    if roles is not None:
        where.append(a.role.in_(roles))
    if group is not None:
        where.append(or_(a.group_id.is_(None), a.group_id == group.id))
    rows = work.conn.execute(
        select(a.id, a.person_id, p.name, p.position, a.role, a.group_id, a.since, a.override)
        .join(t.person, and_(p.store_id == a.store_id, p.id == a.person_id))
        .where(*where)
        .order_by(a.since, a.id)
    )
    seats = [Seat(**row._mapping) for row in rows]
    standing: dict[tuple[str, str], list[int]] = {}
    if shifts and seats and section.shifts:
        begin = first or local(work.now(), zone).date() - timedelta(days=1)
        standing = roster(work, begin, days)
    return Staff(section=section, zone=zone, seats=seats, roster=standing)


def roster(work: UnitOfWork, first: date, days: int) -> dict[tuple[str, str], list[int]]:
    """Who stands in the shifts that begin on some days; one statement."""
    r = t.roster.c
    out: dict[tuple[str, str], list[int]] = {}
    rows = work.conn.execute(
        select(r.day, r.shift, r.person_id)
        .where(
            r.store_id == work.store_id,
            r.day >= first.isoformat(),
            r.day < (first + timedelta(days=days)).isoformat(),
        )
        .order_by(r.day, r.shift, r.at, r.person_id)
    )
    for day, shift, person_id in rows:
        out.setdefault((day, shift), []).append(person_id)
    return out


def remember(work: UnitOfWork, held: Staff, group: Group, duty: str, at: int) -> None:
    """Let `on_duty` use what was loaded already, for one group, duty and day of this transaction."""
    day = local(at, held.zone).date() - timedelta(days=1)
    work.memo.setdefault((*_KNOWN, group.id, duty, day), held)


def on_duty(work: UnitOfWork, group: Group, duty: str, at: int) -> str | None:
    """The name of whoever does such things there and then; None when the crew does not know.

    At most two statements for each group, duty and day of a transaction; one for the keeper; none where no role has
    such a duty.
    """
    section = settings_of(work)
    if group.kind in section.outside and duty in duties.KEEPERS:
        return None  # whoever keeps the group does it there, and another plugin knows him
    roles = list(duties.with_duty(section, duty, group.kind))
    if not roles:
        return None
    day = local(at, work.answers.time_zone).date() - timedelta(days=1)
    shifts = duty != duties.KEEP
    held = work.once(
        (*_KNOWN, group.id, duty, day),
        lambda: load(work, day, 2, roles=roles, group=group, shifts=shifts),
    )
    found = held.on_duty(group, duty, at)
    return found[0].name if found else None

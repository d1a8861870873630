"""The roster: who stands in which shift, where nobody does, who hands over to whom (I-129)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import attrs
from sqlalchemy import delete, select

from franchise import Refused, UnitOfWork, UsageProblem
from franchise_crew import assigning, lessons, people, staff
from franchise_crew import tables as t
from franchise_crew.messages import gettext as _
from franchise_crew.settings import settings_of, shift_of
from franchise_crew.shifts import WEEKDAYS, Gap, Handover, Turn, gaps, handovers

MAX_DAYS: Final = 92


@attrs.frozen(kw_only=True, slots=True)
class Plan:
    """The turns of some days with the people in them, where too few are on duty, and who hands over to whom."""

    turns: tuple[Turn, ...]
    gaps: tuple[Gap, ...]
    handovers: tuple[Handover, ...]
    names: dict[int, str]


def plan(work: UnitOfWork, first: date | None = None, days: int = 7) -> Plan:
    """What the roster says of some days; four statements, and those of the agenda where slots are lessons.

    Raises:
        UsageProblem: More than `MAX_DAYS` days.

    """
    if not 1 <= days <= MAX_DAYS:
        raise UsageProblem(
            _("{count} days cannot be shown: 1 to {most}.").format(count=days, most=MAX_DAYS), where="--days"
        )
    begin = first or date.fromisoformat(work.today())
    section, zone = settings_of(work), work.answers.time_zone
    held = staff.load(work, begin - timedelta(days=1), days + 2)
    around = held.turns(begin - timedelta(days=1), days + 2)
    inside = {(begin + timedelta(days=n)).isoformat() for n in range(days)}
    kinds = {group.kind for group in assigning.groups_of(work)} or set(work.setup.get("groups"))
    return Plan(
        turns=tuple(turn for turn in around if turn.day in inside),
        gaps=(*gaps(section, around, begin, days, zone, kinds), *lessons.gaps(work, held, begin, days)),
        handovers=tuple(h for h in handovers(section, around, zone) if h.turn.day in inside),
        names={seat.person_id: seat.name for seat in held.seats},
    )


def days_of(first: date, days: int = 1, weekdays: Sequence[str] = ()) -> list[date]:
    """Some days, or those of them that are named.

    Raises:
        UsageProblem: Too many, or no such weekday.

    """
    if not 1 <= days <= MAX_DAYS:
        raise UsageProblem(
            _("{count} days cannot be planned: 1 to {most}.").format(count=days, most=MAX_DAYS),
            where="--days",
        )
    if unknown := [day for day in weekdays if day not in WEEKDAYS]:
        raise UsageProblem(
            _("{day!r} is no day of the week.").format(day=unknown[0][:20]),
            hint=", ".join(WEEKDAYS),
            where="--weekdays",
        )
    found = [first + timedelta(days=n) for n in range(days)]
    return [day for day in found if not weekdays or WEEKDAYS[day.weekday()] in weekdays]


def put(
    work: UnitOfWork, shift: str, names: Iterable[str], days: Sequence[date], *, replace: bool = False
) -> int:
    """Put people into a shift on some days; gives how many places are new. Again changes nothing.

    ``replace``: they stand there alone; with no names the shift is emptied.

    Raises:
        NotFound: No such shift or person.
        Refused: Somebody does not have the shift's role, the shift is not held on one of the days, or somebody
            would stand in two shifts at the same time.

    """
    section = settings_of(work)
    settings = shift_of(section, shift)
    people.hold(work)
    wanted = list(dict.fromkeys(people.get(work, name).id for name in names))
    if not days:
        return 0
    off = [d for d in days if settings.weekdays and WEEKDAYS[d.weekday()] not in settings.weekdays]
    if off:
        raise Refused(
            _("{shift} is not held on {day}.").format(shift=settings.name, day=off[0].isoformat()),
            hint=_("Its days: {days}").format(days=", ".join(settings.weekdays)),
        )
    held = staff.load(work, min(days) - timedelta(days=1), (max(days) - min(days)).days + 3)
    able = {seat.person_id: seat.name for seat in held.seats if seat.role == settings.role}
    for name, identity in zip(dict.fromkeys(names), wanted, strict=False):
        if identity not in able:
            raise Refused(
                _("{name} is not {role}.").format(name=name, role=section.roles[settings.role].name),
                hint=_("`franchise crew assign {name} {role}` gives the role.").format(
                    name=name, role=settings.role
                ),
            )
    _free(held, {(day.isoformat(), shift): wanted for day in days})
    there = {(day, i) for (day, key), ids in held.roster.items() if key == shift for i in ids}
    chosen = {day.isoformat() for day in days}
    if replace:
        _clear(work, shift, sorted(chosen), keep=wanted)
    fresh = [
        (day.isoformat(), shift, identity, work.now())
        for day in days
        for identity in wanted
        if (day.isoformat(), identity) not in there
    ]
    if fresh:
        work.insert(t.roster, ("day", "shift", "person_id", "at"), fresh)
    gone = sum(1 for day, i in there if day in chosen and i not in wanted) if replace else 0
    if fresh or gone:
        people.changed(work)
        work.record("crew.rostered", shift, days=sorted(chosen), person_ids=wanted, taken_out=gone)
    return len(fresh)


def _free(held: staff.Staff, places: Mapping[tuple[str, str], Collection[int]]) -> None:
    """Nobody stands in two overlapping shifts; ``places`` are those that are to be filled: (day, shift) → people."""
    days = [date.fromisoformat(day) for day, _shift in places]
    found = held.turns(min(days) - timedelta(days=1), (max(days) - min(days)).days + 3)
    names = {seat.person_id: seat.name for seat in held.seats}
    for turn in found:
        wanted = places.get((turn.day, turn.shift), ())
        for other in found:
            if other is turn or other.begins_at >= turn.ends_at or turn.begins_at >= other.ends_at:
                continue
            there = {*other.people, *places.get((other.day, other.shift), ())}
            if double := [i for i in wanted if i in there]:
                raise Refused(
                    _("{name} stands in {shift} on {day} at that time.").format(
                        name=names.get(double[0], ""),
                        shift=held.section.shifts[other.shift].name,
                        day=other.day,
                    )
                )


def _clear(work: UnitOfWork, shift: str, days: Sequence[str], keep: Sequence[int]) -> None:
    r = t.roster.c
    work.conn.execute(
        delete(t.roster).where(
            r.store_id == work.store_id, r.shift == shift, r.day.in_(days), r.person_id.not_in(keep)
        )
    )


def copy(work: UnitOfWork, first: date, to: date, days: int = 7) -> tuple[int, list[str]]:
    """Copy some days of the roster to others; gives how many places are new, and the names left out.

    Who has left or lost the role is left out; what is there already stays.

    Raises:
        Refused: Somebody would stand in two shifts at the same time.
        UsageProblem: Too many days, or the days overlap.

    """
    if not 1 <= days <= MAX_DAYS:
        raise UsageProblem(
            _("{count} days cannot be planned: 1 to {most}.").format(count=days, most=MAX_DAYS),
            where="--days",
        )
    if abs((to - first).days) < days:
        raise UsageProblem(_("The days that are copied and those they are copied to overlap."), where="--to")
    people.hold(work)
    section = settings_of(work)
    before, after = staff.roster(work, first, days), staff.roster(work, to, days)
    held = staff.load(work, to - timedelta(days=1), days + 2)
    able = {(seat.role, seat.person_id) for seat in held.seats}
    fresh, left = [], set()
    for (day, key), ids in sorted(before.items()):
        shift = section.shifts.get(key)
        target = to + (date.fromisoformat(day) - first)
        if shift is None or (shift.weekdays and WEEKDAYS[target.weekday()] not in shift.weekdays):
            continue
        for identity in ids:
            if (shift.role, identity) not in able:
                left.add(identity)
            elif identity not in after.get((target.isoformat(), key), ()):
                fresh.append((target.isoformat(), key, identity, work.now()))
    if fresh:
        places: dict[tuple[str, str], list[int]] = {}
        for day, key, identity, _at in fresh:
            places.setdefault((day, key), []).append(identity)
        _free(held, places)
        work.insert(t.roster, ("day", "shift", "person_id", "at"), fresh)
        people.changed(work)
        work.record("crew.roster_copied", first.isoformat(), to=to.isoformat(), days=days, places=len(fresh))
    names = work.conn.execute(
        select(t.person.c.name).where(t.person.c.store_id == work.store_id, t.person.c.id.in_(sorted(left)))
    )
    return len(fresh), sorted(set(names.scalars()))

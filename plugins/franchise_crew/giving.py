"""What the clock brings: handovers, the duties of the day, the benefits of the month (I-123, I-129, I-137, I-197)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select, update

from franchise import Group, NewTask, Task, UnitOfWork, tasks
from franchise.clock import at_wall, local, show
from franchise_crew import assigning, duties, shifts, staff
from franchise_crew import tables as t
from franchise_crew.messages import gettext as _
from franchise_crew.section import Crew
from franchise_crew.settings import settings_of
from franchise_crew.shifts import WEEKDAYS, Handover
from franchise_crew.staff import Staff

MINUTE: Final = 60_000
LATE: Final = 12 * 60 * MINUTE
"""A handover that nobody was told of for so long is nobody's any more."""
LOOKED: Final = "looked"
_SHOWN: Final = 10


def give(work: UnitOfWork) -> list[Task]:
    """Give out what has come due since this was last done; the new tasks.

    One statement where nothing is due, none where the setup has no crew. In the first minute of a store's crew nothing
    of the past is given out. Where it was last done in the future, the clock was ahead and is right now: the day and
    the last hours are gone through once more, and what was given out then is not given out again.
    """
    section, zone, now = settings_of(work), work.answers.time_zone, work.now()
    if not (section.shifts or section.daily or any(role.benefit for role in section.roles.values())):
        return []
    looked = work.conn.execute(
        select(t.mark.c.at).where(t.mark.c.store_id == work.store_id, t.mark.c.name == LOOKED)
    ).scalar()
    if looked == now:
        return []
    ahead = looked is not None and looked > now
    today = local(now, zone).date()
    before = now - MINUTE if looked is None else now - LATE if ahead else max(looked, now - LATE)
    new_day = looked is None or ahead or local(looked, zone).date() < today
    lead = section.handover_minutes * MINUTE
    yesterday = today - timedelta(days=1)
    ends = [
        turn.ends_at - lead
        for turn in shifts.turns(section, yesterday - timedelta(days=1), 4, zone, {})
        if before < turn.ends_at - lead <= now
    ]
    if not ends and not new_day:
        return []
    held = staff.load(work, yesterday - timedelta(days=1), 4)
    wanted: list[NewTask] = []
    if held.seats:
        around = held.turns(yesterday - timedelta(days=1), 4)
        due = [h for h in shifts.handovers(section, around, zone) if before < h.at - lead <= now]
        wanted += _handovers(work, section, held, due)
        if new_day:
            wanted += _daily(work, section, held, today, now if looked is None else 0)
            last = today - timedelta(days=1) if looked is None else local(looked, zone).date()
            if ahead or (last.year, last.month) != (today.year, today.month):
                first = at_wall(today.replace(day=2), 0, zone) if ahead else now + 1
                wanted += _benefits(section, held, today, now, first)
    made = tasks.open(work, wanted) if wanted else []
    if not work.insert_new(t.mark, name=LOOKED, at=now):
        work.conn.execute(
            update(t.mark).where(t.mark.c.store_id == work.store_id, t.mark.c.name == LOOKED).values(at=now)
        )
    return made


def _handovers(work: UnitOfWork, section: Crew, held: Staff, due: Iterable[Handover]) -> list[NewTask]:
    found = list(due)
    if not found:
        return []
    names = {seat.person_id: seat.name for seat in held.seats}
    rest = tasks.listed(work, due_by=max(h.at for h in found))
    out = []
    for one in found:
        shift = section.shifts[one.turn.shift]
        coming = _(", ").join(names[i] for i in one.coming)
        title = (
            _("Hand {shift} over to {names}").format(shift=shift.name, names=coming)
            if coming
            else _("{shift} ends and nobody takes over").format(shift=shift.name)
        )
        lines = [
            _("{shift} of {day} ends at {time}.").format(
                shift=shift.name, day=one.turn.day, time=show(one.at, held.zone)[11:]
            ),
            shift.handover,
        ]
        still = [task for task in rest if task.due_at <= one.at]
        if still:
            lines.append(_("Still open: {count}").format(count=len(still)))
            lines += [f"{task.number} {task.title}" for task in still[:_SHOWN]]
        if not coming:
            lines.append(_("`franchise crew shifts` shows the gap; stay, or find somebody."))
        out.append(
            NewTask(
                key=f"crew.handover/{one.turn.day}/{one.turn.shift}",
                kind="crew.handover",
                title=title,
                text="\n".join(line for line in lines if line),
                duty=duties.HAND_OVER,
                person=names[one.leaving[0]],
                due_at=one.at,
                payload={"leaving": list(one.leaving), "coming": list(one.coming)},
            )
        )
    return out


def _daily(work: UnitOfWork, section: Crew, held: Staff, today: date, after: int) -> list[NewTask]:
    """The day's list: each thing for whoever is on duty when it is due."""
    out = []
    for key in sorted(section.daily):
        item = section.daily[key]
        if item.weekdays and WEEKDAYS[today.weekday()] not in item.weekdays:
            continue
        due = at_wall(today, item.at, held.zone)
        if due < after:
            continue
        places: list[Group | None] = [None]
        if item.per == "group":
            places = [
                group
                for group in assigning.groups_of(work)
                if (group.kind in item.kinds if item.kinds else group.kind not in section.outside)
            ]
        for group in places:
            asked = group is not None and group.kind in section.outside and item.duty in duties.KEEPERS
            on = [] if asked else held.on_duty(group, item.duty, due)
            if group is not None and not on:
                staff.remember(work, held, group, item.duty, due)  # it is asked again when the task is opened
            place = f"/{group.id}" if group is not None else ""
            out.append(
                NewTask(
                    key=f"crew.daily/{today.isoformat()}/{key}{place}",
                    kind="crew.daily",
                    title=item.name,
                    text=item.text,
                    group_id=group.id if group is not None else None,
                    duty=item.duty,
                    person=on[0].name if on else "",
                    due_at=due,
                    evidence=item.evidence,
                    payload={"daily": key, "day": today.isoformat()},
                )
            )
    return out


def _benefits(section: Crew, held: Staff, today: date, now: int, before: int) -> list[NewTask]:
    """What those who have certain roles get on the first of the month, once (I-137); who had them ``before``."""
    month = today.isoformat()[:7]
    out = []
    for seat in held.seats:
        role = section.roles.get(seat.role)
        if role is None or not role.benefit or seat.since >= before:
            continue
        givers = held.on_duty(None, duties.KEEP, now)
        out.append(
            NewTask(
                key=f"crew.benefit/{month}/{seat.id}",
                kind="crew.benefit",
                title=_("Give {name} ({role}) what is due for {month}: {benefit}").format(
                    name=seat.name, role=role.name, month=month, benefit=role.benefit
                ),
                group_id=seat.group_id,
                duty=duties.KEEP,
                person=givers[0].name if givers and seat.group_id is None else "",
                payload={"person": seat.person_id, "role": seat.role, "month": month},
            )
        )
    return out


def done(work: UnitOfWork, first: date, days: int = 1) -> list[Task]:
    """What became of the duties of some days, by time: open, done or dropped; one statement."""
    span = {(first + timedelta(days=n)).isoformat() for n in range(days)}
    found = tasks.listed(work, status="", kind="crew.daily")
    return [task for task in found if task.payload.get("day") in span]

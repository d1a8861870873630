"""Lessons that have no teacher: slots of the cadence that need somebody of a role (强IP, I-132)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from franchise import Group, UnitOfWork, cadence
from franchise_crew import assigning, duties, shifts, staff
from franchise_crew.shifts import Gap

if TYPE_CHECKING:
    from franchise_crew.section import Crew


def gaps(work: UnitOfWork, held: staff.Staff, first: date, days: int) -> list[Gap]:
    """The lessons of some days that are still to come and have nobody to teach, by time.

    Where the role has shifts, somebody must stand in one when the lesson begins; else somebody must have the role
    there. A lesson in several groups at once is told for each. Nothing is asked where no slot is a lesson.
    """
    if not held.section.lessons:
        return []
    places = {group.id: group for group in assigning.groups_of(work)}
    out: dict[tuple[str, int, int], Gap] = {}
    for post in cadence.agenda(work, first, days).posts:
        lesson = held.section.lessons.get(post.slot)
        group = places.get(post.group_id)
        if lesson is None or group is None or post.status not in {"planned", "waiting"}:
            continue
        if not teachers(held, lesson.role, group, post.begins_at):
            out[post.slot, post.group_id, post.begins_at] = Gap(
                role=lesson.role,
                begins_at=post.begins_at,
                ends_at=post.ends_at,
                reason="no_teacher",
                day=post.day,
                lesson=post.name,
                group=group.key,
            )
    return sorted(out.values(), key=lambda gap: (gap.begins_at, gap.lesson, gap.group))


def teachers(held: staff.Staff, role: str, group: Group, at: int) -> list[str]:
    """Who of a role is there for a group at an instant, by name."""
    section: Crew = held.section
    if role not in section.roles or not duties.serves(section, section.roles[role], group.kind):
        return []
    mine = {
        key
        for key, shift in section.shifts.items()
        if shift.role == role and duties.stands(section, shift, group.kind)
    }
    standing = {person for turn in shifts.on(held.on(at), at) if turn.shift in mine for person in turn.people}
    return sorted({seat.name for seat in held.serving(role, group) if not mine or seat.person_id in standing})

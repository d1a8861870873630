"""Whether somebody may say that a task is done: whoever has its duty (I-125)."""

from __future__ import annotations

from franchise import Task, UnitOfWork
from franchise_crew import assigning, duties, people, staff
from franchise_crew.messages import gettext as _
from franchise_crew.settings import settings_of


def may_finish(work: UnitOfWork, task: Task, person: str) -> str | None:
    """Why this person may not; None where the crew has no objection.

    Silent as long as the setup has no roles, the store has no crew, or others keep the group. A duty that no role has
    may be done by anybody of the crew.
    """
    section = settings_of(work)
    if not section.roles:
        return None
    group = None
    if task.group_id is not None:
        group = next((g for g in assigning.groups_of(work) if g.id == task.group_id), None)
    if group is not None and group.kind in section.outside and task.duty in duties.KEEPERS:
        return None
    who = people.find(work, person)
    if who is None:
        if not people.listed(work):
            return None
        return _("{name} does not belong to the crew; `franchise crew person list` shows who does.").format(
            name=person
        )
    roles = list(duties.with_duty(section, task.duty, group.kind if group is not None else None))
    if not roles or staff.load(work, roles=roles, shifts=False).may(who.id, task.duty, group):
        return None
    return _("{name} may not: {duty} is for {roles}.").format(
        name=who.name,
        duty=duties.title(section, task.duty),
        roles=_(", ").join(section.roles[role].name for role in roles),
    )

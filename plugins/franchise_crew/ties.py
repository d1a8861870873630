"""Which member of the groups is which person of the crew."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from franchise import Conflict, Group, UnitOfWork, groups, tasks
from franchise_crew import tables as t
from franchise_crew.messages import gettext as _
from franchise_crew.people import changed, get


def key_of(member_id: int) -> str:
    """The key of the task that asks who a member is."""
    return f"crew.tie/{member_id}"


def tie(work: UnitOfWork, name: str, group: Group, member: str, *, stranger: bool = False) -> int:
    """Say that a member of a group is somebody of the crew, or (``stranger``) that he is not, though called so.

    Gives the member's id. Raises as `get`, or NotFound when nobody in the group is called so.
    """
    person = get(work, name)
    member_id = groups.find_member(work, group, member)
    before = link_of(work, member_id)
    wanted = None if stranger else person.id
    if before is not None and before.person_id == wanted:
        return member_id
    if before is None:
        work.insert(t.link, ("member_id", "person_id", "at"), [(member_id, wanted, work.now())])
    else:
        if before.person_id is not None and wanted is not None:
            raise Conflict(
                _("{member} is somebody else of the crew already.").format(member=member),
                hint=_("`--stranger` takes that back."),
            )
        work.conn.execute(
            update(t.link)
            .where(t.link.c.store_id == work.store_id, t.link.c.member_id == member_id)
            .values(person_id=wanted, at=work.now())
        )
    changed(work)
    answered(work, member_id)
    work.record("crew.tied", person.id, person_id=wanted, member_id=member_id)
    return member_id


def answered(work: UnitOfWork, member_id: int) -> None:
    """Nobody asks any more who a member is, nor who he was before two members turned out to be he."""
    asked = [task.key for task in tasks.listed(work, kind="crew.tie") if task.member_id == member_id]
    tasks.cancel(work, asked, _("said"))


def link_of(work: UnitOfWork, member_id: int) -> Any:
    """The row that says who a member is, or None."""
    return work.conn.execute(
        select(t.link).where(t.link.c.store_id == work.store_id, t.link.c.member_id == member_id)
    ).one_or_none()


def links(work: UnitOfWork) -> dict[int, int | None]:
    """Member id → person id, None for a stranger; one statement."""
    rows = work.conn.execute(
        select(t.link.c.member_id, t.link.c.person_id)
        .where(t.link.c.store_id == work.store_id)
        .order_by(t.link.c.member_id)
    )
    return {row[0]: row[1] for row in rows}

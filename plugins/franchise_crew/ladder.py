"""Bringing up key customers: steps that are the same in every store, and who has taken which (I-141, I-134)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
from sqlalchemy import func, select

from franchise import Group, NotFound, Refused, UnitOfWork, UsageProblem, chat, did_you_mean, groups
from franchise_crew import sparing
from franchise_crew import tables as t
from franchise_crew.messages import gettext as _
from franchise_crew.settings import settings_of

if TYPE_CHECKING:
    from franchise_crew.section import Crew

DAY: Final = 86_400_000
MAX_DAYS: Final = 366


@attrs.frozen(kw_only=True, slots=True)
class Climber:
    """A member on the ladder: the highest step taken, when, and the next one, "" at the top."""

    member_id: int
    name: str
    group: str
    step: str
    at: int
    following: str


def steps(section: Crew) -> list[str]:
    """The steps from the lowest."""
    return sorted(section.ladder, key=lambda key: section.ladder[key].rank)


def advance(work: UnitOfWork, group: Group, name: str, step: str = "") -> str:
    """Note that a member has taken the next step; gives its key. A step that was taken already changes nothing.

    Raises:
        NotFound: No such member or step.
        Refused: Steps between have not been taken, or there is no further one.

    """
    section = settings_of(work)
    order = steps(section)
    if step and step not in section.ladder:
        raise NotFound(
            _("The ladder has no step {step!r}.").format(step=step[:40]),
            hint=did_you_mean(step, order) or ", ".join(order),
            where="[crew.ladder]",
        )
    member_id = groups.find_member(work, group, name)
    taken = set(
        work.conn.execute(
            select(t.step.c.step).where(t.step.c.store_id == work.store_id, t.step.c.member_id == member_id)
        ).scalars()
    )
    rest = [key for key in order if key not in taken]
    if step in taken:
        return step
    if not rest:
        raise Refused(_("{name} has taken every step of the ladder.").format(name=name))
    if step and step != rest[0]:
        raise Refused(
            _("{name} takes {step} first.").format(name=name, step=section.ladder[rest[0]].name),
            hint=section.ladder[rest[0]].takes,
        )
    work.insert_new(t.step, member_id=member_id, step=rest[0], at=work.now())
    work.record("crew.step", member_id, member_id=member_id, step=rest[0])
    return rest[0]


def climbers(work: UnitOfWork, group: Group) -> list[Climber]:
    """Who of a group is on the ladder, the highest first; two statements."""
    section = settings_of(work)
    order = steps(section)
    rank = {key: n for n, key in enumerate(order)}
    best: dict[int, tuple[int, int]] = {}
    rows = work.conn.execute(
        select(t.step.c.member_id, t.step.c.step, t.step.c.at).where(t.step.c.store_id == work.store_id)
    )
    for member_id, key, at in rows:
        if key in rank and (member_id not in best or rank[key] > best[member_id][0]):
            best[member_id] = (rank[key], at)
    out = []
    for member in groups.members(work, group):
        if member.member_id in best:
            n, at = best[member.member_id]
            out.append(
                Climber(
                    member_id=member.member_id,
                    name=member.name,
                    group=group.key,
                    step=order[n],
                    at=at,
                    following=order[n + 1] if n + 1 < len(order) else "",
                )
            )
    return sorted(out, key=lambda c: (-rank[c.step], c.at, c.member_id))


def reached(work: UnitOfWork) -> dict[str, int]:
    """Step → how many members have taken it; one statement."""
    rows = work.conn.execute(
        select(t.step.c.step, func.count()).where(t.step.c.store_id == work.store_id).group_by(t.step.c.step)
    )
    return {row[0]: row[1] for row in rows}


@attrs.frozen(kw_only=True, slots=True)
class Active:
    """A member and how much he wrote."""

    place: int
    member_id: int
    name: str
    messages: int


def active(work: UnitOfWork, group: Group, days: int = 30, top: int = 10) -> list[Active]:
    """The members who drive a group: those who wrote most in so many days, without the crew (I-134).

    Who wrote as much as another has the same place.
    """
    if not 1 <= days <= MAX_DAYS:
        raise UsageProblem(
            _("{count} days cannot be looked at: 1 to {most}.").format(count=days, most=MAX_DAYS),
            where="--days",
        )
    now = work.now()
    known = sparing.faces(work)
    names = {m.member_id: m for m in groups.members(work, group) if m.state == "member"}
    out: list[Active] = []
    counted = chat.activity(work, group, now - days * DAY, now + 1)
    for member_id, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
        member = names.get(member_id)
        if member is None or known.who(member_id, member.names)[0] is not None:
            continue
        if len(out) == top:
            break
        place = out[-1].place if out and out[-1].messages == count else len(out) + 1
        out.append(Active(place=place, member_id=member_id, name=member.name, messages=count))
    return out

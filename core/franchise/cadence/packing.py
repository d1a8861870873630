"""Packs: what one person pastes in one slot, ready to be copied."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

import attrs

from franchise.cadence import content, rows
from franchise.cadence.looking import agenda, members_of
from franchise.cadence.section import Cadence
from franchise.cadence.values import READY, Post
from franchise.groups import operations as groups
from franchise.messages import gettext as _
from franchise.work import UnitOfWork


@attrs.frozen(kw_only=True)
class PackLine:
    """One line of a pack; ``own``: this pack's person pastes it, else it is there as a cue."""

    at: int
    own: bool
    role: str
    person: str
    form: str
    text: str
    picture: str
    link: str


@attrs.frozen(kw_only=True)
class Pack:
    """What one person has to do in one slot. Instants are UTC milliseconds.

    ``members``: names of those to whom it goes in private; empty: it goes into the ``groups``.
    """

    day: str
    slot: str
    name: str
    column: str
    begins_at: int
    ends_at: int
    role: str
    person: str
    groups: tuple[str, ...]
    members: tuple[str, ...]
    nth: int
    status: str
    lines: tuple[PackLine, ...]
    gap: bool
    note: str
    interaction: int
    activities: tuple[str, ...]
    checklist: tuple[str, ...]


def packs(
    work: UnitOfWork,
    day: date | None = None,
    *,
    slot: str = "",
    person: str = "",
    group: Collection[str] = (),
    everything: bool = False,
) -> list[Pack]:
    """The packs of a day, by time and person: one for each person and slot, however many groups it goes to.

    Args:
        work: The unit of work.
        day: The day; today when not given.
        slot: One slot's key or name.
        person: One person's name, or a role's key or name.
        group: Keys of groups; all when none is named.
        everything: What is done, missed or refused too.

    """
    cadence = rows.cadence_of(work)
    wanted = {groups.get(work, key).id for key in group}
    together: dict[tuple[Any, ...], list[Post]] = {}
    for post in agenda(work, day).posts:
        ready = post.status in READY or (everything and post.status not in {"dropped", "deferred"})
        if not ready or post.channel != "handoff" or (slot and slot not in {post.slot, post.name}):
            continue
        if wanted and post.group_id not in wanted:
            continue
        same: tuple[Any, ...] = (
            post.begins_at,
            post.slot,
            post.nth,
            post.column,
            post.material,
            post.due_at,
            post.status,
        )
        if post.private or _names_group(cadence, post):
            same = (*same, post.group)
        together.setdefault(same, []).append(post)
    found = [pack for posts in together.values() for pack in _packs(work, cadence, posts)]
    if person:
        found = [pack for pack in found if person in {pack.person, pack.role, _role(cadence, pack.role)}]
    return found


def _names_group(cadence: Cadence, post: Post) -> bool:
    """Whether the text differs from group to group."""
    return any("{group}" in line.text for line in content.raw(cadence, post))


def _packs(work: UnitOfWork, cadence: Cadence, posts: Sequence[Post]) -> Iterable[Pack]:
    """The packs of a slot's posts that are the same: one for each person who has a line, in their order."""
    first = posts[0]
    slot = cadence.slots.get(first.slot)
    lines = content.lines(work, cadence, first)
    roles = list(dict.fromkeys([line.role for line in lines] or [first.role]))
    people = list(dict.fromkeys(person_of(cadence, role) for role in roles))
    names: tuple[str, ...] = ()
    if first.private:
        ids = set(members_of(work, first))
        found = groups.members(work, groups.get(work, first.group))
        names = tuple(m.name for m in found if m.member_id in ids)
    for who in people:
        mine = [role for role in roles if person_of(cadence, role) == who]
        yield Pack(
            day=first.day,
            slot=first.slot,
            name=first.name,
            column=cadence.columns[first.column].name if first.column in cadence.columns else "",
            begins_at=first.begins_at,
            ends_at=first.ends_at,
            role=mine[0],
            person=who,
            groups=tuple(post.group_name for post in posts),
            members=names,
            nth=first.nth,
            status=first.status,
            lines=tuple(
                PackLine(
                    at=line.at,
                    own=line.role in mine,
                    role=_role(cadence, line.role),
                    person=person_of(cadence, line.role),
                    form=line.form,
                    text=line.text,
                    picture=line.picture,
                    link=line.link,
                )
                for line in lines
            ),
            gap=first.gap,
            note=slot.note if slot else "",
            interaction=slot.interaction if slot else 0,
            activities=slot.activities if slot else (),
            checklist=slot.checklist if slot else (),
        )


def _role(cadence: Cadence, key: str) -> str:
    return cadence.roles[key].name if key in cadence.roles else key


def person_of(cadence: Cadence, role: str) -> str:
    """Who has a role in this store; the role's name while nobody has."""
    found = cadence.roles.get(role)
    if found is None:
        return _("whoever is on duty")
    return found.person or found.name

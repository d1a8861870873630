"""Whom rules spare and who wins no prizes: the crew (I-128, I-151, C-17)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from franchise import Group, UnitOfWork, groups
from franchise_crew import cards, duties, people, staff, ties
from franchise_crew.messages import gettext as _
from franchise_crew.people import Person
from franchise_crew.settings import settings_of

if TYPE_CHECKING:
    from franchise_crew.section import Crew


@attrs.frozen(kw_only=True)
class Faces:
    """Who of the crew a member is. ``ties`` are certain; a name alone is a supposition."""

    section: Crew
    crew: Mapping[int, Person]
    ties: Mapping[int, int | None]
    names: Mapping[str, int]

    def who(self, member_id: int, names: Iterable[str] = ()) -> tuple[Person | None, bool]:
        """The person and whether that is certain; None for one who is nobody of the crew."""
        if member_id in self.ties:
            tied = self.ties[member_id]
            return (self.crew.get(tied) if tied is not None else None), True
        for name in names:
            found = cards.means(self.section, name, self.names)
            if found is not None:
                return self.crew[found], False
        return None, True


def faces(work: UnitOfWork) -> Faces:
    """What is known of the crew's members; two statements, once in a transaction."""

    def make() -> Faces:
        crew = people.listed(work)
        return Faces(
            section=settings_of(work),
            crew={person.id: person for person in crew},
            ties=ties.links(work) if crew else {},
            names=cards.by_name(crew),
        )

    return work.once(("crew", "faces"), make)


def roles_of(work: UnitOfWork, person: Person) -> list[str]:
    """The roles that somebody has anywhere, by key."""
    held = work.once(("crew", "seats"), lambda: staff.load(work, shifts=False))
    return sorted({seat.role for seat in held.seats if seat.person_id == person.id} & set(held.section.roles))


def may_sanction(work: UnitOfWork, group: Group, member_id: int) -> str | None:
    """Why a member is not warned or removed by a program: he belongs to the crew, or seems to."""
    known = faces(work)
    if not known.crew:
        return None
    names: tuple[str, ...] = ()
    if member_id not in known.ties:
        called = work.once(("crew", "roster", group.id), lambda: _names(work, group))
        names = called.get(member_id, ())
    person, certain = known.who(member_id, names)
    if person is None:
        return None
    roles = roles_of(work, person)
    spared = [role for role in roles if known.section.roles[role].spared]
    if not spared and (roles or not employed(known.section, person)):
        return None
    if not certain:
        return _(
            "Nobody has said whether this member is {name} of the crew;"
            " `franchise crew person tie {name} --group {group} --member NICKNAME` says so,"
            " `--stranger` that he is not."
        ).format(name=person.name, group=group.key)
    return _("{name} belongs to the crew ({roles}): speak with him.").format(
        name=person.name, roles=_titles(known.section, spared, person)
    )


def _names(work: UnitOfWork, group: Group) -> dict[int, tuple[str, ...]]:
    """Member id → every name that he goes by in a group."""
    found = groups.roster(work, group)
    out: dict[int, tuple[str, ...]] = {}
    for key in sorted(found.ids):
        out[found.ids[key]] = (*out.get(found.ids[key], ()), key)
    return out


def employed(section: Crew, person: Person) -> bool:
    position = section.positions.get(person.position)
    return position is None or position.staff


def _titles(section: Crew, roles: Iterable[str], person: Person) -> str:
    names = [section.roles[role].name for role in roles]
    position = section.positions.get(person.position)
    return _(", ").join(names) or (position.name if position is not None else _("without a role"))


def may_reward(work: UnitOfWork, member_id: int) -> str | None:
    """Why a member gets no prize: he is of the crew, and a role of his wins none; employed people never do without one.

    Whoever livens groups up for the store never wins, whatever other roles he has.
    """
    known = faces(work)
    person, _certain = known.who(member_id)
    if person is None:
        return None
    roles = roles_of(work, person)
    section = known.section
    barred = [
        role
        for role in roles
        if not section.roles[role].prizes or duties.ATMOSPHERE in section.roles[role].duties
    ]
    if not barred and (roles or not employed(section, person)):
        return None
    return _("{name} belongs to the crew ({roles}), who win no prizes.").format(
        name=person.name, roles=_titles(section, barred, person)
    )

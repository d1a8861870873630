"""Giving people roles: positions that may have them, places that there are (I-122 … I-124)."""

from __future__ import annotations

from typing import Final, Literal

import attrs
from sqlalchemy import update

from franchise import Conflict, Group, NotFound, Refused, UnitOfWork, groups
from franchise_crew import duties, people, staff
from franchise_crew import tables as t
from franchise_crew.messages import gettext as _
from franchise_crew.people import Person
from franchise_crew.section import Crew, Role
from franchise_crew.settings import role_of, settings_of
from franchise_crew.staff import Seat, Staff


def assign(
    work: UnitOfWork, name: str, role: str, group: Group | None = None, *, override: str = ""
) -> Person:
    """Give somebody a role in a group, or (no group) in the whole store; again changes nothing.

    Args:
        work: The unit of work.
        name: Somebody of the crew.
        role: The role's key.
        group: Where; every group that the role is for unless given.
        override: Why he has it although his position or the headcount is against it; it is kept.

    Raises:
        NotFound: No such person or role.
        Refused: His position may not have the role, the role is not for such groups, or every place is taken.

    """
    section = settings_of(work)
    settings = role_of(section, role)
    people.hold(work)
    person = people.get(work, name)
    override = people.reason(override, "--override")
    if group is not None:
        serve(section, settings, group)
    seats = staff.load(work, shifts=False).seats
    place = group.id if group is not None else 0
    ours = [seat for seat in seats if seat.role == role]
    if any(seat.person_id == person.id and (seat.group_id or 0) == place for seat in ours):
        return person
    if not override:
        _fits(section, settings, person)
        _room(settings, ours, person, group)
    work.insert(
        t.assignment,
        ("id", "person_id", "role", "group_id", "since", "until", "override", "place", "active"),
        [
            (
                work.ids.new(),
                person.id,
                role,
                group.id if group is not None else None,
                work.now(),
                None,
                override,
                place,
                1,
            )
        ],
    )
    people.changed(work)
    work.record(
        "crew.assigned",
        person.id,
        person_id=person.id,
        role=role,
        group_id=group.id if group else None,
        override=bool(override),
    )
    return person


def serve(section: Crew, role: Role, group: Group) -> None:
    """Refuse a role in a group that it is not for, or that has no place of its own for it.

    Raises:
        Refused: It is not for such groups, or counts in the whole store.

    """
    if not duties.serves(section, role, group.kind):
        raise Refused(
            _("{role} is not for groups of {kind}.").format(role=role.name, kind=group.kind),
            hint=_("Its kinds: {kinds}").format(kinds=", ".join(role.kinds) or "–"),
        )
    if role.per == "store":
        raise Refused(
            _("{role} counts in the whole store, not in one group.").format(role=role.name),
            hint=_("Leave --group out."),
        )


def _fits(section: Crew, role: Role, person: Person) -> None:
    if role.positions and person.position not in role.positions:
        raise Refused(
            _("{role} is for {positions}; {name} is {position}.").format(
                role=role.name,
                positions=_(", ").join(section.positions[key].name for key in role.positions),
                name=person.name,
                position=section.positions[person.position].name
                if person.position in section.positions
                else _("of no position"),
            ),
            hint=_('`--override "REASON"` gives it all the same; the reason is kept.'),
        )


def _room(role: Role, seats: list[Seat], person: Person, group: Group | None) -> None:
    if role.most is None:
        return
    place = group.id if group is not None else None
    if role.per == "group" and place is None:
        return  # the headcount of each group tells
    there = {seat.person_id for seat in seats if seat.group_id in {None, place} or role.per == "store"}
    if len(there - {person.id}) >= role.most:
        holders = sorted({seat.name for seat in seats if seat.person_id in there})
        raise Conflict(
            _("Every place of {role} is taken: {names}.").format(role=role.name, names=_(", ").join(holders)),
            hint=_("`franchise crew unassign NAME {role}` frees one.").format(role=seats[0].role),
        )


def unassign(work: UnitOfWork, name: str, role: str, group: Group | None = None) -> bool:
    """Take a role from somebody, in a group or in the whole store; False when he does not have it there.

    Raises:
        NotFound: No such person or role.

    """
    role_of(settings_of(work), role)
    person = people.get(work, name)
    c = t.assignment.c
    done = work.conn.execute(
        update(t.assignment)
        .where(
            c.store_id == work.store_id,
            c.person_id == person.id,
            c.role == role,
            c.place == (group.id if group is not None else 0),
            c.active == 1,
        )
        .values(active=None, until=work.now())
    )
    if done.rowcount:
        people.changed(work)
        work.record(
            "crew.unassigned",
            person.id,
            person_id=person.id,
            role=role,
            group_id=group.id if group else None,
        )
    return bool(done.rowcount)


# -------------------------------------------------------------------- headcount


@attrs.frozen(kw_only=True, slots=True)
class Count:
    """How many have a role in one place; ``group`` is its key, "" for the store. ``most`` None: any number."""

    role: str
    name: str
    group: str
    have: int
    least: int
    most: int | None
    people: tuple[str, ...]

    @property
    def state(self) -> Literal["ok", "under", "over"]:
        if self.have < self.least:
            return "under"
        return "over" if self.most is not None and self.have > self.most else "ok"


TEAM: Final = ""
"""The role of the count of the whole team."""


def headcount(work: UnitOfWork) -> list[Count]:
    """How many have each role, in each place where it counts, and how large the team is (I-122, I-139)."""
    section = settings_of(work)
    held = staff.load(work, shifts=False)
    out = []
    for key in sorted(section.roles):
        role = section.roles[key]
        places: list[Group | None] = [None]
        if role.per == "group":
            places = [g for g in groups_of(work) if duties.serves(section, role, g.kind)]
        for place in places:
            names = _names(held, key, place, role)
            out.append(
                Count(
                    role=key,
                    name=role.name,
                    group=place.key if place is not None else "",
                    have=len(names),
                    least=role.least,
                    most=role.most,
                    people=names,
                )
            )
    if section.team_least is not None or section.team_most is not None:
        employed = {
            seat.person_id: seat.name
            for seat in held.seats
            if seat.position in section.positions and section.positions[seat.position].staff
        }
        out.append(
            Count(
                role=TEAM,
                name=_("the team"),
                group="",
                have=len(employed),
                least=section.team_least or 0,
                most=section.team_most,
                people=tuple(employed[i] for i in sorted(employed)),
            )
        )
    return out


def groups_of(work: UnitOfWork) -> list[Group]:
    """The store's groups; read once in a transaction."""
    return work.once(("crew", "groups"), lambda: groups.listed(work))


def _names(held: Staff, role: str, place: Group | None, settings: Role) -> tuple[str, ...]:
    seats = [
        seat
        for seat in held.seats
        if seat.role == role
        and (settings.per == "store" or place is None or seat.group_id in {None, place.id})
    ]
    return tuple(dict.fromkeys(seat.name for seat in seats))


def permissions(section: Crew) -> dict[str, list[str]]:
    """Duty → the roles that have it, for every duty that there is (I-125)."""
    return {duty: list(duties.with_duty(section, duty)) for duty in duties.known(section)}


def allowed(work: UnitOfWork, name: str, duty: str, group: Group | None = None) -> bool:
    """Whether somebody may do such things in a group; an ordinary member may nothing (I-136).

    Raises:
        NotFound: There is no such duty.

    """
    section = settings_of(work)
    if duty not in duties.known(section):
        raise NotFound(
            _("There is no duty {duty!r}.").format(duty=duty[:40]), hint=", ".join(duties.known(section))
        )
    person = people.find(work, name)
    return person is not None and staff.load(work, shifts=False).may(person.id, duty, group)

"""A group chooses somebody for a role: one vote for each member (班委, I-137)."""

from __future__ import annotations

from collections import Counter
from itertools import count as count_from
from typing import Any, Final

import attrs
from sqlalchemy import select, update

from franchise import Conflict, Group, NotFound, Refused, UnitOfWork, UsageProblem, groups, nickname_key
from franchise.clock import show
from franchise_crew import assigning, people, sparing, staff, ties
from franchise_crew import tables as t
from franchise_crew.messages import gettext as _
from franchise_crew.settings import role_of, settings_of

DAY: Final = 86_400_000
MAX_DAYS: Final = 31


@attrs.frozen(kw_only=True, slots=True)
class Standing:
    """One candidate of an election; ``place`` 1 is chosen."""

    place: int
    member_id: int
    name: str
    votes: int


def ranking(votes: Counter[int], joined: dict[int, int]) -> list[int]:
    """Candidates, the chosen one first: most votes; of equals whoever has been in the group longer. Pure."""
    return sorted(votes, key=lambda member: (-votes[member], joined.get(member, 1 << 62), member))


def call(work: UnitOfWork, group: Group, role: str, days: int = 3) -> int:
    """Open an election that closes after so many days; gives when, UTC milliseconds. Again changes nothing.

    Raises:
        NotFound: No such role.
        Refused: The role is not elected, or nobody can have it in this group.
        UsageProblem: Too many days.

    """
    settings = role_of(settings_of(work), role)
    if not settings.elected:
        raise Refused(
            _("{role} is not elected.").format(role=settings.name), hint=f"[crew.roles.{role}] elected = true"
        )
    assigning.serve(settings_of(work), settings, group)
    if not 1 <= days <= MAX_DAYS:
        raise UsageProblem(
            _("An election lasts 1 to {most} days.").format(most=MAX_DAYS),
            where="--days",
        )
    closes = work.now() + days * DAY
    identity = work.ids.new()
    if not work.insert_new(
        t.election,
        id=identity,
        group_id=group.id,
        role=role,
        status="open",
        opened_at=work.now(),
        closes_at=closes,
        winner_id=None,
        running=1,
    ):
        return int(_running(work, group, role, look=True).closes_at)
    work.record("crew.election_opened", group.key, group_id=group.id, role=role, closes_at=closes)
    return closes


def _running(work: UnitOfWork, group: Group, role: str, *, look: bool = False) -> Any:
    """The row of the election; unless one only looks, nobody else votes or closes before this transaction ends."""
    e = t.election.c
    found = select(t.election).where(
        e.store_id == work.store_id, e.group_id == group.id, e.role == role, e.running == 1
    )
    row = work.conn.execute(found if look else found.with_for_update()).one_or_none()
    if row is None:
        raise NotFound(
            _("Nobody is being elected for {role} in {group}.").format(role=role[:40], group=group.name),
            hint=_("`franchise crew election open {role} --group {group}` begins.").format(
                role=role[:40], group=group.key
            ),
        )
    return row


def vote(work: UnitOfWork, group: Group, role: str, voter: str, candidate: str) -> None:
    """Count a member's vote; the same again changes nothing.

    Raises:
        NotFound: No such election or member.
        Refused: Too late, or one of them is not a member, or the candidate is employed here.
        Conflict: He has voted for somebody else.

    """
    row = _running(work, group, role)
    if work.now() >= row.closes_at:
        raise Refused(
            _("The election closed at {time}.").format(time=show(row.closes_at, work.answers.time_zone))
        )
    ids = []
    for name in (voter, candidate):
        member_id = groups.find_member(work, group, name)
        if groups.state(work, group, member_id) != "member":
            raise Refused(_("{name} is not a member of {group}.").format(name=name, group=group.name))
        ids.append(member_id)
    person, _certain = sparing.faces(work).who(ids[1], (candidate,))
    section = settings_of(work)
    if (
        person is not None
        and person.position in section.positions
        and section.positions[person.position].staff
    ):
        raise Refused(_("{name} is employed here and is not elected.").format(name=person.name))
    v = t.vote.c
    before = work.conn.execute(
        select(v.candidate_id).where(
            v.store_id == work.store_id, v.election_id == row.id, v.voter_id == ids[0]
        )
    ).scalar()
    if before == ids[1]:
        return
    if before is not None:
        raise Conflict(_("{name} has voted already, and has one vote.").format(name=voter))
    work.insert(
        t.vote,
        ("election_id", "voter_id", "candidate_id", "at"),
        [(row.id, ids[0], ids[1], work.now())],
    )
    work.record("crew.voted", group.key, group_id=group.id, role=role, member_id=ids[0])


def count(work: UnitOfWork, group: Group, role: str) -> list[Standing]:
    """How the election stands, the first in front. Raises NotFound when there is none."""
    row = _running(work, group, role, look=True)
    return _count(work, group, row.id)


def _count(work: UnitOfWork, group: Group, election_id: int) -> list[Standing]:
    v = t.vote.c
    votes = Counter(
        work.conn.execute(
            select(v.candidate_id).where(v.store_id == work.store_id, v.election_id == election_id)
        ).scalars()
    )
    inside = {m.member_id: m for m in groups.members(work, group) if m.state == "member"}
    still = Counter({member: n for member, n in votes.items() if member in inside})
    order = ranking(still, {i: m.joined_at for i, m in inside.items()})
    return [
        Standing(place=n, member_id=i, name=inside[i].name, votes=still[i]) for n, i in enumerate(order, 1)
    ]


def close(work: UnitOfWork, group: Group, role: str, *, early: str = "") -> Standing | None:
    """Close an election and give the role to whoever was chosen, in place of those before; None: nobody voted.

    Raises:
        NotFound: There is none.
        Refused: It is too early, and no reason was given.
        Conflict: Somebody of the crew has the name of the one who was chosen, and nobody has said whether it is he.
            A stranger of that name joins the crew with a number behind it.

    """
    row = _running(work, group, role)
    if work.now() < row.closes_at and not early.strip():
        raise Refused(
            _("Members may vote until {time}.").format(time=show(row.closes_at, work.answers.time_zone)),
            hint=_('`--early "REASON"` closes it now.'),
        )
    first = next(iter(_count(work, group, row.id)), None)
    work.conn.execute(
        update(t.election)
        .where(t.election.c.store_id == work.store_id, t.election.c.id == row.id)
        .values(
            status="void" if first is None else "closed",
            running=None,
            winner_id=first.member_id if first is not None else None,
        )
    )
    work.record(
        "crew.election_closed",
        group.key,
        group_id=group.id,
        role=role,
        member_id=first.member_id if first is not None else None,
        early=bool(early.strip()),
    )
    if first is not None:
        _install(work, group, role, first)
    return first


def _install(work: UnitOfWork, group: Group, role: str, chosen: Standing) -> None:
    """The one who was chosen has the role, and those who had it in the group no longer do."""
    section = settings_of(work)
    known = ties.links(work)
    tied = known.get(chosen.member_id)
    person = next((p for p in people.listed(work) if p.id == tied), None)
    if person is None:
        name = chosen.name
        if people.find(work, name) is not None:
            if chosen.member_id not in known:
                raise Conflict(
                    _("Somebody of the crew is called {name}.").format(name=name),
                    hint=_(
                        "`franchise crew person tie {name} --group {group} --member {name}` if it is he,"
                        " with `--stranger` if not."
                    ).format(name=name, group=group.key),
                )
            taken = {nickname_key(one.name) for one in people.listed(work)}  # a name means one person
            name = next(more for n in count_from(2) if nickname_key(more := f"{name[:28]}{n}") not in taken)
        outside = [
            key
            for key in section.roles[role].positions
            if key in section.positions and not section.positions[key].staff
        ]
        person = people.add(work, name, position=outside[0] if outside else "")
        ties.tie(work, person.name, group, chosen.name)
    for seat in staff.load(work, roles=[role], group=group, shifts=False).seats:
        if seat.group_id == group.id and seat.person_id != person.id:
            assigning.unassign(work, seat.name, role, group)
    assigning.assign(work, person.name, role, group, override=_("elected"))

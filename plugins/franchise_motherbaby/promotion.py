"""Who is proposed for the next tier, and what becomes of the proposal."""

from __future__ import annotations

from typing import Any

import attrs
from sqlalchemy import select, update

from franchise import (
    Conflict,
    Group,
    NotFound,
    UnitOfWork,
    UsageProblem,
    admission,
    amounts,
    did_you_mean,
    groups,
)
from franchise_motherbaby import tables as t
from franchise_motherbaby.ladder import ladder, rank
from franchise_motherbaby.messages import gettext as _
from franchise_motherbaby.section import MotherBaby
from franchise_motherbaby.settings import settings_of
from franchise_motherbaby.standing import Standing, asks, qualifies, standings

LONGEST_REASON = 200


@attrs.frozen(kw_only=True, slots=True)
class Proposal:
    """A member who has what the next tier takes: from ``group``, for the tier ``tier``, into ``target``.

    ``target`` is None while the store has no group of that tier; promoting makes the first one.
    """

    member_id: int
    name: str
    group: Group
    tier: str
    target: Group | None
    standing: Standing


@attrs.frozen(kw_only=True, slots=True)
class Placed:
    """What came of a promotion: ``state`` ``member`` or ``waiting``, or "" with the ``reason`` that still stands."""

    name: str
    member_id: int
    group: Group
    state: str
    reason: str = ""
    position: int = 0


def proposals(work: UnitOfWork, *, declined: bool = False) -> list[Proposal]:
    """Every member who has what the tier after his takes and is not in it, by tier, group and name.

    A tier that takes nothing proposes nobody: one joins it by asking. Whoever was declined comes again with a
    higher grade; ``declined`` shows them all the same.
    """
    settings = settings_of(work)
    path = ladder(settings)
    found = groups.listed(work)
    inside = {group.id: groups.members(work, group) for group in found if group.kind in settings.tiers}
    refused = {} if declined else _declined(work)
    sizes = groups.sizes(work)
    out: list[Proposal] = []
    for number, kind in enumerate(path[:-1]):
        tier = settings.tiers[path[number + 1]]
        if not asks(tier):
            continue
        beyond = {
            member.member_id
            for group in found
            if group.kind in path[number + 1 :]
            for member in inside[group.id]
            if member.state != "left"
        }
        for group in found:
            if group.kind != kind:
                continue
            here = [m for m in inside[group.id] if m.state == "member" and m.member_id not in beyond]
            known = standings(work, [m.member_id for m in here])
            target = _target(found, sizes, path[number + 1], group.place)
            out += [
                Proposal(
                    member_id=member.member_id,
                    name=member.name,
                    group=group,
                    tier=path[number + 1],
                    target=target,
                    standing=known[member.member_id],
                )
                for member in here
                if qualifies(settings, tier, known[member.member_id])
                and not _still_declined(
                    settings, refused.get((member.member_id, path[number + 1])), known[member.member_id]
                )
            ]
    return sorted(out, key=lambda p: (path.index(p.tier), p.group.key, p.name, p.member_id))


def _target(found: list[Group], sizes: dict[tuple[int, str], int], kind: str, place: str) -> Group | None:
    """The group to come into: the first of the same place with room, else the first to wait for or to go on from."""
    same = [group for group in found if group.kind == kind and group.place == place]
    chosen = same or [group for group in found if group.kind == kind]
    roomy = [group for group in chosen if sizes.get((group.id, "member"), 0) < group.capacity]
    return next(iter(roomy or chosen), None)


def _still_declined(settings: MotherBaby, row: Any, now: Standing) -> bool:
    return row is not None and rank(settings.grades, now.grade) <= rank(settings.grades, row.grade)


def _declined(work: UnitOfWork) -> dict[tuple[int, str], Any]:
    rows = work.conn.execute(
        select(t.decline.c.member_id, t.decline.c.tier, t.decline.c.grade).where(
            t.decline.c.store_id == work.store_id
        )
    )
    return {(row.member_id, row.tier): row for row in rows}


def find(work: UnitOfWork, group: Group, name: str) -> Proposal:
    """The proposal for one member, a declined one too.

    Raises:
        NotFound: There is none; the hint says what the member lacks.

    """
    member_id = groups.find_member(work, group, name)
    known = proposals(work, declined=True)
    for proposal in known:
        if (proposal.member_id, proposal.group.id) == (member_id, group.id):
            return proposal
    raise NotFound(
        _("{name} is not proposed for another tier.").format(name=name),
        hint=did_you_mean(name, [p.name for p in known if p.group.id == group.id])
        or _("`franchise motherbaby proposals` shows who is."),
    )


def facts_of(found: Standing) -> dict[str, str]:
    """A member's standing as facts for the rules' ``requires``: ``paid_total``, ``paid_orders``, ``grade``."""
    facts = {"paid_total": amounts.format_money(found.amount), "paid_orders": str(found.orders)}
    return {**facts, "grade": found.grade} if found.grade else facts


def promote(work: UnitOfWork, proposal: Proposal, *, consent: bool = False) -> Placed:
    """Bring a member into the next tier, as its rules allow: by invitation of the staff, who also approve.

    A full group decides by its ``when_full``: the next number, or the waiting pool (C-08).

    Args:
        work: The unit of work.
        proposal: What was proposed.
        consent: The member said yes.

    Raises:
        Refused: A plugin is against a new group.
        Conflict: Somebody else goes by that name there.

    """
    settings = settings_of(work)
    target = proposal.target or groups.create(work, proposal.tier, place=proposal.group.place)
    outcome = admission.apply(
        work,
        target,
        proposal.name,
        member_id=proposal.member_id,
        facts=facts_of(proposal.standing),
        invited_by="staff",
        consent=consent,
    )
    if outcome.repeated and outcome.application.member_id != proposal.member_id:
        raise Conflict(
            _("Somebody else is called {name!r} in {group}.").format(
                name=proposal.name, group=outcome.group.name
            ),
            hint=_("Give one of them another name first."),
        )
    pending = not outcome.state and outcome.verdict.code == "waiting"
    if pending and "application" in admission.rules_of(work, proposal.tier).mechanisms:
        outcome = admission.approve(work, outcome.application.id)
    if outcome.state:
        work.record(
            "tier.promoted",
            outcome.group.key,
            member_id=proposal.member_id,
            from_id=proposal.group.id,
            group_id=outcome.group.id,
            state=outcome.state,
        )
    if outcome.state == "member" and not settings.tiers[proposal.group.kind].stays:
        admission.leave(work, proposal.group, proposal.name)
    return Placed(
        name=proposal.name,
        member_id=proposal.member_id,
        group=outcome.group,
        state=outcome.state,
        reason="" if outcome.state == "member" else outcome.verdict.reason,
        position=outcome.position,
    )


def decline(work: UnitOfWork, proposal: Proposal, reason: str) -> None:
    """Let a proposal rest until the member has a higher grade.

    Raises:
        UsageProblem: No reason, or one that is too long.
        Conflict: It was declined before.

    """
    text = " ".join(reason.split())
    if not text or len(text) > LONGEST_REASON or not text.isprintable():
        raise UsageProblem(
            _("A reason of 1 to {most} visible characters is needed.").format(most=LONGEST_REASON),
            hint="--reason …",
        )
    settings = settings_of(work)
    before = _declined(work).get((proposal.member_id, proposal.tier))
    if _still_declined(settings, before, proposal.standing):
        raise Conflict(_("{name} was declined before.").format(name=proposal.name))
    values = {"grade": proposal.standing.grade, "reason": text, "at": work.now(), "by": work.actor}
    key = {"member_id": proposal.member_id, "tier": proposal.tier}
    if not work.insert_new(t.decline, **key, **values):
        work.conn.execute(
            update(t.decline)
            .where(
                t.decline.c.store_id == work.store_id,
                t.decline.c.member_id == proposal.member_id,
                t.decline.c.tier == proposal.tier,
            )
            .values(values)
        )
    work.record("tier.declined", proposal.group.key, **key)

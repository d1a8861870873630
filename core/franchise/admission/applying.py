"""Asking for a place. The group is held, so that each place is given once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
from sqlalchemy import select

from franchise.admission import applications, blocks, invitations
from franchise.admission.given import check_facts, check_tasks, contact_digest
from franchise.admission.judging import judge
from franchise.admission.settling import group_of, placed, settle
from franchise.admission.values import Application, Outcome, Rejected
from franchise.errors import NotFound
from franchise.groups import operations as groups
from franchise.groups import tables as g
from franchise.groups.rosters import somebody_else
from franchise.groups.values import Group, nickname_key
from franchise.messages import gettext as _
from franchise.work import UnitOfWork


def apply(
    work: UnitOfWork,
    group: Group,
    name: str,
    *,
    member_id: int | None = None,
    contact: str = "",
    facts: Mapping[str, object] | None = None,
    tasks: Iterable[str] = (),
    paid: int = 0,
    token: str = "",
    invited_by: str = "",
    consent: bool = False,
) -> Outcome:
    """Ask for a place, or add to what was shown before; whoever has shown enough is in at once.

    Applying again under the same name goes on with the same application. One who is in changes nothing.

    Args:
        work: The unit of work.
        group: Where to.
        name: What he is called there.
        member_id: Who he is, when another group of the store knows him already.
        contact: A phone number or account by which two names are known to be one person; only a digest is kept.
        facts: What is known about him, for the rules' ``requires`` and for plugins; values as text.
        tasks: Keys of what he has done.
        paid: What he has paid in all, in minor units; a smaller sum than before changes nothing.
        token: An invitation's token.
        invited_by: The position of somebody who brings him in person, instead of a token.
        consent: He said that he wants to come in.

    Returns:
        What became of it. A rejection is an outcome, not an error: it is kept, with its reason.

    Raises:
        NotFound: No such invitation or member.
        Refused: The invitation cannot be used, or a plugin that had to agree failed.
        Conflict: ``member_id`` is given, and another member goes by this name there.
        PluginFailed: A mechanism failed.

    """
    given = check_facts(facts or {})
    done = check_tasks(tasks)
    digest = contact_digest(work, contact)
    key = nickname_key(name)
    groups.hold(work, group)
    if (found := _standing(work, group, name, member_id)) is not None:
        return found
    before = applications.pending(work, group, name)
    now = work.now()
    application = before or attrs.evolve(_empty(group, name.strip()), id=work.ids.new(), applied_at=now)
    application = attrs.evolve(
        application,
        member_id=application.member_id or _known(work, member_id),
        facts={**application.facts, **given},
        tasks=tuple(sorted({*application.tasks, *done})),
        paid=max(application.paid, paid),
        invited_by=invited_by or application.invited_by,
        consent_at=now if consent and application.consent_at is None else application.consent_at,
    )
    _note(work, application, digest, before)
    if (no := _kept_out(work, application, key, digest)) is not None:
        return settle(work, application, no)
    if token:
        used = invitations.redeem(work, group, token, application.id)
        application = attrs.evolve(application, invited_by=used.position, inviter_id=used.inviter_id)
    return settle(work, application, judge(work, application))


def _note(work: UnitOfWork, application: Application, contact: str, before: Application | None) -> None:
    if before is None:
        applications.write(work, application, contact)
        work.record("application.made", application.id, group_id=application.group.id)
    elif application != before or contact:
        applications.rewrite(work, application, contact)
        work.record("application.changed", application.id, group_id=application.group.id)


def _known(work: UnitOfWork, member_id: int | None) -> int | None:
    if member_id is None:
        return None
    found = work.conn.execute(
        select(g.member.c.id).where(g.member.c.store_id == work.store_id, g.member.c.id == member_id)
    ).scalar()
    if found is None:
        raise NotFound(_("There is no member {number}.").format(number=member_id))
    return member_id


def _standing(work: UnitOfWork, group: Group, name: str, member_id: int | None) -> Outcome | None:
    """What applies to one who has a place, or waits in the pool, under this name or as this member.

    Raises:
        Conflict: Another member goes by this name there.

    """
    before = applications.inside(work, group, name)
    if before is not None and before.member_id is not None and before.place_id is not None:
        _same(group, name, before.member_id, member_id)
        place = group_of(work, before.place_id)
        return _repeated(work, place, before, before.member_id)
    found = groups.place(work, group, name)
    if found is not None and found.state != "left":
        _same(group, name, found.member_id, member_id)
        return _repeated(work, group, applications.of_member(work, group, found.member_id), found.member_id)
    if member_id is not None and groups.state(work, group, member_id) in {"member", "waiting"}:
        return _repeated(work, group, applications.of_member(work, group, member_id), member_id)
    return None


def _same(group: Group, name: str, found: int, member_id: int | None) -> None:
    if member_id not in {None, found}:
        raise somebody_else(group, name)


def _repeated(work: UnitOfWork, group: Group, before: Application | None, member_id: int) -> Outcome:
    application = before or _unwritten(work, group, member_id)
    return placed(work, application, group, member_id, repeated=True)


def _unwritten(work: UnitOfWork, group: Group, member_id: int) -> Application:
    """What stands for the application of a member who came in without one: by ordering, or before there were any."""
    name = groups.roster(work, group).shown.get(member_id, "")
    return attrs.evolve(_empty(group, name), status="admitted", member_id=member_id, place_id=group.id)


def _empty(group: Group, name: str) -> Application:
    """An application for which nothing was shown yet."""
    return Application(
        id=0,
        group=group,
        name=name,
        facts={},
        tasks=(),
        paid=0,
        invited_by="",
        inviter_id=None,
        approved_by="",
        consent_at=None,
        status="pending",
        reason="",
        member_id=None,
        place_id=None,
        applied_at=0,
        decided_at=None,
        decided_by=None,
    )


def _kept_out(work: UnitOfWork, application: Application, key: str, contact: str) -> Rejected | None:
    blocked = blocks.match(work, application.name, contact)
    if blocked is not None:
        work.record(
            "application.blocked",
            application.id,
            group_id=application.group.id,
            block_id=blocked.id,
            field=blocked.field,
        )
        return Rejected(_("On the block list: {reason}").format(reason=blocked.reason))
    if not contact:
        return None
    other = applications.same_contact(work, application.group, contact, application.name)
    if other is None or nickname_key(other.name) == key:
        return None
    work.record("application.doubled", application.id, group_id=application.group.id, application_id=other.id)
    where = other.group.name
    if other.status == "pending":
        return Rejected(
            _("The same contact has applied for {group} as {name}.").format(group=where, name=other.name)
        )
    return Rejected(_("The same contact is in {group} as {name}.").format(group=where, name=other.name))

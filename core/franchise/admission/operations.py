"""Letting people in: apply, approve, reject, wait, leave. Everything holds the group, so places are given once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
from sqlalchemy import select

from franchise.admission import applications, blocks, invitations
from franchise.admission.applications import check_facts, check_reason, check_tasks
from franchise.admission.judging import judge
from franchise.admission.mechanisms import rules_of
from franchise.admission.pool import position
from franchise.admission.values import Admitted, Application, Outcome, Rejected, Verdict, Waiting
from franchise.errors import Conflict, FranchiseError, NotFound, Refused
from franchise.groups import operations as groups
from franchise.groups import tables as g
from franchise.groups.values import Group, nickname_key
from franchise.messages import gettext as _
from franchise.work import UnitOfWork

# -------------------------------------------------------------------- applying


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
    digest = applications.contact_digest(work, contact)
    key = nickname_key(name)
    groups.hold(work, group)
    if (found := _standing(work, group, name, member_id)) is not None:
        return found
    before = applications.pending(work, group, name)
    now = work.now()
    application = before or Application(
        id=work.ids.new(),
        group=group,
        name=name.strip(),
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
        applied_at=now,
        decided_at=None,
        decided_by=None,
    )
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
        return _settle(work, application, no)
    if token:
        used = invitations.redeem(work, group, token, application.id)
        application = attrs.evolve(application, invited_by=used.position, inviter_id=used.inviter_id)
    return _settle(work, application, judge(work, application))


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
        place = _group(work, before.place_id)
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
        raise Conflict(
            _("Somebody else is called {name!r} in {group}.").format(name=name, group=group.name),
            hint=_("Give another name, such as the one with a house number."),
        )


def _repeated(work: UnitOfWork, group: Group, before: Application | None, member_id: int) -> Outcome:
    application = before or _unwritten(work, group, member_id)
    return _placed(work, application, group, member_id, repeated=True)


def _unwritten(work: UnitOfWork, group: Group, member_id: int) -> Application:
    """What stands for the application of a member who came in without one: by ordering, or before there were any."""
    shown = groups.roster(work, group).shown
    return Application(
        id=0,
        group=group,
        name=shown.get(member_id, ""),
        facts={},
        tasks=(),
        paid=0,
        invited_by="",
        inviter_id=None,
        approved_by="",
        consent_at=None,
        status="admitted",
        reason="",
        member_id=member_id,
        place_id=group.id,
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


def _settle(work: UnitOfWork, application: Application, verdict: Verdict) -> Outcome:
    group = application.group
    if isinstance(verdict, Rejected):
        application = applications.close(work, application, "rejected", verdict.reason)
        work.record("application.rejected", application.id, group_id=group.id)
        return Outcome(application=application, verdict=verdict, group=group)
    if isinstance(verdict, Waiting):
        application = attrs.evolve(application, reason=verdict.reason)
        applications.rewrite(work, application)
        return Outcome(application=application, verdict=verdict, group=group)
    joined = groups.join(work, group, application.name, member_id=application.member_id)
    application = applications.close(
        work,
        attrs.evolve(application, member_id=joined.member_id, place_id=joined.group.id),
        "admitted",
        "",
    )
    work.record(
        "application.admitted",
        application.id,
        group_id=joined.group.id,
        member_id=joined.member_id,
        state=joined.state,
    )
    return _placed(work, application, joined.group, joined.member_id)


def _placed(
    work: UnitOfWork, application: Application, group: Group, member_id: int, *, repeated: bool = False
) -> Outcome:
    state = groups.state(work, group, member_id) or ""
    number = position(work, group, member_id) if state == "waiting" else 0
    verdict: Verdict = Admitted()
    if state == "waiting":
        verdict = Waiting(
            _("{group} is full; number {number} in the waiting pool.").format(group=group.name, number=number)
        )
    return Outcome(
        application=application,
        verdict=verdict,
        group=group,
        state=state,
        repeated=repeated,
        position=number,
    )


def _group(work: UnitOfWork, identity: int) -> Group:
    return next(x for x in groups.listed(work) if x.id == identity)


# -------------------------------------------------------------------- a person's decision


def review(work: UnitOfWork, group: Group | None = None) -> list[Application]:
    """Applications that wait for something or somebody, the oldest first.

    ``reason`` says for what, by the rules as they are now and in the language of the moment.
    """
    return [
        attrs.evolve(one, reason=_missing(work, one)) if one.status == "pending" else one
        for one in applications.opened(work, group)
    ]


def _missing(work: UnitOfWork, application: Application) -> str:
    try:
        verdict = judge(work, application)
    except FranchiseError as error:  # one plugin that fails does not hide the others' applications
        return error.message
    return verdict.reason or _("Nothing is missing any more: applying again lets in.")


def approve(work: UnitOfWork, identity: int) -> Outcome:
    """Agree to an application; he is in as soon as nothing else is missing.

    After a refund it means that he stays.

    Raises:
        NotFound: No such application.
        Conflict: It is settled.
        Refused: In this kind of group it is not a person who decides.

    """
    application = _held(work, identity)
    if application.status == "review" and application.member_id is not None:
        place = _group(work, application.place_id or 0)
        if groups.state(work, place, application.member_id) not in {"member", "waiting"}:
            raise Conflict(
                _("{name} has left {group} meanwhile.").format(name=application.name, group=place.name),
                hint=_("`franchise admission reject` settles it."),
            )
        kept = applications.close(work, application, "admitted", "")
        work.record("application.kept", kept.id, group_id=kept.group.id)
        return _placed(work, kept, place, application.member_id)
    rules = rules_of(work, application.group.kind)
    if "application" not in rules.mechanisms:
        raise Refused(
            _("Nobody approves entry into {group}: {reason}").format(
                group=application.group.name, reason=application.reason
            ),
            hint=_("It takes: {mechanisms}").format(mechanisms=", ".join(rules.mechanisms)),
        )
    application = attrs.evolve(application, approved_by=work.actor or "-")
    applications.rewrite(work, application)
    work.record("application.approved", application.id, group_id=application.group.id)
    return _settle(work, application, judge(work, application))


def reject(work: UnitOfWork, identity: int, reason: str) -> Outcome:
    """Say no, with a reason. After a refund it means that he leaves.

    Raises:
        UsageProblem: No reason.
        NotFound: No such application.
        Conflict: It is settled.

    """
    reason = check_reason(reason)
    application = _held(work, identity)
    if application.status == "review" and application.member_id is not None:
        groups.depart(work, _group(work, application.place_id or 0), application.member_id)
    return _settle(work, application, Rejected(reason))


def refund(work: UnitOfWork, identity: int) -> Outcome:
    """Note that the fee was paid back: one who is in must be looked at again (I-085).

    Raises:
        NotFound: No such application.
        Refused: Nothing was paid.

    """
    application = _held(work, identity, settled=True)
    if not application.paid:
        raise Refused(_("Nothing was paid for application {number}.").format(number=identity))
    reason = _("The fee was paid back.")
    amount = application.paid
    application = attrs.evolve(application, paid=0)
    rules = rules_of(work, application.group.kind)
    if "payment" in rules.mechanisms and _is_in(work, application):
        application = attrs.evolve(application, status="review", reason=reason)
    applications.rewrite(work, application)
    work.record("application.refunded", application.id, group_id=application.group.id, amount=amount)
    if application.status == "pending":
        return _settle(work, application, judge(work, application))
    return Outcome(application=application, verdict=Waiting(reason), group=application.group)


def _is_in(work: UnitOfWork, application: Application) -> bool:
    """Whether an admitted application's person still has, or waits for, a place."""
    if application.status != "admitted" or application.member_id is None or application.place_id is None:
        return False
    place = _group(work, application.place_id)
    return groups.state(work, place, application.member_id) in {"member", "waiting"}


def _held(work: UnitOfWork, identity: int, *, settled: bool = False) -> Application:
    """An application as it stands once its group is held."""
    groups.hold(work, applications.find(work, identity).group)
    found = applications.find(work, identity)
    if found.status in {"pending", "review"} or settled:
        return found
    raise Conflict(
        _("Application {number} was settled before by {actor}: {status}.").format(
            number=identity, actor=found.decided_by or "-", status=found.status
        ),
        hint=_("`franchise member leave` lets a member go.") if found.status == "admitted" else "",
    )


# -------------------------------------------------------------------- leaving


@attrs.frozen(kw_only=True, slots=True)
class Left:
    """What leaving did: the member who moved up, and whether an open application was taken back."""

    member_id: int | None
    promoted: int | None
    withdrawn: int | None


def leave(work: UnitOfWork, group: Group, name: str) -> Left:
    """Let somebody go, which is always free (I-114): a member, one in the pool, or one who has only applied.

    Raises:
        NotFound: Nobody of that name.

    """
    groups.hold(work, group)
    found = groups.place(work, group, name)
    application = applications.pending(work, group, name)
    if application is None and found is not None:
        came = applications.of_member(work, group, found.member_id)
        application = came if came is not None and came.status == "review" else None
    if application is not None:
        applications.close(work, application, "withdrawn", "")
        work.record("application.withdrawn", application.id, group_id=group.id)
    if found is None and application is not None:
        return Left(member_id=None, promoted=None, withdrawn=application.id)
    promoted = groups.leave(work, group, name)  # which also says that nobody is called so
    return Left(
        member_id=found.member_id if found is not None else None,
        promoted=promoted,
        withdrawn=application.id if application is not None else None,
    )

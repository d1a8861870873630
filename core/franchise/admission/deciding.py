"""A person decides: approve, reject, note a refund."""

from __future__ import annotations

import attrs

from franchise.admission import applications
from franchise.admission.given import check_reason
from franchise.admission.judging import judge
from franchise.admission.mechanisms import rules_of
from franchise.admission.settling import group_of, placed, settle
from franchise.admission.values import Application, Outcome, Rejected, Waiting
from franchise.errors import Conflict, FranchiseError, Refused
from franchise.groups import operations as groups
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.work import UnitOfWork


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
        place = group_of(work, application.place_id or 0)
        if groups.state(work, place, application.member_id) not in {"member", "waiting"}:
            raise Conflict(
                _("{name} has left {group} meanwhile.").format(name=application.name, group=place.name),
                hint=_("`franchise admission reject` settles it."),
            )
        kept = applications.close(work, application, "admitted", "")
        work.record("application.kept", kept.id, group_id=kept.group.id)
        return placed(work, kept, place, application.member_id)
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
    return settle(work, application, judge(work, application))


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
        groups.depart(work, group_of(work, application.place_id or 0), application.member_id)
    return settle(work, application, Rejected(reason))


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
        return settle(work, application, judge(work, application))
    return Outcome(application=application, verdict=Waiting(reason), group=application.group)


def _is_in(work: UnitOfWork, application: Application) -> bool:
    """Whether an admitted application's person still has, or waits for, a place."""
    if application.status != "admitted" or application.member_id is None or application.place_id is None:
        return False
    place = group_of(work, application.place_id)
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

"""What becomes of an application once its verdict is there."""

from __future__ import annotations

import attrs

from franchise.admission import applications
from franchise.admission.pool import position
from franchise.admission.values import Admitted, Application, Outcome, Rejected, Verdict, Waiting
from franchise.groups import operations as groups
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.work import UnitOfWork


def settle(work: UnitOfWork, application: Application, verdict: Verdict) -> Outcome:
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
    return placed(work, application, joined.group, joined.member_id)


def placed(
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


def group_of(work: UnitOfWork, identity: int) -> Group:
    return next(x for x in groups.listed(work) if x.id == identity)

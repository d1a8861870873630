"""Leaving, which is always free."""

from __future__ import annotations

import attrs

from franchise.admission import applications
from franchise.groups import operations as groups
from franchise.groups.values import Group
from franchise.work import UnitOfWork


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

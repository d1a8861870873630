"""Two members who turn out to be one household."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Column

from franchise.admission import tables as t
from franchise.admission import tags
from franchise.chat import keeping as chat
from franchise.groups import operations as groups
from franchise.groups.values import Group
from franchise.orders import tables as orders
from franchise.tasks import forgetting as tasks
from franchise.work import UnitOfWork

_MOVED: Final[tuple[Column[Any], ...]] = (
    orders.line.c.member_id,
    t.application.c.member_id,
    t.application.c.inviter_id,
    t.invitation.c.inviter_id,
)


def merge(work: UnitOfWork, group: Group, keep: str, other: str) -> int:
    """Make two names of a group one household: all that is kept of ``other`` in the store becomes ``keep``'s.

    Names and places in every group, orders, words, tasks, tags, applications and invitations: nothing of the core is
    left under the other number, and nothing is there twice. All names go on meaning that household. Plugins are told
    once for each group that ``other`` was in. Merging twice changes nothing. Returns the member's id.

    Raises:
        NotFound: Nobody goes by one of the names.

    """
    groups.hold(work, group)
    into, gone = groups.find_member(work, group, keep), groups.find_member(work, group, other)
    if into == gone:
        return into
    rooms = groups.of_members(work, (gone,))  # before they are the other's
    groups.merge(work, group, keep, other, columns=_MOVED)
    tags.merge(work, into, gone)
    tasks.merge(work, into, gone)
    chat.merge(work, into, gone)
    for room in rooms:
        work.notify("franchise_members_merged", group=room, member_id=into, merged_id=gone)
    return into

"""Two members who turn out to be one household."""

from __future__ import annotations

from franchise.chat import keeping as chat
from franchise.groups import operations as groups
from franchise.groups.values import Group
from franchise.orders import tables as orders
from franchise.tasks import forgetting as tasks
from franchise.work import UnitOfWork


def merge(work: UnitOfWork, group: Group, keep: str, other: str) -> int:
    """Make two names of a group one household: what ``other`` ordered, said and had to do becomes ``keep``'s.

    Both names go on meaning that household. Merging twice changes nothing. Returns the member's id.

    Raises:
        NotFound: Nobody goes by one of the names.

    """
    groups.hold(work, group)
    into, gone = groups.find_member(work, group, keep), groups.find_member(work, group, other)
    if into == gone:
        return into
    groups.merge(work, group, keep, other, tables=(orders.line,))
    tasks.merge(work, into, gone)
    chat.merge(work, group, into, gone)
    work.notify("franchise_members_merged", group=group, member_id=into, merged_id=gone)
    return into

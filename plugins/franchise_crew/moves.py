"""Members who came into a group because theirs was divided, not because they chose to."""

from __future__ import annotations

from typing import Final

from franchise import Group, UnitOfWork

DIVIDED: Final = "group.split_from"
"""The event by which a group says from which other it was divided, in the same transaction."""


def source_of(work: UnitOfWork, group: Group) -> int | None:
    """The id of the group from which this one was divided just now; None where it was not. No statement."""
    found = (e.payload for e in work.pending if e.kind == DIVIDED and e.payload["group_id"] == group.id)
    return next((int(facts["from_id"]) for facts in found), None)

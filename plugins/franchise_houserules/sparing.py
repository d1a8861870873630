"""Whom no program warns or puts out: plugins say, and mean the store's own people."""

from __future__ import annotations

from franchise import Group, Refused, UnitOfWork


def may(work: UnitOfWork, group: Group, member_id: int, step: str) -> str:
    """Why a member may not be warned or put out; "" when nobody is against it.

    A plugin that fails decides nothing: what it might have said is not known.

    Raises:
        Refused: A plugin failed.

    """

    def ask() -> str:
        try:
            work.decide("franchise_may_sanction", group=group, member_id=member_id, action=step)
        except Refused as refused:
            if refused.__cause__ is not None:
                raise
            return refused.message
        return ""

    return work.once(("houserules.may", group.id, member_id, step), ask)

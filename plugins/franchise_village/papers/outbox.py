"""Who must hear of a closed cycle: each supplier and each partner, once."""

from __future__ import annotations

from franchise import Cycle, OutboxEntry, UnitOfWork, orders


def announce(work: UnitOfWork, cycle: Cycle) -> None:
    """Put one entry per supplier and per village into the outbox; a channel sends them on."""
    suppliers = sorted({p.supplier for p in orders.purchases(work, cycle)})
    papers = [("purchase_order", key) for key in suppliers]
    papers += [("packing_list", key) for key in orders.cycle_groups(work, cycle)]
    work.post(
        OutboxEntry(
            key=f"{kind}/{cycle.day}/{cycle.session}/{cycle.revision}/{key}",
            channel="handoff",
            payload={"report": kind, "key": key, "cycle": cycle.key, "revision": cycle.revision},
        )
        for kind, key in papers
    )

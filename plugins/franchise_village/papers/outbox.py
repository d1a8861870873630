"""Who must hear of what: suppliers and partners of a closed cycle, whoever prepares a new store."""

from __future__ import annotations

from collections.abc import Sequence

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


def ask_for_villages(work: UnitOfWork, stores: Sequence[str]) -> None:
    """Say once for each batch of new stores that they wait for their villages and partners."""
    work.post(
        [
            OutboxEntry(
                key=f"villages_wanted/{stores[0]}/{len(stores)}",
                channel="handoff",
                payload={"what": "villages_wanted", "stores": list(stores)},
            )
        ]
    )
